"""The first tables, and the index of words over the passages.

In:   an empty database
Out:  the tables of `schema.metadata`; SQLite: `passage_fts` (FTS5 over `passage.text`, kept
      by a trigger, since passages are only ever added); PostgreSQL: a GIN index

Method: until the first release this is the only revision and follows `schema.metadata`.
Known faults: none known.
"""

from alembic import op

from sayso.record import schema_rounds
from sayso.record.schema import metadata

assert schema_rounds.round_.metadata is metadata  # its tables are among the others

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Words are what Unicode calls so, without case and accents: "Abéché" is found as "abeche".
_FTS = """CREATE VIRTUAL TABLE passage_fts USING fts5(
    text, content='passage', content_rowid='n', tokenize='unicode61 remove_diacritics 2')"""
_TRIGGER = """CREATE TRIGGER passage_words AFTER INSERT ON passage BEGIN
    INSERT INTO passage_fts (rowid, text) VALUES (new.n, new.text); END"""
_GIN = "CREATE INDEX ix_passage_words ON passage USING gin (to_tsvector('simple', text))"


def upgrade() -> None:
    """Make everything."""
    conn = op.get_bind()
    metadata.create_all(conn)
    if conn.dialect.name == "sqlite":
        op.execute(_FTS)
        op.execute(_TRIGGER)
    else:
        op.execute(_GIN)
