"""Reports to stories: which reports tell of one happening and what came of it.

In:   documents
Out:  stories: report ids in groups, each report in one

Method: a report becomes a `Gist` (its 64 weightiest words and its years: a few hundred bytes that
can be stored); each pair that shares words gets a probability of telling one story
(`story_similarity`, a small logistic model); average linkage joins reports. No weight is counted
over the reports at hand, so that adding one report later gives what all at once give, and the order
of the reports makes no difference. Figures and how it was fitted: docs/stories.md.
Known faults: those of `stories_alike`; a report is in one story, even a digest of many.

For incidents: `story_similarity(a, b)` of the gists of two claims' reports says how likely the
reports tell one story, which can be a reason for a link. For many pairs keep `profile(gist)`
and call `alike(a, b, weights())`: 10 microseconds instead of 50.
"""

from collections.abc import Iterable, Mapping

from sayso.base.nouns import Document
from sayso.link.stories_alike import (
    Weights,
    alike,
    profile,
    similar_pairs,
    story_similarity,
    weights,
)
from sayso.link.stories_cluster import group
from sayso.link.stories_gist import Gist, read_gist

__all__ = [
    "Gist",
    "alike",
    "find_stories",
    "group_gists",
    "profile",
    "read_gist",
    "story_similarity",
    "weights",
]

# Least mean probability: held-out folds of topics 1 to 35 of ECB+ give B-cubed F1 .91 from 0.30
# to 0.40, and .90 at 0.45 (`recipes/stories/make.py --folds`).
THRESHOLD = 0.32
# Less likely pairs count as 0, so that few are held; with 0.02 the folds were no better.
_LEAST = 0.2


def find_stories(docs: Iterable[Document]) -> tuple[tuple[str, ...], ...]:
    """Group documents into stories.

    Returns:
        Report ids of each story, sorted; stories in the order of their first ids.
    """
    return group_gists({doc.report_id: read_gist(doc) for doc in docs})


def group_gists(
    gists: Mapping[str, Gist], *, threshold: float = THRESHOLD, model: Weights | None = None
) -> tuple[tuple[str, ...], ...]:
    """Group reports into stories by their gists.

    Args:
        gists: report id to gist.
        threshold: least mean probability at which two groups of reports are one story.
        model: weights of the pairs' model; those that ship by default.

    Returns:
        As `find_stories`.
    """
    names = sorted(gists)
    pairs = similar_pairs([gists[name] for name in names], _LEAST, model)
    return group(names, {(names[i], names[j]): p for (i, j), p in pairs.items()}, threshold)
