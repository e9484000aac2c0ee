"""Take the pictures of `docs/images/`: `python demo/make_shots.py`, or `make shots`.

In:   the reports of `demo/reports`, the built page, a Chromium on this machine
Out:  docs/images/*.png, 1280 pixels wide, each under 200 kB

The record is made anew in a temporary folder and served on a free port of this machine.
"""

import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import sync_playwright

from sayso.record.decide import decide
from sayso.record.linking import link_all
from sayso.record.open import open_record
from sayso.serve.app import PAGE, make_app

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
_STILL = 5  # seconds; software draws the map slowly on a busy machine
MOST = 200_000  # bytes of one picture
ARGS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-gpu-watchdog",
]


def main() -> int:
    """Take them all; the exit code is 1 when one is too large."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("no chromium on this machine; on Debian: apt-get install chromium")
    page = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hallin.sayso"
        command = [sys.executable, "-m", "sayso", "add", ROOT / "demo" / "reports"]
        subprocess.run([*command, "--record", path], check=True, capture_output=True)
        with open_record(path) as record:
            for line in (ROOT / "demo" / "places.tsv").read_text("utf-8").splitlines():
                decide(record, "place", *line.split("\t"), person="the demo")
            link_all(record)
        with open_record(path, readonly=True) as record, sync_playwright() as playwright:
            listener = socket.create_server(("127.0.0.1", 0))
            server = uvicorn.Server(uvicorn.Config(make_app(record, page=page), log_level="error"))
            thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
            thread.start()
            browser = playwright.chromium.launch(executable_path=chromium, args=ARGS)
            sizes = shoot(browser, f"http://127.0.0.1:{listener.getsockname()[1]}")
            browser.close()
            server.should_exit = True
            thread.join(20)
    for name, size in sizes.items():
        print(f"{name}: {size / 1000:.0f} kB{', too large' if size > MOST else ''}")
    return int(any(size > MOST for size in sizes.values()))


def shoot(browser: Any, address: str) -> dict[str, int]:
    """Name to bytes of each picture."""
    import httpx  # noqa: PLC0415

    def ask(path: str) -> Any:
        return httpx.get(f"{address}/api/{path}", timeout=60).json()

    incident = ask("incidents?sort=-tellers&limit=1")["items"][0]["id"]
    evidence = ask(f"incidents/{incident}")["evidence"][0]
    actors = ",".join(one["key"] for one in ask("actors?sort=-relations&limit=3")["items"])
    views = {
        "record": ("#/overview", "light"),
        "record-dark": ("#/overview", "dark"),
        "incident": (f"#/incident/{incident}", "light"),
        "report": (f"#/report/{_quote(evidence['report'])}?claim={evidence['claim']}", "light"),
        "network": ("#/network", "light"),
        "lifelines": (f"#/lifelines?actors={_quote(actors)}", "light"),
    }
    sizes = {}
    for name, (view, scheme) in views.items():
        size = {"width": 1280, "height": 680}
        tab = browser.new_context(viewport=size, color_scheme=scheme).new_page()
        tab.goto(f"{address}/{view}")
        tab.wait_for_load_state("networkidle")
        time.sleep(_STILL)  # until the map and the network lie still
        tab.screenshot(path=IMAGES / f"{name}.png")
        sizes[f"{name}.png"] = (IMAGES / f"{name}.png").stat().st_size
        tab.context.close()
    return sizes


def _quote(words: str) -> str:
    return urllib.parse.quote(words, safe="")


if __name__ == "__main__":
    raise SystemExit(main())
