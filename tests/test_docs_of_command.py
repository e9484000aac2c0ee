"""The pages on the command and on claims name everything that there is, and nothing else."""

import re

import msgspec
import pytest
import typer.main

from sayso import cli, exits
from sayso.base.nouns import Claim
from sayso.tables import FLAT_COLUMNS


@pytest.fixture
def text_of(pytestconfig):
    return lambda name: (pytestconfig.rootpath / "docs" / name).read_text("utf-8")


# The page that tells of a command; a group of commands has one page for all that is in it.
PAGES = {
    "code": "command.md",
    "show": "command.md",
    "doctor": "command.md",
    "actors": "looking.md",
    "actors find": "command.md",
    "actors check": "command.md",
    "actors add": "command.md",
    "actors show": "command.md",
    "add": "record.md",
    "decide": "record.md",
    "undo": "record.md",
    "history": "record.md",
    "check": "command.md",
    "incidents": "looking.md",
    "claims": "looking.md",
    "sources": "looking.md",
    "reports": "looking.md",
    "why": "looking.md",
    "relations": "relations.md",
    "release": "releases.md",
    "releases": "releases.md",
    "diff": "releases.md",
    "serve": "workbench.md",
    "export": "export.md",
    "round": "agreement.md",
    "import": "importing.md",
    "compare": "comparing.md",
    "mcp": "mcp.md",
}


def each_command(group, name=""):
    for own, command in group.commands.items():
        full = f"{name} {own}".strip()
        if hasattr(command, "commands"):
            yield from each_command(command, full)
        yield full, command


def test_every_command_and_every_option_is_named_on_its_page(text_of):
    group = typer.main.get_command(cli.app)
    assert set(group.commands) == {name for name in PAGES if " " not in name}
    for name, command in each_command(group):
        text = text_of(PAGES.get(name, PAGES[name.split()[0]]))
        assert f"sayso {name}" in text, f"sayso {name}"
        for option in (o for p in command.params for o in p.opts if o.startswith("-")):
            assert f"`{option}" in text, f"{option} of sayso {name}"


def test_every_exit_code_is_listed_with_its_meaning(text_of):
    rows = re.findall(r"^\| (\d+) \| (.*) \|$", text_of("command.md"), re.MULTILINE)
    assert {int(code): words for code, words in rows} == exits.EXIT


def test_every_column_is_explained_in_its_order(text_of):
    flat = text_of("claims.md").split("| column |")[1]
    assert re.findall(r"^\| `(\w+)` \|", flat, re.MULTILINE) == [
        name for name, _, _ in FLAT_COLUMNS
    ]


def test_every_key_is_explained_and_the_example_is_a_claim(text_of):
    text = text_of("claims.md")
    keys = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)))
    assert {f.encode_name for f in msgspec.structs.fields(Claim)} <= set(keys)
    example = re.findall(r"```json\n(.*?)```", text, re.DOTALL)[0]
    claim = msgspec.json.decode(example, type=Claim)
    first = claim.evidence.start
    for span in (claim.trigger, *claim.actor):
        assert claim.evidence.text[span.start - first : span.end - first] == span.text
