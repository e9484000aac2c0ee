"""What do-no-harm rules withhold stands in no file of any format."""

import pytest

from sayso.formats import FORMATS
from sayso.formats.export import export
from sayso.record.release.harm_rules import read_release_file

RULES = """
[[harm]]
reason = "A test"
match = {}
place = "country"
drop = ["source", "coordinates"]
evidence = "cut"
"""
# Speakers, a town and its province, and what stands for coordinates.
WITHHELD = ("A hospital in Ilsk", "a nurse", "Ilsk", "Upper Vel", "43.1", "900001")


@pytest.fixture
def rules(tmp_path):
    (tmp_path / "rules.toml").write_text(RULES)
    return read_release_file(tmp_path / "rules.toml")


@pytest.mark.parametrize("fmt", FORMATS.values(), ids=list(FORMATS))
def test_no_withheld_word_is_left(fmt, told_war_record, rules, tmp_path):
    if fmt.extra:
        pytest.importorskip({"xlsx": "openpyxl"}.get(fmt.extra, fmt.extra))
    target = tmp_path / f"out{fmt.ending}"
    export(told_war_record, fmt, target, file=rules, id_="i-attack" if fmt.id_ else "")
    files = [path for path in [target, *target.rglob("*")] if path.is_file()]
    for path in files:
        # Packed forms hold the rows of a plain one beside them.
        if path.suffix in (".parquet", ".xlsx", ".zip"):
            continue
        text = path.read_text("utf-8-sig", errors="replace")
        assert not [word for word in WITHHELD if word in text], path.name


@pytest.mark.parametrize("fmt", FORMATS.values(), ids=list(FORMATS))
def test_the_words_stand_there_without_rules(fmt, told_war_record, tmp_path):
    """So that the test above would see them."""
    if fmt.name not in {"geojson", "tables", "ftm", "annotations", "kml", "prov"}:
        pytest.skip("it does not hold sentences or towns")
    target = tmp_path / f"out{fmt.ending}"
    export(told_war_record, fmt, target, id_="i-attack" if fmt.id_ else "")
    files = [path for path in [target, *target.rglob("*")] if path.is_file()]
    assert any(b"Ilsk" in path.read_bytes() for path in files)
