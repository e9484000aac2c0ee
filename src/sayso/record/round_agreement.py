"""How far the coders of a round agree, field by field.

In:   codings of a round
Out:  `RoundAgreement`: an `Agreement` for each field, claims that met and that stand alone

Method: `round_pairs` joins claims of one deed; each is a unit, and a field's values are compared
among the coders who have the claim. Whether there is a claim at all ("claim") is compared over
those units and the sentences from which nobody drew one. Intervals draw whole reports.
Known faults: a field is compared only where two coders have the claim.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from sayso.base.nouns import Claim, Noun
from sayso.record.agreement import Agreement, agreement
from sayso.record.round_codings import codings_of, sentences_of
from sayso.record.round_pairs import FIELDS, Unit, units_of
from sayso.record.rounds import Round, round_named
from sayso.record.schema_rounds import round_report
from sayso.record.view import View

Sentences = tuple[tuple[int, int], ...]


class RoundAgreement(Noun, kw_only=True, frozen=True):
    """Agreement of a round.

    Attributes:
        reports: coded by two coders or more.
        left: reports of the sample that are not.
        together: deeds of which two coders or more have a claim.
        alone: coder -> claims that no other has.
        fields: "claim", then those of `round_pairs.FIELDS`.
    """

    round: str
    coders: tuple[str, ...]
    reports: int
    left: int
    together: int
    alone: dict[str, int]
    fields: dict[str, Agreement]


def round_agreement(view: View, named: str, *, seed: int = 0) -> RoundAgreement:
    """Agreement of a round, of what two coders or more have coded so far.

    Raises:
        ConfigError: there is no such round.
    """
    one = round_named(view, named)
    return compare(one, codings_of(view, one), _sentences(view, one), seed=seed)


def _sentences(view: View, one: Round) -> dict[str, Sentences]:
    query = sa.select(round_report.c.report, round_report.c.document).where(
        view.open(round_report), round_report.c.round == one.id
    )
    return {row.report: sentences_of(view, row.document) for row in view.conn.execute(query)}


def compare(
    one: Round,
    codings: Mapping[str, Mapping[str, list[Claim]]],
    sentences: Mapping[str, Sentences],
    *,
    seed: int = 0,
) -> RoundAgreement:
    """Agreement of codings: report -> coder -> claims.

    Args:
        one: the round.
        codings: of reports that two coders or more have coded.
        sentences: of each of those reports, as (start, end).
        seed: of the intervals.
    """
    units = [unit for report, given in codings.items() for unit in units_of(report, given)]
    has: list[list[Any]] = [[coder in unit.claims for coder in unit.readers] for unit in units]
    within = [unit.report for unit in units]
    for report, given in codings.items():
        starts = [c.trigger.start for claims in given.values() for c in claims]
        for first, last in sentences[report]:
            if not any(first <= start < last for start in starts):
                has.append([False] * len(given))
                within.append(report)
    fields = {"claim": agreement(has, "nominal", clusters=within, seed=seed)}
    met = [unit for unit in units if len(unit.claims) > 1]
    for name, level in FIELDS.items():
        values = [list(unit.values[name].values()) for unit in met]
        fields[name] = agreement(values, level, clusters=[u.report for u in met], seed=seed)
    return RoundAgreement(
        round=one.id,
        coders=one.coders,
        reports=len(codings),
        left=one.reports - len(codings),
        together=len(met),
        alone={coder: _alone(units, coder) for coder in one.coders},
        fields=fields,
    )


def _alone(units: list[Unit], coder: str) -> int:
    return sum(list(unit.claims) == [coder] for unit in units)
