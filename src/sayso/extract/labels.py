"""The label sets of the model, in the order in which its heads give them.

In:   the ontology (event types, relation types, modes)
Out:  `Labels`: types, role tags, statuses, modes; stored with the weights and compared at load

Roles are tagged in the BIO manner (Ramshaw and Marcus 1995): 0 outside, then B- and I- of
each slot. A number is a slot for each kind of thing counted. The source has a tagger of its
own, since who says a thing may also be who does it (codebook: a claim of responsibility).
"""

import msgspec

SLOTS = (
    "actor",
    "recipient",
    "place",
    "time",
    "instrument",
    "number:killed",
    "number:wounded",
    "number:displaced",
    "number:detained",
    "number:abducted",
    "number:protesters",
    "number:troops",
    "number:other",
)
STATUSES = ("asserted", "negated", "future", "hypothetical")
SOURCE_TAGS = ("O", "B-source", "I-source")


class Labels(msgspec.Struct, frozen=True, kw_only=True):
    """What each output of the model's heads stands for."""

    types: tuple[str, ...]
    kinds: tuple[str, ...]
    modes: tuple[str, ...]
    slots: tuple[str, ...] = SLOTS
    statuses: tuple[str, ...] = STATUSES

    @property
    def tags(self) -> tuple[str, ...]:
        """BIO tags of the role head."""
        return ("O", *(f"{p}-{slot}" for slot in self.slots for p in "BI"))
