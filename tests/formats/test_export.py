"""What holds for every format: choices, places, rules, nothing half written."""

import pytest

import sayso
from sayso.base.errors import ConfigError, MissingError
from sayso.formats import FORMATS, Choice, Format
from sayso.formats.export import chosen_of, export
from sayso.formats.source import Source
from sayso.formats.written import Written
from sayso.record.release.harm_rules import read_release_file


def text(source, target):
    lines = [case.incident.id + "\t" + case.incident.country for case in source.incidents()]
    target.write_text("\n".join(lines))
    return Written()


def fails(source, target):
    target.write_text("half")
    raise OSError(28, "No space left on device")


def folder(source, target):
    (target / "a.txt").write_text("a")
    return Written()


@pytest.fixture
def made(monkeypatch):
    """A format whose writer is the given function."""

    def make(writer, ending=".txt", **more):
        monkeypatch.setattr(Format, "write", property(lambda _: writer))
        return Format("some", "some", "Some.", ending, "a" + ending, **more)

    return make


def test_a_file_is_written_whole_or_not_at_all(record, made, tmp_path):
    export(record, made(text), tmp_path / "a.txt")
    assert (tmp_path / "a.txt").read_text()
    with pytest.raises(ConfigError, match="already: give --force"):
        export(record, made(text), tmp_path / "a.txt")
    before = (tmp_path / "a.txt").read_text()
    with pytest.raises(ConfigError, match="No space left"):
        export(record, made(fails), tmp_path / "a.txt", force=True)
    assert (tmp_path / "a.txt").read_text() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_force_replaces_a_folder_of_an_export_and_no_other(record, made, tmp_path):
    (tmp_path / "mine").mkdir()
    with pytest.raises(ConfigError, match="made by no export"):
        export(record, made(folder, ""), tmp_path / "mine", force=True)
    for _ in range(2):
        export(record, made(folder, ""), tmp_path / "out", force=True)
    assert (tmp_path / "out" / "a.txt").is_file()
    assert {path.name for path in tmp_path.iterdir()} == {"mine", "out"}


def test_choices_are_filled_in_and_checked(made):
    fmt = made(text, choices=(("modes", Choice(("2016", "2024"), "2024", "Names of modes.")),))
    assert chosen_of(fmt, []) == {"modes": "2024"}
    assert chosen_of(fmt, ["modes=2016"]) == {"modes": "2016"}
    for wrong in ("modes=1999", "colour=red", "modes"):
        with pytest.raises(ConfigError):
            chosen_of(fmt, [wrong])


def test_rules_withhold_before_a_format_sees_anything(record, made, tmp_path):
    (tmp_path / "rules.toml").write_text(
        '[[harm]]\nreason = "A test"\nmatch = {}\nleave_out = true\n'
    )
    file = read_release_file(tmp_path / "rules.toml")
    export(record, made(text), tmp_path / "a.txt", file=file)
    assert (tmp_path / "a.txt").read_text() == ""


def test_filters_hold(record, made, tmp_path):
    export(record, made(text), tmp_path / "all.txt")
    export(record, made(text), tmp_path / "none.txt", filters={"country": ["ISL"]})
    assert (tmp_path / "all.txt").read_text()
    assert not (tmp_path / "none.txt").read_text()


def test_one_incident_may_be_meant(record, made, tmp_path):
    export(record, made(text), tmp_path / "all.txt")
    one = (tmp_path / "all.txt").read_text().splitlines()[-1]
    export(record, made(text), tmp_path / "one.txt", id_=one.split("\t")[0])
    assert (tmp_path / "one.txt").read_text() == one
    with pytest.raises(MissingError, match="no such incident within the filters"):
        export(record, made(text), tmp_path / "none.txt", id_="i-nothing")


@pytest.mark.parametrize("fmt", FORMATS.values(), ids=list(FORMATS))
def test_every_format_has_a_page_that_says_what_is_lost(fmt, pytestconfig):
    page = (pytestconfig.rootpath / "docs" / "formats" / f"{fmt.name}.md").read_text("utf-8")
    assert f"sayso export {fmt.name}" in page
    assert "## What is lost" in page
    for name, choice in fmt.choices:
        assert all(word in page for word in (name, *choice.values))


@pytest.mark.parametrize("fmt", FORMATS.values(), ids=list(FORMATS))
def test_the_same_record_gives_the_same_bytes(fmt, record, tmp_path):
    with record.read() as view:
        ids = Source.of(view).scope.incidents[:1] if fmt.id_ else [""]
    read = []
    for name in ("one", "two"):
        target = tmp_path / f"{name}{fmt.ending}"
        export(record, fmt, target, id_=ids[0])
        files = sorted(target.rglob("*")) if target.is_dir() else [target]
        read.append([path.read_bytes() for path in files if path.is_file()])
    assert read[0] == read[1]


def test_a_program_writes_what_the_command_writes(record, record_path, tmp_path):
    fmt = next(one for one in FORMATS.values() if one.ending and not one.id_ and not one.extra)
    export(record, fmt, tmp_path / "command", filters={"type": ["ASSAULT"]})
    made = sayso.export(record_path, fmt.name, tmp_path / "program", type="ASSAULT")
    assert (tmp_path / "program").read_bytes() == (tmp_path / "command").read_bytes()
    assert made.rows
    with pytest.raises(ConfigError, match=f"did you mean {fmt.name}"):
        sayso.export(record_path, fmt.name + "x", tmp_path / "a")
    with pytest.raises(ConfigError, match="no filter"):
        sayso.export(record_path, fmt.name, tmp_path / "a", colour="red")
