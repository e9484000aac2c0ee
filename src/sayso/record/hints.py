"""Hints to SQLite, which SQLAlchemy has for other databases only.

In:   `select.with_hint(table, "INDEXED BY ix_claim_by_number", "sqlite")`
Out:  the same words in the statement, behind the table

Method: SQLAlchemy's compiler asks its dialect what a hint on a table looks like; that of SQLite
says nothing, this one says the hint. https://www.sqlite.org/lang_indexedby.html
Known faults: none known.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler


class _Hinting(SQLiteCompiler):
    def get_from_hint_text(self, table: Any, text: str | None) -> str | None:
        """A hint on a table is written as it was given."""
        del table
        return text


def let_hint(engine: sa.Engine) -> None:
    """Let statements of this engine, of SQLite, say which index to go by."""
    engine.dialect.statement_compiler = _Hinting
