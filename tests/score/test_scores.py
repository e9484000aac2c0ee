"""Scores: worked by hand on two sentences with three annotated claims."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.base.nouns import Claim
from sayso.score import (
    AnnotatedDocument,
    Figure,
    Scores,
    intervals,
    pair_claims,
    score,
    who_to_whom_right,
)

Code = Callable[..., Claim]


def scores_of(document: AnnotatedDocument, *claims: Claim) -> Scores:
    return score([document], {"d1": claims})


def attack(code: Code, **change: Any) -> Claim:
    whole: dict[str, Any] = {
        "actor": ["Rebels"],
        "recipient": ["soldiers"],
        "place": ["Ilsk"],
        "number": [("at least 12", "killed")],
        "source": ["police"],
    }
    return code(1, "ASSAULT", "attacked", **(whole | change))


def test_the_same_claim_is_right_in_everything(document: AnnotatedDocument, code: Code) -> None:
    scores = scores_of(document, attack(code))
    assert scores.figure("event", "claim") == (1, 1, 3)
    assert scores.figure("event", "who to whom") == (2, 2, 4)
    assert scores.figure("event", "all roles") == (5, 5, 10)
    assert scores.figure("event", "exact all roles") == (5, 5, 10)
    assert scores.figure("type ASSAULT", "claim") == (1, 1, 2)
    assert scores.figure("event", "mode").f1 == 1.0


def test_nothing_coded_is_nothing_right(document: AnnotatedDocument) -> None:
    scores = scores_of(document)
    assert scores.figure("event", "claim") == (0, 0, 3)
    assert scores.figure("event", "claim").f1 == 0.0
    assert scores.figure("all", "status") == (0, 0, 0)


def test_another_type_is_wrong_and_so_are_its_roles(
    document: AnnotatedDocument, code: Code
) -> None:
    claim = code(1, "COERCE", "attacked", actor=["Rebels"])
    scores = scores_of(document, claim)
    assert scores.figure("event", "claim") == (0, 1, 3)
    assert scores.figure("event", "actor") == (0, 1, 3)


def test_another_trigger_of_the_sentence_pairs_when_an_actor_is_shared(
    document: AnnotatedDocument, code: Code
) -> None:
    shared = code(1, "ASSAULT", "killing", actor=["Rebels"])
    assert len(pair_claims(document.claims, [shared])) == 1
    lone = code(1, "ASSAULT", "killing", actor=["police"])
    assert pair_claims(document.claims, [lone]) == []


def test_each_claim_is_used_once_and_the_better_one_wins(
    document: AnnotatedDocument, code: Code
) -> None:
    poor = code(1, "ASSAULT", "attacked")
    good = attack(code)
    ((_, chosen),) = pair_claims(document.claims, [poor, good])
    assert chosen == good
    assert scores_of(document, poor, good).figure("event", "claim") == (1, 2, 3)


def test_half_of_the_longer_mention_is_enough_but_not_exact(
    document: AnnotatedDocument, code: Code
) -> None:
    scores = scores_of(document, attack(code, recipient=["12 soldiers"], actor=["Rebels attacked"]))
    assert scores.figure("event", "recipient") == (1, 1, 1)
    assert scores.figure("event", "exact recipient") == (0, 1, 1)
    assert scores.figure("event", "actor") == (0, 1, 3)


def test_a_number_must_count_the_same_thing(document: AnnotatedDocument, code: Code) -> None:
    scores = scores_of(document, attack(code, number=[("at least 12", "wounded")]))
    assert scores.figure("event", "number") == (0, 1, 1)


def test_a_mention_is_found_once_though_coded_twice(
    document: AnnotatedDocument, code: Code
) -> None:
    scores = scores_of(document, attack(code, source=["police", "police"]))
    assert scores.figure("event", "source") == (1, 2, 3)


def test_a_mention_of_another_sentence_counts_when_found_and_is_never_missed(
    document: AnnotatedDocument, code: Code
) -> None:
    without = code(2, "RETREAT", "leave", actor=["the rebels"])
    assert scores_of(document, without).figure("event", "place") == (0, 0, 2)
    ilsk = attack(code).place
    found = Claim(**{f: getattr(without, f) for f in without.__struct_fields__} | {"place": ilsk})
    assert scores_of(document, found).figure("event", "place") == (1, 1, 3)


def test_status_and_hedging_are_shares_of_paired_claims(
    document: AnnotatedDocument, code: Code
) -> None:
    denied = code(2, "ASSAULT", "shelled", status="negated", hedged=True)
    asked = code(2, "RETREAT", "leave", status="asserted")
    scores = scores_of(document, denied, asked)
    assert scores.figure("all", "status").f1 == 0.5
    assert scores.figure("all", "hedged").f1 == 0.5
    assert scores.figure("all", "not asserted") == (1, 1, 2)
    assert scores.figure("all", "hedged F1") == (0, 1, 0)


def test_by_status_all_claims_count(document: AnnotatedDocument, code: Code) -> None:
    scores = scores_of(document, code(2, "RETREAT", "leave"))
    assert scores.figure("status hypothetical", "claim") == (0, 0, 1)
    assert scores.figure("status hypothetical", "found") == (1, 1, 1)
    assert scores.figure("status asserted", "claim") == (0, 1, 1)
    assert scores.figure("status negated", "found") == (0, 1, 1)


def test_mode_is_a_share_of_paired_events(document: AnnotatedDocument, code: Code) -> None:
    wrong = code(2, "ASSAULT", "shelled", mode="aerial")
    right = code(2, "RETREAT", "leave", mode="withdraw")
    assert scores_of(document, wrong, right).figure("event", "mode").f1 == 0.5


def test_who_to_whom_must_be_all_and_nothing_else(document: AnnotatedDocument, code: Code) -> None:
    annotated = document.claims[0]
    assert who_to_whom_right(annotated, attack(code))
    assert who_to_whom_right(annotated, attack(code, place=[], source=[]))
    assert not who_to_whom_right(annotated, attack(code, recipient=[]))
    assert not who_to_whom_right(annotated, attack(code, recipient=["soldiers", "police"]))


def test_claims_of_other_documents_are_left_alone(document: AnnotatedDocument, code: Code) -> None:
    assert score([document], {"d2": [attack(code)]}).figure("event", "claim") == (0, 0, 3)


def test_kinds_of_source_are_scored_apart(document: AnnotatedDocument, code: Code) -> None:
    scores = scores_of(document, attack(code))
    assert scores.of_source_kind("wire").figure("event", "claim") == (1, 1, 3)
    assert scores.of_source_kind("blog").figure("event", "claim") == (0, 0, 0)


def table(*rows: tuple[int, int, int]) -> Scores:
    names = [f"d{i}" for i in range(len(rows))]
    return Scores(names, ["wire"] * len(rows), [{("event", "claim"): row} for row in rows])


def test_intervals_hold_the_figure_and_are_the_same_at_every_run() -> None:
    scores = table((9, 10, 10), (1, 10, 10), (5, 10, 10), (0, 0, 0), (7, 10, 10))
    found = intervals(scores)
    assert found == intervals(scores)
    low, high = found["event", "claim"]
    assert 0.1 < low < scores.figure("event", "claim").f1 < high < 0.9


def test_documents_that_agree_leave_no_doubt() -> None:
    assert intervals(table((1, 2, 2), (2, 4, 4)))["event", "claim"] == (0.5, 0.5)


@pytest.mark.parametrize("rows", [(), ((1, 2, 2),), ((1, 2, 2), (0, 0, 0))])
def test_one_document_gives_no_interval(rows: tuple[tuple[int, int, int], ...]) -> None:
    assert intervals(table(*rows)) == {}


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_f1_is_the_harmonic_mean(right: int, more: int, missed: int) -> None:
    figure = Figure(right, right + more, right + missed)
    both = figure.coded + figure.annotated
    assert figure.f1 == pytest.approx(2 * right / both if both else 0.0)
    assert 0.0 <= figure.f1 <= 1.0
