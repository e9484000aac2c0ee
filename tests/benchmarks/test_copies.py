"""The measure of copies on invented stories; `benchmarks` is not in the package."""

import importlib
import json
import random
import sys
from pathlib import Path

import pytest
import wire

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def bench(monkeypatch):
    """`benchmarks/copies.py`, imported as it is when it runs."""
    monkeypatch.syspath_prepend(str(FOLDER))
    names = ("copies", "copies_made")
    for name in names:
        sys.modules.pop(name, None)
    yield importlib.import_module("copies")
    for name in names:
        sys.modules.pop(name, None)


def article(bench):
    return sys.modules["copies_made"].Article(wire.TITLE, wire.ATTACK)


def test_it_says_when_the_news_is_not_there(bench, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(sys, "argv", ["copies.py", "--data", str(tmp_path)])
    assert bench.main() == 2
    assert "not there, not measured" in capsys.readouterr().out


def test_each_way_of_copying_makes_another_text_and_the_same_one_again(bench):
    made = sys.modules["copies_made"]
    source = article(bench)
    for way in made.way_names():
        copies = [made.make_copy(way, source, random.Random(4), "p.invalid") for _ in range(2)]
        assert copies[0] == copies[1]
        assert copies[0].article != source
        assert copies[0].article.body


def test_a_twin_has_other_days_and_numbers_and_a_bulletin_the_same_names(bench):
    made = sys.modules["copies_made"]
    day = wire.bulletin("Monday", "14", "230", "2,345", "2031-03-03")
    source = made.Article("Count of the day", (day.text,))
    twin = made.make_twin("twin", source, random.Random(4)).article
    bulletin = made.make_twin("bulletin", source, random.Random(4)).article
    assert "Monday" not in " ".join((*twin.body, *bulletin.body))
    assert "2,345" not in " ".join((*twin.body, *bulletin.body))
    assert "Hallin" in bulletin.body[0]
    assert twin.body != bulletin.body
    assert made.make_twin("twin", made.Article("T", ("No days.",)), random.Random(4)) is None


def test_pairs_are_judged_by_what_they_were_made_of(bench):
    def item(name, source, way="", twin=False, happening="h"):
        return bench.Item(wire.wire(name), happening, source, way, twin)

    items = {
        "a": item("a", "a"),
        "a1": item("a1", "a", "cut"),
        "a2": item("a2", "a", "brief"),
        "b": item("b", "b"),
        "b1": item("b1", "b", "cut"),
        "c": item("c", "c", happening="other"),
        "t": item("t", "t", "twin", twin=True),
    }
    half = bench.Half(items, {bench.Pair("ab"): "copy"})

    def truth(*pair):
        return half.truth(bench.Pair(pair))

    assert truth("a", "a1") == truth("a", "b") == "yes"
    assert truth("a1", "a2") == truth("a1", "b1") == truth("a", "b1") == "skip"
    assert truth("a", "c") == truth("a1", "c") == truth("a", "t") == "no"
    found = bench.judge({bench.Pair(("a", "a1")), bench.Pair("ac"), bench.Pair("at")}, half,
                        {bench.Pair(("a", "a1")), bench.Pair("ab")})  # fmt: skip
    assert (found.right, found.wrong, found.missed) == (1, 2, 1)
    assert (found.elsewhere, found.twins) == (1, 1)


def test_a_small_corpus_is_measured(bench, monkeypatch, capsys, tmp_path):
    shells = wire.toll("Monday", "Ilsk", "three", "eight", "2031-03-04").text
    stories = {"market": wire.ATTACK, "roof": wire.OTHER, "shells": shells.split("\n\n")}
    (tmp_path / "news_cluster").mkdir()
    for name, body in stories.items():
        row = {
            "dId": name,
            "title": f"Report on {name}",
            "text": "\n".join(body),
            "date_publish": "2031-03-01",
            "source_domain": f"{name}.invalid",
            "newsCluster": {"Event": name},
        }
        (tmp_path / "news_cluster" / f"{name}.json").write_text(json.dumps(row), "utf-8")
    for half in ("tune", "test"):
        monkeypatch.setattr(sys, "argv", ["copies.py", "--data", str(tmp_path), "--half", half])
        assert bench.main() == 0
        assert "| sayso |" in capsys.readouterr().out
