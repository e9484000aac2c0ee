"""One filter over map, timeline and list: the same selection everywhere, and in the address."""

import re
import urllib.parse

import handmade

from sayso.record.ingest import add_coded
from sayso.record.linking import link_all

PLAIN = "#/overview?map=plain"


def told(tab):
    """How many incidents the list, the plain map and the timeline show."""
    tab.locator("[data-testid=account].loading").wait_for(state="detached")
    drawn = tab.locator("svg g[role=button]").evaluate_all(
        "all => all.reduce((sum, g) => sum + parseInt(g.getAttribute('aria-label')), 0)"
    )
    timeline = tab.locator("svg[aria-label^=Timeline]")
    dated = int(re.search(r"\d+", timeline.get_attribute("aria-label"))[0])
    return tab.locator(".list ol > li").count(), drawn, dated


def account(tab):
    tab.get_by_test_id("account").filter(has_text="incidents").wait_for()  # not "Counting …"
    return " ".join(tab.get_by_test_id("account").inner_text().split())


def query(tab):
    return dict(urllib.parse.parse_qsl(tab.url.partition("?")[2]))


def test_all_is_told_of_and_what_is_undecided_is_counted(visit, ask):
    tab = visit(PLAIN)
    tab.get_by_text("12 of 12 incidents").wait_for()
    total = ask("incidents")["total"]
    assert total == {"all": 12, "match": 12, "no_day": 1, "no_place": 3}
    assert "3 without a decided place" in account(tab)
    assert "1 without a day" in account(tab)
    assert told(tab) == (12, 12 - 3, 12 - 1)
    assert tab.get_by_text("place undecided").count() == 3
    assert tab.get_by_text("1 without a day are not drawn").is_visible()


def test_filter_changes_map_timeline_list_and_address_alike(visit, ask):
    tab = visit(PLAIN)
    tab.get_by_label("Type").select_option("ASSAULT")
    match = ask("incidents?type=ASSAULT")["total"]
    tab.get_by_text(f"{match['match']} of 12 incidents").wait_for()
    assert told(tab) == (
        match["match"],
        match["match"] - match["no_place"],
        match["match"] - match["no_day"],
    )
    assert query(tab)["type"] == "ASSAULT"
    tab.get_by_label("Words").fill("shells")
    tab.keyboard.press("Enter")
    tab.get_by_text("1 of 12 incidents").wait_for()
    assert told(tab) == (1, 1, 1)
    assert query(tab) == {"map": "plain", "type": "ASSAULT", "text": "shells"}
    tab.get_by_role("button", name="Show all").click()
    tab.get_by_text("12 of 12 incidents").wait_for()
    tab.go_back()
    tab.get_by_text("1 of 12 incidents").wait_for()


def test_copied_address_shows_a_colleague_the_same(visit):
    tab = visit(PLAIN)
    tab.get_by_label("Disputed only").check()
    tab.get_by_text("1 of 12 incidents").wait_for()
    other = visit(tab.url.partition("/")[2].partition("/")[2].partition("/")[2])
    other.get_by_text("1 of 12 incidents").wait_for()
    assert account(other) == account(tab)
    assert told(other) == told(tab) == (1, 1, 1)
    assert other.get_by_label("Disputed only").is_checked()


def test_nothing_matches_says_why_and_how_to_widen(visit):
    tab = visit(f"{PLAIN}&text=volcano")
    tab.get_by_text("No incident matches all of this.").wait_for()
    assert "0 of 12 incidents" in account(tab)
    tab.get_by_text("Take out a condition above").wait_for()


def test_failure_says_what_to_do_and_can_be_retried(browser, served):
    tab = browser.new_page()
    tab.route("**/api/incidents?*", lambda route: route.fulfill(status=500, body="{}"))
    tab.goto(f"{served.address}/{PLAIN}")
    tab.get_by_text("the server answered 500").wait_for()
    tab.unroute_all()
    tab.get_by_role("button", name=re.compile("again|retry", re.IGNORECASE)).first.click()
    tab.locator(".list ol > li").nth(11).wait_for()
    tab.close()


def test_brush_on_the_timeline_by_mouse(visit, ask):
    tab = visit(PLAIN)
    timeline = tab.locator("svg[aria-label^=Timeline]")
    timeline.wait_for()
    box = timeline.bounding_box()
    middle = box["y"] + box["height"] / 2
    tab.mouse.move(box["x"] + box["width"] - 60, middle)
    tab.mouse.down()
    tab.mouse.move(box["x"] + box["width"] - 5, middle, steps=4)
    tab.mouse.up()
    tab.wait_for_url("**from=*")
    asked = query(tab)
    match = ask(f"incidents?from={asked['from']}&to={asked['to']}")["total"]["match"]
    assert 0 < match < 12
    tab.get_by_text(f"{match} of 12 incidents").wait_for()
    assert tab.get_by_label("From").input_value() == asked["from"]


def test_timeline_by_keys_moves_the_days_and_escape_lets_go(visit):
    tab = visit(f"{PLAIN}&from=2031-03-01&to=2031-03-10")
    tab.get_by_text("2 of 12 incidents").wait_for()
    tab.locator("svg[aria-label^=Timeline]").focus()
    tab.keyboard.press("Shift+ArrowRight")
    tab.get_by_text("4 of 12 incidents").wait_for()
    assert (query(tab)["from"], query(tab)["to"]) == ("2031-03-01", "2031-03-11")
    tab.keyboard.press("ArrowRight")
    tab.get_by_text("3 of 12 incidents").wait_for()
    tab.keyboard.press("Escape")
    tab.get_by_text("12 of 12 incidents").wait_for()
    assert query(tab) == {"map": "plain"}


def test_map_draws_by_webgl_and_a_spot_opens_its_incident(visit):
    tab = visit("#/overview?text=shells")
    canvas = tab.locator("canvas.maplibregl-canvas")
    canvas.wait_for()
    tab.get_by_text("1 of 12 incidents").wait_for()
    box = canvas.bounding_box()
    for _ in range(20):  # until the spot is drawn, in the middle: it is alone
        tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        tab.wait_for_timeout(150)
        if "#/incident/" in tab.url:
            break
    tab.get_by_role("heading", name=re.compile("Ilsk")).wait_for()


def test_plain_map_tells_places_from_provinces_and_opens_what_is_there(visit):
    tab = visit(PLAIN)
    tab.locator("svg g[role=button]").first.wait_for()
    fills = tab.locator("svg g[role=button] circle").evaluate_all(
        "all => all.map(c => c.getAttribute('fill'))"
    )
    assert "none" in fills, "a province or country is a ring"
    assert any(fill != "none" for fill in fills), "a place is a dot"
    tab.goto(tab.url + "&text=shells")
    tab.get_by_text("1 of 12 incidents").wait_for()
    tab.locator("svg g[role=button]").focus()
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", name=re.compile("Ilsk")).wait_for()


def test_keyboard_alone_leads_from_the_first_page_to_a_sentence(visit):
    tab = visit(f"{PLAIN}&disputed=1")
    tab.locator(".list ol > li").wait_for()

    def tab_to(what):
        for _ in range(80):
            tab.keyboard.press("Tab")
            if tab.evaluate("what => document.activeElement.matches(what)", what):
                return
        raise AssertionError(f"no Tab leads to {what}")

    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "To the content"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    tab_to(".list ol a")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**#/incident/**")
    tab.locator("table a").first.wait_for()
    tab_to("td a")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**#/report/**")
    tab.locator("mark.trigger").first.wait_for()


def test_list_and_map_point_at_each_other(visit):
    tab = visit(PLAIN)
    row = tab.locator(".list li", has_text="Ostrel").first
    row.locator("a").hover()
    tab.locator("svg g.marked").wait_for()
    tab.locator("svg g[role=button]").first.hover()
    tab.locator(".list li.marked").wait_for()
    assert tab.locator("svg g.marked").count() == 0


def test_several_at_one_place_open_as_a_list_to_read(visit):
    tab = visit(PLAIN)
    group = tab.locator("svg g[role=button]:not([aria-label='1 incident'])").first
    n = int(group.get_attribute("aria-label").split()[0])
    group.focus()
    tab.keyboard.press("Enter")
    panel = tab.get_by_role("dialog", name="Incidents at this place")
    assert panel.locator("li").count() == n > 1
    assert "2031" in panel.inner_text()
    assert "Assault" in panel.inner_text()
    tab.keyboard.press("Escape")
    panel.wait_for(state="detached")
    tab.keyboard.press("Enter")
    panel.get_by_role("link").first.click()
    tab.get_by_role("heading", name="Who says what").wait_for()


def test_legend_tells_a_place_from_an_area(visit):
    tab = visit(PLAIN)
    legend = tab.get_by_label("How places are drawn")
    legend.get_by_text("a place", exact=True).wait_for()
    legend.get_by_text("a district, province or country").wait_for()


def offered(tab, name):
    """The choices of a list of the filter: label and number."""
    texts = tab.get_by_label(name).locator("option").all_inner_texts()
    return dict(re.fullmatch(r"(.*) \((\d+)\)", text).groups() for text in texts[1:])


def test_another_value_can_be_chosen_directly(visit, ask):
    tab = visit(PLAIN)
    kind = tab.get_by_label("Type")
    kind.locator("option").nth(3).wait_for(state="attached")
    before = offered(tab, "Type")
    kind.select_option("ASSAULT")
    tab.wait_for_url("**type=ASSAULT**")
    told(tab)
    tab.wait_for_timeout(400)  # the choices come last
    assert offered(tab, "Type") == before
    n = ask("incidents?type=AGREE")["total"]["match"]
    assert before["AGREE"] == str(n)
    kind.select_option("AGREE")
    tab.get_by_text(f"{n} of 12 incidents").wait_for()
    assert told(tab)[0] == n


def test_what_the_columns_tell_is_filtered_in_the_page_as_the_server_does(visit, ask):
    tab = visit(PLAIN)
    tab.get_by_text("12 of 12 incidents").wait_for()
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    days, box = "from=2031-03-01&to=2031-04-05", "box=40,42,42,44"
    for query in ("type=ASSAULT", "status=asserted", "country=VEL", "disputed=1", "tellers=2",
                  days, box, f"country=VEL&{days}", f"type=ASSAULT&{box}"):  # fmt: skip
        tab.evaluate("address => { location.hash = address }", f"{PLAIN}&{query}")
        total = ask(f"incidents?{query}")["total"]
        tab.get_by_text(f"{total['match']} of 12 incidents").wait_for()
        assert told(tab)[0] == total["match"]
        shown = account(tab)
        assert (f"{total['no_place']} without a decided place" in shown) == bool(total["no_place"])
        assert (f"{total['no_day']} without a day" in shown) == bool(total["no_day"]), query
    assert asked
    assert not [url for url in asked if "columns" in url]
    # What the columns cannot tell the server finds, and what cannot be meant it refuses.
    tab.evaluate("address => { location.hash = address }", f"{PLAIN}&text=shells")
    tab.get_by_text("1 of 12 incidents").wait_for()
    assert [url for url in asked if "columns?text=shells" in url]


def test_columns_that_the_record_left_behind_are_asked_for_anew(desk):
    tab = desk.open(PLAIN)
    tab.get_by_text("12 of 12 incidents").wait_for()
    report = handmade.make_report("late-1", "The army bombed Marn.", outlet="Marn Gazette",
                                  published="2031-05-09")  # fmt: skip
    claim = handmade.make_claim(handmade.make_document(report), "ASSAULT", "bombed",
                                actor="The army", place="Marn", when="2031-05-08")  # fmt: skip
    with desk.record.write("add", step="test") as act:
        add_coded(act, report, handmade.make_coded(report, claim))
    link_all(desk.record)
    tab.get_by_label("Type").select_option("ASSAULT")
    total = desk.ask("incidents", type="ASSAULT")["total"]
    assert total["all"] == 13
    tab.get_by_text(f"{total['match']} of 13 incidents").wait_for()
    assert told(tab)[0] == total["match"]
