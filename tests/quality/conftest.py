"""The gate on two invented sentences, with the rule extractor, in the test's own folder.

`quality` is not part of the installed package; its folder is put on the path here.
"""

import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
module = importlib.import_module("quality.gate")
sets = importlib.import_module("quality.sets")

CLAIMS: list[dict[str, Any]] = [
    {
        "s": 1,
        "kind": "event",
        "type": "ASSAULT",
        "trigger": "attacked",
        "actor": ["Rebels"],
        "place": ["Ilsk"],
    },
    {
        "s": 2,
        "kind": "event",
        "type": "ACCUSE",
        "trigger": "blamed",
        "actor": ["The army"],
        "recipient": ["Dask"],
    },
]


def write(folder: Path, claims: list[dict[str, Any]] = CLAIMS) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    doc = {
        "doc": "d1",
        "source_kind": "wire",
        "sentences": ["Rebels attacked the town of Ilsk on Monday.", "The army blamed Dask."],
    }
    (folder / "docs.jsonl").write_text(json.dumps(doc) + "\n")
    (folder / "claims.jsonl").write_text(json.dumps({"doc": "d1", "claims": claims}) + "\n")
    return folder


@pytest.fixture
def annotate() -> Callable[..., Path]:
    """Write a folder of one annotated document; gives the folder."""
    return write


@pytest.fixture
def two_claims() -> list[dict[str, Any]]:
    """The claims of that document."""
    return CLAIMS


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Run the gate on a small set of its own; gives the exit status."""
    monkeypatch.setattr(sets, "OWN", write(tmp_path / "own"))
    monkeypatch.setenv("COLUMNS", "160")
    files = ["--floors", str(tmp_path / "floors.json"), "--out", str(tmp_path)]

    def run(*arguments: str, data: str = "nowhere") -> int:
        with_data = ["--data", str(tmp_path / data), "--extractor", "rules"]
        return module.main([*with_data, *files, *arguments])

    return run
