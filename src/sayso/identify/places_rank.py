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
from sayso.identify.places_model import AT, grounds, model
from sayso.identify.places_table import Ask, Report, Table

# A name that only sounds alike counts where so much of the report's other names and
# adjectives is of its country. Chosen by hand.
_LEAST_SUPPORT = 0.3


class Ranked(NamedTuple):
    """Candidates of one name, best first, with their shares, and the trust in the best."""

    places: tuple[int, ...]
    shares: tuple[float, ...]
    trust: float
    support: float = 0.0  # the share of the report's other names in the country of the best
    weak: bool = False  # found by sound alone


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
        order = np.argsort(-chance[start:end], kind="stable")
        places = tuple(int(p) for p in table.place[start:end][order])
        shares = tuple(chance[start:end][order].tolist())
        if not places:
            ranked.append(Ranked((), (), 0.0))
            continue
        best = start + int(order[0])
        odds = float(grounds(table.evidence[best], float(chance[best])) @ fitted.trust)
        support = float(table.evidence[best, AT["same_country"]])
        weak = int(table.how[best]) == LOOSE
        # A name that only sounds alike says little: the report must speak of that country.
        trust = 0.0 if weak and support < _LEAST_SUPPORT else 1 / (1 + math.exp(-odds))
        ranked.append(Ranked(places, shares, trust, support, weak))
    return ranked
