"""Words of a claim as linking compares them: deeds, names of places, instruments.

In:   a trigger, a mode, the words of a place or an instrument, as printed
Out:  a stem; a deed ("bomb", "arrest"), "" where the words fit any; sets of folded words

Method: a rough stemmer with a table of irregular forms, and reviewed lists of words by deed
(`incidents_words.toml`). It need not find the dictionary's form, only the same one for
"bombed" and "bombing".
Known faults: a word of two meanings has the deed that it is listed under ("strike" fits any).
"""

import functools
import re
import tomllib
from pathlib import Path

import msgspec

from sayso.base.errors import AssetError

WORDS = Path(__file__).with_name("incidents_words.toml")
_WORD = re.compile(r"[\w'’-]+")
_POSSESSIVE = re.compile(r"['’]s?$")
_ANY = "any"
_SHORTEST = 3  # letters that a stem keeps: "used" is not "us"
_LONGEST = 3  # words of a trigger that are looked up together: the codebook allows three


class _Places(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    kinds: frozenset[str]
    sites: frozenset[str]
    small: frozenset[str]


class _Parties(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    pronouns: frozenset[str]
    common: frozenset[str]


class _Listed(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    irregular: tuple[str, ...]
    deeds: dict[str, tuple[str, ...]]
    modes: dict[str, str]
    akin: dict[str, tuple[str, ...]]
    places: _Places
    parties: _Parties


class Words(msgspec.Struct, frozen=True):
    """The lists as they are used: stemmed, and both ways."""

    deeds: dict[str, str]
    modes: dict[str, str]
    akin: frozenset[tuple[str, str]]
    sites: frozenset[str]
    common: frozenset[str]  # words that are no name of a place
    small: frozenset[str]
    pronouns: frozenset[str]
    bodies: frozenset[str]  # stems of words that stand in the names of many actors


@functools.cache
def _listed() -> _Listed:
    try:
        return msgspec.toml.decode(WORDS.read_bytes(), type=_Listed)
    except (OSError, msgspec.ValidationError, tomllib.TOMLDecodeError) as err:
        raise AssetError(f"{WORDS}: {err}") from err


@functools.cache
def _irregular() -> dict[str, str]:
    forms: dict[str, str] = {}
    for line in _listed().irregular:
        base, *others = line.split()
        forms |= dict.fromkeys((base, *others), base)
    return forms


@functools.cache
def words() -> Words:
    """The reviewed lists.

    Raises:
        AssetError: the file is wrong.
    """
    listed = _listed()
    deeds = {_stems(w): deed for deed, ws in listed.deeds.items() for w in ws}
    known = {*listed.deeds, *listed.modes.values()}
    pairs = {(a, b) for a, bs in listed.akin.items() for b in bs}
    strange = {deed for pair in pairs for deed in pair} - known
    if strange:
        raise AssetError(f"{WORDS}: [akin] names no deed: {', '.join(sorted(strange))}")
    return Words(
        deeds={w: "" if deed == _ANY else deed for w, deed in deeds.items()},
        modes=listed.modes,
        akin=frozenset(pairs | {(b, a) for a, b in pairs}),
        sites=listed.places.sites,
        common=listed.places.kinds | listed.places.sites | listed.places.small,
        small=listed.places.small,
        pronouns=listed.parties.pronouns,
        bodies=frozenset(stem(w) for w in listed.parties.common),
    )


@functools.lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without its endings, the same for its forms.

    >>> [stem(w) for w in ("Bombings", "killed", "struck", "raided", "clashes")]
    ['bomb', 'kill', 'strike', 'raid', 'clash']
    """
    word = word.casefold()
    known = _irregular()
    if word in known:
        return known[word]
    for ending in ("ings", "ing", "ed", "es", "s", "e"):
        bare = word.removesuffix(ending)
        if bare != word and len(bare) >= _SHORTEST and not word.endswith("ss"):
            if bare in known:
                return known[bare]
            if bare + "e" in known:
                return known[bare + "e"]
            if ending not in ("s", "e") and bare[-1] == bare[-2] and bare[-1] not in "lsz":
                bare = bare[:-1]
            return known.get(bare, bare)
    return word


def _stems(text: str) -> str:
    return " ".join(stem(w) for w in _WORD.findall(text))


@functools.lru_cache(maxsize=50_000)
def deed_of(trigger: str, mode: str = "") -> tuple[str, str]:
    """Give the stem of a trigger's telling word, and the deed.

    Args:
        trigger: as printed.
        mode: as the codebook names it; it says more of the deed than most words.

    Returns:
        Stem and deed; the deed is "" where mode and words fit any.

    >>> deed_of("car bombings"), deed_of("killed"), deed_of("called for"), deed_of("raid", "aerial")
    (('bomb', 'bomb'), ('kill', ''), ('call', ''), ('raid', 'air'))
    """
    lists = words()
    parts = [stem(w) for w in _WORD.findall(trigger)]
    telling = [part for part in parts if part not in lists.small] or parts
    told, deed = (telling[0] if telling else ""), ""
    for length in range(min(_LONGEST, len(parts)), 0, -1):
        runs = [" ".join(parts[i : i + length]) for i in range(len(parts) - length + 1)]
        hits = [run for run in runs if run in lists.deeds]
        if hits:
            hit = max(hits, key=lambda run: (bool(lists.deeds[run]), run))
            deed = lists.deeds[hit]
            told = [w for w in hit.split() if w not in lists.small][-1]
            break
    return told, lists.modes.get(mode) or deed


def are_akin(one: str, other: str) -> bool:
    """Whether reports may call one happening by either deed; also when a deed is unknown."""
    return not one or not other or one == other or (one, other) in words().akin


@functools.lru_cache(maxsize=50_000)
def place_words(text: str) -> frozenset[str]:
    """The words of a place that tell it from others, folded.

    >>> sorted(place_words("the crowded market of Dreva")), sorted(place_words("the village"))
    (['dreva'], [])
    """
    common = words().common
    found = (_POSSESSIVE.sub("", w.casefold()) for w in _WORD.findall(text))
    return frozenset(w for w in found if w and w not in common)


@functools.lru_cache(maxsize=50_000)
def site_words(text: str) -> frozenset[str]:
    """The sites that the words name: two happenings in one town may differ in these.

    >>> sorted(site_words("the Dreva bus station"))
    ['bus', 'station']
    """
    sites = words().sites
    return frozenset(w for w in (v.casefold() for v in _WORD.findall(text)) if w in sites)


@functools.lru_cache(maxsize=50_000)
def tool_words(text: str) -> frozenset[str]:
    """The stems of an instrument's words.

    >>> sorted(tool_words("a car bomb"))
    ['bomb', 'car']
    """
    small = words().small
    return frozenset(stem(w) for w in _WORD.findall(text) if w.casefold() not in small)
