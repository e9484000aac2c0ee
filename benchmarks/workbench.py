"""What the workbench takes in a browser: `python benchmarks/workbench.py`.

In:   a linked record (`--record`), or 100,000 claims of the reports of `growth_made.py`
Out:  docs/workbench-speed.md, between its marks

Measured in Chromium, with the server in a process of its own, as a person waits: from the
navigation until counts, timeline, list and map stand (a new browser context each time, nothing
kept); from the change of a filter to the frame with counts, timeline and list anew, and until the
map, which is drawn after them, stands still; from the click on a report to the frame with its text.
Medians. Each filter is set on the page without any, and asked for the first time. The exit code
is 1 when a bar is missed.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import machine, say

HERE = Path(__file__).parent
ROOT = HERE.parent
PAGE = ROOT / "docs" / "workbench-speed.md"
BUILT = ROOT / "src" / "sayso" / "serve" / "page"
START, END = "<!-- figures: made by benchmarks/workbench.py -->", "<!-- end of figures -->"
CLAIMS = 100_000
BARS = {"first view": 1500, "filter": 300, "report": 200}  # milliseconds
NO_BAR = ("map",)  # drawn by software here
WEBGL = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-gpu-watchdog",
]

# What stands on the first page: counts, the rows of the list, timeline, the map.
# A signature that changes when all of it is drawn anew; null while anything is missing.
_LOOK = """
window.look = () => {
  const account = document.querySelector('[data-testid=account]:not(.loading)');
  const rows = document.querySelectorAll('.list ol > li a');
  const timeline = document.querySelector('svg[aria-label^=Timeline]');
  const map = document.querySelector('.map canvas, .map svg g[role=button]');
  if (!account || !rows.length || !timeline || !map) return null;
  return { account: account.innerText, list: [...rows].map(row => row.href.split('?')[0]).join(),
           timeline: timeline.getAttribute('aria-label') };
};
window.until = done => new Promise((resolve, reject) => {
  const gone = performance.now() + 30000;
  const step = () => {
    if (done()) { const pipe = new MessageChannel();  // after this frame was handed over
      requestAnimationFrame(() => { pipe.port1.onmessage = () => resolve(performance.now());
        pipe.port2.postMessage(0); }); }
    else if (performance.now() > gone) reject(new Error('nothing came in 30 seconds'));
    else requestAnimationFrame(step);
  };
  step();
});
"""
_FIRST = "until(() => look())"
_FILTER = """([name, value]) => {
  const labels = [...document.querySelectorAll('form.bar label')];
  const box = labels.find(l => l.innerText.trim().startsWith(name)).querySelector('select, input');
  const before = look();
  const since = performance.now();
  if (box.type === 'checkbox') box.click();
  else { box.value = value; box.dispatchEvent(new Event('change', { bubbles: true })); }
  return until(() => { const now = look();
    return now && now.account !== before.account && now.timeline !== before.timeline
      && now.list !== before.list; }).then(t => t - since);
}"""
_MAP = """drawn => { const map = document.querySelector('.map [data-drawn]');
  return until(() => !map || map.dataset.drawn !== drawn); }"""
_DRAWN = "document.querySelector('.map [data-drawn]')?.dataset.drawn ?? ''"
_REPORT = """at => {
  const link = document.querySelectorAll('main tbody a')[at];
  const title = link.innerText.trim();
  const since = performance.now();
  link.click();
  return until(() => location.hash.startsWith('#/report/') && document.querySelector('.text p')
    && document.querySelector('h1')?.innerText.trim() === title).then(t => t - since);
}"""


def main() -> int:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", type=Path, help="a linked record; it is only read")
    parser.add_argument("--page", type=Path, default=BUILT, help="folder of the built page")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve:
        return serve(args.record, args.page)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("no chromium on this machine; on Debian: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        record = args.record or make(Path(folder) / "big.sayso")
        found = measure(record, args.page, chromium, args.rounds)
    PAGE.write_text(page(found), "utf-8")
    slow = [name for name, bar in BARS.items() if found["ms"][name] > bar]
    for name in slow:
        say(f"{name}: {found['ms'][name]:.0f} ms, more than {BARS[name]}")
    return 1 if slow else 0


def make(path: Path) -> Path:
    """A record of `CLAIMS` claims, linked."""
    import growth  # noqa: PLC0415

    say(f"making a record of {CLAIMS:,} claims; some minutes")
    growth.make(path, CLAIMS)
    growth.link(path, CLAIMS)
    return path


def serve(record: Path, folder: Path) -> int:
    """Serve on a free port until stdin closes; the address is the first line of stdout."""
    import socket  # noqa: PLC0415
    import threading  # noqa: PLC0415

    import uvicorn  # noqa: PLC0415

    from sayso.record.open import open_record  # noqa: PLC0415
    from sayso.serve.app import make_app  # noqa: PLC0415

    listener = socket.create_server(("127.0.0.1", 0))
    with open_record(record, readonly=True) as opened:
        server = uvicorn.Server(uvicorn.Config(make_app(opened, page=folder), log_level="error"))
        print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)

        def stop() -> None:
            sys.stdin.read()
            server.should_exit = True

        threading.Thread(target=stop, daemon=True).start()
        server.run([listener])
    return 0


def measure(record: Path, folder: Path, chromium: str, rounds: int) -> dict[str, Any]:
    """All figures of one record."""
    import httpx  # noqa: PLC0415
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    command = [sys.executable, __file__, "--serve", "--record", record, "--page", folder]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        try:
            address = server.stdout.readline().decode().strip()
            meta = httpx.get(f"{address}/api/meta", timeout=120).json()
            facets = httpx.get(f"{address}/api/facets", timeout=120).json()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=WEBGL)
                first = first_views(browser, address, rounds)
                filtered, maps = filters(browser, address, facets)
                found = {
                    "first": first,
                    "filter": filtered,
                    "map": maps,
                    "report": reports(browser, address, rounds),
                    "version": browser.version,
                }
                browser.close()
        finally:
            server.stdin.close()
    ms = {name: statistics.median(found[name.split()[0]]) for name in (*BARS, *NO_BAR)}
    load = round(os.getloadavg()[0], 1)
    return {**found, "ms": ms, "counts": meta["counts"], "machine": machine(), "load": load}


def _tab(browser: Any) -> Any:
    tab = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    tab.set_default_timeout(60_000)
    tab.add_init_script(_LOOK)
    return tab


def first_views(browser: Any, address: str, rounds: int) -> list[float]:
    """Milliseconds from the navigation; one visit before, so that the server is warm."""
    times = []
    for _ in range(rounds + 1):
        tab = _tab(browser)
        tab.goto(f"{address}/", wait_until="commit")
        times.append(tab.evaluate(_FIRST))
        tab.context.close()
    say(f"first view: {_list(times)}")
    return times[1:]


def filters(browser: Any, address: str, facets: dict[str, Any]) -> tuple[list[float], list[float]]:
    """Milliseconds from the change to the frame, and to the map; each is asked the first time."""
    times, maps = [], []
    names = {"Type": "type", "Country": "country", "Actor": "actor", "Source": "outlet"}
    for name, facet in names.items():
        for one in [f for f in facets[facet] if f["value"]][:3]:
            tab = _tab(browser)
            tab.goto(f"{address}/")
            tab.evaluate(_FIRST)
            tab.locator(".map [data-drawn], .map svg").first.wait_for()
            tab.wait_for_load_state("networkidle")
            drawn, since = tab.evaluate(_DRAWN), tab.evaluate("performance.now()")
            times.append(tab.evaluate(_FILTER, [name, one["value"]]))
            maps.append(tab.evaluate(_MAP, drawn) - since)
            tab.context.close()
    say(f"filter: {_list(times)}")
    say(f"map: {_list(maps)}")
    return times, maps


def reports(browser: Any, address: str, rounds: int) -> list[float]:
    """Milliseconds from the click to the text."""
    tab = _tab(browser)
    times = []
    for at in range(rounds):
        tab.goto(f"{address}/#/reports")
        tab.locator("main tbody a").nth(rounds).wait_for()
        tab.wait_for_load_state("networkidle")
        times.append(tab.evaluate(_REPORT, 2 * at))
    say(f"report: {_list(times)}")
    return times


def _list(times: list[float]) -> str:
    return ", ".join(f"{ms:.0f}" for ms in times) + " ms"


def page(found: dict[str, Any]) -> str:
    """The page of figures."""
    what = {
        "first view": "first view: navigation to counts, timeline, list and map",
        "filter": "filter: change to the frame with counts, timeline and list anew",
        "map": "filter: change to the map anew, which is drawn after these",
        "report": "report page: click to the frame with its text",
    }
    rows = [
        f"| {what[name]} | {found['ms'][name]:.0f} | {min(found[name.split()[0]]):.0f} to "
        f"{max(found[name.split()[0]]):.0f} | {len(found[name.split()[0]])} | "
        f"{f'{BARS[name]:,}' if name in BARS else ''} |"
        for name in what
    ]
    on, counts = found["machine"], found["counts"]
    told = ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in sorted(counts.items()))
    where = ", ".join(f"{name} {value}" for name, value in on.items() if value)
    return "\n".join(
        [
            "# How long the workbench takes",
            "",
            "What a person waits for in the browser, by `python benchmarks/workbench.py`, with the",
            "server and Chromium on the same machine. Chromium draws the map by software here; a",
            "machine with a graphics card draws it sooner. Milliseconds.",
            "",
            START,
            "",
            f"A record of {told}.",
            "",
            "| What | Median | From, to | Times | Bar |",
            "| --- | ---: | ---: | ---: | ---: |",
            *rows,
            "",
            f"Chromium {found['version']}; {where}; load {found['load']}: what is more than the",
            "browser and the server, two, was other work, and made it slower.",
            "",
            END,
            "",
        ]
    )


if __name__ == "__main__":
    raise SystemExit(main())
