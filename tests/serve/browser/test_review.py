"""Review as a person does it: by keys alone, in a record of its own for each test."""

import re

import handmade
import msgspec
import pytest

from sayso.record.ingest import add_coded
from sayso.record.linking import link_all
from sayso.record.open import Record


def code_anew(record: Record, report_id: str) -> None:
    """Another model reads a report: it draws the claims otherwise and is less sure of them."""
    report, coded = next(one for one in handmade.the_war() if one[0].report_id == report_id)
    claims = tuple(
        msgspec.structs.replace(claim, hedged=True, score=0.55, made_by="sayso test 2")
        for claim in coded.claims
    )
    with record.write("recode", step="test", model="another") as act:
        add_coded(act, report, msgspec.structs.replace(coded, claims=claims))
    link_all(record)


def test_accept_reject_skip_and_undo_by_one_key_each(desk):
    first, second, third = (
        i["claim"]["claim"]["id"] for i in desk.ask("review/queue")["items"][:3]
    )
    desk.open("#/review")
    desk.shown(first)
    desk.press("a")
    desk.said("Accepted")
    desk.shown(second)
    desk.press("r")
    desk.said("Rejected")
    desk.shown(third)
    assert desk.ask(f"review/item/{first}")["claim"]["state"] == "accepted"
    assert desk.ask(f"review/item/{second}")["claim"]["state"] == "rejected"
    desk.press("u")
    desk.said("Undone: Rejected")
    desk.shown(second)
    assert desk.ask(f"review/item/{second}")["claim"]["state"] == "coded"
    desk.press("u")
    desk.said("Undone: Accepted")
    assert desk.ask(f"review/item/{first}")["claim"]["state"] == "coded"
    desk.shown(first)
    desk.press("j")
    desk.shown(second)
    desk.press("s")
    desk.shown(third)
    assert f"claim={third}" in desk.tab.url, "the address holds which claim is in sight"


def test_the_name_is_asked_once_and_kept_with_a_reason(desk):
    first = desk.ask("review/queue")["items"][0]["claim"]["claim"]["id"]
    desk.open("#/review", name="")
    desk.shown(first)
    desk.press("w")
    desk.tab.keyboard.type("seen in two papers")
    desk.press("Enter", "a")
    desk.tab.get_by_role("dialog", name="Who decides?").wait_for()
    desk.tab.keyboard.type("Bo Karr")
    desk.press("Enter")
    desk.said("Accepted")
    desk.tab.get_by_role("button", name=re.compile("You decide as Bo Karr")).wait_for()
    made = desk.ask("decisions")["items"][0]
    assert (made["person"], made["reason"]) == ("Bo Karr", "seen in two papers")
    desk.press("a")
    desk.said("Accepted")


def test_edit_by_keys_alone_survives_coding_anew(desk):
    before = desk.claim("hill-2", "hit")["claim"]
    desk.open(f"#/review?report=hill-2&claim={before['id']}")
    desk.shown(before["id"])
    desk.press("e")
    desk.tab.get_by_role("form", name="Edit the claim").wait_for()
    desk.choose("residents")
    desk.press("s")  # a voice already: taken out
    desk.choose("3 people")
    desk.press("r")
    desk.tab.get_by_label("Status").focus()
    desk.tab.get_by_label("Status").select_option("negated")
    desk.tab.get_by_label("To", exact=True).fill("2031-03-12")
    desk.tab.get_by_label("Reason (may be left out)").fill("the paper corrected it")
    desk.press("Enter")
    desk.said("Edited")
    after = desk.claim("hill-2", "hit")
    claim = after["claim"]
    assert after["state"] == "edited"
    assert claim.get("source", []) == []
    assert [one["text"] for one in claim["recipient"]] == ["3 people"]
    assert claim["status"] == "negated"
    assert (claim["when"]["from"], claim["when"]["to"]) == ("2031-03-10", "2031-03-12")

    code_anew(desk.record, "hill-2")
    anew = desk.claim("hill-2", "hit")
    assert anew["state"] == "edited"
    assert anew["claim"]["status"] == "negated"
    assert anew["claim"]["recipient"] == claim["recipient"]
    assert anew["claim"]["hedged"] is True, "what nobody touched follows the new model"

    desk.tab.evaluate("address => { location.hash = address }", "#/review?order=changed")
    desk.shown(before["id"])
    desk.tab.get_by_text("sayso now draws it with another hedged").wait_for()
    desk.press("a")
    desk.said("Accepted")
    desk.tab.get_by_test_id("waiting").get_by_text("0 changed").wait_for()


def test_add_a_claim_by_selecting_words(desk):
    any_ = desk.ask("review/queue", report="courier-2")["items"][0]["claim"]["claim"]["id"]
    desk.open(f"#/review?report=courier-2&claim={any_}")
    desk.shown(any_)
    desk.press("n")
    form = desk.tab.get_by_role("form", name="Add a claim")
    form.wait_for()
    desk.press("Enter")
    form.get_by_role("alert").get_by_text("press w").wait_for()
    desk.choose("against the war")
    desk.press("w")
    desk.choose("people")
    desk.press("a")
    form.get_by_label("Type").select_option("REQUEST")
    form.get_by_label("Hedged").press("Space")
    desk.focus_text()
    desk.press("Enter")
    desk.said("Added")
    added = desk.claim("courier-2", "against the war")
    assert added["state"] == "added"
    assert (added["claim"]["type"], added["claim"]["hedged"]) == ("REQUEST", True)
    assert [one["text"] for one in added["claim"]["actor"]] == ["people"]
    code_anew(desk.record, "courier-2")
    assert desk.claim("courier-2", "against the war")["state"] == "added"
    desk.press("u")
    desk.said("Undone: Added")
    with pytest.raises(AssertionError, match="against the war"):
        desk.claim("courier-2", "against the war")


def test_words_are_chosen_by_mouse_too(desk):
    claim = desk.claim("hill-2", "hit")["claim"]
    desk.open(f"#/review?report=hill-2&claim={claim['id']}")
    desk.shown(claim["id"])
    desk.press("e")
    text = desk.tab.get_by_role("group", name=re.compile("Text of the report"))
    text.locator("span", has_text=re.compile("3$")).hover()
    desk.tab.mouse.down()
    text.get_by_text("people", exact=True).hover()
    desk.tab.mouse.up()
    desk.press("r", "Enter")
    desk.said("Edited")
    assert [r["text"] for r in desk.claim("hill-2", "hit")["claim"]["recipient"]] == ["3 people"]


def test_settle_an_actor_and_a_place_in_the_editor(desk):
    claim = desk.claim("courier-2", "marched")["claim"]
    desk.open(f"#/review?report=courier-2&claim={claim['id']}")
    desk.shown(claim["id"])
    desk.press("e")
    form = desk.tab.get_by_role("form", name="Edit the claim")
    form.get_by_role("button", name=re.compile("Settle whom “people”")).press("Enter")
    box = form.get_by_role("combobox", name=re.compile("Whom does"))
    box.fill("Free Hallin")
    form.get_by_role("option", name=re.compile("Free Hallin")).wait_for()
    box.press("Enter")
    form.get_by_role("button", name="settle the place").press("Enter")
    place = form.get_by_role("combobox", name=re.compile("Place, by name"))
    place.fill("2988507")
    form.get_by_role("option", name=re.compile("Paris")).wait_for()
    place.press("Enter")
    desk.focus_text()
    desk.press("Enter")
    desk.said("Edited")
    after = desk.claim("courier-2", "marched")["claim"]
    assert after["actor"][0]["actor_id"] == "vel.free-hallin"
    assert (after["where"]["geonameid"], after["where"]["country"]) == (2988507, "FRA")


def test_join_and_part_from_the_queue(desk):
    lone, other = desk.claim("hill-2", "hit"), desk.claim("gazette-1", "attacked")
    assert lone["incident"] != other["incident"]
    desk.open(f"#/review?claim={lone['claim']['id']}")
    desk.shown(lone["claim"]["id"])
    desk.press("m")
    desk.tab.get_by_role("combobox", name=re.compile("Search incidents")).wait_for()
    desk.tab.keyboard.type("Ilsk was attacked on Saturday")
    desk.tab.get_by_role("dialog").get_by_role("option").first.wait_for()
    desk.press("Enter")
    desk.said("Joined with")
    joined = desk.claim("hill-2", "hit")["incident"]
    assert joined == desk.claim("gazette-1", "attacked")["incident"]
    desk.press("u")
    desk.said("Undone: Joined")
    assert (
        desk.claim("hill-2", "hit")["incident"] != desk.claim("gazette-1", "attacked")["incident"]
    )

    id_ = other["claim"]["id"]
    desk.tab.evaluate(
        "address => { location.hash = address }", f"#/review?claim={id_}&order=incident"
    )
    desk.shown(id_)
    desk.press("x")
    desk.said("Parted from")
    rest = desk.claim("hill-1", "attacked")["incident"]
    assert desk.claim("gazette-1", "attacked")["incident"] not in ("", rest)


def test_an_incident_is_parted_and_joined_again_on_its_page(desk):
    was = desk.claim("hill-1", "attacked")["incident"]
    n = len(desk.ask(f"incidents/{was}")["evidence"])
    desk.open(f"#/incident/{was}")
    boxes = desk.tab.get_by_role("checkbox", name=re.compile("Choose sentence"))
    boxes.first.wait_for()
    assert boxes.count() == n
    wanted = desk.claim("gazette-1", "attacked")["claim"]["evidence"]["text"]
    desk.press("j")
    while wanted[:60] not in desk.tab.evaluate("document.activeElement.ariaLabel"):
        desk.press("j")
    desk.press("Space", "x")
    desk.said("1 sentence parted off")
    desk.until(lambda: boxes.count() == n - 1)
    away = desk.claim("gazette-1", "attacked")["incident"]
    assert away not in ("", was)
    code_anew(desk.record, "gazette-1")
    assert desk.claim("gazette-1", "attacked")["incident"] == away

    # Undone from the history: all pairs of the parting, one by one.
    undo = desk.tab.get_by_role("button", name=re.compile("^Undo: parted two claims"))
    while undo.count():
        left = undo.count()
        undo.first.press("Enter")
        desk.until(lambda left=left: undo.count() < left)
    assert desk.claim("gazette-1", "attacked")["incident"] == was


def test_a_name_is_settled_on_the_incident_page(desk):
    id_ = desk.claim("courier-2", "marched")["incident"]
    desk.open(f"#/incident/{id_}")
    desk.tab.get_by_role("button", name=re.compile("Settle a name")).wait_for()
    desk.press("t")
    desk.tab.get_by_role("dialog").get_by_role("button", name="Marn").press("Enter")
    box = desk.tab.get_by_role("combobox", name=re.compile("Place"))
    box.fill("2988507")
    desk.tab.get_by_role("option", name=re.compile("Paris")).wait_for()
    desk.press("Enter")
    desk.said("“Marn” means Paris")
    desk.tab.get_by_role("heading", level=1, name=re.compile("Paris")).wait_for()
    desk.press("u")
    desk.tab.get_by_role("heading", level=1, name=re.compile("Marn")).wait_for()


def test_a_record_that_is_only_read_says_so(visit, served, ask):
    tab = visit("#/review")
    tab.get_by_text("open for reading only").wait_for()
    tab.get_by_test_id("claim").wait_for()
    assert tab.get_by_role("button", name=re.compile("^Accept")).count() == 0
    tab.keyboard.press("a")
    tab.keyboard.press("j")
    tab.wait_for_url(re.compile("claim="))
    incident = ask("incidents?disputed=1")["items"][0]["id"]
    tab.evaluate("address => { location.hash = address }", f"#/incident/{incident}")
    tab.locator(".evidence li").first.wait_for()
    assert tab.get_by_role("checkbox").count() == 0


def test_keys_are_listed_and_search_is_one_key_away(visit):
    tab = visit("#/review")
    tab.get_by_test_id("claim").wait_for()
    tab.keyboard.press("?")
    tab.get_by_role("dialog", name="Keys").get_by_text("undo what you decided last").wait_for()
    tab.keyboard.press("Escape")
    tab.keyboard.press("/")
    tab.keyboard.type("Dask Brig")
    tab.get_by_role("option", name=re.compile("Actor")).first.wait_for()
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", level=1, name=re.compile("Dask Brigade")).wait_for()


def test_why_goes_down_to_the_words(visit, ask):
    incident = ask("incidents?disputed=1")["items"][0]["id"]
    tab = visit(f"#/why/{incident}")
    tab.get_by_role("heading", name="How this came about").wait_for()
    tab.get_by_text(re.compile(r"It rests on \d+ claims")).wait_for()
    relation = ask("relations?actor=vel.hallin-front")["items"][0]["id"]
    tab.evaluate("address => { location.hash = address }", f"#/relation/{relation}")
    tab.get_by_text("Told in these words").first.wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_in_review(desk, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    claim = desk.claim("hill-1", "attacked")
    tab = desk.open(f"#/review?claim={claim['claim']['id']}", color_scheme=scheme)
    desk.shown(claim["claim"]["id"])

    def faults(where):
        found = axe.run(tab, options={"resultTypes": ["violations"]}).response["violations"]
        return [
            (where, one["id"], node["html"][:120])
            for one in found
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]

    found = faults("review")
    desk.press("?")
    found += faults("keys")
    desk.press("Escape", "m")
    tab.get_by_role("combobox", name=re.compile("Search incidents")).wait_for()
    found += faults("merge")
    desk.press("Escape", "e")
    tab.get_by_role("form", name="Edit the claim").wait_for()
    found += faults("edit")
    for address, words in [
        (f"#/why/{claim['claim']['id']}", "How this came about"),
        (f"#/incident/{claim['incident']}", "In these words"),
    ]:
        tab.evaluate("address => { location.hash = address }", address)
        tab.get_by_role("heading", name=words).wait_for()
        found += faults(address[:6])
    assert found == []
