"""A release is a folder: described, the same again, never changed, whole or not there."""

import datetime as dt
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap

import frictionless
import pandas as pd
import pytest
from guarded_town import add, attack_report, joined, rows_of, rules

from sayso.base.errors import AssetError, ConfigError, RecordError
from sayso.record import acts
from sayso.record.open import open_record
from sayso.record.release import columns, make
from sayso.record.release import folder as folders
from sayso.record.release.codebook import columns_page
from sayso.record.release.columns import BY_NAME, CLAIM_FLAT, SHEETS
from sayso.record.release.folder import verify
from sayso.record.release.kept import Settings, releases
from sayso.record.release.make import release
from sayso.tables import FLAT_COLUMNS

FILES = {
    *(f"{sheet.name}.csv" for sheet in SHEETS),
    *(f"{sheet.name}.parquet" for sheet in SHEETS if sheet.parquet),
    "README.md", "CODEBOOK.md", "CHANGES.md", "CITATION.cff", "citation.txt", "datapackage.json",
    "sha256sums.txt",
}  # fmt: skip


def test_the_folder_holds_what_it_should(town, released):
    folder, _ = released(town, "2031-W10")
    assert {path.name for path in folder.iterdir()} == FILES
    assert all(not path.stat().st_mode & 0o222 for path in folder.iterdir())
    assert verify(folder) == []


@pytest.mark.parametrize("harm", [(), ({"place": "admin1", "drop": ["source"], "day": "week"},)])
def test_frictionless_validates_it(town, released, harm):
    folder, _ = released(town, "a")
    add(town, attack_report("=r-3", "Marn Gazette"))
    joined(town)
    folder, _ = released(town, "b", *harm)
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.flatten(["taskNumber", "type", "message"]) == []
    assert report.valid
    package = json.loads((folder / "datapackage.json").read_text())
    assert package["profile"] == "data-package"
    assert "licenses" not in package
    for resource in package["resources"]:
        raw = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(raw)
        assert resource["hash"] == f"sha256:{hashlib.sha256(raw).hexdigest()}"


def test_licences_authors_and_title_are_the_users(town, released):
    about = {"title": "Varda", "authors": ["A. Dol"], "licences": [{"name": "CC-BY-4.0"}]}
    folder, _ = released(town, "a", about=about, note="Draft.")
    package = json.loads((folder / "datapackage.json").read_text())
    assert package["licenses"] == [{"name": "CC-BY-4.0"}]
    assert package["contributors"] == [{"title": "A. Dol", "role": "author"}]
    citation = (folder / "citation.txt").read_text()
    day = package["created"][:10]
    assert citation.startswith(f"A. Dol ({day[:4]}). Varda, release a [data set], released {day}.")
    assert "Filters: none." in citation
    assert "Rule of estimates: most-told." in citation
    assert 'license: "CC-BY-4.0"' in (folder / "CITATION.cff").read_text()
    assert "Draft." in (folder / "README.md").read_text()


def test_the_day_stands_where_it_is_cited_and_nowhere_else(town, released):
    folder, drawn = released(town, "a")
    day = drawn.facts.day.isoformat()
    holding = {p.name for p in folder.iterdir() if day.encode() in p.read_bytes()}
    assert holding == {"datapackage.json", "citation.txt", "CITATION.cff"}


def test_pandas_and_parquet_hold_the_same_rows(town, released):
    folder, _ = released(town, "a")
    for sheet in SHEETS:
        table = pd.read_csv(folder / f"{sheet.name}.csv", encoding="utf-8-sig")
        assert tuple(table.columns) == sheet.names
        if sheet.parquet:
            parquet = pd.read_parquet(folder / f"{sheet.name}.parquet")
            assert tuple(parquet.columns) == sheet.names
            assert len(parquet) == len(table)
    incidents = pd.read_parquet(folder / "incidents.parquet").set_index("id")
    assert incidents.loc["i-assault-0", "killed_best"] == 17


def test_every_cell_leads_to_its_words(town, released):
    folder, _ = released(town, "a")
    claims = {r["id"]: r for r in rows_of(folder, "claims")}
    reports = {r["id"]: r for r in rows_of(folder, "reports")}
    incidents = {r["id"] for r in rows_of(folder, "incidents")}
    for told in rows_of(folder, "told"):
        assert told["incident"] in incidents
        for id_ in told["claims"].split("; "):
            claim = claims[id_]
            assert claim["incident"] == told["incident"]
            assert claim["evidence"]
            start, _, end = claim["evidence_at"].partition("-")
            assert int(end) - int(start) == len(claim["evidence"])
            assert reports[claim["doc"]]["text_sha256"]


def test_cells_are_safe_in_a_spreadsheet(town, released):
    add(town, attack_report("=cmd|calc", "Marn Gazette", title="@SUM(A1)"))
    joined(town)
    folder, _ = released(town, "a")
    text = (folder / "reports.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    assert b"\r\n'=cmd|calc,Marn Gazette,'@SUM(A1)" in text
    assert any(r["id"] == "=cmd|calc" for r in rows_of(folder, "reports"))


def test_twice_the_same_bytes(town, released, tmp_path):
    rule = {"match": {"place": ["Ilsk"]}, "place": "admin1", "drop": ["source"]}
    folder, _ = released(town, "a", rule)
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    shutil.rmtree(folder)
    again, _ = released(town, "a", rule)  # the folder was lost: it is drawn again
    for path in copy.iterdir():
        assert path.read_bytes() == (again / path.name).read_bytes(), path.name


def test_the_same_bytes_in_any_process(town, released, tmp_path):
    rule = {"match": {"place": ["Ilsk"]}, "place": "admin1", "drop": ["source"]}
    released(town, "a")
    add(town, attack_report("r-3", "Marn Gazette"))
    joined(town)
    town.close()
    script = textwrap.dedent("""
        import sys
        from pathlib import Path
        from guarded_town import rules
        from sayso.record.open import open_record
        from sayso.record.release import kept, make
        settings = kept.Settings(file=rules(eval(sys.argv[2])))
        folder = Path(sys.argv[1])
        make.release(open_record(folder / "town.sayso"), "b", folder / "b", settings)
    """)
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        shutil.copy(tmp_path / "town.sayso", tmp_path / seed)
        command = [sys.executable, "-c", script, tmp_path / seed, repr(rule)]
        paths = os.pathsep.join(str(path) for path in sys.path)
        environ = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": paths}
        subprocess.run(command, check=True, env=environ)
    one, two = tmp_path / "1" / "b", tmp_path / "2" / "b"
    for path in one.iterdir():
        assert path.read_bytes() == (two / path.name).read_bytes(), path.name
    assert b"withheld" in (one / "changes.csv").read_bytes()


def test_two_records_with_the_same_reports_give_the_same_tables(town, released, tmp_path):
    whole, _ = released(town, "a")
    with open_record(tmp_path / "other.sayso", create=True) as other:
        from guarded_town import copied, later_report  # noqa: PLC0415

        add(other, later_report())
        add(other, attack_report("r-2", "The Courier"), attack_report("ilsk-1", "Hill Radio"))
        joined(other)
        copied(other, "r-2", "ilsk-1")
        target = tmp_path / "other" / "a"
        release(other, "a", target, Settings())
    for path in whole.iterdir():
        if path.suffix in (".csv", ".parquet"):
            assert path.read_bytes() == (target / path.name).read_bytes(), path.name


def test_a_release_is_never_changed(town, released, tmp_path):
    folder, _ = released(town, "a")
    with pytest.raises(ConfigError, match="is there already"):
        released(town, "a")
    with pytest.raises(ConfigError, match="there is a release a already"):
        release(town, "a", tmp_path / "elsewhere" / "a", Settings(note="another"))
    assert not (tmp_path / "elsewhere" / "a").exists()
    assert verify(folder) == []
    with town.read() as view:
        assert [r.name for r in releases(view)] == ["a"]


@pytest.mark.parametrize("name", ["", "../a", "a/b", ".a", "a" * 65, "a b", "a."])
def test_a_name_must_be_a_folders_name(town, released, name):
    with pytest.raises(ConfigError, match="cannot be a release's name"):
        released(town, name)


def test_rules_are_not_forgotten(town, tmp_path):
    file = rules({"place": "admin1"})
    release(town, "a", tmp_path / "r" / "a", Settings(file=file))
    with pytest.raises(ConfigError, match="had do-no-harm rules and this one has none"):
        release(town, "b", tmp_path / "r" / "b", Settings())
    release(town, "b", tmp_path / "r" / "b", Settings(), without_rules=True)


def test_what_was_changed_is_found(town, released):
    folder, _ = released(town, "a")
    path = folder / "claims.csv"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b"x")
    (folder / "notes.txt").write_text("mine")
    (folder / "told.csv").unlink()
    assert verify(folder) == [
        "claims.csv: was changed",
        "told.csv: is missing",
        "notes.txt: does not belong to the release",
    ]
    sums = folder / "sha256sums.txt"
    sums.chmod(0o644)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    lines = [ln for ln in sums.read_text().splitlines() if "claims.csv" not in ln]
    sums.write_text("\n".join([*lines, f"{digest}  claims.csv"]) + "\n")
    assert "claims.csv: sha256sums.txt and datapackage.json do not agree" in verify(folder)
    with pytest.raises(ConfigError, match="is no release"):
        verify(folder.parent)


def test_an_error_half_way_leaves_nothing(town, released, monkeypatch, tmp_path):
    def fails(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(make, "codebook", fails)
    with pytest.raises(OSError, match="No space left"):
        released(town, "a")
    assert list((tmp_path / "releases").iterdir()) == []
    with town.read() as view:
        assert releases(view) == []


def test_killed_half_way_leaves_nothing_half_written(town, released, tmp_path):
    town.close()
    script = textwrap.dedent("""
        import os, signal, sys
        from pathlib import Path
        from sayso.record.open import open_record
        from sayso.record.release import folder, make
        where, target, point = sys.argv[1:]
        def die(*_): os.kill(os.getpid(), signal.SIGKILL)
        if point == "files": make.codebook = die
        if point == "row": make._enter = die
        if point == "name": folder.publish = die
        make.release(open_record(where), "a", Path(target), make.Settings())
    """)
    target = tmp_path / "releases" / "a"
    for point in ("files", "row", "name"):
        command = [sys.executable, "-c", script, tmp_path / "town.sayso", target, point]
        done = subprocess.run(command, capture_output=True, check=False, env=os.environ)
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert not target.exists()
        left = [path.name for path in target.parent.iterdir()]
        assert len(left) == 1
        assert left[0].startswith(".a.")  # the next run takes it away
        with town.read() as view:
            assert [r.name for r in releases(view)] == (["a"] if point == "name" else [])
    folder, _ = released(town, "a")  # the same command finishes what it had entered
    assert [path.name for path in target.parent.iterdir()] == ["a"]
    assert verify(folder) == []
    with town.read() as view:
        (row,) = releases(view)
    package = (folder / "datapackage.json").read_bytes()
    assert row.digest == hashlib.sha256(package).hexdigest()


def test_a_folder_that_cannot_be_written_is_named(town, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ConfigError, match="cannot be written to"):
        release(town, "a", tmp_path / "file" / "a", Settings())


def test_a_lost_release_is_not_drawn_by_another_version(town, released, monkeypatch):
    folder, _ = released(town, "a")
    shutil.rmtree(folder)
    monkeypatch.setattr(make, "version", lambda _: "9.9")
    with pytest.raises(ConfigError, match="cannot be drawn again with the same bytes"):
        released(town, "a")
    assert not folder.exists()


def test_an_empty_record_has_an_empty_release(record, released):
    folder, drawn = released(record, "a")
    assert not any(drawn.facts.counts.values())
    assert frictionless.validate(str(folder / "datapackage.json")).valid
    assert "first release" in (folder / "CHANGES.md").read_text()


def test_the_lock_is_held_for_one_row_only(town, released, monkeypatch):
    seen = []

    def looking(facts):
        add(town, attack_report("r-8", "Marn Gazette"))  # another writer, while files are written
        seen.append(facts.name)
        return "codebook"

    monkeypatch.setattr(make, "codebook", looking)
    folder, drawn = released(town, "a")
    assert seen == ["a"]
    assert drawn.facts.counts["reports"] == 3
    monkeypatch.undo()
    _, drawn = released(town, "b")
    assert drawn.facts.counts["reports"] == 4
    del folder


def test_of_two_runs_with_one_name_one_makes_it(town, released, monkeypatch, tmp_path):
    def other(facts):
        monkeypatch.undo()
        release(town, "a", tmp_path / "other" / "a", Settings(note="quicker"))
        return "codebook"

    monkeypatch.setattr(make, "codebook", other)
    with pytest.raises(ConfigError, match="another run has just made a release a"):
        released(town, "a")
    assert list((tmp_path / "releases").iterdir()) == []
    assert verify(tmp_path / "other" / "a") == []


def test_a_left_over_of_a_living_run_stays(tmp_path):
    parent = tmp_path / "r"
    for number in (1, 99_999_999):  # the first process lives, the other cannot
        (parent / f".a.{number}.partial").mkdir(parents=True)
    with folders.draft(parent / "a"):
        assert (parent / ".a.1.partial").exists()
        assert not (parent / ".a.99999999.partial").exists()


def test_a_record_that_is_locked_gives_no_release(town, released, monkeypatch, tmp_path):
    def locked(*_args, **_more):
        raise RecordError("another program is writing to it")

    monkeypatch.setattr(make, "_enter", locked)
    with pytest.raises(RecordError):
        released(town, "a")
    assert list((tmp_path / "releases").iterdir()) == []


def test_a_clock_that_goes_back_dates_no_release_before_the_record(town, released, monkeypatch):
    monkeypatch.setattr(acts, "now", lambda: dt.datetime(2040, 1, 2, tzinfo=dt.UTC))
    _, first = released(town, "a")
    monkeypatch.setattr(acts, "now", lambda: dt.datetime(2031, 1, 2, tzinfo=dt.UTC))
    _, second = released(town, "b")
    assert first.facts.day == second.facts.day == dt.date(2040, 1, 2)


def test_midnight_may_pass_while_it_is_written(town, released, monkeypatch):
    nights = iter([dt.datetime(2040, 1, 2, 23, 59, tzinfo=dt.UTC)])
    morning = dt.datetime(2040, 1, 3, tzinfo=dt.UTC)
    monkeypatch.setattr(acts, "now", lambda: next(nights, morning))
    folder, drawn = released(town, "a")
    assert drawn.facts.day == dt.date(2040, 1, 3)
    assert verify(folder) == []
    assert "2040-01-03" in (folder / "citation.txt").read_text()


def test_claims_have_the_columns_of_sayso_code():
    names = BY_NAME["claims"].names
    assert names == (*CLAIM_FLAT, "incident", "relation", "state", "withheld")
    left_out = {name for name, _, _ in FLAT_COLUMNS} - set(names)
    assert left_out == {"origin", "title", "published", "url"}  # `reports` has all but the first


@pytest.mark.parametrize("text", ["[[sheet]]\nname = 'x'", "[[sheet", ""])
def test_a_wrong_list_of_columns_is_an_error_of_ours(monkeypatch, tmp_path, text):
    (tmp_path / "columns.toml").write_text(text)
    monkeypatch.setattr(columns, "files", lambda _: tmp_path)
    with pytest.raises(AssetError, match=r"columns\.toml"):
        columns._read()


def test_the_page_of_columns_is_what_the_text_says(pytestconfig):
    there = (pytestconfig.rootpath / "docs" / "release-columns.md").read_text("utf-8")
    assert there == columns_page()
