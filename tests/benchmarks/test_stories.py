"""The measure of stories on two invented topics in the form of ECB+."""

import importlib
import json
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"

LINES = {
    "36_1ecb": ("Quake kills 42 in Osgol", "killed 42 in Osgol valley , Tarvenia said"),
    "36_2ecb": ("Osgol quake dead mourned", "Tarvenia mourned 42 killed in Osgol valley"),
    "36_1ecbplus": ("Dockers of Velmouth strike", "Tidewater dockers struck in Velmouth port"),
    "36_2ecbplus": ("Velmouth strike goes on", "Velmouth dockers of Tidewater struck again"),
}


@pytest.fixture
def benchmark(monkeypatch):
    monkeypatch.syspath_prepend(FOLDER)
    names = ("floors", "coref", "ecbplus", "stories")
    for name in names:
        sys.modules.pop(name, None)
    yield importlib.import_module("stories")
    for name in names:
        sys.modules.pop(name, None)


@pytest.fixture
def data(tmp_path):
    """Four documents; in each the second word of its last line is a mention."""
    folder = tmp_path / "ecbplus" / "36"
    folder.mkdir(parents=True)
    rows = ["Topic,File,Sentence Number"]
    for name, (title, line) in LINES.items():
        tokens, number = [], 0
        plus = name.endswith("plus")
        for sentence, words in enumerate((["http", ":"], title.split(), line.split())):
            for word in words:
                number += 1
                tokens.append(
                    f'<token t_id="{number}" sentence="{sentence}" number="0">{word}</token>'
                )
        first = number - len(line.split()) + 1
        marks = "".join(
            f'<ACTION_OCCURRENCE m_id="{i}"><token_anchor t_id="{first + i}"/></ACTION_OCCURRENCE>'
            for i in (0, 1)
        )
        chain = f'<CROSS_DOC_COREF r_id="1" note="ACT{plus:d}"><source m_id="0"/></CROSS_DOC_COREF>'
        (folder / f"{name}.xml").write_text(
            f"<Document>{''.join(tokens)}<Markables>{marks}"
            f'<HUMAN_PART_PER m_id="9"><token_anchor t_id="{first}"/></HUMAN_PART_PER>'
            f'<ACTION_OCCURRENCE m_id="8"/></Markables><Relations>{chain}</Relations></Document>'
        )
        rows.append(f"36,{name.split('_')[1]},2")
    (tmp_path / "ECBplus_coreference_sentences.csv").write_text("\n".join(rows))
    return tmp_path


def test_texts_mentions_and_chains_are_read_as_annotated(benchmark, data):
    texts = benchmark.read_texts(data, (15, 36))
    assert [t.name for t in texts] == sorted(LINES)
    first = texts[0]
    assert first.lines == [LINES["36_1ecb"][0], "killed 42 in Osgol valley, Tarvenia said"]
    assert [m.chain for m in first.mentions] == ["ACT0", "36_1ecb alone 1"]
    rows = benchmark.event_mentions(first)
    assert [[m.tokens[i] for i in m.at] for m, _ in rows] == [["killed"], ["42"]]
    assert {t.story for t in texts} == {"36_ecb", "36_ecbplus"}


def test_sentences_that_were_not_checked_have_no_mentions(benchmark, data):
    (data / "ECBplus_coreference_sentences.csv").write_text(
        "Topic,File,Sentence Number\n36,1ecb,1\n"
    )
    assert not any(t.mentions for t in benchmark.read_texts(data, (36,)))


def run(benchmark, monkeypatch, data, floors):
    (data / "floors.json").write_text(json.dumps({"ECB+": floors}))
    monkeypatch.setattr(benchmark, "FLOORS", data / "floors.json")
    words = ["stories", "--data", str(data), "--news", str(data / "none")]
    monkeypatch.setattr(sys, "argv", words)
    return benchmark.main()


def test_the_whole_run_tells_both_figures(benchmark, monkeypatch, data, capsys):
    assert run(benchmark, monkeypatch, data, {"B-cubed F1": 0.5}) == 0
    out = capsys.readouterr().out
    assert "4 documents of 1 topics, 2 stories" in out
    assert "8 mentions in 4 documents, 6 happenings, 4 of one mention" in out
    assert out.count("| annotated |") == out.count("| found |") == 2


def test_a_figure_under_its_floor_fails(benchmark, monkeypatch, data, capsys):
    assert run(benchmark, monkeypatch, data, {"B-cubed F1": 1.1}) == 1
    assert "ECB+, B-cubed F1: " in capsys.readouterr().out


def test_says_so_when_the_data_are_not_there(benchmark, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(sys, "argv", ["stories", "--data", str(tmp_path)])
    assert benchmark.main() == 2
    assert "not there" in capsys.readouterr().out
