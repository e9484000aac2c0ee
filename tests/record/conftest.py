"""Fixtures of the record: an empty one, one with an invented war, and the builders by hand.

`record` is a new record, open for writing. `war` is another, with the twelve reports of
`handmade.the_war` added (not linked: call `link_all` for that). The builders are those of
`tests/builders/handmade.py`; they may also be imported from there.

A test that asks for `record` or `war` runs twice: on a file in its folder, and on a database of
PostgreSQL where that is installed. What is about files alone is marked `FILES`:
`@pytest.mark.parametrize("place", ["sqlite"], indirect=True)`.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import handmade
import postgres_server
import pytest

from sayso.record.ingest import add_coded
from sayso.record.open import Record, open_record


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgres_server.Server]:
    """One server for all tests; skips the test where PostgreSQL is not installed."""
    if why := postgres_server.missing():
        pytest.skip(why)
    with postgres_server.server() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Give where a new record can be made, by a name: a path, or the address of a database."""
    if request.param == "sqlite":
        yield lambda name: str(tmp_path / f"{name}.sayso")
        return
    server: postgres_server.Server = request.getfixturevalue("postgres")
    made: list[str] = []

    def new(_: str) -> str:
        made.append(server.new())
        return made[-1]

    yield new
    for address in made:
        server.drop(address)


@pytest.fixture
def record(place: Callable[[str], str]) -> Iterator[Record]:
    with open_record(place("test"), create=True) as made:
        yield made


@pytest.fixture
def war(place: Callable[[str], str]) -> Iterator[Record]:
    with open_record(place("war"), create=True) as made:
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
