"""Rules over a record: each finds its case, passes its near miss, and is on the page."""

import datetime as dt
import re

import pytest
from checking import FINDS, PASSES, Stage, claims, incidents, records, relations  # noqa: F401
from checking.stage import MONDAY, told, where, with_day
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.base.errors import ConfigError
from sayso.base.joined import Estimate
from sayso.record import schema
from sayso.record.checks import REGISTER, SETTLE, SEVERITIES, check, chosen, narrowed
from sayso.record.checks.page import page
from sayso.record.decide import KINDS
from sayso.record.view import View

HITS = [(rule, case) for rule, cases in sorted(FINDS.items()) for case in cases]
NEAR = [(rule, case) for rule, cases in sorted(PASSES.items()) for case in cases]


def _named(pairs):
    return [pytest.param(rule, case, id=f"{rule}: {case.__name__}") for rule, case in pairs]


@pytest.fixture
def stage():
    made = Stage()
    yield made
    made.close()


def test_there_are_more_than_forty_rules():
    assert len(REGISTER) >= 40


@pytest.mark.parametrize("rule", REGISTER)
def test_every_rule_has_a_case_and_a_near_miss(rule):
    assert rule in FINDS
    assert rule in PASSES


def test_no_case_is_of_a_rule_that_is_none():
    assert FINDS.keys() | PASSES.keys() == REGISTER.keys()


@pytest.mark.parametrize(("rule", "case"), _named(HITS))
def test_a_rule_finds_its_case(stage, rule, case):
    case(stage)
    found = stage.found(rule)
    assert found
    for finding in found:
        assert finding.rule == rule
        assert finding.reason
        assert "None" not in finding.reason
        assert finding.settle
        assert finding.subject == finding.ids[0] != ""


@pytest.mark.parametrize(("rule", "case"), _named(NEAR))
def test_a_rule_passes_a_near_miss(stage, rule, case):
    case(stage)
    assert stage.found(rule) == []


@pytest.mark.parametrize("rule", REGISTER)
def test_no_rule_crashes_on_the_cases_of_another(stage, rule):
    for case in FINDS[rule] + PASSES[rule]:
        case(stage)
    findings = check(stage.view)
    assert len({finding.id for finding in findings}) == len(findings)


def test_no_rule_finds_anything_in_an_empty_record(stage):
    assert check(stage.view) == []


def test_no_rule_crashes_on_what_is_undecided(stage):
    claims_ = [stage.claim(published=None, outlet=""), stage.claim("hostility", published=None)]
    stage.incident(claims_[:1])
    stage.incident()
    stage.relation("hostility", "", "", claims=claims_[1:])
    assert {f.rule for f in check(stage.view)} <= REGISTER.keys()


def test_a_finding_keeps_its_id_while_what_it_rests_on_stays(stage):
    claim = stage.claim(when="2024-05-04")
    (first,) = stage.found("day-after-report")
    stage.report("Nothing else happened.")
    assert stage.found("day-after-report") == [first]
    stage.set(schema.claim, closed=stage.act())
    stage.put(with_day(claim, "2024-05-05"))
    (second,) = stage.found("day-after-report")
    assert second.subject == first.subject
    assert second.id != first.id


def test_findings_are_sorted_and_the_gravest_come_first(stage):
    stage.claim(when="2024-05-04")
    stage.claim(time="Monday", when="2024-03-01", outlet="")
    findings = check(stage.view)
    gravity = [list(SEVERITIES).index(finding.severity) for finding in findings]
    assert gravity == sorted(gravity)
    assert {"error", "notice"} <= {finding.severity for finding in findings}
    assert check(stage.view) == findings


def test_rules_look_at_a_record_as_it_was(stage):
    stage.claim(when="2024-05-04")
    before = stage.made
    stage.set(schema.claim, closed=stage.act())
    rules = chosen(["day-after-report"])
    assert check(stage.view, rules) == []
    assert len(check(View(stage.conn, before), rules)) == 1
    assert check(View(stage.conn, 0)) == []


def test_a_rejected_claim_is_left_alone(stage):
    stage.claim(when="2024-05-04", state="rejected")
    assert stage.found("day-after-report") == []


def test_a_settled_finding_says_by_whom_and_why(stage):
    stage.claim(when="2024-05-04")
    (finding,) = stage.found("day-after-report")
    stage.decision(SETTLE, finding.id, reason="post-dated")
    (settled,) = stage.found("day-after-report")
    assert settled.settled == "Anna: post-dated"


def test_filters_keep_days_and_countries(stage):
    stage.claim(when="2024-05-04", where=where())
    stage.report(published=None)
    findings = check(stage.view)
    assert {f.country for f in narrowed(findings, countries=["syr"])} == {"SYR"}
    assert {f.day for f in narrowed(findings, first=MONDAY)} == {dt.date(2024, 5, 4)}
    assert narrowed(findings, last=MONDAY) == []
    assert narrowed(findings) == findings


def test_an_unknown_rule_is_refused():
    with pytest.raises(ConfigError, match="no-such-rule"):
        chosen(["no-such-rule"])


@pytest.mark.parametrize("rule", REGISTER.values(), ids=lambda rule: rule.id)
def test_every_rule_says_what_it_means_and_how_to_settle_it(rule):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.id)
    assert rule.means[0].isupper()
    assert rule.means.endswith(".")
    assert not rule.settle.endswith(".")
    commands = set(re.findall(r"`sayso ([a-z]+(?: [a-z]+)?)", rule.settle))
    assert commands <= {"add", "actors add", "why", "show", "sources", "undo", "decide"} | {
        f"decide {kind}" for kind in KINDS
    }


def test_the_page_of_checks_is_what_the_rules_say(pytestconfig):
    there = (pytestconfig.rootpath / "docs" / "checks.md").read_text("utf-8")
    assert there == page(REGISTER.values()), "make docs"


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from(["actor", "day", "status", "killed"]), st.integers(0, 3)))
def test_no_incident_makes_a_rule_crash(values):
    told_values = {
        field: tuple(told(str(i), low=i or None, high=i or None) for i in range(n))
        for field, n in values.items()
    }
    unknown = Estimate(what="killed", best=None, low=None, high=None, rule="test")
    stage = Stage()
    try:
        stage.incident(values=told_values, estimates=(unknown,))
        check(stage.view, [rule for rule in REGISTER.values() if rule.over == "incident"])
    finally:
        stage.close()
