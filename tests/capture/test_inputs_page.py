"""The page for users names every reason, and the caps as they are."""

import re
from pathlib import Path

from sayso import capture, clean

PAGE = (Path(__file__).parents[2] / "docs" / "inputs.md").read_text(encoding="utf-8")


def test_the_page_explains_each_reason_of_each_step() -> None:
    rows = re.findall(r"^\| (capture|clean) \| `(\w+)` \| (.+?) \| (.+?) \|$", PAGE, re.M)
    named = [(step, reason) for step, reason, _, _ in rows]
    reasons = [("capture", r) for r in capture.REASONS] + [("clean", r) for r in clean.REASONS]
    assert named == reasons
    assert all(what_to_do.strip() for *_, what_to_do in rows)


def test_the_page_names_the_caps() -> None:
    assert f"{capture.MAX_REPORT_BYTES // 1_000_000} MB" in PAGE
    assert clean.MAX_CHARS == 1_000_000
    assert "a million characters" in PAGE
