"""The word lists of the rules: they hold together, and what is wrong in them is refused."""

import shutil
from pathlib import Path

import pytest

from sayso.base import ontology
from sayso.base.errors import AssetError
from sayso.extract.rules import lexicon

SHIPPED = Path(lexicon.__file__).parent


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the lists, read in place of the shipped ones."""
    for path in SHIPPED.glob("*.toml"):
        shutil.copy(path, tmp_path)
    monkeypatch.setattr(lexicon, "_FOLDER", tmp_path)
    lexicon.load.cache_clear()
    yield tmp_path
    lexicon.load.cache_clear()


def test_every_type_has_words_or_a_form():
    by_form = {"alias", "leads", "member_of"}
    entries = [e for found in lexicon.load().entries.values() for e in found]
    assert {e.group.type for e in entries} | by_form == set(ontology.load().types)


def test_no_entry_is_written_twice_with_the_same_conditions():
    seen = set()
    for found in lexicon.load().entries.values():
        for e in found:
            key = (e.words, e.use, e.group.kind, e.group.next, e.group.near, e.group.type)
            if e.use == "verb":
                key += (e.forms,)
            assert key not in seen, key
            seen.add(key)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("events.toml", '[[ATACK]]\nverbs = ["attack"]\n'),
        ("events.toml", '[[alliance]]\nnouns = ["ally"]\n'),
        ("events.toml", '[[ASSAULT]]\nmode = "magic"\nverbs = ["attack"]\n'),
        ("events.toml", '[[ASSAULT]]\nverb = ["attack"]\n'),
        ("relations.toml", "[[alliance]\n"),
        ("aims.toml", '[REQUEST]\ndefault = ""\nmagic = ["help"]\n'),
        ("scores.toml", "ASSAULT = 0.5\n"),
        ("titles.toml", 'leads = ["president"]\n'),
    ],
)
def test_a_wrong_list_stops_the_program_and_is_named(folder: Path, name: str, text: str):
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(AssetError, match=name):
        lexicon.load()


def test_the_copied_lists_read_like_the_shipped_ones(folder: Path):
    assert lexicon.load().entries.keys() >= {"attack", "arrested", "insurgency"}
