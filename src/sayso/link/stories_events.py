"""Happenings across the reports of a story, from mentions of them.

In:   mentions of happenings (words, their sentence, their report) and the story of each report
Out:  the mentions in groups, each group one happening

Method: mentions of unlike stories are never joined. Each pair of one story gets a probability from
a logistic model: same head, heads of one family, how often such heads named one happening in
annotated news, the words around, one sentence, how rare the head is, how many of the story's
reports have it. Average linkage joins them (`stories_cluster`). The plain rule, one happening
for each head in a story, is `same_heads`.
Known faults: happenings that run over two stories are cut. The words around stand in for who and
where: two killings told with the same names are joined. Speech ("said") is told apart badly.
"""

import functools
import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from sayso.base.errors import AssetError
from sayso.base.nouns import Noun
from sayso.link.stories_acts import Heads, head, heads
from sayso.link.stories_cluster import group
from sayso.link.stories_words import Words, words

WEIGHTS = Path(__file__).with_name("stories_event_weights.toml")

FEATURES = (
    "same_head", "same_form", "family", "known", "steady", "near", "one_sentence", "rare",
    "same_rare", "widespread",
)  # fmt: skip
"""What of a pair is weighed, in this order."""

# Held-out folds of topics 1 to 35 of ECB+: CoNLL F1 .800 at .40, and within .006 from .30 to .50.
THRESHOLD = 0.4
_LEAST = 0.02  # less likely pairs count as 0
_NEAR = 5  # words on either side; 3 gives the same on the folds, 8 .0015 less
_FULL = 8.0  # a word's weight at most, so that `rare` lies in [0, 1]


class EventMention(Noun, kw_only=True, frozen=True):
    """Words that name a happening.

    Attributes:
        id: unlike for unlike mentions.
        report: id of the report.
        sentence: number of the sentence in it.
        tokens: the sentence's tokens.
        at: places of the mention's tokens among them, ascending.
    """

    id: str
    report: str
    sentence: int
    tokens: tuple[str, ...]
    at: tuple[int, ...]


class Weights(NamedTuple):
    """Of the logistic model: the constant, then one a feature."""

    constant: float
    features: tuple[float, ...]


class Seen(NamedTuple):
    """A mention made ready for comparison."""

    mention: EventMention
    head: str
    form: str  # its last word, as printed but for case
    rare: float
    near: dict[str, float]  # base forms around it, with their weights
    norm: float


def see(mention: EventMention, table: Words) -> Seen:
    """Make a mention ready for comparison."""
    own = [mention.tokens[i] for i in mention.at]
    found = head(own, table)
    near = {}
    for i in range(max(mention.at[0] - _NEAR, 0), mention.at[-1] + _NEAR + 1):
        if i < len(mention.tokens) and i not in mention.at:
            word = mention.tokens[i]
            if any(c.isalnum() for c in word):
                base = table.base(word)
                near[base] = table.weight(base)
    norm = math.sqrt(sum(w * w for w in near.values()))
    return Seen(mention, found, own[-1].lower(), table.weight(found) / _FULL, near, norm)


def evidence(a: Seen, b: Seen, share: Mapping[str, float], known: Heads) -> tuple[float, ...]:
    """What is weighed of a pair, as `FEATURES` names it; the same for (a, b) and (b, a).

    Args:
        share: head to the share of the story's reports that have a mention with it.
    """
    same = a.head == b.head
    log_odds = known.known(a.head, b.head)
    shared = sum(w * b.near[base] for base, w in a.near.items() if base in b.near)
    rare = (a.rare + b.rare) / 2
    where = [(s.mention.report, s.mention.sentence) for s in (a, b)]
    return (
        float(same),
        float(same and a.form == b.form),
        float(not same and known.are_family(a.head, b.head)),
        0.0 if same else log_odds,
        log_odds if same else 0.0,
        shared / (a.norm * b.norm) if shared else 0.0,
        float(where[0] == where[1]),
        rare,
        rare if same else 0.0,
        max(share[a.head], share[b.head]),
    )


def shares(seen: Iterable[Seen]) -> dict[str, float]:
    """Head to the share of the reports that have a mention with it."""
    reports: dict[str, set[str]] = {}
    for one in seen:
        reports.setdefault(one.head, set()).add(one.mention.report)
    every = len(set().union(*reports.values()))
    return {found: len(those) / every for found, those in reports.items()}


def group_events(
    mentions: Sequence[EventMention],
    story: Mapping[str, str],
    *,
    threshold: float = THRESHOLD,
    model: Weights | None = None,
    known: Heads | None = None,
) -> tuple[tuple[str, ...], ...]:
    """Group mentions into happenings.

    Args:
        mentions: in any order.
        story: report id to the name of its story.
        threshold: least mean probability at which two groups of mentions are one happening.
        model, known: what ships by default.

    Returns:
        Mention ids of each happening, sorted; happenings in the order of their first ids.
    """
    model, known = model or weights(), known or heads()
    pairs: dict[tuple[str, str], float] = {}
    for of_story in _by_story(mentions, story):
        seen = [see(mention, words()) for mention in of_story]
        share = shares(seen)
        for i, a in enumerate(seen):
            for b in seen[:i]:
                found = evidence(a, b, share, known)
                odds = model.constant + sum(
                    w * x for w, x in zip(model.features, found, strict=True)
                )
                likely = round(1 / (1 + math.exp(-odds)), 4)
                if likely >= _LEAST:
                    pairs[a.mention.id, b.mention.id] = likely
    return group([mention.id for mention in mentions], pairs, threshold)


def same_heads(
    mentions: Sequence[EventMention], story: Mapping[str, str]
) -> tuple[tuple[str, ...], ...]:
    """Group mentions by the plain rule: one happening for each head in each story."""
    found: dict[tuple[str, str], list[str]] = {}
    for mention in mentions:
        own = head([mention.tokens[i] for i in mention.at], words())
        found.setdefault((story[mention.report], own), []).append(mention.id)
    return tuple(sorted(tuple(sorted(ids)) for ids in found.values()))


def _by_story(
    mentions: Sequence[EventMention], story: Mapping[str, str]
) -> list[list[EventMention]]:
    found: dict[str, list[EventMention]] = {}
    for mention in sorted(mentions, key=lambda m: m.id):
        found.setdefault(story[mention.report], []).append(mention)
    return list(found.values())


@functools.cache
def weights() -> Weights:
    """Read the weights that ship.

    Raises:
        AssetError: they are missing or do not fit `FEATURES`.
    """
    try:
        tree = tomllib.loads(WEIGHTS.read_text("utf-8"))["weights"]
        return Weights(tree["constant"], tuple(tree[name] for name in FEATURES))
    except (OSError, tomllib.TOMLDecodeError, KeyError) as err:
        raise AssetError(f"{WEIGHTS.name}: {err}") from err
