"""The chronicle: what 46 invented reports of three years tell of relations on 46 days.

In:   `chronicle/`: reports, their claims as coded by hand, and `expected.json`, which was written
      from the texts before any code had read them
Out:  for each expected day what is said of it, and whether it is right

Method: the claims, by hand or by the machine, are dated and identified by the path, so that days
and actors are reckoned by code; then joined (`sayso.link.relations`). Right means: the
state, the voices that say yes and no, the day told last and next where it is given, and the
rival where one is given; and no rival where none is.
Known faults: a voice is right when one name holds the other ("General Ove Stram", "Ove Stram").
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from sayso.base import ids
from sayso.base.joined import Phase, Relation, Teller
from sayso.base.keys import bare, bare_place, place_key
from sayso.base.nouns import (
    Actor,
    Claim,
    Document,
    Media,
    Number,
    Place,
    Report,
    Span,
    Time,
    Voice,
)
from sayso.config import ExtractorName, Settings, with_choices
from sayso.identify.names import identify
from sayso.identify.times import date_claims
from sayso.link.relations import Names, Reports, joined_names, relate, rivals, state_on
from sayso.link.relations_names import key_of_name
from sayso.link.relations_state import first_day, last_day
from sayso.pipeline import code_report, load_tools
from sayso.score import AnnotatedClaim, AnnotatedDocument, read_annotated

FOLDER = Path(__file__).resolve().parent / "chronicle"
FILES = ("docs.jsonl", "claims.jsonl", "expected.json")
_MENTIONS: dict[str, type[Span]] = {
    "actor": Actor, "recipient": Actor, "place": Place, "time": Time, "source": Voice,
}  # fmt: skip


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A report of the chronicle. `copy_of` names the report whose words it repeats."""

    doc: str
    date: dt.date
    source: str
    sentences: tuple[str, ...]
    copy_of: str = ""


class Expected(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the texts tell of a pair on a day.

    `known`: only reports up to this day are read. `yes` and `no`: who says that it holds and
    that it does not. `last`, `next`: the day told last before the day, and next after it.
    """

    type: str
    actor: str
    recipient: str
    day: dt.date
    state: str
    known: dt.date | None = None
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    last: dt.date | None = None
    next: dt.date | None = None
    rival: str = ""
    why: str = ""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of an expected day. `wrong` is empty when all of it is right."""

    expected: Expected
    said_state: str
    said: str
    wrong: tuple[str, ...]


def reports() -> tuple[Row, ...]:
    """The reports, in the order of their days."""
    lines = (FOLDER / "docs.jsonl").read_bytes().splitlines()
    return tuple(msgspec.json.decode(line, type=Row) for line in lines)


def expected() -> tuple[Expected, ...]:
    """What the texts tell."""
    return msgspec.json.decode((FOLDER / "expected.json").read_bytes(), type=tuple[Expected, ...])


def annotated_claims() -> tuple[Claim, ...]:
    """The claims coded by hand, dated and identified by the path."""
    rows = {row.doc: row for row in reports()}
    claims: list[Claim] = []
    for annotated in read_annotated(FOLDER):
        row = rows[annotated.doc]
        doc = Document(
            report_id=row.doc,
            text=annotated.text,
            outlet=row.source,
            published=row.date,
            published_from="given",
            language="en",
        )
        own = tuple(_claim(annotated, claim, row) for claim in annotated.claims)
        claims += identify(date_claims(own, doc), doc)
    return tuple(claims)


def machine_claims(extractor: ExtractorName) -> tuple[Claim, ...]:
    """The claims that the machine draws from the same reports."""
    tools = load_tools(with_choices(Settings(), extractor=extractor, identify=True))
    claims: list[Claim] = []
    for row in reports():
        line = json.dumps({"id": row.doc, "sentences": row.sentences}).encode()
        report = Report(
            report_id=row.doc,
            content=line,
            media=Media.JSON,
            origin=row.doc,
            outlet=row.source,
            published=row.date,
            published_from="given",
            sentences=row.sentences,
        )
        claims += code_report(report, tools).claims
    return tuple(claims)


def answers(claims: Iterable[Claim]) -> Iterator[Answer]:
    """Join the claims, and hold each expected day against what is said of it."""
    claims = tuple(claims)
    rows = reports()
    known = Reports(
        days={row.doc: row.date for row in rows},
        outlets={row.doc: row.source for row in rows},
        origins={row.doc: row.copy_of for row in rows if row.copy_of},
    )
    linked: dict[dt.date | None, tuple[tuple[Relation, ...], Names]] = {}
    for want in expected():
        if want.known not in linked:
            until = want.known or dt.date.max
            part = [c for c in claims if (known.days[c.doc] or dt.date.max) <= until]
            names = joined_names(part, known)
            linked[want.known] = relate(part, known, names), names
        yield _answer(want, *linked[want.known])


def _answer(want: Expected, relations: tuple[Relation, ...], names: Names) -> Answer:
    found = [r for r in relations if r.type == want.type and _between(r, want, names)]
    if len(found) > 1:
        return Answer(expected=want, said_state="", said="", wrong=("several relations",))
    if not found:
        fits = want.state == "unknown" and not (want.last or want.next)
        wrong = () if fits else ("no relation",)
        said = "unknown: no relation"
        return Answer(expected=want, said_state="unknown", said=said, wrong=wrong)
    relation = found[0]
    on = state_on(relation, want.day)
    others = [r.relation.actor_name for r in rivals(relation, relations, want.day)]
    last, after = _told(on.before), _told(on.after, first=True)
    faults = []
    if on.state != want.state:
        faults.append(f"state {on.state}")
    for what, heard, voices in (("yes", on.yes, want.yes), ("no", on.no, want.no)):
        if not _same_voices(heard, voices):
            faults.append(f"{what} {[t.name for t in heard]}")
    for what, day, told in (("last", want.last, last), ("next", want.next, after)):
        if day is not None and day != told:
            faults.append(f"{what} {told}")
    if [bare(n) for n in others] != ([bare(want.rival)] if want.rival else []):
        faults.append(f"rivals {others}")
    said = f"{on.state}; yes {[t.name for t in on.yes]}; no {[t.name for t in on.no]}"
    return Answer(
        expected=want,
        said_state=on.state,
        said=f"{said}; last {last}; next {after}",
        wrong=tuple(faults),
    )


def _told(phase: Phase | None, *, first: bool = False) -> dt.date | None:
    if phase is None:
        return None
    return first_day(phase) if first else last_day(phase)


def _between(relation: Relation, want: Expected, names: Names) -> bool:
    ends = [(relation.actor, relation.actor_name), (relation.recipient, relation.recipient_name)]
    straight = _is(ends[0], want.actor, names) and _is(ends[1], want.recipient, names)
    crossed = _is(ends[1], want.actor, names) and _is(ends[0], want.recipient, names)
    symmetric = relation.type in ("alliance", "hostility", "rivalry", "merger")
    return straight or (symmetric and crossed)


def _is(end: tuple[str, str], name: str, names: Names) -> bool:
    key, called = end
    keys = {names.joined(key_of_name(name)), place_key(Place(start=0, end=0, text=name))}
    return key in keys or bare_place(called) == bare(name)


def _same_voices(said: Iterable[Teller], wanted: Iterable[str]) -> bool:
    left = [bare(t.name) for t in said]
    for name in map(bare, wanted):
        match = next((one for one in left if name in one or one in name), None)
        if match is None:
            return False
        left.remove(match)
    return not left


def _claim(doc: AnnotatedDocument, claim: AnnotatedClaim, row: Row) -> Claim:
    """A claim coded by hand as an extractor gives it; the referents are those of the coder."""
    roles: dict[str, tuple[Span, ...]] = {}
    for role, kind in _MENTIONS.items():
        roles[role] = tuple(
            kind(start=m.start, end=m.end, text=m.text, **({"name": m.name} if m.name else {}))
            for m in claim.roles[role]
        )
    numbers = tuple(
        Number(start=m.start, end=m.end, text=m.text, what=m.what)
        for m in claim.roles["number"]
        if m.what
    )
    trigger = Span(start=claim.trigger.start, end=claim.trigger.end, text=claim.trigger.text)
    return Claim(
        id=ids.claim_id(doc.doc, claim.kind, claim.type, trigger.start, trigger.end),
        doc=doc.doc,
        kind=claim.kind,
        type=claim.type,
        mode=claim.mode,
        trigger=trigger,
        evidence=claim.sentence,
        instrument=tuple(
            Span(start=m.start, end=m.end, text=m.text) for m in claim.roles["instrument"]
        ),
        number=numbers,
        outlet=row.source,
        status=claim.status,
        hedged=claim.hedged,
        made_by="coded by hand",
        **roles,  # type: ignore[arg-type]
    )
