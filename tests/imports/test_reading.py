"""Tables of the field as `Told`: nothing is lost in silence, codes mean what their pages say."""

import datetime as dt
import io

import field_tables as tables
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.base import ontology
from sayso.base.errors import ConfigError
from sayso.imports import names
from sayso.imports.claims import coded_row
from sayso.imports.mapping import mapping, plover
from sayso.imports.read import told_of
from sayso.imports.rows import NEEDED, rows_of
from sayso.imports.told import REASONS, Told, Unfit


def read(content, table):
    return list(told_of(rows_of(io.BytesIO(content), table, "t"), table))


def only(content, table):
    ((_, told),) = read(content, table)
    return told


def test_a_row_of_acled_tells_what_its_cells_say():
    told = only(tables.acled({}), "acled")
    assert (told.type, told.mode, told.best, told.country) == ("ASSAULT", "", 12, "KEN")
    assert [who.text for who in told.actor] == ["Military Forces of Kenya (2022-)", "Al Shabaab"]
    assert told.recipient == ()  # a clash: nobody is said to have attacked
    assert (told.day_from, told.day_precision, told.precision) == (
        dt.date(2031, 3, 1),
        "day",
        "place",
    )
    assert told.voices == ("Hill Radio",)


def test_excessive_force_is_of_those_who_use_it():
    row = {"sub_event_type": "Excessive force against protesters", "actor1": "Protesters (Kenya)",
           "actor2": "Police Forces of Kenya (2022-)"}  # fmt: skip
    told = only(tables.acled(row), "acled")
    assert [who.text for who in told.actor] == ["Police Forces of Kenya (2022-)"]
    assert [who.text for who in told.recipient] == ["Protesters (Kenya)"]


@pytest.mark.parametrize(
    ("code", "days"),
    [("1", ("2031-03-01", "2031-03-01")), ("2", ("2031-02-23", "2031-03-07")),
     ("3", ("2031-03-01", "2031-03-31"))],
)  # fmt: skip
def test_days_of_acled_by_their_precision(code, days):
    told = only(tables.acled({"time_precision": code}), "acled")
    assert (str(told.day_from), str(told.day_to)) == days


def test_no_dead_in_acled_may_mean_none_reported():
    told = only(tables.acled({"fatalities": "0"}), "acled")
    assert (told.low, told.best, told.high) == (None, None, None)


def test_ged_has_bounds_and_a_chain_of_voices():
    told = only(tables.ged({}), "ged")
    assert (told.low, told.best, told.high) == (8, 10, 14)
    assert told.voices == ("police", "Hill Radio")
    many = only(tables.ged({"source_office": "Hill Radio;Valley Post"}), "ged")
    assert many.voices == ("police",)  # which of the two quotes the police is not told


@pytest.mark.parametrize(
    ("code", "precision", "has_point"),
    [("1", "place", True), ("2", "admin2", True), ("4", "admin1", True), ("5", "region", False),
     ("6", "country", False)],
)  # fmt: skip
def test_places_of_ged_by_their_precision(code, precision, has_point):
    told = only(tables.ged({"where_prec": code}), "ged")
    assert told.precision == precision
    assert (told.lat is not None) == has_point


def test_bounds_that_are_the_wrong_way_round_are_left_open():
    told = only(tables.ged({"low": "9", "high": "3"}), "ged")
    assert (told.low, told.high, told.left_open) == (None, None, ("bounds_reversed",))


def test_numbers_and_days_of_a_data_frame_are_read():
    told = only(tables.ged({"id": "700.0", "type_of_violence": "1.0", "where_prec": "1.0",
                            "best": "10.0", "date_start": "1930089600.0",
                            "date_end": "1930089600.0"}), "ged")  # fmt: skip
    assert (told.event, told.best, told.day_from) == ("700", 10, dt.date(2031, 3, 1))


def test_polecat_has_types_of_plover_and_codes():
    told = only(tables.polecat({}), "polecat")
    assert (told.type, told.mode, told.day_basis) == ("ASSAULT", "firearms", "stated")
    assert [who.code for who in (*told.actor, *told.recipient)] == ["SOMREB", "KENMIL"]
    of_day = only(tables.polecat({"Publication Date": "2031-03-01"}), "polecat")
    assert of_day.day_basis == "report_date"  # which of the two it is cannot be told


def test_a_mode_of_another_edition_is_left_open():
    told = only(tables.polecat({"Event Mode": "massacre"}), "polecat")
    assert (told.type, told.mode, told.left_open) == ("ASSAULT", "", ("mode_open",))
    assert plover("YIELD", "").type == ""


def test_the_mapping_covers_every_sub_event_type_and_gives_reasons():
    table = mapping()
    assert len(table.acled) == 25 + 6  # and the event types, where no sub-event type is named
    types = ontology.load().types
    for fit in (*table.acled.values(), *table.ged.values(), *table.polecat.values()):
        assert fit.why
        for role in ("actor", "recipient"):
            assert not getattr(fit, role) or role in types[fit.type].roles


def test_what_is_left_out_is_told():
    rows = ({"sub_event_type": "Other"}, {"event_id_cnty": "KEN2", "sub_event_type": "Duel"},
            {"event_id_cnty": "KEN3", "event_date": "05/03/2031"}, {"event_id_cnty": ""},
            {"event_id_cnty": "KEN4", "fatalities": "many"}, {"event_id_cnty": "KEN5"},
            {"event_id_cnty": "KEN5"}, {"event_id_cnty": "KEN5", "fatalities": "3"})  # fmt: skip
    told = [told for _, told in read(tables.acled(*rows), "acled")]
    reasons = [one.reason for one in told if isinstance(one, Unfit)]
    assert reasons == ["type_undecided", "type_unknown", "no_day", "no_event_id",
                       "number_unreadable", "same_row_twice", "same_id_twice"]  # fmt: skip
    assert set(reasons) <= REASONS.keys()


def test_another_table_is_refused_with_its_name():
    with pytest.raises(ConfigError, match="it looks like ged"):
        read(tables.ged({}), "acled")
    with pytest.raises(ConfigError, match="needs one"):
        read(b"1,2,3\r\n", "ged")


def test_bytes_are_those_of_the_row():
    content = tables.acled({"notes": 'Two lines,\r\nand "marks".'}, {"event_id_cnty": "KEN2"})
    rows = [row for row, _ in read(content, "acled")]
    assert content == b"\r\n".join([content.split(b"\r\n")[0], *(row.raw for row in rows), b""])
    assert [row.number for row in rows] == [2, 4]


def test_latin_1_among_utf_8_is_read():
    content = tables.polecat({"City": "Ilské"}) + tables.polecat(
        {"Event ID": "b", "City": "Ilské"}
    ).decode().splitlines()[1].encode("latin-1")
    assert [told.place for _, told in read(content, "polecat")] == ["Ilské", "Ilské"]


def test_a_quotation_mark_left_open_swallows_no_more_than_its_file():
    content = tables.acled({}) + b'KEN9,"open\r\n' + b"KEN10,closed\r\n"
    assert [row.unfit and row.unfit.reason for row, _ in read(content, "acled")] == [
        None,
        "not_in_columns",
    ]


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(notes=WORDS, place=WORDS, actor=WORDS, source=WORDS, dead=st.integers(0, 10**6))
def test_every_span_fits_its_words_whatever_the_cells(notes, place, actor, source, dead):
    content = tables.acled({"notes": notes, "location": place, "actor1": actor, "source": source,
                            "fatalities": str(dead)})  # fmt: skip
    for row, told in read(content, "acled"):
        if not isinstance(told, Told):
            assert told.reason in REASONS
            continue
        report, coded = coded_row(row, told, origin="t#2", made_by="test")
        text = coded.document.text
        (claim,) = coded.claims
        spans = (claim.trigger, claim.evidence, *claim.actor, *claim.recipient, *claim.place,
                 *claim.time, *claim.number, *claim.source)  # fmt: skip
        assert all(text[span.start : span.end] == span.text for span in spans)
        assert report.content == row.raw


@given(st.binary(max_size=400), st.sampled_from(sorted(NEEDED)))
def test_no_bytes_break_a_reader(content, table):
    usual = {"acled": tables.acled, "ged": tables.ged, "polecat": tables.polecat}[table]({})
    items = read(usual + content, table)
    assert all(isinstance(told, Told) or told.reason in REASONS for _, told in items)


@pytest.mark.parametrize(
    ("name", "actor"),
    [("Police Forces of Kenya (2022-)", "ken.police"), ("Government of Kenya", "ken.gov"),
     ("Al Shabaab", "al-shabaab"), ("Civilians (Kenya)", "any.civilians.ken"),
     ("Unidentified Armed Group (Kenya)", None), ("Riverbank Boys", None)],
)  # fmt: skip
def test_names_are_identified_only_where_surely_so(name, actor):
    found = names.known(name, "KEN", dt.date(2031, 3, 1))
    assert (found and found.id) == actor
