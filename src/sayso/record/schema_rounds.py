"""The tables of rounds of blind second coding; beside `schema`, in the same metadata.

In:   nothing
Out:  SQLAlchemy tables; the first migration makes them with the others

A round is a sample of reports that named coders read without seeing what the machine or the
others drew from them. As everywhere, rows are closed, never changed: a coding that is given
again closes the one before it, a verdict that is undone is closed.
"""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Table, Text

from sayso.record.schema import Number, metadata


def _n() -> Column[int]:
    return Column("n", Number, primary_key=True, autoincrement=True)


def _text(name: str, *, index: bool = False) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="", index=index)


def _history() -> tuple[Column[int], Column[int]]:
    return (
        Column("made", Number, ForeignKey("act.n"), nullable=False),
        Column("closed", Number, ForeignKey("act.n"), nullable=True),
    )


round_ = Table(
    "round",
    metadata,
    _n(),
    _text("id", index=True),  # "round-1"
    _text("name"),
    _text("body"),  # JSON: the `rounds.Round`
    *_history(),
)

round_report = Table(  # the sample, in the order in which it is coded
    "round_report",
    metadata,
    _n(),
    _text("round", index=True),
    _text("report"),
    Column("document", Number, ForeignKey("document.n"), nullable=False),  # the text they all read
    _text("stratum"),
    Column("position", Integer, nullable=False),
    *_history(),
)

round_coding = Table(  # what one coder drew from one report
    "round_coding",
    metadata,
    _n(),
    _text("round", index=True),
    _text("report"),
    _text("coder"),
    Column("claims", LargeBinary, nullable=False),  # zlib of the JSON list of claims
    *_history(),
)

round_verdict = Table(  # how an editor settled what coders drew
    "round_verdict",
    metadata,
    _n(),
    _text("round", index=True),
    _text("unit"),  # `round_pairs.Unit.id`
    _text("decision"),  # id of the decision that followed, "" where none did
    _text("person"),
    _text("body"),  # JSON: the `round_verdicts.Verdict`
    *_history(),
)
