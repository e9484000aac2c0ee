"""The generated news: of realistic length, each a function of its number, three in ten copies."""

import sys
from pathlib import Path

import pytest

from sayso.capture import read_inputs
from sayso.clean import clean

ROOT = Path(__file__).parents[2]


@pytest.fixture
def news(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import news  # noqa: PLC0415

    yield news
    sys.modules.pop("news")


def shingles(text):
    words = text.split()
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def test_report_is_a_function_of_its_number(news):
    assert list(news.reports(5, first=20)) == list(news.reports(25))[20:]


def test_lengths_are_those_of_news(news):
    lengths = [len(one["text"].split()) for one in news.reports(60)]
    assert 400 <= sum(lengths) / len(lengths) <= 600
    assert min(lengths) > 250


def test_three_in_ten_repeat_an_earlier_one_and_the_others_none(news):
    made = list(news.reports(120))
    words = [shingles(one["text"]) for one in made]
    alike = [
        max((len(w & other) / len(w) for other in words[:n]), default=0)
        for n, w in enumerate(words)
    ]
    copied = [share > 0.8 for share in alike]
    assert 0.2 < sum(copied) / len(made) < 0.4
    assert copied == [news._is_copy(n) for n in range(len(made))]


def test_archive_and_lines_are_read_as_the_same_texts(news, tmp_path):
    texts = [
        [clean(report).text for report in read_inputs([news.write(tmp_path / name, 6)])]
        for name in ("n.jsonl", "n.warc.gz")
    ]
    assert texts[0] == texts[1]
    assert len(texts[0]) == 6
