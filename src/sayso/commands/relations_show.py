"""Relations as text, JSON lines, CSV and Parquet.

In:   relations, or how they stand on a day, and the sentences behind them
Out:  lines of text; rows of plain values, bytes

Method: in text the sentences stand under what they tell. A row is a relation on the day that is
asked about, or a phase where no day is.
Known faults: none known.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec

from sayso.base.joined import Phase, Relation, Teller
from sayso.record.relation_words import phase_said, relation_said, rivals_said, state_said
from sayso.record.told import Sentence, Told, all_claims
from sayso.show.words import counted
from sayso.tables import csv_cell

FormatName = Literal["table", "json", "csv", "parquet"]
Row = dict[str, Any]

_SEPARATOR = "; "
_MOST = 4  # sentences under one phase in text; the ids of the others follow
# Columns that hold something else than text, by what Arrow calls it.
_KINDS = {"claims": "int64", "disputed": "bool", "hedged": "bool"} | dict.fromkeys(
    ("day", "start", "end", "sure_start", "sure_end", "before", "after"), "date32"
)


# --- text -----------------------------------------------------------------------------------


def day_lines(told: Told, sentences: Mapping[str, Sentence]) -> Iterator[str]:
    """How a relation stands on a day, and the sentences that say so."""
    yield relation_said(told.relation)
    yield f"  on {told.day}: {state_said(told)}"
    for remark in rivals_said(told):
        yield f"  but {remark}"
    near = told.standing
    phases: list[Phase] = list(near.speaks)
    phases += near.maybe if not phases else ()
    if not phases:
        phases = [p for p in (near.before, near.after) if p is not None]
    for phase in phases:
        yield from phase_lines(phase, sentences)


def phase_lines(phase: Phase, sentences: Mapping[str, Sentence]) -> Iterator[str]:
    """One phase, and the sentences for and against it; what a denial denies stands by itself."""
    yield f"    {phase_said(phase)}"
    yield from _sentence_lines(phase.claims, sentences)
    if phase.kind == "denied":
        return
    for claims, word in ((phase.against, "against it"), (phase.end_against, "against its end")):
        if claims:
            yield f"      {word}:"
            yield from _sentence_lines(claims, sentences)


def _sentence_lines(claims: Sequence[str], sentences: Mapping[str, Sentence]) -> Iterator[str]:
    """Each sentence once, with all its claims, in the order of the reports' days."""
    found: dict[tuple[dt.date, str, int, str], list[str]] = {}
    for id_ in claims:
        if id_ in sentences:
            one = sentences[id_]
            day = f", {one.published}" if one.published else ""
            line = f"{one.outlet or one.report}{day}: {one.text}"
            place = one.published or dt.date.min, one.report, one.start, line
            found.setdefault(place, []).append(id_)
    for place, ids in sorted(found.items())[:_MOST]:
        yield f"      {place[-1]} [{' '.join(ids)}]"
    left = [id_ for _, ids in sorted(found.items())[_MOST:] for id_ in ids]
    if left:
        yield f"      and {counted(len(left), 'claim')} more: {' '.join(left)}"


def relation_lines(one: Relation, sentences: Mapping[str, Sentence]) -> Iterator[str]:
    """A relation with all its phases."""
    yield relation_said(one)
    for phase in one.phases:
        yield from phase_lines(phase, sentences)


# --- rows -----------------------------------------------------------------------------------


def day_row(told: Told) -> Row:
    """A relation on a day as plain values; lists joined with "; "."""
    on = told.standing
    return {
        **_ends(told.relation),
        "day": told.day,
        "state": on.state,
        "yes": _names(on.yes),
        "no": _names(on.no),
        "before": on.before and (on.before.end or on.before.start),
        "after": on.after and (on.after.start or on.after.end),
        "rivals": _SEPARATOR.join(r.relation.actor_name for r in told.rivals),
        "said": state_said(told),
        "evidence": _SEPARATOR.join(told.claims),
    }


def phase_rows(one: Relation) -> Iterator[Row]:
    """The phases of a relation as plain values."""
    for phase in one.phases:
        yield {
            **_ends(one),
            "kind": phase.kind,
            "start": phase.start,
            "end": phase.end,
            "sure_start": phase.sure_start,
            "sure_end": phase.sure_end,
            "starts_by": phase.starts_by,
            "ends_by": phase.ends_by,
            "basis": phase.basis,
            "hedged": phase.hedged,
            "disputed": phase.disputed,
            "told_by": _names(phase.tellers),
            "denied_by": _names((*phase.deniers, *phase.end_deniers)),
            "said": phase_said(phase),
            "evidence": _SEPARATOR.join(all_claims(phase)),
        }


DAY_COLUMNS = (
    "id", "type", "actor", "recipient", "actor_name", "recipient_name", "day", "state", "yes",
    "no", "before", "after", "rivals", "said", "evidence",
)  # fmt: skip
PHASE_COLUMNS = (
    "id", "type", "actor", "recipient", "actor_name", "recipient_name", "kind", "start", "end",
    "sure_start", "sure_end", "starts_by", "ends_by", "basis", "hedged", "disputed", "told_by",
    "denied_by", "said", "evidence",
)  # fmt: skip


def _ends(one: Relation) -> Row:
    return {
        "id": one.id,
        "type": one.type,
        "actor": one.actor,
        "recipient": one.recipient,
        "actor_name": one.actor_name,
        "recipient_name": one.recipient_name,
    }


def _names(tellers: Iterable[Teller]) -> str:
    return _SEPARATOR.join(t.name for t in tellers)


def as_jsonl(things: Iterable[object]) -> bytes:
    """One JSON object a line."""
    return b"".join(msgspec.json.encode(thing) + b"\n" for thing in things)


def day_json(told: Told, sentences: Mapping[str, Sentence]) -> Row:
    """A relation on a day, whole: phases and sentences with it."""
    return {
        **_ends(told.relation),
        "day": told.day,
        "standing": told.standing,
        "said": state_said(told),
        "rivals": [
            {"id": r.relation.id, "actor": r.relation.actor, "actor_name": r.relation.actor_name,
             "first": r.first, "last": r.last, "tellers": r.tellers}
            for r in told.rivals
        ],
        "sentences": [sentences[id_] for id_ in told.claims if id_ in sentences],
    }  # fmt: skip


def relation_json(one: Relation, sentences: Mapping[str, Sentence]) -> Row:
    """A relation, whole: phases and sentences with it."""
    claims = sorted({id_ for phase in one.phases for id_ in all_claims(phase)})
    return {
        **msgspec.structs.asdict(one),
        "sentences": [sentences[id_] for id_ in claims if id_ in sentences],
    }


def as_csv(rows: Iterable[Row], columns: Sequence[str]) -> bytes:
    """Rows as CSV, without formulas."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([csv_cell(row[name]) for name in columns])
    return buffer.getvalue().encode("utf-8", "surrogatepass")


def as_parquet(rows: Iterable[Row], columns: Sequence[str]) -> bytes:
    """Rows as Parquet."""
    import pyarrow as pa  # noqa: PLC0415  0.2 s that the other formats do not pay
    import pyarrow.parquet as pq  # noqa: PLC0415

    schema = pa.schema([(name, pa.type_for_alias(_KINDS.get(name, "string"))) for name in columns])
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), out, compression="zstd")
    return out.getvalue()
