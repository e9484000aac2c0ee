"""Coding in a round: the next report for a coder, and what each coder drew.

In:   a round; for each report the claims of a coder, by words
Out:  reports to code; rows of `round_coding`; the codings of reports that two have coded

Method: claims are read as `sayso decide add` reads them, against the text of the round.
Blindness: a coder is given the text and what a paper's reader sees (headline, outlet, day,
address), never a claim of the machine or of another coder. What coders drew is shown only to
whom no report of the round is left; who has handed in the last one changes nothing more.
Known faults: who can open the record's file can read all of it; give coders who must not the
texts alone (`sayso round next --all`).
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from sayso.base.errors import ConfigError
from sayso.base.nouns import Claim, Noun
from sayso.record import schema
from sayso.record.by_words import claim_given
from sayso.record.open import Record
from sayso.record.rounds import Round, check_coder, progress, round_named
from sayso.record.rows import claims_of, insert, pack_claims
from sayso.record.schema_rounds import round_coding, round_report
from sayso.record.view import View


class ToCode(Noun, kw_only=True, frozen=True):
    """A report as a coder gets it: no claim, no status, nothing of the others.

    Attributes:
        round, report: ids.
        position, of: which of how many.
        left: how many are left to this coder, this one among them.
        text: in which offsets count; `sentences` are its sentences as (start, end).
    """

    round: str
    report: str
    position: int
    of: int
    left: int
    title: str
    outlet: str
    published: dt.date | None
    url: str
    text: str
    sentences: tuple[tuple[int, int], ...]


class Line(Noun, kw_only=True, frozen=True):
    """A report of a round in a coder's list.

    Attributes:
        claims: how many he drew himself; None where he has not coded it.
    """

    report: str
    position: int
    title: str
    outlet: str
    published: dt.date | None
    claims: int | None


def left_to(view: View, one: Round, coder: str) -> list[ToCode]:
    """The reports that a coder has still to read, without anything that was drawn from them.

    Raises:
        ConfigError: nobody of this name codes in the round.
    """
    check_coder(one, coder)
    done = _own(view, one, coder)
    rows = [row for row in _sample_rows(view, one) if row.report not in done]
    return [_to_code(view, one, row, left=len(rows)) for row in rows]


def lines_of(view: View, one: Round, coder: str) -> list[Line]:
    """All reports of a round for one of its coders, with how much he drew himself.

    Raises:
        ConfigError: nobody of this name codes in the round.
    """
    check_coder(one, coder)
    done = _own(view, one, coder)
    return [
        Line(
            report=row.report,
            position=row.position,
            title=row.title,
            outlet=row.outlet,
            published=row.published,
            claims=len(done[row.report]) if row.report in done else None,
        )
        for row in _sample_rows(view, one)
    ]


def report_of(
    view: View, one: Round, report: str, person: str
) -> tuple[ToCode, tuple[Claim, ...] | None]:
    """A report of a round, and what a person drew from it; None where that is nothing yet.

    Raises:
        ConfigError: the round has no such report.
    """
    done = _own(view, one, person)
    row = next((row for row in _sample_rows(view, one) if row.report == report), None)
    if row is None:
        raise ConfigError(f"{report} is not in {one.id}")
    return _to_code(view, one, row, left=max(0, one.reports - len(done))), done.get(report)


def _own(view: View, one: Round, coder: str) -> dict[str, tuple[Claim, ...]]:
    """What one coder drew, by report."""
    table = round_coding
    query = sa.select(table.c.report, table.c.claims).where(
        view.open(table), table.c.round == one.id, table.c.coder == coder
    )
    return {row.report: tuple(claims_of(row.claims)) for row in view.conn.execute(query)}


def _sample_rows(view: View, one: Round) -> list[Any]:
    """The reports of a round in its order."""
    document, sample = schema.document, round_report
    query = (
        sa.select(
            sample.c.report, sample.c.position, document.c.n, document.c.title, document.c.outlet,
            document.c.published, document.c.url, document.c.text,
        )
        .join(document, document.c.n == sample.c.document)
        .where(view.open(sample), sample.c.round == one.id)
        .order_by(sample.c.position)
    )  # fmt: skip
    return list(view.conn.execute(query))


def _to_code(view: View, one: Round, row: Any, *, left: int) -> ToCode:
    return ToCode(
        round=one.id,
        report=row.report,
        position=row.position,
        of=one.reports,
        left=left,
        title=row.title,
        outlet=row.outlet,
        published=row.published,
        url=row.url,
        text=row.text,
        sentences=sentences_of(view, row.n),
    )


def sentences_of(view: View, document: int) -> tuple[tuple[int, int], ...]:
    """The sentences of a document, in order."""
    table = schema.passage
    query = sa.select(table.c.start, table.c.end).where(table.c.document == document)
    return tuple((row.start, row.end) for row in view.conn.execute(query.order_by(table.c.start)))


# --- coding -------------------------------------------------------------------------------


def save_coding(record: Record, named: str, coder: str, codings: Mapping[str, Any]) -> int:
    """Keep what a coder drew from reports of a round; an earlier coding of his is replaced.

    Args:
        record: open for writing.
        named: the round.
        coder: who coded.
        codings: report -> list of claims by words, as `decide add` takes them; an empty list says
            that the report makes no claim.

    Returns:
        How many reports are left to this coder.

    Raises:
        ConfigError: no such round, coder or report of the round; a claim that does not fit the
            text; one claim twice; the coder has handed in all reports already.
    """
    table = round_coding
    with record.write("round", person=coder, step="code") as act:
        one = round_named(act.view, named)
        check_coder(one, coder)
        if progress(act.view, one)[coder] >= one.reports:
            raise ConfigError(f"{coder} has coded all of {one.id}; it is closed to changes now")
        sample = _texts(act.view, one)
        for report, given in codings.items():
            if report not in sample:
                raise ConfigError(f"{report} is not in {one.id}")
            claims = _claims(act.view, sample[report], given, coder)
            act.close(table, table.c.round == one.id, table.c.report == report,
                      table.c.coder == coder)  # fmt: skip
            row = {"round": one.id, "report": report, "coder": coder, "made": act.n,
                   "claims": pack_claims(claims)}  # fmt: skip
            insert(act.conn, table, [row])
        # Not how many claims: others may read the history.
        act.detail |= {"round": one.id, "coded": len(codings)}
        return one.reports - progress(act.view, one)[coder]


def take_back(record: Record, named: str, coder: str, report: str) -> None:
    """Open a report again that a coder handed in; what he drew from it stays in the history.

    Raises:
        ConfigError: no such round or coder; he has not handed it in; he has coded all reports.
    """
    table = round_coding
    with record.write("round", person=coder, step="take back") as act:
        one = round_named(act.view, named)
        check_coder(one, coder)
        if progress(act.view, one)[coder] >= one.reports:
            raise ConfigError(f"{coder} has coded all of {one.id}; it is closed to changes now")
        if report not in _own(act.view, one, coder):
            raise ConfigError(f"{coder} has not coded {report} in {one.id}")
        act.close(table, table.c.round == one.id, table.c.report == report,
                  table.c.coder == coder)  # fmt: skip
        act.detail |= {"round": one.id, "opened": 1}


def _texts(view: View, one: Round) -> dict[str, Any]:
    document, sample = schema.document, round_report
    query = (
        sa.select(sample.c.report, document.c.n, document.c.text, document.c.outlet)
        .join(document, document.c.n == sample.c.document)
        .where(view.open(sample), sample.c.round == one.id)
    )
    return {row.report: row for row in view.conn.execute(query)}


def _claims(view: View, row: Any, given: Any, coder: str) -> list[Claim]:
    if not isinstance(given, list):
        raise ConfigError(f"{row.report}: give a list of claims, empty where there is none")
    sentences = list(sentences_of(view, row.n))
    claims: dict[str, Claim] = {}
    for n, tree in enumerate(given, 1):
        try:
            claim = claim_given(tree, report=row.report, text=row.text, sentences=sentences,
                                outlet=row.outlet, made_by=f"person {coder}")  # fmt: skip
        except ConfigError as err:
            raise ConfigError(f"{row.report}, claim {n}: {err}") from err
        if claim.id in claims:
            raise ConfigError(f"{row.report}, claim {n}: it is there already, on the same words")
        claims[claim.id] = claim
    return list(claims.values())


def codings_of(view: View, one: Round, *, person: str = "") -> dict[str, dict[str, list[Claim]]]:
    """What coders drew: report -> coder -> claims; of reports that two or more have coded.

    Args:
        view: of the record.
        one: the round.
        person: who wants to see it; "" for what shows figures only.

    Raises:
        ConfigError: the person codes in the round and has reports left.
    """
    if person in one.coders and (left := one.reports - progress(view, one)[person]):
        raise ConfigError(
            f"{person} has {left:,} reports of {one.id} left, and sees what others drew only after"
        )
    table = round_coding
    query = (
        sa.select(table.c.report, table.c.coder, table.c.claims)
        .join(round_report, sa.and_(round_report.c.report == table.c.report,
                                    round_report.c.round == table.c.round,
                                    view.open(round_report)))
        .where(view.open(table), table.c.round == one.id)
        .order_by(round_report.c.position, table.c.coder)
    )  # fmt: skip
    found: dict[str, dict[str, list[Claim]]] = {}
    for row in view.conn.execute(query):
        found.setdefault(row.report, {})[row.coder] = list(claims_of(row.claims))
    return {report: by_coder for report, by_coder in found.items() if len(by_coder) > 1}
