"""What formats of events share: sides, states, and that nothing that is withheld gets through."""

import csv
import importlib

import coded_island
import forked
import msgspec
import pytest
from joined_by_hand import incident

from sayso.base import ontology
from sayso.base.errors import MissingError
from sayso.base.joined import Teller, Told
from sayso.formats import FORMATS
from sayso.formats.events import Counting
from sayso.formats.events_cameo import check
from sayso.formats.events_parties import ACTOR_DISPUTED, SIDES_UNKNOWN, parties, sides_of
from sayso.formats.events_states import state, states
from sayso.formats.export import export
from sayso.formats.source import Case, Source
from sayso.formats.written import Written
from sayso.imports.told import Unfit
from sayso.record.release.harm_rules import read_release_file

OF_EVENTS = ("ged", "acled", "plover", "polecat", "gdelt", "phoenix")


def case_of(island, id_):
    with island.read() as view:
        return Source.of(view).incident(id_)


def told(name, *voices, denied=False):
    tellers = tuple(Teller(key=one, name=one) for one in voices)
    return Told(value=name, key=f"name:{name}", tellers=tellers, denied=denied)


def with_values(case, disputed=(), **values):
    new = msgspec.structs.replace(
        case.incident, values=case.incident.values | values, disputed=disputed
    )
    return Case(new, case.claims)


def test_the_best_supported_actor_is_the_first_side(island):
    case = case_of(island, "i-battle")
    one, other = told("A", "a", "b"), told("B", "c")
    sides = sides_of(with_values(case, actor=(one, other), disputed=("actor",)), Written())
    assert (sides.first.name, sides.with_first) == ("A", ())
    sides = sides_of(with_values(case, actor=(one, other)), Written())
    assert (sides.first.name, [p.name for p in sides.with_first]) == ("A", ["B"])


def test_equally_many_voices_leave_the_actor_open(island):
    written = Written()
    case = with_values(
        case_of(island, "i-battle"), actor=(told("A", "a"), told("B", "b")), disputed=("actor",)
    )
    sides = sides_of(case, written)
    assert (sides.first, sides.with_first) == (None, ())
    assert sides.second.sector == "MIL"
    assert written.lost[ACTOR_DISPUTED] == 1


def test_what_is_denied_is_no_side(island):
    case = with_values(case_of(island, "i-battle"), actor=(told("A", "a", denied=True),))
    assert parties(case, "actor") == ()
    assert sides_of(case, Written()).first is None


def test_of_three_who_clash_no_sides_are_made_up(island):
    case = case_of(island, "i-clash")
    three = (*case.incident.values["actor"], told("C", "c"))
    written = Written()
    sides = sides_of(with_values(case, actor=three), written)
    assert (sides.first, sides.second) == (None, None)
    assert written.lost[SIDES_UNKNOWN] == 1


def test_a_code_counts_when_all_mentions_agree(island):
    case = case_of(island, "i-battle")
    assert parties(case, "actor")[0].code == "ISLREB"
    other = tuple(msgspec.structs.replace(who, code="ISLGOV") for who in case.claims[0].actor)
    claims = (msgspec.structs.replace(case.claims[0], actor=other), *case.claims[1:])
    found = parties(Case(incident("i-battle", claims), claims), "actor")[0]
    assert (found.code, found.country, found.is_group) == ("", "", False)


def test_the_records_own_rule_gives_the_records_own_numbers(record):
    """Also where papers repeat each other, who then are one voice."""
    with record.read() as view:
        source = Source.of(view, chosen={"rule": "ged"})
        counting, counted = Counting(source), 0
        for case in source.incidents():
            own = {one.what: one for one in case.incident.estimates}
            assert counting.of(case) == own
            counted += len(own)
    assert counted


def test_states():
    syria = state("SYR")
    assert (syria.gwno, syria.iso_number, syria.fips) == (652, 760, "SY")
    assert (syria.ucdp_region, syria.acled_region) == ("Middle East", "Middle East")
    assert state("COD").ucdp_name == "DR Congo (Zaire)"
    assert state("EGY").ucdp_region == ""
    assert (state("XXX").gwno, state("").iso3) == (None, "")
    numbers = [one.gwno for one in states().values() if one.gwno]
    assert len(numbers) == len(set(numbers)) + 1  # Russia goes on for the Soviet Union


def test_every_type_and_mode_has_a_code_or_is_known_to_have_none():
    assert check() == ["ACCUSE without a mode", "ASSAULT without a mode", "DISPLACE"]
    assert set(ontology.EVENT_TYPES)


@pytest.mark.parametrize("name", OF_EVENTS)
def test_what_rules_withhold_is_in_no_file(island, tmp_path, name):
    (tmp_path / "rules.toml").write_text(
        '[[harm]]\nreason = "A test"\nmatch = {}\nplace = "country"\n'
        'drop = ["source", "outlet", "evidence"]\n',
        encoding="utf-8",
    )
    file = read_release_file(tmp_path / "rules.toml")
    fmt = FORMATS[name]
    target = tmp_path / f"out{fmt.ending}"
    written = export(island, fmt, target, file=file, chosen=["days=report"])
    assert written.rows["events"]
    files = [path for path in target.rglob("*") if path.is_file()] if not fmt.ending else [target]
    text = "".join(path.read_text("utf-8") for path in files)
    for word in ("Ilsk", "nurse", "Hill Radio", "Gazette", "64.31", "900001", "stayed shut"):
        assert word not in text, word


@pytest.mark.parametrize("name", OF_EVENTS)
def test_an_empty_record_makes_an_empty_file(island, tmp_path, name):
    fmt = FORMATS[name]
    written = export(island, fmt, tmp_path / f"a{fmt.ending}", filters={"country": ["TUV"]})
    assert written.rows["events"] == 0
    assert not written.left_out


@pytest.mark.parametrize("name", OF_EVENTS)
def test_an_id_exports_one_incident(island, tmp_path, name):
    fmt = FORMATS[name]
    written = export(island, fmt, tmp_path / f"a{fmt.ending}", id_="i-battle")
    assert written.rows["events"] == 1
    with pytest.raises(MissingError):
        export(island, fmt, tmp_path / f"b{fmt.ending}", id_="i-none")


def test_the_command_says_what_was_left_out(island_path, tmp_path):
    code, err = forked.run(
        tmp_path, "export", "ged", "ged.csv", "--record", str(island_path), "--set", "rule=max",
    )  # fmt: skip
    assert code == 0, err
    assert "wrote 5 events to ged.csv" in err
    assert "left out 1 time: it is only denied" in err
    code, err = forked.run(
        tmp_path, "export", "ged", "b.csv", "--record", str(island_path), "--set", "rule=best",
    )  # fmt: skip
    assert code != 0
    assert "rule is one of record, ged" in err


@pytest.mark.parametrize("name", ["acled", "ged", "polecat"])
def test_sayso_reads_back_what_it_wrote(island, tmp_path, name):
    """As rows of those tables are read: type and days come back, a mode comes back or is open."""
    reader = importlib.import_module(f"sayso.imports.{name}").read
    fmt = FORMATS[name]
    target = tmp_path / f"out{fmt.ending}"
    export(island, fmt, target, chosen=["days=told"])
    with island.read() as view:
        source = Source.of(view)
        known = {case.incident.id: case.incident for case in source.incidents()}
    read = 0
    for path in sorted(target.iterdir()) if target.is_dir() else [target]:
        if path.name.startswith("."):
            continue
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t" if name == "polecat" else ","))
        for row in rows:
            told = reader({key: "" if cell == "None" else cell for key, cell in row.items()})
            if isinstance(told, Unfit):
                assert told.reason in {"type_unknown", "type_undecided"}
                continue
            read += 1
            id_ = row.get("relid") or row.get("event_id_cnty") or row["Event ID"]
            incident_ = next(known[one] for one in known if one in id_)
            assert told.type == incident_.type
            assert told.mode in {"", incident_.mode}
            assert told.day_from <= incident_.day_from <= told.day_to
            assert told.country == (incident_.country if incident_.geo_basis != "report" else "")
    assert read >= 3


def test_ids_of_the_battle_are_the_same_in_every_format(island, tmp_path):
    for name in OF_EVENTS:
        fmt = FORMATS[name]
        export(island, fmt, tmp_path / f"{name}{fmt.ending}")
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix]
    bearing = [path for path in files if "i-battle" in path.read_text("utf-8")]
    # GDELT and Phoenix have ids of numbers only.
    assert {path.relative_to(tmp_path).parts[0].split(".")[0] for path in bearing} == {
        "ged", "acled", "plover", "polecat",
    }  # fmt: skip
    assert coded_island.ALL[0] == "i-battle"
