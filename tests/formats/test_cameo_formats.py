"""GDELT, Phoenix and POLECAT: columns, codes, offsets and weeks, as their readers read them."""

import csv
import datetime as dt

import coded_island
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.base import ontology
from sayso.formats import FORMATS
from sayso.formats.events import number_of
from sayso.formats.events_cameo import cameo, cameo_actor, table
from sayso.formats.events_parties import Party, Sides, sectors_of
from sayso.formats.events_tsv import cell, line
from sayso.formats.export import export
from sayso.formats.gdelt import EVENT_COLUMNS, EVENTS, MENTION_COLUMNS, MENTIONS
from sayso.formats.phoenix import COLUMNS as PHOENIX_COLUMNS
from sayso.formats.polecat import COLUMNS as POLECAT_COLUMNS
from sayso.formats.source import Source
from sayso.record.open import open_record

_ACTOR = (
    "{0}Code {0}Name {0}CountryCode {0}KnownGroupCode {0}EthnicCode {0}Religion1Code "
    "{0}Religion2Code {0}Type1Code {0}Type2Code {0}Type3Code "
)
_GEO = (
    "{0}Geo_Type {0}Geo_Fullname {0}Geo_CountryCode {0}Geo_ADM1Code {0}Geo_ADM2Code {0}Geo_Lat "
    "{0}Geo_Long {0}Geo_FeatureID "
)
# As GDELT publishes them.
GDELT_EVENTS = (
    "GLOBALEVENTID SQLDATE MonthYear Year FractionDate "
    + _ACTOR.format("Actor1")
    + _ACTOR.format("Actor2")
    + "IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions "
    "NumSources NumArticles AvgTone "
    + _GEO.format("Actor1")
    + _GEO.format("Actor2")
    + _GEO.format("Action")
    + "DATEADDED SOURCEURL"
)
GDELT_MENTIONS = (
    "GLOBALEVENTID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier "
    "SentenceID Actor1CharOffset Actor2CharOffset ActionCharOffset InRawText Confidence "
    "MentionDocLen MentionDocTone MentionDocTranslationInfo Extras"
)
PHOENIX = (
    "id date year month day source source_root source_agent source_others target target_root "
    "target_agent target_others code root_code quad_class goldstein issues lat lon placename "
    "statename countryname sentence_ids urls news_sources"
)
POLECAT = (
    "Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|"
    "Actor Country|Actor COW|Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|"
    "Wikipedia Actor ID|Recipient Name|Recipient Country|Recipient COW|Primary Recipient Sector|"
    "Recipient Sectors|Recipient Title|Recipient Name Raw|Wikipedia Recipient ID|Placename|City|"
    "District|Province|Country|Latitude|Longitude|GeoNames ID|Raw Placename|Feature Type|Source|"
    "Publication Date|Story People|Story Organizations|Story Locations|Language|Version"
)
CODES_AS_TEXT = dict.fromkeys(
    ("EventCode", "EventBaseCode", "EventRootCode", "SQLDATE", "DATEADDED", "code", "root_code"),
    str,
)


def gdelt(record, folder, *chosen):
    written = export(record, FORMATS["gdelt"], folder, chosen=chosen, force=True)
    read = [
        pd.read_csv(folder / name, sep="\t", header=None, names=columns.split(),
                    dtype=CODES_AS_TEXT)
        for name, columns in ((EVENTS, GDELT_EVENTS), (MENTIONS, GDELT_MENTIONS))
    ]  # fmt: skip
    return written, *read


def by_id(events, ids):
    return {id_: events[events["GLOBALEVENTID"] == number_of(id_)].iloc[0] for id_ in ids}


@pytest.fixture
def made(island, tmp_path):
    return gdelt(island, tmp_path / "gdelt")


def accounted(written):
    return written.rows["events"] + sum(written.left_out.values()) == len(coded_island.ALL)


@pytest.mark.parametrize("name", ["gdelt", "phoenix", "polecat"])
@pytest.mark.parametrize("days", ["told", "report"])
def test_every_incident_is_a_line_or_left_out(island, tmp_path, name, days):
    fmt = FORMATS[name]
    written = export(island, fmt, tmp_path / f"out{fmt.ending}", chosen=[f"days={days}"])
    assert accounted(written)
    assert written.left_out["it is only denied"] == 1


@pytest.mark.parametrize("name", ["gdelt", "phoenix", "polecat"])
def test_the_order_of_reports_changes_nothing(island, backwards_path, tmp_path, name):
    fmt, read = FORMATS[name], []
    with open_record(backwards_path, readonly=True) as other:
        for number, record in enumerate((island, other)):
            target = tmp_path / f"{number}{fmt.ending}"
            export(record, fmt, target)
            files = sorted(target.iterdir()) if target.is_dir() else [target]
            read.append([path.read_bytes() for path in files])
    assert read[0] == read[1]


# --- CAMEO ---------------------------------------------------------------------------------


def test_codes_are_cameos_and_of_its_scale():
    for (type_, mode), code in table().items():
        assert code.code.isdigit()
        assert len(code.code) in (3, 4)
        assert 3 <= int(code.root) <= 20
        assert -10 <= code.goldstein <= 10
        assert (code.goldstein >= 0) == (code.quad in (1, 2)), (type_, mode)


def test_a_code_lies_above_all_that_the_codebook_lists():
    """Of CAMEO's codes for a mode, the one that is written is their common beginning, or wider."""
    unlike = []
    for type_ in ontology.load().types.values():
        for mode in type_.mode_table.values():
            code = table().get((type_.name, mode.name))
            if code is None or not mode.cameo:
                continue
            general = code.code.rstrip("0") if code.code.endswith("0") else code.code
            if not all(one.startswith(general) or one == code.code for one in mode.cameo):
                unlike.append((type_.name, mode.name))
    # Modes whose codes lie under several roots, or that cover more than the codes that they list.
    assert set(unlike) == {
        ("CONSULT", "visit"), ("REJECT", "yield"), ("COERCE", "restrict"), ("COERCE", "seize"),
        ("ASSAULT", "abduct"), ("ASSAULT", "suicide-attack"),
    }  # fmt: skip


def test_an_assault_without_a_mode_needs_two_who_carry_arms():
    def party(sector):
        return Party("x", "x.y", f"ISL{sector}", "ISL", (sector,), "", "", ("x",), 1)

    assert cameo("ASSAULT", "", Sides(party("REB"), party("MIL"))).code == "190"
    assert cameo("ASSAULT", "", Sides(party("REB"), party("CVL"))) is None
    assert cameo("ASSAULT", "", Sides(None, None)) is None
    assert cameo("ASSAULT", "", Sides(None, None), "180").code == "180"
    assert cameo("ASSAULT", "", Sides(None, None), "190").code == "190"
    assert cameo("ASSAULT", "", Sides(party("REB"), party("MIL")), "180").code == "190"
    assert cameo("ACCUSE", "", Sides(None, None)) is None
    assert cameo("DISPLACE", "", Sides(None, None)) is None


@pytest.mark.parametrize(
    ("code", "cameo_code"),
    [("SYRMIL", "SYRMIL"), ("ISLJRN", "ISLMED"), ("ISLMED", "ISLHLH"), ("UNO", "IGOUNO"),
     ("IMGREB", "IMGREB"), ("---UAF", "UAF"), ("", ""), ("SYRGOVMIL", "SYRGOVMIL")],
)  # fmt: skip
def test_codes_of_actors(code, cameo_code):
    one = Party("x", "x", code, code[:3].strip("-"), sectors_of(code), "", "", (), 1)
    assert cameo_actor(one).code == cameo_code


# --- GDELT ---------------------------------------------------------------------------------


def test_columns_are_those_of_gdelt(island, made, tmp_path):
    assert " ".join(EVENT_COLUMNS) == GDELT_EVENTS
    assert " ".join(MENTION_COLUMNS) == GDELT_MENTIONS
    for name, width in ((EVENTS, 61), (MENTIONS, 16)):
        for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
            with (tmp_path / "gdelt" / name).open(encoding="utf-8", newline="") as file:
                rows = list(csv.reader(file, delimiter="\t", quoting=quoting))
            assert rows
            assert {len(row) for row in rows} == {width}


def test_events_of_gdelt(made):
    written, events, mentions = made
    assert (len(events), len(mentions)) == (written.rows["events"], written.rows["mentions"])
    assert events["GLOBALEVENTID"].is_unique
    battle, civil, talks = by_id(events, ["i-battle", "i-civil", "i-talks"]).values()
    assert (battle["SQLDATE"], battle["EventCode"], battle["QuadClass"]) == ("20310301", "190", 4)
    assert battle["FractionDate"] == pytest.approx(2031 + 61 / 365, abs=1e-4)
    assert (battle["Actor1Code"], battle["Actor2Code"]) == ("ISLREB", "ISLMIL")
    assert (battle["NumMentions"], battle["NumSources"], battle["NumArticles"]) == (3, 3, 3)
    assert battle["ActionGeo_Type"] == 4
    assert battle["ActionGeo_CountryCode"] == "IC"
    assert battle["ActionGeo_Fullname"] == "Ilsk, Hallin, Iceland"
    assert battle["IsRootEvent"] == 1
    assert (civil["ActionGeo_Type"], civil["Actor2Type1Code"]) == (5, "EDU")
    assert (talks["EventCode"], talks["EventRootCode"]) == ("030", "03")
    assert pd.isna(talks["ActionGeo_Type"])


def test_mentions_are_the_claims_of_the_events(island, made):
    _, events, mentions = made
    assert set(mentions["GLOBALEVENTID"]) == set(events["GLOBALEVENTID"])
    counted = mentions.groupby("GLOBALEVENTID").size()
    told = events.set_index("GLOBALEVENTID")["NumMentions"]
    assert (counted.sort_index() == told.sort_index()).all()
    assert mentions["Confidence"].between(10, 100).all()
    assert (mentions["SentenceID"] >= 1).all()


def test_offsets_stand_where_the_words_do(island, made):
    _, _, mentions = made
    with island.read() as view:
        source = Source.of(view)
        texts = {doc.report_id: doc.text for doc in source.documents(source.facts)}
        deeds = {claim.trigger.text for claim in source.claims()}
        names = {who.text for claim in source.claims() for who in (*claim.actor, *claim.recipient)}
    urls = {facts.url: id_ for id_, facts in source.facts.items() if facts.url}
    for row in mentions.itertuples():
        report = urls.get(row.MentionIdentifier) or row.MentionIdentifier.rsplit(", ", 1)[-1]
        text = texts[report]
        assert len(text) == row.MentionDocLen
        assert any(text.startswith(deed, row.ActionCharOffset) for deed in deeds)
        for at in (row.Actor1CharOffset, row.Actor2CharOffset):
            assert at == -1 or any(text.startswith(name, at) for name in names)


def test_an_open_assault_gets_the_code_that_was_asked_for(island, tmp_path):
    left, _, _ = gdelt(island, tmp_path / "gdelt")
    written, events, _ = gdelt(island, tmp_path / "gdelt", "assault=180")
    left_out = left.left_out["no CAMEO code is sure for ASSAULT without a mode"]
    assert left_out == (events["EventCode"] == "180").sum() > 0
    assert accounted(written)


# --- Phoenix -------------------------------------------------------------------------------


def test_phoenix(island, tmp_path):
    written = export(island, FORMATS["phoenix"], tmp_path / "p.txt", chosen=["days=told"])
    assert " ".join(PHOENIX_COLUMNS) == PHOENIX
    rows = pd.read_csv(
        tmp_path / "p.txt", sep="\t", header=None, names=PHOENIX.split(), dtype=CODES_AS_TEXT,
        quoting=csv.QUOTE_NONE,
    )  # fmt: skip
    assert len(rows) == written.rows["events"]
    battle = rows[rows["code"] == "190"].iloc[0]
    assert (battle["source"], battle["source_root"], battle["source_agent"]) == (
        "ISLREB", "ISL", "REB",
    )  # fmt: skip
    assert (battle["quad_class"], battle["goldstein"]) == (4, -10.0)
    assert battle["news_sources"] == "Hill Radio;The Courier, Ilsk;Marn Gazette"
    assert battle["urls"].split(";") == [f"https://{n}.example/1" for n in ("a-hill", "b-courier")]
    assert battle["sentence_ids"].count(";") == 2
    with (tmp_path / "p.txt").open(encoding="utf-8", newline="") as file:
        assert {len(row) for row in csv.reader(file, delimiter="\t")} == {26}


# --- POLECAT -------------------------------------------------------------------------------


def test_polecat_has_a_file_for_each_week(island, tmp_path):
    written = export(island, FORMATS["polecat"], tmp_path / "weeks")
    assert "|".join(POLECAT_COLUMNS) == POLECAT
    found = {}
    for path in sorted((tmp_path / "weeks").glob("ngecEvents.DV.*.txt")):
        for encoding in ("utf-8", "latin-1"):
            rows = pd.read_csv(path, sep="\t", encoding=encoding, keep_default_na=False)
            assert "|".join(rows.columns) == POLECAT
        year, week = path.name.split(".")[2].split("-W")
        for day in rows["Event Date"]:
            assert dt.date.fromisoformat(day).isocalendar()[:2] == (int(year), int(week))
        found |= {row["Event ID"].split("-", 2)[2].split("_")[0]: row for _, row in rows.iterrows()}
    assert len(found) == written.rows["events"]
    assert written.rows["files"] == len(list((tmp_path / "weeks").glob("*.txt")))
    battle, civil = found["i-battle"], found["i-civil"]
    assert battle["Event ID"].endswith("_ASSAULT_None")
    assert (battle["Event Type"], battle["Event Mode"]) == ("ASSAULT", "None")
    assert battle["Quad Code"] == "MATERIAL CONFLICT"
    assert (battle["Actor Country"], battle["Primary Actor Sector"]) == ("ISL", "REB")
    assert float(battle["Latitude"]) == 64.31
    assert (civil["Latitude"], civil["Province"], civil["City"]) == ("None", "Hallin", "None")
    assert found["i-talks"]["Actor Country"] == "ISL; ISL"


# --- lines ---------------------------------------------------------------------------------


@given(st.lists(st.text(), min_size=2, max_size=6))
def test_a_line_reads_alike_with_and_without_quoting(cells):
    text = line(cells)
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        rows = list(csv.reader([text], delimiter="\t", quoting=quoting))
        assert rows == [[cell(one) for one in cells]]
