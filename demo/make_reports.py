"""Make the files of `reports/` from `docs.jsonl`, as outlets would publish them.

In:   docs.jsonl: twelve invented reports, sentence by sentence, each with the file it goes to
Out:  reports/: pages with and without a stated day, plain text, Markdown, a feed, JSON
      lines, a web archive, a PDF; with `--check` nothing is written, and the exit code
      says whether the files are what would be made

The files have what real ones have around the words: a headline printed three times, cookie
notices, captions, "Read more" lines. Two things in them are no reports on purpose: a page that
failed (in the archive) and a text in French (in the JSON lines), so that the account of a run
has something to show.
"""

import gzip
import html
import json
import sys
import textwrap
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from pathlib import Path

HERE = Path(__file__).parent
DOCS = HERE / "docs.jsonl"
REPORTS = HERE / "reports"

Doc = dict  # a line of docs.jsonl

# A sentence this short stands with the one before it, as it would in print.
_SHORT = 60

_FRENCH = (
    "La Croix-Rouge orvanaise a distribué mardi des vivres et des couvertures à trois cents "
    "familles qui avaient traversé la rivière Ane, a déclaré son porte-parole. Les enfants et les "
    "personnes âgées sont logés dans l'école du village, et deux médecins sont attendus demain."
)


def main() -> int:
    """Write the files, or with `--check` compare them."""
    files = dict(make())
    found = {p.name: p.read_bytes() for p in REPORTS.glob("*")} if REPORTS.is_dir() else {}
    stale = sorted(
        name
        for name in files.keys() | found.keys()
        if _plain(files.get(name, b"")) != _plain(found.get(name, b""))
    )
    if "--check" in sys.argv[1:]:
        for name in stale:
            print(f"demo/reports/{name} is not what docs.jsonl says: make docs", file=sys.stderr)
        return 1 if stale else 0
    REPORTS.mkdir(exist_ok=True)
    for name in stale:
        if name in files:
            (REPORTS / name).write_bytes(files[name])
        else:
            (REPORTS / name).unlink()
    return 0


def make() -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of each file."""
    docs = [json.loads(line) for line in DOCS.read_text("utf-8").splitlines()]
    by_file: dict[str, list[Doc]] = {}
    for doc in docs:
        by_file.setdefault(doc["file"], []).append(doc)
    for name, group in by_file.items():
        yield name, MAKERS[name](group)


def paragraphs(doc: Doc) -> list[str]:
    """Sentences after the title put to paragraphs; an open quotation is never divided."""
    parts: list[str] = []
    for sentence in doc["sentences"][1:]:
        is_open = bool(parts) and parts[-1].count("“") > parts[-1].count("”")
        is_short = bool(parts) and len(sentence) < _SHORT and parts[-1][-1] in ".”"
        if is_open or is_short:
            parts[-1] += " " + sentence
        else:
            parts.append(sentence)
    return parts


def wire_page(docs: list[Doc]) -> bytes:
    """A page of an agency: the day in its meta elements, the headline three times."""
    (doc,) = docs
    title, body = html.escape(doc["title"]), _html(paragraphs(doc))
    body.insert(
        3,
        "<figure><img src='market.jpg' alt='Onions and rubble'><figcaption>The market of Tor "
        "Belen on Sunday morning. Photo: Continental Wire</figcaption></figure>",
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title} | {doc["source"]}</title>
<meta property="og:title" content="{title}">
<meta property="og:site_name" content="{doc["source"]}">
<meta property="og:type" content="article">
<meta property="article:published_time" content="{doc["date"]}T17:40:00+02:00">
<link rel="canonical" href="https://wire.example/orvana/tor-belen-strike">
<script>window.consent = window.consent || [];</script>
</head>
<body>
<div class="cookie-banner" role="dialog"><p>We use cookies to improve your experience. By \
continuing you accept our cookie policy.</p><button>Accept all</button></div>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li>\
<li><a href="/markets">Markets</a></li></ul></nav>
<p class="breadcrumb">World &gt; Orvana &gt; {title}</p>
<main>
<article>
<h1>{title}</h1>
<p class="meta">By Continental Wire staff</p>
{_lines(body)}
<p class="more"><a href="/orvana/river">Read more: Where the river Ane divides a country</a></p>
</article>
</main>
<aside><h2>Most read</h2><ol><li><a href="/1">Onion prices double in a week</a></li>\
<li><a href="/2">Regatta season opens on the lakes</a></li></ol></aside>
<footer><p>&copy; 2023 {doc["source"]}. All rights reserved.</p></footer>
</body>
</html>
""".encode()


def reprint_page(docs: list[Doc]) -> bytes:
    """A newspaper's copy of the agency's report: day and publisher as JSON-LD, Windows-1252."""
    (doc,) = docs
    title, body = html.escape(doc["title"], quote=False), _html(paragraphs(doc))
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": doc["title"],
        "datePublished": f"{doc['date']}T06:05:00+02:00",
        "publisher": {"@type": "Organization", "name": doc["source"]},
    }
    body.insert(2, "<p><em>Read also: What we know about the Hallin People's Front</em></p>")
    page = f"""<html lang="en">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">
<title>{title} - {doc["source"]}</title>
<meta property="og:site_name" content="{doc["source"]}">
<script type="application/ld+json">{json.dumps(facts)}</script>
</head>
<body>
<div id="masthead"><a href="/">{doc["source"]}</a></div>
<div id="story" class="article-body">
<h1>{title}</h1>
{_lines(body)}
</div>
<div class="share">Share on <a href="#">Postbox</a> | <a href="#">Print</a></div>
<div class="newsletter"><p>Sign up for our morning newsletter and never miss a story.</p></div>
</body>
</html>
"""
    return page.encode("cp1252")


def bare_page(docs: list[Doc]) -> bytes:
    """A page without meta elements: the day stands in the text, the headline is a div."""
    (doc,) = docs
    day = date.fromisoformat(doc["date"])
    return f"""<!doctype html>
<title>{html.escape(doc["title"])}</title>
<div class=top><b>OPEN LEDGER</b> independent since 2014 <a href=/give>Support us</a></div>
<div class=post>
<h2 class=entry-title>{html.escape(doc["title"])}</h2>
<p class=date>{day.day} {day:%B %Y}
{_lines(line.removesuffix("</p>") for line in _html(paragraphs(doc)))}
<p class=note>Open Ledger is paid for by its readers. <a href=/give>Become one of them.</a>
</div>
""".encode()


def archive(docs: list[Doc]) -> bytes:
    """A web archive of a state outlet: its page, and a second one that had gone."""
    (doc,) = docs
    title = html.escape(doc["title"], quote=False)
    page = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta property="og:site_name" content="{doc["source"]}">
<meta name="date" content="{doc["date"]}">
</head><body>
<header><img src="crest.png" alt="Crest"><p>{doc["source"]} - the voice of the Republic</p></header>
<article><h1>{title}</h1>
{_lines(_html(paragraphs(doc)))}
</article>
<footer><a href="/contact">Contact</a></footer>
</body></html>
"""
    at = f"{doc['date']}T19:12:44Z"
    info = b"software: a crawler of this invented world\r\nformat: WARC File Format 1.0\r\n"
    records = [
        _record("warcinfo", at, 1, info, "application/warc-fields"),
        _response(at, 2, "https://today.example/army-destroys-post", "200 OK", page),
        _response(at, 3, "https://today.example/pilots", "404 Not Found", "<h1>Not found</h1>"),
    ]
    return b"".join(gzip.compress(record, mtime=0) for record in records)


def bulletin(docs: list[Doc]) -> bytes:
    """What a radio station read out: plain text, no dateline, and no year anywhere."""
    (doc,) = docs
    parts = [doc["title"], *paragraphs(doc)]
    return ("\n\n".join(textwrap.fill(part, 78) for part in parts) + "\n").encode()


def dispatch(docs: list[Doc]) -> bytes:
    """An agency's telegram: plain text with a dateline, CRLF line ends, Windows-1252."""
    (doc,) = docs
    parts = [doc["title"], *paragraphs(doc)]
    body = "\r\n\r\n".join(textwrap.fill(part, 72).replace("\n", "\r\n") for part in parts)
    return (body + "\r\n").encode("cp1252")


def markdown(docs: list[Doc]) -> bytes:
    """A situation update as Markdown: headings, bold words, a list."""
    (doc,) = docs
    lines = [f"# {doc['title']}", f"**{doc['source']}** | {doc['date']}"]
    for sentence in doc["sentences"][1:]:
        lines.append(f"## {sentence}" if sentence.isalpha() else sentence)
    return ("\n\n".join(lines) + "\n").encode()


def feed(docs: list[Doc]) -> bytes:
    """A local paper's feed: two entries with their whole text."""
    items = "".join(
        f"""<item>
<title>{html.escape(doc["title"], quote=False)}</title>
<link>https://gazette.example/{doc["doc"]}</link>
<pubDate>{_rfc822(doc["date"])}</pubDate>
<description>{html.escape(doc["sentences"][1][:80], quote=False)} ...</description>
<content:encoded><![CDATA[
{_lines(_html(paragraphs(doc)))}
<p>The post <a href="https://gazette.example/{doc["doc"]}">{html.escape(doc["title"])}</a> \
appeared first on Cadry Gazette.</p>
]]></content:encoded>
</item>
"""
        for doc in docs
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
<title>{docs[0]["source"]}</title>
<link>https://gazette.example/</link>
<description>News from the port of Cadry</description>
<language>en</language>
{items}</channel>
</rss>
""".encode()


def json_lines(docs: list[Doc]) -> bytes:
    """Texts that a person collected, with what she noted about them; one is in French."""
    lines = [
        {
            "id": doc["doc"],
            "title": doc["title"],
            "date": doc["date"],
            "source": doc["source"],
            "text": "\n\n".join([doc["title"], *paragraphs(doc)]),
        }
        for doc in docs
    ]
    french = {"id": "demo-fr", "source": "Croix-Rouge orvanaise", "text": _FRENCH}
    lines.insert(1, french)
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()


def pdf(docs: list[Doc]) -> bytes:
    """A communiqué as a PDF of one page, in type that every reader has."""
    (doc,) = docs
    day = date.fromisoformat(doc["date"])
    text = [("/F2 15 Tf", doc["title"]), ("/F1 11 Tf", f"Port Averey, {day.day} {day:%B %Y}")]
    text += [("/F1 11 Tf", part) for part in paragraphs(doc)]
    out = [b"BT 72 770 Td 15 TL"]
    for font, part in text:
        out.append(font.encode())
        out += [b"(" + _pdf_words(line) + b") Tj T*" for line in textwrap.wrap(part, 88)]
        out.append(b"T*")
    content = b"\n".join([*out, b"ET"])
    type1 = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        type1.format("Times-Roman").encode(),
        type1.format("Times-Bold").encode(),
        b"<< /Title (%s) >>" % _pdf_words(doc["title"]),
    ]
    return _pdf_file(objects)


MAKERS: dict[str, Callable[[list[Doc]], bytes]] = {
    "wire-strike.html": wire_page,
    "courier-reprint.html": reprint_page,
    "archive.warc.gz": archive,
    "radio-nardish.txt": bulletin,
    "situation-update.md": markdown,
    "open-ledger.html": bare_page,
    "statements.jsonl": json_lines,
    "communique.pdf": pdf,
    "cadry-gazette.xml": feed,
    "wire-ambush.txt": dispatch,
}


def _html(parts: list[str]) -> list[str]:
    return [f"<p>{html.escape(part, quote=False)}</p>" for part in parts]


def _lines(parts: Iterator[str] | list[str]) -> str:
    return "\n".join(parts)


def _rfc822(day: str) -> str:
    return format_datetime(datetime.combine(date.fromisoformat(day), time(7), UTC))


def _response(at: str, number: int, url: str, status: str, page: str) -> bytes:
    body = page.encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n"
    block = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
    return _record("response", at, number, block, "application/http; msgtype=response", url=url)


def _record(kind: str, at: str, number: int, block: bytes, media: str, *, url: str = "") -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: {at}\r\n"
    head += f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n"
    head += f"WARC-Target-URI: {url}\r\n" if url else ""
    head += f"Content-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def _pdf_words(text: str) -> bytes:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return escaped.encode("cp1252")


def _pdf_file(objects: list[bytes]) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    n = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (n, table) + end % (n, n - 1, len(out))


def _plain(content: bytes) -> bytes:
    """The content without compression, which differs between versions of zlib."""
    return gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content


if __name__ == "__main__":
    raise SystemExit(main())
