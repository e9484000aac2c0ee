"""Decisions: what each kind does to the claims as they stand, and that undoing gives them back."""

import msgspec
import pytest
import sqlalchemy as sa

from sayso.base.errors import ConfigError
from sayso.base.nouns import Claim
from sayso.link.incidents_estimates import DEFAULT_RULE
from sayso.record import schema
from sayso.record.decide import decide, undo
from sayso.record.settle import RULE, read_setting

PERSON = "Test Person"


def standing(record, **wanted):
    """Open claims as (id, type, state, body) by what is wanted of their columns."""
    table = schema.claim
    with record.read() as view:
        rows = view.conn.execute(
            sa.select(table).where(
                view.open(table), *(table.c[name] == value for name, value in wanted.items())
            ).order_by(table.c.report, table.c.trigger_start, table.c.id)
        ).mappings()  # fmt: skip
        return list(rows)


def state_of_all(record):
    """All open rows of what decisions change, without numbers and acts."""
    found = {}
    with record.read() as view:
        for table in (schema.claim, schema.decision, schema.setting):
            rows = view.conn.execute(sa.select(table).where(view.open(table))).mappings()
            bare = [
                {k: v for k, v in row.items() if k not in ("n", "made", "closed")} for row in rows
            ]
            found[table.name] = sorted(map(repr, bare))
    return found


def first_claim(record, report="hill-1", type_="ASSAULT"):
    return standing(record, report=report, type=type_)[0]["id"]


def test_a_rejected_claim_is_kept_and_marked(war):
    claim = first_claim(war)
    decide(war, "reject", claim, person=PERSON, reason="not an attack")
    (row,) = standing(war, id=claim)
    assert row["state"] == "rejected"


def test_an_edit_changes_only_its_fields(war):
    claim = first_claim(war)
    (before,) = standing(war, id=claim)
    decide(war, "edit", claim, {"when": "2031-02-28", "hedged": True}, person=PERSON)
    (after,) = standing(war, id=claim)
    assert after["state"] == "edited"
    assert str(after["day_from"]) == "2031-02-28"
    old, new = (msgspec.json.decode(row["body"], type=Claim) for row in (before, after))
    assert msgspec.structs.replace(new, when=old.when, hedged=old.hedged) == old


def test_an_edit_finds_words_in_the_text(war):
    claim = first_claim(war)
    decide(war, "edit", claim, {"recipient": "8 soldiers"}, person=PERSON)
    (row,) = standing(war, id=claim)
    (who,) = msgspec.json.decode(row["body"], type=Claim).recipient
    assert who.text == "8 soldiers"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"recipient": "nine sailors"}, "does not stand in the report"),
        ({"type": "WEDDING"}, "no type"),
        ({"type": "alliance"}, "of kind relation"),
        ({"mode": "demo"}, "has no mode"),
        ({"score": 1}, "cannot be edited"),
        ({"status": "maybe"}, "status"),
        ({"when": "2031-02-28..2031-02-01"}, "is before"),
        ({}, "nothing to edit"),
        (None, "needs the new values"),
    ],
)
def test_an_edit_that_does_not_fit_is_refused_and_leaves_nothing(war, value, message):
    before = state_of_all(war)
    with pytest.raises(ConfigError, match=message):
        decide(war, "edit", first_claim(war), value, person=PERSON)
    assert state_of_all(war) == before


def test_a_claim_is_added_by_words(war):
    value = {"type": "ASSAULT", "trigger": "died", "number": {"what": "killed", "text": "12"}}
    decide(war, "add", "gazette-1", value, person=PERSON)
    (row,) = standing(war, state="added")
    claim = msgspec.json.decode(row["body"], type=Claim)
    assert claim.trigger.text == "died"
    assert claim.evidence.text.startswith("At least 12 soldiers died")
    assert claim.outlet == "Marn Gazette"
    assert claim.made_by == f"person {PERSON}"
    assert row["passage"] is not None


def test_a_claim_that_is_there_is_not_added_again(war):
    value = {"type": "ASSAULT", "trigger": "attacked", "evidence": "At least 12"}
    with pytest.raises(ConfigError, match="such a claim is there"):
        decide(war, "add", "gazette-1", value, person=PERSON)


def test_a_name_means_an_actor_in_the_whole_record(war):
    decide(
        war, "actor", "The Hospital in Ilsk", {"id": "x.clinic", "name": "Clinic"}, person=PERSON
    )
    decide(war, "actor", "a hospital in ilsk", "x.hospital", person=PERSON)
    with war.read() as view:
        part, claim = schema.claim_actor, schema.claim
        keys = view.conn.execute(
            sa.select(part.c.key)
            .join(claim, claim.c.n == part.c.claim)
            .where(view.open(claim), part.c.folded == "hospital in ilsk")
        ).scalars()
        assert set(keys) == {"x.hospital"}  # the later of the two


def test_a_name_means_a_place_and_the_claim_is_put_there(war):
    decide(war, "place", "Ilsk", "41.5, 42.25", person=PERSON)
    rows = standing(war, place="Ilsk")
    assert rows
    assert {(row["lat"], row["lon"], row["geonameid"]) for row in rows} == {(41.5, 42.25, None)}


def test_pairs_are_marked_and_their_contrary_refused(war):
    a, b = first_claim(war), first_claim(war, "gazette-1")
    decide(war, "same", f"{b} {a}", person=PERSON)
    with pytest.raises(ConfigError, match="undo that first"):
        decide(war, "different", a, b, person=PERSON)
    with pytest.raises(ConfigError, match="only events"):
        decide(war, "same", a, first_claim(war, "hill-1", "controls"), person=PERSON)
    with pytest.raises(ConfigError, match="needs two"):
        decide(war, "same", a, a, person=PERSON)


def test_a_setting_is_settled_and_undone(war):
    with pytest.raises(ConfigError, match="neither an incident nor a setting"):
        decide(war, "settle", "colour", "red", person=PERSON)
    before = state_of_all(war)
    first = decide(war, "settle", "name", "Hallin", person=PERSON)
    second = decide(war, "settle", "name", "The Hallin war", person=PERSON)
    undo(war, first, person=PERSON)
    assert "'The Hallin war'" in repr(state_of_all(war)["setting"])
    undo(war, second, person=PERSON)
    assert state_of_all(war) == before


def test_undoing_twice_or_what_is_not_there_is_refused(war):
    made = decide(war, "accept", first_claim(war), person=PERSON)
    undo(war, made, person=PERSON)
    with pytest.raises(ConfigError, match="undone already"):
        undo(war, made, person=PERSON)
    with pytest.raises(ConfigError, match="not in the record"):
        undo(war, "d999", person=PERSON)


def test_nobody_decides_nothing(war):
    with pytest.raises(ConfigError, match="who decides"):
        decide(war, "accept", first_claim(war), person=" ")


def test_a_new_record_has_the_rule_of_estimates_that_is_the_default(record):
    with record.read() as view:
        assert read_setting(view.conn, RULE) == DEFAULT_RULE


def test_the_rule_of_all_incidents_is_settled_by_name(war):
    with pytest.raises(ConfigError, match="no rule of estimates"):
        decide(war, "settle", RULE, "guess", person=PERSON)
    made = decide(war, "settle", RULE, "median", person=PERSON)
    with war.read() as view:
        assert read_setting(view.conn, RULE) == "median"
    undo(war, made, person=PERSON)
    with war.read() as view:
        assert read_setting(view.conn, RULE) == DEFAULT_RULE
