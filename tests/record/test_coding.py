"""Decisions over codings: what stands when the model, or the text, is another."""

import handmade
import msgspec
import pytest

from sayso.base.nouns import Span
from sayso.record.anchoring import anchored
from sayso.record.coding import Decision, MeantActor, MeantPlace, Names, stand

TEXT = "Rebels attacked Ilsk on Saturday. The army denied it. Rebels attacked Marn on Monday."
REPORT = handmade.make_report("r-1", TEXT, outlet="Hill Radio", published="2031-03-02")
DOC = handmade.make_document(REPORT)
ATTACK = handmade.make_claim(
    DOC, "ASSAULT", "attacked", actor="Rebels", place="Ilsk", time="Saturday", when="2031-03-01"
)
DENIAL = handmade.make_claim(DOC, "REJECT", "denied", actor="The army")
NOBODY = Names()
replace = msgspec.structs.replace


def decided(kind, claim, number=1, **to_set):
    value = {"claim": msgspec.to_builtins(claim)}
    if to_set:
        value["set"] = msgspec.to_builtins(to_set)
    return Decision(id=f"d{number}", kind=kind, subject=claim.id, report=claim.doc, value=value)


def states(stood):
    return {claim.id: state for claim, state in stood.claims}


def claim_of(stood, claim):
    return next(c for c, _ in stood.claims if c.id == claim.id)


def test_without_decisions_the_machines_claims_stand():
    stood = stand([DENIAL, ATTACK], [], NOBODY, TEXT)
    assert stood.claims == [(ATTACK, "coded"), (DENIAL, "coded")]


def test_an_accepted_claim_stays_as_it_was_seen():
    better = replace(ATTACK, recipient=(), score=0.1, mode="firearms", made_by="another")
    stood = stand([better], [decided("accept", ATTACK)], NOBODY, TEXT)
    assert stood.claims == [(ATTACK, "accepted")]


def test_an_edit_keeps_its_fields_and_takes_the_others_from_the_model():
    better = replace(ATTACK, score=0.99, status="negated", mode="firearms")
    stood = stand([better], [decided("edit", ATTACK, status="future")], NOBODY, TEXT)
    assert stood.claims == [(replace(better, status="future"), "edited")]


def test_decisions_are_laid_in_their_order():
    edit = decided("edit", ATTACK, 1, hedged=True)
    reject, accept = decided("reject", ATTACK, 2), decided("accept", ATTACK, 3)
    assert states(stand([ATTACK], [edit, reject], NOBODY, TEXT)) == {ATTACK.id: "rejected"}
    stood = stand([ATTACK], [edit, reject, accept], NOBODY, TEXT)
    assert stood.claims == [(replace(ATTACK, hedged=True), "accepted")]


@pytest.mark.parametrize("kind", ["accept", "edit"])
def test_what_a_person_vouched_for_stands_without_the_machine(kind):
    decision = decided(kind, ATTACK, **({"hedged": True} if kind == "edit" else {}))
    stood = stand([], [decision], NOBODY, TEXT)
    assert states(stood) == {ATTACK.id: f"{kind}ed"}
    assert stood.kept == [ATTACK.id]


def test_what_a_person_rejected_goes_when_the_machine_lets_it_go():
    assert stand([], [decided("reject", ATTACK)], NOBODY, TEXT).claims == []


def test_a_type_set_by_a_person_and_then_found_by_the_model_is_one_claim():
    edited = decided("edit", ATTACK, type="COERCE")
    by_model = handmade.make_claim(DOC, "COERCE", "attacked", actor="Rebels")
    stood = stand([by_model], [edited], NOBODY, TEXT)
    assert [(claim.id, claim.type) for claim, _ in stood.claims] == [(ATTACK.id, "COERCE")]


def test_decisions_follow_their_sentence_where_the_text_changed():
    new_text = "A note. " + TEXT
    stood = stand([], [decided("edit", ATTACK, mode="firearms")], NOBODY, new_text)
    ((claim, state),) = stood.claims
    assert state == "edited"
    assert claim.mode == "firearms"
    assert claim.trigger.start == ATTACK.trigger.start + len("A note. ")
    assert claim.id != ATTACK.id
    (moved,) = stood.moved.values()
    assert moved.subject == claim.id
    again = stand([], [moved], NOBODY, new_text)
    assert again.claims == stood.claims
    assert not again.moved


def test_a_decision_whose_sentence_is_gone_is_lost():
    decision = decided("accept", ATTACK)
    stood = stand([], [decision], NOBODY, "Rebels stormed Ilsk on Saturday.")
    assert stood.claims == []
    assert stood.lost == [decision]


def test_a_sentence_that_stands_twice_is_found_nearest():
    far = replace(DENIAL)
    text = "The army denied it. " + TEXT
    found = anchored(far, text)
    assert found is not None
    assert found.trigger.start == DENIAL.trigger.start + len("The army denied it. ")


def test_a_role_outside_the_sentence_is_followed_too():
    subject = Span(start=0, end=6, text="Rebels")
    claim = replace(DENIAL, instrument=(subject,))
    found = anchored(claim, "On Sunday. " + TEXT)
    assert found is not None
    (span,) = found.instrument
    assert (span.start, span.text) == (len("On Sunday. "), "Rebels")


def test_names_are_laid_under_edits():
    names = Names(
        actors={"rebels": MeantActor(id="x.rebels", name="The Rebels", code="VELREB")},
        places={"ilsk": MeantPlace(name="Ilsk", lat=1.0, lon=2.0, country="VEL")},
    )
    claim = claim_of(stand([ATTACK], [], names, TEXT), ATTACK)
    assert (claim.actor[0].actor_id, claim.actor[0].code) == ("x.rebels", "VELREB")
    assert claim.where is not None
    assert (claim.where.lat, claim.where.geonameid, claim.where.basis) == (1.0, None, "role")
    other = replace(ATTACK.actor[0], actor_id="y.other")
    edited = decided("edit", ATTACK, actor=(other,))
    claim = claim_of(stand([ATTACK], [edited], names, TEXT), ATTACK)
    assert claim.actor == (other,)


def test_names_go_by_the_bare_words():
    names = Names(actors={"army": MeantActor(id="x.army")})
    claim = claim_of(stand([DENIAL], [], names, TEXT), DENIAL)
    assert claim.actor[0].actor_id == "x.army"
