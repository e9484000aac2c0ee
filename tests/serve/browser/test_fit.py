"""Every view fits a phone, a laptop and a wide screen, in light and dark."""

import pytest

VIEWS = {
    "overview": "#/overview?map=plain",
    "map": "#/overview",
    "incident": "#/incident/{incident}",
    "report": "#/report/hill-1",
    "network": "#/network?day=2031-06-20",
    "lifelines": "#/lifelines?actors=vel.hallin-front,das.dask-brigade",
    "actors": "#/actors",
    "actor": "#/actor/vel.hallin-front",
    "reports": "#/reports",
    "checks": "#/checks",
}


@pytest.fixture
def addresses(ask):
    incident = ask("incidents?disputed=1")["items"][0]["id"]
    return {name: address.format(incident=incident) for name, address in VIEWS.items()}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_no_view_scrolls_sideways(visit, addresses, width, scheme):
    tab = visit("", width=width, color_scheme=scheme)
    for name, address in addresses.items():
        tab.evaluate("address => { location.hash = address }", address)
        tab.locator("main :is(h1, h2, ol, table, form)").first.wait_for(state="attached")
        tab.wait_for_load_state("networkidle")
        wide = tab.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} is {wide} px wide at {width}"


def test_dark_follows_the_system_and_the_reader(visit):
    tab = visit("#/checks", color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    dark = tab.evaluate(paper)
    tab.get_by_role("button", name="Light").click()
    light = tab.evaluate(paper)
    assert light != dark
    tab.reload()
    tab.get_by_role("button", name="Dark").wait_for()
    assert tab.evaluate(paper) == light, "the choice is kept"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(visit, addresses, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    tab = visit("", color_scheme=scheme)
    found = []
    for name, address in addresses.items():
        tab.evaluate("address => { location.hash = address }", address)
        tab.locator("main :is(h1, h2, ol, table, form)").first.wait_for(state="attached")
        tab.wait_for_load_state("networkidle")
        for fault in axe.run(tab, options={"resultTypes": ["violations"]}).response["violations"]:
            if fault["impact"] in ("serious", "critical"):
                where = [node["target"] for node in fault["nodes"]][:3]
                found.append(f"{name}: {fault['id']} ({len(fault['nodes'])}): {where}")
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_counts_that_are_read_again_stay_readable(visit, scheme):
    """While the answer to a filter is on its way, the old counts are in sight, and no paler."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    tab = visit("#/overview?map=plain", color_scheme=scheme)
    account = tab.get_by_test_id("account")
    account.get_by_text("incidents").wait_for()
    tab.wait_for_load_state("networkidle")
    tab.route("**/api/incidents/columns?*", lambda _route: None)  # never answered
    tab.evaluate("() => { location.hash = '#/overview?map=plain&disputed=1' }")
    tab.locator("[data-testid=account].loading").wait_for()
    found = axe.run(tab, options={"resultTypes": ["violations"]}).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
