"""Pages of reports as they were received, made safe to look at.

In:   bytes of a report, of a kind that a browser shows
Out:  HTML without scripts, forms, frames and anything that would be fetched

Method: nh3 lets through structure and words; pictures are left out, because showing them would
ask their server, and tell it who reads. The answer's own policy forbids all else, and the page
shows it in a frame without rights.
Known faults: the page's style is lost.
"""

import nh3

from sayso.clean.decode import decode

_TAGS = {
    "a", "abbr", "article", "aside", "b", "blockquote", "br", "caption", "cite", "code", "dd",
    "del", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "i", "li", "main", "mark", "nav", "ol", "p", "pre", "q", "s",
    "section", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th",
    "thead", "time", "tr", "u", "ul",
}  # fmt: skip
# What is answered with a report's own bytes: path -> media type, what it is.
PAGES_OF_REPORTS = {
    "reports/{id}/page": (
        "text/html",
        "The page of a report, with all that runs or loads left out.",
    ),
    "reports/{id}/raw": ("application/octet-stream", "A report's bytes as they were received."),
}
_ATTRIBUTES = {"*": {"lang", "dir"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
_STYLE = "body{font:16px/1.5 Georgia,serif;margin:16px;max-width:70ch;color:#222;background:#fff}"


def is_shown(media: str) -> bool:
    """Whether reports of this kind can be shown as a page."""
    return media in ("html", "feed_entry")


def safe_page(content: bytes) -> bytes:
    """HTML of a report with nothing in it that runs or is fetched."""
    text = decode(content)
    clean = nh3.clean(text, tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None, strip_comments=True)
    head = f'<!doctype html><meta charset="utf-8"><title>As received</title><style>{_STYLE}</style>'
    return (head + clean).encode()
