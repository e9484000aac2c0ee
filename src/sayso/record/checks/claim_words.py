"""Rules on whether a claim stands in its text, and its row on its body.

In:   one claim with the text of its document
Out:  faults: words that are not where the claim says, a trigger outside of its sentence, an id
      or a column that does not fit

Known faults: none known.
"""

from collections.abc import Iterator

from sayso.base import ids
from sayso.base.nouns import ROLES, Span
from sayso.record.checks.look import SeenClaim
from sayso.record.checks.rule import Fault, Found, on_claims
from sayso.record.checks.words import listed, quoted, shown

_TAMPERED = (
    "code the report anew (`sayso add` with the same input); if it comes again, the record was "
    "changed from outside: go back to a copy"
)


def _spans(seen: SeenClaim) -> Iterator[tuple[str, Span]]:
    yield "trigger", seen.claim.trigger
    yield "evidence", seen.claim.evidence
    for role in ROLES:
        for span in getattr(seen.claim, role):
            yield role, span


@on_claims(
    "words-not-in-text",
    "error",
    means="Words of a claim do not stand in the text of the report where the claim says.",
    settle=_TAMPERED + "; `sayso decide reject {id}` for a claim that a person added",
)
def words_not_in_text(seen: SeenClaim) -> Found:
    """Every span against the text."""
    wrong = [
        (role, span)
        for role, span in _spans(seen)
        if not 0 <= span.start <= span.end or seen.text[span.start : span.end] != span.text
    ]
    if wrong:
        _, span = wrong[0]
        there = seen.text[max(span.start, 0) : max(span.end, 0)]
        yield Fault(
            f"{listed([role for role, _ in wrong])}: {quoted(span.text)} is said to stand at "
            f"{span.start}-{span.end}, where the text has {quoted(there)}",
            ids=(seen.claim.doc,),
            facts=tuple((r, s.start, s.end, s.text) for r, s in wrong),
        )


@on_claims(
    "trigger-outside-evidence",
    "error",
    means="The sentence that is given as evidence does not hold the trigger.",
    settle=_TAMPERED + "; `sayso decide reject {id}` for a claim that a person added",
)
def trigger_outside_evidence(seen: SeenClaim) -> Found:
    """The trigger's span lies in that of the evidence."""
    trigger, evidence = seen.claim.trigger, seen.claim.evidence
    if not evidence.start <= trigger.start < trigger.end <= evidence.end:
        yield Fault(
            f"the trigger {quoted(trigger.text)} at {trigger.start}-{trigger.end} is not in the "
            f"evidence at {evidence.start}-{evidence.end}",
            ids=(seen.claim.doc,),
            facts=(trigger.start, trigger.end, evidence.start, evidence.end),
        )


@on_claims(
    "id-does-not-fit",
    "error",
    means="The id of a claim that the machine made is not the hash of what it is made of.",
    settle=_TAMPERED,
)
def id_does_not_fit(seen: SeenClaim) -> Found:
    """Only of claims as coded: an edit keeps the id."""
    claim = seen.claim
    if seen.row.state not in ("coded", "accepted"):
        return
    made = ids.claim_id(claim.doc, claim.kind, claim.type, claim.trigger.start, claim.trigger.end)
    if claim.id != made:
        yield Fault(
            f"{claim.id} should be {made}: {claim.kind} {claim.type}, "
            f"{quoted(claim.trigger.text)} at {claim.trigger.start} in {claim.doc}",
            facts=(made,),
        )


@on_claims(
    "columns-differ",
    "error",
    means="What queries filter by (type, day, place ...) is not what the claim itself says.",
    settle=_TAMPERED,
)
def columns_differ(seen: SeenClaim) -> Found:
    """Columns of the row against the body."""
    claim, row, when, where = seen.claim, seen.row, seen.claim.when, seen.claim.where
    pairs = {
        "id": (row.id, claim.id),
        "report": (row.report, claim.doc),
        "kind": (row.kind, claim.kind),
        "type": (row.type, claim.type),
        "mode": (row.mode, claim.mode),
        "status": (row.status, claim.status),
        "hedged": (row.hedged, claim.hedged),
        "trigger_start": (row.trigger_start, claim.trigger.start),
        "trigger_end": (row.trigger_end, claim.trigger.end),
        "day_from": (row.day_from, when and when.earliest),
        "day_to": (row.day_to, when and when.latest),
        "country": (row.country, where.country if where else ""),
        "geonameid": (row.geonameid, where and where.geonameid),
        "lat": (row.lat, where and where.lat),
        "lon": (row.lon, where and where.lon),
    }
    wrong = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    if wrong:
        told = [f"{name} {shown(there)} for {shown(said)}" for name, (there, said) in wrong.items()]
        yield Fault(listed(told), facts=tuple(told))
