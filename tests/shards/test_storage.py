"""Input and output on object storage, here the one that fsspec keeps in memory."""

import gzip
import json
import sys

import fsspec
import pytest

from sayso.base.errors import ConfigError
from sayso.base.storage import folder_of, is_url, storage_of
from sayso.capture import read_inputs, total_bytes

RULES = ("--extractor", "rules", "--shard-reports", "5")
ATTACK = "Rebels attacked the town of Ilsk on Monday, killing at least 12 soldiers, police said."


@pytest.fixture
def bucket(tmp_path):
    """The same input in a folder and in a bucket."""
    fs = fsspec.filesystem("memory")
    lines = "".join(json.dumps({"id": f"n{n}", "text": f"{ATTACK} {n}"}) + "\n" for n in range(12))
    files = {
        "b/z.txt": ATTACK.encode(),
        "a.jsonl.gz": gzip.compress(lines.encode()),
        "b/.hidden.txt": b"hidden",
        ".git/x.txt": b"hidden",
        "b-c/photo.jpg": b"\xff\xd8",
        "c/empty.txt": b"",
    }
    for name, content in files.items():
        fs.pipe(f"/news/{name}", content)
        path = tmp_path / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    yield fs
    fs.rm("/", recursive=True)


def items(*inputs):
    return [
        (getattr(item, "report_id", ""), getattr(item, "reason", ""))
        for item in read_inputs(inputs)
    ]


def test_bucket_is_read_as_the_folder_is(bucket, tmp_path):
    assert items("memory://news/") == items(str(tmp_path / "news"))
    assert len(items("memory://news")) == 12 + 3
    assert items("memory://news/b/z.txt") == items(str(tmp_path / "news/b/z.txt"))
    assert total_bytes(["memory://news/"]) == total_bytes([tmp_path / "news"])


def test_origins_are_urls_that_name_the_object(bucket):
    (report,) = read_inputs(["memory://news/b/z.txt"])
    assert report.origin == "memory://news/b/z.txt"
    assert [r.report_id for r in read_inputs([report.origin])] == [report.report_id]


def test_shards_go_to_a_bucket_and_from_there_into_a_record(bucket, sayso, tmp_path):
    done = sayso("code", "memory://news/", "-o", "memory://coded/", *RULES)
    assert done.exit_code == 0, done.output
    assert sayso("code", "memory://news/", "-o", "here/", *RULES).exit_code == 0
    for path in (tmp_path / "here").iterdir():
        assert bucket.cat_file(f"/coded/{path.name}") == path.read_bytes(), path.name
    again = sayso("code", "memory://news/", "-o", "memory://coded", *RULES)
    assert "15 of them by an earlier run" in again.stderr
    added = sayso("add", "--coded", "memory://coded/", "--record", "war.sayso")
    assert added.exit_code == 0, added.output
    assert "new" in added.stderr


def test_shard_that_was_torn_is_made_again(bucket, sayso):
    assert sayso("code", "memory://news/", "-o", "memory://coded/", *RULES).exit_code == 0
    whole = bucket.cat_file("/coded/claims-00001.parquet")
    bucket.pipe("/coded/claims-00001.parquet", whole[:100])
    again = sayso("code", "memory://news/", "-o", "memory://coded/", *RULES)
    assert "5 of them by an earlier run" in again.stderr, again.stderr
    assert bucket.cat_file("/coded/claims-00001.parquet") == whole


def test_object_whose_storage_fails_is_a_drop_with_what_was_said(bucket, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("403: no")

    monkeypatch.setattr(type(bucket), "_open", broken)
    (found,) = read_inputs(["memory://news/b/z.txt"])
    assert (found.reason, found.detail) == ("unreadable", "403: no")


def test_storage_that_refuses_is_one_message(bucket, sayso, monkeypatch):
    def refused(*_, mode="rb", **__):
        raise RuntimeError("no credentials")

    monkeypatch.setattr(type(bucket), "_open", refused)
    done = sayso("code", "memory://news/b/z.txt", "-o", "memory://coded/", *RULES)
    assert done.exit_code == 2
    assert "cannot be written: no credentials" in done.stderr


def test_url_of_a_file_is_no_folder(bucket, sayso):
    done = sayso("code", "memory://news/", "-o", "memory://coded/claims.parquet", *RULES)
    assert done.exit_code == 2
    assert "is a folder of shards" in done.stderr


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("memory://nowhere/", "input does not exist: memory://nowhere/"),
        ("nosuch://bucket/", "nosuch://bucket/ cannot be opened"),
        ("https://example.org/a.html", "sayso fetches nothing"),
    ],
)
def test_what_cannot_be_read_is_said_at_once(sayso, url, message):
    done = sayso("code", url, "-o", "coded/", *RULES)
    assert done.exit_code == 2
    assert message in done.stderr


def test_without_fsspec_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(ConfigError, match=r"pip install 'sayso\[cloud\]'"):
        storage_of("s3://bucket/")


def test_folder_here_and_there_do_the_same(bucket, tmp_path):
    for where in (str(tmp_path / "out"), "memory://out/", (tmp_path / "url").as_uri()):
        folder = folder_of(where, make=True)
        assert folder.size("a") is None
        with folder.writing("a") as file:
            file.write(b"12345")
        assert folder.size("a") == 5
        with folder.reading("a") as file:
            assert file.read() == b"12345"
            file.seek(1)
            assert file.read(2) == b"23"
        folder.remove("a")
        folder.remove("a")
        assert folder.size("a") is None
        with pytest.raises(FileNotFoundError), folder.reading("a"):
            pass


def test_file_here_is_not_there_when_writing_breaks_off(tmp_path):
    folder = folder_of(str(tmp_path))

    def break_off():
        with folder.writing("a") as file:
            file.write(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert list(tmp_path.iterdir()) == []


def test_pages_of_the_web_are_no_storage():
    assert not is_url("https://example.org/")
    assert not is_url("HTTP://example.org/")
    assert not is_url("a/b.html")
