"""The HTML page in a real browser: hover, keyboard, narrow and wide, light and dark.

Needs a Chromium on this machine and playwright's Python package; skipped with the reason
named where either is missing.
"""

import shutil

import pytest

from sayso.show.page import page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(browser, story, tmp_path):
    """Open the page of a story; anything the browser complains of fails the test."""
    path = tmp_path / "page.html"
    complaints, contexts = [], []

    def open_page(viewport=WIDE, shown=story, **more):
        path.write_text(page([shown]), "utf-8")
        context = browser.new_context(viewport=viewport, **more)
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda message: complaints.append(message.text))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on(
            "request",
            lambda request: request.url.startswith("file:") or complaints.append(request.url),
        )
        tab.goto(path.as_uri())
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def lit(tab):
    """Role -> the words that are lit for it."""
    return tab.evaluate(
        """() => Object.fromEntries(
            ["trigger","actor","recipient","place","time","number","source"].map(
                role => [role, [...document.querySelectorAll(".on-" + role)]
                    .map(e => e.textContent).join("|")]
            ).filter(([, words]) => words))"""
    )


FIRST = {
    "trigger": "attacked",
    "actor": "Rebels",
    "recipient": "soldiers",
    "place": "the town of Ilsk",
    "time": "Monday",
    "number": "at least 12",
    "source": "Hill Radio|police",
}


def test_hover_lights_words_roles_and_voices_and_leaves_nothing(opened):
    tab = opened()
    tab.locator(".claim").nth(0).hover()
    assert lit(tab) == FIRST
    assert tab.locator(".lit").count() > 0
    labels = tab.eval_on_selector_all("[data-role]", "all => all.map(e => e.dataset.role)")
    assert labels == ["says who", "who", "where", "when", "how many", "to whom", "says who"]
    tab.mouse.move(2, 2)
    assert lit(tab) == {}


def test_word_in_the_text_leads_to_its_claim(opened):
    tab = opened()
    tab.get_by_role("button", name="attacked").first.hover()
    assert lit(tab) == FIRST
    assert "active" in tab.locator(".claim").nth(0).get_attribute("class")


def test_keyboard_goes_through_all_claims(opened):
    tab = opened()
    tab.locator(".head").nth(0).focus()
    assert lit(tab) == FIRST
    for key, words in (
        ("ArrowDown", "killing"),
        ("ArrowDown", "<denied>"),
        ("ArrowDown", "<denied>"),
        ("ArrowUp", "killing"),
        ("Home", "attacked"),
        ("Tab", "killing"),
        ("End", "<denied>"),
    ):
        tab.keyboard.press(key)
        assert lit(tab)["trigger"] == words, key


def test_tab_from_the_top_stops_once_in_the_text_then_goes_through_the_list(opened):
    tab = opened()
    reached = []
    for _ in range(5):
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate("document.activeElement.classList[0] ?? ''"))
    assert reached[:2] == ["skip", "s"]
    assert reached[-2:] == ["head", "head"]


def test_enter_keeps_a_claim_and_escape_lets_it_go(opened):
    tab = opened()
    head = tab.locator(".head").nth(0)
    head.focus()
    tab.keyboard.press("Enter")
    assert head.get_attribute("aria-pressed") == "true"
    tab.locator(".claim").nth(2).hover()
    assert lit(tab) == FIRST, "a kept claim stays while the mouse wanders"
    tab.keyboard.press("Escape")
    assert head.get_attribute("aria-pressed") == "false"
    assert lit(tab) == {}


def test_roles_differ_without_colour(opened):
    tab = opened()
    tab.locator(".claim").nth(0).hover()
    lines = tab.evaluate(
        """() => ["actor","recipient","place","time","number","source"].map(role => {
            const s = getComputedStyle(document.querySelector(".text .on-" + role));
            return [s.textDecorationStyle, s.textDecorationThickness, s.fontStyle].join();
        })"""
    )
    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize("viewport", [NARROW, WIDE], ids=["390", "1280"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_fits_and_can_be_read(opened, viewport, scheme):
    tab = opened(viewport, color_scheme=scheme)
    assert tab.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    tab.locator(".head").nth(0).click()
    assert tab.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    contrast = tab.evaluate(CONTRAST)
    assert {words: ratio for words, ratio in contrast.items() if ratio < 4.5} == {}


def test_narrow_screen_shows_the_kept_claim_beside_its_words(opened):
    tab = opened(NARROW)
    tab.get_by_role("button", name="attacked").first.click()
    sheet = tab.locator(".claim.pinned").bounding_box()
    word = tab.locator(".text .on-trigger").first.bounding_box()
    assert sheet["y"] + sheet["height"] == pytest.approx(NARROW["height"], abs=1)
    assert 0 <= word["y"] < sheet["y"]


def test_page_without_script_still_reads(opened):
    tab = opened(java_script_enabled=False)
    assert "Rebels attacked" in tab.locator(".text").inner_text()
    assert tab.locator(".claim").count() == 3


@pytest.mark.parametrize("viewport", [NARROW, WIDE], ids=["390", "1280"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_candidates_unfold_by_keyboard_and_fit(opened, known_story, viewport, scheme):
    tab = opened(viewport, known_story, color_scheme=scheme)
    why = tab.locator(".claim").nth(0).locator("details")
    assert why.nth(0).locator("ul").is_hidden()
    tab.locator(".head").nth(0).focus()
    for _ in range(3):  # actor, recipient, place
        tab.keyboard.press("Tab")
    assert lit(tab) == FIRST, "the claim stays lit while its candidates are read"
    tab.keyboard.press("Enter")
    text = why.nth(2).inner_text()
    assert "Ilsk, Hallin, VEL 0.91, chosen" in text
    assert "exact name; <near>" in text
    assert "Ilsk (district), Dask, DAS 0.04" in text
    for at in range(why.count()):
        if not why.nth(at).evaluate("e => e.open"):
            why.nth(at).locator("summary").click()
    assert tab.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    contrast = tab.evaluate(CONTRAST)
    assert {words: ratio for words, ratio in contrast.items() if ratio < 4.5} == {}


# Ratio of each element's ink to the first paper behind it (WCAG 2), for all that holds text.
CONTRAST = """() => {
  const channel = v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
  const parse = c => c.match(/[\\d.]+/g).map(Number);
  const found = {};
  for (const e of document.querySelectorAll("body *")) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    if (["SCRIPT", "STYLE"].includes(e.tagName)) continue;
    let at = e, paper = [0, 0, 0, 0];
    while (at && (paper.length === 4 && paper[3] === 0)) {
      paper = parse(getComputedStyle(at).backgroundColor);
      at = at.parentElement;
    }
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(paper)];
    found[e.className + " " + e.textContent.slice(0, 20)] =
      Math.round(100 * (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)) / 100;
  }
  return found;
}"""
