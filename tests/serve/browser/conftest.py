"""The workbench in a real browser: one record, one server, one Chromium for all tests.

The record is the invented war, a page that means harm, and a few incidents that are hard to
draw: known to the province or the country alone, without a day, without a place. The page is
the built one, or that in the folder of `SAYSO_PAGE`. A test fails when its page asks for
anything beyond its own server, or when the browser complains of anything.

Needs a Chromium on this machine and playwright's Python package; skipped with the reason named
where either is missing.
"""

import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import handmade
import httpx
import msgspec
import pytest
import uvicorn
from served import HOSTILE

from sayso.base.nouns import Media, Where
from sayso.record.ingest import add_coded
from sayso.record.linking import link_all
from sayso.record.open import Record, open_record
from sayso.serve.app import PAGE, make_app

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WEBGL = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
# A busy machine draws slowly, and the browser would take that for a hang.
WEBGL += ["--disable-gpu-watchdog"]
BUILT = Path(os.environ.get("SAYSO_PAGE") or PAGE)
WAIT = 10_000  # milliseconds for anything to appear: a busy machine draws maps slowly
# Software drawing of WebGL is slow, and says so; it is no fault of the page.
PARDONED = ("GPU stall due to ReadPixels", "Automatic fallback to software WebGL")


def _hard_to_draw() -> Iterator[tuple[Any, Any]]:
    """Reports whose incidents have a province, a country, no day, or no place."""

    def one(id_: str, text: str, trigger: str, where: Where | None, day: str | None) -> Any:
        report = handmade.make_report(id_, text, outlet="Marn Gazette", published="2031-04-10")
        doc = handmade.make_document(report)
        claim = handmade.make_claim(doc, "ASSAULT", trigger, actor="The army", when=day)
        return report, handmade.make_coded(report, msgspec.structs.replace(claim, where=where))

    province = Where(name="Hallin", geonameid=900011, lat=43.5, lon=41.5, admin1="Hallin",
                     country="VEL", precision="admin1", basis="role")  # fmt: skip
    country = Where(name="Velia", geonameid=900010, lat=44.0, lon=41.0, country="VEL",
                    precision="country", basis="report")  # fmt: skip
    yield one("hard-1", "The army bombed the province.", "bombed", province, "2031-04-09")
    yield one("hard-2", "The army raided markets.", "raided", country, "2031-04-02")
    yield one("hard-3", "The army shelled a hamlet once.", "shelled", province, None)
    yield one("hard-4", "The army burned fields that week.", "burned", None, "2031-04-08")
    yield from _ties()
    page = handmade.make_report("hostile-1", "The army signed a truce in Marn.",
                                title="Truce in Marn", outlet="<b>Outlet</b>",
                                published="2031-05-01", url="javascript:alert(1)")  # fmt: skip
    doc = handmade.make_document(page)
    claim = handmade.make_claim(doc, "AGREE", "signed", actor="The army", place="Marn",
                                when="2031-04-30")  # fmt: skip
    content = HOSTILE.encode()
    received = msgspec.structs.replace(page, media=Media.HTML, content=content)
    yield received, handmade.make_coded(page, claim)


def _ties() -> Iterator[tuple[Any, Any]]:
    """A pledge denied by name, and an alliance that lasted."""
    front, brigade = "Hallin Front", "The Dask Brigade"

    def one(id_: str, day: str, text: str, *args: str, **more: Any) -> Any:
        report = handmade.make_report(id_, text, outlet="Marn Gazette", published=day)
        claim = handmade.make_claim(handmade.make_document(report), *args, **more)
        return report, handmade.make_coded(report, claim)

    yield one("tie-1", "2031-04-06",
              "The Dask Brigade never pledged allegiance to the Hallin Front, a lawyer said.",
              "allegiance", "pledged", actor=brigade, recipient=front, source="a lawyer",
              status="negated", when="2031-04-01")  # fmt: skip
    yield one("tie-2", "2031-06-01",
              "The Dask Brigade fought beside Free Hallin from April to May 2031.",
              "alliance", "fought beside", actor=brigade, recipient="Free Hallin",
              when=("2031-04-03", "2031-05-31"))  # fmt: skip


@pytest.fixture(scope="session")
def browsed_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("browsed") / "war.sayso"
    with open_record(path, create=True) as record:
        with record.write("add", step="test") as act:
            for report, coded in [*handmade.the_war(), *_hard_to_draw()]:
                add_coded(act, report, coded)
        link_all(record)
    return path


class Served:
    """A record on a free port of this machine, in a thread, until `stop`."""

    def __init__(self, record: Record, page: Path = BUILT) -> None:
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        app = make_app(record, page=page)
        config = uvicorn.Config(app, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, args=([self.socket],), daemon=True)
        self.thread.start()
        until = time.monotonic() + 20
        while not self.server.started and time.monotonic() < until:
            time.sleep(0.01)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(20)
        self.socket.close()


@pytest.fixture(scope="session")
def served(browsed_file: Path) -> Iterator[Served]:
    with open_record(browsed_file, readonly=True) as record:
        running = Served(record)
        yield running
        running.stop()


@pytest.fixture(scope="session")
def own_served(browsed_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A copy that a test may change."""
    path = tmp_path_factory.mktemp("own") / "war.sayso"
    path.write_bytes(browsed_file.read_bytes())
    with open_record(path) as record:
        running = Served(record)
        yield running
        running.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine")
    with sync_api.sync_playwright() as playwright:
        args = ["--no-sandbox", *WEBGL]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=args)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Any, served: Served) -> Iterator[Callable[..., Any]]:
    """Open an address of the page (`#/view?query`); gives playwright's tab.

    At the end, anything that the browser complained of, or asked for elsewhere, fails the test.
    """
    complaints: list[str] = []
    contexts: list[Any] = []

    def open_page(
        address: str = "#/overview?map=plain",
        *,
        width: int = 1280,
        height: int = 900,
        at: Served = served,
        **more: Any,
    ) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, **more)
        contexts.append(context)
        context.set_default_timeout(WAIT)
        tab = context.new_page()

        def heard(message: Any) -> None:
            if message.type in ("error", "warning") and not any(
                p in message.text for p in PARDONED
            ):
                complaints.append(message.text)

        def asked(request: Any) -> None:
            if not request.url.startswith((at.address, "data:", f"blob:{at.address}")):
                complaints.append(f"asked for {request.url}")

        tab.on("console", heard)
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on("request", asked)
        tab.goto(f"{at.address}/{address}")
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def ask(served: Served) -> Callable[[str], Any]:
    """What the API says, to hold the page to it."""
    return lambda path: httpx.get(f"{served.address}/api/{path}").json()


class Desk:
    """A record that is open at a person's desk: its page, and what the API says of it."""

    def __init__(self, record: Record, served: Any, visit: Callable[..., Any]) -> None:
        self.record, self.served, self.visit = record, served, visit
        self.tab: Any = None

    def ask(self, path: str, **query: str) -> Any:
        return httpx.get(f"{self.served.address}/api/{path}", params=query).json()

    def open(self, address: str, name: str = "Ada Lind", **more: Any) -> Any:
        self.tab = self.visit("#/checks", at=self.served, **more)
        if name:
            self.tab.evaluate("name => localStorage.setItem('sayso-person', name)", name)
            self.tab.reload()
        self.tab.evaluate("address => { location.hash = address }", address)
        return self.tab

    def press(self, *keys: str) -> None:
        for key in keys:
            self.tab.keyboard.press(key)

    def said(self, words: str) -> None:
        self.tab.get_by_test_id("toast").get_by_text(re.compile(words)).wait_for()

    def shown(self, claim: str) -> Any:
        """Wait until a claim is in sight."""
        found = self.tab.locator(f"[data-testid=claim][data-claim='{claim}']")
        found.wait_for()
        return found

    def until(self, holds: Callable[[], Any]) -> None:
        """Wait until something holds of the page; its own policy forbids playwright's way."""
        for _ in range(200):
            if holds():
                return
            self.tab.wait_for_timeout(50)
        raise AssertionError("it never came to hold")

    def claim(self, report: str, words: str) -> Any:
        """A claim as it stands, with its state, by the words of its trigger."""
        for view in self.ask(f"reports/{report}")["claims"]:
            if view["claim"]["trigger"]["text"] == words:
                return view
        raise AssertionError(words)

    def focus_text(self) -> None:
        self.tab.get_by_role("group", name=re.compile("Text of the report")).focus()

    def choose(self, words: str) -> None:
        """Move to words with the arrow keys, and take in all of them with shift."""
        text = self.tab.get_by_role("group", name=re.compile("Text of the report"))
        chosen = text.locator("p.sr")
        first, *rest = words.split()
        # From where the keys begin, on to the right, and if need be from the start of the text.
        self.focus_text()
        for key in ["ArrowRight"] * 80 + ["ArrowUp"] * 40 + ["ArrowRight"] * 80:
            self.press(key)
            if chosen.inner_text() == first:
                self.press(*["Shift+ArrowRight"] * len(rest))
                if chosen.inner_text() == words:
                    return
        raise AssertionError(f"{words!r} cannot be reached by keys")


@pytest.fixture
def desk(
    browsed_file: Path, tmp_path: Path, served: Any, visit: Callable[..., Any]
) -> Iterator[Desk]:
    path = tmp_path / "war.sayso"
    path.write_bytes(browsed_file.read_bytes())
    with open_record(path) as record:
        own = type(served)(record)
        desk = Desk(record, own, visit)
        yield desk
        if desk.tab is not None:
            desk.tab.close()  # before its server goes
        own.stop()
