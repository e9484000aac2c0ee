"""The pages on looking and on Python: every column is explained, every example runs."""

import functools
import re
import shlex
from pathlib import Path

import handmade
import pytest

import sayso as package
from sayso.record import queries
from sayso.record.ingest import add_coded
from sayso.record.linking import link_all
from sayso.record.open import open_record
from sayso.record.queries import filters

DOCS = Path(__file__).parents[1] / "docs"
LOOKING = (DOCS / "looking.md").read_text("utf-8")
PYTHON = (DOCS / "python.md").read_text("utf-8")
THINGS = {
    "Incidents": queries.INCIDENTS,
    "Claims": queries.CLAIMS,
    "Relations": queries.RELATIONS,
    "Actors": queries.ACTORS,
    "Sources": queries.SOURCES,
    "Reports": queries.REPORTS,
}
EXAMPLES = [
    line
    for block in re.findall(r"```sh\n(.*?)```", LOOKING, re.DOTALL)
    for line in block.splitlines()
]
_ID = re.compile(r"\bi-[a-z2-7]{16}\b")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("looking")
    with open_record(folder / "war.sayso", create=True) as record:
        with record.write("add", step="test") as act:
            for report, coded in handmade.the_war():
                add_coded(act, report, coded)
        link_all(record)
    return folder


@pytest.mark.parametrize("title", THINGS)
def test_every_column_is_explained_in_its_order(title):
    section = LOOKING.split(f"### {title}\n")[1].split("\n#")[0]
    listed = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    assert listed == list(THINGS[title].row.__struct_fields__)


def test_the_table_of_filters_is_what_each_thing_takes():
    table = LOOKING.split("| filter | incidents |")[1].split("\n\n")[0]
    order = ["incidents", "claims", "actors", "sources", "reports", "relations"]
    takes = {name: set() for name in order}
    for line in table.splitlines()[2:]:
        names, *marks = [cell.strip() for cell in line.strip("|").split("|")]
        for name, mark in zip(order, marks, strict=True):
            takes[name] |= set(names.split(", ")) if mark == "x" else set()
    keys = dict(zip(queries.Filter.__struct_fields__, filters.KEYS, strict=True))
    for thing in THINGS.values():
        assert takes[thing.name] == {keys[field] for field in thing.takes}, thing.name


def test_every_order_and_count_is_listed():
    for thing in THINGS.values():
        row = f"| {thing.name} | {', '.join(thing.sorts)} | {', '.join(thing.facets_by)} |"
        assert row in LOOKING


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_command_runs(sayso, folder, monkeypatch, tmp_path, example):
    monkeypatch.setenv("SAYSO_RECORD", str(folder / "war.sayso"))
    with open_record(folder / "war.sayso", readonly=True) as record, record.read() as view:
        some = next(queries.INCIDENTS.each(view, queries.Filter())).id
    command, *words = shlex.split(_ID.sub(some, example))
    assert command == "sayso"
    done = sayso(*words)
    assert done.exit_code == 0, done.output
    assert "reports" in words or "bug" not in done.output


def test_the_python_of_the_page_runs(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    monkeypatch.setattr(package, "code", functools.partial(package.code, extractor="rules"))
    blocks = re.findall(r"```python\n(.*?)```", PYTHON, re.DOTALL)
    assert len(blocks) == 5
    for block in blocks:
        exec(block, {})
    assert "incidents; Tally(match=" in capsys.readouterr().out
