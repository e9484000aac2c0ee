"""One incident or one claim in full, as text.

In:   `IncidentDetail`, `ClaimDetail`
Out:  lines

Method: each value with the voices that tell it and the numbers of the sentences that say so;
values that disagree stand below each other, and the field says that they do.
Known faults: none known.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sayso.show.words import ROLES, bounds_words, interval, mentions, type_words, when_words

if TYPE_CHECKING:
    from sayso.base.joined import Link, Told
    from sayso.record.queries.detail import ClaimDetail, IncidentDetail
    from sayso.record.queries.evidence import Evidence
    from sayso.record.queries.judged import Judged

_UNDECIDED = "undecided"
_WIDEST = 40  # columns of a value before the voices are moved to a line of their own


def incident_lines(detail: "IncidentDetail") -> Iterator[str]:
    """An incident: what is told of each field and by whom, the sentences, the links."""
    from sayso.record.queries.detail import numbered  # noqa: PLC0415

    one = detail.incident
    number = numbered(detail.evidence)
    days = interval(one.day_from, one.day_to) or f"day {_UNDECIDED}"
    where = ", ".join(part for part in (one.place, one.admin1, one.country) if part)
    what = one.type.replace("_", " ") + (f", {one.mode}" if one.mode else "")
    yield f"{what}; {days}; {where or f'place {_UNDECIDED}'}"
    yield f"{one.id}, {one.status}"
    yield (
        f"{_n(len(one.claims), 'claim')} in {_n(len(one.reports), 'report')} by "
        f"{_n(len(one.tellers), 'independent voice')}"
    )
    if one.disputed:
        yield f"voices contradict each other in: {', '.join(one.disputed)}"
    for old, why in detail.former:
        yield f"was {old} ({why})"
    for name, values in one.values.items():
        yield ""
        yield name + (" (disputed)" if name in one.disputed else "")
        for estimate in one.estimates:
            if estimate.what == name:
                yield (
                    f"  best {_open(estimate.best)}, low {_open(estimate.low)}, high "
                    f"{_open(estimate.high)}, by the rule {estimate.rule}: {estimate.reason}"
                )
        yield from _value_lines(values, number)
    yield ""
    yield "said in"
    for told in detail.evidence:
        yield from _sentence_lines(told, number[told.claim])
    if detail.links:
        yield ""
        yield "joined by"
        yield from _link_lines(detail.links, number)
    yield from _decision_lines(detail.decisions)


def _value_lines(values: "Iterable[Told]", number: dict[str, int]) -> Iterator[str]:
    listed = list(values)
    shown = [_value(value) for value in listed]
    width = min(max(map(len, shown), default=0), _WIDEST)
    for value, words in zip(listed, shown, strict=True):
        voices = "; ".join(teller.name for teller in value.tellers)
        said = " ".join(f"[{n}]" for n in sorted(number[id_] for id_ in value.claims))
        yield f"  {words:<{width}}  {voices}  {said}"


def _value(value: "Told") -> str:
    marks = [word for word, holds in (("denied", value.denied), ("hedged", value.hedged)) if holds]
    return value.value + (f" ({', '.join(marks)})" if marks else "")


def _sentence_lines(told: "Evidence", number: int) -> Iterator[str]:
    who = told.source or "no speaker named"
    day = told.published or "no day known"
    marks = [told.status] if told.status != "asserted" else []
    marks += ["hedged"] if told.hedged else []
    marks += ["the words of an earlier report"] if told.copied else []
    marks += [told.state] if told.state != "coded" else []
    more = f" ({', '.join(marks)})" if marks else ""
    yield f"  [{number}] {who}; {told.outlet or 'outlet unknown'}, {day}; {told.claim}{more}"
    yield f"      {_quoted(told.text)}"
    yield f"      {told.report}, characters {told.start}-{told.end}"


def _link_lines(links: "Iterable[Link]", number: dict[str, int]) -> Iterator[str]:
    ordered = sorted(
        ((sorted((number[link.a], number[link.b])), link) for link in links),
        key=lambda item: item[0],
    )
    for (one, other), link in ordered:
        reasons = "; ".join(f"{reason.what} ({reason.weight:+.1f})" for reason in link.reasons)
        by = f" by {link.person}" if link.person else ""
        told = f": {reasons}" if reasons else ""
        yield f"  [{one}] [{other}] {link.judgement}{by}, {link.score:.2f}{told}"


def _decision_lines(decisions: "Iterable[Judged]") -> Iterator[str]:
    listed = list(decisions)
    if not listed:
        return
    yield ""
    yield "decided"
    for one in listed:
        undone = f", undone by {one.undone_by}" if one.undone else ""
        reason = f": {one.reason}" if one.reason else ""
        yield f"  {one.id} {one.kind} {one.subject}, {one.person}, {one.at[:10]}{undone}{reason}"


def claim_lines(detail: "ClaimDetail") -> Iterator[str]:
    """A claim: its roles, days, place and voices, the sentence among its neighbours."""
    claim = detail.claim
    where = claim.where
    yield f"{type_words(claim)}: “{claim.trigger.text}”"
    status = claim.status + (", hedged" if claim.hedged else "")
    yield f"{claim.id}, {status}, {detail.state}, score {claim.score:.2f}"
    for role in ROLES:
        spans = getattr(claim, role.name)
        if spans:
            yield f"  {role.label}: {mentions(spans)}"
    for number in claim.number:
        if bounds := bounds_words(number):
            yield f"  {number.text}: {bounds}"
    yield f"  dated: {when_words(claim.when) or _UNDECIDED}"
    if where is None:
        yield f"  placed: {_UNDECIDED}"
    else:
        known = ", ".join(part for part in (where.name, where.admin1, where.country) if part)
        point = f" at {where.lat:.4f}, {where.lon:.4f}" if where.lat is not None else ""
        yield f"  placed: {known}{point}, to the {where.precision}, known by {where.basis}"
    for name in ("incident", "relation"):
        if getattr(detail, name):
            yield f"  tells of: {name} {getattr(detail, name)}"
    yield ""
    if detail.before:
        yield f"  {_flat(detail.before)}"
    yield f"> {_flat(claim.evidence.text)}"
    if detail.after:
        yield f"  {_flat(detail.after)}"
    yield ""
    source = (claim.outlet or "outlet unknown", str(detail.published or "no day known"))
    yield f"{claim.doc}: {', '.join(source)}" + (f", “{detail.title}”" if detail.title else "")
    yield (
        f"characters {claim.evidence.start}-{claim.evidence.end} of the text with SHA-256 "
        f"{detail.text_sha256}"
    )
    yield f"drawn by {claim.made_by}"
    yield from _decision_lines(detail.decisions)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    return f"“{_flat(text)}”"


def _n(n: int, noun: str) -> str:
    from sayso.show.words import counted  # noqa: PLC0415

    return counted(n, noun)


def _open(number: int | None) -> str:
    return "open" if number is None else f"{number:,}"
