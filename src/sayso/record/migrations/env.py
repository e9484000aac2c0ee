"""What Alembic runs for each migration: it takes the connection that `upgrade` hands it.

In:   `config.attributes["connection"]`, with a transaction open
Out:  the migrations run in that transaction

Method: Alembic's recipe for driving migrations from code ("Sharing a Connection").
Known faults: none known.
"""

from alembic import context

from sayso.record.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=False,
)
context.run_migrations()
