"""Acts of a record as changes for people.

In:   entries of `record.history`
Out:  `answers.Change`s

Known faults: an act of linking tells its counts, not each value that changed by it.
"""

from collections.abc import Iterable

from sayso.base import ontology
from sayso.record.history import Entry, in_words
from sayso.record.queries.judged import Judged, edits, shown, words
from sayso.serve import answers

_DID = {
    "add": "Reports were added",
    "link": "What was new was linked",
    "recode": "Reports were coded anew",
    "decide": "Decision",
    "undo": "A decision was undone",
    "release": "A release was made",
    "migrate": "The record was brought to a newer form",
}


def changes(entries: Iterable[Entry]) -> tuple[answers.Change, ...]:
    """Entries as changes, in the order given."""
    return tuple(map(change, entries))


def change(entry: Entry) -> answers.Change:
    """One act in a sentence."""
    about = "; ".join(entry.about)
    # Of one thing, what linking did to it is told; the counts are of the whole act.
    counts = "" if about and entry.kind == "link" else in_words(entry)
    parts = (_DID.get(entry.kind, entry.kind), counts, about)
    return answers.Change(
        act=entry.act,
        at=entry.at,
        person=entry.person,
        what=": ".join(part for part in parts if part),
        old="",
        new="",
        reason=entry.reason,
        decision=entry.decision,
        undone=False,
    )


def judgements(judged: Iterable[Judged]) -> tuple[answers.Change, ...]:
    """Decisions as changes, in the order given."""
    return tuple(map(judgement, judged))


def judgement(judged: Judged) -> answers.Change:
    """One decision in a sentence."""
    changed = edits(judged)
    return answers.Change(
        act=judged.act,
        at=judged.at,
        person=judged.person,
        what=_decided(judged) + (f"; undone by {judged.undone_by}" if judged.undone else ""),
        old="; ".join(f"{name}: {shown(old)}" for name, (old, _) in changed.items()),
        new="; ".join(f"{name}: {shown(new)}" for name, (_, new) in changed.items()),
        reason=judged.reason,
        decision=judged.id,
        undone=judged.undone,
    )


_SENTENCES = {
    "accept": "accepted the claim {claim}",
    "reject": "rejected the claim {claim}",
    "edit": "edited the claim {claim}",
    "add": "added the claim {claim}",
    "same": "joined two claims: they tell of one happening",
    "different": "parted two claims: they tell of two happenings",
    "copy": "judged that one of two reports repeats the other",
    "independent": "judged that neither of two reports repeats the other",
    "actor": "settled whom “{subject}” means: {value}",
    "place": "settled which place “{subject}” means: {value}",
    "settle": "settled {subject}: {value}",
}


def _decided(judged: Judged) -> str:
    claim = judged.value.get("claim", {})
    known = ontology.load().types.get(claim.get("type", "")) if claim else None
    value = judged.value
    return _SENTENCES[judged.kind].format(
        claim=f"“{words(judged)}”" + (f" ({known.label})" if known else ""),
        subject=judged.subject,
        value=value.get("name") or value.get("id") or value.get("value") or "as it stands",
    )
