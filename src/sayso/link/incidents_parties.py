"""How the parties and the counts of two claims, or of two reports' accounts, compare.

In:   parties of one field, or counts, of both sides
Out:  `Found`s: at most one for a field of parties, one for each thing that is counted

Method: the best pair counts, since reports list parties more or less fully. A role
("gunmen") agrees with every actor, so it says nothing; two names that share no telling word
are two actors. Bounds agree when they overlap: "at least 12" and 15 do.
Known faults: a person and the body that he leads are two actors here; Niger and Nigeria, where
nobody identified them, belong together.
"""

import math

from sayso.link.incidents_features import Party
from sayso.link.incidents_found import Found
from sayso.link.incidents_words import words

Count = tuple[str, int | None, int | None]

_BIG = 15  # a count as large as this, told by both, is as strong as any: chance seldom does it
_CLOSE, _APART = 1.35, 3.0  # ratios: 17 and 22 are close, 8 and 30 are far apart
# Letters of a country that its adjective begins with, at least; letters of the ending, at most.
_ROOT, _ENDING = 5, 3
_PARTY = ("same", "akin", "role", "", "other")
_OPEN, _OTHER = 3, 4
_BODIES = {"", "gov", "mil", "police", "leg", "jud"}  # as `docs/actors.md` has them
_NO_STATE = ("new", "any", "p")


def parties(field: str, one: tuple[Party, ...], other: tuple[Party, ...]) -> Found | None:
    """Compare who acts or suffers: the best of all pairs counts, since lists differ in length.

    Args:
        field: "actor" or "recipient"; begins the code.
    """
    if not one or not other:
        return None
    best: tuple[int, Party, Party] | None = None
    for a in one:
        for b in other:
            rank = _party(a, b)
            if best is None or rank < best[0]:
                best = rank, a, b
                if rank == 0:
                    break
    if best is None or best[0] == _OPEN:
        return None
    rank, a, b = best
    return Found(f"{field}.{_PARTY[rank]}", 1.0, (a.name, b.name))


def _party(one: Party, other: Party) -> int:
    """0 same, 1 akin, 2 the same role or word, 3 may be the same, 4 another."""
    if one.key == other.key:
        return 0 if one.named else 2
    bodies = words().bodies
    telling = one.words - bodies, other.words - bodies
    shared = telling[0] & telling[1]
    if one.named and other.named:
        if _dotted(one.key, other.key) or shared:
            return 1
        if any(_of_one_root(a, b) for a in telling[0] for b in telling[1]):
            return 1
        return _OTHER
    if shared:
        return 1 if one.named or other.named else 2
    return _OPEN


def _of_one_root(one: str, other: str) -> bool:
    """A country and its adjective: "Orvana", "Orvanan"; the longer one begins with the shorter.

    >>> _of_one_root("orvana", "orvanan"), _of_one_root("niger", "nigeria")
    (True, True)
    """
    short, long = sorted((one, other), key=len)
    return len(short) >= _ROOT and len(long) - len(short) <= _ENDING and long.startswith(short)


def are_others(one: Party, other: Party) -> bool:
    """Whether two parties are named and have nothing to do with each other."""
    return _party(one, other) == _OTHER


def _dotted(one: str, other: str) -> bool:
    """A state and its bodies, "rus" and "rus.mil", or two bodies of one state."""
    head, _, body = one.partition(".")
    other_head, _, other_body = other.partition(".")
    return head == other_head and head not in _NO_STATE and {body, other_body} <= _BODIES


def counts(one: tuple[Count, ...], other: tuple[Count, ...]) -> list[Found]:
    """Compare counts of the same thing: the best pair of each thing counts."""
    best: dict[str, tuple[int, float, Found]] = {}
    for what, low, high in one:
        for what2, low2, high2 in other:
            if what == what2:
                rank, found = _count(what, (low, high), (low2, high2))
                if what not in best or (rank, -found.strength) < best[what][:2]:
                    best[what] = rank, -found.strength, found
    return [best[what][2] for what in sorted(best)]


def _count(
    what: str, one: tuple[int | None, int | None], other: tuple[int | None, int | None]
) -> tuple[int, Found]:
    more = (bounds(*one), bounds(*other), what)
    a, b = _figure(*one), _figure(*other)
    if one == other:
        strength = min(math.log2(1 + a) / math.log2(1 + _BIG), 1.0)
        return 0, Found("count.same", strength, more)
    low = max(one[0] or 0, other[0] or 0)
    highs = [h for h in (one[1], other[1]) if h is not None]
    if not highs or low <= min(highs):
        strength = min(math.log2(1 + min(a, b)) / math.log2(1 + _BIG), 1.0)
        ratio = (max(a, b) + 1) / (min(a, b) + 1)
        return 1, Found("count.fits", strength / max(1.0, ratio / 1.5), more)
    ratio = (max(a, b) + 1) / (min(a, b) + 1)
    if ratio <= _CLOSE:
        return 2, Found("count.close", 1.0, more)
    return (
        (3, Found("count.other", 1.0, more))
        if ratio <= _APART
        else (
            4,
            Found("count.far", 1.0, more),
        )
    )


def _figure(low: int | None, high: int | None) -> int:
    if low is None:
        return high or 0
    return low if high is None else (low + high) // 2


def bounds(low: int | None, high: int | None) -> str:
    """A count in words.

    >>> bounds(12, None), bounds(17, 17), bounds(8, 12), bounds(None, 40)
    ('at least 12', '17', '8 to 12', 'at most 40')
    """
    if low is None:
        return f"at most {high}"
    if high is None:
        return f"at least {low}"
    return f"{low}" if low == high else f"{low} to {high}"
