"""The ontology holds together, refuses what does not, and its page is up to date."""

import shutil
import time
from pathlib import Path
from typing import get_args

import pytest

from sayso.base import ontology
from sayso.base.errors import AssetError
from sayso.base.nouns import ROLES, Status, What
from sayso.base.ontology.page import codebook

ROOT = Path(__file__).parents[2]
SHIPPED = Path(ontology.__file__).parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped ontology, to be damaged."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "ontology"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_there_are_seventeen_event_types_and_thirteen_relation_types():
    assert len(ontology.EVENT_TYPES) == 17
    assert len(ontology.RELATION_TYPES) == 13
    assert tuple(ontology.load().types) == ontology.EVENT_TYPES + ontology.RELATION_TYPES
    assert ontology.kind_of("DISPLACE") == "event"
    assert ontology.kind_of("alias") == "relation"


def test_shared_terms_are_those_that_claims_can_carry():
    shipped = ontology.load()
    assert {t.name for t in shipped.roles} == set(ROLES)
    assert {t.name for t in shipped.what} == set(get_args(What))
    assert {t.name for t in shipped.status} == set(get_args(Status))


def test_event_types_have_plover_facts_and_relations_have_none():
    for entry in ontology.load().types.values():
        if entry.kind == "event" and entry.name != "DISPLACE":
            assert entry.plover == entry.name
            assert entry.cameo or any(mode.cameo for mode in entry.mode_table.values())
            assert entry.quad in (1, 2, 3, 4)
            assert entry.intensity is not None
        else:
            assert (entry.plover, entry.quad, entry.intensity, entry.cameo) == ("", None, None, ())


def test_the_page_of_every_decision_that_entries_name_is_there():
    for entry in ontology.load().types.values():
        assert (ROOT / entry.why).is_file(), entry.name


def test_examples_show_every_status_and_doubt():
    shown = [e for entry in ontology.load().types.values() for e in entry.examples]
    assert {e.status for e in shown} == set(get_args(Status))
    assert any(e.hedged for e in shown)


def test_an_example_becomes_a_claim_whose_words_stand_in_its_text():
    for entry in ontology.load().types.values():
        for example in entry.examples:
            claim = example.claim(entry.kind, "d")
            for span in (claim.trigger, *(m for role in ROLES for m in getattr(claim, role))):
                assert example.text[span.start : span.end] == span.text


def test_codebook_page_is_up_to_date():
    page = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert page == codebook(ontology.load()), "python -m sayso.base.ontology > docs/codebook.md"


def test_loading_is_fast_enough_for_every_start():
    best = 1.0
    for _ in range(5):
        start = time.process_time()
        ontology.read(SHIPPED)
        best = min(best, time.process_time() - start)
    assert best < 0.1  # 10 ms measured; room for a slow and busy machine


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("event/agree.toml", "label =", "labels =", "labels"),
        ("event/agree.toml", "label =", "label = =", "agree.toml"),
        ("event/agree.toml", 'name = "AGREE"', 'name = "AGREES"', "AGREES"),
        ("event/agree.toml", 'kind = "event"', 'kind = "relation"', "stands in event"),
        ("event/agree.toml", 'trigger = "agreed"', 'trigger = "agree"', "'agree' does not stand"),
        ("event/agree.toml", 'type = "AGREE"', 'type = "ACCUSE"', "another type, 'ACCUSE'"),
        ("event/agree.toml", 'cameo = [\n    "030"', 'cameo = [\n    "040"', "CAMEO 040"),
        ("event/agree.toml", "quad = 1", "quad = 5", "quad 5"),
        (
            "event/aid.toml",
            '"instrument", "number", "source"]',
            '"source"]',
            "number is not a role",
        ),
        ("event/coerce.toml", 'mode = "arrest"', 'mode = "arrests"', "unknown mode 'arrests'"),
        ("event/coerce.toml", 'what = "detained"', 'what = "held"', "Invalid enum value 'held'"),
        ("relation/leads.toml", 'roles = ["actor"', 'roles = ["agent"', "unknown role 'agent'"),
        ("common.toml", '"DISPLACE",', "", "not among the events"),
        ("common.toml", '"alias",', '"alias", "kin",', "kin has no file"),
        ("common.toml", "wounded =", "injured =", "injured"),
    ],
)
def test_a_fault_stops_loading_and_is_named(folder, file, old, new, message):
    change(folder / file, old, new)
    with pytest.raises(AssetError, match=message) as caught:
        ontology.read(folder)
    assert file.rpartition("/")[2] in str(caught.value) or "CAMEO" in message


def test_a_type_needs_two_examples(folder):
    path = folder / "relation" / "alias.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.rindex("[[examples]]")], encoding="utf-8")
    with pytest.raises(AssetError, match="1 examples, at least 2"):
        ontology.read(folder)


def test_an_unknown_type_is_refused():
    with pytest.raises(AssetError, match="no type 'KIN'"):
        ontology.kind_of("KIN")
