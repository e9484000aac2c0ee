"""The label sets of the model, in the order in which its heads give them.

In:   the ontology (event types, relation types, modes)
Out:  `Labels`: types, role tags, statuses, modes; stored with the weights and compared at load

Roles are tagged in the BIO manner (Ramshaw and Marcus 1995): 0 outside, then B- and I- of
each slot. A number is a slot for each kind of thing counted. The source has a tagger of its
own, since who says a thing may also be who does it (codebook: a claim of responsibility).
"""

from functools import cached_property

import msgspec

from sayso.base.ontology import Ontology

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


class Labels(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """What each output of the model's heads stands for."""

    types: tuple[str, ...]
    kinds: tuple[str, ...]
    modes: tuple[str, ...]
    modes_by_type: dict[str, tuple[str, ...]]
    slots: tuple[str, ...] = SLOTS
    statuses: tuple[str, ...] = STATUSES

    @property
    def tags(self) -> tuple[str, ...]:
        """BIO tags of the role head."""
        return ("O", *(f"{p}-{slot}" for slot in self.slots for p in "BI"))

    @cached_property
    def modes_of(self) -> dict[str, tuple[int, ...]]:
        """Indices in `modes` that each type may have; the empty mode is always among them."""
        index = {mode: i for i, mode in enumerate(self.modes)}
        return {
            type_: (0, *(index[mode] for mode in self.modes_by_type[type_])) for type_ in self.types
        }

    @classmethod
    def of(cls, ontology: Ontology) -> "Labels":
        """The label sets of an ontology."""
        by_type = {name: tuple(entry.mode_table) for name, entry in ontology.types.items()}
        return cls(
            types=tuple(ontology.types),
            kinds=tuple(entry.kind for entry in ontology.types.values()),
            modes=("", *sorted({mode for modes in by_type.values() for mode in modes})),
            modes_by_type=by_type,
        )
