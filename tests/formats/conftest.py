"""A small linked record, read by every test of a format and changed by none."""

import coded_island
import forked
import pytest
import told_war
import unrest

from sayso.formats.source import Source
from sayso.record.open import open_record


@pytest.fixture(scope="session")
def record_path(tmp_path_factory):
    """Twelve reports, coded by word rules, and linked."""
    folder = tmp_path_factory.mktemp("formats")
    (folder / "news.jsonl").write_text(unrest.lines(12, 0))
    code, err = forked.run(folder, "add", "news.jsonl", "--record", "war.sayso", *forked.RULES)
    assert code == 0, err
    return folder / "war.sayso"


@pytest.fixture
def record(record_path):
    with open_record(record_path, readonly=True) as opened:
        yield opened


@pytest.fixture
def view(record):
    with record.read() as found:
        yield found


@pytest.fixture
def source(view):
    """The whole record, nothing set."""
    return Source.of(view)


@pytest.fixture(scope="session")
def told_war_path(tmp_path_factory):
    """The war of `told_war`: disputes, denials, plans, open ends, hostile words."""
    path = tmp_path_factory.mktemp("told") / "told.sayso"
    with open_record(path, create=True) as made:
        told_war.make(made)
    return path


@pytest.fixture
def told_war_record(told_war_path):
    with open_record(told_war_path, readonly=True) as opened:
        yield opened


@pytest.fixture(scope="session")
def island_path(tmp_path_factory):
    """The war of `coded_island`: actors and places with codes, one incident of each case."""
    path = tmp_path_factory.mktemp("island") / "island.sayso"
    with open_record(path, create=True) as made:
        coded_island.build(made)
    return path


@pytest.fixture
def island(island_path):
    with open_record(island_path, readonly=True) as opened:
        yield opened


@pytest.fixture(scope="session")
def backwards_path(tmp_path_factory):
    """The same war, whose reports were added in the contrary order."""
    path = tmp_path_factory.mktemp("backwards") / "island.sayso"
    with open_record(path, create=True) as made:
        coded_island.build(made, backwards=True)
    return path
