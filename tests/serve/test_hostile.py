"""What a report brings with it neither runs nor is fetched."""

import re
from pathlib import Path

import pytest
from served import HOSTILE

from sayso.serve.pages import safe_page

SCRIPTS = re.compile(
    r"<\s*(script|iframe|object|embed|form|input|button|img|svg|math|video|audio|link|meta\s+http"
    r"|base|template|noscript|frame)|\son\w+\s*=|javascript:|srcdoc|\bsrc\s*=|href|@import|url\(",
    re.IGNORECASE,
)


def test_the_page_of_a_report_holds_its_words_and_nothing_that_runs(client):
    answer = client.get("/api/reports/hostile-1/page")
    assert answer.status_code == 200
    assert "The army signed a truce in Marn." in answer.text
    body = answer.text.split("</style>", 1)[1]
    assert SCRIPTS.findall(body) == []
    assert "elsewhere.test" not in body
    assert "alert" not in body.replace("&lt;", "<") or not re.search(r"<[^>]*alert", body)


def test_the_page_of_a_report_has_no_rights(client):
    headers = client.get("/api/reports/hostile-1/page").headers
    policy = [part.strip() for part in headers["content-security-policy"].split(";")]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy  # without allow-scripts and allow-same-origin
    assert headers["content-type"].startswith("text/html")
    assert headers["x-content-type-options"] == "nosniff"


def test_what_was_received_is_handed_out_as_a_file_only(client):
    answer = client.get("/api/reports/hostile-1/raw")
    assert answer.content == HOSTILE.encode()
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "default-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "content",
    [b"", b"<", b"\x00\x01\xff", b"<script>" * 500, b"<p>" * 5_000,
     "<p>\u202e\u0000é</p>".encode("utf-16"),
     b"<scr<script>ipt>alert(1)</script>", b"<IMG SRC=x ONERROR=alert(1)>",
     b"<a href=' javascript:x'>y</a>",
     b"<style><script>alert(1)</script></style>", b"<title><script>alert(1)</script></title>",
     b"<xmp><script>alert(1)</script></xmp>", b"<!--><script>alert(1)</script>-->"],
)  # fmt: skip
def test_any_bytes_become_a_page_that_runs_nothing(content):
    body = safe_page(content).decode().split("</style>", 1)[1]
    assert SCRIPTS.findall(body) == []


def test_the_page_itself_never_puts_text_in_as_html():
    """Svelte's way to do so is `{@html}`; the DOM's ways are named too."""
    sources = Path(__file__).parents[2] / "web" / "src"
    ways = re.compile(
        r"\{@html|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    )
    found = [
        path.name
        for path in [*sources.rglob("*.svelte"), *sources.rglob("*.ts")]
        if ways.search(path.read_text("utf-8"))
    ]
    assert found == []


def test_an_address_that_would_run_is_not_made_a_link(client):
    row = client.get("/api/reports/hostile-1").json()["row"]
    assert row["outlet"] == "<b>Outlet</b>"  # words stay words; the page shows them as such
    assert row["url"] == ""
