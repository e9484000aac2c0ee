"""A file or folder appears at its name when it is whole, or not at all."""

import pytest

from sayso.base.whole import appears_whole, hidden_beside

DEAD = 99_999_999  # no process has this number


def _there(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_and_a_folder_appear_at_the_end(tmp_path):
    for name in ("a.csv", "site [1]"):
        target = tmp_path / name
        with appears_whole(target) as hidden:
            if name == "a.csv":
                hidden.write_text("whole")
            else:
                hidden.mkdir()
                (hidden / "index.html").write_text("whole")
            assert not target.exists()
        assert target.exists()
    assert _there(tmp_path) == ["a.csv", "site [1]"]


def test_what_stood_there_is_replaced(tmp_path):
    target = tmp_path / "site"
    for words in ("old", "new"):
        with appears_whole(target) as hidden:
            hidden.mkdir()
            (hidden / words).touch()
    assert _there(target) == ["new"]
    assert _there(tmp_path) == ["site"]


def _fail_in(target):
    with appears_whole(target) as hidden:
        hidden.mkdir()
        raise ZeroDivisionError


@pytest.mark.parametrize("folder", [True, False])
def test_what_fails_leaves_what_stood_there(tmp_path, folder):
    target = tmp_path / "out"
    if folder:
        target.mkdir()
        (target / "old").touch()
    else:
        target.write_text("old")
    with pytest.raises(ZeroDivisionError):
        _fail_in(target)
    assert _there(tmp_path) == ["out"]
    assert _there(target) == ["old"] if folder else target.read_text() == "old"


def test_left_overs_of_a_dead_run_go_and_what_it_had_moved_away_comes_back(tmp_path):
    target = tmp_path / "a[b]"
    (tmp_path / f".a[b].{DEAD}.partial").mkdir()
    (tmp_path / f".a[b].{DEAD}.old").mkdir()
    (tmp_path / f".a[b].{DEAD}.old" / "kept").touch()
    other = tmp_path / f".a.{DEAD}.partial"
    mine = tmp_path / ".a[b].notes"
    other.mkdir()
    mine.touch()
    hidden_beside(target)
    assert _there(target) == ["kept"]
    assert _there(tmp_path) == sorted([other.name, mine.name, "a[b]"])


def test_an_old_one_goes_where_the_new_one_had_taken_its_place(tmp_path):
    target = tmp_path / "site"
    target.mkdir()
    (tmp_path / f".site.{DEAD}.old").mkdir()
    hidden_beside(target)
    assert _there(tmp_path) == ["site"]
