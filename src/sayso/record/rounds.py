"""Rounds of blind second coding: a sample of reports, read by named coders apart.

In:   a filter, a size, a seed, coders
Out:  rows of `round` and `round_report`; the rounds there are, and how far each coder is

Method: reports are ordered by a hash of seed and id, so that a seed gives one sample whatever
else the record holds, and taken in turn from the strata, so that rare ones are seen. Reports
that repeat others are left out. All coders read the text as it was when the round was made.
Coding and what a coder may see: `round_codings`.
Known faults: a sample that is even over strata is not one of the record at large.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from sayso.base.errors import ConfigError
from sayso.base.ids import digest
from sayso.base.nouns import Noun
from sayso.record import schema
from sayso.record.open import Record
from sayso.record.queries.filters import Filter
from sayso.record.queries.narrow import pairs
from sayso.record.queries.reports import REPORTS
from sayso.record.rows import as_json, insert, numbers
from sayso.record.schema_rounds import round_, round_coding, round_report
from sayso.record.view import View

By = Literal["", "outlet", "month", "language"]
MOST_REPORTS = 10_000  # more nobody codes; a slip of the finger is told


class Round(Noun, kw_only=True, frozen=True):
    """A round as it was made.

    Attributes:
        id: "round-1".
        name: for people.
        coders: who reads, each apart; two or more.
        filter: what was asked for, by the names of `queries.filters`.
        by: what the sample is even over; "" for nothing.
        seed: of the sample.
        reports: how many are in the sample.
        among: how many matched the filter and repeat no other.
        person, at: who made it, when (UTC).
    """

    id: str
    name: str
    coders: tuple[str, ...]
    filter: dict[str, Any] = msgspec.field(default_factory=dict)
    by: By = ""
    seed: int = 0
    reports: int = 0
    among: int = 0
    person: str = ""
    at: str = ""


# --- making -------------------------------------------------------------------------------


def make_round(
    record: Record,
    coders: Sequence[str],
    *,
    size: int,
    person: str,
    filter_: Filter | None = None,
    by: By = "",
    seed: int = 0,
    name: str = "",
) -> Round:
    """Draw a sample and open it to its coders.

    Raises:
        ConfigError: fewer than two coders, one named twice, nobody makes it, no report matches,
            a size out of bounds.
    """
    names = tuple(coder.strip() for coder in coders)
    if len(names) < 2 or not all(names) or len(set(names)) < len(names):
        raise ConfigError("a round needs two coders or more, each by another name")
    if not person.strip():
        raise ConfigError("who makes the round? Say the name of a person")
    if not 0 < size <= MOST_REPORTS:
        raise ConfigError(f"a round has 1 to {MOST_REPORTS:,} reports")
    asked = filter_ or Filter()
    with record.write("round", person=person, step="make") as act:
        found = _reports(act.view, asked)
        if not found:
            raise ConfigError("no report of the record matches, so there is nothing to code")
        sample = _sample(found, size, by, seed)
        (n,) = numbers(act.conn, round_, 1)
        made = Round(
            id=f"round-{n}",
            name=name.strip(),
            coders=names,
            filter=_as_told(asked),
            by=by,
            seed=seed,
            reports=len(sample),
            among=len(found),
            person=person,
            at=act.at,
        )
        body = {"n": n, "id": made.id, "name": made.name, "body": as_json(made), "made": act.n}
        insert(act.conn, round_, [body])
        rows = [
            {"round": made.id, "report": row.report, "document": row.n, "made": act.n,
             "stratum": _stratum(row, by), "position": position}
            for position, row in enumerate(sample, 1)
        ]  # fmt: skip
        insert(act.conn, round_report, rows)
        act.detail |= {"round": made.id, "reports": {made.id: len(sample)}}
    return made


def _as_told(asked: Filter) -> dict[str, Any]:
    tree: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(asked))
    return {name: tree[name] for name in sorted(asked.asked)}


def _reports(view: View, asked: Filter) -> list[Any]:
    """Documents that match and repeat no other report."""
    document, copy = schema.document, schema.copy
    ids = [row.id for row in REPORTS.each(view, asked)]
    repeats = set(view.conn.execute(sa.select(copy.c.report).where(view.open(copy))).scalars())
    query = sa.select(
        document.c.n, document.c.report, document.c.outlet, document.c.published,
        document.c.language,
    ).where(view.open(document))  # fmt: skip
    wanted = set(ids) - repeats
    return [row for row in view.conn.execute(query) if row.report in wanted]


def _stratum(row: Any, by: By) -> str:
    if by == "month":
        return row.published.isoformat()[:7] if row.published else ""
    return str(getattr(row, by)) if by else ""


def _sample(found: Iterable[Any], size: int, by: By, seed: int) -> list[Any]:
    """In turn from each stratum, in the order of a hash."""
    ordered = sorted(found, key=lambda row: digest(seed, row.report))
    strata: dict[str, list[Any]] = {}
    for row in ordered:
        strata.setdefault(_stratum(row, by), []).append(row)
    turns = [
        (turn, digest(seed, name), row)
        for name, rows in strata.items()
        for turn, row in enumerate(rows)
    ]
    turns.sort(key=lambda item: item[:2])
    chosen = {row.report for *_, row in turns[:size]}
    return [row for row in ordered if row.report in chosen]


# --- looking ------------------------------------------------------------------------------


def rounds(view: View) -> list[Round]:
    """All rounds, the newest first."""
    query = sa.select(round_.c.body).where(view.open(round_)).order_by(round_.c.n.desc())
    return [msgspec.json.decode(body, type=Round) for body in view.conn.execute(query).scalars()]


def round_named(view: View, named: str) -> Round:
    """A round by its id, or by its name where only one bears it.

    Raises:
        ConfigError: none, or several.
    """
    known = rounds(view)
    found = [r for r in known if r.id == named] or [r for r in known if named and r.name == named]
    if len(found) != 1:
        listed = ", ".join(r.id for r in known) or "none yet"
        why = "several rounds bear that name" if found else "there is no such round"
        raise ConfigError(f"{named}: {why}; there are {listed}")
    return found[0]


def progress(view: View, one: Round) -> dict[str, int]:
    """How many reports each coder has coded."""
    table = round_coding
    query = (
        sa.select(table.c.coder, sa.func.count())
        .where(view.open(table), table.c.round == one.id)
        .group_by(table.c.coder)
    )
    done = pairs(view, query)
    return {coder: done.get(coder, 0) for coder in one.coders}


def check_coder(one: Round, coder: str) -> None:
    """Refuse who does not code in the round.

    Raises:
        ConfigError: nobody of this name does.
    """
    if coder not in one.coders:
        raise ConfigError(f"{coder!r} does not code in {one.id}; {', '.join(one.coders)} do")
