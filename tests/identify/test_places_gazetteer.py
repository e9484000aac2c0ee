"""The gazetteer: names in all spellings, and an index that is made once and never in the way."""

import numpy as np
import pytest

from sayso.identify import places_build, places_gazetteer
from sayso.identify.places_build import TOWN, Index
from sayso.identify.places_fold import fold
from sayso.identify.places_gazetteer import gazetteer


@pytest.fixture
def small(monkeypatch, tmp_path):
    """A gazetteer of two towns in place of the real one, and a cache folder of its own."""
    index = Index()
    index.add((1, 10.0, 20.0, 5000, TOWN, 0, -1, -1, -1), ["Ilsk", "Ylsk"])
    index.add((2, 11.0, 21.0, 900, TOWN, 0, -1, -1, -1), ["Dask"])
    calls = []

    def gather():
        calls.append(1)
        return index

    monkeypatch.setattr(places_build, "gather", gather)
    monkeypatch.setenv(places_gazetteer.CACHE_VARIABLE, str(tmp_path / "cache"))
    gazetteer.cache_clear()
    yield calls
    gazetteer.cache_clear()


def test_the_index_is_built_once_and_then_read(small):
    for _ in range(2):
        gazetteer.cache_clear()
        found = gazetteer().find("ILSK")
        assert [gazetteer().name(int(p)) for p in found.places] == ["Ilsk"]
    assert len(small) == 1


def test_no_folder_to_write_to_is_no_loss(small, monkeypatch, tmp_path, caplog):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv(places_gazetteer.CACHE_VARIABLE, str(tmp_path / "file"))
    assert len(gazetteer().find("Ylsk").places) == 1
    assert "in memory" in caplog.text


def test_nothing_half_made_is_left_behind(small, monkeypatch, tmp_path):
    def fail(folder):
        (folder / "places.npy").write_bytes(b"half")
        raise OSError("disk full")

    monkeypatch.setattr(places_build, "build", fail)
    assert len(gazetteer().find("Dask").places) == 1
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. Louis", "Saint Louis"),
        ("Dar‘ā", "dara"),
        ("Şırnak", "Sirnak"),
        ("Łódź", "Lodz"),
        ("the Gaza Strip", "Gaza Strip"),
        ("Côte d’Ivoire", "Cote d'Ivoire"),
    ],
)
def test_spellings_fold_together(one, other):
    assert fold(one) == fold(other)


def test_every_town_stands_in_a_country_and_has_a_point():
    gaz = gazetteer()
    towns = gaz.kind == TOWN
    assert towns.sum() > 200_000
    assert (gaz.country[towns] >= 0).all()
    assert np.isfinite(gaz.lat[towns]).all()
    assert (abs(gaz.lat[towns]) <= 90).all()


def test_short_forms_are_provinces():
    gaz = gazetteer()
    assert gaz.name(gaz.short("Ky.")) == "Kentucky"
    assert gaz.short("Xy.") == -1
