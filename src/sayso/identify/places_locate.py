"""All names of a text on the map.

In:   a text, and the spans of it that are asked for
Out:  for each span the ranked places of its name

Method: the names that the finder sees help the spans asked for; where both overlap, the span asked
for stands.
Known faults: none of its own; see `places_context` and `places_rank`.
"""

from sayso.identify.places_context import cues
from sayso.identify.places_find import find_names
from sayso.identify.places_gazetteer import Gazetteer
from sayso.identify.places_rank import Ranked, rank
from sayso.identify.places_table import Ask, Report
from sayso.identify.places_words import Name, adjectives_in

# Beyond this the names of a very long report no longer help each other: the tables of
# evidence grow with the square. 400 names fill some fifteen pages.
_MOST_NAMES = 400


def prepare(
    text: str, wanted: list[tuple[int, int]], gazetteer: Gazetteer
) -> tuple[list[Ask], Report]:
    """The names of a text with what stands around them; those asked for come first."""
    names = [Name(start, end, text[start:end]) for start, end in wanted]
    taken = sorted(wanted)
    names += [name for name in find_names(text, gazetteer) if not _overlaps(name, taken)]
    names = names[: len(wanted) + _MOST_NAMES]
    return [Ask(name, cues(name, text, gazetteer)) for name in names], Report(adjectives_in(text))


def locate(text: str, wanted: list[tuple[int, int]], gazetteer: Gazetteer) -> list[Ranked]:
    """Rank the places of the spans asked for.

    Args:
        text: the whole text of a report.
        wanted: half-open spans of place names in it.
        gazetteer: the places.
    """
    asks, report = prepare(text, wanted, gazetteer)
    return rank(asks, report, gazetteer)[: len(wanted)]


def _overlaps(name: Name, taken: list[tuple[int, int]]) -> bool:
    return any(start < name.end and name.start < end for start, end in taken)
