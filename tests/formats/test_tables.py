"""Tables: the same rows in three forms, a package that holds, spreadsheets that run nothing."""

import csv
import json

import frictionless
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sayso.formats import FORMATS
from sayso.formats.export import export


@pytest.fixture
def made(told_war_record, tmp_path):
    return export(told_war_record, FORMATS["tables"], tmp_path / "t"), tmp_path / "t"


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_three_forms_hold_the_same_rows(made):
    written, folder = made
    for name, n in written.rows.items():
        typed = pq.read_table(folder / f"{name}.parquet")
        assert typed.equals(pa.ipc.open_file(folder / f"{name}.arrow").read_all())
        flat = rows(folder / f"{name}.csv")
        assert typed.num_rows == len(flat) == n
        if flat:
            assert list(flat[0]) == typed.schema.names
    assert written.rows["incidents"] == 7


def test_the_package_describes_what_is_there(made):
    _, folder = made
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])
    described = {
        r["path"] for r in json.loads((folder / "datapackage.json").read_bytes())["resources"]
    }
    assert described | {"datapackage.json", ".sayso-export"} == {p.name for p in folder.iterdir()}


def test_a_changed_file_does_not_fit_its_package(made):
    _, folder = made
    path = folder / "incidents.csv"
    path.write_bytes(path.read_bytes().replace(b"2031", b"20x1", 1))
    assert not frictionless.validate(str(folder / "datapackage.json")).valid


def test_spreadsheets_get_utf8_iso_days_and_no_formulas(made):
    _, folder = made
    assert (folder / "reports.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    titles = [row["title"] for row in rows(folder / "reports.csv")]
    assert any(title.startswith("'=1+1") for title in titles)
    for path in folder.glob("*.csv"):
        cells = [cell for row in rows(path) for cell in row.values()]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t"))]
    days = {row["day_from"] for row in rows(folder / "incidents.csv")}
    assert "2031-03-01" in days
    typed = pq.read_table(folder / "reports.parquet").column("title").to_pylist()
    assert any(title and title.startswith("=1+1") for title in typed)


def test_filters_leave_references_whole(told_war_record, tmp_path):
    made = export(told_war_record, FORMATS["tables"], tmp_path / "t", filters={"type": ["PROTEST"]})
    assert made.rows["incidents"] == 1
    assert frictionless.validate(str(tmp_path / "t" / "datapackage.json")).valid
