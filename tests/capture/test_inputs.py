"""What people give to sayso, and what comes of it: reports, and drops with a reason."""

import datetime as dt
import gzip
import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.base.errors import ConfigError
from sayso.base.nouns import Drop, Media, Report
from sayso.capture import REASONS, read_inputs, total_bytes

TEXT = b"Rebels shelled the town of Orda on Monday, police said.\n"
PAGE = b"<!DOCTYPE html><html><body><p>Rebels shelled Orda.</p></body></html>"
RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Lantern</title>
<language>en-gb</language>
<item><title>Army retakes Orda</title><link>http://lantern.test/1</link>
<pubDate>Tue, 07 May 2024 23:30:00 -0400</pubDate>
<description>&lt;p&gt;The army retook Orda.&lt;/p&gt;</description></item>
<item><title></title><description></description></item>
<item><title>Talks stall</title><description>Talks stalled.</description></item>
</channel></rss>"""
ATOM = b"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">
<title>Wire</title><entry><title>Bridge lost</title><id>1</id>
<published>2024-05-07T10:00:00Z</published><updated>2024-06-01T10:00:00Z</updated>
<content type="html">&lt;p&gt;The bridge was lost.&lt;/p&gt;</content></entry></feed>"""


def read(*paths: object, **options: object) -> list[Report | Drop]:
    return list(read_inputs([str(p) for p in paths], **options))  # type: ignore[arg-type]


def only(*paths: object, **options: object) -> Report | Drop:
    (item,) = read(*paths, **options)
    return item


def reasons(items: list[Report | Drop]) -> list[str]:
    return [item.reason for item in items if isinstance(item, Drop)]


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def warc(*pages: bytes, kind: str = "text/html", status: str = "200 OK") -> bytes:
    archive = b""
    for n, page in enumerate(pages):
        body = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + page
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\n"
            f"WARC-Target-URI: http://lantern.test/{n}\r\n"
            "WARC-Date: 2024-05-07T10:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-00000000000{n}>\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        archive += head.encode() + body + b"\r\n\r\n"
    return archive


# --- What is read ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "media"),
    [
        ("a.txt", TEXT, Media.TEXT),
        ("a", TEXT, Media.TEXT),
        ("a.md", b"# Army retakes Orda\n", Media.MARKDOWN),
        ("a.html", PAGE, Media.HTML),
        ("page.txt", PAGE, Media.HTML),
        ("a.pdf", b"%PDF-1.4\n...", Media.PDF),
        ("a.txt", "Rebels left.".encode("utf-16"), Media.TEXT),
        ("a.txt.gz", gzip.compress(TEXT), Media.TEXT),
        ("a.html.gz", gzip.compress(PAGE), Media.HTML),
    ],
)
def test_a_file_is_known_by_its_content(
    tmp_path: Path, name: str, content: bytes, media: Media
) -> None:
    report = only(write(tmp_path / name, content))
    assert isinstance(report, Report)
    assert report.media is media
    assert report.origin.endswith(name)


def test_the_bytes_of_a_report_are_kept_as_received(tmp_path: Path) -> None:
    content = b"\xffNot UTF-8\x00 at all: caf\xe9.\r\n"
    report = only(write(tmp_path / "a.txt", content))
    assert isinstance(report, Report)
    assert report.content == content


def test_a_folder_is_read_in_the_order_of_names_with_its_folders(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "a.txt", "b/z.txt", ".hidden.txt"):
        write(tmp_path / name, TEXT + name.encode())
    origins = [item.origin for item in read(tmp_path)]
    assert [os.path.relpath(origin, tmp_path) for origin in origins] == [
        "a.txt",
        "b/z.txt",
        "c.txt",
    ]


def test_standard_input_is_read() -> None:
    report = only("-", stdin=io.BytesIO(TEXT))
    assert isinstance(report, Report)
    assert (report.origin, report.content) == ("standard input", TEXT)


def test_feed_entries_are_reports_with_day_and_outlet_of_the_feed(tmp_path: Path) -> None:
    first, second, third = read(write(tmp_path / "feed.xml", RSS))
    assert isinstance(first, Report)
    assert first.title == "Army retakes Orda"
    assert first.outlet == "The Lantern"
    assert first.url == "http://lantern.test/1"
    # Printed as the 7th where the feed is made, though it was the 8th in Greenwich.
    assert first.published == dt.date(2024, 5, 7)
    assert first.published_from == "metadata"
    assert isinstance(second, Drop)
    assert second.reason == "empty"
    assert isinstance(third, Report)
    assert third.published is None


def test_an_atom_entry_has_its_publication_day_not_that_of_its_last_change(tmp_path: Path) -> None:
    report = only(write(tmp_path / "a.atom", ATOM))
    assert isinstance(report, Report)
    assert report.published == dt.date(2024, 5, 7)
    assert b"The bridge was lost." in report.content


@pytest.mark.parametrize("packed", [False, True])
def test_pages_of_an_archive_are_reports_with_their_address(tmp_path: Path, packed: bool) -> None:
    archive = warc(PAGE, PAGE + b"<p>More</p>")
    name, content = ("a.warc.gz", gzip.compress(archive)) if packed else ("a.warc", archive)
    first, second = read(write(tmp_path / name, content))
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert (first.url, first.media, first.content) == ("http://lantern.test/0", Media.HTML, PAGE)
    assert second.origin.endswith("#2")


def test_failed_answers_and_images_in_an_archive_are_counted(tmp_path: Path) -> None:
    a = write(tmp_path / "a.warc", warc(PAGE, status="404 Not Found"))
    b = write(tmp_path / "b.warc", warc(b"\x89PNG...", kind="image/png"))
    assert reasons(read(a, b)) == ["http_error", "not_report"]


def test_json_lines_give_fields_and_keep_ids(tmp_path: Path) -> None:
    lines = [
        {"id": "x1", "text": "Rebels left.", "title": "T", "date": "2024-05-07", "source": "Wire"},
        {"doc": "x2", "sentences": ["One.", "Two."], "url": "http://a.test/", "language": "en"},
        {"id": 7, "text": "Seven."},
    ]
    content = "\n".join(map(json.dumps, lines)).encode()
    a, b, c = read(write(tmp_path / "a.jsonl", content))
    assert isinstance(a, Report)
    assert isinstance(b, Report)
    assert (a.report_id, a.title, a.outlet, a.published) == ("x1", "T", "Wire", dt.date(2024, 5, 7))
    assert a.published_from == "given"
    assert (b.report_id, b.sentences, b.language) == ("x2", ("One.", "Two."), "en")
    assert isinstance(c, Report)
    assert c.report_id == "7"


def test_a_json_file_may_hold_one_report_or_a_list(tmp_path: Path) -> None:
    one = write(tmp_path / "one.json", json.dumps({"id": "a", "text": "A."}, indent=1).encode())
    many = json.dumps([{"id": "b", "text": "B."}, {"id": "c", "text": "C."}]).encode()
    items = read(one, write(tmp_path / "many.json", many))
    assert [item.report_id for item in items if isinstance(item, Report)] == ["a", "b", "c"]


# --- What is not ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t\n", "empty"),
        ("a.txt.gz", gzip.compress(b""), "empty"),
        ("a.txt", bytes(range(256)) * 40, "binary"),
        ("a.txt", b"\x89PNG\r\n\x1a\n....", "not_report"),
        ("a.png", TEXT, "not_report"),
        ("a.docx", b"PK\x03\x04....", "unsupported"),
        ("a.zip", b"PK\x03\x04....", "unsupported"),
        ("a.csv", b"a,b\n1,2\n", "unsupported"),
        ("a.xml", b"<?xml version='1.0'?><records><r/></records>", "unsupported"),
        ("a.txt.gz", gzip.compress(TEXT * 500)[:40], "truncated"),
        ("a.txt.gz", gzip.compress(TEXT * 500)[:30] + b"\xff" * 60, "damaged"),
        ("a.warc.gz", gzip.compress(warc(PAGE))[:100], "truncated"),
        ("a.warc", b"WARC/1.0\r\nno header at all\r\n\r\n", "no_reports"),
        ("a.jsonl", b"\n\n", "no_reports"),
        ("a.json", b"[]", "no_reports"),
        ("a.jsonl", b'{"id": "a"}', "no_text"),
        ("a.jsonl", b"not json", "bad_json"),
        ("a.jsonl", b'["a list"]', "bad_json"),
        ("a.jsonl", b'{"text": 7}', "bad_json"),
        ("a.jsonl", b'{"sentences": "One."}', "bad_json"),
        ("a.jsonl", b'{"id": true, "text": "x"}', "bad_json"),
        ("a.xml", b"<rss version='2.0'><channel></channel></rss>", "no_reports"),
    ],
)
def test_bad_files_are_dropped_with_a_reason(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    item = only(write(tmp_path / name, content))
    assert isinstance(item, Drop)
    assert item.reason == reason
    assert item.step == "capture"
    assert item.origin.partition("#")[0].endswith(name)


def test_a_folder_without_reports_is_said(tmp_path: Path) -> None:
    write(tmp_path / ".hidden", TEXT)
    assert reasons(read(tmp_path)) == ["empty_folder"]


def test_bad_lines_in_the_middle_leave_the_others(tmp_path: Path) -> None:
    good = b'{"id": "%d", "text": "Rebels left."}'
    content = b"\n".join([good % 1, b'{"id": "2", "text', b"\xff\xfe\x00", b"", good % 3])
    items = read(write(tmp_path / "a.jsonl", content))
    assert [i.report_id for i in items if isinstance(i, Report)] == ["1", "3"]
    assert reasons(items) == ["bad_json", "bad_json"]
    assert [i.origin.rpartition("#")[2] for i in items] == ["1", "2", "3", "5"]


def test_an_archive_that_ends_in_the_middle_gives_what_came_before(tmp_path: Path) -> None:
    archive = warc(PAGE, PAGE + b"<p>More</p>")
    items = read(write(tmp_path / "a.warc", archive[:-40]))
    assert isinstance(items[0], Report)
    assert reasons(items) == ["truncated"]
    packed = gzip.compress(archive + os.urandom(50_000))
    items = read(write(tmp_path / "b.warc.gz", packed[: len(packed) - 200]))
    assert sum(isinstance(i, Report) for i in items) == 2
    assert len(reasons(items)) == 1


def test_the_same_file_twice_is_one_report_and_one_drop(tmp_path: Path) -> None:
    a, b = write(tmp_path / "a.txt", TEXT), write(tmp_path / "b.txt", TEXT)
    items = read(a, b, a)
    assert isinstance(items[0], Report)
    assert reasons(items) == ["duplicate", "duplicate"]


def test_one_id_for_two_texts_is_said(tmp_path: Path) -> None:
    content = b'{"id": "a", "text": "One."}\n{"id": "a", "text": "Two."}'
    assert reasons(read(write(tmp_path / "a.jsonl", content))) == ["id_taken"]


def test_a_report_over_the_cap_is_dropped(tmp_path: Path) -> None:
    long = write(tmp_path / "a.txt", TEXT * 100)
    bomb = write(tmp_path / "b.txt.gz", gzip.compress(bytes(60) + TEXT * 100))
    line = b'{"id": "a", "text": "%s"}\n{"id": "b", "text": "Short."}' % (b"x" * 2000)
    lines = write(tmp_path / "c.jsonl", line)
    items = read(long, bomb, lines, max_report_bytes=1000)
    assert reasons(items) == ["too_large"] * 3
    assert isinstance(items[-1], Report)


def test_a_file_that_may_not_be_read_is_dropped_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a.txt", TEXT)
    write(tmp_path / "b.txt", TEXT + b"More.")
    opened = Path.open

    def refusing(path: Path, *args: object, **options: object) -> object:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refusing)
    first, second = read(tmp_path)
    assert isinstance(first, Drop)
    assert (first.reason, first.detail) == ("unreadable", "Permission denied")
    assert isinstance(second, Report)


def test_a_folder_that_may_not_be_listed_is_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(_path: object) -> list[str]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "listdir", refusing)
    assert reasons(read(tmp_path)) == ["unreadable"]


def test_links_that_lead_nowhere_or_in_a_circle_end(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", TEXT)
    (tmp_path / "circle").symlink_to(tmp_path)
    (tmp_path / "nowhere").symlink_to(tmp_path / "missing")
    items = read(tmp_path)
    assert sum(isinstance(i, Report) for i in items) == 1
    assert reasons(items) == ["unreadable"]


def test_a_pipe_in_a_folder_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert reasons(read(tmp_path)) == ["not_report"]


@pytest.mark.parametrize(
    ("paths", "words"),
    [
        ([], "no input named"),
        (["missing.txt"], "does not exist"),
        (["https://lantern.test/a"], "fetches nothing"),
        (["-", "-"], "only once"),
    ],
)
def test_wrong_paths_are_refused_before_anything_is_read(paths: list[str], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        read_inputs(paths)


# --- Account --------------------------------------------------------------------------------


def test_progress_adds_up_to_the_size_on_disk(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", TEXT * 3000)
    write(tmp_path / "b.jsonl.gz", gzip.compress(b'{"text": "Rebels left."}\n' * 9))
    seen: list[int] = []
    read(tmp_path, progress=seen.append)
    assert sum(seen) == total_bytes([tmp_path]) > 0


def test_every_reason_is_explained() -> None:
    assert all(meaning and code == code.lower() for code, meaning in REASONS.items())


@given(st.lists(st.binary(max_size=300), max_size=8), st.sampled_from(["jsonl", "json", "txt"]))
def test_any_bytes_give_reports_or_drops_with_known_reasons(
    tmp_path_factory: pytest.TempPathFactory, contents: list[bytes], suffix: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    for n, content in enumerate(contents):
        write(folder / f"{n}.{suffix}", content)
    items = read(folder)
    assert len(items) >= len(contents)
    assert all(isinstance(item, Report) or item.reason in REASONS for item in items)
    assert items == read(folder)


@given(st.binary(max_size=400), st.sampled_from([b"WARC/1.0\r\n", b"<rss><channel>", b"\x1f\x8b"]))
def test_damaged_containers_never_raise(content: bytes, head: bytes) -> None:
    items = read("-", stdin=io.BytesIO(head + content))
    assert items
    assert all(isinstance(item, Report) or item.reason in REASONS for item in items)


@given(st.binary(max_size=600), st.integers(0, 2000))
def test_a_warc_cut_anywhere_never_raises(noise: bytes, cut: int) -> None:
    archive = warc(PAGE, noise, PAGE + noise)
    items = read("-", stdin=io.BytesIO(archive[:cut] or b"W"))
    assert all(isinstance(item, Report) or item.reason in REASONS for item in items)
    packed = gzip.compress(archive)
    items = read("-", stdin=io.BytesIO(packed[:cut] or b"\x1f\x8b"))
    assert all(isinstance(item, Report) or item.reason in REASONS for item in items)
