"""`sayso actors`, as a user sees it."""

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sayso import cli, exits
from sayso.base.nouns import Actor, Claim, Document, Span
from sayso.identify import actors_own
from sayso.identify.actors import identify_actors

ROW = ("--kind", "armed_group", "--country", "KEN", "--sector", "REB", "--source", "own notes")


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Each test runs in a folder of its own, and leaves the shipped roster in use."""
    monkeypatch.chdir(tmp_path)
    yield
    actors_own.use(None)


def actors(*arguments, given=None):
    return CliRunner().invoke(cli.app, ["actors", *arguments], input=given)


def add(name, *more):
    return actors("add", "--name", name, *ROW, *more)


def rows(path="sayso-actors.csv"):
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def actor_of(text, words):
    start = text.index(words)
    whole = Span(start=0, end=len(text), text=text)
    mention = Actor(start=start, end=start + len(words), text=words)
    claim = Claim(
        id="c", doc="r", kind="event", type="ASSAULT", trigger=whole, evidence=whole,
        actor=(mention,),
    )  # fmt: skip
    return identify_actors((claim,), Document(report_id="r", text=text))[0].actor[0]


def test_find_shows_what_is_taken_and_why():
    result = actors("find", "TTP")
    assert result.exit_code == exits.OK
    assert "pakistani-taliban" in result.stdout
    assert "acronym" in result.stdout


def test_find_is_undecided_until_a_country_decides():
    assert "Undecided" in actors("find", "Taliban").stdout
    for country in ("PAK", "Pakistan"):
        result = actors("find", "Taliban", "--country", country)
        assert "Undecided" not in result.stdout
        assert "\npakistani-taliban\n" in result.stdout


def test_find_gives_the_code_of_the_day():
    assert "AFGREB" in actors("find", "Afghan Taliban", "--day", "2010-05-01").stdout
    assert "AFGGOV" in actors("find", "Afghan Taliban", "--day", "2022-05-01").stdout


def test_find_takes_an_id_of_a_person_with_the_offices():
    result = actors("find", "p.omar-al-bashir", "--day", "2010-05-01")
    assert "sdn.gov" in result.stdout
    assert "SDNGOV" in result.stdout


def test_find_says_what_an_unknown_name_would_be():
    assert "new.bilai-abdi" in actors("find", "Bilai Abdi").stdout


@pytest.mark.parametrize(
    "arguments", [("--country", "Nowhere"), ("--day", "1.2.2020"), ("--file", "none.csv")]
)
def test_find_refuses_what_it_cannot_read(arguments):
    result = actors("find", "TTP", *arguments)
    assert result.exit_code == exits.USAGE
    assert arguments[1] in result.stderr


def test_check_counts_the_shipped_roster():
    result = actors("check")
    assert result.exit_code == exits.OK
    assert "armed groups" in result.stdout


def test_an_actor_that_was_added_is_found_and_coded():
    result = add("Orda Front", "--acronym", "OF", "--from", "2012-03-01", "--active-in", "Somalia")
    assert result.exit_code == exits.OK, result.stderr
    assert rows()[0] | {"source": ""} == {
        "id": "orda-front", "kind": "armed_group", "name": "Orda Front", "full_name": "",
        "names": "", "acronyms": "OF", "country": "KEN", "countries": "SOM", "sector": "REB",
        "parents": "", "from": "2012-03-01", "until": "", "source": "",
    }  # fmt: skip
    assert "orda-front" in actors("find", "OF").stdout
    assert "1 actor." in actors("check").stdout
    found = actor_of("OF fighters burned a post.", "OF fighters")
    assert (found.actor_id, found.code) == ("orda-front", "KENREB")


def test_rows_stand_in_order_of_their_ids_whatever_the_order_of_adding():
    for name in ("Telmar Front", "Orda Front", "Umber League", "Velm Brigade"):
        assert add(name).exit_code == exits.OK
    ids = [row["id"] for row in rows()]
    assert ids == sorted(ids)
    assert len(ids) == 4


def test_a_row_of_ones_own_goes_before_the_shipped_bearer_of_the_name():
    before = actor_of("The TTP burned a post.", "The TTP")
    assert before.actor_id == "pakistani-taliban"
    assert add("Telmar Treaty Party", "--acronym", "TTP").exit_code == exits.OK
    assert "pakistani-taliban" in actors("check").stdout
    assert actor_of("The TTP burned a post.", "The TTP").actor_id == "telmar-treaty-party"
    actors_own.use(None)
    assert actor_of("The TTP burned a post.", "The TTP") == before


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Sudanese Armed Forces", "sdn.mil"),
        ("gunmen", "any.gunmen"),
        ("Telmar Front for Peace", "provisional actor new.telmar-front-for-peace"),
        ("Telmar", "provisional actor new.telmar"),
    ],
)
def test_find_says_what_a_report_would_give_for_a_name_of_no_row(name, told):
    assert told in actors("find", name).stdout


def test_a_row_of_ones_own_takes_the_place_of_a_shipped_one_with_its_id():
    assert add("Northern Telmar", "--id", "boko-haram").exit_code == exits.OK
    assert "boko-haram" in actors("find", "Northern Telmar").stdout
    assert "Nothing in the roster" in actors("find", "Boko Haram").stdout


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--kind", "band"), "band"),
        (("--sector", "WAR"), "WAR"),
        (("--from", "1.3.2012"), "1.3.2012"),
        (("--from", "2012-03-01", "--until", "2011-01-01"), "after until"),
        (("--part-of", "nobody-there"), "nobody-there"),
        (("--country", "Nowhere"), "Nowhere"),
        (("--id", "Orda Front"), "Orda Front"),
        (("--id", "p.orda"), "p.orda"),
        (("--also", "One", "--also", "One"), "twice"),
        (("--full-name", "Orda\nFront"), "line break"),
        (("--source", " "), "source"),
    ],
)
def test_add_refuses_what_the_loader_refuses_and_writes_nothing(more, says):
    assert add("Telmar Front").exit_code == exits.OK
    before = Path("sayso-actors.csv").read_bytes()
    result = add("Orda Front", *more)
    assert result.exit_code == exits.USAGE
    assert says in result.stderr
    assert Path("sayso-actors.csv").read_bytes() == before


def test_add_refuses_an_actor_that_is_there_and_says_how_to_replace_it():
    result = add("Boko Haram")
    assert result.exit_code == exits.USAGE
    assert "--id boko-haram" in result.stderr
    assert not Path("sayso-actors.csv").exists()
    assert add("Orda Front").exit_code == exits.OK
    again = add("Orda Front", "--id", "orda-front")
    assert again.exit_code == exits.USAGE
    assert "twice" in again.stderr


def test_add_without_a_terminal_names_the_option_that_is_missing():
    result = actors("add", "--name", "Orda Front", given="")
    assert result.exit_code == exits.USAGE
    assert "--kind" in result.stderr


def test_a_fault_in_ones_own_file_is_named_with_its_line():
    assert add("Orda Front").exit_code == exits.OK
    path = Path("sayso-actors.csv")
    path.write_text(path.read_text("utf-8").replace("KEN", "KEX"), encoding="utf-8")
    for arguments in (("check",), ("find", "TTP"), ("check", str(path))):
        result = actors(*arguments)
        assert result.exit_code == exits.USAGE
        assert "sayso-actors.csv, line 2" in result.stderr
        assert "KEX" in result.stderr


def test_a_file_as_spreadsheets_write_it_is_read():
    assert add("Orda Front").exit_code == exits.OK
    text = Path("sayso-actors.csv").read_text("utf-8").replace("\n", "\r\n")
    Path("other.csv").write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))
    Path("sayso-actors.csv").unlink()
    assert actors("check", "other.csv").exit_code == exits.OK
    assert "orda-front" in actors("find", "Orda Front", "--file", "other.csv").stdout


def test_the_hash_of_ones_own_file_is_that_of_its_content(tmp_path):
    assert add("Orda Front").exit_code == exits.OK
    first = actors_own.use(Path("sayso-actors.csv"))
    assert first == actors_own.use(tmp_path / "sayso-actors.csv")
    assert add("Telmar Front").exit_code == exits.OK
    assert first != actors_own.use(Path("sayso-actors.csv"))
    assert actors_own.use(None) == ""
