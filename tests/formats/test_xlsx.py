"""A review goes out as a spreadsheet and comes back: read and edited as a spreadsheet would."""

import shutil
import zipfile

import handmade
import pytest
from openpyxl import load_workbook

import sayso as package
from sayso import exits
from sayso.imports import review_cells as cells
from sayso.record.decide import decide
from sayso.record.ingest import add_many
from sayso.record.linking import link_all
from sayso.record.open import open_record

STATES = ["coded", "accepted", "edited", "added", "rejected"]
PERSON = ("--person", "Test Person")
HOSTILE = '=HYPERLINK("http://elsewhere.test","Ilsk")'


@pytest.fixture
def out(sayso, tmp_path):
    """A record of the war and of a hostile report, and its review."""
    report = handmade.make_report(
        "r-hostile", f"{HOSTILE} rebels shelled Ilsk on Sunday.", published="2031-03-03"
    )
    doc = handmade.make_document(report)
    claim = handmade.make_claim(doc, "ASSAULT", "shelled", actor=HOSTILE, place="Ilsk")
    with open_record(tmp_path / "war.sayso", create=True) as record:
        with record.write("add") as act:
            add_many(act, [*handmade.the_war(), (report, handmade.make_coded(report, claim))])
        link_all(record)
    done = sayso("export", "xlsx", "review.xlsx")
    assert done.exit_code == 0, done.output
    return tmp_path / "review.xlsx"


@pytest.fixture
def back(sayso, out):
    """Edit cells, {(claim, column): value}, save, import."""

    def run(edits, *args, code=0):
        book = load_workbook(out)
        sheet = book[cells.SHEET]
        at = {cell.value: cell.column for cell in sheet[1]}
        rows = {sheet.cell(n, at["claim"]).value: n for n in range(2, sheet.max_row + 1)}
        for (claim, column), value in edits.items():
            sheet.cell(rows[claim], at[column]).value = value
        edited = out.with_name("edited.xlsx")
        book.save(edited)
        done = sayso("import", "edited.xlsx", *PERSON, *args)
        assert done.exit_code == code, done.output
        return done

    return run


@pytest.fixture
def look(tmp_path):
    def run():
        with package.open(tmp_path / "war.sayso") as record:
            return {claim.id: claim for claim in record.claims(state=STATES)}

    return run


def events(look):
    return sorted((c for c in look().values() if c.type == "ASSAULT"), key=lambda c: c.id)


def acts(tmp_path):
    with open_record(tmp_path / "war.sayso", readonly=True) as record, record.read() as view:
        from sayso.record.history import history  # noqa: PLC0415

        return [entry.kind for entry in history(view, "", limit=1000)]


def test_every_claim_is_a_row_with_locked_ids_and_lists(out, look):
    book = load_workbook(out)
    sheet = book[cells.SHEET]
    head = [cell.value for cell in sheet[1]]
    assert head == [column.name for column in cells.COLUMNS]
    rows = list(sheet.iter_rows(min_row=2))
    assert {row[0].value for row in rows} == set(look())
    assert sheet.protection.sheet
    for row in rows:
        for name, cell in zip(head, row, strict=True):
            assert cell.protection.locked != cells.BY_NAME[name].editable
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert {"verdict", "type", "status", "hedged"} < lists
    assert any(formula.startswith("INDIRECT") for formula in lists)
    for name in ("type", "ASSAULT"):
        where = book.defined_names[name].attr_text
        _, area = where.rsplit("!", 1)
        values = [cell[0].value for cell in book[cells.LISTS][area.replace("$", "")]]
        assert len(values) > 1
        assert all(values)
    assert book[cells.KEPT].sheet_state == "veryHidden"


def test_no_cell_is_a_formula(out):
    book = load_workbook(out)
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in found)
    hostile = [cell for cell in found if isinstance(cell.value, str) and cell.value[:1] == "="]
    assert hostile
    assert all(cell.quotePrefix for cell in hostile)
    with zipfile.ZipFile(out) as packed:
        assert not any(b"<f>" in packed.read(name) for name in packed.namelist())


def test_the_same_record_gives_the_same_bytes(out, sayso, tmp_path):
    sayso("export", "xlsx", "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == out.read_bytes()


def test_an_untouched_sheet_decides_nothing(back, look, tmp_path):
    before, then = look(), acts(tmp_path)
    done = back({})
    assert "0 decisions made" in done.stderr
    assert (look(), acts(tmp_path)) == (before, then)


def test_edited_cells_are_decisions_of_the_person_once(back, look, sayso, tmp_path):
    one, two, *_ = events(look)
    edits = {
        (one.id, "mode"): "firearms", (one.id, "day"): "2031-02-27..2031-02-28",
        (one.id, "reason"): "guns are named", (two.id, "verdict"): "reject",
        (one.id, "hedged"): True,
    }  # fmt: skip
    dry = back(edits, "--dry-run")
    assert "2 decisions would be made" in dry.stderr
    assert look()[one.id].mode == one.mode
    done = back(edits, "--reason", "reviewed")
    assert "2 decisions made" in done.stderr
    now = look()
    assert (now[one.id].mode, str(now[one.id].day_to), now[one.id].hedged) == (
        "firearms", "2031-02-28", True,
    )  # fmt: skip
    assert (now[one.id].state, now[two.id].state) == ("edited", "rejected")
    told = sayso("history", one.id, "--format", "json").stdout
    assert '"person":"Test Person"' in told
    assert "guns are named" in told
    assert "reviewed" in sayso("history", two.id, "--format", "json").stdout
    then = acts(tmp_path)
    again = back(edits)
    assert "0 decisions made, 4 made before" in again.stderr
    assert (look(), acts(tmp_path)) == (now, then)


def test_actors_are_words_of_the_text_and_others_keep_what_they_were_taken_for(out, back, look):
    one = next(c for c in events(look) if len(c.actor_key) == 1 and c.actor_key[0][:5] != "name:")
    with_two = one.sentence.split()[-1].strip(".")
    cell = _cell_of(out, one.id, "actor")
    back({(one.id, "actor"): f"{cell};  {with_two}"})
    now = look()[one.id]
    assert now.actor_key[0] == one.actor_key[0]
    assert now.actor[1] == with_two


def _cell_of(out, claim, column):
    sheet = load_workbook(out)[cells.SHEET]
    head = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2, values_only=True):
        if row[0] == claim:
            return row[head.index(column)]
    raise AssertionError(claim)


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [("type", "DUEL", "DUEL"), ("mode", "phone", "no mode 'phone'"), ("day", "soon", "when"),
     ("actor", "the Moon", "does not stand"), ("hedged", "perhaps", "neither yes nor no"),
     ("verdict", "maybe", "not permitted"), ("status", "sure", "status"),
     ("type", "hostility", "kind"), ("mode", "=1+1", "formula")],
)  # fmt: skip
def test_what_is_not_permitted_is_shown_with_its_cell_and_not_applied(
    back, look, column, value, words
):
    one, two, *_ = events(look)
    done = back({(one.id, column): value, (two.id, "verdict"): "accept"}, code=exits.FOUND)
    letter = chr(ord("A") + [c.name for c in cells.COLUMNS].index(column))
    assert f"not applied: claims!{letter}" in done.stderr
    assert words in done.stderr
    now = look()
    assert (now[one.id].state, now[two.id].state) == ("coded", "accepted")


def test_a_record_that_changed_since_is_a_conflict(back, look, tmp_path):
    one, two, *_ = events(look)
    with open_record(tmp_path / "war.sayso") as record:
        decide(record, "edit", one.id, {"mode": "drone"}, person="Another Person")
        decide(record, "reject", two.id, person="Another Person")
    done = back({(one.id, "mode"): "aerial", (two.id, "mode"): "aerial",
                 (one.id, "status"): "negated"}, code=exits.FOUND)  # fmt: skip
    assert "the record has 'drone' by now" in done.stderr
    assert "was rejected since" in done.stderr
    now = look()[one.id]
    assert (now.mode, now.status) == ("drone", "negated")  # the other cell of the row holds
    agreed = back({(one.id, "mode"): "drone"})
    assert "1 made before" in agreed.stderr


def test_ids_that_are_unknown_missing_or_doubled_are_conflicts(back, look):
    one, two, *_ = events(look)
    done = back({(one.id, "claim"): "c-else"}, code=exits.FOUND)
    assert "no id of this sheet" in done.stderr
    done = back({(one.id, "claim"): None}, code=exits.FOUND)
    assert "has no id" in done.stderr
    done = back({(one.id, "claim"): two.id}, code=exits.FOUND)
    assert done.stderr.count("stands twice") == 2


def test_another_file_is_refused_in_words(sayso, out, tmp_path):
    (tmp_path / "text.xlsx").write_text("no zip")
    book = load_workbook(out)
    del book[cells.KEPT]
    book.save(tmp_path / "bare.xlsx")
    shutil.copy(out, tmp_path / "bomb.xlsx")
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "a") as packed:
        packed.writestr("xl/more.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>')
    for name, words in (("text", "no XLSX"), ("bare", "no sheet"), ("bomb", "entities")):
        done = sayso("import", f"{name}.xlsx", *PERSON)
        assert done.exit_code == exits.USAGE
        assert words in done.stderr
    assert sayso("import", "review.xlsx").exit_code == exits.USAGE  # nobody is named
