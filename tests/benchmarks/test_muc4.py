"""The measure of incidents on invented keys and claims; `benchmarks` is not in the package."""

import datetime as dt
import importlib.util
import json
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.base.nouns import Claim, Span, When, Where

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"


def load(name):
    spec = importlib.util.spec_from_file_location(f"benchmark_{name}", FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


muc4, undecided = load("muc4"), load("undecided")

KEYS = """
;;; a remark of the annotators
0.  MESSAGE: ID                     TST3-MUC4-0001
1.  MESSAGE: TEMPLATE               1 (OPTIONAL)
2.  INCIDENT: DATE                  (- 17 NOV 89) /
                                    (11 NOV 89 - 17 NOV 89)
3.  INCIDENT: LOCATION              (PERU: LIMA (CITY)) / (PERU)
4.  INCIDENT: TYPE                  ATTACK

0.  MESSAGE: ID                     TST3-MUC4-0002
1.  MESSAGE: TEMPLATE               *
2.  INCIDENT: DATE                  *
3.  INCIDENT: LOCATION              *

0.  MESSAGE: ID                     TST3-MUC4-0003
1.  MESSAGE: TEMPLATE               1
2.  INCIDENT: DATE                  03 JAN 90
3.  INCIDENT: LOCATION              CHILE
0.  MESSAGE: ID                     TST3-MUC4-0003
1.  MESSAGE: TEMPLATE               2
2.  INCIDENT: DATE                  04 JAN 90
3.  INCIDENT: LOCATION              CHILE

0.  MESSAGE: ID                     TST3-MUC4-0004
1.  MESSAGE: TEMPLATE               1
2.  INCIDENT: DATE                  03 JAN 90
3.  INCIDENT: LOCATION              -
"""


def day(number, month=1):
    return dt.date(1990, month, number)


def claim(*, score=1.0, kind="ASSAULT", status="asserted", when=None, country=""):
    span = Span(start=0, end=8, text="attacked")
    return Claim(
        id="c", doc="d", kind="event", type=kind, trigger=span, evidence=span, score=score,
        status=status, when=when, where=Where(country=country) if country else None,
    )  # fmt: skip


def days(first, last, basis="stated"):
    return When(earliest=first, latest=last, precision="day", basis=basis)


def test_only_documents_with_one_template_have_a_key():
    keys = muc4.read_keys(KEYS)
    assert list(keys) == ["TST3-MUC4-0001", "TST3-MUC4-0004"]
    assert keys["TST3-MUC4-0001"] == (None, dt.date(1989, 11, 17), {"PER"})
    assert keys["TST3-MUC4-0004"] == (day(3), day(3), frozenset())


def test_the_surest_asserted_claim_tells_the_incident():
    incident = muc4.incident_of(
        [
            claim(score=0.9, country="PER"),
            claim(score=0.8, country="CHL", when=days(day(3), day(3))),
            claim(score=1.0, status="negated", country="BOL"),
            claim(score=1.0, kind="PROTEST", country="BRA", when=days(day(9), day(9))),
        ]
    )
    assert incident == ((day(3), day(3)), "PER")


@pytest.mark.parametrize(
    "when",
    [
        None,
        days(day(3), day(3), basis="report_date"),
        days(day(3), None),
        days(day(3), day(10)),
    ],
)
def test_no_day_the_reports_day_and_more_than_a_week_are_undecided(when):
    assert muc4.incident_of([claim(when=when)]) == (None, "")


def test_what_is_undecided_is_asked_but_not_decided():
    counts = muc4.count(muc4.Key(day(3), day(3), frozenset({"PER"})), muc4.Incident(None, ""))
    assert +counts == {"country asked": 1, "day asked": 1}


def test_a_last_day_is_counted_apart_from_a_day():
    key = muc4.Key(None, day(20), frozenset())
    before = muc4.count(key, muc4.Incident((day(3), day(5)), "PER"))
    assert +before == {"bound asked": 1, "bound decided": 1, "bound not excluded": 1}
    after = muc4.count(key, muc4.Incident((day(21), day(21)), ""))
    assert +after == {"bound asked": 1, "bound decided": 1}
    same = muc4.count(key, muc4.Incident((day(20), day(20)), ""))
    assert same["bound right"] == same["bound right to the day"] == 1


@given(st.text(alphabet="ab'’ .\"\n1-", max_size=40), st.frozensets(st.sampled_from(["a", "ab"])))
def test_restoring_capitals_changes_nothing_but_case(text, small):
    assert muc4.restored(text, small).lower() == text


@pytest.mark.parametrize("module", [muc4, undecided])
def test_says_so_when_the_data_are_not_there(module, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(sys, "argv", ["benchmark", str(tmp_path / "none")])
    assert module.main() == 2
    assert "not there" in capsys.readouterr().out


def test_the_whole_run_counts_every_report(monkeypatch, capsys, tmp_path):
    (tmp_path / "keys").mkdir()
    for name in muc4.KEYS:
        (tmp_path / "keys" / name).write_text(KEYS if name == muc4.KEYS[0] else "")
    text = "gunmen attacked a police post on 17 november 1989. two people were killed."
    rows = [{"docid": f"TST3-MUC4-000{n}", "doctext": text} for n in range(1, 5)]
    (tmp_path / "test.json").write_text("\n".join(map(json.dumps, rows)))
    words = ["benchmark", str(tmp_path), "--news", str(tmp_path / "none"), "--extractors", "rules"]
    monkeypatch.setattr(sys, "argv", [*words, "--writings", "come"])
    monkeypatch.setattr(muc4, "load_tools", lambda settings: rules_alone())
    assert muc4.main() == 0
    out = capsys.readouterr().out
    assert "4 documents, 2 of them with one template" in out
    assert re.search(r"rules, as they come, bound: 1 asked, 1 decided, 1 right", out)
    assert "capitals are not restored" in out


def rules_alone():
    """The tools without the gazetteer, whose index takes long to build."""
    from sayso.config import Settings, with_choices  # noqa: PLC0415
    from sayso.pipeline import load_tools  # noqa: PLC0415

    return load_tools(with_choices(Settings(), extractor="rules", identify=False))


def test_doctests_of_the_benchmarks():
    import doctest  # noqa: PLC0415

    assert all(doctest.testmod(module).failed == 0 for module in (muc4, undecided))
