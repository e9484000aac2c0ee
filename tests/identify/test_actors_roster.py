"""The roster: every row has a source, faults are named, codes hold for their days."""

import csv
import datetime as dt
import shutil
import time
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from sayso.base.errors import AssetError
from sayso.identify.actors_roster import Roster, roster
from sayso.identify.actors_words import words

ROSTER = Path(str(files("sayso.identify") / "roster"))
TABLES = sorted(p.name for p in ROSTER.glob("*.csv"))


def rows(name: str) -> list[dict[str, str]]:
    with (ROSTER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "roster"
    shutil.copytree(ROSTER, folder)
    return folder


def change(folder: Path, name: str, old: str, new: str) -> int:
    """Change the first line that holds `old`; return its number."""
    path = folder / name
    lines = path.read_text(encoding="utf-8").split("\n")
    at = next(i for i, line in enumerate(lines) if old in line)
    lines[at] = lines[at].replace(old, new, 1)
    path.write_text("\n".join(lines), encoding="utf-8")
    return at + 1


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_a_source_that_is_listed(name: str) -> None:
    listed = set(tomllib.loads((ROSTER / "sources.toml").read_text(encoding="utf-8")))
    for row in rows(name):
        keys = {part.partition(":")[0] for part in row["source"].split()}
        assert keys, row
        assert keys <= listed, row


def test_the_roster_is_as_large_as_promised() -> None:
    known = roster()
    kinds = [a.kind for a in known.actors.values()]
    assert kinds.count("armed_group") >= 1_500
    assert kinds.count("state") >= 195
    assert kinds.count("igo") >= 60
    for state in known.states:
        for unit in ("gov", "mil", "police"):
            assert f"{state.iso3.lower()}.{unit}" in known.actors


def test_rows_stand_in_order_of_their_ids() -> None:
    for name in ("groups.csv", "organisations.csv", "people.csv"):
        ids = [row["id"] for row in rows(name)]
        assert ids == sorted(ids), name


def test_persons_and_their_offices_load() -> None:
    known = roster()
    assert len(known.persons) > 1_000
    assert set(known.roles) <= set(known.persons)


def test_two_names_of_one_day_are_listed_as_collisions() -> None:
    found = roster().collisions()
    assert {"afghan-taliban", "pakistani-taliban"} <= set(found["taliban"])


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("groups.csv", "from,until,source", "from,till,source", "columns are"),
        ("groups.csv", "pakistani-taliban,armed_group", "Pakistani Taliban,armed_group", "id"),
        ("groups.csv", "pakistani-taliban,armed_group", "afghan-taliban,armed_group", "twice"),
        ("groups.csv", "pakistani-taliban,armed_group", "pakistani-taliban,band", "kind"),
        ("groups.csv", "REB,,2007-12-14,", "REB,no-such-parent,2007-12-14,", "no-such-parent"),
        ("groups.csv", "REB,,2007-12-14,", "REB,,2007-12-14,2001-01-01", "after until"),
        ("groups.csv", "REB,,2007-12-14,", "REB,,14.12.2007,", "14.12.2007"),
        ("groups.csv", "REB,,2007-12-14,", "WAR,,2007-12-14,", "sector"),
        ("groups.csv", "2007-12-14,,hand", "2007-12-14,,hearsay", "hearsay"),
        ("groups.csv", "REB,,2007-12-14,", "REB,,2007-12-14,,", "fields"),
        ("groups.csv", "Taliban|Taleban", "Taliban||Taleban", "empty value"),
        ("states.csv", "ALB,AL,", "AFG,AL,", "twice"),
        ("ties.csv", "split_from", "quarrelled_with", "tie"),
        ("codes.csv", "afghan-taliban,AFG", "afghan-taliban,AFX", "AFX"),
        ("generics.csv", "gunman,", "gunmen,", "twice"),
    ],
)
def test_a_fault_is_named_with_file_and_line(
    copy: Path, name: str, old: str, new: str, says: str
) -> None:
    line = change(copy, name, old, new)
    with pytest.raises(AssetError) as err:
        Roster(copy)
    assert name in str(err.value)
    assert says in str(err.value)
    assert f"line {line}" in str(err.value) or "twice" in says


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("people.csv", "p.maulana-fazlullah,", "Fazlullah,"),
        (
            "roles.csv",
            "p.maulana-fazlullah,leader,pakistani-taliban",
            "p.maulana-fazlullah,leader,ttp",
        ),
        ("roles.csv", "p.maulana-fazlullah,", "p.nobody-at-all,"),
    ],
)
def test_a_fault_of_persons_is_named_when_they_are_read(
    copy: Path, name: str, old: str, new: str
) -> None:
    line = change(copy, name, old, new)
    known = Roster(copy)
    with pytest.raises(AssetError, match=f"{name}, line {line}"):
        _ = known.roles


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "ties.csv").unlink()
    with pytest.raises(AssetError, match=r"ties\.csv"):
        Roster(copy)


def test_a_list_of_words_that_is_not_there_is_named() -> None:
    with pytest.raises(AssetError, match="no_such_list"):
        words("no_such_list")


@pytest.mark.parametrize(
    ("actor", "day", "code"),
    [
        ("afghan-taliban", dt.date(1998, 5, 1), "AFGGOV"),
        ("afghan-taliban", dt.date(2010, 5, 1), "AFGREB"),
        ("afghan-taliban", dt.date(2022, 5, 1), "AFGGOV"),
        ("afghan-taliban", None, ""),
        ("pakistani-taliban", None, "PAKREB"),
        ("fra.gov", None, "FRAGOV"),
        ("un", None, "UNO"),
        ("p.omar-al-bashir", dt.date(2010, 5, 1), "SDNGOV"),
        ("p.omar-al-bashir", dt.date(2021, 5, 1), ""),
        ("p.omar-al-bashir", None, ""),
        ("p.hakim-taniwal", dt.date(2020, 1, 1), ""),
        ("no-such-actor", None, ""),
    ],
)
def test_a_code_is_that_of_the_day(actor: str, day: dt.date | None, code: str) -> None:
    assert roster().code(actor, day) == code


def test_an_office_without_an_end_is_not_vouched_for_beyond_its_source() -> None:
    known = roster()
    row = next(
        r for held in known.roles.values() for r in held
        if r.vouched and r.since and len(held) == 1
    )  # fmt: skip
    assert row.vouched is not None
    assert known.code(row.person, row.vouched) == row.country + row.sector
    assert known.code(row.person, row.vouched + dt.timedelta(days=1)) == ""


def test_the_roster_loads_at_once() -> None:
    started = time.process_time()
    Roster(ROSTER)
    assert time.process_time() - started < 0.6  # 0.06 s measured; a slow machine has ten times
