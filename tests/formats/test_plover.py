"""PLOVER records: fields, names of its versions, marks for what has not happened."""

import json

import coded_island
import pandas as pd
import pytest

from sayso.base import ontology
from sayso.formats import FORMATS
from sayso.formats.events_parties import Sides
from sayso.formats.export import export
from sayso.formats.plover_names import named
from sayso.formats.source import Source
from sayso.record.open import open_record

# The manual's tables, draft 2.0.
TYPES = {"2.0": {
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}}  # fmt: skip
TYPES["2021"] = TYPES["2.0"] - {"REQUEST"} | {"DEMAND"}
TYPES["2016"] = TYPES["2021"] - {"ACCUSE"} | {"INVESTIGATE", "DISAPPROVE", "FIGHT"}
MODES_2021 = {
    "CONSULT": "phone visit host third-party", "RETREAT": "release return ease access disarm "
    "ceasefire withdraw", "ACCUSE": "investigate disapprove", "DEMAND": "assist change yield meet",
    "REJECT": "assist change yield meet", "THREATEN": "relations restrict ban political expel "
    "violence territory", "PROTEST": "demo hunger boycott obstruct riot",
    "MOBILIZE": "police troops", "SANCTION": "withdraw discontinue expel",
    "COERCE": "confiscate restrict ban curfew martial-law arrest deport",
    "ASSAULT": "destroy abduct beat sexual torture suicide-attack explosives assassinate firearms "
    "heavy-weapons unconventional cleansing",
}  # fmt: skip
FIELDS = {
    "id", "date", "actor", "event", "enddate", "recipient", "event_loc", "event_text",
    "quad_code", "event_scale", "mode", "link", "text", "text_info", "cite_info", "coder",
    "comment", "size",
}  # fmt: skip
SECTORS = {
    "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS",
    "CRM", "CVL", "EDU", "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC",
}  # fmt: skip
NOBODY = Sides(None, None)


def made(record, path, *chosen):
    written = export(record, FORMATS["plover"], path, chosen=chosen, force=True)
    lines = path.read_text("utf-8").splitlines()
    return written, {one["id"]: one for one in map(json.loads, lines)}


@pytest.mark.parametrize("version", ["2.0", "2021", "2016"])
def test_every_incident_is_a_record_or_left_out(island, tmp_path, version):
    written, records = made(island, tmp_path / "p.jsonl", f"modes={version}")
    assert len(records) == written.rows["events"]
    assert written.rows["events"] + sum(written.left_out.values()) == len(coded_island.ALL)
    for record in records.values():
        assert set(record["event"]) <= TYPES[version]
        assert len(record["event"]) == 1
        assert set(record) <= FIELDS
        assert {"id", "date", "actor", "event"} <= set(record)
        assert record["quad_code"] in {1, 2, 3, 4}
        assert ("event_scale" in record) == (version != "2016")
        for one in (*record["actor"], *record.get("recipient", ())):
            sector = one.get("sector", "")
            assert {sector[i : i + 3] for i in range(0, len(sector), 3)} <= SECTORS


def test_what_has_not_happened_is_marked(island, tmp_path):
    _, records = made(island, tmp_path / "p.jsonl")
    marks = {"i-denied": "negation", "i-planned": "future", "i-supposed": "hypothetical"}
    for id_, record in records.items():
        found = {"negation", "future", "hypothetical"} & set(record.get("mode", ()))
        assert found == ({marks[id_]} if id_ in marks else set()), id_
    assert records["i-denied"]["actor"][0]["code"] == "ISL"


def test_a_battle(island, tmp_path):
    _, records = made(island, tmp_path / "p.jsonl", "rule=max")
    battle = records["i-battle"]
    assert (battle["event"], battle["date"], battle["quad_code"]) == (["ASSAULT"], "2031-03-01", 4)
    assert "enddate" not in battle
    assert battle["size"] == {"dead": 12}
    assert battle["actor"] == [
        {"code": "ISL", "sector": "REB", "entity_text": "Hallin Front",
         "identifier_text": "Hallin Front"}
    ]  # fmt: skip
    assert battle["event_loc"]["resolution"] == 4
    assert battle["event_loc"]["country_code"] == "ISL"
    assert battle["cite_info"]["publication"] == "Hill Radio"
    assert battle["cite_info"]["citation"] == "Hill Radio, 2031-03-02"
    assert coded_island.BATTLE in battle["text_info"]["text_story"]
    assert battle["comment"].startswith("sayso i-battle; voices disagree on: killed")
    assert records["i-civil"]["enddate"] == "2031-03-09"


def test_offsets_fit_the_text_of_the_report(island, tmp_path):
    _, records = made(island, tmp_path / "p.jsonl")
    with island.read() as view:
        source = Source.of(view)
        texts = {doc.report_id: doc.text for doc in source.documents(source.facts)}
    for record in records.values():
        info = record["text_info"]
        assert any(t[info["start"] : info["end"]] == record["text"] for t in texts.values())


def test_pandas_reads_it(island, tmp_path):
    written, _ = made(island, tmp_path / "p.jsonl", "days=report")
    frame = pd.read_json(tmp_path / "p.jsonl", lines=True, dtype={"id": str})
    assert len(frame) == written.rows["events"]
    assert frame["date"].notna().all()


def test_names_of_2021_are_those_of_its_table():
    for type_ in ontology.load().types.values():
        for mode in ("", *type_.mode_table):
            if not type_.plover:
                continue
            name = named(type_.name, mode, "2021", NOBODY)
            assert name.type in TYPES["2021"]
            assert not name.mode or name.mode in MODES_2021[name.type].split()
            assert name.lost == (bool(mode) and not name.mode)


def test_names_of_2016_follow_cameo():
    def type_of(type_, mode):
        name = named(type_, mode, "2016", NOBODY)
        return name and name.type

    assert type_of("REQUEST", "meet") == "DEMAND"
    assert type_of("ACCUSE", "investigate") == "INVESTIGATE"
    assert type_of("ACCUSE", "allege") == "DISAPPROVE"
    assert type_of("ASSAULT", "firearms") == "FIGHT"
    assert type_of("ASSAULT", "beat") == "ASSAULT"
    assert type_of("ASSAULT", "") is None
    assert type_of("ACCUSE", "") is None
    assert type_of("RETREAT", "release") == "RETREAT"


def test_every_version_knows_no_displacement(island, tmp_path):
    written, _ = made(island, tmp_path / "p.jsonl")
    assert written.left_out["PLOVER has no type that is sure for DISPLACE"] == 1
    assert written.lost["who says so"] == written.rows["events"]


def test_the_order_of_reports_changes_nothing(island, backwards_path, tmp_path):
    made(island, tmp_path / "one.jsonl")
    with open_record(backwards_path, readonly=True) as other:
        made(other, tmp_path / "two.jsonl")
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
