"""Best, low and high of what is counted, by a rule that has a name.

In:   what each independent voice tells of one thing ("killed")
Out:  an `Estimate`, with the rule and its reason in words

Method: a voice counts once, with its latest report, since a later toll of one hospital takes
the place of the former; of two counts in one report the larger, since the smaller is a part as
a rule ("17 people, five of them children"). What is denied does not count. `low` is the least
bound of any voice, `high` the greatest; `high` is None while all say "at least".

- `ged`, after the practice of UCDP's Georeferenced Event Dataset (best, low, high; cautious):
  best is the figure that most voices tell or allow ("at least 12" allows 15); of figures with
  equal support those of sure voices before hedged ones, then the lowest.
- `median`: the middle figure of the voices; of two middle ones the lower.
- `max`, `min`: the greatest, the least figure of a voice.
- `latest`: the figure of the newest report; of several in it the lowest.

A range counts as its middle, "at least 12" as 12.
Known faults: counts of different people (soldiers, civilians) are not added up.
"""

import statistics
from collections.abc import Callable, Sequence

import msgspec

from sayso.base.errors import ConfigError
from sayso.base.joined import Estimate
from sayso.link.incidents_values import NUMBERS
from sayso.link.incidents_voices import Said

COUNTED = tuple(what for what in NUMBERS if what != "other")
DEFAULT_RULE = "ged"


class Figure(msgspec.Struct, frozen=True, order=True):
    """What one voice tells: one of the bounds is known."""

    published: int
    low: int | None
    high: int | None
    hedged: bool
    voice: str

    @property
    def middle(self) -> int:
        """The figure for a rule that needs one number."""
        if self.low is None:
            return self.high or 0
        return self.low if self.high is None else (self.low + self.high) // 2

    def allows(self, number: int) -> bool:
        """Whether the number lies within the bounds."""
        return (self.low is None or number >= self.low) and (
            self.high is None or number <= self.high
        )


def estimates_of(said: Sequence[Said], rule: str = DEFAULT_RULE) -> tuple[Estimate, ...]:
    """Estimate everything that the claims of one incident count, in the order of the codebook.

    Args:
        said: its claims with their voices.
        rule: one of `RULES`.

    Raises:
        ConfigError: there is no such rule.
    """
    check_rule(rule)
    found = []
    for what in COUNTED:
        figures = _figures(said, what)
        if figures:
            best, reason = RULES[rule](figures)
            low, high = _ends(figures)
            found.append(
                Estimate(what=what, best=best, low=low, high=high, rule=rule, reason=reason)
            )
    return tuple(found)


def check_rule(rule: str) -> None:
    """Refuse a rule that is not known.

    Raises:
        ConfigError: there is no such rule.
    """
    if rule not in RULES:
        raise ConfigError(f"no rule of estimates {rule!r}; there are {', '.join(RULES)}")


def _figures(said: Sequence[Said], what: str) -> list[Figure]:
    """The figure of each voice, sorted."""
    by_voice: dict[str, list[Figure]] = {}
    for one in said:
        if one.claim.status == "negated":
            continue
        for number in one.claim.number:
            if number.what == what and (number.low is not None or number.high is not None):
                key = one.teller.key
                figure = Figure(one.published, number.low, number.high, one.claim.hedged, key)
                by_voice.setdefault(key, []).append(figure)
    latest = [
        max(figures, key=lambda f: (f.published, f.middle, f.low or 0, not f.hedged))
        for figures in by_voice.values()
    ]
    return sorted(latest, key=lambda f: (f.middle, f.voice))


def _ends(figures: Sequence[Figure]) -> tuple[int | None, int | None]:
    lows = [f.low for f in figures if f.low is not None]
    highs = [f.high for f in figures if f.high is not None]
    low = min(lows + highs) if lows else None
    return low, max(lows + highs) if highs else None


def _ged(figures: Sequence[Figure]) -> tuple[int, str]:
    def support(number: int) -> tuple[int, int]:
        allow = [f for f in figures if f.allows(number)]
        return len(allow), sum(not f.hedged for f in allow)

    best = min({f.middle for f in figures}, key=lambda n: (-support(n)[0], -support(n)[1], n))
    return best, f"told or allowed by {support(best)[0]} of {len(figures)} voices"


def _median(figures: Sequence[Figure]) -> tuple[int, str]:
    best = statistics.median_low(f.middle for f in figures)
    return best, f"the middle of {len(figures)} voices"


def _max(figures: Sequence[Figure]) -> tuple[int, str]:
    return max(f.middle for f in figures), f"the greatest of {len(figures)} voices"


def _min(figures: Sequence[Figure]) -> tuple[int, str]:
    return min(f.middle for f in figures), f"the least of {len(figures)} voices"


def _latest(figures: Sequence[Figure]) -> tuple[int, str]:
    newest = max(f.published for f in figures)
    best = min(f.middle for f in figures if f.published == newest)
    return best, f"from the newest of {len(figures)} voices"


RULES: dict[str, Callable[[Sequence[Figure]], tuple[int, str]]] = {
    "ged": _ged,
    "median": _median,
    "max": _max,
    "min": _min,
    "latest": _latest,
}
