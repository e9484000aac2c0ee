"""Rules over a record: each finds its case, passes its near miss, and is on the page."""

import pytest
from checking import FINDS, PASSES, Stage, claims, incidents, records, relations  # noqa: F401

from sayso.record.checks import REGISTER, check

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
