"""Reports in the forms in which they come, made for the tests, and their cleaning.

Strategy: a test says in `make.text("...")`, `make.html(...)`, `make.line(...)` what came in, and
looks at the document; `make.page` and `make.pdf` build whole files around the same four
invented sentences.
"""

import json

import pytest

from sayso.base.errors import InputError
from sayso.base.nouns import Document, Media, Report
from sayso.clean import REASONS, clean

BODY = (
    "Rebels of the Northern Front seized the bridge at Orda on Tuesday, the army said.",
    "At least 12 soldiers were killed, according to Colonel Ivo Brandt, a spokesman in Telmar.",
    "“We will not retreat,” said the rebel leader, Anton Reth, in a statement read on the radio.",
    "The government has denied that the bridge was lost, and said that its forces still hold it.",
)
TITLE = "Rebels seize bridge at Orda"


def page(
    *,
    head: str = "",
    title: str = TITLE,
    site: str = "",
    before: str = "",
    body: tuple[str, ...] = BODY,
    after: str = "",
) -> bytes:
    """A news page with navigation, scripts and a footer around the report."""
    paragraphs = "\n".join(f"<p>{text}</p>" for text in body)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}{site}</title>{head}
<script>document.write("Bombs fell on Velm, the script said.")</script>
<style>p {{ color: black }}</style></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>{title}</h1>{before}
{paragraphs}
{after}</article>
<footer><p>All rights reserved.</p></footer></body></html>""".encode()


def pdf(*pages: list[str], title: str = "") -> bytes:
    """A PDF with one line of text below the other on each page."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids: list[str] = []
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>")
    for lines in pages:
        shown = "\n".join(f"({_escaped(line)}) Tj T*" for line in lines)
        stream = f"BT /F1 10 Tf 12 TL 40 800 Td\n{shown}\nET".encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    objects.append(f"<< /Title ({_escaped(title)}) /CreationDate (D:20200101000000Z) >>".encode())
    file = b"%PDF-1.4\n"
    places = []
    for number, item in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return file + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, len(objects), len(file))
    )


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def received(content: bytes | str, media: Media = Media.TEXT, **fields: object) -> Report:
    raw = content.encode() if isinstance(content, str) else content
    return Report(report_id="r-1", content=raw, media=media, origin="a", **fields)  # type: ignore[arg-type]


def text(content: bytes | str, **fields: object) -> Document:
    return clean(received(content, **fields))


def html(content: bytes | str, **fields: object) -> Document:
    return clean(received(content, Media.HTML, **fields))


def markdown(content: str) -> Document:
    return clean(received(content, Media.MARKDOWN))


def line(**fields: object) -> Document:
    """A report as capture makes it of a JSON line."""
    sentences = tuple(fields.get("sentences", ()))  # type: ignore[arg-type]
    report = received(
        json.dumps(fields), Media.JSON, title=str(fields.get("title", "")), sentences=sentences
    )
    return clean(report)


def blocks(doc: Document) -> list[str]:
    return [doc.text[start:end] for start, end in doc.blocks]


def reason(report: Report) -> str:
    with pytest.raises(InputError) as caught:
        clean(report)
    assert caught.value.step == "clean"
    assert caught.value.reason in REASONS
    return caught.value.reason


def outcome(report: Report) -> Document | str:
    """The document, or the reason for which there is none."""
    try:
        return clean(report)
    except InputError as err:
        assert err.step == "clean"  # noqa: PT017 - both outcomes are right
        assert err.reason in REASONS  # noqa: PT017
        return err.reason


class Make:
    """What the tests are made with."""

    BODY, TITLE = BODY, TITLE
    page, pdf = staticmethod(page), staticmethod(pdf)
    received, text, html = staticmethod(received), staticmethod(text), staticmethod(html)
    markdown, line = staticmethod(markdown), staticmethod(line)
    blocks, reason, outcome = staticmethod(blocks), staticmethod(reason), staticmethod(outcome)


@pytest.fixture(scope="session")
def make() -> type[Make]:
    return Make
