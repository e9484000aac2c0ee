"""`sayso release`, `sayso releases` and `sayso diff` as people call them."""

import csv
import io
import json

import pytest
from guarded_town import add, attack_report, joined, later_report

from sayso.record.open import open_record

RULES = """
[release]
title = "Varda"

[[harm]]
reason = "Villages on the front line"
match = { place = ["Ilsk"] }
place = "admin1"
"""


@pytest.fixture
def here(tmp_path):
    """A folder with one record in it; give what adds a report to it."""
    with open_record(tmp_path / "town.sayso", create=True) as made:
        add(made, attack_report("r-1", "Hill Radio"))
        joined(made)

    def more():
        with open_record(tmp_path / "town.sayso") as made:
            add(made, later_report())
            joined(made)

    return more


def test_a_release_from_end_to_end(sayso, here, write, tmp_path):
    done = sayso("release", "2031-W10", "--note", "First.")
    assert done.exit_code == 0, done.stderr
    assert done.stdout == ""
    assert "incidents" in done.stderr
    assert "releases/2031-W10" in done.stderr
    here()
    assert sayso("release", "2031-W11").exit_code == 0
    listed = sayso("releases")
    assert [line.split()[0] for line in listed.stdout.splitlines()] == ["2031-W10", "2031-W11"]
    rows = [json.loads(ln) for ln in sayso("releases", "--format", "json").stdout.splitlines()]
    assert rows[1]["previous"] == "2031-W10"
    assert sayso("release", "--verify", "releases/2031-W10").exit_code == 0
    known = sayso("release", "--verify", "releases/2031-W10", "--record", "town.sayso")
    assert "as the record has it" in known.stderr
    cited = sayso("release", "--cite", "releases/2031-W10").stdout
    assert "[day of access]" not in cited
    assert "release 2031-W10 [data set]" in cited
    del write, tmp_path


def test_a_changed_release_is_found(sayso, here, tmp_path):
    sayso("release", "a")
    path = tmp_path / "releases" / "a" / "README.md"
    path.chmod(0o644)
    path.write_text("mine")
    done = sayso("release", "--verify", "releases/a")
    assert done.exit_code == 6
    assert "README.md: was changed" in done.stderr
    del here


def test_a_preview_shows_values_and_writes_nothing(sayso, here, write, tmp_path):
    write("sayso-release.toml", RULES)
    done = sayso("release", "a", "--preview")
    assert done.exit_code == 0, done.stderr
    assert "rule 1: place coarsened to admin1" in done.stdout
    assert "place: Ilsk -> Hallin" in done.stdout
    assert "nothing was written" in done.stdout
    assert not (tmp_path / "releases").exists()
    assert sayso("releases").stdout == "no releases\n"
    made = sayso("release", "a")
    assert "left out 0, changed 2 incidents" in made.stderr
    again = sayso("release", "a", "--preview")
    assert again.exit_code == 2
    assert "there is a release a already" in again.stderr
    del here


def test_words_that_are_left_are_shown(sayso, here, write):
    write("rules.toml", RULES)
    done = sayso("release", "a", "--rules", "rules.toml", "--note", "All but Ilsk.")
    assert "withheld words that stand in rows no rule is for" in done.stderr
    assert "ilsk: texts 1" in done.stderr
    del here


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ([], "what is the release called"),
        (["a/b"], "cannot be a release's name"),
        (["a", "--rules", "none.toml"], "cannot be read"),
        (["a", "--type", "BATTLE"], "type 'BATTLE' is not known"),
        (["a", "--verify", "x"], "--verify or --cite to look at one"),
        (["--verify", "."], "is no release"),
        (["--cite", "."], "is no release"),
        (["a", "--record", "none.sayso"], "there is no such record"),
    ],
)
def test_what_is_wrong_is_said(sayso, here, args, words):
    done = sayso("release", *args)
    assert done.exit_code == 2
    assert words in done.stderr
    del here


def test_rules_have_to_be_given_up_by_name(sayso, here, write, tmp_path):
    path = write("sayso-release.toml", RULES)
    assert sayso("release", "a").exit_code == 0
    path.unlink()
    done = sayso("release", "b")
    assert done.exit_code == 2
    assert "--no-rules" in done.stderr
    assert not (tmp_path / "releases" / "b").exists()
    assert sayso("release", "b", "--preview").exit_code == 2
    assert sayso("release", "b", "--no-rules").exit_code == 0
    del here


def test_diff_in_every_format(sayso, here, tmp_path):
    sayso("release", "a")
    here()
    sayso("release", "b")
    table = sayso("diff", "a", "b")
    assert table.exit_code == 0, table.stderr
    assert "incident i-assault" in table.stdout
    assert "incidents: 1 new" in table.stdout
    assert "claim " not in table.stdout
    lines = [json.loads(ln) for ln in sayso("diff", "a", "--format", "json").stdout.splitlines()]
    assert {line["kind"] for line in lines} == {"incident", "claim"}
    sayso("diff", "a", "b", "-o", "changes.csv")
    text = (tmp_path / "changes.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["why"] for row in rows if row["kind"] == "incident"] == ["new-report"]
    assert sayso("diff", "a", "b", "--kind", "relation").stdout == "no changes\n"
    shown = sayso("diff", "a", "b", "--kind", "claim", "--kind", "incident", "--limit", "1")
    assert "... and 1 more rows; --limit 0 shows all" in shown.stdout


def test_diff_ends_with_a_code_only_when_asked(sayso, here):
    sayso("release", "a")
    assert sayso("diff", "a", "a", "--strict").exit_code == 0
    here()
    assert sayso("diff", "a", "now").exit_code == 0
    assert sayso("diff", "a", "now", "--strict").exit_code == 6
    for args in (("a", "x"), ("a", "--kind", "event"), ("a", "--format", "parquet")):
        assert sayso("diff", *args).exit_code == 2


def test_two_folders_are_compared_without_a_record(sayso, here, tmp_path):
    sayso("release", "a")
    here()
    sayso("release", "b")
    (tmp_path / "town.sayso").unlink()
    assert "incidents: 1 new" in sayso("diff", "releases/a", "releases/b").stdout
    missing = sayso("diff", "releases/a", "now")
    assert missing.exit_code == 2
    assert "no record named" in missing.stderr
