"""The pages: links lead somewhere, and what the README shows in Python runs."""

import functools
import re
from pathlib import Path

import pytest

import sayso

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_to_a_file_leads_to_one(path):
    links = [link for link in _LINK.findall(path.read_text("utf-8")) if "://" not in link]
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_page_is_in_the_index():
    index = ROOT / "docs" / "README.md"
    listed = set(_LINK.findall(index.read_text("utf-8")))
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {index.name}
    assert pages - listed == set()


def test_the_readmes_python_runs(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sayso, "code", functools.partial(sayso.code, extractor="rules"))
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    assert blocks
    for block in blocks:
        exec(block, {})
    assert "Black Ford Battalion" in capsys.readouterr().out


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.name)
def test_decisions_say_what_would_change_our_mind(path):
    assert re.search(r"^# \d{4}: ", path.read_text("utf-8"))
    assert "**What would change our mind" in path.read_text("utf-8")
