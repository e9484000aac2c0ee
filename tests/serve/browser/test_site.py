"""An exported site opened from a folder: it reads, filters, and says what it cannot."""

import os
import re
import socket
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn

from sayso.record.open import open_record
from sayso.serve.app import PAGE, make_app
from sayso.serve.people import Person
from sayso.serve.site import export_site

BUILT = Path(os.environ.get("SAYSO_PAGE") or PAGE)


@pytest.fixture(scope="module")
def folder(browsed_file, tmp_path_factory):
    made = tmp_path_factory.mktemp("site") / "site"
    with open_record(browsed_file, readonly=True) as record:
        export_site(record, made, page=BUILT)
    return made


@pytest.fixture
def site(browser, folder):
    """Open an address of the site from its folder; complaints of the browser fail the test."""
    complaints, contexts = [], []

    def open_page(address=""):
        context = browser.new_context()
        contexts.append(context)
        context.set_default_timeout(10_000)
        tab = context.new_page()
        own = folder.as_uri()

        def asked(request):
            if not request.url.startswith((own, "data:")):
                complaints.append(f"asked for {request.url}")

        def heard(message):
            if message.type in ("error", "warning"):
                complaints.append(message.text)

        tab.on("console", heard)
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on("request", asked)
        tab.goto(f"{own}/index.html{address}")
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def test_from_a_folder_it_leads_from_the_list_to_the_sentence(site):
    tab = site()
    tab.locator(".list ol a").first.click()
    tab.get_by_text("Who says what").wait_for()
    tab.locator("a[href*='#/report/']").first.click()
    tab.get_by_text("Only the sentences that claims rest on").wait_for()
    assert tab.locator(".text .trigger").count()


def test_its_counts_are_those_of_the_server(site, ask):
    for query in ("", "?type=ASSAULT", "?from=2031-03-01&to=2031-04-05", "?disputed=1",
                  "?status=disputed", "?box=40,42,42,44", "?tellers=2", "?country=VEL",
                  "?actor=vel.hallin-front", "?actor=vel.hallin-front&role=recipient",
                  "?place=Marn", "?country=VEL&from=2031-03-01&to=2031-04-05",
                  "?place=Ilsk&actor=vel.hallin-front&disputed=1"):  # fmt: skip
        tab = site(f"#/overview{query}")
        account = tab.get_by_test_id("account")
        account.get_by_text("of").first.wait_for()
        total = ask(f"incidents{query}")["total"]
        shown = account.inner_text()
        assert shown.startswith(f"{total['match']} of {total['all']} incidents"), query
        assert (f"{total['no_place']} without a decided place" in shown) == bool(total["no_place"])
        assert (f"{total['no_day']} without a day" in shown) == bool(total["no_day"]), query


@pytest.mark.parametrize("sort", ["", "day", "-killed", "-tellers"])
def test_its_order_is_that_of_the_server(site, ask, sort):
    tab = site(f"#/overview?sort={sort}")
    tab.locator(".list ol a").first.wait_for()
    shown = tab.locator(".list ol a").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    ids = [item["id"] for item in ask(f"incidents?sort={sort or '-day'}")["items"]]
    assert [href.split("/")[2].split("?")[0] for href in shown] == ids


def test_what_it_cannot_filter_by_it_says(site):
    tab = site("#/overview?source=The%20Courier")
    tab.get_by_test_id("account").get_by_text("cannot be filtered by source").wait_for()
    assert tab.locator(".list ol a").count() == 0
    tab.get_by_role("button", name="Show all").click()
    tab.locator(".list ol a").first.wait_for()


def test_actors_countries_places_and_words_are_filtered_in_the_page(site, ask):
    tab = site()
    account = tab.get_by_test_id("account")
    bar = tab.get_by_role("form", name="Filter")

    def shows(n):
        account.get_by_text(re.compile(f"^{n} of ")).wait_for()

    def rows(query):
        return ask(f"incidents?{query}")["items"]

    actor = bar.get_by_label("Actor")
    actor.locator("option", has_text="Hallin Front").first.wait_for(state="attached")
    actor.select_option("vel.hallin-front")
    tab.wait_for_url("**actor=vel.hallin-front**")
    of_actor = rows("actor=vel.hallin-front")
    shows(len(of_actor))
    there = [row for row in of_actor if row["place"] == "Ilsk"]
    bar.get_by_label("Place").fill("ilsk")
    bar.get_by_label("Place").press("Enter")
    shows(len(there))
    tab.get_by_role("button", name="Show all").click()
    shows(len(rows("")))
    bar.get_by_label("Words").fill("hallin marn")
    bar.get_by_label("Words").press("Enter")

    def says(row):
        words = " ".join([row["place"], *(who["name"] for who in row["actors"])]).lower()
        return "hallin" in words and "marn" in words

    shows(sum(map(says, rows(""))))
    tab.goto(tab.url.split("#")[0] + "#/reports?text=front")
    tab.get_by_role("link", name="Front attacks border town").first.wait_for()
    told = re.search(r"(\d+) of (\d+) reports", tab.locator("main").inner_text())
    assert 0 < int(told.group(1)) < int(told.group(2))


def test_another_value_can_be_chosen_directly(site, ask):
    tab = site()
    bar = tab.get_by_role("form", name="Filter")
    for name, key in (("Type", "type"), ("Country", "country"), ("Actor", "actor")):
        chosen = bar.get_by_label(name)
        chosen.locator("option").nth(1).wait_for(state="attached")
        before = chosen.locator("option").all_inner_texts()
        value = chosen.locator("option").nth(1).get_attribute("value")
        chosen.select_option(value)
        tab.wait_for_url(f"**{key}=**")
        n = ask(f"incidents?{key}={value}")["total"]["match"]
        tab.get_by_test_id("account").get_by_text(re.compile(f"^{n} of ")).wait_for()
        tab.wait_for_timeout(400)  # the choices come last
        assert chosen.locator("option").all_inner_texts() == before
        tab.get_by_role("button", name="Show all").click()
        tab.wait_for_url(lambda url, key=key: f"{key}=" not in url)
        tab.wait_for_timeout(400)


def test_its_network_shows_what_was_told_lately_as_such(site):
    tab = site("#/network?day=2031-05-20")
    tab.get_by_text("As a table").click()
    lately = tab.get_by_role("row").filter(has_text="last told of")
    lately.first.wait_for()
    n = lately.count()
    tab.get_by_role("combobox", name="Relations").select_option("0")
    tab.wait_for_url("**window=0**")
    lately.first.wait_for(state="detached")
    assert n > 0


def test_network_lifelines_actors_and_reports_are_in_it(site):
    tab = site("#/network?day=2031-04-20")
    tab.get_by_text("As of 20 Apr").wait_for()
    tab.goto(tab.url.split("#")[0] + "#/lifelines?actors=das.dask-brigade,vel.hallin-front")
    tab.get_by_text("Dask Brigade").first.wait_for()
    tab.goto(tab.url.split("#")[0] + "#/actors")
    tab.get_by_role("link", name="Hallin Front").first.click()
    tab.get_by_role("heading", name="Hallin Front", exact=True).wait_for()
    tab.goto(tab.url.split("#")[0] + "#/reports")
    tab.get_by_role("link", name="Front attacks border town").first.wait_for()


def test_review_is_not_offered(site):
    tab = site()
    tab.get_by_role("link", name="Network").wait_for()
    assert tab.get_by_role("link", name="Review").count() == 0
    tab.goto(tab.url.split("#")[0] + "#/review")
    tab.get_by_text("not part of an exported site").wait_for()


def test_with_a_token_the_page_as_received_is_shown_too(browsed_file, browser):
    """A frame cannot send the token; the page asks for it, and the address does not keep it."""
    with open_record(browsed_file, readonly=True) as record:
        secret = "0123456789abcdef"
        app = make_app(record, page=BUILT, tokens={secret: Person("Ada", "reader")})
        with _running(app) as address:
            tab = browser.new_context().new_page()
            tab.set_default_timeout(10_000)
            tab.goto(f"{address}/#token={secret}")
            tab.locator(".list ol a, .map").first.wait_for()
            assert secret not in tab.url
            tab.goto(f"{address}/#/report/hostile-1")
            tab.get_by_role("button", name="Page as received").click()
            words = "The army signed a truce in Marn."
            tab.frame_locator("iframe").get_by_text(words).wait_for()
            tab.context.close()


@contextmanager
def _running(app):
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        until = time.monotonic() + 20
        while not server.started and time.monotonic() < until:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(20)
