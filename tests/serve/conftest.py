"""Fixtures of the server: the invented war with everything linked, and clients by role."""

from collections.abc import Callable, Iterator
from pathlib import Path

import handmade
import msgspec
import pytest
from served import HERE, HOSTILE
from starlette.testclient import TestClient

from sayso.base.nouns import Media
from sayso.record.ingest import add_coded
from sayso.record.linking import link_all
from sayso.record.open import Record, open_record
from sayso.serve.app import make_app


@pytest.fixture(scope="session")
def war_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The war in a file, linked. Tests that write take a copy: `own_war`."""
    path = tmp_path_factory.mktemp("serve") / "war.sayso"
    with open_record(path, create=True) as record:
        with record.write("add", step="test") as act:
            for report, coded in handmade.the_war():
                add_coded(act, report, coded)
            plain = handmade.make_report(
                "hostile-1", "The army signed a truce in Marn.", title="Truce in Marn",
                outlet="<b>Outlet</b>", published="2031-05-01", url="javascript:alert(1)",
            )  # fmt: skip
            page = msgspec.structs.replace(plain, media=Media.HTML, content=HOSTILE.encode())
            add_coded(act, page, handmade.make_coded(plain))
        link_all(record)
    return path


@pytest.fixture(scope="session")
def war(war_file: Path) -> Iterator[Record]:
    with open_record(war_file, readonly=True) as record:
        yield record


@pytest.fixture
def own_war(war_file: Path, tmp_path: Path) -> Iterator[Record]:
    path = tmp_path / "war.sayso"
    path.write_bytes(war_file.read_bytes())
    with open_record(path) as record:
        yield record


@pytest.fixture(scope="session")
def client(war: Record) -> TestClient:
    return TestClient(make_app(war), base_url=HERE)


@pytest.fixture
def writer(own_war: Record) -> TestClient:
    return TestClient(make_app(own_war), base_url=HERE)


@pytest.fixture(scope="session")
def first_id(client: TestClient) -> Callable[[str], str]:
    """Id of the first of a list: incidents, reports, actors, relations."""

    def first(what: str) -> str:
        (item, *_) = client.get(f"/api/{what}").json()["items"]
        return item.get("id") or item["key"]

    return first
