"""Second coding as people do it: two code apart by keys alone, and an editor settles it."""

import re

import pytest

from sayso.record.rounds import make_round

ANA, BEN, EVA = "Coder Ana", "Coder Ben", "Eva Lind"
# Two reports of one outlet, told by their words: the machine drew a claim from each.
WORDS = {"text": '"fighters of the hallin front attacked"', "source": "The Courier"}


def start(desk, size=2, **filter_):
    from sayso.record.queries import filter_from  # noqa: PLC0415

    asked = filter_from({key: [value] for key, value in filter_.items()})
    return make_round(desk.record, [ANA, BEN], size=size, person=EVA, name="Trial", filter_=asked)


def open_as(desk, name, address):
    if desk.tab is not None:
        desk.tab.close()
        desk.tab = None
    return desk.open(address, name=name)


def mine(desk, made, name):
    """What the API says to a coder of his reports."""
    import httpx  # noqa: PLC0415

    address = f"{desk.served.address}/api/review/rounds/{made.id}/mine"
    return httpx.get(address, headers={"X-Sayso-Person": name}).json()["items"]


def drawn(desk):
    return desk.tab.get_by_test_id("drawn")


def draw(desk, words, *keys):
    """Draw a claim on words: n, arrows to the words, w, y and the type, Enter."""
    desk.press("n")
    desk.tab.get_by_role("form", name="Add a claim").wait_for()
    desk.choose(words)
    desk.press("w", *keys, "y")
    desk.tab.keyboard.type("Consult")
    desk.press("Control+Enter")
    desk.said(f"Drawn: .*{words}")


def test_a_round_is_listed_and_opened_as_its_coder(desk):
    desk.open("#/rounds", name=ANA)
    desk.tab.get_by_text("No round was made yet.").wait_for()
    desk.tab.get_by_text("Make a round").press("Enter")
    desk.tab.get_by_label(re.compile("^Coders")).fill(f"{ANA}, {BEN}")
    desk.tab.get_by_label("Name (may be left out)").fill("First fifty")
    desk.tab.get_by_label("Reports", exact=True).fill("2")
    desk.press("Enter")
    desk.tab.get_by_role("heading", name="First fifty", exact=True).wait_for()
    card = desk.tab.get_by_role("listitem").filter(has_text="First fifty")
    assert "Coder Ana (you)" in card.inner_text()
    desk.tab.get_by_text("2 reports not coded by two yet").wait_for()
    assert desk.tab.get_by_role("rowheader").count() > 5
    card.get_by_role("link", name="Code").press("Enter")
    desk.tab.get_by_role("heading", name="Code First fifty").wait_for()
    desk.tab.get_by_text("0 of 2 reports handed in, as Coder Ana").wait_for()


def test_who_does_not_code_in_a_round_is_told_so(desk):
    made = start(desk)
    desk.open(f"#/code/{made.id}", name="Somebody Else")
    desk.tab.get_by_text("Somebody Else does not code in this round").wait_for()
    open_as(desk, "", f"#/code/{made.id}")
    desk.tab.get_by_role("button", name="Give your name").press("Enter")
    desk.tab.keyboard.type(ANA)
    desk.press("Enter")
    desk.tab.get_by_text("0 of 2 reports handed in, as Coder Ana").wait_for()
    desk.tab.get_by_test_id("report").wait_for()
    draw(desk, re.findall(r"[A-Za-z]{4,}", desk.tab.locator(".text").inner_text())[0])
    # Another coder at the same desk sees nothing of it.
    desk.tab.get_by_role("button", name=re.compile("You decide as Coder Ana")).press("Enter")
    desk.tab.get_by_role("dialog").get_by_label("Name").fill(BEN)
    desk.press("Enter")
    desk.tab.get_by_text("0 of 2 reports handed in, as Coder Ben").wait_for()
    desk.until(lambda: "Nothing drawn yet" in drawn(desk).inner_text())


def test_a_report_is_coded_blind_by_keys_with_undo_and_resumes(desk):
    made = start(desk)
    first, second = (line["report"] for line in mine(desk, made, ANA))
    desk.open(f"#/code/{made.id}", name=ANA)
    report = desk.tab.get_by_test_id("report")
    desk.tab.locator(f"[data-report='{first}']").wait_for()
    # Blind: no words are marked, no claim stands beside the text.
    assert report.locator("mark, button").count() == 0
    assert "Nothing drawn yet" in drawn(desk).inner_text()

    words = re.findall(r"[A-Za-z]{4,}", report.locator(".text").inner_text())[:2]
    draw(desk, words[0])
    draw(desk, words[1])
    assert drawn(desk).get_by_role("article").count() == 2
    desk.press("u")
    desk.said("Undone: Drawn")
    desk.until(lambda: drawn(desk).get_by_role("article").count() == 1)

    # The page is closed in the middle of the report, and what was drawn is there again.
    desk.tab.reload()
    desk.until(lambda: drawn(desk).get_by_role("article").count() == 1)
    assert report.locator("mark.trigger").inner_text() == words[0]
    desk.press("e")
    form = desk.tab.get_by_role("form", name="Edit the claim")
    form.wait_for()
    form.get_by_label("Hedged").press("Space")
    desk.focus_text()
    desk.press("Enter")
    desk.said("Changed")
    assert "hedged" in drawn(desk).inner_text()

    # Skipping goes on to the other report and back; nothing is handed in by it.
    desk.press("s")
    desk.tab.locator(f"[data-report='{second}']").wait_for()
    desk.press("s")
    desk.tab.locator(f"[data-report='{first}']").wait_for()
    assert [line["claims"] for line in mine(desk, made, ANA)] == [None, None]

    desk.press("a")
    desk.said("Handed in with 1 claim")
    desk.tab.get_by_text("1 of 2 reports handed in").wait_for()
    assert [line["claims"] for line in mine(desk, made, ANA)] == [1, None]
    desk.tab.locator(f"[data-report='{second}']").wait_for()

    # Undo takes the report back with what was drawn, and takes it out again step by step.
    desk.press("u")
    desk.said("Undone: Handed in")
    desk.tab.locator(f"[data-report='{first}']").wait_for()
    desk.until(lambda: drawn(desk).get_by_role("article").count() == 1)
    assert [line["claims"] for line in mine(desk, made, ANA)] == [None, None]
    assert "hedged" in drawn(desk).inner_text()
    desk.press("r")
    desk.said("Taken out")
    desk.press("u")
    desk.said("Undone: Taken out")
    desk.press("a")
    desk.said("Handed in with 1 claim")

    # The last report closes the coding, so the page asks.
    desk.tab.locator(f"[data-report='{second}']").wait_for()
    desk.press("a")
    desk.tab.get_by_role("dialog", name="Hand in the last report?").wait_for()
    desk.press("Escape")
    assert mine(desk, made, ANA)[1]["claims"] is None
    desk.press("a")
    desk.tab.get_by_role("dialog", name="Hand in the last report?").wait_for()
    desk.tab.get_by_role("button", name="Hand in and close").press("Enter")
    desk.tab.get_by_text("your coding is closed").wait_for()
    assert [line["claims"] for line in mine(desk, made, ANA)] == [1, 0]
    desk.tab.reload()
    desk.tab.get_by_text("your coding is closed").wait_for()
    assert desk.tab.get_by_role("button", name=re.compile("^Draw a claim")).count() == 0


def test_what_cannot_be_drawn_is_said_at_once(desk):
    made = start(desk, size=1, **WORDS)
    desk.open(f"#/code/{made.id}", name=ANA)
    desk.tab.get_by_test_id("report").wait_for()
    draw(desk, "Shops")
    desk.press("n")
    form = desk.tab.get_by_role("form", name="Add a claim")
    form.wait_for()
    desk.press("Enter")
    form.get_by_role("alert").get_by_text("press w").wait_for()
    desk.choose("Shops")
    desk.press("w", "Enter")
    form.get_by_role("alert").get_by_text("press y").wait_for()
    desk.press("y")
    desk.tab.keyboard.type("Consult")
    desk.press("Control+Enter")
    form.get_by_role("alert").get_by_text("on these words already").wait_for()
    desk.press("Escape")
    desk.until(lambda: drawn(desk).get_by_role("article").count() == 1)


def two_codings(desk, ana, ben, **filter_):
    """A round over one report, coded by two."""
    from sayso.record.round_codings import save_coding  # noqa: PLC0415

    made = start(desk, size=1, **(filter_ or WORDS))
    report = mine(desk, made, ANA)[0]["report"]
    save_coding(desk.record, made.id, ANA, {report: ana})
    save_coding(desk.record, made.id, BEN, {report: ben})
    return made, report


ATTACK = {"type": "ASSAULT", "trigger": "attacked", "evidence": "Border town"}
SHUT = {"type": "CONSULT", "trigger": "stayed shut"}


def units(desk, made):
    import httpx  # noqa: PLC0415

    address = f"{desk.served.address}/api/review/rounds/{made.id}/adjudicate"
    return httpx.get(address, headers={"X-Sayso-Person": "Eva%20Lind"}).json()["items"]


def test_differences_are_settled_side_by_side_by_one_key_each(desk):
    made, report = two_codings(
        desk,
        [ATTACK, {"type": "CONSULT", "trigger": "stayed shut"}],
        [ATTACK | {"mode": "firearms"}],
    )
    found = {tuple(item["differs"]): item for item in units(desk, made)}
    attack, lone = found["mode",], found["claim",]
    desk.open(f"#/settle/{made.id}", name=EVA)
    shown = desk.tab.get_by_test_id("unit")
    shown.wait_for()
    desk.tab.get_by_test_id("open").get_by_text("2 open").wait_for()
    order = [item["unit"] for item in units(desk, made)]
    assert shown.get_attribute("data-unit") == order[0]

    def at(unit):
        desk.tab.locator(f"[data-unit='{unit}']").wait_for()

    desk.tab.evaluate("a => { location.hash = a }", f"#/settle/{made.id}?unit={attack['unit']}")
    at(attack["unit"])
    # The field that differs says so in words and by a sign, not by its colour alone.
    row = desk.tab.get_by_role("row", name=re.compile("They differ: Mode"))
    assert row.count() == 1
    assert "≠" in row.inner_text()
    assert desk.tab.get_by_role("row", name=re.compile("They differ")).count() == 1

    desk.press("w")
    desk.tab.keyboard.type("rifles are named")
    desk.press("Enter", "r")
    desk.said("As Coder Ben has it")
    standing = desk.claim(report, "attacked")
    assert (standing["state"], standing["claim"]["mode"]) == ("edited", "firearms")
    decided = desk.ask("decisions")["items"][0]
    assert decided["person"] == EVA
    assert "as Coder Ben has it; rifles are named" in decided["reason"]
    at(lone["unit"])

    desk.press("u")
    desk.said("Undone: As Coder Ben has it")
    at(attack["unit"])
    assert desk.claim(report, "attacked")["state"] == "coded"
    desk.press("l")
    desk.said("As Coder Ana has it")
    at(lone["unit"])
    desk.press("n")
    desk.said("Neither")
    desk.tab.get_by_text("Everything that coders differ in is settled.").wait_for()
    desk.tab.get_by_test_id("open").get_by_text("0 open, 2 settled").wait_for()

    # A settled deed says by whom, and is opened again by its key.
    desk.press("k")
    desk.tab.get_by_text("Settled by Eva Lind").wait_for()
    settled = desk.tab.get_by_test_id("unit").get_attribute("data-unit")
    desk.press("t")
    desk.until(lambda: desk.tab.get_by_test_id("unit").get_attribute("data-settled") == "false")
    assert next(i for i in units(desk, made) if i["unit"] == settled)["verdict"] is None

    desk.tab.get_by_text("How far they agree").press("Enter")
    desk.tab.get_by_role("row", name=re.compile("^mode")).wait_for()


def test_fields_are_taken_from_each_and_a_claim_of_ones_own_is_given(desk):
    made, report = two_codings(
        desk,
        [ATTACK | {"mode": "firearms", "hedged": True}],
        [ATTACK | {"status": "future"}],
    )
    (unit,) = units(desk, made)
    assert set(unit["differs"]) == {"mode", "status", "hedged"}
    desk.open(f"#/settle/{made.id}", name=EVA)
    desk.tab.get_by_test_id("unit").wait_for()
    assert desk.tab.get_by_role("button", name=re.compile("^As marked")).count() == 0
    for row, at in (("Mode", 0), ("Hedged", 0), ("Status", 1)):
        cell = desk.tab.get_by_role("row", name=re.compile(f"They differ: {row}"))
        cell.get_by_role("radio").nth(at).focus()
        desk.press("Space")
    desk.press("m")
    desk.said("As Coder Ana has it, status as Coder Ben")
    claim = desk.claim(report, "attacked")["claim"]
    assert (claim["mode"], claim["status"], claim["hedged"]) == ("firearms", "future", True)

    desk.press("u")
    desk.said("Undone")
    desk.tab.get_by_test_id("unit").wait_for()
    desk.press("o")
    form = desk.tab.get_by_role("form", name="Edit the claim")
    form.wait_for()
    form.get_by_label("Mode").select_option("explosives")
    form.get_by_label("Status").select_option("hypothetical")
    form.get_by_label("Reason (may be left out)").fill("a mine")
    desk.focus_text()
    desk.press("Enter")
    desk.said("My own claim")
    claim = desk.claim(report, "attacked")["claim"]
    assert (claim["mode"], claim["status"], claim["hedged"]) == ("explosives", "hypothetical", True)
    assert units(desk, made)[0]["reason"] == "a mine"


def test_three_coders_stand_beside_each_other_each_with_a_key(desk):
    from sayso.record.queries import filter_from  # noqa: PLC0415
    from sayso.record.round_codings import save_coding  # noqa: PLC0415

    names = (ANA, BEN, "Coder Cem")
    asked = filter_from({key: [value] for key, value in WORDS.items()})
    made = make_round(desk.record, names, size=1, person=EVA, filter_=asked)
    report = mine(desk, made, ANA)[0]["report"]
    for name, mode in zip(names, ("", "firearms", "explosives"), strict=True):
        save_coding(
            desk.record, made.id, name, {report: [ATTACK | ({"mode": mode} if mode else {})]}
        )
    desk.open(f"#/settle/{made.id}", name=EVA)
    desk.tab.get_by_test_id("unit").wait_for()
    for name in names:
        assert desk.tab.get_by_role("columnheader", name=name).count() == 1
    assert desk.tab.get_by_role("row", name=re.compile("They differ: Mode")).count() == 1
    desk.press("3")
    desk.said("As Coder Cem has it")
    assert desk.claim(report, "attacked")["claim"]["mode"] == "explosives"


def test_who_has_reports_left_does_not_see_what_others_drew(desk):
    made = start(desk, size=2)
    desk.open(f"#/settle/{made.id}", name=ANA)
    desk.tab.get_by_text("You have 2 reports of this round left").wait_for()
    assert desk.tab.get_by_test_id("unit").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_in_rounds(desk, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    made, _ = two_codings(
        desk,
        [ATTACK, {"type": "CONSULT", "trigger": "stayed shut"}],
        [ATTACK | {"mode": "firearms"}],
    )
    other = start(desk, size=2)
    found = []

    def look(where):
        faults = axe.run(tab, options={"resultTypes": ["violations"]}).response["violations"]
        found.extend(
            (where, one["id"], node["html"][:120])
            for one in faults
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        )

    tab = desk.open(f"#/settle/{made.id}", name=EVA, color_scheme=scheme)
    tab.get_by_test_id("unit").wait_for()
    look("settle")
    tab.get_by_text("How far they agree").press("Enter")
    tab.get_by_role("row", name=re.compile("^mode")).wait_for()
    look("agreement")
    tab.set_viewport_size({"width": 390, "height": 800})
    look("settle on a phone")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    tab.evaluate("a => { location.hash = a }", f"#/rounds/{made.id}")
    tab.get_by_role("heading", name="Second coding").wait_for()
    tab.get_by_role("row", name=re.compile("^mode")).wait_for()
    look("rounds")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    tab.close()
    desk.tab = None
    tab = desk.open(f"#/code/{other.id}", name=ANA, color_scheme=scheme)
    tab.get_by_test_id("report").wait_for()
    look("code")
    word = re.search(r"[A-Za-z]{5,}", tab.get_by_test_id("report").locator(".text").inner_text())
    draw(desk, word.group())
    look("code, drawn")
    desk.press("n")
    tab.get_by_role("form", name="Add a claim").wait_for()
    look("draw")
    tab.set_viewport_size({"width": 390, "height": 800})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    desk.press("Escape")
    tab.get_by_test_id("report").wait_for()
    tab.get_by_text("All reports of the round").press("Enter")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    look("code on a phone")
    assert found == [], found
