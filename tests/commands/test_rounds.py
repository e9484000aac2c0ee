"""`sayso round`: a sample coded apart, compared and settled by commands alone."""

import json

import handmade
import pytest

from sayso import exits
from sayso.record.ingest import add_many
from sayso.record.open import open_record

ANA, BEN, EDITOR = "Coder Ana", "Coder Ben", "An Editor"
ATTACK = {"type": "ASSAULT", "trigger": "attacked", "actor": "Hallin Front"}


@pytest.fixture
def war(sayso, tmp_path, monkeypatch):
    """The command, in a folder with a record of two reports and a round over both."""
    monkeypatch.delenv("SAYSO_PERSON", raising=False)
    with open_record(tmp_path / "war.sayso", create=True) as record, record.write("add") as act:
        add_many(act, [one for one in handmade.the_war() if one[0].report_id in SAMPLE])
    made = sayso("round", "make", "--size", "2", "--coder", ANA, "--coder", BEN,
                 "--person", EDITOR, "--name", "trial")  # fmt: skip
    assert (made.exit_code, made.stdout.strip()) == (0, "round-1"), made.output
    assert "2 of 2 reports" in made.stderr
    return sayso


SAMPLE = ("hill-1", "gazette-1")


def lines(done):
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def hand_in(war, tmp_path, coder, by_report):
    path = tmp_path / "coded.jsonl"
    path.write_text(
        "\n".join(json.dumps({"report": r, "claims": c}) for r, c in by_report.items()), "utf-8"
    )
    return war("round", "code", "trial", str(path), "--person", coder)


def test_a_round_from_the_sample_to_the_verdict(war, tmp_path):
    to_code = lines(war("round", "next", "trial", "--all", "--person", ANA))
    assert {one["report"] for one in to_code} == set(SAMPLE)
    assert lines(war("round", "next", "trial", "--person", ANA)) == to_code[:1]
    assert "claims" not in to_code[0]

    done = hand_in(war, tmp_path, ANA, {"hill-1": [ATTACK], "gazette-1": []})
    assert (done.exit_code, "2 kept, 0 left" in done.stderr) == (0, True), done.output
    refused = war("round", "adjudicate", "trial", "--person", BEN)
    assert refused.exit_code == exits.USAGE
    assert "2 reports of round-1 left" in refused.stderr
    other = ATTACK | {"actor": "the Hallin Front", "mode": "firearms"}
    assert hand_in(war, tmp_path, BEN, {"hill-1": [other], "gazette-1": []}).exit_code == 0

    table = war("round", "agreement", "trial")
    assert table.exit_code == 0, table.output
    assert "2 reports coded by two or more, 0 to come" in table.stdout
    (found,) = lines(war("round", "agreement", "trial", "--format", "json"))
    assert found["fields"]["claim"]["alpha"] == 1
    assert found["fields"]["mode"]["observed"] == 0

    (differ,) = lines(war("round", "adjudicate", "trial", "--person", EDITOR))
    assert differ["unit"]["differs"] == ["mode"]
    verdict = tmp_path / "verdicts.jsonl"
    verdict.write_text(json.dumps({"unit": differ["unit"]["id"], "choose": BEN}), "utf-8")
    settled = war("round", "adjudicate", "trial", str(verdict), "--person", EDITOR)
    assert settled.stdout.startswith("d"), settled.output
    assert lines(war("round", "adjudicate", "trial", "--person", EDITOR)) == []
    assert len(lines(war("round", "adjudicate", "trial", "--all", "--person", EDITOR))) == 1
    told = lines(war("history", settled.stdout.strip(), "--format", "json"))[0]
    assert told["person"] == EDITOR
    assert ANA in told["reason"]
    assert BEN in told["reason"]


def test_how_far_each_is_is_listed(war, tmp_path):
    hand_in(war, tmp_path, ANA, {"hill-1": []})
    listed = war("round", "list")
    assert listed.stdout == "round-1 (trial): 2 reports; coded: Coder Ana 1, Coder Ben 0\n"
    (one,) = lines(war("round", "list", "--format", "json"))
    assert one["coded"] == {ANA: 1, BEN: 0}


def test_a_file_is_kept_whole_or_not_at_all(war, tmp_path):
    done = hand_in(war, tmp_path, ANA, {"hill-1": [], "gazette-1": [{"type": "ASSAULT"}]})
    assert done.exit_code == exits.USAGE
    assert "gazette-1, claim 1" in done.stderr
    assert "Coder Ana 0" in war("round", "list").stdout


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "line 1 is no JSON"),
        ("[]", "line 1 is no object"),
        ('{"report": "hill-1"}', "line 1: write"),
        ('{"report": "hill-1", "claims": []}\n{"report": "hill-1", "claims": []}', "there twice"),
    ],
)
def test_lines_that_cannot_be_read_are_named(war, tmp_path, content, message):
    path = tmp_path / "bad.jsonl"
    path.write_text(content, "utf-8")
    refused = war("round", "code", "trial", str(path), "--person", ANA)
    assert refused.exit_code == exits.USAGE
    assert message in refused.stderr


def test_a_verdict_with_a_slip_is_refused(war, tmp_path):
    path = tmp_path / "bad.jsonl"
    path.write_text('{"unit": "u-1", "chose": "Coder Ana"}', "utf-8")
    refused = war("round", "adjudicate", "trial", str(path), "--person", EDITOR)
    assert refused.exit_code == exits.USAGE
    assert "line 1 is no verdict" in refused.stderr


def test_no_such_file_or_round(war, tmp_path):
    missing = war("round", "code", "trial", str(tmp_path / "none.jsonl"), "--person", ANA)
    assert (missing.exit_code, "cannot be read" in missing.stderr) == (exits.USAGE, True)
    unknown = war("round", "agreement", "round-9")
    assert (unknown.exit_code, "there are round-1" in unknown.stderr) == (exits.USAGE, True)
