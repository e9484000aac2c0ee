"""The sets of the gate of actors: they can be read, and the invented one holds its floors."""

import importlib
import sys
from pathlib import Path

import pytest

from sayso.base.errors import AssetError
from sayso.score import read_annotated

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
linking = importlib.import_module("quality.linking")
actors_gate = importlib.import_module("quality.actors_gate")
sets = importlib.import_module("quality.sets")


def test_the_invented_sentences_are_enough_and_none_stands_twice() -> None:
    cases = linking.read_cases()
    named = [c for c in cases if c.actor and not c.actor.startswith("any.")]
    assert len(named) >= 250
    assert len(cases) >= 350
    assert len({(c.text, c.mention.start, c.day) for c in cases}) == len(cases)


def test_the_mention_is_the_words_in_brackets() -> None:
    for case in linking.read_cases():
        assert case.text[case.mention.start : case.mention.end] == case.mention.text
        assert "[" not in case.text


def test_the_invented_sentences_hold_their_floors(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert actors_gate.main(["--data", str(tmp_path)]) == 0
    assert "invented sentences" in capsys.readouterr().out


def test_a_set_without_floors_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    floors = ["--data", str(tmp_path), "--floors", str(tmp_path / "floors.json")]
    assert actors_gate.main(floors) == 1
    assert "no floor" in capsys.readouterr().out
    assert actors_gate.main([*floors, "--raise"]) == 0
    assert actors_gate.main(floors) == 0


@pytest.mark.parametrize(
    "row", ["No brackets.,,un,", "[It] burned.,,no-such-actor,", "[It] burned.,,un"]
)
def test_a_row_that_is_wrong_is_named_with_its_line(tmp_path: Path, row: str) -> None:
    path = tmp_path / "actors.csv"
    path.write_text(f"text,day,actor,code\n{row}\n", encoding="utf-8")
    with pytest.raises(AssetError, match="line 2"):
        linking.read_cases(path)


def test_references_of_annotated_reports_are_judged() -> None:
    outcomes = list(linking.references(read_annotated(sets.OWN)))
    counts = linking.counted(outcomes)
    assert counts.right > 0
    assert counts.right + counts.wrong + counts.role + counts.open == len(outcomes)
