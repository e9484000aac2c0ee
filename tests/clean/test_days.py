"""Publication day and outlet: what is stated is taken, what is inferred is not."""

import datetime as dt
from typing import Any

import pytest

from sayso.clean import clean

TITLE = "Rebels seize bridge at Orda"
PROSE = (
    "The army said that rebels had attacked the town of Orda and that twelve people were killed."
)


@pytest.mark.parametrize(
    ("dateline", "day", "agency"),
    [
        ("Lima, 20 Aug 88 (EFE) --", dt.date(1988, 8, 20), "EFE"),
        ("TELMAR, May 7, 2024 (Continental Wire) -", dt.date(2024, 5, 7), "Continental Wire"),
        ("San Salvador, 3 Jan 90 (Radio Cadena) -- [Text]", dt.date(1990, 1, 3), "Radio Cadena"),
        ("BAGHDAD, March 3 (Reuters) -", None, "Reuters"),
        ("KABUL, Afghanistan (AP) —", None, "AP"),
        ("GENEVA, 3 May 2014 –", dt.date(2014, 5, 3), ""),
    ],
)
def test_datelines_stay_and_give_day_and_agency(
    make: Any, dateline: str, day: dt.date | None, agency: str
) -> None:
    doc = make.text(f"{TITLE}\n\n{dateline} {PROSE}")
    assert make.blocks(doc) == [TITLE, f"{dateline} {PROSE}"]
    assert (doc.published, doc.published_from) == (day, "dateline" if day else None)
    assert doc.outlet == agency


def test_a_dateline_without_year_takes_it_from_the_address(make: Any) -> None:
    lead = f"TELMAR, Dec 31 (Continental Wire) - {PROSE}"
    doc = make.html(
        make.page(body=(lead, *make.BODY)), url="http://lantern.test/2024/01/02/orda.html"
    )
    assert (doc.published, doc.published_from) == (dt.date(2023, 12, 31), "dateline")
    doc = make.html(make.page(body=(lead, *make.BODY)), url="http://lantern.test/2024/05/orda.html")
    assert (doc.published, doc.published_from) == (None, None)


def test_a_dateline_without_year_takes_it_from_a_json_date_of_a_year(make: Any) -> None:
    doc = make.line(text=f"TELMAR, May 7 (Continental Wire) - {PROSE}", date="2024")
    assert (doc.published, doc.published_from) == (dt.date(2024, 5, 7), "dateline")
    doc = make.line(text=f"TELMAR, May 7 (Continental Wire) - {PROSE}", date="2024-03")
    assert doc.published is None


def test_a_date_that_people_write_is_read_in_json(make: Any) -> None:
    doc = make.line(text=PROSE, date="5 March 2024")
    assert (doc.published, doc.published_from) == (dt.date(2024, 3, 5), "given")


@pytest.mark.parametrize(
    "printed", ["7 May 2024", "Published: May 7, 2024 10:05 GMT", "2024-05-07"]
)
def test_a_day_printed_on_a_line_of_its_own_is_taken(make: Any, printed: str) -> None:
    doc = make.text(f"{TITLE}\n\n{printed}\n\n{PROSE}")
    assert (doc.published, doc.published_from) == (dt.date(2024, 5, 7), "dateline")


def test_a_day_within_the_text_is_not_its_publication_day(make: Any) -> None:
    doc = make.text(f"{TITLE}\n\nThe army said on 7 May 2024 that the rebels had left the town.")
    assert (doc.published, doc.published_from) == (None, None)


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2024-05-07T23:30:00-04:00">',
        '<meta name="date" content="2024-05-07">',
        '<meta name="pubdate" content="20240507">',
        '<meta name="DC.date.issued" content="2024-05-07">',
        '<script type="application/ld+json">{"@type": "NewsArticle", '  # noqa: ISC004
        '"dateModified": "2024-06-01T00:00:00Z", "datePublished": "2024-05-07T10:00:00Z"}</script>',
    ],
)
def test_the_day_that_a_page_states_is_taken(make: Any, head: str) -> None:
    doc = make.html(make.page(head=head))
    assert (doc.published, doc.published_from) == (dt.date(2024, 5, 7), "metadata")


@pytest.mark.parametrize(
    "before",
    ['<time datetime="2024-05-07T10:00">a week ago</time>', '<p class="pub-date">May 7, 2024</p>'],
)
def test_the_day_in_an_element_made_for_it_is_taken(make: Any, before: str) -> None:
    doc = make.html(make.page(before=before))
    assert (doc.published, doc.published_from) == (dt.date(2024, 5, 7), "metadata")


@pytest.mark.parametrize(
    "inferred",
    [
        "<p>Copyright 2023 The Lantern, 1 January 2023</p>",
        '<img src="/2023/01/02/smoke.jpg">',
        '<aside><a href="/x">Talks stall</a><time datetime="2023-01-01">1 January</time></aside>',
        "<p>The war began on 1 January 2023, they said.</p>",
        "<!-- built 2023-01-02T10:00:00 -->",
    ],
)
def test_a_day_that_could_only_be_inferred_is_not_taken(make: Any, inferred: str) -> None:
    head = '<meta property="article:modified_time" content="2023-02-03T10:00:00Z">'
    doc = make.html(make.page(head=head, after=inferred))
    assert (doc.published, doc.published_from) == (None, None)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://lantern.test/2024/05/07/orda.html", dt.date(2024, 5, 7)),
        ("http://lantern.test/world/2024/may/07/orda", dt.date(2024, 5, 7)),
        ("http://lantern.test/orda-2024-05-07.html", dt.date(2024, 5, 7)),
        ("http://lantern.test/20240507/orda", dt.date(2024, 5, 7)),
        ("http://lantern.test/2024/05/", None),
        ("http://lantern.test/id/202405071234567", None),
        ("http://lantern.test/2024/13/45/", None),
        ("http://[broken/2024/05/07/", None),
    ],
)
def test_the_address_gives_the_day_when_nothing_else_does(
    make: Any, url: str, day: dt.date | None
) -> None:
    doc = make.text(f"{TITLE}\n\n{PROSE}", url=url)
    assert (doc.published, doc.published_from) == (day, "address" if day else None)


def test_the_day_that_is_surer_wins(make: Any) -> None:
    metadata = dt.date(2024, 5, 8)
    report = make.received(
        f"Velm, 20 Aug 88 (EFE) -- {PROSE}", published=metadata, published_from="metadata"
    )
    assert clean(report).published == metadata
    given_day = dt.date(2024, 5, 9)
    doc = clean(report, date=given_day)
    assert (doc.published, doc.published_from) == (given_day, "given")
    own = make.received(PROSE, published=metadata, published_from="given")
    assert clean(own, date=given_day).published == given_day
    assert clean(own).published_from == "given"


def test_without_a_day_there_is_none_and_the_users_day_is_taken(make: Any) -> None:
    raw = f"{TITLE}\n\nSaturday’s statement was read by the spokesman of the group."
    assert make.text(raw).published is None
    doc = clean(make.received(raw), date=dt.date(2014, 10, 5))
    assert (doc.published, doc.published_from) == (dt.date(2014, 10, 5), "given")


@pytest.mark.parametrize(
    ("head", "fields", "outlet"),
    [
        ('<meta property="og:site_name" content="The Lantern">', {}, "The Lantern"),
        ("", {"outlet": "Velm Weekly"}, "Velm Weekly"),
        ("", {"url": "http://www.lantern.test/a"}, "lantern.test"),
        ("", {}, ""),
    ],
)
def test_the_outlet_is_what_page_feed_or_address_name(
    make: Any, head: str, fields: dict[str, object], outlet: str
) -> None:
    assert make.html(make.page(head=head), **fields).outlet == outlet
