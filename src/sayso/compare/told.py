"""A comparison for people and for programs.

In:   `Matched` and `Figures`
Out:  lines of text; rows of the CSV of pairs

Method: every row of the CSV is one happening or one pair: coded = matched + extra, listed =
matched + missed, so that nothing of either set is left away.
Known faults: none known.
"""

import csv
import io
from collections.abc import Iterator, Mapping

from sayso.compare.happening import Happening
from sayso.compare.match import Matched, Pair, Rule
from sayso.compare.measure import Agreement, Figures
from sayso.tables import csv_cell

COLUMNS = (
    "what", "coded", "listed", "score", "doubts", "days_apart", "km_apart", "sides_shared",
    *(f"{whose}_{name}" for whose in ("coded", "listed") for name in (
        "type", "mode", "day_from", "day_to", "place", "country", "precision", "actors",
        "dead_low", "dead_best", "dead_high",
    )),
)  # fmt: skip
_DOUBTFUL_SHOWN = 20


def lines(figures: Figures, matched: Matched, rule: Rule, left_out: Mapping[str, int],
          left_in_table: Mapping[str, int]) -> Iterator[str]:  # fmt: skip
    """The comparison in words."""
    sides = "any sides" if rule.any_actor else "a side in common where both name one"
    same = ", one type" if rule.same_type else ""
    yield (
        f"taken for one: at most {rule.days} day{'s' * (rule.days != 1)} and {rule.km:g} km apart, "
        f"{sides}{same}; the best sum of scores, each once"
    )
    yield ""
    yield f"{'':34}{'n':>9}{'share':>8}"
    yield _line("coded", figures.coded)
    yield _line("in the table", figures.listed)
    yield _line("matched", figures.matched)
    yield _line("  of these doubtful", figures.doubtful, figures.matched)
    yield _line("extra: coded, not in the table", figures.extra, figures.coded)
    yield _line("missed: in the table, not coded", figures.missed, figures.listed)
    yield _line("  on days or in lands of no coded", figures.missed_outside, figures.missed)
    yield _line("the table's that are coded", figures.matched, figures.listed)
    yield _line("the coded that the table has", figures.matched, figures.coded)
    yield ""
    yield f"{'pairs that agree':34}{'agree':>9}{'of':>8}{'share':>8}{'open':>8}"
    yield from (_agreement(one) for one in figures.agreements)
    if figures.km_median is not None:
        yield f"{'kilometres apart, median':34}{figures.km_median:>9.1f}"
    if figures.dead_listed or figures.dead_coded:
        dead = f"{figures.dead_coded:>9,}{figures.dead_listed:>8,}"
        yield f"{'dead, coded and listed, of pairs':34}{dead}"
    unlike = [(one, other, n) for one, other, n in figures.types if one != other]
    if unlike:
        yield ""
        yield "types that differ: " + ", ".join(f"{a} for {b} {n:,}" for a, b, n in unlike)
    doubtful = [pair for pair in matched.pairs if pair.doubts]
    if doubtful:
        yield ""
        yield f"doubtful pairs, {min(len(doubtful), _DOUBTFUL_SHOWN):,} of {len(doubtful):,}:"
        worst = sorted(doubtful, key=lambda pair: (pair.score, pair.one.id))[:_DOUBTFUL_SHOWN]
        yield from (f"  {_pair(pair)}" for pair in worst)
    yield ""
    yield from (f"not compared, coded: {n:,} {why}" for why, n in left_out.items())
    yield from (f"not compared, in the table: {n:,} {why}" for why, n in left_in_table.items())


def _line(what: str, n: int, of: int | None = None) -> str:
    share = f"{n / of:>8.1%}" if of else ""
    return f"{what:34}{n:>9,}{share}"


def _agreement(one: Agreement) -> str:
    share = "" if one.share is None else f"{one.share:.1%}"
    return f"{one.what:34}{one.agree:>9,}{one.of:>8,}{share:>8}{one.open:>8,}"


def _pair(pair: Pair) -> str:
    both = "  |  ".join(f"{h.id} {h.day_from} {h.place}".strip() for h in (pair.one, pair.other))
    return f"{both}  |  {pair.score:.2f}: {'; '.join(pair.doubts)}"


def pairs_csv(matched: Matched) -> bytes:
    """Every pair, then every extra, then every missed, as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for pair in matched.pairs:
        head = ("matched", pair.one.id, pair.other.id, pair.score, "; ".join(pair.doubts),
                pair.days, pair.km, "; ".join(pair.shared))  # fmt: skip
        writer.writerow(map(csv_cell, (*head, *_told(pair.one), *_told(pair.other))))
    for what, alone in (("extra", matched.only_one), ("missed", matched.only_other)):
        for one in alone:
            ids = (one.id, None) if what == "extra" else (None, one.id)
            told = (*_told(one), *_told(None)) if what == "extra" else (*_told(None), *_told(one))
            writer.writerow(map(csv_cell, (what, *ids, *(None,) * 5, *told)))
    return out.getvalue().encode()


def _told(one: Happening | None) -> tuple[str | int | None, ...]:
    if one is None:
        return (None,) * 11
    return (
        one.type, one.mode, str(one.day_from or ""), str(one.day_to or ""), one.place, one.country,
        one.precision, "; ".join(one.names), one.low, one.best, one.high,
    )  # fmt: skip
