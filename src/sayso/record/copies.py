"""Copies in the record: found for the reports that are marked, and written as a difference.

In:   marks of kind "document" (`dirty`); documents as they stand
Out:  rows of `copy` made and closed; `copy_band` filled; marks on the claims whose voice changed

Method: the fingerprints of each marked document go into `copy_band`; reports that share enough of
them with it are read and compared, each pair once. A pair's row follows from the two documents
alone, so reports added one by one leave what reports added at once do. What people decide on two
reports goes before it (`copies_judged`). A row that is as it was stays. Where a row changed, or the
original of a family did, the claims of the reports are marked: whose words they are may have
changed, and incidents follow.
Known faults: of the reports that hold one fingerprint the `MOST_HOLDERS` first stored are
compared. Only words that stand in more reports than that are concerned: what an outlet prints
under everything, or one story in a hundred papers, of which each is still joined to the first ones,
and so to one family.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec
import sqlalchemy as sa

from sayso.base.joined import Copy
from sayso.base.nouns import Document
from sayso.link.copies import (
    ENOUGH,
    Wording,
    compare,
    families,
    fingerprints,
    is_candidate,
    read_wording,
)
from sayso.record.acts import Act
from sayso.record.copies_judged import Pair, as_judged, judged
from sayso.record.rows import as_json, document_of, in_parts, insert, mark
from sayso.record.schema import claim, copy, copy_band, dirty, document, passage
from sayso.record.standing import close_rows
from sayso.record.view import View

# A fingerprint is looked up in an index; what costs is to read and compare (1 ms a pair). Of 383
# news in 69 happenings (docs/copies.md) no fingerprint but of furniture is held by ten.
MOST_HOLDERS = 50
# Of many reports one statement reads all holders of their fingerprints once; for a few, a statement
# for each fingerprint stops at the first ones (2 ms, where furniture had 60 ms in 40,000 reports).
_FEW_BANDS = 1_000
_BATCH = 1_000  # marked reports in one act: some 60 MB of words
_PAIRS = 1_000  # pairs whose documents are in memory at a time: as much again

_decode = msgspec.json.Decoder(Copy).decode


def update(act: Act) -> dict[str, int]:
    """Look for copies of the marked reports.

    Returns:
        "reports" looked at, copies "found" and "closed", "claims" marked, marks "left".
    """
    conn = act.conn
    marks = sa.select(dirty.c.key).where(dirty.c.kind == "document").order_by(dirty.c.n)
    marked = conn.execute(marks.limit(_BATCH)).scalars().all()
    numbers = sa.select(document.c.n).where(document.c.closed.is_(None))
    docs = _documents(
        conn, set(conn.execute(numbers.where(document.c.report.in_(marked))).scalars())
    )
    _write_bands(conn, marked, docs)
    new = as_judged(
        {(c.report, c.of): c for c in _compare(conn, docs)},
        judged(conn, marked),
        lambda reports: _by_report(conn, reports),
    )
    old = _rows_of(conn, marked)
    gone = {n for pair, (n, was) in old.items() if new.get(pair) != was}
    made = [c for pair, c in new.items() if pair not in old or old[pair][1] != c]
    touched = {id_ for pair, (n, _) in old.items() if n in gone for id_ in pair}
    touched |= {id_ for c in made for id_ in (c.report, c.of)}
    before = _originals(act.view, touched)
    close_rows(act, copy, sorted(gone))
    insert(conn, copy, [_row(c) | {"made": act.n} for c in made])
    after = _originals(act.view, touched)
    members = before.keys() | after.keys()
    touched |= {id_ for id_ in members if before.get(id_, id_) != after.get(id_, id_)}
    claims = _claims_of(conn, touched)
    mark(conn, "claim", claims)
    for part in in_parts(marked):
        conn.execute(sa.delete(dirty).where(dirty.c.kind == "document", dirty.c.key.in_(part)))
    left = sa.select(sa.func.count()).select_from(dirty).where(dirty.c.kind == "document")
    return {
        "reports": len(marked),
        "found": len(made),
        "closed": len(gone),
        "claims": len(claims),
        "left": conn.execute(left).scalar_one(),
    }


def copies_of(view: View, reports: Iterable[str]) -> tuple[Copy, ...]:
    """Copies in which one of some reports repeats another: what `link.copies.origin` asks for."""
    return _load(view, copy.c.report, reports)


def family_copies(view: View, reports: Iterable[str]) -> tuple[Copy, ...]:
    """All copies in the families of some reports, sorted."""
    return _load(view, copy.c.report, {report for report, _ in _family_pairs(view, reports)})


def days_of(view: View, reports: Iterable[str]) -> dict[str, dt.date | None]:
    """Publication days of the documents of some reports."""
    days: dict[str, dt.date | None] = {}
    for part in in_parts(set(reports)):
        query = sa.select(document.c.report, document.c.published)
        rows = view.conn.execute(query.where(view.open(document), document.c.report.in_(part)))
        days |= {row.report: row.published for row in rows}
    return days


def _family_pairs(view: View, reports: Iterable[str]) -> set[Pair]:
    """Pairs of all copies in the families of some reports."""
    found: set[Pair] = set()
    seen: set[str] = set()
    todo = set(reports)
    while todo:
        seen |= todo
        for column in (copy.c.report, copy.c.of):
            for part in in_parts(sorted(todo)):
                query = sa.select(copy.c.report, copy.c.of).where(view.open(copy), column.in_(part))
                found |= {(row.report, row.of) for row in view.conn.execute(query)}
        todo = {id_ for pair in found for id_ in pair} - seen
    return found


def _originals(view: View, reports: Iterable[str]) -> dict[str, str]:
    """Report to original, of the families that these reports are in."""
    pairs = _family_pairs(view, reports)
    copies = (Copy(report=report, of=of, kind="copy", share=1.0) for report, of in pairs)
    return families(copies, days_of(view, {id_ for pair in pairs for id_ in pair}))


def _compare(conn: sa.Connection, docs: Mapping[int, Wording]) -> list[Copy]:
    """Compare each of some documents with those that share fingerprints enough with it."""
    prints = {n: fingerprints(wording) for n, wording in docs.items()}
    holders = _holders(conn, {band for bands in prints.values() for band in bands})
    shared: dict[tuple[int, int], int] = {}
    for n, bands in prints.items():
        counts = Counter(other for band in bands for other in holders[band])
        for other, count in counts.items():
            if count >= ENOUGH and other != n:
                shared[min(n, other), max(n, other)] = count
    sizes = {n: len(bands) for n, bands in prints.items()}
    sizes |= _sizes(conn, {n for pair in shared for n in pair} - docs.keys())
    pairs = sorted(p for p, n in shared.items() if is_candidate(n, sizes[p[0]], sizes[p[1]]))
    # In the order of the older document, so that each is read once, and few are held at a time.
    found: list[Copy] = []
    for at in range(0, len(pairs), _PAIRS):
        part = pairs[at : at + _PAIRS]
        others = _documents(conn, {n for pair in part for n in pair} - docs.keys())
        known = {**docs, **others}
        # One that is not there is closed, and its report marked: it is in another batch.
        compared = (compare(known[a], known[b]) for a, b in part if a in known and b in known)
        found += filter(None, compared)
    return found


def _sizes(conn: sa.Connection, documents: set[int]) -> dict[int, int]:
    """How many fingerprints some documents have."""
    sizes: dict[int, int] = {}
    for part in in_parts(sorted(documents)):
        query = sa.select(copy_band.c.document, sa.func.count())
        rows = conn.execute(
            query.where(copy_band.c.document.in_(part)).group_by(copy_band.c.document)
        )
        sizes |= {n: count for n, count in rows}  # noqa: C416  rows are no pairs to the types
    return sizes


def _holders(conn: sa.Connection, bands: set[int]) -> dict[int, list[int]]:
    """Documents that hold each of some fingerprints, the first `MOST_HOLDERS`."""
    holders: defaultdict[int, list[int]] = defaultdict(list)
    held = copy_band.c
    if len(bands) <= _FEW_BANDS:
        first = sa.select(held.document).where(held.band == sa.bindparam("wanted"))
        first = first.order_by(held.document).limit(MOST_HOLDERS)
        for band in bands:
            holders[band] = list(conn.execute(first, {"wanted": band}).scalars())
        return holders
    for part in in_parts(sorted(bands)):
        rank = sa.func.row_number().over(partition_by=held.band, order_by=held.document)
        ranked = sa.select(held.band, held.document, rank.label("rank")).where(held.band.in_(part))
        among = ranked.subquery().c
        rows = conn.execute(sa.select(among.band, among.document).where(among.rank <= MOST_HOLDERS))
        for band, n in rows:
            holders[band].append(n)
    return holders


def _documents(conn: sa.Connection, wanted: set[int]) -> dict[int, Wording]:
    """Read those documents that are open as words, with the sentences that are kept of them."""
    docs: dict[int, Document] = {}
    sentences: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for part in in_parts(sorted(wanted)):
        rows = conn.execute(
            sa.select(document).where(document.c.closed.is_(None), document.c.n.in_(part))
        )
        docs |= {row["n"]: document_of(row) for row in rows.mappings()}
        spans = conn.execute(
            sa.select(passage.c.document, passage.c.start, passage.c.end)
            .where(passage.c.document.in_(part))
            .order_by(passage.c.document, passage.c.start)
        )
        for n, start, end in spans:
            sentences[n].append((start, end))
    return {n: read_wording(doc, sentences.get(n)) for n, doc in docs.items()}


def _by_report(conn: sa.Connection, reports: Iterable[str]) -> dict[str, Wording]:
    """Read reports as words, by id."""
    numbers = sa.select(document.c.n).where(document.c.closed.is_(None))
    wanted = conn.execute(numbers.where(document.c.report.in_(sorted(reports)))).scalars()
    return {wording.report: wording for wording in _documents(conn, set(wanted)).values()}


def _write_bands(conn: sa.Connection, marked: Sequence[str], docs: Mapping[int, Wording]) -> None:
    """Write the fingerprints of documents in place of those that their reports had."""
    for part in in_parts(marked):
        theirs = sa.select(document.c.n).where(document.c.report.in_(part))
        for is_open in (document.c.closed.is_(None), document.c.closed.is_not(None)):  # by index
            old = conn.execute(theirs.where(is_open)).scalars().all()
            conn.execute(sa.delete(copy_band).where(copy_band.c.document.in_(old)))
    insert(
        conn,
        copy_band,
        [{"band": band, "document": n} for n in docs for band in fingerprints(docs[n])],
    )


def _rows_of(conn: sa.Connection, marked: Sequence[str]) -> dict[Pair, tuple[int, Copy]]:
    """Open rows in which a marked report stands, with their numbers."""
    found: dict[Pair, tuple[int, Copy]] = {}
    for part in in_parts(marked):
        for column in (copy.c.report, copy.c.of):
            query = sa.select(copy.c.n, copy.c.body).where(
                copy.c.closed.is_(None), column.in_(part)
            )
            for n, body in conn.execute(query):
                row = _decode(body)
                found[row.report, row.of] = n, row
    return found


def _row(c: Copy) -> dict[str, object]:
    return {
        "report": c.report,
        "of": c.of,
        "kind": c.kind,
        "share": c.share,
        "body": as_json(c),
    }


def _load(view: View, column: sa.Column[str], reports: Iterable[str]) -> tuple[Copy, ...]:
    found: list[Copy] = []
    for part in in_parts(sorted(set(reports))):
        query = sa.select(copy.c.body).where(view.open(copy), column.in_(part))
        found += map(_decode, view.conn.execute(query).scalars())
    return tuple(sorted(found, key=lambda c: (c.report, c.of)))


def _claims_of(conn: sa.Connection, reports: Iterable[str]) -> list[str]:
    found: list[str] = []
    for part in in_parts(sorted(set(reports))):
        query = sa.select(claim.c.id).where(claim.c.closed.is_(None), claim.c.report.in_(part))
        found += conn.execute(query).scalars()
    return found
