"""Which place of a name is meant: candidates in order, and the trust in the best.

In:   names of one report with their cues, and the gazetteer
Out:  for each name its candidates, best first, their shares, and a calibrated trust

Method: the model runs three times: first without the report's other names, then twice with
what the round before made of them. The weights were fitted on GeoVirus, GED and invented lists,
the trust on what the folds of the fit left out (`docs/places.md`).
Known faults: those of `places_table`.
"""

import math
from typing import NamedTuple

import numpy as np

from sayso.identify.places_build import LOOSE
from sayso.identify.places_gazetteer import Gazetteer
from sayso.identify.places_model import AT, Array, grounds, lead, model
from sayso.identify.places_table import PART, Ask, Report, Table

# A name that only sounds alike, or stands in the name of a thing, counts where so much of the
# report's other names and adjectives is of its country. Chosen by hand.
_LEAST_SUPPORT = 0.3


class Ranked(NamedTuple):
    """Candidates of one name, best first, with their shares, and the trust in the best."""

    places: tuple[int, ...]
    shares: tuple[float, ...]
    trust: float
    trust_admin1: float  # that it lies in the same province as the best
    trust_country: float
    support: float  # the share of the report's other names in the country of the best
    how: tuple[int, ...] = ()  # how the name belongs to each of the first
    evidence: tuple[tuple[float, ...], ...] = ()  # of the first, in the order of `FEATURES`


NOTHING = Ranked((), (), 0.0, 0.0, 0.0, 0.0)

TOLD = 3
"""Candidates of a name whose evidence is kept, for people who check the choice."""


def rank(asks: list[Ask], report: Report, gazetteer: Gazetteer) -> list[Ranked]:
    """Rank the candidates of every name of a report.

    Args:
        asks: the names, in any order; all names of the report help each other.
        report: what else it says about countries.
        gazetteer: the places.

    Returns:
        One `Ranked` for each of `asks`; empty where the gazetteer has no such name.
    """
    fitted = model()
    table = Table(asks, report, gazetteer)
    chance = table.probabilities(fitted.first)
    for _ in range(2):
        table.add_context(chance)
        chance = table.probabilities(fitted.full)
    ranked = []
    for key in table.keys:
        number = table.groups[key]
        start, end = int(table.ends[number]), int(table.ends[number + 1])
        ranked.append(_ranked(table, start, end, chance[start:end]) if end > start else NOTHING)
    return ranked


def _ranked(table: Table, start: int, end: int, chance: Array) -> Ranked:
    """The candidates of one name, in order, and how far the best can be trusted."""
    order = np.argsort(-chance, kind="stable")
    best = int(order[0])
    evidence = table.evidence[start + best]
    support = float(evidence[AT["same_country"]])
    weak = int(table.how[start + best]) in (LOOSE, PART) and support < _LEAST_SUPPORT

    weights = model().trust
    rest = float(grounds(evidence, 0.5) @ weights)  # with no lead at all

    def trust(field: Array) -> float:
        # As if all candidates in the same province, or country, were one.
        mine = field[start:end]
        if weak or mine[best] < 0:
            return 0.0
        share = float(chance[mine == mine[best]].sum())
        return 1 / (1 + math.exp(-rest - weights[1] * lead(share)))

    return Ranked(
        places=tuple(int(p) for p in table.place[start:end][order]),
        shares=tuple(chance[order].tolist()),
        trust=trust(table.place),
        trust_admin1=trust(table.admin1),
        trust_country=trust(table.country),
        support=support,
        how=tuple(table.how[start:end][order[:TOLD]].tolist()),
        evidence=tuple(map(tuple, table.evidence[start:end][order[:TOLD]].tolist())),
    )
