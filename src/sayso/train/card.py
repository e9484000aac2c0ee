"""The model card: what the model is, what it was trained on, how good it is, where it fails.

In:   the recipe, counts of the training examples, scores on the development documents and on
      documents never trained on, the recipe's page of known failures
Out:  Markdown, shipped beside the weights

Figures come from the graphs that ship, with intervals over documents.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sayso.base.nouns import ROLES
from sayso.score import AnnotatedDocument, Figure, Scores, intervals
from sayso.score.figures import Item
from sayso.train.examples import Example
from sayso.train.recipe import Recipe

_HEAD: tuple[tuple[str, Item], ...] = (
    ("event claim", ("event", "claim")),
    ("event, who to whom", ("event", "who to whom")),
    ("event, all roles", ("event", "all roles")),
    ("event source", ("event", "source")),
    ("relation claim", ("relation", "claim")),
    ("relation, who to whom", ("relation", "who to whom")),
    ("status of paired claims", ("all", "status")),
    ("not asserted", ("all", "not asserted")),
    ("hedged", ("all", "hedged F1")),
    ("mode of paired events", ("event", "mode")),
)


class Measured(NamedTuple):
    """One set of documents with its scores."""

    name: str
    documents: Sequence[AnnotatedDocument]
    scores: Scores


def card(
    recipe: Recipe,
    *,
    examples: Sequence[Example],
    left: Mapping[str, int],
    thresholds: Mapping[str, float],
    sets: Sequence[Measured],
    failures: str,
) -> str:
    """Write the card."""
    fit = recipe.fit
    limits = ", ".join(f"{kind} {limit:.2f}" for kind, limit in thresholds.items())
    sources = Counter(_source(e.doc) for e in examples)
    claims = Counter(_source(e.doc) for e in examples for _ in e.claims)
    lines = [
        f"# Model card: {recipe.name}",
        "",
        "Made by training (`make train`), not by hand. It draws claims from English news: for each",
        "sentence the triggers of 30 claim types, and for each trigger its roles, voices, status,",
        "doubt and mode. It is for research, accountability and relief; it judges nobody, and what",
        "it draws is to be read beside its sentence.",
        "",
        "- Network: MiniLM-L6 (22 M weights), forked after layer 4; see `docs/model.md`.",
        f"- Base weights: all-MiniLM-L6-v2, Apache-2.0, sha256 {recipe.base.sha256[:16]}...",
        f"- Training: seed {recipe.seed}, {fit.epochs} epochs, batch {fit.batch},",
        f"  rate {fit.rate:g}, factor {fit.decay_per_layer:g} a layer, average {fit.average:g}.",
        *_finish(recipe),
        "- Split: by document. The documents measured on below were never trained on.",
        f"- Thresholds, chosen on the development documents: {limits}.",
        "- Annotations: by careful language-model coders with the codebook, not by people; two of",
        "  them agree at .94 (event claim), .90 (who to whom), .89 (all roles), .84 (source).",
        "",
        "## Trained on",
        "",
        "| source of text | sentences | claims |",
        "|---|---|---|",
        *(f"| {name} | {n} | {claims[name]} |" for name, n in sorted(sources.items())),
        "",
        "Left out: " + "; ".join(f"{n} x {why}" for why, n in sorted(left.items())) + ".",
    ]
    for measured in sets:
        lines += ["", *_set_lines(measured)]
    return "\n".join(lines) + "\n\n" + failures.strip() + "\n"


def _finish(recipe: Recipe) -> list[str]:
    last = recipe.finish
    if last is None:
        return []
    without = " or ".join(last.leave_out)
    return [
        f"- Then {last.epochs} epochs at rate {last.rate:g} without documents whose ids begin with",
        f"  {without} (stories by a language model, invented reports).",
    ]


def _source(doc: str) -> str:
    """The first part of a document's id: "voa-0123" is of "voa", "inva07-2" of "inva"."""
    name = doc.partition("-")[0]
    return name if len(name) <= _SHORT else name.rstrip("0123456789")


def _set_lines(measured: Measured) -> list[str]:
    scores = measured.scores
    ranges = intervals(scores)
    n_claims = sum(len(d.claims) for d in measured.documents)
    n_sentences = sum(len(d.sentences) for d in measured.documents)
    size = f"{len(measured.documents)} documents, {n_sentences} sentences, {n_claims} claims"
    lines = [f"## {measured.name}: {size}", "", *_TABLE]
    lines += [_row(label, item, scores, ranges) for label, item in _HEAD]
    lines += ["", "By role:", "", *_TABLE]
    for kind in ("event", "relation"):
        lines += [
            _row(f"{kind} {role}", (kind, role), scores, ranges)
            for role in ROLES
            if scores.figure(kind, role).annotated
        ]
    types = sorted(g for g, name in scores.items if g.startswith("type ") and name == "claim")
    lines += ["", "By type (claim):", "", *_TABLE]
    lines += [_row(group[5:], (group, "claim"), scores, ranges) for group in types]
    return lines


_SHORT = 4  # "g5" and "re3d" are names; longer ones end in a number
_TABLE = ("| | F1 | 95 % | precision | recall | annotated |", "|---|---|---|---|---|---|")


def _row(label: str, item: Item, scores: Scores, ranges: Mapping[Item, tuple[float, float]]) -> str:
    figure: Figure = scores.figure(*item)
    low_high = "-".join(f"{end:.2f}" for end in ranges[item]) if item in ranges else ""
    return (
        f"| {label} | {figure.f1:.3f} | {low_high} | {figure.precision:.3f} | "
        f"{figure.recall:.3f} | {figure.annotated} |"
    )
