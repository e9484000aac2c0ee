"""Acts of a record as changes for people.

In:   entries of `record.history`
Out:  `answers.Change`s

Known faults: an act of linking tells its counts, not each value that changed by it.
"""

from collections.abc import Iterable

from sayso.record.history import Entry, in_words
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
    parts = (_DID.get(entry.kind, entry.kind), in_words(entry), "; ".join(entry.about))
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
