"""Shared fixtures.

Strategy: nouns are built by hand where a test is about nouns (`story`); where it is about
the whole path, invented reports are written to a folder (`write`) and the command runs on
them (`sayso` in this process, `start` in a process of its own), with the rule extractor,
so that no test needs a trained model. Nothing is downloaded, nothing outside the test's
own folder is read.
"""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner

from sayso.base import ids
from sayso.base.nouns import (
    Actor,
    Candidate,
    Claim,
    Document,
    Number,
    Place,
    Span,
    Time,
    Voice,
    When,
)
from sayso.cli import app

ILSK = """Rebels seize border town

Rebels attacked the town of Ilsk on Monday, killing at least 12 soldiers, police said.

The army denied that any soldier had been killed.
"""

Story = tuple[Document, tuple[Claim, ...]]


@pytest.fixture
def story() -> Story:
    """One document of three blocks, with two claims of its second block and one of its third."""
    title = "Rebels seize border town"
    first = "Rebels attacked the town of Ilsk on Monday, killing at least 12 soldiers, police said."
    second = "The army <denied> it & blamed Dask."
    text = f"{title}\n\n{first}\n\n{second}"
    blocks = tuple((text.index(part), text.index(part) + len(part)) for part in text.split("\n\n"))

    def at(words: str, cls: type[Span] = Span, **more: Any) -> Any:
        # Our claims are about the body; "Rebels" also opens the title.
        start = text.index(words, blocks[1][0])
        return cls(start=start, end=start + len(words), text=words, **more)

    day = dt.date(2024, 4, 29)
    doc = Document(
        report_id="r-story",
        text=text,
        title=title,
        outlet="Hill Radio",
        published=dt.date(2024, 5, 1),
        published_from="given",
        language="en",
        origin="news/ilsk.txt",
        blocks=blocks,
    )

    def claim(kind: Any, type_: str, words: str, evidence: str, **more: Any) -> Claim:
        trigger = at(words)
        return Claim(
            id=ids.claim_id(doc.report_id, kind, type_, trigger.start, trigger.end),
            doc=doc.report_id,
            kind=kind,
            type=type_,
            trigger=trigger,
            evidence=at(evidence),
            outlet=doc.outlet,
            score=0.875,
            made_by="sayso test",
            **more,
        )

    attack = claim(
        "event",
        "ASSAULT",
        "attacked",
        first,
        actor=(at("Rebels", Actor, name="Hallin Front"),),
        recipient=(at("soldiers", Actor),),
        place=(at("the town of Ilsk", Place),),
        time=(at("Monday", Time, earliest=day, latest=day, precision="day", basis="relative"),),
        number=(at("at least 12", Number, what="killed", low=12),),
        source=(at("police", Voice),),
        when=When(earliest=day, latest=day, precision="day", basis="relative"),
    )
    killing = claim("event", "ASSAULT", "killing", first, actor=(at("Rebels", Actor),))
    denial = claim(
        "event",
        "REJECT",
        "<denied>",
        second,
        actor=(at("The army", Actor),),
        status="negated",
        hedged=True,
    )
    return doc, (attack, killing, denial)


@pytest.fixture
def known_story(story: Story) -> Story:
    """The story with its mentions identified: a place chosen of two, a group undecided."""
    doc, (attack, *rest) = story
    towns = (
        Candidate(id="7", name="Ilsk, Hallin, VEL", score=0.91, reasons=("exact name", "<near>")),
        Candidate(id="8", name="Ilsk (district), Dask, DAS", score=0.04, reasons=("exact name",)),
    )
    fronts = (
        Candidate(id="f.a", name="Hallin Front", score=0.6, reasons=("several bear the name",)),
        Candidate(id="f.b", name="Hallin Front & Sons", score=0.6),
    )
    replace = msgspec.structs.replace
    (rebels,), (ilsk,) = attack.actor, attack.place
    attack = replace(
        attack,
        actor=(replace(rebels, candidates=fronts),),
        place=(replace(ilsk, geonameid=7, country="VEL", precision="place", candidates=towns),),
    )
    return doc, (attack, *rest)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a file (text or bytes) below the test's folder."""

    def write_file(name: str, content: str | bytes = ILSK) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_file


@pytest.fixture
def sayso(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Run the command in this process, in the test's folder; gives click's result."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")

    def run(*args: object, stdin: bytes = b"") -> Any:
        return CliRunner().invoke(app, [str(arg) for arg in args], input=stdin)

    return run


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:
    """Start the command in a process of its own, in the test's folder."""
    started: list[subprocess.Popen[bytes]] = []

    def run(*args: object, **more: Any) -> "subprocess.Popen[bytes]":
        streams = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        process = subprocess.Popen(
            [sys.executable, "-m", "sayso", *(str(arg) for arg in args)],
            cwd=tmp_path,
            **({"env": os.environ | {"COLUMNS": "120"}} | streams | more),
        )
        started.append(process)
        return process

    yield run
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()
