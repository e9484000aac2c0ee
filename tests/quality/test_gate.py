"""The gate: it fails below a floor, and floors do not fall by themselves."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Gate = Callable[..., int]
Annotate = Callable[..., Path]


def floors(tmp_path: Path) -> Any:
    return json.loads((tmp_path / "floors.json").read_text())


def move(tmp_path: Path, name: str, floor: float) -> None:
    tree = floors(tmp_path)
    tree["rules"]["own"]["floors"][name] = floor
    (tmp_path / "floors.json").write_text(json.dumps(tree))


def test_without_floors_it_fails_and_says_how_to_set_them(
    gate: Gate, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gate() == 1
    said = capsys.readouterr().out
    assert "no floor" in said
    assert "--raise" in said


def test_what_was_raised_passes(gate: Gate, capsys: pytest.CaptureFixture[str]) -> None:
    assert gate("--raise") == 0
    assert gate() == 0
    said = capsys.readouterr().out
    assert "FAIL" not in said.split("own: event claim: none")[-1].split("failed")[0]


def test_a_figure_under_its_floor_fails_and_is_named(
    gate: Gate, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gate("--raise")
    move(tmp_path, "relation claim", 0.9)
    assert gate() == 1
    said = capsys.readouterr().out
    assert "FAIL" in said
    assert "own: relation claim" in said.split("figures failed")[-1]


def test_raising_never_lowers_a_floor(gate: Gate, tmp_path: Path) -> None:
    gate("--raise")
    move(tmp_path, "relation claim", 0.9)
    assert gate("--raise") == 1
    assert floors(tmp_path)["rules"]["own"]["floors"]["relation claim"] == 0.9


def test_lowering_lowers_it_and_says_so(
    gate: Gate, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gate("--raise")
    move(tmp_path, "relation claim", 0.9)
    assert gate("--lower") == 0
    assert floors(tmp_path)["rules"]["own"]["floors"]["relation claim"] == 0
    assert "relation claim: 0.9 -> 0.0" in capsys.readouterr().out


def test_raising_and_lowering_at_once_is_refused(gate: Gate) -> None:
    with pytest.raises(SystemExit):
        gate("--raise", "--lower")


def test_floors_of_other_annotations_fail(
    gate: Gate,
    annotate: Annotate,
    two_claims: list[dict[str, Any]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    gate("--raise")
    annotate(tmp_path / "own", two_claims[:1])
    assert gate() == 1
    assert "other annotations" in capsys.readouterr().out


def test_new_annotations_on_which_a_floor_would_fall_take_lowering(
    gate: Gate,
    annotate: Annotate,
    two_claims: list[dict[str, Any]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    gate("--raise")
    before = floors(tmp_path)
    move(tmp_path, "event claim", 1.0)
    annotate(tmp_path / "own", [two_claims[0] | {"type": "PROTEST"}, two_claims[1]])
    assert gate("--raise") == 1
    assert "--lower" in capsys.readouterr().out
    fingerprint = floors(tmp_path)["rules"]["own"]["fingerprint"]
    assert fingerprint == before["rules"]["own"]["fingerprint"]
    assert gate("--lower") == 0


def test_floors_of_one_extractor_leave_those_of_another_alone(gate: Gate, tmp_path: Path) -> None:
    other = {"model": {"own": {"fingerprint": "f", "floors": {"event claim": 0.7}}}}
    (tmp_path / "floors.json").write_text(json.dumps(other))
    gate("--raise")
    assert floors(tmp_path)["model"] == other["model"]


def test_damaged_floors_stop_it(
    gate: Gate, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "floors.json").write_text('{"rules": {"own": {"floor": 1}}}')
    assert gate() == 2
    assert "floors.json" in capsys.readouterr().err


def test_sets_that_are_not_there_are_named(gate: Gate, capsys: pytest.CaptureFixture[str]) -> None:
    gate()
    said = capsys.readouterr().out
    assert "dev: not measured" in said
    assert "seed: not measured" in said


def test_sets_beside_the_checkout_are_measured_and_the_seed_is_counted(
    gate: Gate, annotate: Annotate, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("dev", "seed"):
        annotate(tmp_path / "data" / "claims" / name)
    assert gate("--raise", data="data") == 0
    assert "not measured" not in capsys.readouterr().out
    assert floors(tmp_path)["rules"]["seed"]["floors"]["claims right"] == 2
    assert "event claim" in floors(tmp_path)["rules"]["dev"]["floors"]


def test_the_page_keeps_the_last_figures_of_a_set_that_is_not_there(
    gate: Gate, annotate: Annotate, tmp_path: Path
) -> None:
    annotate(tmp_path / "data" / "claims" / "dev")
    gate("--raise", data="data")
    page = (tmp_path / "docs" / "quality.md").read_text()
    gate()
    assert (tmp_path / "docs" / "quality.md").read_text() == page
    assert "### dev" in page


def test_the_page_shows_roles_types_status_and_sources(gate: Gate, tmp_path: Path) -> None:
    gate("--raise")
    page = (tmp_path / "docs" / "quality.md").read_text()
    for words in (
        "| ASSAULT |",
        "| event actor |",
        "| hypothetical |",
        "| wire | 1 |",
        "python -m",
    ):
        assert words in page
    report = json.loads((tmp_path / "quality" / "report.json").read_text())
    assert report["rules"]["own"]["claims"] == 2
