"""A web page to blocks: the article without what is around it.

In:   the decoded source of a page, and its address where it is known
Out:  a Draft with title, outlet and publication day as the page states them

Method: trafilatura finds the article and title, htmldate reads the day, from fields that
state it alone: meta elements, JSON-LD, and time elements in the article. A day that could
only be inferred (from a copyright line, an image's address, the latest day in the text) is
not taken. Nothing is run and nothing is fetched.
Known faults: a live blog or a page of many reports is read as one report.
"""

import contextlib
import datetime as dt
import logging
import re
from collections.abc import Iterator
from typing import Any

from sayso.clean.draft import Draft
from sayso.clean.fragment import blocks_of
from sayso.clean.reasons import refuse

# 1 MB of paragraphs parses in 1.1 s, 4 MB that are nearly all scripts in 0.2 s: room for pages
# heavy with scripts, while no page takes longer than about ten seconds.
MAX_SOURCE_CHARS = 8_000_000
_DATE_META = re.compile(r"date|time|publi|issued|created|pubdate|og:|article:|dc|citation", re.I)
_NOT_PUBLISHED = re.compile(r"modif|updat|expir|revis|build|embargo|access|crawl|copyright", re.I)
_LD_OTHER_DAYS = re.compile(r'"(dateModified|dateCreated|uploadDate|expires)"\s*:\s*"[^"]*"\s*,?')
_DATE_CLASS = re.compile(
    r"publi|(^|[\s_-])(date|datetime|dateline|byline|timestamp|posted|entry-date|post-date)", re.I
)
_META_KEYS = ("name", "property", "itemprop", "http-equiv")
_SITE_NAMES = ("og:site_name", "application-name", "publisher")
_MAX_SITE_NAME = 80
_ASIDE = ("aside", "nav", "footer", "li", "form")
_MAX_DATE_CHARS = 120
# The day of the report stands at its head: pages with more such elements are lists of reports.
_MAX_DATE_ELEMENTS = 40
# Beyond these htmldate would take today's day for its bound, and the result would change daily.
_EARLIEST = dt.datetime(1900, 1, 1)  # noqa: DTZ001 - htmldate compares naive datetimes
_LATEST = dt.datetime(2100, 1, 1)  # noqa: DTZ001


def read_page(source: str, url: str = "") -> Draft:
    """Take the article out of a page.

    Raises:
        InputError: `too_long`, or `damaged` where the parser gives up.
    """
    if len(source) > MAX_SOURCE_CHARS:
        detail = f"a page of {len(source):,} characters; at most {MAX_SOURCE_CHARS:,} are parsed"
        raise refuse("too_long", detail)
    source = re.sub(r"\A\s*<\?xml[^>]*\?>", "", source.replace("\0", ""))
    try:
        with _quiet():
            return _read(source, url)
    except RecursionError as err:
        raise refuse("damaged", "elements nested too deeply") from err
    except (ValueError, TypeError, AttributeError, LookupError, AssertionError) as err:
        # What lxml, trafilatura and htmldate raise on broken pages; none of it is documented.
        raise refuse("damaged", f"page: {type(err).__name__}: {err}") from err


def _read(source: str, url: str) -> Draft:
    import trafilatura  # noqa: PLC0415 - half a second that plain text need not pay
    from lxml import etree, html  # noqa: PLC0415
    from trafilatura.utils import load_html  # noqa: PLC0415

    try:
        tree = load_html(source)
        if tree is None:
            tree = html.document_fromstring(source)
    except etree.LxmlError:
        return Draft(blocks=())
    day, site, title = _published(tree), _site_name(tree), _title(tree)
    address = url or _first(
        tree, './/link[@rel="canonical"]/@href', './/meta[@property="og:url"]/@content'
    )
    # Metadata are read here: trafilatura's own pass takes as long as finding the article.
    found: Any = trafilatura.bare_extraction(
        html.tostring(tree, encoding="unicode"), url=url or None, include_comments=False
    )
    blocks = _article(found.body) if found is not None and found.body is not None else []
    if not blocks:
        body = tree.find(".//body")
        blocks = blocks_of(body if body is not None else tree)
    return Draft(
        blocks=tuple(blocks),
        title=_without_site(title, site),
        outlet=site,
        url=address if "://" in address else "",
        published=day,
        published_from="metadata" if day else None,
    )


def _article(body: Any) -> list[str]:
    """The blocks of trafilatura's tree; of a short page it makes one element, a block a line."""
    if len(body) == 1 and not len(body[0]) and not body.text:
        return str(body[0].text or "").split("\n")
    return blocks_of(body)


def _site_name(tree: Any) -> str:
    paths = [f'.//meta[@{key}="{name}"]/@content' for name in _SITE_NAMES for key in _META_KEYS]
    name = _first(tree, *paths)
    return name if len(name) <= _MAX_SITE_NAME and "://" not in name else ""


def _title(tree: Any) -> str:
    """The headline as the page states it for others, else the one that it shows."""
    from trafilatura.metadata import extract_title  # noqa: PLC0415

    stated = _first(tree, './/meta[@property="og:title"]/@content')
    return stated or str(extract_title(tree) or "")


def _first(tree: Any, *paths: str) -> str:
    """The first value with words in it that a path leads to."""
    values = (" ".join(str(value).split()) for path in paths for value in tree.xpath(path))
    return next((value for value in values if value), "")


def _without_site(title: str, site: str) -> str:
    """Take " - The Daily Lantern" off a title.

    >>> _without_site("Troops leave Ala | The Lantern", "The Lantern")
    'Troops leave Ala'
    """
    title = " ".join(title.split())
    if site:
        title = re.sub(rf"\s+[-–—|·:«»]+\s+{re.escape(site)}\Z", "", title, flags=re.I)
    return title


def _published(tree: Any) -> dt.date | None:
    """The publication day that the page states; None when it states none."""
    return _in_head(tree) or _in_article(tree)


def _in_head(tree: Any) -> dt.date | None:
    from lxml import html  # noqa: PLC0415

    page = html.Element("html")
    head = html.Element("head")
    page.append(head)
    page.append(html.Element("body"))
    for meta in tree.iter("meta"):
        name = " ".join(str(meta.get(key) or "") for key in _META_KEYS)
        if _DATE_META.search(name) and not _NOT_PUBLISHED.search(name):
            head.append(_copy(meta))
    for script in tree.iter("script"):
        if "ld+json" in str(script.get("type") or "") and script.text:
            copied = _copy(script)
            copied.text = _LD_OTHER_DAYS.sub("", script.text)
            head.append(copied)
    return _find(page) if len(head) else None


def _in_article(tree: Any) -> dt.date | None:
    """The first day that an element made for it prints, outside lists of other reports."""
    from lxml import html  # noqa: PLC0415

    n_tried = 0
    for element in tree.iter("time", "abbr", "span", "p", "div"):
        label = " ".join(str(element.get(key) or "") for key in ("class", "id", "itemprop"))
        is_date = element.tag == "time" or _DATE_CLASS.search(label)
        if not is_date or _NOT_PUBLISHED.search(label):
            continue
        words = " ".join(element.itertext())
        if len(words) > _MAX_DATE_CHARS or any(a.tag in _ASIDE for a in element.iterancestors()):
            continue
        n_tried += 1
        if n_tried > _MAX_DATE_ELEMENTS:
            break
        page = html.Element("html")
        body = html.Element("body")
        page.append(body)
        body.append(_copy(element))
        day = _find(page)
        if day is not None:
            return day
    return None


def _copy(element: Any) -> Any:
    from copy import deepcopy  # noqa: PLC0415

    copied = deepcopy(element)
    copied.tail = None
    return copied


def _find(page: Any) -> dt.date | None:
    from htmldate import find_date  # noqa: PLC0415

    found = find_date(
        page, extensive_search=False, original_date=True, min_date=_EARLIEST, max_date=_LATEST
    )
    return dt.date.fromisoformat(found) if found else None


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep the libraries from reporting what we report ourselves."""
    logger = logging.getLogger("trafilatura")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
