"""Measure what copies cost in a growing record, on made texts.

In:   nothing
Out:  processor time a report as the record grows, in batches and one by one; size of the rows

Method: texts of 18 sentences of invented words, drawn as words are in speech (the n-th commonest
1/n as often), in 200 outlets, 300 a day. One in 20 is a copy, two thirds of another one. One in
three ends with the same 38 words of furniture, in other outlets' reports too: what is dear to look
up. Reports are written as documents without claims; only `record.copies.update` is timed.
Known faults: made sentences share fewer phrases than news do.

Run `python benchmarks/copies_growth.py [--reports 40000]`.
"""

import argparse
import datetime as dt
import itertools
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa

from sayso.base.nouns import Document
from sayso.record import copies
from sayso.record.acts import Act
from sayso.record.open import Record, open_record
from sayso.record.rows import document_row, insert, mark
from sayso.record.schema import copy, copy_band, document

BATCH = 1_000
SYLLABLES = """ba dor el fin gor hal is kem lor mir nas ost pel rin sul tar ulm ven wes yor"""
WORDS = ["".join(pair) for pair in itertools.product(SYLLABLES.split(), repeat=3)]
WEIGHTS = list(itertools.accumulate(1 / n for n in range(1, len(WORDS) + 1)))
FURNITURE = (
    "Sign of the valley times, the Post was founded in 1911 by Jor Pell and is printed in Ostrel "
    "by the Pell family for all the people of the long valley and beyond it, each day but one."
)


def make(n: int) -> Document:
    """The n-th report."""
    if n % 20 == 1:
        source = make(n - 1)
        text = "\n\n".join(source.text.split("\n\n")[:4])
        return Document(
            report_id=f"r{n:07}", text=text, outlet="copier", published=source.published
        )
    rng = random.Random(n)
    sentences = []
    for _ in range(18):
        words = rng.choices(WORDS, cum_weights=WEIGHTS, k=rng.randrange(12, 28))
        sentences.append(" ".join(words).capitalize() + ".")
    paragraphs = [" ".join(sentences[i : i + 3]) for i in range(0, 18, 3)]
    if n % 3 == 0:
        paragraphs.append(FURNITURE)
    return Document(
        report_id=f"r{n:07}",
        text="\n\n".join(paragraphs),
        outlet=f"outlet{n % 200}",
        published=dt.date(2030, 1, 1) + dt.timedelta(days=n // 300),
    )


def add(act: Act, docs: list[Document]) -> None:
    """Write documents and mark them."""
    insert(act.conn, document, [{**document_row(doc, ""), "made": act.n} for doc in docs])
    mark(act.conn, "document", [doc.report_id for doc in docs])


def timed(record: Record, docs: list[Document]) -> float:
    """Seconds of processor time to look for copies of some new reports."""
    with record.write("add") as act:
        add(act, docs)
    began = time.process_time()
    with record.write("link") as act:
        copies.update(act)
    return time.process_time() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reports", type=int, default=40_000)
    args = parser.parse_args()
    print("| reports | ms a report, in batches of 1,000 | one alone, ms | peak MB | file MB |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "growth.sayso"
        with open_record(path, create=True) as record:
            for first in range(0, args.reports, BATCH):
                spent = timed(record, [make(first + i) for i in range(BATCH)])
                done = first + BATCH
                if done in (BATCH, 5 * BATCH) or done % (10 * BATCH) == 0:
                    alone = sorted(timed(record, [make(10**6 + done + i)]) for i in range(9))
                    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                    print(
                        f"| {done:,} | {1e3 * spent / BATCH:.1f} | {1e3 * alone[4]:.0f} "
                        f"(at most {1e3 * alone[-1]:.0f}) | {peak:.0f} "
                        f"| {path.stat().st_size / 1e6:.0f} |",
                        flush=True,
                    )
            with record.read() as view:
                n_bands, n_copies = (
                    view.conn.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
                    for table in (copy_band, copy)
                )
    print(f"{n_bands / args.reports:.1f} fingerprints a report, {n_copies:,} copies")
    return 0


if __name__ == "__main__":
    sys.exit(main())
