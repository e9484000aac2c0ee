"""A record asked over the Model Context Protocol: exact quotes, claim ids, bounded, read only."""

import asyncio
import hashlib
import json
import sys

import handmade
import pytest
from mcp import Client, StdioServerParameters

import sayso as package
from sayso import exits
from sayso.asked import quotes
from sayso.asked.answers import MOST
from sayso.asked.quotes import NOTICE
from sayso.asked.server import make_server
from sayso.record.ingest import add_many
from sayso.record.linking import link_all
from sayso.record.open import open_record

TOOLS = {"search_incidents", "get_incident", "search_claims", "get_claim", "relations", "actor",
         "why"}  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A record of the invented war."""
    path = tmp_path_factory.mktemp("asked") / "war.sayso"
    with open_record(path, create=True) as record:
        with record.write("add") as act:
            add_many(act, handmade.the_war())
        link_all(record)
    return path


@pytest.fixture
def ask(path):
    """Call a tool over the SDK's client; give its answer, or the words of its error."""

    def call(tool, **arguments):
        async def run():
            with open_record(path, readonly=True) as record:
                async with Client(make_server(record)) as client:
                    return await client.call_tool(tool, arguments)

        result = asyncio.run(run())
        words = result.content[0].text
        if result.is_error:
            return words
        assert json.loads(words) == result.structured_content
        return result.structured_content

    return call


def trees(value):
    """Every dict in an answer."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from trees(one)


def test_tools_say_that_they_only_read(path):
    async def run():
        with open_record(path, readonly=True) as record:
            async with Client(make_server(record)) as client:
                return (await client.list_tools()).tools, client.instructions

    tools, instructions = asyncio.run(run())
    assert {tool.name for tool in tools} == TOOLS
    assert all(tool.annotations.read_only_hint for tool in tools)
    assert all(tool.description for tool in tools)
    assert NOTICE in instructions


def test_every_quote_stands_in_the_text_where_it_is_said_to(ask, path):
    answer = ask("search_claims", limit=25)
    assert answer["claims"]
    assert answer["notice"] == NOTICE
    with package.open(path) as record:
        for claim in answer["claims"]:
            text = record.text(claim["report"])
            assert claim["text_sha256"] == hashlib.sha256(text.encode()).hexdigest()
            spans = [tree for tree in trees(claim) if {"quote", "start", "end"} <= tree.keys()]
            assert len(spans) > 1
            assert all(text[one["start"] : one["end"]] == one["quote"] for one in spans)
            assert claim["source_chain"]


def test_every_value_of_an_incident_has_claims_of_the_record(ask, path):
    found = ask("search_incidents", limit=25)
    with package.open(path) as record:
        known = {claim.id for claim in record.claims()}
        assert found["total"] == len(record.incidents())
    for incident in found["incidents"]:
        whole = ask("get_incident", id=incident["incident"])["incident"]
        assert whole["values"] == incident["values"]
        told = [one for values in whole["values"].values() for one in values]
        assert told
        for one in (*told, *whole["estimates"], whole):
            assert one["claims"]
            assert set(one["claims"]) <= known
        assert {one["claim"] for one in whole["evidence"]} == set(whole["claims"])


def test_pages_follow_and_are_bounded(ask):
    first = ask("search_claims", limit=1)
    second = ask("search_claims", limit=1, after=first["next"])
    assert first["claims"][0]["claim"] != second["claims"][0]["claim"]
    assert "25" in ask("search_claims", limit=MOST + 1)
    assert "at most" in ask("search_claims", country=["a" * 300])


def test_claims_relations_actors_and_why(ask):
    claim = ask("search_claims", limit=1)["claims"][0]
    whole = ask("get_claim", id=claim["claim"])["claim"]
    assert whole["quote"] == claim["quote"]
    assert {"before", "after"} <= whole.keys()
    told = ask("relations", on_day="2031-03-02")
    for one in told["relations"]:
        assert one["claims"]
        assert all(phase["claims"] for phase in one["phases"])
    who = ask("actor", name="Hallin Front")["actors"]
    assert who[0]["key"] == "vel.hallin-front"
    assert who[0]["first_claims"]
    lines = ask("why", id=claim["claim"])["lines"]
    assert lines[0].startswith(f"claim {claim['claim']}")


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [("get_claim", {"id": "c-none"}, "no such claim"),
     ("get_incident", {"id": "i-none"}, "no such incident"),
     ("why", {"id": "nothing"}, "nothing in the record"),
     ("why", {"id": ""}, "give an id"),
     ("relations", {"on_day": "yesterday"}, "is no day"),
     ("search_claims", {"from_day": "5 May"}, "5 May"),
     ("search_claims", {"limit": 0}, "limit"),
     ("get_claim", {"id": "x" * 201}, "200")],
)  # fmt: skip
def test_what_is_asked_wrongly_is_told_in_words(ask, tool, arguments, words):
    answer = ask(tool, **arguments)
    assert isinstance(answer, str)
    assert words in answer
    assert "Traceback" not in answer


def test_a_long_sentence_is_cut_and_says_so(ask, monkeypatch):
    whole = ask("search_claims", limit=1)["claims"][0]
    monkeypatch.setattr(quotes, "MOST_QUOTED", 20)
    told = ask("search_claims", limit=1)["claims"][0]
    assert told["cut_after_characters"] == len(told["quote"]) == 20
    assert whole["quote"].startswith(told["quote"])
    assert told["end"] - told["start"] == len(whole["quote"])  # where the whole sentence stands


def test_over_stdio_nothing_but_answers_is_written(path):
    before = path.read_bytes()
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "sayso", "mcp", str(path)], cwd=path.parent
    )

    async def run():
        async with Client(server) as client:
            return await client.call_tool("search_claims", {"text": "attacked"})

    answer = asyncio.run(asyncio.wait_for(run(), 60))
    assert not answer.is_error
    assert path.read_bytes() == before


def test_without_the_sdk_the_command_says_what_to_install(sayso, path, monkeypatch):
    monkeypatch.setitem(sys.modules, "sayso.asked.server", None)
    done = sayso("mcp", str(path))
    assert done.exit_code == exits.USAGE
    assert "pip install 'sayso[mcp]'" in done.stderr
    assert sayso("mcp", "a.sayso", "--record", "b.sayso").exit_code == exits.USAGE
