"""From an incident to its words: matrix, history, reports, actors, checks."""

import re

import pytest

DISPUTED = "#/overview?map=plain&disputed=1"


@pytest.fixture
def incident(visit):
    """The page of the incident whose voices differ."""
    tab = visit(DISPUTED)
    tab.locator(".list ol a").first.click()
    tab.get_by_role("heading", name="Who says what").wait_for()
    return tab


def cell(tab, voice, column):
    heads = tab.locator("thead th").all_inner_texts()
    at = next(n for n, head in enumerate(heads) if head.split("\n")[0].lower() == column)
    row = tab.locator("tbody tr", has=tab.locator("th", has_text=voice))
    return row.locator("td").nth(at - 1)


def test_matrix_sets_voices_against_values_and_shows_where_they_differ(incident):
    assert "8" in cell(incident, "army", "killed").inner_text()
    assert "17" in cell(incident, "hospital", "killed").inner_text()
    assert "12" in cell(incident, "nurse", "killed").inner_text()
    assert incident.locator("thead th.disputed").filter(has_text=re.compile("killed", re.I)).count()
    assert "voices differ" in incident.locator("thead").inner_text()
    assert "ASSAULT" not in incident.locator("#main").inner_text()
    assert "1 Mar 2031" in incident.locator("table").inner_text()


def test_cell_opens_the_report_at_the_highlighted_sentence(incident):
    cell(incident, "hospital", "killed").get_by_role("link").first.click()
    incident.wait_for_url("**#/report/**")
    incident.locator("mark.trigger", has_text="killed").wait_for()
    assert incident.locator("mark.number", has_text="17").is_visible()
    evidence = incident.locator(".text .evidence").all_inner_texts()
    assert "A hospital in" in " ".join(evidence)
    assert "in the attack." in " ".join(evidence)


def test_repeats_are_told_from_voices_and_links_from_guesses(incident):
    text = incident.locator("#main").inner_text()
    assert "repeats another report" in text
    assert "3 independent voices, 3 reports, 6 claims" in text
    assert incident.locator(".links li").count() > 0


def test_history_tells_every_change(visit, own_served, browser):
    import httpx  # noqa: PLC0415

    rows = httpx.get(f"{own_served.address}/api/incidents?disputed=1").json()["items"]
    page = httpx.get(f"{own_served.address}/api/incidents/{rows[0]['id']}").json()
    claim = next(one for one in page["evidence"] if "nurse" in one["text"])
    answer = httpx.post(
        f"{own_served.address}/api/decisions",
        json={"kind": "reject", "subject": claim["claim"], "reason": "heard twice"},
        headers={"X-Sayso": "1", "X-Sayso-Person": "Ann"},
    )
    assert answer.status_code in (200, 201), answer.text
    tab = visit(f"#/incident/{rows[0]['id']}", at=own_served)
    history = tab.locator(".history")
    history.get_by_text("heard twice").wait_for()
    assert "Ann" in history.inner_text()


def test_report_by_keyboard_and_roles_without_colour(visit):
    tab = visit("#/report/hill-1")
    tab.locator("mark.trigger").first.wait_for()
    seen = []
    for key in ("j", "j", "k"):
        tab.keyboard.press(key)
        tab.wait_for_timeout(60)
        seen.append(tab.locator("mark.trigger").first.inner_text())
    assert seen == ["killed", "taken", "killed"]
    letters = tab.locator("mark sup").all_inner_texts()
    assert {"R", "N", "S"} <= set(letters)
    assert "claim=" in tab.url, "the address holds the claim"
    tab.get_by_role("button", name="Claim: attacked").click()
    tab.locator("mark.trigger", has_text="attacked").wait_for()


def test_copies_lead_to_each_other(visit):
    tab = visit("#/report/courier-1")
    tab.get_by_role("heading", name="Border town attacked").wait_for()
    tab.get_by_role("link", name="Front attacks border town").click()
    tab.get_by_role("heading", name="Front attacks border town").wait_for()


def test_page_as_received_lies_in_a_sandbox_and_nothing_of_it_runs(visit):
    tab = visit("#/report/hostile-1")
    title = tab.title()
    tab.get_by_role("button", name="Page as received").click()
    frame = tab.locator("iframe")
    frame.wait_for()
    assert frame.get_attribute("sandbox") == ""
    tab.frame_locator("iframe").get_by_text("The army signed a truce in Marn.").wait_for()
    tab.wait_for_timeout(300)
    assert tab.title() == title
    inside = tab.frame_locator("iframe").locator("script, img, svg, iframe, form, object, video")
    assert inside.count() == 0
    assert tab.locator("header b").count() == 0, "an outlet's name is text"


def test_actor_page_tells_names_ties_incidents_and_sources(visit):
    tab = visit("#/actor/vel.hallin-front")
    tab.get_by_role("heading", name="Hallin Front", exact=True).wait_for()
    text = tab.locator("#main").inner_text()
    for words in ("VEL REB", "Yorun Kell", "Free Hallin", "Dask Brigade", "Ilsk", "2031"):
        assert words in text
    tab.get_by_role("button", name=re.compile("denied")).first.click()
    panel = tab.get_by_role("dialog")
    panel.get_by_text("The Dask Brigade never pledged").wait_for()
    tab.keyboard.press("Escape")
    panel.wait_for(state="detached")
    tab.get_by_role("link", name="Its incidents on map and timeline").click()
    tab.get_by_text("2 of 12 incidents").wait_for()


def test_actor_is_found_by_typing(visit):
    tab = visit("#/actors")
    tab.get_by_role("combobox", name="Find an actor").fill("hallin")
    tab.get_by_role("option").first.wait_for()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**#/actor/**")
    tab.get_by_role("heading", name=re.compile("Hallin")).first.wait_for()


def test_checks_say_how_to_settle_and_lead_on(visit, ask):
    tab = visit("#/checks")
    tab.locator("ol li").first.wait_for()
    assert tab.locator("ol li").count() == len(ask("checks")["items"])
    tab.get_by_role("button", name=re.compile("hedged")).click()
    tab.locator("#main ol > li").nth(1).wait_for(state="detached")
    assert tab.locator("#main ol > li").count() == 1
    tab.get_by_role("link", name="Look at it").click()
    tab.wait_for_url("**#/incident/**")


@pytest.mark.parametrize("address", ["#/incident/i-none", "#/report/none", "#/actor/none"])
def test_what_is_not_there_is_said(browser, served, address):
    tab = browser.new_page()
    tab.goto(f"{served.address}/{address}")
    tab.get_by_text(re.compile("the record has no|no such")).wait_for()
    tab.close()
