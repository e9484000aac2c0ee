"""The reviewed word lists of the rules, read once and checked.

In:   `events.toml`, `aims.toml`, `relations.toml`, `titles.toml`, `classes.toml` and
      `scores.toml` beside this file
Out:  one `Lexicon`: trigger entries by first word, verb forms, titles, word classes

Method: base forms are inflected, so that a list holds each word once. Types and modes are
checked against the ontology; unknown keys are errors.
Known faults: none of its own.
"""

import functools
import tomllib
from pathlib import Path
from typing import Any, Literal

import msgspec

from sayso.base import ontology
from sayso.base.errors import AssetError
from sayso.base.nouns import Kind
from sayso.extract.rules.inflection import inflect, plural

_FOLDER = Path(__file__).parent

_QUOTES = frozenset('"“”„«»')
_BREAKS = frozenset(".;:!?—–…")

ObjectRole = Literal["recipient", "place", "actor", "none"]


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Group(_Strict, kw_only=True, frozen=True):
    """Trigger words that share type, mode and frame; the keys of `events.toml`."""

    type: str = ""
    kind: Kind = "event"
    mode: str = ""
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    object: ObjectRole = "recipient"
    to: frozenset[str] = frozenset()
    place: frozenset[str] = frozenset()
    next: frozenset[str] = frozenset()
    near: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    forms: frozenset[str] = frozenset()
    indirect: bool = False
    weak: bool = False
    modal: bool = False


class Entry(msgspec.Struct, frozen=True):
    """One way in which a trigger is written: its words, how they are used, its group."""

    words: tuple[str, ...]
    use: Literal["verb", "noun", "phrase"]
    forms: str  # of a verb: b base, s "-s", d past, n participle, g "-ing"
    group: Group
    order: int


class Classes(_Strict, kw_only=True, frozen=True):
    """The keys of `classes.toml`: closed word classes and lists of nouns."""

    determiners: frozenset[str]
    pronouns: frozenset[str]
    relatives: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    subordinators: frozenset[str]
    auxiliaries: frozenset[str]
    modals: frozenset[str]
    adverbs: frozenset[str]
    not_adverbs: frozenset[str]
    numbers: frozenset[str]
    times: frozenset[str]
    months: frozenset[str]
    verbs: frozenset[str]
    light: frozenset[str]
    intransitive: frozenset[str]
    directives: frozenset[str]
    irregular: tuple[str, ...]
    agents: frozenset[str]
    abstract: frozenset[str]
    organisations: frozenset[str]
    place_heads: frozenset[str]
    place_leads: frozenset[str]
    said: frozenset[str]
    said_weak: frozenset[str]
    negations: frozenset[str]
    future: frozenset[str]
    future_to: frozenset[str]
    future_nouns: frozenset[str]
    negated_to: frozenset[str]
    hypothetical: frozenset[str]
    hedges: frozenset[str]
    instruments: frozenset[str]
    abbreviations: frozenset[str]
    compounds: frozenset[str]
    titles_of_names: frozenset[str]
    agent_endings: tuple[str, ...]
    no_agents: frozenset[str]
    particles: frozenset[str]
    demonyms: frozenset[str]
    also_nouns: frozenset[str]


class Titles(_Strict, kw_only=True, frozen=True):
    """The keys of `titles.toml`."""

    leads: tuple[str, ...]
    member_of: tuple[str, ...]
    former: frozenset[str]
    ranks: frozenset[str]
    bodies: frozenset[str]


class Lexicon(msgspec.Struct, frozen=True, kw_only=True):
    """All lists, ready for look-up. Shared, so nobody changes it."""

    entries: dict[str, tuple[Entry, ...]]  # by first word, longest first
    verbs: dict[str, str]  # form -> letters of `Entry.forms`
    bases: dict[str, str]  # form -> base
    titles: dict[str, tuple[tuple[tuple[str, ...], str], ...]]  # first word -> (words, type)
    former: frozenset[str]
    ranks: frozenset[str]  # with `former`: words that may stand before an office
    bodies: frozenset[str]
    instruments: dict[str, tuple[tuple[str, ...], ...]]
    closed: dict[str, str]  # word -> letter of its closed class (tagging.py)
    aims: dict[str, dict[str, str]]  # type -> word -> mode; "" -> the default mode
    plain: frozenset[str]  # base forms of trigger verbs that are no nouns: "seize"
    light: frozenset[str]  # first words of the light verbs
    scores: dict[str, float]  # type -> score of its claims
    classes: Classes


def _read(name: str) -> dict[str, Any]:
    path = _FOLDER / name
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as err:
        raise AssetError(f"{path}: {err}") from err


def _convert(name: str, tree: dict[str, Any], cls: Any) -> Any:
    try:
        return msgspec.convert(tree, cls)
    except msgspec.ValidationError as err:
        raise AssetError(f"{_FOLDER / name}: {err}") from err


def _groups(name: str, kind: Kind) -> list[Group]:
    known = ontology.load().types
    groups = []
    for type_, tables in _read(name).items():
        if type_ not in known or known[type_].kind != kind:
            raise AssetError(f"{_FOLDER / name}: {type_} is no {kind} of the ontology")
        for table in tables:
            group: Group = _convert(name, {**table, "type": type_, "kind": kind}, Group)
            group = msgspec.structs.replace(
                group,
                next=frozenset(w.lower() for w in group.next),
                near=tuple(w.lower() for w in group.near),
                unless=tuple(w.lower() for w in group.unless),
            )
            if group.mode and group.mode not in known[type_].mode_table:
                raise AssetError(f"{_FOLDER / name}: {type_} has no mode {group.mode!r}")
            groups.append(group)
    return groups


def _closed(c: Classes) -> dict[str, str]:
    table: dict[str, str] = {}
    for letter, found in (
        ("D", c.determiners), ("X", c.pronouns), ("P", c.prepositions), ("R", c.adverbs),
        ("S", c.subordinators), ("C", c.conjunctions), ("A", c.auxiliaries), ("O", c.modals),
        ("#", c.numbers), ("W", c.relatives), ("q", _QUOTES), (".", _BREAKS),
    ):  # fmt: skip
        table.update(dict.fromkeys(found, letter))
    for word, letter in (("of", "o"), ("to", "T"), ("that", "S"), ("'s", "G"), ("'", "G")):
        table[word] = letter
    return table | {",": ",", "(": "(", ")": ")", "[": "(", "]": ")"}


def _aims() -> dict[str, dict[str, str]]:
    known, found = ontology.load().types, {}
    for type_, table in _read("aims.toml").items():
        modes = known[type_].mode_table if type_ in known else {}
        words = {"": table["default"]}
        for mode, listed in table.items():
            if mode == "default":
                continue
            if mode not in modes:
                raise AssetError(f"{_FOLDER / 'aims.toml'}: {type_} has no mode {mode!r}")
            words.update(dict.fromkeys(listed, mode))
        found[type_] = words
    return found


def _scores() -> dict[str, float]:
    scores = _read("scores.toml")
    if set(scores) != set(ontology.load().types):
        raise AssetError(f"{_FOLDER / 'scores.toml'}: not the types of the ontology")
    found: dict[str, float] = _convert("scores.toml", scores, dict[str, float])
    return found


def _specific_first(entry: Entry) -> tuple[int, bool, int]:
    """Order: longest, then those that need a word beside them, then as in the files."""
    return -len(entry.words), not (entry.group.near or entry.group.next), entry.order


@functools.cache
def load() -> Lexicon:
    """Give the lists that are shipped, read once in a process.

    Raises:
        AssetError: a file of them is wrong; the message names it.
    """
    classes: Classes = _convert("classes.toml", _read("classes.toml"), Classes)
    titles: Titles = _convert("titles.toml", _read("titles.toml"), Titles)
    irregular = {row.split()[0]: tuple(row.split()[1:]) for row in classes.irregular}
    verbs: dict[str, str] = {}
    bases: dict[str, str] = {}
    entries: dict[str, list[Entry]] = {}

    def add_verb(base: str) -> dict[str, str]:
        first = base.split(maxsplit=1)[0]
        forms = inflect(first, irregular)
        for form, letters in forms.items():
            verbs[form] = "".join(sorted({*verbs.get(form, ""), *letters}))
            bases.setdefault(form, first)
        return forms

    groups = [*_groups("events.toml", "event"), *_groups("relations.toml", "relation")]
    for order, group in enumerate(groups):

        def add(
            words: str, use: Literal["verb", "noun", "phrase"], forms: str = "",
            group: Group = group, order: int = order,
        ) -> None:  # fmt: skip
            split = tuple(words.lower().split())
            entries.setdefault(split[0], []).append(Entry(split, use, forms, group, order))

        for base in group.verbs:
            rest = base.split()[1:]
            for form, letters in add_verb(base).items():
                if not group.forms or form in group.forms:
                    add(" ".join((form, *rest)), "verb", letters)
        for noun in group.nouns:
            add(noun, "noun")
            add(plural(noun), "noun")
        for phrase in group.phrases:
            add(phrase, "phrase")
    for base in (*classes.verbs, *classes.said, *classes.light):
        add_verb(base)
    title_words: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for type_, names in (("leads", titles.leads), ("member_of", titles.member_of)):
        for title in names:
            for form in (title, plural(title)):
                words = tuple(form.split())
                title_words.setdefault(words[0], []).append((words, type_))
    instruments: dict[str, list[tuple[str, ...]]] = {}
    for name in sorted(classes.instruments):
        words = tuple(name.split())
        instruments.setdefault(words[0], []).append(words)
    nouns = {e.words[0] for found in entries.values() for e in found if e.use == "noun"}
    acts = {verb.split(maxsplit=1)[0] for group in groups for verb in group.verbs}
    return Lexicon(
        entries={
            first: tuple(sorted(found, key=_specific_first)) for first, found in entries.items()
        },
        verbs=verbs,
        bases=bases,
        titles={k: tuple(sorted(v, key=lambda t: -len(t[0]))) for k, v in title_words.items()},
        former=titles.former,
        ranks=titles.ranks | titles.former,
        bodies=titles.bodies,
        instruments={k: tuple(sorted(v, key=len, reverse=True)) for k, v in instruments.items()},
        closed=_closed(classes),
        aims=_aims(),
        plain=frozenset(acts - nouns - classes.also_nouns),
        light=frozenset(base.split()[0] for base in classes.light),
        scores=_scores(),
        classes=classes,
    )
