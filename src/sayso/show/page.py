"""Reports with their claims as one HTML page that needs nothing else.

In:   documents and their claims
Out:  the page as text: style and script inside, no address is ever fetched

Method: `segments` cuts the text at every border; each piece carries the claims and roles
that cover it, and the script lights those of one claim at a time. All that comes from a
report is escaped, and a Content-Security-Policy lets nothing run or load but our own
script and style, known by their hashes (`docs/decisions/0053-one-page-no-network.md`).
Known faults: labels above words that stand close together may touch. Without scripts
the page still reads: numbered words in the text, numbered claims in the list.
"""

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files

from sayso.base.nouns import Claim, Document, Number, Span, Time
from sayso.show.meant import (
    MEANT_ROLES,
    Mention,
    choice,
    choice_words,
    identified,
    meant_in,
)
from sayso.show.segments import Segment, paragraphs
from sayso.show.words import (
    ROLES,
    TRIGGER,
    basis_words,
    bounds_words,
    chain,
    counted,
    interval,
    mention,
    type_words,
    visible,
    when_words,
)

Pair = tuple[Document, Sequence[Claim]]


def page(reports: Sequence[Pair]) -> str:
    """Make the page.

    Args:
        reports: documents with their claims, in the order in which they are to stand.

    Returns:
        HTML, to be written as UTF-8.
    """
    style = files("sayso.show").joinpath("page.css").read_text("utf-8")
    script = files("sayso.show").joinpath("page.js").read_text("utf-8")
    policy = (
        f"default-src 'none'; style-src '{_sha256(style)}'; script-src '{_sha256(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    title = _name(reports[0][0]) if len(reports) == 1 else f"{len(reports)} reports"
    made_by = sorted({claim.made_by for _, claims in reports for claim in claims if claim.made_by})
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        '<meta name="referrer" content="no-referrer">\n',
        f"<title>{_text(title)}: claims</title>\n<style>{style}</style>\n</head>\n<body>\n",
        *_contents(reports),
        "<main>\n",
        *(part for n, report in enumerate(reports, start=1) for part in _report(n, *report)),
        '</main>\n<footer class="made">Made by ',
        _text(", ".join(made_by) or "sayso"),
        ". A claim is what a voice says, not what is known to be true.</footer>\n",
        f"<script>{script}</script>\n</body>\n</html>\n",
    ]
    return "".join(parts)


def _sha256(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _text(text: str) -> str:
    return escape(visible(text))


def _name(doc: Document) -> str:
    return doc.title or doc.origin or doc.report_id


def _contents(reports: Sequence[Pair]) -> Iterator[str]:
    if len(reports) < 2:
        return
    yield '<nav class="contents" aria-label="Reports"><strong>'
    yield f"{len(reports)} reports</strong>\n<ol>\n"
    for n, (doc, claims) in enumerate(reports, start=1):
        yield f'<li><a href="#report-{n}">{_text(_name(doc))}</a> '
        yield f"({counted(len(claims), 'claim')})</li>\n"
    yield "</ol></nav>\n"


def _report(n: int, doc: Document, claims: Sequence[Claim]) -> Iterator[str]:
    labels = {role.name: role.label for role in (TRIGGER, *ROLES)}
    yield f'<article class="report" id="report-{n}" data-labels="{_text(json.dumps(labels))}">\n'
    yield f'<div class="body"><a class="skip" href="#claims-{n}">Skip to the claims</a>\n'
    yield from _facts(doc, claims)
    if claims:
        yield '<p class="hint tap">Touch a numbered word to see its claim.</p>\n'
    yield f'<div class="text"{_language(doc)}>\n'
    for place, segments in enumerate(paragraphs(doc, claims)):
        whole = "".join(segment.text for segment in segments)
        tag = "h1" if place == 0 and doc.title and whole.strip() == doc.title.strip() else "p"
        yield f'<{tag} dir="auto">'
        for segment in segments:
            yield _segment(segment)
        yield f"</{tag}>\n"
    yield "</div></div>\n"
    yield f'<section class="side" id="claims-{n}" aria-label="Claims" tabindex="-1">\n'
    yield f"<h2>{counted(len(claims), 'claim')}</h2>\n"
    if claims:
        yield '<p class="hint">Point at a claim, or go through them with Tab or the arrow keys; '
        yield "Enter keeps one, Escape lets it go.</p>\n"
        yield '<p class="legend" aria-hidden="true">'
        for role in ROLES:
            yield f'<span class="r-{role.name}">{role.label}</span> '
        yield '</p>\n<ol class="list">\n'
        known = identified(claims)
        for place, claim in enumerate(claims):
            yield from _claim(f"claim-{n}-{place + 1}", place, claim, meanings=known)
        yield "</ol>\n"
    else:
        yield '<p class="hint">No claims were found in this report.</p>\n'
    yield "</section>\n</article>\n"


def _language(doc: Document) -> str:
    return f' lang="{_text(doc.language)}"' if doc.language else ""


def _facts(doc: Document, claims: Sequence[Claim]) -> Iterator[str]:
    """Outlet, day and origin; the outlet is marked as the last voice of its claims."""
    voices = [f"{n}.source.1" for n, claim in enumerate(claims) if claim.outlet == doc.outlet != ""]
    yield f'<p class="facts"><span class="outlet"{_marks(voices)}>'
    yield f"{_text(doc.outlet) or 'Outlet not known'}</span>"
    if doc.published:
        how = {"given": "given", "metadata": "from the page's own data"}
        source = how.get(doc.published_from or "", f"from the {doc.published_from}")
        yield f"<span>{doc.published.isoformat()}, {_text(source)}</span>"
    else:
        yield "<span>date not known</span>"
    if doc.origin:
        yield f"<span>{_text(doc.origin)}</span>"
    if doc.url and doc.url != doc.origin:
        yield f"<span>{_text(doc.url)}</span>"
    yield "</p>\n"


def _marks(marks: Sequence[str]) -> str:
    return f' data-m="{" ".join(marks)}"' if marks else ""


def _segment(segment: Segment) -> str:
    """A piece of text; one that begins claims is a button that leads to them."""
    words = _text(segment.text)
    marks = [
        f"{mark.claim}.{mark.role.name}.{'1' if mark.start == segment.start else ''}"
        for mark in segment.marks
    ]
    marks += [f"{n}.evidence." for n in segment.evidence_of]
    own = [mark.claim for mark in segment.marks if mark.role is TRIGGER]
    if not own:
        return f'<span class="s"{_marks(marks)}>{words}</span>' if marks else words
    ends = [m.claim + 1 for m in segment.marks if m.role is TRIGGER and m.end == segment.end]
    numbers = ",".join(str(n) for n in ends)
    claims = " ".join(str(n) for n in own)
    # A span with a button's role, since a button's box does not break across lines.
    return (
        f'<span class="s g" role="button" tabindex="-1" data-claims="{claims}" '
        f'data-n="{numbers}"{_marks(marks)}>{words}</span>'
    )


def _claim(html_id: str, place: int, claim: Claim, *, meanings: bool) -> Iterator[str]:
    yield f'<li class="claim" id="{html_id}">\n'
    yield '<button class="head" type="button" aria-pressed="false">'
    yield f'<span class="n">{place + 1}</span><span class="type">{_text(type_words(claim))}</span>'
    yield f'<span class="word">“{_text(claim.trigger.text)}”</span>'
    yield f'<span class="score">{claim.kind}, score {claim.score:.2f}</span></button>\n<dl>\n'
    for role in ROLES:
        spans = getattr(claim, role.name)
        if role.name != "source" and spans:
            words = "; ".join(_mention(span) for span in spans)
            why = _meant(spans) if meanings and role.name in MEANT_ROLES else ""
            yield _row(role.label, words + why, f"r-{role.name}")
    days = when_words(claim.when)
    if days and claim.when:
        basis = "" if claim.when.basis == "report_date" else basis_words(claim.when)
        detail = f' <span class="days">({_text(basis)})</span>' if basis else ""
        yield _row("dated", _text(days) + detail)
    else:
        yield _row("dated", "undated")
    status = f"{claim.status}, hedged" if claim.hedged else claim.status
    yield _row("status", _text(status), "" if status == "asserted" else "not")
    voices = [f"<li>{_text(voice)}</li>" for voice in chain(claim)]
    if not claim.outlet:
        voices.append("<li>an outlet that is not known</li>")
    why = _meant(claim.source) if meanings and claim.source else ""
    yield _row("says who", f'<ol class="chain">{"".join(voices)}</ol>{why}')
    yield "</dl>\n</li>\n"


def _row(label: str, html: str, style: str = "") -> str:
    kind = f' class="{style}"' if style else ""
    return f"<dt>{label}</dt><dd{kind}>{html}</dd>\n"


def _meant(spans: Sequence[Span]) -> str:
    """What mentions mean, folded up: the choice shows, the candidates and reasons unfold."""
    mentions = meant_in(spans)
    choices = "; ".join(f"{'= ' if choice(m) else ''}{choice_words(m)}" for m in mentions)
    several = len(mentions) > 1
    inside = "".join(_candidates(mention, several=several) for mention in mentions)
    return f'<details class="meant"><summary>{_text(choices)}</summary>{inside}</details>'


def _candidates(mention: Mention, *, several: bool) -> str:
    head = f"<p>“{_text(mention.text)}”: {_text(choice_words(mention))}</p>" if several else ""
    if not mention.candidates:
        return head + "<p>Nothing that we know fits these words.</p>"
    chosen, opening = choice(mention), '<li class="chosen">'
    rows = (
        f"{opening if c is chosen else '<li>'}{_text(c.name)} "
        f'<span class="n">{c.score:.2f}</span>'
        f"{', chosen' if c is chosen else ''}"
        f'<span class="why">{_text("; ".join(c.reasons))}</span>'
        f'<span class="id">{_text(c.id)}</span></li>'
        for c in mention.candidates
    )
    return f"{head}<ul>{''.join(rows)}</ul>"


def _mention(span: Span) -> str:
    """A mention's words, and beside them what was reckoned from them."""
    beyond = ""
    if isinstance(span, Time):
        words, beyond = span.text, interval(span.earliest, span.latest)
    elif isinstance(span, Number):
        words, beyond = mention(span), bounds_words(span)
    else:
        words = mention(span)
    return _text(words) + (
        f' <span class="days">({_text(beyond)})</span>' if beyond and beyond != words else ""
    )
