"""Reports to stories, on invented reports; and the parts that this is made of."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.base.errors import AssetError
from sayso.base.nouns import Document
from sayso.link import stories_alike, stories_words
from sayso.link.stories import Gist, find_stories, group_gists, read_gist, story_similarity
from sayso.link.stories_alike import FEATURES, evidence, profile, similar_pairs
from sayso.link.stories_cluster import group
from sayso.link.stories_gist import LEAD, N_TERMS, NAME, NUMBER, term
from sayso.link.stories_words import irregular, words

QUAKE = """\
Quake of magnitude 6.1 kills 42 in Tarvenia
A strong earthquake struck the Osgol valley in northern Tarvenia on Tuesday, killing at least 42
people and flattening hundreds of houses, the civil protection office in Brenik said. The quake of
magnitude 6.1 hit at a depth of ten kilometres near Osgol, 2014's worst so far.

Rescuers dig in Osgol after deadly earthquake
Rescue teams from Brenik searched rubble in the Osgol valley on Wednesday for survivors of the
magnitude 6.1 earthquake that killed 42 people in Tarvenia. Houses in Osgol were flattened.

Tarvenia mourns 42 dead of Osgol quake
Flags flew at half mast in Brenik as Tarvenia mourned 42 people who died when an earthquake of
magnitude 6.1 shook the Osgol valley and flattened their houses."""
OTHER_QUAKE = """\
Earthquake shakes Lumera island, seven dead
An earthquake of magnitude 5.4 shook the island of Lumera early on Friday, killing seven people in
the fishing port of Cassil, officials in Dorneth said. The quake cracked the harbour wall.

Seven killed in Lumera earthquake
Seven people died in Cassil when a magnitude 5.4 earthquake shook Lumera island on Friday and the
harbour wall cracked, officials in Dorneth said."""
STRIKE = """\
Dockers of Velmouth walk out over pay
Some 3,000 dockers in Velmouth stopped work on Monday over pay, the union leader Hanne Orlick said.
The port company Tidewater refused to raise wages by eight percent.

Velmouth port at a standstill as dockers strike
Ships queued outside Velmouth as 3,000 dockers struck for pay. Tidewater, the port company, would
not raise wages by eight percent, union leader Hanne Orlick said."""


def reports(texts):
    return texts.split("\n\n")


def doc(name, text):
    return Document(report_id=name, text=text)


def docs_of(**stories):
    return [
        doc(f"{name}{i}", text)
        for name, texts in stories.items()
        for i, text in enumerate(reports(texts))
    ]


DOCS = docs_of(quake=QUAKE, other=OTHER_QUAKE, strike=STRIKE)
STORIES = (("other0", "other1"), ("quake0", "quake1", "quake2"), ("strike0", "strike1"))


def test_reports_of_one_happening_become_one_story_and_two_quakes_stay_two():
    assert find_stories(DOCS) == STORIES


@given(st.permutations(DOCS))
@settings(max_examples=20, deadline=None)
def test_the_order_of_reports_makes_no_difference(docs):
    assert find_stories(docs) == STORIES


def test_a_report_is_in_its_story_alone():
    found = [name for names in find_stories(DOCS) for name in names]
    assert sorted(found) == sorted(d.report_id for d in DOCS)


def test_an_unrelated_report_changes_no_other_story():
    added = doc("new", "Choir of Ostmark wins the singing contest at Halvern with a folk song.")
    assert set(find_stories([*DOCS, added])) == {*STORIES, ("new",)}


def test_no_documents_make_no_stories_and_empty_ones_stand_alone():
    assert find_stories([]) == ()
    assert find_stories([doc("a", ""), doc("b", ""), doc("c", "...")]) == (("a",), ("b",), ("c",))


def test_similarity_needs_nothing_but_the_two_gists():
    one, same, other = (
        read_gist(doc("", text)) for text in (*reports(QUAKE)[:2], reports(STRIKE)[0])
    )
    assert story_similarity(one, same) > 0.9
    assert story_similarity(one, other) < 0.1
    assert story_similarity(one, same) == story_similarity(same, one)
    assert story_similarity(one, one) > 0.9
    assert story_similarity(one, Gist()) == 0.0


def test_unlike_years_speak_against_and_years_in_common_for_it():
    at = FEATURES.index("years")
    first, same, other = (
        profile(read_gist(doc("", f"Shells fell on Osgol in {year}.")))
        for year in (2009, 2009, 2013)
    )
    assert evidence(first, same)[at:] == (1.0, 0.0)
    assert evidence(first, other)[at:] == (0.0, 1.0)
    assert evidence(first, profile(read_gist(doc("", "Osgol shelled."))))[at:] == (0.0, 0.0)


def test_a_gist_keeps_the_weightiest_words_and_what_they_are():
    gist = read_gist(DOCS[0])
    kinds = dict(zip(gist.terms, gist.kinds, strict=True))
    weights = dict(zip(gist.terms, gist.weights, strict=True))
    assert kinds[term("osgol")] == NAME | LEAD
    assert kinds[term("6.1")] == NUMBER | LEAD
    assert kinds[term("flatten")] == LEAD
    assert weights[term("the")] < weights[term("flatten")] < weights[term("osgol")]
    assert gist.years == (2014,)


@given(st.text())
@settings(deadline=None)
def test_any_text_has_a_gist_that_can_be_stored(text):
    gist = read_gist(doc("", text))
    assert Gist.unpack(gist.pack()) == gist
    assert list(gist.terms) == sorted(set(gist.terms))
    assert len(gist.pack()) <= 3 + 6 * N_TERMS + 2 * 15


def test_a_gist_of_another_version_is_not_read():
    packed = read_gist(DOCS[0]).pack()
    assert Gist.unpack(bytes([255]) + packed[1:]) is None
    assert Gist.unpack(b"") is None


def gists():
    rows = st.dictionaries(
        st.integers(0, 12), st.tuples(st.integers(1, 255), st.integers(0, 7)), max_size=6
    )
    years = st.sets(st.integers(2000, 2003), max_size=3)
    return st.builds(
        lambda found, named: Gist(
            terms=tuple(sorted(found)),
            weights=tuple(found[t][0] for t in sorted(found)),
            kinds=tuple(found[t][1] for t in sorted(found)),
            years=tuple(sorted(named)),
        ),
        rows,
        years,
    )


@given(st.lists(gists(), max_size=8), st.floats(0.01, 0.9))
@settings(deadline=None)
def test_pairs_found_at_once_are_those_found_one_by_one(found, least):
    alone = {
        (i, j): story_similarity(found[i], found[j])
        for i, j in itertools.combinations(range(len(found)), 2)
    }
    assert similar_pairs(found, least) == {k: p for k, p in alone.items() if p >= least}


def naive(names, pairs, threshold):
    """Average linkage as the book has it."""
    unit = {frozenset(pair): round(p * 10_000) for pair, p in pairs.items()}
    groups = [(name,) for name in sorted(names)]
    while True:
        best = max(
            (
                (
                    sum(unit.get(frozenset(p), 0) for p in itertools.product(a, b))
                    / (len(a) * len(b)),
                    # of equal means the pair with the smallest first names
                    [-ord(c) for c in min(a) + min(b)],
                    a,
                    b,
                )
                for a, b in itertools.combinations(sorted(groups), 2)
            ),
            default=None,
        )
        if best is None or best[0] < threshold * 10_000:
            return tuple(sorted(groups))
        groups = [g for g in groups if g not in best[2:]] + [tuple(sorted(best[2] + best[3]))]


pairs_of_letters = st.dictionaries(
    st.sampled_from(list(itertools.combinations("abcdefg", 2))),
    st.floats(0.0, 1.0).map(lambda x: round(x, 2)),
)


@given(pairs_of_letters, st.sampled_from([0.1, 0.3, 0.5, 0.9]))
def test_grouping_is_average_linkage(pairs, threshold):
    assert group("abcdefg", pairs, threshold) == naive("abcdefg", pairs, threshold)


@given(pairs_of_letters, st.randoms())
def test_the_order_of_names_and_pairs_makes_no_difference(pairs, rng):
    names, rows = list("abcdefg"), list(pairs.items())
    rng.shuffle(names)
    rng.shuffle(rows)
    turned = {(b, a) if rng.random() < 0.5 else (a, b): p for (a, b), p in rows}
    assert group(names, turned, 0.4) == group("abcdefg", pairs, 0.4)


def test_a_threshold_above_all_pairs_joins_nothing():
    found = {d.report_id: read_gist(d) for d in DOCS}
    assert all(len(names) == 1 for names in group_gists(found, threshold=1.01))


@pytest.mark.parametrize(
    ("printed", "base"),
    [
        ("killed", "kill"), ("Killings", "kill"), ("struck", "strike"), ("striking", "strike"),
        ("carried", "carry"), ("stopped", "stop"), ("fired", "fire"), ("succeeded", "succeed"),
        ("women", "woman"), ("crises", "crisis"), ("churches", "church"), ("houses", "house"),
        ("Osgol’s", "osgol"), ("news", "news"), ("evening", "evening"), ("1,200", "1200"),
        ("bus", "bus"), ("is", "be"), ("us", "we"), ("US", "us"),
        ("U.S.", "us"), ("buildings", "build"),
    ],
)  # fmt: skip
def test_inflected_words_become_base_forms(printed, base):
    assert words().base(printed) == base


def test_base_forms_of_the_table_and_of_the_list_stay_as_they_are():
    assert {base for base in irregular().values() if words().base(base) != base} == set()
    # "found" is the base of "founded", and a form of "find".
    homographs = irregular().keys()
    common = [b for b, row in words().rows.items() if row.texts >= 20 and b not in homographs]
    assert [base for base in common if words().base(base) != base] == []


def test_the_rarer_a_word_the_more_it_weighs():
    table = words()
    assert 0 <= table.weight("the") < table.weight("police") < table.weight("osgol")


def test_damaged_files_are_refused(monkeypatch, tmp_path):
    (tmp_path / "table").write_bytes(b"no gzip")
    monkeypatch.setattr(stories_words, "TABLE", tmp_path / "table")
    with pytest.raises(AssetError, match="table"):
        stories_words.words.__wrapped__()
    (tmp_path / "weights").write_text("[weights]\nconstant = 1.0\n")
    monkeypatch.setattr(stories_alike, "WEIGHTS", tmp_path / "weights")
    with pytest.raises(AssetError, match="weights"):
        stories_alike.weights.__wrapped__()
