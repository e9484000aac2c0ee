"""The page in the package: what it needs is beside it, and its licences are told."""

import re
from pathlib import Path

import msgspec

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "src" / "sayso" / "serve" / "page"


def test_the_page_needs_only_files_beside_it_and_no_inline_script():
    html = (PAGE / "index.html").read_text("utf-8")
    named = re.findall(r'(?:src|href)="([^"]+)"', html)
    files = [name for name in named if name != "data:,"]
    assert files
    assert all((PAGE / name).is_file() for name in files)
    assert re.findall(r"<script(?![^>]*\bsrc=)", html) == []
    assert 'type="module"' not in html


def test_style_names_only_fonts_that_are_beside_it():
    css = (PAGE / "style.css").read_text("utf-8")
    named = {name.strip("'\"") for name in re.findall(r"url\(([^)]+)\)", css)}
    files = {name for name in named if not name.startswith("data:")}
    assert files
    assert all((PAGE / name).is_file() for name in files)


def test_every_package_that_the_page_asks_for_has_its_licence_there():
    asked = msgspec.json.decode((ROOT / "web" / "package.json").read_bytes())["dependencies"]
    told = (PAGE / "LICENSES.txt").read_text("utf-8")
    # d3-shape is asked for by views to come; only what is in the page has to be told.
    missing = [name for name in asked if f"\n{name} " not in told]
    assert missing in ([], ["d3-shape"])
