"""`sayso show`, the help, and what a run says of what it identified."""

import json
import subprocess
import sys
from importlib.metadata import version

from commanded import ATTACK, RULES, lines_of

from sayso import exits


def test_show_prints_the_report_with_its_claims(sayso, write):
    result = sayso("show", write("ilsk.txt"), *RULES)
    assert result.exit_code == 0
    assert "attacked]" in result.stdout
    assert "[1 " in result.stdout
    assert "\x1b" not in result.stdout


def test_show_writes_one_page(sayso, write, tmp_path):
    write("ilsk.txt")
    result = sayso("show", "ilsk.txt", "--html", "p.html", *RULES)
    assert result.exit_code == 0
    html = (tmp_path / "p.html").read_text("utf-8")
    assert html.startswith("<!doctype html>")
    assert "Content-Security-Policy" in html
    assert "Rebels seize border town" in html


def test_show_chooses_one_report_of_several(sayso, write):
    write("x.jsonl", lines_of("First thing.", ATTACK))
    both = sayso("show", "x.jsonl", *RULES).stdout
    assert "First thing" in both
    assert "attacked" in both
    one = sayso("show", "x.jsonl", "--id", "d1", *RULES).stdout
    assert "First thing" not in one
    assert "attacked" in one
    none = sayso("show", "x.jsonl", "--id", "d7", *RULES)
    assert none.exit_code == exits.NOTHING_CODED
    assert "'d7'" in none.stderr


def test_show_of_a_bad_report_says_why(sayso, write):
    result = sayso("show", write("empty.txt", b""), *RULES)
    assert result.exit_code == exits.NOTHING_CODED
    assert "empty" in result.stderr


def test_help_has_examples_and_every_command(sayso):
    assert {"code", "show", "doctor"} <= set(sayso("--help").stdout.split())
    for command in ("code", "show", "doctor"):
        text = sayso(command, "--help").stdout
        assert "Example" in text
        assert f"sayso {command}" in text


def test_version_is_the_package_s(sayso):
    assert sayso("--version").stdout == f"sayso {version('sayso')}\n"


def test_help_loads_neither_model_nor_tables():
    code = (
        "import sys; sys.argv = ['sayso', '--help']\n"
        "import sayso.cli\n"
        "try: sayso.cli.main()\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'pyarrow', 'onnxruntime', 'trafilatura', 'rich.console', 'lxml'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_show_identified_says_what_was_chosen_over_what(sayso, write):
    text = "Taliban fighters attacked soldiers in Mosul on Monday, police said. Iraq sent troops."
    path = write("mosul.txt", text)
    shown = sayso("show", path, "--identify", "--extractor", "rules")
    assert shown.exit_code == 0
    words = " ".join(shown.stdout.split())
    assert "Taliban fighters: undecided; Afghan Taliban (0.60:" in words
    assert "= Mosul, Nineveh, IRQ (0.9" in words
    assert "; or Mosul (district), Nineveh, IRQ (0.0" in words
    assert "meant" not in sayso("show", path, "--extractor", "rules").stdout


def test_account_of_an_identified_run_tells_settled_and_undecided(sayso, write, tmp_path):
    write("mosul.txt", "Rebels attacked soldiers in Mosul on Monday. Iraq sent troops.")
    summary = tmp_path / "summary.json"
    ended = sayso(
        "code", "mosul.txt", "--identify", "--extractor", "rules", "-o", "c.jsonl",
        "--summary", summary,
    )  # fmt: skip
    assert ended.exit_code == 0
    mentions = json.loads(summary.read_text())["mentions"]
    assert mentions["places_settled"] == 1
    assert "1 settled" in ended.stderr
