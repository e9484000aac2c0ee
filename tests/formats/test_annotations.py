"""Web annotations: every quote and position is found again in the text that it is of."""

import json

import msgspec
import pytest

from sayso.formats import FORMATS
from sayso.formats.annotations import annotation
from sayso.formats.export import export
from sayso.formats.source import Source
from sayso.record.release.harm_rules import read_release_file


def run(record, path, **more):
    written = export(record, FORMATS["annotations"], path, **more)
    read = json.loads(path.read_bytes())
    return written, read, read["first"]["items"]


@pytest.fixture
def made(told_war_record, tmp_path):
    return run(told_war_record, tmp_path / "a.jsonld")


def texts(record):
    with record.read() as view:
        source = Source.of(view)
        return {doc.report_id: doc.text for doc in source.documents(source.facts)}


def test_the_collection_has_what_the_model_asks_for(made):
    written, read, items = made
    assert read["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert (read["type"], read["first"]["type"]) == ("AnnotationCollection", "AnnotationPage")
    assert read["total"] == len(items) == written.rows["annotations"]
    for one in items:
        assert one["type"] == "Annotation"
        assert one["target"]["source"]
        assert one["body"][0]["type"] == "TextualBody"
    assert len({one["id"] for one in items}) == len(items)


def test_every_claim_is_an_annotation(told_war_record, made):
    with told_war_record.read() as view:
        ids = {f"urn:sayso:annotation:{claim.id}" for claim in Source.of(view).claims()}
    assert {one["id"] for one in made[2]} == ids


def test_quotes_and_positions_are_found_again_in_code_points(told_war_record, made):
    by_report = {f"urn:sayso:report:{id_}": text for id_, text in texts(told_war_record).items()}
    for one in made[2]:
        text = by_report[one["target"]["sayso:report"]]
        quoted, at = one["target"]["selector"]
        assert text[at["start"] : at["end"]] == quoted["exact"]
        assert quoted["prefix"] + quoted["exact"] + quoted["suffix"] in text
        claim = one["body"][2]
        for part in [claim["sayso:trigger"], *claim.get("sayso:actor", [])]:
            assert text[part["sayso:start"] : part["sayso:end"]] == part["sayso:words"]


def test_an_address_is_the_source_where_one_is_known(made):
    sources = {one["target"]["source"] for one in made[2]}
    assert "https://hill.example/a?b=1&c=2" in sources
    assert "urn:sayso:report:hill-1" in sources


def test_a_text_that_is_withheld_gives_no_positions(told_war_record, tmp_path):
    (tmp_path / "rules.toml").write_text(
        '[[harm]]\nreason = "A test"\nmatch = {}\ndrop = ["coordinates"]\n'
    )
    file = read_release_file(tmp_path / "rules.toml")
    written, _, items = run(told_war_record, tmp_path / "a.jsonld", file=file)
    without = [one for one in items if len(one["target"]["selector"]) == 1]
    assert len(without) == written.lost["the report's text is not whole: no position"]
    assert not [one for one in without if "sayso:textSha256" in one["target"]]
    # What is left is a report of one sentence: its text is whole.
    whole = {one["target"]["sayso:report"] for one in items if one not in without}
    assert whole < {one["target"]["sayso:report"] for one in items}


def test_persons_are_named_only_with_leave(told_war_record):
    with told_war_record.read() as view:
        for name_people, name in ((False, "a person"), (True, "Ada")):
            source = Source.of(view, name_people=name_people)
            claim = msgspec.structs.replace(next(source.claims()), made_by="person Ada")
            one = annotation(claim, source.facts[claim.doc], "", source)
            assert one["creator"] == {"type": "Person", "name": name}
            assert ("Ada" in json.dumps(one)) is name_people
