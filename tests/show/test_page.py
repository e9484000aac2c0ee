"""The HTML page: whole, safe, and complete without a script."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from sayso.base.nouns import Candidate, Document
from sayso.show.page import page


class _Reader(HTMLParser):
    """Tags in order, and the text of the report and of the claims."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.text, self.script = [], [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)
        if self.tags and self.tags[-1][0] in ("script", "style"):
            self.text.pop()


def _with(html, tag, **wanted):
    wanted = {key.rstrip("_").replace("_", "-"): value for key, value in wanted.items()}
    return [a for t, a in _Reader(html).tags if t == tag and wanted.items() <= a.items()]


def test_page_shows_everything_of_each_claim(story):
    text = "".join("".join(_Reader(page([story])).text).split())  # white space is the browser's
    for words in (
        "ASSAULT", "“attacked”", "event, score 0.88", "who Rebels (Hallin Front)",
        "to whom soldiers", "where the town of Ilsk", "when Monday (2024-04-29)",
        "how many at least 12 killed (12 or more)",
        "dated 2024-04-29 (to the day, reckoned from the dates of the report)",
        "status asserted", "status negated, hedged", "dated undated",
        "Made by sayso test",
    ):  # fmt: skip
        assert words.replace(" ", "") in text
    assert "policeHillRadio" in text


def test_words_know_their_claims_and_roles(story):
    html = page([story])
    marks = [a["data-m"] for t, a in _Reader(html).tags if "data-m" in a]
    assert "0.source.1 1.source.1 2.source.1" in marks, "the outlet is the last voice of each"
    assert "0.actor.1 1.actor.1 0.evidence. 1.evidence." in marks
    assert _with(html, "span", role="button", data_claims="0", data_n="1")


def test_chain_says_when_the_outlet_is_not_known(story):
    doc, claims = story
    claims = [msgspec.structs.replace(claim, outlet="") for claim in claims]
    assert "an outlet that is not known" in page([(doc, claims)])


def test_nothing_is_fetched_and_only_our_own_script_may_run(story):
    html = page([story])
    (policy,) = [
        a["content"] for t, a in _Reader(html).tags
        if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"
    ]  # fmt: skip
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (inside,) = re.findall(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not re.search(r"https?://|@import|url\(|<link|<img|<iframe", html)
    assert not any(
        "style" in a or any(k.startswith("on") for k in a) for _, a in _Reader(html).tags
    )


def test_report_that_attacks_the_page_is_only_text(story):
    doc, claims = story
    bad = "</style><script>alert(1)</script><img src=x onerror=alert(2)>\" '&amp; \x00\x1b"
    doc = Document(
        report_id="r",
        text=bad,
        title=bad,
        outlet=bad,
        origin=bad,
        url=f"javascript:{bad}",
        language='en" onload="x',
    )
    claim = msgspec.structs.replace(
        claims[0], mode=bad, outlet=bad, made_by=bad,
        trigger=msgspec.structs.replace(claims[0].trigger, start=0, end=8, text=bad[:8]),
        evidence=msgspec.structs.replace(claims[0].evidence, start=0, end=20, text=bad[:20]),
    )  # fmt: skip
    html = page([(doc, [claim])])
    tags = [t for t, _ in _Reader(html).tags]
    assert tags.count("script") == 1
    assert tags.count("style") == 1
    assert "img" not in tags
    assert not any("onload" in a or "onerror" in a for _, a in _Reader(html).tags)
    assert "\x00" not in html
    assert "\x1b" not in html


def test_several_reports_have_contents_and_ids_of_their_own(story):
    html = page([story, story])
    ids = [a["id"] for _, a in _Reader(html).tags if "id" in a]
    assert len(ids) == len(set(ids))
    links = [a["href"].removeprefix("#") for t, a in _Reader(html).tags if t == "a"]
    assert set(links) <= set(ids)


def test_report_without_claims_or_facts_still_makes_a_page():
    html = page([(Document(report_id="r-1", text="Nothing happened."), ())])
    for words in (
        "No claims were found",
        "Outlet not known",
        "date not known",
        "Nothing happened.",
    ):
        assert words in html


@given(st.text(max_size=60))
def test_any_text_comes_out_as_it_went_in(text):
    doc = Document(report_id="r", text=text, blocks=((0, len(text)),) if text else ())
    html = page([(doc, ())])
    shown = "".join(_Reader(html).text)
    wanted = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\ufffd", text)
    assert wanted in shown


def test_page_unfolds_choice_runners_up_scores_and_reasons(known_story):
    html = page([known_story])
    text = " ".join("".join(_Reader(html).text).split())
    for words in (
        "= Ilsk, Hallin, VEL", "0.91, chosen", "exact name; <near>", "0.04",
        "several bear the name", "Hallin Front & Sons", "Nothing that we know fits",
    ):  # fmt: skip
        assert words in text
    assert "<near>" not in html
    assert html.count('<li class="chosen">') == 1
    assert html.count("<summary>undecided</summary>") >= 2


def test_page_of_claims_that_nobody_identified_has_nothing_to_unfold(story):
    assert not _with(page([story]), "details")


def test_what_candidates_say_is_text(known_story):
    doc, (claim, *_) = known_story
    evil = '"><script>alert(1)</script>'
    bad = Candidate(id=evil, name=evil, score=0.5, reasons=(evil,))
    actor = msgspec.structs.replace(claim.actor[0], actor_id=evil, candidates=(bad,))
    html = page([(doc, [msgspec.structs.replace(claim, actor=(actor,))])])
    assert html.count("<script>") == 1
    assert "alert(1)</script>" not in html
