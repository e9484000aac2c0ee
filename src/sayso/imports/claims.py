"""A row as report, document and claim.

In:   a row as received, and what it tells
Out:  the `Report` (its bytes are the row) and `Coded`: the text, one passage, one claim

Method: the text has two passages: what coders wrote of the row, with its type; then the other cells
by their names. So type, names, place, day, number and source of the claim are stretches of words
that stand in the text as the table has them. The first passage is the evidence: names of cells,
which all rows share, would make rows alike to linking that are not. The report's id is made of the
table and the row's id (`base.ids.row_id`), so that a corrected row replaces the former one.
Known faults: several sources in one cell are one voice, since a table does not say which of them
says what.
"""

from typing import Any, TypeVar

import msgspec

from sayso.base import ids, ontology
from sayso.base.nouns import (
    Actor,
    Claim,
    Document,
    Media,
    Number,
    Place,
    Reading,
    Report,
    Sentence,
    Span,
    Time,
    Voice,
    When,
    Where,
)
from sayso.imports import names
from sayso.imports.told import OUTLETS, Named, Row, Told
from sayso.pipeline import Coded

_S = TypeVar("_S", bound=Span)
_BETWEEN = "\n\n"


class _Text:
    """The text as it grows; each piece gives the span on which it stands."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0

    def put(self, words: str) -> Span:
        start = self._length
        self._parts.append(words)
        self._length += len(words)
        return Span(start=start, end=self._length, text=words)

    def cell(self, name: str, words: str) -> Span:
        """Write "name: words"; the span is that of the words."""
        self.put("; " if self._parts and not self._parts[-1].endswith((" ", _BETWEEN)) else "")
        self.put(f"{name}: ")
        return self.put(words)

    def whole(self) -> Span:
        """All that was written so far."""
        return Span(start=0, end=self._length, text=str(self))

    def __str__(self) -> str:
        return "".join(self._parts)


def report_id(told: Told) -> str:
    """Id of the row's report: the same for a corrected row."""
    return ids.row_id(told.table, told.event)


def coded_row(row: Row, told: Told, *, origin: str, made_by: str) -> tuple[Report, Coded]:
    """Make the nouns of a row.

    Args:
        row: as received.
        told: what it tells.
        origin: where it was read from, for people: "acled.csv#12".
        made_by: as the claim carries it.
    """
    outlet = OUTLETS[told.table]
    published = (
        {"published": told.published, "published_from": "metadata"} if told.published else {}
    )
    report = msgspec.convert(
        {
            "report_id": report_id(told), "content": row.raw, "media": Media.TEXT,
            "origin": origin, "outlet": outlet, "language": "en", "url": told.url, **published,
        },
        Report,
    )  # fmt: skip
    text = _Text()
    claim = _claim(told, text, report.report_id, outlet, made_by)
    whole, end = str(text), claim.evidence.end
    blocks = (0, end), (end + len(_BETWEEN), len(whole))
    document = Document(
        report_id=report.report_id, text=whole, outlet=outlet, published=report.published,
        published_from=report.published_from, language="en", url=told.url, origin=origin,
        blocks=blocks,
    )  # fmt: skip
    passages = tuple(
        Sentence(start=first, end=last, text=whole[first:last], block=block)
        for block, (first, last) in enumerate(blocks)
        if first < last
    )
    return report, Coded(document=document, reading=Reading(sentences=passages), claims=(claim,))


def _claim(told: Told, text: _Text, report: str, outlet: str, made_by: str) -> Claim:
    """Write the text and draw the claim from it."""
    if told.notes:
        text.put(told.notes)
        text.put(" ")
    text.put(f"[{outlet} {told.event}] ")
    trigger = text.cell("type", told.kind_words)
    evidence = text.whole()
    text.put(_BETWEEN)
    actors = [_actor(text, "actor", who, told) for who in told.actor]
    recipients = [_actor(text, "recipient", who, told) for who in told.recipient]
    for who in told.others:
        text.cell("with", who.text)
        _own(text, who)
    place = _place(text, told)
    time = _time(text, told)
    number = _number(text, told)
    for name, value in told.cells:
        text.cell(name, value)
    voices = tuple(_voice(text, words, told) for words in told.voices)
    return Claim(
        id=ids.claim_id(report, "event", told.type, trigger.start, trigger.end),
        doc=report,
        kind="event",
        type=told.type,
        mode=told.mode,
        trigger=trigger,
        evidence=evidence,
        actor=tuple(actors),
        recipient=tuple(recipients),
        place=place,
        time=time,
        number=number,
        source=voices,
        outlet=outlet,
        when=_when(told),
        where=_where(told),
        made_by=made_by,
    )


def _as(cls: type[_S], span: Span, **more: Any) -> _S:
    return cls(start=span.start, end=span.end, text=span.text, **more)


def _actor(text: _Text, role: str, who: Named, told: Told) -> Actor:
    span = text.cell(role, who.text)
    _own(text, who)
    found = names.known(who.text, told.country, told.day_from)
    if found is None:
        return _as(Actor, span, code=who.code)
    return _as(
        Actor,
        span,
        actor_id=found.id,
        code=who.code or found.code,
        candidates=(found.candidate,),
    )


def _own(text: _Text, who: Named) -> None:
    if who.own:
        text.put(f" ({who.own})")


def _voice(text: _Text, words: str, told: Told) -> Voice:
    span = text.cell("source", words)
    found = names.known(words, told.country, told.day_from)
    if found is None:
        return _as(Voice, span)
    return _as(Voice, span, actor_id=found.id, candidates=(found.candidate,))


def _place(text: _Text, told: Told) -> tuple[Place, ...]:
    if not told.place and not told.country_words:
        return ()
    span = text.cell("place", told.place or told.country_words)
    beside = (told.admin1, told.country_words)
    for name in (name for name in beside if name and name != span.text):
        text.put(f", {name}")
    return (
        _as(
            Place, span, name=span.text, geonameid=told.geonameid, lat=told.lat, lon=told.lon,
            admin1=told.admin1, country=told.country, precision=_precision(told),
        ),
    )  # fmt: skip


def _precision(told: Told) -> str:
    return told.precision if told.place else "country" if told.country else ""


def _where(told: Told) -> Where | None:
    name = told.place or told.country_words
    if not name:
        return None
    return Where(
        name=name, geonameid=told.geonameid, lat=told.lat, lon=told.lon, admin1=told.admin1,
        country=told.country, precision=_precision(told), basis="role",
    )  # fmt: skip


def _time(text: _Text, told: Told) -> tuple[Time, ...]:
    if not told.day_words:
        return ()
    span = text.cell("day", told.day_words)
    when = _when(told)
    if when is None:
        return (_as(Time, span),)
    return (
        _as(
            Time, span, earliest=when.earliest, latest=when.latest, precision=when.precision,
            basis=when.basis,
        ),
    )  # fmt: skip


def _when(told: Told) -> When | None:
    if told.day_from is None or told.day_precision is None:
        return None
    return When(
        earliest=told.day_from, latest=told.day_to, precision=told.day_precision,
        basis=told.day_basis,
    )  # fmt: skip


def _number(text: _Text, told: Told) -> tuple[Number, ...]:
    if told.low is None and told.high is None:
        return ()
    words = str(told.best if told.best is not None else told.low)
    if (told.low, told.high) != (told.best, told.best):
        words += f" (low {told.low}, high {told.high})"
    span = text.cell("killed", words)
    if "number" not in ontology.load().types[told.type].roles:
        return ()  # it stands in the text; the codebook has no number for this type
    return (_as(Number, span, what="killed", low=told.low, high=told.high),)
