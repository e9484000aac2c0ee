"""One invented town under rules: reports that name it, its people and its days in every way.

`words_in` reads all there is in a release, Parquet cells and file names among it, so that a
test can look for what must not be there.
"""

from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
from handmade import make_claim, make_coded, make_document, make_report
from joined_by_hand import claims_of, incident, join, relation

from sayso.base.joined import Copy, Link, Reason
from sayso.base.nouns import Claim
from sayso.record import schema
from sayso.record.ingest import add_coded
from sayso.record.open import Record
from sayso.record.release.harm_rules import ReleaseFile, release_file_from

SATURDAY = "2031-03-01"
ATTACK = (
    "ILSK, March 2 (Hill Radio) - Fighters of the Hallin Front attacked the town of Ilsk on "
    "Saturday and people marched there, nurse Amina Kerr said. "
    "Ilsk has 4,000 inhabitants. "
    "Kerr said 17 people were killed in the attack. "
    "In Marn the government arrested 14 men on Sunday, a lawyer said. "
    "The Hallin Front holds Ilsk, its speaker said."
)
LATER = "The army shelled Marn on Monday, killing 3 people, residents said."


def add(record: Record, *coded: Any) -> None:
    with record.write("add", step="test") as act:
        for report, found in coded:
            add_coded(act, report, found)


def attack_report(id_: str, outlet: str, title: str = "Front attacks Ilsk") -> Any:
    report = make_report(
        id_, ATTACK, title=title, outlet=outlet, published="2031-03-02",
        url=f"https://{outlet.lower().replace(' ', '')}.example/ilsk-attack-{id_}",
    )  # fmt: skip
    doc = make_document(report)
    nurse = "nurse Amina Kerr"
    return report, make_coded(
        report,
        make_claim(doc, "ASSAULT", "attacked", actor="Hallin Front", place="Ilsk",
                   time="Saturday", source=nurse, when=SATURDAY),
        make_claim(doc, "PROTEST", "marched", actor="people", place="Ilsk", time="Saturday",
                   source=nurse, when=SATURDAY),
        make_claim(doc, "ASSAULT", "killed", recipient="people", source="Kerr",
                   number=("17", "killed", 17, 17), when=SATURDAY),
        make_claim(doc, "COERCE", "arrested", actor="government", recipient="14 men", place="Marn",
                   number=("14", "detained", 14, 14), source="a lawyer", when="2031-03-02"),
        make_claim(doc, "controls", "holds", actor="Hallin Front", place="Ilsk",
                   source="its speaker", when="2031-03-02"),
    )  # fmt: skip


def later_report() -> Any:
    report = make_report("gazette-9", LATER, title="Marn shelled", outlet="Marn Gazette",
                         published="2031-06-10")  # fmt: skip
    doc = make_document(report)
    return report, make_coded(
        report,
        make_claim(doc, "ASSAULT", "shelled", actor="army", place="Marn", time="Monday",
                   number=("3", "killed", 3, 3), source="residents", when="2031-06-09"),
    )  # fmt: skip


_NEUTRAL = {"Ilsk": "0", "Marn": "1"}  # an id must not name the place


def joined(record: Record, **more: Any) -> None:
    """Join the claims: one incident a type and place, one relation."""
    found: dict[tuple[str, str], list[Claim]] = {}
    relations: list[Claim] = []
    for claim in sorted(claims_of(record).values(), key=lambda c: (c.doc, c.trigger.start)):
        if claim.kind == "relation":
            relations.append(claim)
            continue
        place = claim.where.name if claim.where else "Ilsk"
        found.setdefault((claim.type, place), []).append(claim)
    incidents = [
        incident(f"i-{type_.lower()}-{_NEUTRAL[place]}", claims)
        for (type_, place), claims in sorted(found.items())
    ]
    links = [
        Link(a=a, b=b, judgement="same", score=0.9,
             reasons=(Reason(what="both in Ilsk on Saturday, by Amina Kerr", weight=3.1),))
        for a, b in _pairs(found.get(("ASSAULT", "Ilsk"), []))
    ]  # fmt: skip
    held = [relation("rel-holds", relations)] if relations else []
    join(record, incidents=incidents, relations=held, links=links, **more)


def _pairs(claims: list[Claim]) -> list[tuple[str, str]]:
    ids = sorted(c.id for c in claims)
    return [(a, b) for n, a in enumerate(ids) for b in ids[n + 1 :]]


def copied(record: Record, report: str, of: str) -> None:
    with record.write("link", step="test") as act:
        body = Copy(report=report, of=of, kind="copy", share=1.0)
        act.conn.execute(
            schema.copy.insert().values(
                report=report, of=of, kind="copy", share=1.0,
                body=msgspec.json.encode(body).decode(), made=act.n,
            )
        )  # fmt: skip


def rules(*harm: dict[str, Any], **about: Any) -> ReleaseFile:
    tree: dict[str, Any] = {"harm": [{"reason": "Safety", "match": {}} | rule for rule in harm]}
    return release_file_from(tree | ({"release": about} if about else {}), where="rules")


def words_in(folder: Path) -> dict[str, str]:
    """All text of a release by file, in lower case: cells and statistics of Parquet as well."""
    found = {"": " ".join(sorted(path.name for path in folder.iterdir())).casefold()}
    for path in folder.iterdir():
        if path.suffix == ".parquet":
            file = pq.ParquetFile(path)
            cells = [str(cell) for column in file.read().columns for cell in column.to_pylist()]
            found[path.name] = " ".join([*cells, str(file.metadata), _statistics(file)]).casefold()
            raw = path.read_bytes().decode("latin-1").casefold()
            found[path.name] += raw
        else:
            text = path.read_text(encoding="utf-8-sig")
            # The examples of the ontology are the same in every release, and have Saturdays too.
            found[path.name] = text.partition("# Types of claims")[0].casefold()
    return found


def _statistics(file: pq.ParquetFile) -> str:
    groups = (file.metadata.row_group(n) for n in range(file.metadata.num_row_groups))
    chunks = (group.column(n) for group in groups for n in range(group.num_columns))
    return " ".join(
        f"{c.statistics.min} {c.statistics.max}"
        for c in chunks
        if c.statistics is not None and c.statistics.has_min_max
    )


def leaks(folder: Path, *words: str) -> list[str]:
    """Where any of these words stands, whole or as part of another."""
    return [
        f"{name}: {word}"
        for name, text in sorted(words_in(folder).items())
        for word in words
        if word.casefold() in text
    ]


def rows_of(folder: Path, table: str) -> list[dict[str, Any]]:
    return pq.read_table(folder / f"{table}.parquet").to_pylist()  # type: ignore[no-any-return]
