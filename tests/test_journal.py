"""The partial file: what was done stays done, and nothing half-written is taken for whole."""

import msgspec
import pytest

from sayso.base.ids import digest
from sayso.base.nouns import Drop, Media, Report
from sayso.engines import Record
from sayso.journal import Head, Journal, partial_path, whole_file

HEAD = Head(made_by="sayso test", settings="s")


def item(n, content=b"x"):
    return Report(report_id=f"r{n}", content=content, media=Media.TEXT, origin=f"{n}.txt")


def record(report):
    return msgspec.json.encode(
        Record(origin=report.origin, report_id=report.report_id, seal=digest(report.content))
    )


@pytest.fixture
def output(tmp_path):
    return tmp_path / "claims.jsonl"


@pytest.fixture
def two_done(output):
    journal = Journal.open(output, HEAD, [])
    for n in (1, 2):
        journal.add(record(item(n)))
    journal.close(done=False)
    return partial_path(output)


def reopened(output, items, head=HEAD):
    journal = Journal.open(output, head, items)
    n_done, n_lines = journal.n_done, len(list(journal.lines()))
    journal.close(done=False)
    assert n_done == n_lines
    return n_done


def test_run_of_the_same_input_takes_up_what_was_done(output, two_done):
    assert reopened(output, [item(1), item(2), item(3)]) == 2


def test_torn_last_line_is_cut_off_and_the_rest_kept(output, two_done):
    two_done.write_bytes(two_done.read_bytes()[:-5])
    assert reopened(output, [item(1), item(2), item(3)]) == 1
    assert two_done.read_bytes().endswith(b"}\n")


@pytest.mark.parametrize(
    "items",
    [[item(2), item(1)], [item(1)], [item(1), item(2, b"changed")], [], None],
    ids=["other order", "shorter", "changed", "empty", "cannot be read twice"],
)
def test_other_input_starts_anew(output, two_done, items):
    assert reopened(output, items) == 0


def test_other_settings_or_maker_start_anew(output, two_done):
    items = [item(1), item(2)]
    assert reopened(output, items, Head(made_by="sayso test", settings="other")) == 0


def test_dropped_report_is_taken_up_too(output):
    gone = Drop(step="capture", reason="empty", origin="0.txt")
    journal = Journal.open(output, HEAD, [])
    journal.add(msgspec.json.encode(Record(origin=gone.origin, drop=gone)))
    journal.close(done=False)
    assert reopened(output, [gone, item(1)]) == 1
    other = msgspec.structs.replace(gone, reason="binary")
    assert reopened(output, [other, item(1)]) == 0


def test_finished_run_leaves_no_partial_file(output, two_done):
    journal = Journal.open(output, HEAD, [item(1), item(2)])
    journal.close(done=True)
    assert not two_done.exists()


def test_file_is_whole_or_as_it_was(output):
    output.write_bytes(b"old")

    def break_off():
        with whole_file(output) as file:
            file.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert output.read_bytes() == b"old"
    with whole_file(output) as file:
        file.write(b"new")
    assert output.read_bytes() == b"new"
    assert [path.name for path in output.parent.iterdir()] == ["claims.jsonl"]
