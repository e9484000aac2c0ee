"""Names of actors: those that the report introduced, those of the roster, and new ones.

In:   a name, and the context of its report
Out:  a `Finding`, or None

Method: an acronym in brackets means what the report says, whatever it means elsewhere. A
name of the roster counts if it is sure in the countries of the report, or in those that it
names most. A name that nobody knows becomes a provisional actor, whose id is made from the
name and so is the same in every report.
Known faults: two unknown persons of one name share a provisional actor.
"""

import re

import msgspec

from sayso.base import ids
from sayso.identify.actors_context import Context, is_title, without_titles
from sayso.identify.actors_finding import Finding, code_of, role_noun
from sayso.identify.actors_index import fold, names
from sayso.identify.actors_names import chosen, find
from sayso.identify.actors_roster import roster
from sayso.identify.actors_words import words

_INTRODUCED, _UNKNOWN = 0.95, 0.75  # surer than other spellings; less sure than any known name
_BORNE = 0.4  # score of a candidate from which a name is taken to be that of the roster
_SHORTEST = 3  # letters of a provisional name

_MEMBERS_OF = words("members")
_BODY_WORDS = words("body_words")
_SMALL = words("small")


def introduced(words: str, context: Context) -> Finding | None:
    """The actor of an acronym that the report introduced in brackets."""
    long = context.introduced.get(words.replace(".", ""))
    if not long:
        return None
    found = known(long, context) or new(long, context)
    if found is None:
        return None
    reason = f'the report introduces "{words}" for "{long}"'
    return Finding(
        actor_id=found.actor_id, name=found.name, code=found.code, score=_INTRODUCED,
        reasons=(*found.reasons, reason), rivals=found.rivals,
    )  # fmt: skip


def known(words: str, context: Context) -> Finding | None:
    """The actor or person that the roster has under a name, if it is sure."""
    candidates = find(words, day=context.day, countries=context.countries)
    best = chosen(candidates)
    if best is None and candidates:
        candidates = find(words, day=context.day, countries=context.main_countries)
        best = chosen(candidates)
    if best is None:
        return None
    return Finding(
        actor_id=best.id, name=best.name, code=code_of(best.id, context.day),
        score=best.score, reasons=best.reasons, person=best.id.startswith("p."),
        rivals=tuple(c for c in candidates if c.id != best.id),
    )  # fmt: skip


def raised(found: Finding, score: float, reason: str, *, unsaid: bool = False) -> Finding:
    """A finding under a further reason, no surer than a score."""
    return msgspec.structs.replace(
        found,
        score=min(found.score, score),
        reasons=(*found.reasons, reason),
        unsaid=unsaid or found.unsaid,
    )


def new(words: str, context: Context, *, person: bool = False) -> Finding | None:
    """A provisional actor for a name that the roster does not know."""
    parts = words.split()
    if not _like_a_name(parts) or (len(parts) == 1 and _a_common_word(words, context)):
        return None
    if borne(words, context) or _opens_with_a_body(parts):
        return None
    return Finding(
        actor_id=provisional(words), name=words, code="", score=_UNKNOWN,
        reasons=("a name that the roster does not know",),
        person=person or _like_a_person(parts),
    )  # fmt: skip


def _opens_with_a_body(parts: list[str]) -> bool:
    """Whether a known group and more words make the name ("Boko Haram Denies")."""
    index = names()
    for n in range(1, len(parts)):
        first = " ".join(parts[:n])
        hits = index.by_acronym.get(first.replace(".", ""), []) + index.by_name.get(fold(first), [])
        kinds = {roster().actors[h.actor].kind for h in hits if not h.needs_country}
        if kinds & {"armed_group", "militia"}:
            return True
    return False


def borne(name: str, context: Context) -> bool:
    """Whether the roster has a name but could not tell its bearers apart: left undecided."""
    candidates = find(name, day=context.day, countries=context.countries)
    return any(c.score >= _BORNE and not c.id.startswith("p.") for c in candidates)


def _like_a_name(parts: list[str]) -> bool:
    """Capitalised throughout, and more than a title or a role noun."""
    if not parts[0][0].isupper() and not parts[0].lower().startswith(("al-", "el-")):
        return False
    if not all(p[0].isupper() or p[0].isdigit() or p in _SMALL or "-" in p for p in parts):
        return False
    bare = without_titles(parts)
    if len(bare) < len(parts) and len(bare) == 1 and bare[0].lower() not in _BODY_WORDS:
        return False  # a surname after a title, which was looked up before
    plain = all(p.lower() in _MEMBERS_OF or role_noun(p) for p in parts)
    titles = all(is_title(p) or p.lower() in _SMALL for p in parts)
    return not (plain or titles or len(" ".join(parts)) < _SHORTEST)


def _a_common_word(word: str, context: Context) -> bool:
    """Whether a single word is none that a name would be.

    It is one if the report has it in small letters, or after "the" ("the Coalition"), or
    with its capital only where a sentence may begin ("Witnesses").
    """
    text, own = context.doc.text, re.escape(word)
    if re.search(rf"\b{re.escape(word.lower())}\b|\b[Tt]he {own}\b", text):
        return True
    return not re.search(rf"[\w,;][’']?s? {own}\b", text)


def _like_a_person(parts: list[str]) -> bool:
    """Two to four words of which none is a noun of bodies ("University", "Company")."""
    return 2 <= len(parts) <= 4 and not any(
        role_noun(p) or p.lower() in _BODY_WORDS or p.isupper() or p in ("of", "the", "for")
        for p in parts
    )


def provisional(name: str) -> str:
    """The id of an actor that the roster does not know: the same for the same name.

    >>> provisional("Bilai Abdi") == provisional("BILAI ABDI")
    True
    """
    words = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
    return f"new.{words}" if words else f"new.{ids.digest(fold(name))}"
