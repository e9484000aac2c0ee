"""The sides of an incident, for formats that know two: who, and whom.

In:   an incident with its claims
Out:  `Party`s with name, code and kind; `Sides`: the first and the second, and who is with them

Method: parties are those that an incident tells and nobody denies, best supported first. A code
counts when all mentions that have one agree. Where nobody suffers and one claim names two actors
of a deed between two (a clash, talks), they are the two sides. Voices that name unlike actors,
equally many, leave the first side open.
Known faults: kinds are those of the shipped roster; an actor of a user's own file has only its
code. Parties that stand on one side, and parties of which each voice names one, look alike unless
the incident is disputed.
"""

from dataclasses import dataclass
from typing import Literal

from sayso.base.joined import Told
from sayso.base.keys import actor_key
from sayso.base.nouns import Actor
from sayso.formats.source import Case
from sayso.formats.written import Written
from sayso.identify.actors_read import NO_STATES, SECTORS
from sayso.identify.actors_roster import roster

Role = Literal["actor", "recipient"]

# PLOVER's sectors. Forces of a state, and its government, whose orders they are.
STATE_SECTORS = frozenset({"GOV", "MIL", "COP", "SPY"})
# People who carry no arms by their trade. Officials, judges and parties are left open.
CIVIL_SECTORS = frozenset({"AGR", "BUS", "CVL", "EDU", "JRN", "LAB", "MED", "REF", "REL"})
_GROUPS = frozenset({"armed_group", "militia"})
_UNNAMED = ("any.", "new.", "name:")
# What two do with each other, so that both are actors.
_BETWEEN_TWO = frozenset({"AGREE", "ASSAULT", "CONSULT", "COOPERATE"})
_TWO = 2

SIDES_UNKNOWN = "more than two actors, and no recipient: who stands with whom is not told"
ACTOR_DISPUTED = "the actor: equally many voices name different ones"
WITH = "further actors or recipients"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who acts or suffers.

    Attributes:
        key: as `base.keys.actor_key` forms it.
        code: PLOVER's, "" where none or more than one is given.
        country: alpha-3, or one of PLOVER's that are no states; "" unknown.
        sectors: of the code, the first is the main one.
        kind: of the roster; "" unknown.
        words: how reports call it, each once.
        tellers: how many independent voices name it.
    """

    name: str
    key: str
    code: str
    country: str
    sectors: tuple[str, ...]
    kind: str
    source: str
    words: tuple[str, ...]
    tellers: int

    @property
    def sector(self) -> str:
        """The main sector, "" unknown."""
        return self.sectors[0] if self.sectors else ""

    @property
    def is_state(self) -> bool:
        """A government or forces of a state that is known."""
        is_one = self.kind == "state" or self.sector in STATE_SECTORS
        return is_one and bool(self.country) and self.country not in NO_STATES

    @property
    def is_group(self) -> bool:
        """An armed group that has a name and serves no state."""
        if not self.key or self.key.startswith(_UNNAMED) or self.is_state:
            return False
        return self.kind in _GROUPS or self.sector == "REB"

    @property
    def is_armed(self) -> bool:
        """Whoever carries arms by trade: forces of a state, rebels, named armed groups."""
        return self.sector in {"MIL", "REB", "UAF"} or self.is_group

    @property
    def is_civil(self) -> bool:
        """People who carry no arms by their trade."""
        return self.sector in CIVIL_SECTORS


@dataclass(frozen=True, slots=True)
class Sides:
    """Two sides; None is one that is not told, or not sure. `with_`: who else is on it."""

    first: Party | None
    second: Party | None
    with_first: tuple[Party, ...] = ()
    with_second: tuple[Party, ...] = ()


def parties(case: Case, role: Role) -> tuple[Party, ...]:
    """Whom an incident tells in a role, best supported first, without what is denied."""
    told = [one for one in case.incident.values.get(role, ()) if not one.denied]
    return tuple(_party(case, role, one) for one in told)


def sides_of(case: Case, written: Written) -> Sides:
    """The two sides of an incident.

    Args:
        case: the incident.
        written: counts what stays open.
    """
    actors, recipients = parties(case, "actor"), parties(case, "recipient")
    disputed = "actor" in case.incident.disputed
    if not recipients and len(actors) > 1 and not disputed and _between_actors(case):
        if len(actors) > _TWO:
            written.lost[SIDES_UNKNOWN] += 1
            return Sides(None, None)
        return Sides(actors[0], actors[1])
    first = actors[0] if actors else None
    if disputed and len(actors) > 1:
        if actors[0].tellers == actors[1].tellers:
            written.lost[ACTOR_DISPUTED] += 1
            first = None
        actors = actors[:1]
    return Sides(first, recipients[0] if recipients else None, actors[1:], recipients[1:])


def _between_actors(case: Case) -> bool:
    return case.incident.type in _BETWEEN_TWO and any(
        len({actor_key(who) for who in claim.actor}) > 1 for claim in case.claims
    )


def _party(case: Case, role: Role, told: Told) -> Party:
    own = set(told.claims)
    mentions: list[Actor] = [
        who
        for claim in case.claims
        if claim.id in own
        for who in getattr(claim, role)
        if actor_key(who) == told.key
    ]
    codes = {who.code.replace(" ", "") for who in mentions} - {""}
    code = codes.pop() if len(codes) == 1 else ""
    known = roster().actors.get(told.key)
    kind = "person" if told.key.startswith("p.") else known.kind if known else ""
    country = code[:3].strip("-")
    return Party(
        name=told.value,
        key=told.key,
        code=code,
        country=country,
        sectors=sectors_of(code),
        kind=kind,
        source=known.source if known else "",
        words=tuple(dict.fromkeys(who.text for who in mentions)),
        tellers=len(told.tellers),
    )


def sectors_of(code: str) -> tuple[str, ...]:
    """The sectors of a code.

    >>> sectors_of("SYRGOVMIL"), sectors_of("SYR"), sectors_of("---UAF")
    (('GOV', 'MIL'), (), ('UAF',))
    """
    found = (code[at : at + 3] for at in range(3, len(code), 3))
    return tuple(one for one in found if one in SECTORS and one != "UNK")
