"""Network and lifelines: who was with whom, when, and in which words."""

import re

ACTORS = "actors=vel.hallin-front,das.dask-brigade"


def test_day_slider_moves_the_network(visit, ask):
    tab = visit("#/network?day=2031-06-18&window=0")
    table = tab.get_by_text("As a table")
    table.wait_for()
    table.click()

    def edges(day):
        return len(ask(f"network?day={day}&window=0")["edges"])

    rows = tab.locator("tbody tr")
    assert rows.count() == edges("2031-06-18") > 0
    slider = tab.get_by_role("slider")
    before = slider.get_attribute("aria-valuetext")
    slider.focus()
    for _ in range(2):
        tab.keyboard.press("ArrowRight")
    tab.wait_for_url("**day=2031-06-20**")
    assert slider.get_attribute("aria-valuetext") != before
    n = edges("2031-06-20")
    rows.nth(n).wait_for(state="detached")
    rows.nth(n - 1).wait_for()
    assert n != edges("2031-06-18")


def test_what_was_told_lately_is_drawn_and_says_when(visit, ask):
    day = "2031-04-20"
    found = ask(f"network?day={day}")
    assert found["window"] == 90
    lately = [edge for edge in found["edges"] if edge["last"]]
    on_day = [edge for edge in found["edges"] if not edge["last"]]
    assert lately
    assert on_day
    tab = visit(f"#/network?day={day}")
    legend = tab.get_by_role("list", name="How relations are drawn")
    legend.get_by_text(f"{len(lately)} relations that nobody tells of this very day").wait_for()
    tab.get_by_text("As a table").click()
    rows = tab.locator("tbody tr")
    faint = re.compile("last told of|some day about then")
    assert rows.filter(has_text=faint).count() == len(lately)
    assert rows.filter(has_text="told of this day").count() == len(on_day)
    window = tab.get_by_role("combobox", name="Relations")
    window.focus()
    window.select_option("0")
    tab.wait_for_url("**window=0**")
    tab.get_by_text("thin and faint").wait_for(state="detached")
    assert rows.count() == len(on_day)
    tab.go_back()
    legend.get_by_text("thin and faint").wait_for()


def test_network_opens_sentences_on_click(visit):
    tab = visit("#/network?day=2031-04-01")
    tab.locator(".graph canvas").first.wait_for()
    tab.get_by_text("As a table").click()
    tab.get_by_role("button", name=re.compile("allegiance|pledge", re.IGNORECASE)).first.click()
    tab.get_by_role("dialog").get_by_text("“The Dask Brigade pledged").wait_for()
    tab.keyboard.press("Escape")
    tab.get_by_role("dialog").wait_for(state="detached")


def test_network_without_relations_says_so(visit):
    tab = visit("#/network?day=2027-01-01&actor=name:people")
    tab.get_by_text("No relation is told of this selection").wait_for()


def test_lifelines_draw_spans_points_denials_and_gaps(visit):
    tab = visit(f"#/lifelines?{ACTORS}")
    tab.locator("g.bar").first.wait_for()
    names = tab.locator("g.bar").evaluate_all("all => all.map(g => g.getAttribute('aria-label'))")
    assert any("told to hold from 1 Jan 2027" in name for name in names), "a span"
    assert any("told to hold on 1 Mar 2031" in name for name in names), "a point"
    assert any("denied" in name for name in names), "a denial"
    assert tab.locator("g.bar.span rect").count() > 0
    assert tab.locator("g.bar circle").count() > 0
    assert tab.locator("g.bar.denied .strike").count() > 0
    for word in ("unknown", "disputed", "denied", "planned"):
        assert tab.get_by_label("What the marks mean").get_by_text(word).is_visible()


def test_lifeline_opens_its_sentences_by_mouse_and_by_keys(visit):
    tab = visit(f"#/lifelines?{ACTORS}")
    pledge = tab.locator("g.bar.denied").first
    pledge.click()
    tab.get_by_role("dialog").get_by_text("The Dask Brigade never pledged").wait_for()
    tab.keyboard.press("Escape")
    pledge.focus()
    tab.keyboard.press("Enter")
    tab.get_by_role("dialog").get_by_role("link").first.click()
    tab.wait_for_url("**#/report/**")
    tab.locator("mark.trigger").first.wait_for()


def test_lifelines_begin_with_a_choice_of_actors(visit):
    tab = visit("#/lifelines")
    tab.get_by_role("button", name="Hallin Front").click()
    tab.wait_for_url("**actors=vel.hallin-front**")
    tab.locator("g.bar").first.wait_for()
    tab.get_by_role("combobox", name="Add an actor").fill("dask br")
    tab.get_by_role("option").first.click()
    tab.get_by_role("region", name="Dask Brigade").wait_for()
