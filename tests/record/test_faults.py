"""Full disks, missing rights, several at once, damaged files: nothing lost, and clear words."""

import random
import subprocess
import sys
import threading

import forked
import pytest
import same_record
import sqlalchemy as sa
import unrest

from sayso import exits
from sayso.record import schema
from sayso.record.open import open_record

N = 16
linux = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for it")


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A linked record of N reports, and what is in it."""
    folder = tmp_path_factory.mktemp("whole")
    add(folder)
    with open_record(folder / "war.sayso", readonly=True) as record:
        return folder / "war.sayso", same_record.open_rows(record)


def write(folder, n=N, first=0):
    (folder / "news.jsonl").write_text(unrest.lines(n, first))


def add(folder, record="war.sayso", **more):
    if not (folder / "news.jsonl").exists():
        write(folder)
    return forked.run(folder, "add", "news.jsonl", "--record", record, *forked.RULES, **more)


def holds(path, rows):
    same_record.check_sound(path)
    with open_record(path, readonly=True) as record:
        assert same_record.open_rows(record) == rows


# --- the disk is full -----------------------------------------------------------------------


def test_what_the_disk_refuses_is_told_and_done_when_there_is_room(whole, tmp_path):
    code, err = add(tmp_path, before=forked.small_files)
    assert code == exits.BROKEN, err
    assert "disk" in err
    assert "kept" in err
    assert "Traceback" not in err
    same_record.check_sound(tmp_path / "war.sayso")
    code, err = add(tmp_path)
    assert code == 0, err
    holds(tmp_path / "war.sayso", whole[1])


@pytest.mark.parametrize("size", ["300k", "700k", "1000k", "1500k"])
def test_a_full_disk_is_told_and_the_work_goes_on_when_there_is_room(whole, tmp_path, size):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk]
    try:
        subprocess.run(mounting, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no small disk can be mounted here")
    try:
        code, err = add(tmp_path, disk / "war.sayso")
        assert code == exits.BROKEN, err
        assert "the disk" in err
        assert "Traceback" not in err
        (tmp_path / "kept.sayso").write_bytes((disk / "war.sayso").read_bytes())
        for ending in ("-wal", "-shm"):
            beside = disk / f"war.sayso{ending}"
            if beside.exists():
                (tmp_path / f"kept.sayso{ending}").write_bytes(beside.read_bytes())
        subprocess.run([*mounting[:4], "remount,size=50m", disk], check=True)
        code, err = add(tmp_path, disk / "war.sayso")
        assert code == 0, err
        holds(disk / "war.sayso", whole[1])
    finally:
        subprocess.run(["umount", disk], check=True)
    if (tmp_path / "kept.sayso").stat().st_size:
        same_record.check_sound(tmp_path / "kept.sayso")


# --- rights -----------------------------------------------------------------------------------


@linux
def test_a_file_that_may_not_be_written_is_looked_at_only(whole, tmp_path):
    path = tmp_path / "war.sayso"
    path.write_bytes(whole[0].read_bytes())
    write(tmp_path, N + 4)
    before = path.read_bytes()
    path.chmod(0o444)
    code, err = add(tmp_path, before=forked.without_rights)
    assert code == exits.USAGE, err
    assert "may not be written to" in err
    assert path.read_bytes() == before
    code, err = forked.run(tmp_path, "history", "--record", path, before=forked.without_rights)
    assert code == 0, err
    path.chmod(0o644)
    assert add(tmp_path)[0] == 0


@linux
def test_a_folder_that_may_not_be_written_to_is_looked_at_only(whole, tmp_path):
    sealed = tmp_path / "sealed"
    sealed.mkdir()
    (sealed / "war.sayso").write_bytes(whole[0].read_bytes())
    sealed.chmod(0o555)
    for name in ("war.sayso", "new.sayso"):
        code, err = add(tmp_path, sealed / name, before=forked.without_rights)
        assert code in (exits.USAGE, exits.BROKEN), err
        assert str(sealed / name) in err
        assert "Traceback" not in err
    code, err = forked.run(
        tmp_path, "history", "--record", sealed / "war.sayso", before=forked.without_rights
    )
    assert code == 0, err
    assert [path.name for path in sealed.iterdir()] == ["war.sayso"]
    sealed.chmod(0o755)


# --- several at once --------------------------------------------------------------------------


def test_two_that_add_at_once_both_finish(whole, place, tmp_path):
    where = place("both")
    started = []
    for name, (n, first) in {"one": (N // 2, 0), "other": (N, N // 2)}.items():
        folder = tmp_path / name
        folder.mkdir()
        write(folder, n, first)
        args = ("add", "news.jsonl", "--record", where, *forked.RULES)
        started.append((folder, forked.start(folder, *args)))
    for folder, process in started:
        process.join(120)
        assert process.exitcode == 0, (folder / "err").read_text()
    with open_record(where) as record:
        found = same_record.open_rows(record)
    assert len(found["report"]) == len(found["document"]) == N
    assert not found["dirty"]
    # Which line of which file a report came from is another; all that follows is the same.
    mine, theirs = same_record.grouped(found), same_record.grouped(whole[1])
    for name in mine.keys() - {"report", "document"}:
        assert mine[name] == theirs[name], name


def open_at_once(path, together):
    together.wait(60)
    with open_record(path, create=True) as record, record.write("add"):
        pass


def test_several_may_make_one_record_at_the_same_moment(tmp_path):
    """Before the first is done there is a file, empty and not yet in WAL mode."""
    context = forked.context()
    for turn in range(8):
        path, together = tmp_path / f"{turn}.sayso", context.Barrier(3)
        made = [context.Process(target=open_at_once, args=(path, together)) for _ in range(3)]
        for process in made:
            process.start()
        for process in made:
            process.join(120)
            assert process.exitcode == 0
        same_record.check_sound(path)


def test_many_read_while_one_writes(place, tmp_path):
    where = place("busy")
    open_record(where, create=True).close()
    write(tmp_path, 60)
    process = forked.start(tmp_path, "add", "news.jsonl", "--record", where, *forked.RULES)
    wrong, seen, done = [], [], threading.Event()

    def look():
        counts = [0]
        with open_record(where, readonly=True) as record:
            while not done.is_set():
                with record.read() as view:
                    picture = [
                        view.conn.execute(
                            sa.select(sa.func.count()).select_from(table).where(view.open(table))
                        ).scalar_one()
                        for table in (schema.report, schema.document, schema.coding)
                    ]
                if len(set(picture)) > 1 or picture[0] < counts[-1]:
                    wrong.append((counts[-1], picture))
                counts.append(picture[0])
        seen.append(len(set(counts)))

    readers = [threading.Thread(target=look) for _ in range(6)]
    for reader in readers:
        reader.start()
    process.join(120)
    done.set()
    for reader in readers:
        reader.join()
    assert process.exitcode == 0, (tmp_path / "err").read_text()
    assert not wrong
    assert len(seen) == len(readers)  # none of them failed
    assert max(seen) > 2  # they saw it grow


# --- time, and damage -------------------------------------------------------------------------


def test_a_clock_that_goes_back_loses_nothing(tmp_path):
    write(tmp_path, 8)
    add(tmp_path)
    write(tmp_path, N)
    code, err = add(tmp_path, before=forked.clock_gone_back)
    assert code == 0, err
    with open_record(tmp_path / "war.sayso", readonly=True) as record, record.read() as view:
        rows = view.conn.execute(sa.select(schema.act).order_by(schema.act.c.n)).mappings().all()
        assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)
        assert any("had gone back to 1970" in row["detail"] for row in rows)
        last = rows[-1]["at"]
    with open_record(tmp_path / "war.sayso", readonly=True) as record, record.read(last) as view:
        query = (
            sa.select(sa.func.count()).select_from(schema.report).where(view.open(schema.report))
        )
        assert view.conn.execute(query).scalar() == N


def test_a_damaged_file_is_told_and_never_made_worse(whole, tmp_path):
    sound = whole[0].read_bytes()
    draw = random.Random(20310303)
    write(tmp_path, N + 4)
    told = 0
    for trial in range(12):
        if trial % 2:  # cut off, as by a copy that broke off
            damaged = sound[: draw.randrange(100, len(sound) - 4096)]
        else:  # a stretch overwritten, as by a bad disk
            at = draw.randrange(4096, len(sound) - 8192)
            damaged = sound[:at] + draw.randbytes(8192) + sound[at + 8192 :]
        path = tmp_path / f"{trial}.sayso"
        path.write_bytes(damaged)
        for args in (("add", "news.jsonl", *forked.RULES), ("history",), ("check",)):
            code, err = forked.run(tmp_path, *args, "--record", path)
            assert "Traceback" not in err, (trial, args, err)
            assert code in (0, exits.USAGE, exits.BROKEN, exits.FOUND), (trial, args, err)
            told += code in (exits.USAGE, exits.BROKEN)
    assert told
