"""Rules on actors' names: one actor under two names, two actors under one.

In:   the actors that claims name, and the roster
Out:  faults

Method: names are compared by rapidfuzz's ratio of sorted words, only within one first letter and
nearly one length, so that a record of thousands of names takes a second.
Known faults: names that begin with another letter (Qaddafi, Gaddafi) are not compared.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import sqlalchemy as sa
from rapidfuzz import fuzz, process

from sayso.base.keys import NAME, bare, fold
from sayso.identify.actors_words import words
from sayso.record.checks.kin import above
from sayso.record.checks.look import Look
from sayso.record.checks.rule import Fault, Found, on_record
from sayso.record.checks.words import listed, quoted
from sayso.record.schema import claim, claim_actor
from sayso.show.words import counted

# Identification itself takes 92 of 100 for the same name (docs/actors.md); what stays below it,
# or was held back by a single word, begins to be another name at about 85.
_NEAR = 88
_NEAR_WORD = 80  # of each word by itself, else "Government of Orvana" is nearly that of Rwanda
_SHORTEST = 6  # letters: shorter names are alike by chance (Hamas, Hamat)
_OFTEN = 5  # claims: from there a decision on the name is less work than one on each claim
_TOO_SHORT = 2  # letters: "US" is read elsewhere, "U" and "IT" are scraps
_LENGTH = 3  # a name that is longer by more cannot reach the ratio in the lengths that names have

_SAY_WHO = "`sayso decide actor NAME ACTOR` if they are one; `sayso decide settle` if they are two"


class _Named(NamedTuple):
    key: str
    name: str
    claims: int


def _named(look: Look) -> list[_Named]:
    """Every key and name that stands in a role, with the number of claims."""
    columns = claim_actor.c.key, claim_actor.c.name
    select = sa.select(*columns, sa.func.count(sa.distinct(claim_actor.c.claim)).label("claims"))
    select = select.join(claim, claim.c.n == claim_actor.c.claim)
    where = look.open(claim), claim.c.state != "rejected", claim_actor.c.key != ""
    rows = look.rows(select.where(*where).group_by(*columns).order_by(*columns))
    return [_Named(row.key, row.name, row.claims) for row in rows]


def _provisional(named: Iterable[_Named]) -> dict[str, str]:
    """Key to its name, of actors that the roster does not know; of several names the longest."""
    found: dict[str, str] = {}
    for one in named:
        if one.key.startswith("new.") and len(one.name) > len(found.get(one.key, "")):
            found[one.key] = one.name
    return found


@on_record(
    "nearly-a-known-actor",
    "notice",
    "actor",
    means="A provisional actor has nearly the name of one that the roster knows.",
    settle=_SAY_WHO,
)
def nearly_a_known_actor(look: Look) -> Found:
    """Provisional names against all names of the roster."""
    provisional = _provisional(_named(look))
    if not provisional:
        return
    roster = look.roster
    known: dict[str, str] = {}
    for actor in roster.actors.values():
        for name in (actor.name, actor.full_name, *actor.names):
            known.setdefault(fold(name.lstrip("~")), actor.id)
    for person in roster.persons.values():
        for name in (person.name, *person.names):
            known.setdefault(fold(name.lstrip("~")), person.id)
    blocks = _blocks(known)
    for key, name in sorted(provisional.items()):
        near = _nearest(fold(name), blocks)
        if near is not None:
            yield Fault(
                f"{quoted(name)} ({key}) is nearly {quoted(near)}, a name of {known[near]}",
                ids=(known[near],),
                subject=key,
                facts=(known[near],),
            )


@on_record(
    "nearly-one-name",
    "notice",
    "actor",
    means="Two provisional actors have nearly the same name: if they are one, its history is in "
    "two halves.",
    settle=_SAY_WHO,
)
def nearly_one_name(look: Look) -> Found:
    """Provisional names against each other."""
    names: dict[str, str] = {}
    for key, name in sorted(_provisional(_named(look)).items()):
        names.setdefault(fold(name), key)
    blocks: defaultdict[str, list[str]] = defaultdict(list)
    for name, key in sorted(names.items()):
        near = _nearest(name, blocks)
        if near is not None and names[near] != key:
            yield Fault(
                f"{quoted(name)} ({key}) and {quoted(near)} ({names[near]})",
                ids=(names[near],),
                subject=key,
                facts=(names[near],),
            )
        if len(name) >= _SHORTEST:
            blocks[name[0]].append(name)


def _blocks(names: Iterable[str]) -> dict[str, list[str]]:
    blocks: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        if len(name) >= _SHORTEST:
            blocks[name[0]].append(name)
    return blocks


def _nearest(name: str, blocks: dict[str, list[str]]) -> str | None:
    """The nearest name of the same first letter and digits; None where none is near."""
    if len(name) < _SHORTEST:
        return None
    block = [
        other
        for other in blocks.get(name[0], ())
        if abs(len(other) - len(name)) <= _LENGTH and _digits(other) == _digits(name)
    ]
    near = process.extract(name, block, scorer=fuzz.token_sort_ratio, score_cutoff=_NEAR, limit=5)
    return next((other for other, _, _ in near if _word_by_word(name, other)), None)


def _word_by_word(one: str, other: str) -> bool:
    """Whether each word of either name has its like in the other."""
    a, b = one.split(), other.split()
    return all(
        any(fuzz.ratio(word, like) >= _NEAR_WORD for like in there)
        for here, there in ((a, b), (b, a))
        for word in here
    )


def _digits(name: str) -> str:
    return "".join(filter(str.isdigit, name))


@on_record(
    "name-without-actor",
    "notice",
    "actor",
    means=f"A name stands in {_OFTEN} claims or more, and for no actor: their incidents and "
    "relations are joined by the words alone.",
    settle="`sayso decide actor NAME ACTOR`, once for all claims",
)
def name_without_actor(look: Look) -> Found:
    """Keys of words that are capitalised wherever they stand, pronouns left out."""
    spelt: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for one in _named(look):
        if one.key.startswith(NAME):
            spelt[one.key][one.name] = one.claims
    common = {fold(word) for word in words("pronouns") | words("vague")}
    for key, names in sorted(spelt.items()):
        total, bare_name = sum(names.values()), bare(key.removeprefix(NAME))
        if total < _OFTEN or bare_name in common or len(bare_name) <= _TOO_SHORT:
            continue
        if all(_without_article(name)[:1].isupper() for name in names):
            shown = max(names, key=lambda name: (names[name], name))
            yield Fault(f"{quoted(shown)}, in {counted(total, 'claim')}", subject=key)


def _without_article(name: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if rest and first.casefold() in ("the", "a", "an") else name


@on_record(
    "one-name-two-actors",
    "warning",
    "actor",
    means="One full name (two words or more) stands for two actors of which neither belongs to "
    "the other.",
    settle=_SAY_WHO,
)
def one_name_two_actors(look: Look) -> Found:
    """Names with more than one key; roles without a name and words are left out."""
    by_name: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for one in _named(look):
        if " " in one.name.strip() and not one.key.startswith(("any.", "name:")):
            keys = by_name[fold(one.name)]
            keys[one.key] = keys.get(one.key, 0) + one.claims
    for name, keys in sorted(by_name.items()):
        if len(keys) > 1 and not _of_one_side(look, keys):
            ordered = sorted(keys, key=lambda key: (-keys[key], key))
            told = [f"{key} ({counted(keys[key], 'claim')})" for key in ordered]
            yield Fault(
                f"{quoted(name)} is {listed(told)}",
                ids=tuple(ordered),
                subject=ordered[0],
                facts=(name, *sorted(keys)),
            )


def _of_one_side(look: Look, keys: Iterable[str]) -> bool:
    tops: Iterator[frozenset[str]] = (above(key, look.roster) for key in keys)
    return bool(frozenset.intersection(*tops))
