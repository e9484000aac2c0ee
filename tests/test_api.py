"""`sayso.code` in Python."""

import datetime as dt

import pytest

import sayso

ATTACK = "Rebels attacked the town of Ilsk on Monday, police said."


def code(what, **more):
    return sayso.code(what, extractor="rules", **more)


def test_text_gives_claims_whose_words_are_in_its_document():
    claims = code(ATTACK, outlet="Hill Radio")
    assert [c.trigger.text for c in claims] == ["attacked"]
    (doc,) = claims.documents
    trigger = claims[0].trigger
    assert doc.text[trigger.start : trigger.end] == "attacked"
    assert claims[0].outlet == "Hill Radio"
    assert "1 from 1 reports" in repr(claims)


def test_path_and_string_of_a_path_are_read(write):
    path = write("ilsk.txt", ATTACK)
    assert list(code(path)) == list(code(str(path))) == list(code([path]))


def test_folder_gives_all_its_reports_and_the_drops(write, tmp_path):
    write("news/a.txt", ATTACK)
    write("news/b.txt", b"")
    claims = code(tmp_path / "news")
    assert claims.n_in == 2
    assert [drop.reason for drop in claims.drops] == ["empty"]


def test_wrong_path_is_never_coded_as_a_text():
    with pytest.raises(sayso.ConfigError, match="neither a file or folder"):
        code("news/missing.txt")
    with pytest.raises(sayso.ConfigError, match="does not exist"):
        code(["two words.txt"])


def test_empty_text_is_a_drop():
    claims = code("")
    assert len(claims) == 0
    assert len(claims.drops) == 1


def test_long_text_and_nul_are_texts():
    assert code(ATTACK + " And it rained." * 400).documents
    assert code(ATTACK.replace(" on", "\0 on")).n_in == 1


def test_date_may_be_a_day_or_its_iso_form():
    by_day = code(ATTACK, date=dt.date(2024, 5, 1))
    assert list(by_day) == list(code(ATTACK, date="2024-05-01"))
    assert by_day[0].when is not None
    assert code(ATTACK)[0].when is None
    with pytest.raises(sayso.ConfigError, match="2014-10-05"):
        code(ATTACK, date="Monday")


def test_facts_of_a_text_are_refused_beside_a_path(write):
    with pytest.raises(sayso.ConfigError, match="belong to a text"):
        code(write("ilsk.txt"), title="Ilsk falls")


def test_tables_agree(write):
    claims = code(ATTACK, date="2024-05-01")
    arrow, pandas, polars = claims.to_arrow(), claims.to_pandas(), claims.to_polars()
    assert arrow.column_names == list(pandas.columns) == polars.columns
    assert arrow.num_rows == len(pandas) == polars.height == len(claims)
    assert pandas["trigger"][0] == polars["trigger"][0] == "attacked"
    assert str(pandas["geonameid"].dtype) == "int64[pyarrow]"
    assert claims.to_polars(flat=False)["actor"][0][0]["text"] == "Rebels"


def test_tables_of_no_claims_have_their_columns():
    claims = code("It rained all day in the hills.")
    assert len(claims.to_pandas()) == 0
    assert "evidence" in claims.to_polars().columns
