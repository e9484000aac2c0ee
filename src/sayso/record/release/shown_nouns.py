"""Claims as they may be shown, and the text that is made of their sentences.

In:   claims, the plan of what is withheld
Out:  claims without it; a text with their sentences alone, in which their words stand

Method: what `rows_claims.claim_row` does to a row of a release is done to the noun, by asking it
for the row. Then withheld words are cut out of every text of the noun, whatever field it is in.
Known faults: of claims that a rule touches the words of roles are found again in the sentence as
it is shown; where they stand twice, the first is marked.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from sayso.base.keys import actor_key
from sayso.base.nouns import Span
from sayso.record.release.build import Source
from sayso.record.release.harm_apply import A_SOURCE
from sayso.record.release.harm_judge import voice_names
from sayso.record.release.harm_marks import Plan
from sayso.record.release.harm_names import speaker_is_dropped
from sayso.record.release.harm_words import Words
from sayso.record.release.rows import CLOSED
from sayso.record.release.rows_claims import claim_row
from sayso.record.release.units import Coded, Verdict

N = TypeVar("N")

_CLOSED = CLOSED | {
    "reports", "geo_precision", "geo_basis", "precision", "role", "what", "rule", "begins", "ends",
    "starts_by", "ends_by",
}  # fmt: skip
_EMPTY = Span(start=0, end=0, text="")


def shown_claim(coded: Coded, words: Words, everywhere: Words, plan: Plan, source: Source) -> Coded:
    """A claim as it may be shown; its evidence keeps its offsets, other words lose theirs later.

    Args:
        coded: as it stands.
        words: withheld in the units that it is in.
        everywhere: names that are withheld anywhere.
        plan: what is withheld.
        source: with the facts of reports.
    """
    claim = coded.claim
    verdict = plan.claims.get(claim.id, Verdict())
    mark = plan.marks.get(claim.doc)
    facts = source.facts.get(claim.doc)
    row = claim_row(
        claim, state=coded.state, incident="", relations=(), verdict=verdict,
        beside=plan.beside.get(claim.id, ""), mark=mark, words=words,
        outlet=facts.outlet if facts else "", secret=source.secret,
    )  # fmt: skip
    by_person = claim.made_by.startswith("person ") and not source.name_people
    changes: dict[str, Any] = {
        "outlet": row["outlet"] or "",
        "doc": row["doc"],
        "made_by": "a person" if by_person else claim.made_by,
    }
    if mark is None and not row["withheld"]:
        return Coded(claim=msgspec.structs.replace(claim, **changes), state=coded.state)
    if verdict.place:
        where = claim.where and msgspec.structs.replace(
            claim.where, name=row["where_name"] or "", geonameid=row["geonameid"],
            lat=row["lat"], lon=row["lon"], admin1=row["admin1"] or "",
            precision=row["place_precision"] or "",
        )  # fmt: skip
        changes |= {"place": (), "where": where}
    elif verdict.coordinates:
        nowhere = {"geonameid": None, "lat": None, "lon": None}
        changes["where"] = claim.where and msgspec.structs.replace(claim.where, **nowhere)
        changes["place"] = tuple(msgspec.structs.replace(p, **nowhere) for p in claim.place)
    if verdict.day:
        when = claim.when and msgspec.structs.replace(
            claim.when, earliest=row["from"], latest=row["to"],
            precision=row["date_precision"] or claim.when.precision,
        )  # fmt: skip
        changes |= {"time": (), "when": when}
    if verdict.source:
        changes["source"] = tuple(
            msgspec.structs.replace(
                voice, text=A_SOURCE.name, name="", actor_id="", role="", candidates=()
            )
            if speaker_is_dropped((*voice_names(voice), actor_key(voice)), verdict)
            else voice
            for voice in claim.source
        )
    more = everywhere if verdict.words else Words(())
    evidence = more.cut(str(row["evidence"] or ""))
    bare = {
        name: tuple(_without_candidates(one) for one in changes.get(name, getattr(claim, name)))
        for name in ("actor", "recipient", "source", "place")
    }
    plain = msgspec.structs.replace(claim, **{**changes, **bare, "evidence": _EMPTY})
    every = words | Words(mark.words if mark else ())
    every |= more
    shown = cut_noun(
        plain, every, dates=bool(mark and mark.dates), names=verdict.words or bool(mark)
    )
    at = Span(start=claim.evidence.start, end=claim.evidence.end, text=evidence)
    return Coded(claim=msgspec.structs.replace(shown, evidence=at), state=coded.state)


# --- words cut out of nouns ---------------------------------------------------------------


def cut_noun(noun: N, words: Words, *, names: bool, dates: bool = False) -> N:
    """A noun with words cut out of every text of it that is neither an id nor of a closed list.

    Args:
        noun: any struct.
        words: to cut.
        names: cut them out of all texts, not only out of words of the report (`text` of spans).
        dates: cut what reads like a day out of words of the report.
    """
    if not words and not dates:
        return noun
    plain = msgspec.to_builtins(noun, builtin_types=(dt.date,))
    return msgspec.convert(_cut(plain, words, names=names, dates=dates), type(noun))


def _cut(value: Any, words: Words, *, names: bool, dates: bool, key: str = "") -> Any:
    if isinstance(value, dict):
        return {
            name: _cut(one, words, names=names, dates=dates, key=name)
            for name, one in value.items()
        }
    if isinstance(value, list | tuple):
        return [_cut(one, words, names=names, dates=dates, key=key) for one in value]
    if not isinstance(value, str) or key in _CLOSED:
        return value
    if key == "text":
        return words.cut(value, dates=dates)
    return words.cut(value) if names else value


def _without_candidates(one: N) -> N:
    return msgspec.structs.replace(one, candidates=())  # type: ignore[type-var]


# --- the text of a report: its shown sentences --------------------------------------------


def composed(own: list[Coded]) -> tuple[str, list[tuple[int, int]], list[Coded]]:
    """A text of the sentences that may be shown, where they stand in it, and the claims in it."""
    shown = {_sentence(coded.claim.evidence) for coded in own if coded.claim.evidence.text}
    text, starts = "", {}
    blocks: list[tuple[int, int]] = []
    for sentence in sorted(shown):
        text += "\n\n" if text else ""
        starts[sentence] = len(text)
        blocks.append((len(text), len(text) + len(sentence[2])))
        text += sentence[2]
    return text, blocks, [_placed(coded, starts) for coded in own]


def _sentence(evidence: Span) -> tuple[int, int, str]:
    return evidence.start, evidence.end, evidence.text


def _placed(coded: Coded, starts: Mapping[tuple[int, int, str], int]) -> Coded:
    claim = coded.claim
    evidence = claim.evidence
    start = starts.get(_sentence(evidence), 0)
    is_whole = len(evidence.text) == evidence.end - evidence.start

    def moved(span: Any) -> Any:
        inside = evidence.start <= span.start and span.end <= evidence.end
        at = span.start - evidence.start if is_whole and inside else evidence.text.find(span.text)
        if at < 0 or not span.text or not evidence.text:
            return msgspec.structs.replace(span, start=start, end=start)
        return msgspec.structs.replace(span, start=start + at, end=start + at + len(span.text))

    roles = ("actor", "recipient", "place", "time", "instrument", "number", "source")
    changes = {name: tuple(map(moved, getattr(claim, name))) for name in roles}
    whole = msgspec.structs.replace(evidence, start=start, end=start + len(evidence.text))
    placed = msgspec.structs.replace(claim, evidence=whole, trigger=moved(claim.trigger), **changes)
    return Coded(claim=placed, state=coded.state)
