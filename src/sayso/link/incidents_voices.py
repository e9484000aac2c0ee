"""Who tells a claim, independently of how many reports carry the words.

In:   a claim, and the report that told its words first (`link.copies.origin`)
Out:  a `Teller`; `Said`: the claim with its voice and its report's day

Method: the innermost speaker whom the text names; else the outlet of the report that told
the words first, so that nine papers with one agency story are one voice. A speaker without
a name ("he said") is a voice of that report alone. An outlet that quotes itself is itself.
Known faults: two reports of "residents" are one voice, though the residents may be others.
"""

from collections.abc import Iterable

import msgspec

from sayso.base.joined import Teller
from sayso.base.keys import actor_key, bare, shown_name
from sayso.base.nouns import Claim
from sayso.link.incidents_features import who

OUTLET = "outlet:"
REPORT = "report:"


class Source(msgspec.Struct, frozen=True):
    """The report that told a claim's words first, and its outlet, "" when unknown."""

    report: str
    outlet: str


class Said(msgspec.Struct, frozen=True):
    """A claim with its voice; `published` is the day of its report as an ordinal, 0 unknown."""

    claim: Claim
    teller: Teller
    published: int = 0


def teller_of(claim: Claim, source: Source | None = None) -> Teller:
    """The independent voice of a claim.

    Args:
        claim: with its chain of voices.
        source: where its words were told first; None for its own report.
    """
    source = source or Source(claim.doc, claim.outlet)
    outlet = source.outlet.strip()
    if claim.source:
        voice = claim.source[0]
        name = shown_name(voice).strip(" ,;:")
        if not who(voice):
            return Teller(key=REPORT + source.report, name=f"{name} (not named)")
        if not outlet or bare(name) != bare(outlet):
            return Teller(key=actor_key(voice), name=name)
    if outlet:
        return Teller(key=OUTLET + outlet, name=outlet)
    return Teller(key=REPORT + source.report, name=source.report)


def tellers_of(said: Iterable[Said]) -> tuple[Teller, ...]:
    """The voices of some claims, those of most reports first, then by key."""
    reports: dict[str, set[str]] = {}
    names: dict[str, set[str]] = {}
    for one in said:
        reports.setdefault(one.teller.key, set()).add(one.claim.doc)
        names.setdefault(one.teller.key, set()).add(one.teller.name)
    ordered = sorted(reports, key=lambda key: (-len(reports[key]), key))
    # The longest name says most; of two alike the first of the alphabet.
    return tuple(
        Teller(key=key, name=min(names[key], key=lambda n: (-len(n), n))) for key in ordered
    )
