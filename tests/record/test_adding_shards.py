"""Adding from shards: the record is the one that adding the reports themselves makes."""

import json
import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from same_record import grouped, open_rows

from sayso.record import adding_shards
from sayso.record.open import open_record

ATTACK = "Rebels attacked the town of Kobane on Monday, killing at least 12 soldiers, police said."
RULES = ("--extractor", "rules", "--identify")


@pytest.fixture
def news(write):
    """Reports of several forms: with and without a day, twice, in words of another, dropped."""
    write("news/a.txt")
    write("news/copy.txt", ATTACK)
    write("news/copy-2.txt", ATTACK)
    write("news/empty.txt", b"")
    page = f"<html><head><title>Kobane</title></head><body><article><p>{ATTACK}</p>"
    write("news/page.html", f"{page}<p>{'The army denied it. ' * 20}</p></article></body></html>")
    reports = [
        {
            "id": f"n{n}",
            "title": "Attack in Kobane",
            "date": f"2014-10-{n + 1:02d}",
            "source": "Hill Radio",
            "text": f"{ATTACK} The Islamic State killed {n + 3} men in Raqqa, the army said.",
        }
        for n in range(14)
    ]
    reports.append(
        {"text": "La ville a \u00e9t\u00e9 attaqu\u00e9e hier par les rebelles du nord. " * 3}
    )
    return write("news/z.jsonl", "\n".join(map(json.dumps, reports)) + "\n{\n").parent


def added(sayso, *args):
    done = sayso("add", *args)
    assert done.exit_code == 0, done.output
    return done.stderr


def rows(path):
    with open_record(path, readonly=True) as record:
        return open_rows(record)


@pytest.mark.parametrize("day", [(), ("--date", "2014-10-20")], ids=["no day", "a day"])
def test_record_is_the_one_that_the_reports_make(news, sayso, tmp_path, day):
    told = added(sayso, "news", "--record", "direct.sayso", *RULES, *day)
    done = sayso("code", "news", "-o", "coded/", "--shard-reports", "4", *RULES, *day)
    assert done.exit_code == 0, done.output
    again = added(sayso, "--coded", "coded/", "--record", "shards.sayso")
    direct, shards = rows(tmp_path / "direct.sayso"), rows(tmp_path / "shards.sayso")
    for table, held in direct.items():
        assert shards[table] == held, table
    assert all(direct[table] for table in ("claim", "incident", "copy", "drop", "passage"))
    assert told.replace("direct.sayso", "shards.sayso").splitlines()[:2] == again.splitlines()[:2]


def test_linking_in_blocks_joins_the_same_claims(news, sayso, tmp_path, monkeypatch):
    added(sayso, "news", "--record", "direct.sayso", *RULES)
    assert sayso("code", "news", "-o", "coded/", "--shard-reports", "4", *RULES).exit_code == 0
    monkeypatch.setattr(adding_shards, "LINK_AT", 1)
    added(sayso, "--coded", "coded/", "--record", "shards.sayso")
    direct, shards = rows(tmp_path / "direct.sayso"), rows(tmp_path / "shards.sayso")
    assert len(direct["incident_claim"]) > 10
    assert grouped(shards) == grouped(direct)


def test_adding_the_same_again_changes_nothing_whichever_way(news, sayso, tmp_path):
    assert sayso("code", "news", "-o", "coded/", *RULES).exit_code == 0
    added(sayso, "--coded", "coded/", "--record", "war.sayso")
    before = rows(tmp_path / "war.sayso")
    assert "unchanged" in added(sayso, "--coded", "coded", "--record", "war.sayso")
    assert "unchanged" in added(sayso, "news", "--record", "war.sayso", *RULES)
    assert rows(tmp_path / "war.sayso") == before


@pytest.fixture
def coded(news, sayso, tmp_path):
    assert sayso("code", "news", "-o", "coded/", *RULES).exit_code == 0
    return tmp_path / "coded"


def test_folder_that_is_no_finished_run_is_refused(coded, sayso):
    (coded / "manifest.json").rename(coded / "elsewhere.json")
    done = sayso("add", "--coded", "coded/", "--record", "war.sayso")
    assert done.exit_code == 2
    assert "holds no manifest.json" in done.stderr
    assert sayso("add", "--coded", "nowhere/", "--record", "war.sayso").exit_code == 2


def test_file_that_was_changed_is_refused(coded, sayso):
    content = bytearray((coded / "claims-00000.parquet").read_bytes())
    content[100] ^= 1
    (coded / "claims-00000.parquet").write_bytes(bytes(content))
    done = sayso("add", "--coded", "coded/", "--record", "war.sayso")
    assert done.exit_code == 2
    assert "was changed since it was written" in done.stderr


def test_file_outside_of_the_folder_is_not_read(coded, sayso, tmp_path):
    shutil.copy(coded / "claims-00000.parquet", tmp_path / "claims-00000.parquet")
    told = (coded / "manifest.json").read_text()
    (coded / "manifest.json").write_text(told.replace('"claims-0', '"../claims-0'))
    done = sayso("add", "--coded", "coded/", "--record", "war.sayso")
    assert done.exit_code == 2
    assert "is no file of a shard" in done.stderr


@pytest.mark.parametrize("column", ["text", "seal", "id"])
def test_row_whose_words_do_not_stand_in_its_text_is_a_counted_drop(coded, sayso, column):
    """Though whoever changed it has changed the hash in the manifest as well."""
    import hashlib  # noqa: PLC0415

    name = "claims-00000.parquet" if column == "id" else "reports-00000.parquet"
    table = pq.read_table(coded / name)
    at = table.column_names.index(column)
    values = table[column].to_pylist()
    values[0] = f"x{values[0]}"
    pq.write_table(table.set_column(at, column, pa.array(values)), coded / name)
    told = json.loads((coded / "manifest.json").read_text())
    for file in told["shards"][0]["files"]:
        if file["name"] == name:
            file["sha256"] = hashlib.sha256((coded / name).read_bytes()).hexdigest()
    (coded / "manifest.json").write_text(json.dumps(told))
    done = sayso("add", "--coded", "coded/", "--record", "war.sayso")
    assert done.exit_code == 0, done.output
    assert "not_as_coded" in done.stderr
