"""The tables of a record, the same in SQLite and PostgreSQL.

In:   nothing
Out:  SQLAlchemy tables in one `metadata`; `migrations/` makes them, and every query uses them

Two kinds of table. What is *kept*: `act`, `content`, `passage`, `decision` rows and their like
are written once. What is *computed* (claims, links, incidents ...) changes: each row carries
`made`, the act that made it, and `closed`, the act that replaced it, or null. A row is never
deleted or overwritten, so the record as of act `n` is the rows with
`made <= n and (closed is null or closed > n)`. Acts are numbered, so that a clock that goes
back changes no order.

Public ids (`id`) are text and live as long as the thing; `n` numbers one version of it.
JSON bodies hold the whole noun (`base.nouns`, `base.joined`); the columns beside it are what
queries filter and sort by.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Number = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows only by INTEGER


def _n() -> Column[int]:
    return Column("n", Number, primary_key=True, autoincrement=True)


def _fk(name: str, to: str, *, nullable: bool = False, index: bool = False) -> Column[int]:
    return Column(name, Number, ForeignKey(to), nullable=nullable, index=index)


def _history() -> tuple[Column[int], Column[int]]:
    return _fk("made", "act.n"), _fk("closed", "act.n", nullable=True)


def _text(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, Text, nullable=nullable, server_default=None if nullable else "")


def _open(table: Table, *columns: str) -> Index:
    """An index over the open rows only: what is looked at most."""
    is_open = table.c.closed.is_(None)
    return Index(
        f"ix_{table.name}_{'_'.join(columns)}_open",
        *(table.c[name] for name in columns),
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def _versions(table: Table, column: str, *covered: str) -> None:
    """Indexes for one thing by its public id: its open row, and beside it its closed ones.

    They are two, since nearly all look-ups want the open row and nearly no row is closed. A query
    for all versions asks for `closed IS NULL` and for `closed IS NOT NULL` one by one. In SQLite
    `covered` columns stand in the index of the open row too, so that what is found by the thousand
    is answered without its body (`docs/decisions/0154-ids-that-answer.md`).
    """
    is_open = table.c.closed.is_(None)
    cells = [table.c[name] for name in (column, *(("closed", *covered) if covered else ()))]
    name = f"ix_{table.name}_{column}_open"
    Index(name, *cells, sqlite_where=is_open).ddl_if(dialect="sqlite")
    Index(name, cells[0], postgresql_where=is_open).ddl_if(dialect="postgresql")
    is_closed = table.c.closed.is_not(None)
    name = f"ix_{table.name}_{column}_closed"
    Index(name, table.c[column], sqlite_where=is_closed, postgresql_where=is_closed)


def _look(table: Table, *columns: str, by_number: bool = False) -> None:
    """Indexes over the open rows by which they are sought and put in order.

    In SQLite one index holds all `columns`: a filter, whatever it asks for, is answered from
    the index alone, of a million claims in a tenth of a second, where the rows with their
    bodies take seconds. `by_number`: the same columns again by number, for what is found by
    actor or words first. `closed` is in both because SQLite asks for it. PostgreSQL keeps long
    bodies apart by itself and refuses long index rows, so there the first two columns do.
    (`docs/decisions/0120-one-index-to-look-by.md`)
    """
    is_open = table.c.closed.is_(None)
    name = f"ix_{table.name}_look"
    cells = [*(table.c[name] for name in columns), table.c.closed]
    Index(name, *cells, sqlite_where=is_open).ddl_if(dialect="sqlite")
    Index(name, *cells[:2], postgresql_where=is_open).ddl_if(dialect="postgresql")
    if by_number:
        by_n = Index(f"ix_{table.name}_by_number", table.c.n, *cells, sqlite_where=is_open)
        by_n.ddl_if(dialect="sqlite")


# --- who did what to the record, and when -------------------------------------------------

act = Table(
    "act",
    metadata,
    _n(),
    _text("kind"),  # add, link, decide, undo, recode, release, migrate
    _text("at"),  # UTC, ISO 8601 with microseconds and Z; never before the act before it
    _text("ended", nullable=True),  # null while it runs, or when it was killed
    _text("step"),
    _text("version"),
    _text("model"),
    _text("settings"),  # digest of the settings tree
    _text("person"),  # "" for the machine
    _text("reason"),
    _text("detail"),  # JSON: settings in full, counts, what changed
)

setting = Table(
    "setting",
    metadata,
    _n(),
    _text("key"),  # record_id, name, estimate_rule ...
    _text("value"),
    *_history(),
)
_open(setting, "key")

# --- reports as received, and their text --------------------------------------------------

content = Table(
    "content",
    metadata,
    Column("sha256", Text, primary_key=True),  # of the bytes as received, in hex
    Column("size", Integer, nullable=False),  # bytes as received
    _text("packed"),  # "zlib" or ""
    Column("bytes", LargeBinary, nullable=False),
)

report = Table(
    "report",
    metadata,
    _n(),
    _text("id"),
    Column("sha256", Text, ForeignKey("content.sha256"), nullable=False),
    _text("media"),
    _text("origin"),
    _text("title"),
    _text("outlet"),
    _text("url"),
    _text("language"),
    Column("published", Date),
    _text("published_from"),
    _text("body"),  # JSON: what is left of the noun (given sentences)
    *_history(),
)
_versions(report, "id")
_open(report, "outlet")
_open(report, "published")

document = Table(
    "document",
    metadata,
    _n(),
    _text("report"),  # public id
    _text("text"),
    _text("sha256"),  # of the text in UTF-8, in hex
    _text("title"),
    _text("outlet"),
    Column("published", Date),
    _text("published_from"),
    _text("language"),
    _text("url"),
    _text("body"),  # JSON: the `Document` without its text
    *_history(),
)
_versions(document, "report")
_open(document, "outlet")
_look(document, "published", "report", "outlet", "title", "language")

passage = Table(  # the sentences of a document; searched by their words (`passage_fts`)
    "passage",
    metadata,
    _n(),
    _fk("document", "document.n", index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    _text("text"),
)

drop = Table(
    "drop",
    metadata,
    _n(),
    _text("key"),  # hash of origin, step and reason: the same drop is kept once
    _text("origin"),
    _text("step"),
    _text("reason"),
    _text("detail"),
    _fk("made", "act.n"),
    UniqueConstraint("key"),
)

# --- claims -------------------------------------------------------------------------------

coding = Table(  # what the machine drew from a report, before any person judged it
    "coding",
    metadata,
    _n(),
    _text("report"),
    _fk("document", "document.n"),
    _text("made_by"),
    _text("settings"),
    Column("claims", LargeBinary, nullable=False),  # zlib of the JSON list of claims
    *_history(),
)
_versions(coding, "report")

claim = Table(  # claims as they stand: the machine's, with people's decisions laid over them
    "claim",
    metadata,
    _n(),
    _text("id"),
    _text("report"),
    _fk("document", "document.n", index=True),
    _fk("passage", "passage.n", nullable=True, index=True),  # the evidence
    _text("kind"),
    _text("type"),
    _text("mode"),
    _text("status"),
    Column("hedged", Boolean, nullable=False),
    Column("score", Float, nullable=False),
    _text("state"),  # coded, accepted, edited, added, rejected (kept, and left out of all else)
    Column("trigger_start", Integer, nullable=False),
    Column("trigger_end", Integer, nullable=False),
    Column("day_from", Date),
    Column("day_to", Date),
    _text("day_precision"),
    _text("day_basis"),
    _text("place"),
    Column("geonameid", Integer),
    Column("lat", Float),
    Column("lon", Float),
    _text("admin1"),
    _text("country"),
    _text("geo_precision"),
    _text("outlet"),
    _text("source"),  # innermost voice, for people
    _text("made_by"),
    _text("body"),  # JSON: the `Claim`
    *_history(),
)
_versions(claim, "id", "state", "outlet", "passage", "document")
_open(claim, "report")
_open(claim, "place").ddl_if(dialect="sqlite")  # PostgreSQL refuses long index rows
_look(
    claim, "day_from", "id", "day_to", "day_basis", "kind", "type", "mode", "status", "state",
    "country", "admin1", "geonameid", "lat", "lon", "geo_precision", "place", "outlet", "passage",
    "document", "score", "hedged", by_number=True,
)  # fmt: skip

claim_actor = Table(  # who stands in which role of a claim
    "claim_actor",
    metadata,
    _n(),
    _fk("claim", "claim.n", index=True),
    _text("role"),  # actor, recipient, source
    Column("position", Integer, nullable=False),
    _text("key"),  # as `joined.Teller.key`: actor id, or "name:" and the folded name
    _text("name"),  # for people
    _text("code"),  # PLOVER code as of the day
    _text("folded"),  # the words, as `keys.bare` folds them: what a person's decision is about
    Index(None, "key", "role", "claim"),
    Index(None, "folded", "key"),
)

claim_place = Table(  # the places of a claim: those it names, and where it is put on the map
    "claim_place",
    metadata,
    _n(),
    _fk("claim", "claim.n", index=True),
    _text("role"),  # place, where
    Column("position", Integer, nullable=False),
    _text("key"),  # `keys.place_key`: "geo:" and the GeoNames id, or "place:" and the folded name
    _text("name"),  # for people
    _text("folded"),  # the words, as `keys.bare_place` folds them
    Index(None, "key", "role"),
    Index(None, "folded"),
)

# --- links --------------------------------------------------------------------------------

copy_band = Table(  # fingerprints of documents, by which copies are found (`link.copies`)
    "copy_band",
    metadata,
    Column("band", BigInteger, nullable=False),
    _fk("document", "document.n", index=True),
    PrimaryKeyConstraint("band", "document"),
    sqlite_with_rowid=False,
)

copy = Table(
    "copy",
    metadata,
    _n(),
    _text("report"),
    _text("of"),
    _text("kind"),
    Column("share", Float, nullable=False),
    _text("body"),  # JSON: the `Copy`
    *_history(),
)
_open(copy, "report")
_open(copy, "of")

claim_key = Table(  # blocks in which accounts of one happening are sought
    "claim_key",
    metadata,
    Column("key", BigInteger, nullable=False),  # `link.incidents_blocks`
    _fk("claim", "claim.n", index=True),  # the claim that stands for the account
    PrimaryKeyConstraint("key", "claim"),
    sqlite_with_rowid=False,
)

account = Table(  # what linking reads of a report, so that it need not be read anew
    "account",
    metadata,
    Column("document", Number, ForeignKey("document.n"), primary_key=True, autoincrement=False),
    _text("version"),  # of what reads it; of another version it is read anew
    Column("body", LargeBinary, nullable=False),  # `link.incidents_accounts.pack`
)

link = Table(
    "link",
    metadata,
    _n(),
    _text("a"),
    _text("b"),
    _text("judgement"),
    Column("score", Float, nullable=False),
    _text("person"),
    _text("body"),  # JSON: the `Link`
    *_history(),
)
_open(link, "a")
_open(link, "b")

incident = Table(
    "incident",
    metadata,
    _n(),
    _text("id"),
    _text("type"),
    _text("mode"),
    _text("status"),
    Column("disputed", Boolean, nullable=False),
    Column("day_from", Date),
    Column("day_to", Date),
    _text("day_precision"),
    _text("day_basis"),
    _text("place"),
    Column("geonameid", Integer),
    Column("lat", Float),
    Column("lon", Float),
    _text("admin1"),
    _text("country"),
    _text("geo_precision"),
    Column("killed_best", Integer),
    Column("killed_low", Integer),
    Column("killed_high", Integer),
    Column("claims", Integer, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("tellers", Integer, nullable=False),
    _text("rule"),  # of the estimates
    _text("body"),  # JSON: the `Incident`
    *_history(),
)
_versions(incident, "id")
_open(incident, "place").ddl_if(dialect="sqlite")
_look(
    incident, "day_from", "id", "day_to", "day_basis", "type", "mode", "status", "disputed",
    "country", "admin1", "geonameid", "lat", "lon", "geo_precision", "place", "killed_best",
    "claims", "reports", "tellers",
)  # fmt: skip

incident_claim = Table(
    "incident_claim",
    metadata,
    _n(),
    _text("incident"),
    _text("claim"),
    *_history(),
)
_open(incident_claim, "incident", "claim", "closed")
_open(incident_claim, "claim", "incident", "closed")

incident_actor = Table(
    "incident_actor",
    metadata,
    _n(),
    _fk("incident", "incident.n"),
    _text("role"),
    _text("key"),
    _text("name"),
    Index("ix_incident_actor_incident", "incident", "key"),
    Index(None, "key", "role", "incident"),
)

incident_alias = Table(  # ids that were public once, and what they became
    "incident_alias",
    metadata,
    _n(),
    _text("old"),
    _text("new"),
    _text("why"),  # merged, split, retracted (then `new` is "")
    *_history(),
)
_open(incident_alias, "old")
_open(incident_alias, "new")

relation = Table(
    "relation",
    metadata,
    _n(),
    _text("id"),
    _text("type"),
    _text("actor"),
    _text("recipient"),
    _text("actor_name"),
    _text("recipient_name"),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("disputed", Boolean, nullable=False),
    Column("claims", Integer, nullable=False),
    Column("tellers", Integer, nullable=False),
    _text("body"),  # JSON: the `Relation`
    *_history(),
)
_versions(relation, "id", "disputed", "tellers")
_open(relation, "actor")
_open(relation, "recipient")
_open(relation, "type")

relation_claim = Table(
    "relation_claim",
    metadata,
    _n(),
    _text("relation"),
    _text("claim"),
    *_history(),
)
_open(relation_claim, "relation", "claim", "closed")
_open(relation_claim, "claim", "relation", "closed")

relation_key = Table(  # the pairs on whose relations a claim bears, by which they are found
    "relation_key",
    metadata,
    Column("key", BigInteger, nullable=False),  # hash of the pair (`record.relations`)
    _fk("claim", "claim.n", index=True),
    PrimaryKeyConstraint("key", "claim"),
    sqlite_with_rowid=False,
)

dirty = Table(  # what linking has still to look at; rows go when it has
    "dirty",
    metadata,
    _n(),
    _text("kind"),  # document, claim, relation_claim, incident, relation; see `rows.mark`
    _text("key"),  # its public id; of a document the report's
    UniqueConstraint("kind", "key"),
)

# --- people's judgement, and what was published -------------------------------------------

decision = Table(
    "decision",
    metadata,
    _n(),
    _text("id"),
    _text("kind"),  # as `decide.KINDS`
    _text("subject"),  # id of a claim, or "a b" of a pair, or a name
    _text("report"),  # report of the claim, "" else
    _text("value"),  # JSON
    _text("person"),
    _text("reason"),
    *_history(),
)
_open(decision, "id")
_open(decision, "report")
_open(decision, "subject")

release = Table(
    "release",
    metadata,
    _n(),
    _text("name"),
    _text("digest"),  # sha256 of the release's datapackage.json
    _text("detail"),  # JSON: filters, do-no-harm rules, counts
    _fk("made", "act.n"),
    UniqueConstraint("name"),
)
