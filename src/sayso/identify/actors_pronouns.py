"""Pronouns: "he", "it" and "they" from the sentence before them, "we" from who speaks.

In:   a pronoun, and what the report names before it, in text order
Out:  the one actor that fits, or None

Method: each pronoun has the kinds that it may mean: persons; bodies; bodies of many and
roles in the plural. The nearest stretch that names any is taken: the sentence up to the
pronoun, else (not for "they") the sentence before. One actor in it is meant. Of several it
is who says what the pronoun stands in ("Orda said it ..."), and after a quotation ("..., he
said") who was last said to speak. Else it stays open. Other rules were tried on the training
documents and dropped: who opens the sentence, where several are in it, was right in half.
Known faults: number and sex are not compared, so "she" may be a man named alone.
"""

import re
from collections.abc import Callable

from sayso.identify.actors_context import Context
from sayso.identify.actors_finding import Finding
from sayso.identify.actors_roster import roster
from sayso.identify.actors_told import Told
from sayso.identify.actors_words import words

HE = frozenset(["he", "she", "him", "her", "his", "hers", "himself", "herself"])
IT = frozenset(["it", "its", "itself"])
THEY = frozenset(["they", "them", "their", "theirs", "themselves"])

_SAYS = "|".join(sorted(words("says")))
_SAID_BEFORE = re.compile(rf"^\W*(?:also |\w+ly )?(?:{_SAYS})(?: on \w+day)?,?(?: that)?\s+$")
_SAID_AFTER = re.compile(rf"^\s+(?:also |\w+ly )?(?:{_SAYS})\b")
_SPOKE = re.compile(rf"^,?\s+(?:also |\w+ly )?(?:{_SAYS})\b")
_SPOKEN = re.compile(rf"\b(?:{_SAYS}) (?:[a-z]+ ){{0,2}}$")

_OPENS, _SUBJECT = 3, 45  # characters from the opening of a sentence: a mark, a title and words
_SPEAKS_FOR = 700  # characters back to the last speaker: about five sentences


def meant(
    start: int, end: int, word: str, before: list[Told], context: Context
) -> tuple[Finding, str] | None:
    """Find what a pronoun means.

    Args:
        start, end: where it stands.
        word: the pronoun in small letters.
        before: what the report names before it, in text order.
        context: the report.

    Returns:
        The actor and the reason, or None when none fits or several do.
    """
    fits = _FITS["he" if word in HE else "it" if word in IT else "they"]
    fitting = [t for t in before if fits(t)]
    text = context.doc.text
    if _SAID_AFTER.match(text[end : end + 40]):
        spoke = [t for t in fitting if t.end >= start - _SPEAKS_FOR and _speaks(t, text)]
        if spoke:
            return _if_named(spoke[-1], word, "who was last said to speak")
    return _near(start, word, fitting, context)


def _near(
    start: int, word: str, fitting: list[Told], context: Context
) -> tuple[Finding, str] | None:
    """From the sentence up to the pronoun, or the sentence before."""
    text = context.doc.text
    sentence = context.sentence_start(start)
    here = [t for t in fitting if t.start >= sentence]
    if here:
        found = {t.finding.actor_id: t.finding for t in here}
        if len(found) == 1:
            return _if_named(here[0], word, "the only one that fits in the sentence")
        says = [t for t in here if _SAID_BEFORE.match(text[t.end : start])]
        return _if_named(says[-1], word, "who says it") if says else None
    if word in THEY:
        return None
    opening = context.sentence_start(sentence - 1)
    here = [t for t in fitting if opening <= t.start < sentence]
    found = {t.finding.actor_id: t.finding for t in here}
    # The one who opens a sentence is taken up again by the pronoun that opens the next.
    opens = bool(here) and here[0].start - opening <= _SUBJECT and start - sentence <= _OPENS
    if len(found) == 1 and (opens or word in HE):
        return _if_named(here[0], word, "the only one that fits in the sentence before")
    if opens and word in HE:
        return _if_named(here[0], word, "who opens the sentence before")
    return None


def _if_named(told: Told, word: str, reason: str) -> tuple[Finding, str] | None:
    """Nothing where a name is shared, or where "he" is told by a role alone ("the judge")."""
    actor = told.finding.actor_id
    if not actor or (word in HE and actor.startswith("any.")):
        return None
    return told.finding, reason


def _speaks(told: Told, text: str) -> bool:
    return bool(
        _SPOKE.match(text[told.end : told.end + 40])
        or _SPOKEN.search(text[max(told.start - 40, 0) : told.start])
    )


def _is_he(told: Told) -> bool:
    return told.kind == "person"


def _is_it(told: Told) -> bool:
    return told.kind in ("body", "state")


def _are_they(told: Told) -> bool:
    if told.kind == "many":
        return True
    known = roster().actors.get(told.finding.actor_id)
    return told.kind == "body" and (known is None or known.kind in _OF_MANY)


_OF_MANY = frozenset(
    ("armed_group", "militia", "military", "police", "government", "party", "ngo", "media")
)
_FITS: dict[str, Callable[[Told], bool]] = {"he": _is_he, "it": _is_it, "they": _are_they}
