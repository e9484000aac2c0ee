"""Fixtures of the record: an empty one, one with an invented war, and the builders by hand.

`record` is a new file in the test's folder, open for writing. `war` is another, with the
twelve reports of `handmade.the_war` added (not linked: call `link_all` for that). The builders
are those of `tests/builders/handmade.py`; they may also be imported from there.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import handmade
import pytest

from sayso.record.ingest import add_coded
from sayso.record.open import Record, open_record


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "test.sayso", create=True) as made:
        yield made


@pytest.fixture
def war(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "war.sayso", create=True) as made:
        with made.write("add", step="test") as act:
            for report, coded in handmade.the_war():
                add_coded(act, report, coded)
        yield made


@pytest.fixture(scope="session")
def make_report() -> Callable[..., Any]:
    return handmade.make_report


@pytest.fixture(scope="session")
def make_document() -> Callable[..., Any]:
    return handmade.make_document


@pytest.fixture(scope="session")
def make_claim() -> Callable[..., Any]:
    return handmade.make_claim


@pytest.fixture(scope="session")
def make_coded() -> Callable[..., Any]:
    return handmade.make_coded
