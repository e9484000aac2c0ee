"""Formats from coded claims: shards of `sayso code` become a record that is thrown away.

In:   folders of shards
Out:  an open record, linked, for as long as an export takes

Method: the same adding and linking as `sayso add --coded`, in a temporary folder, so that an
export of claims holds what an export of a record made of them would.
Known faults: what linking costs is paid for each export; who exports often keeps a record.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sayso.config import Settings
from sayso.record.account import Account
from sayso.record.adding import AddJob, run
from sayso.record.open import Record, open_record


def _unheard(_: str) -> None:
    """Nobody listens."""


@contextmanager
def record_of(
    folders: Sequence[str], *, on_link: Callable[[str], None] = _unheard
) -> Iterator[Record]:
    """A record of coded claims.

    Args:
        folders: as `sayso code -o FOLDER/` writes them, paths or URLs.
        on_link: called with the name of each step of linking.

    Raises:
        ConfigError: a folder is not what a run of `sayso code` left when it ended.
    """
    with tempfile.TemporaryDirectory() as place:
        record = open_record(Path(place) / "coded.sayso", create=True)
        try:
            job = AddJob(inputs=(), settings=Settings(), coded=folders, on_link=on_link)
            run(record, job, Account())
            yield record
        finally:
            record.close()
