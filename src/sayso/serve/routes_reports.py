"""Reports: lists, one with its text and claims, its page as received.

In:   an `Ask`
Out:  answers

Known faults: none known.
"""

from sayso.record.queries import REPORTS, Filter
from sayso.record.queries.in_full import report_whole
from sayso.serve import answers
from sayso.serve.pages import is_shown
from sayso.serve.routing import Ask, get
from sayso.serve.rows import claim_view, report_row, total_of


@get("reports", answers.Reports, takes=("sort", "limit", "after"), filtered=True)
def reports(ask: Ask) -> answers.Reports:
    """Reports that match, newest first, a page at a time."""
    page = REPORTS.page(
        ask.view,
        ask.filter,
        sort=ask.query.get("sort") or "-day",
        limit=ask.limit,
        after=ask.query.get("after", ""),
    )
    return answers.Reports(
        total=total_of(page.total, REPORTS.tally(ask.view, Filter()).match),
        items=tuple(map(report_row, page.rows)),
        next=page.next or None,
    )


@get("reports/{id}", answers.ReportPage)
def report(ask: Ask) -> answers.ReportPage:
    """One report: its text, its claims with their offsets, what it repeats."""
    found = report_whole(ask.view, ask.path["id"])
    row, document = found.row, found.document
    return answers.ReportPage(
        row=report_row(row),
        text=document.text,
        sha256=row.sha256,
        text_sha256=row.text_sha256,
        origin=row.origin,
        language=document.language,
        blocks=document.blocks,
        sentences=found.sentences,
        claims=tuple(map(claim_view, found.claims)),
        copies=tuple(
            answers.CopyView(
                copy=one.copy, title=one.title, outlet=one.outlet, published=one.published
            )
            for one in found.copies
        ),
        has_page=is_shown(row.media),
    )
