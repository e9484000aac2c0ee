"""Relations as they are told: looked up, on a day, with the sentences behind them.

In:   a view; the ends of relations, types, a day
Out:  relations; `Told`: how one stands on a day; `Sentence`s by claim

Method: what `link.relations` says of each relation; nothing is decided here.
Known faults: none known.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from sayso.base.joined import Phase, Relation
from sayso.base.nouns import Noun
from sayso.link.relations import Rival, Standing, rivals, state_on
from sayso.record.relation_rows import as_relation
from sayso.record.rows import claim_of, in_parts
from sayso.record.schema import claim, document, relation
from sayso.record.view import View

_RIVALLED = ("leads", "controls")


class Sentence(Noun, kw_only=True, frozen=True):
    """The words behind a claim, and where they stand."""

    claim: str
    text: str
    report: str
    outlet: str
    published: dt.date | None
    start: int
    end: int


class Told(Noun, kw_only=True, frozen=True):
    """How a relation stands on a day.

    Attributes:
        standing: the state, who says so, and which phases speak.
        rivals: others who are told to lead the same body or hold the same place at the time.
    """

    relation: Relation
    day: dt.date
    standing: Standing
    rivals: tuple[Rival, ...] = ()

    @property
    def claims(self) -> tuple[str, ...]:
        """Ids of the claims that speak of the day; of an unknown day of those next to it."""
        near: list[Phase | None] = list(self.standing.speaks)
        if not near:
            near = [*self.standing.maybe, self.standing.before, self.standing.after]
        return tuple(sorted({id_ for phase in near if phase for id_ in all_claims(phase)}))


def all_claims(phase: Phase) -> tuple[str, ...]:
    """Ids of the claims for and against a phase, sorted."""
    return tuple(sorted({*phase.claims, *phase.against, *phase.end_against}))


def relations_of(
    view: View,
    *,
    actor: str = "",
    other: str = "",
    types: Sequence[str] = (),
) -> list[Relation]:
    """Open relations, by type and then by the names of their ends.

    Args:
        view: the record.
        actor: key of one end, whichever; "" for all.
        other: key of the other end; "" for any.
        types: only these; empty for all.
    """
    where = [view.open(relation)]
    if types:
        where.append(relation.c.type.in_(types))
    sides = (relation.c.actor, relation.c.recipient)
    if actor and other:
        where.append(
            sa.or_(*(sa.and_(one == actor, two == other) for one, two in (sides, sides[::-1])))
        )
    elif actor:
        where.append(sa.or_(*(side == actor for side in sides)))
    rows = view.conn.execute(sa.select(relation.c.body).where(*where)).scalars()
    found = map(as_relation, rows)
    return sorted(found, key=lambda r: (r.type, r.actor_name, r.recipient_name, r.id))


def on_day(view: View, relations: Iterable[Relation], day: dt.date) -> list[Told]:
    """How each relation stands on a day, in the order given."""
    relations = list(relations)
    others = _sharing(view, [r.recipient for r in relations if r.type in _RIVALLED])
    return [
        Told(
            relation=one,
            day=day,
            standing=state_on(one, day),
            rivals=tuple(rivals(one, others.get((one.type, one.recipient), ()), day)),
        )
        for one in relations
    ]


def rivals_of(view: View, one: Relation) -> tuple[Rival, ...]:
    """Others who are told, at any time, to lead the same body or hold the same place."""
    if one.type not in _RIVALLED:
        return ()
    others = _sharing(view, [one.recipient])
    return tuple(rivals(one, others.get((one.type, one.recipient), ()), None))


def sentences(view: View, claims: Iterable[str]) -> dict[str, Sentence]:
    """The sentences behind some claims, by the claim's id."""
    found: dict[str, Sentence] = {}
    for part in in_parts(sorted(set(claims))):
        rows = view.conn.execute(
            sa.select(claim.c.body, document.c.outlet, document.c.published)
            .join(document, document.c.n == claim.c.document)
            .where(view.open(claim), claim.c.id.in_(part))
        ).mappings()
        for row in rows:
            one = claim_of(row)
            found[one.id] = Sentence(
                claim=one.id,
                text=one.evidence.text,
                report=one.doc,
                outlet=row["outlet"],
                published=row["published"],
                start=one.evidence.start,
                end=one.evidence.end,
            )
    return found


def _sharing(view: View, recipients: Iterable[str]) -> dict[tuple[str, str], list[Relation]]:
    """Relations of leading and holding, by type and whom or what they are of."""
    found: dict[tuple[str, str], list[Relation]] = {}
    for part in in_parts(sorted(set(recipients))):
        rows = view.conn.execute(
            sa.select(relation.c.body).where(
                view.open(relation),
                relation.c.recipient.in_(part),
                relation.c.type.in_(_RIVALLED),
            )
        ).scalars()
        for one in map(as_relation, rows):
            found.setdefault((one.type, one.recipient), []).append(one)
    return found
