"""Fit the weights by which accounts are judged to tell of one happening.

In:   the folder of shared data: ECB+ (topics 1 to 35 alone) and the news of `clusters`; the
      tuning half of `quality/incidents`; `prior.toml`
Out:  `src/sayso/link/incidents_weights.toml`

Method: logistic regression on the findings of pairs, each weight drawn to its prior (a Gaussian
prior, the mode of the posterior by Newton's method), no sign turned. Pairs across reports:
accounts of the tuning half, all pairs of near types; ECB+, coded by the model, claims matched
to annotated mentions by their trigger: one chain is one happening, the two stories of a topic are
two, what differs within a story counts half where the types leave no doubt; the news, coded
likewise: accounts of two stories that share a block are two. Within a report: the tuning half and
ECB+. The bias within a report is lowered afterwards (`SHIFT`), since clusters are joined by their
best pair first, and what a person reads as one happening begins with the likeliest.
Known faults: ECB+ has no days of publication, and splits an attack from the deaths in it, which
for sayso are one: pairs of ASSAULT and COERCE within a story are left out.

Run `python recipes/incidents/fit.py FOLDER_OF_SHARED_DATA [--report]`; five minutes, half of them
for coding.
"""

import argparse
import datetime as dt
import itertools
import json
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]
from quality.incidents_gold import read_half  # noqa: E402

from ecbplus import TUNE, Text, read_texts  # noqa: E402
from sayso.base.nouns import Claim, Media, Report  # noqa: E402
from sayso.config import Settings, with_choices  # noqa: E402
from sayso.link.incidents_accounts import Account, around, pool  # noqa: E402
from sayso.link.incidents_blocks import blocks_of, pairs  # noqa: E402
from sayso.link.incidents_features import Telling, tellings  # noqa: E402
from sayso.link.incidents_report import read_report  # noqa: E402
from sayso.link.incidents_score import Sort, findings  # noqa: E402
from sayso.pipeline import Tools, code_report, load_tools  # noqa: E402

OUT = ROOT / "src/sayso/link/incidents_weights.toml"
DRAW = np.random.default_rng(0)
# Swept on the tuning half: ridge 4 to 16, its own weight 2 to 6, strength 3 to 8: CoNLL F1 from
# .88 to .89 with the best shift, flat around these.
RIDGE, STRONG = 8.0, 3.0
SURE = ("day.", "place.", "count.", "status.", "reports.", "site.", "actor.")  # drawn `STRONG`er
SHIFT = -0.8  # 0, -.4, -.6, -.8, -1.0, -1.1 tried: B-cubed and CoNLL F1 are best here
OWN, SAME = 4.0, 2.0  # of a pair of the tuning half; of one that is the same, times as much again
_FORCE = frozenset({"ASSAULT", "COERCE"})
_PART = 0.3  # of the pairs of two happenings in one story of ECB+ that are kept


class Row(NamedTuple):
    """A pair: whether it is one happening, how much it counts, what was found, whence it is."""

    same: bool
    weight: float
    found: dict[str, float]
    source: str


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--report", action="store_true", help="print each weight and its pairs")
    options = parser.parse_args()
    prior = tomllib.loads((Path(__file__).with_name("prior.toml")).read_text(encoding="utf-8"))
    tools = load_tools(with_choices(Settings(), extractor="model", identify=True))
    stories = ecb(options.data / "bench/stories", tools)
    rows: dict[Sort, list[Row]] = {"across": [], "within": []}
    own(rows)
    from_ecb(stories, rows)
    rows["across"] += news(options.data / "bench/clusters/news_cluster", tools)
    fitted: dict[Sort, dict[str, float]] = {}
    for sort, its in rows.items():
        fitted[sort] = fit(its, prior[sort])
        if options.report:
            report(sort, its, prior[sort], fitted[sort])
    fitted["within"]["bias.within"] += SHIFT
    OUT.write_text(_HEAD + "\n\n".join(_table(sort, fitted[sort], prior[sort]) for sort in rows))


_HEAD = """# What each finding weighs: log odds, base e; made by recipes/incidents/fit.py, whose
# head says how. A code's words stand in incidents_found.py. "across": two reports; "within": one.

"""


def _table(sort: str, weights: dict[str, float], prior: dict[str, float]) -> str:
    lines = [f'"{code}" = {round(weights[code], 2)}' for code in prior]
    return f"[{sort}]\n" + "\n".join(lines) + "\n"


# --- pairs --------------------------------------------------------------------------------


def vector(one: Account, other: Account, sort: Sort) -> dict[str, float]:
    """What is found on a pair: code to strength."""
    found: dict[str, float] = defaultdict(float)
    for code, strength, _ in findings(one, other, sort):
        found[code] += strength
    return found


def accounts(told: Sequence[Telling], of: dict[str, str]) -> list[tuple[Account, str]]:
    """The tellings of a report pooled by happening, those without one left out."""
    behind = around(told)
    groups: dict[str, list[Telling]] = defaultdict(list)
    for telling in told:
        if telling.claim in of:
            groups[of[telling.claim]].append(telling)
    return [(pool(its, behind), happening) for happening, its in groups.items()]


def within(told: Sequence[Telling], of: dict[str, str]) -> Iterator[tuple[Account, Account, bool]]:
    """All pairs of claims of one report whose happenings are known."""
    behind = around(told)
    single = [pool([t], behind) for t in told if t.claim in of]
    for one, other in itertools.combinations(single, 2):
        yield one, other, of[one.lead] == of[other.lead]


def own(rows: dict[Sort, list[Row]]) -> None:
    """The tuning half, claims coded by hand, accounts as they should be."""
    half = read_half("tuning")
    known: list[tuple[Account, str]] = []
    for doc, claims in half.reports:
        told = tellings(claims, doc.published)
        for one, other, same in within(told, half.happening):
            add(rows["within"], vector(one, other, "within"), same, OWN, "own")
        known += accounts(told, half.happening)
    for (one, a), (other, b) in itertools.combinations(known, 2):
        if one.report != other.report:
            add(rows["across"], vector(one, other, "across"), a == b, OWN, "own")


def add(rows: list[Row], found: dict[str, float], same: bool, weight: float, source: str) -> None:
    """Keep a pair; those of types that are never one happening teach nothing."""
    if "type.far" not in found:
        rows.append(Row(same, weight * (SAME if same and source == "own" else 1), found, source))


# --- ECB+ ---------------------------------------------------------------------------------


class Story(NamedTuple):
    """A coded document of ECB+: its story, its tellings, claim to chain."""

    topic: int
    story: str
    told: tuple[Telling, ...]
    chain: dict[str, str]


def ecb(folder: Path, tools: Tools) -> list[Story]:
    """Code the documents of topics 1 to 35."""
    found = []
    for text in read_texts(folder, TUNE):
        claims = coded(text.name, [" ".join(words) for words in text.sentences.values()], tools)
        chain = {c.id: name for c in claims if (name := chain_of(text, c))}
        found.append(Story(text.topic, text.story, tellings(claims, None), chain))
    return found


def coded(name: str, sentences: list[str], tools: Tools) -> tuple[Claim, ...]:
    """The claims of sentences, as the model draws them."""
    line = json.dumps({"id": name, "sentences": sentences}).encode()
    report = Report(
        report_id=name, content=line, media=Media.JSON, origin=name, sentences=tuple(sentences)
    )
    return code_report(report, tools).claims


def chain_of(text: Text, claim: Claim) -> str:
    """The chain of the annotated mention that the trigger overlaps most, "" for none."""
    best = (0, "")
    starts, at = {}, 0
    for number, words in text.sentences.items():
        starts[number] = at
        at += len(" ".join(words)) + 1
    for mention in text.mentions:
        words = text.sentences[mention.sentence]
        first, last = mention.tokens[0], mention.tokens[-1]
        start = starts[mention.sentence] + len(" ".join(words[:first])) + (first > 0)
        end = start + len(" ".join(words[first : last + 1]))
        shared = min(end, claim.trigger.end) - max(start, claim.trigger.start)
        best = max(best, (shared, mention.chain))
    return best[1] if best[0] > 0 else ""


def from_ecb(stories: list[Story], rows: dict[Sort, list[Row]]) -> None:
    """Pairs of one topic."""
    by_topic: dict[int, list[tuple[Account, str, str]]] = defaultdict(list)
    for story in stories:
        for one, other, same in within(story.told, story.chain):
            if same or not {one.type, other.type} <= _FORCE:
                weight = 0.7 if same else 0.3
                add(rows["within"], vector(one, other, "within"), same, weight, "ecb")
        its = accounts(story.told, story.chain)
        by_topic[story.topic] += [(a, chain, story.story) for a, chain in its]
    for known in by_topic.values():
        for (one, a, s), (other, b, t) in itertools.combinations(known, 2):
            if one.report == other.report:
                continue
            force = {one.type, other.type} <= _FORCE
            if a != b and s == t and (force or DRAW.random() > _PART):
                continue
            weight = 0.3 if a == b else 0.5 if s != t else 0.15
            add(rows["across"], vector(one, other, "across"), a == b, weight, "ecb")


# --- news ---------------------------------------------------------------------------------


def news(folder: Path, tools: Tools) -> list[Row]:
    """Accounts of two stories that share a block."""
    story: dict[str, str] = {}
    known: dict[str, Account] = {}
    for path in sorted(folder.glob("*.json")):
        article = json.loads(path.read_text(encoding="utf-8"))
        if not article.get("text"):
            continue
        day = (article.get("date_publish") or "")[:10]
        published = dt.date.fromisoformat(day) if day else None
        line = json.dumps({k: article.get(k) or "" for k in ("text", "title")} | {"id": path.stem})
        report = Report(
            report_id=path.stem,
            content=line.encode(),
            media=Media.JSON,
            origin=path.name,
            title=article.get("title") or "",
            outlet=article.get("source_domain") or "",
            published=published,
            published_from="given" if published else None,
        )
        story[path.stem] = article["newsCluster"]["Event"]
        claims = code_report(report, tools).claims
        known |= {a.lead: a for a in read_report(claims, published).accounts}
    rows: list[Row] = []
    for a, b in sorted(pairs(blocks_of(known.values()))):
        one, other = known[a], known[b]
        if story[one.report] != story[other.report]:
            add(rows, vector(one, other, "across"), False, 0.5, "news")
    return rows


# --- the fit ------------------------------------------------------------------------------


def fit(rows: list[Row], prior: dict[str, float]) -> dict[str, float]:
    """The mode of the posterior; a weight that would turn its sign is held at 0."""
    codes = list(prior)
    column = {code: n for n, code in enumerate(codes)}
    x = np.zeros((len(rows), len(codes)))
    for n, row in enumerate(rows):
        for code, strength in row.found.items():
            if code in column:
                x[n, column[code]] = strength
    y = np.array([float(row.same) for row in rows])
    w = np.array([row.weight for row in rows])
    mean = np.array([prior[code] for code in codes])
    pull = np.array([RIDGE * (STRONG if code.startswith(SURE) else 1.0) for code in codes])
    b, held = mean.copy(), np.zeros(len(codes), dtype=bool)
    while True:
        for _ in range(50):
            p = 1 / (1 + np.exp(-x @ b))
            slope = x.T @ (w * (p - y)) + pull * (b - mean)
            curve = (x.T * (w * p * (1 - p))) @ x + np.diag(pull)
            slope[held] = 0
            curve[held, :] = curve[:, held] = 0
            curve[held, held] = 1
            step = np.linalg.solve(curve, slope)
            b -= step
            if np.abs(step).max() < 1e-6:
                break
        turned = (b * np.sign(mean) < 0) & ~held
        if not turned.any():
            return dict(zip(codes, (float(v) + 0.0 for v in b), strict=True))
        b[turned] = 0
        held |= turned


def report(sort: Sort, rows: list[Row], prior: dict[str, float], new: dict[str, float]) -> None:
    """Show what each source's pairs come to, and what became of each weight."""
    for source in sorted({row.source for row in rows}):
        its = [row for row in rows if row.source == source]
        odds = [sum(new.get(c, 0) * s for c, s in row.found.items()) for row in its]
        right = sum((o > 0) == row.same for o, row in zip(odds, its, strict=True))
        same = sum(row.same for row in its)
        sys.stdout.write(f"{sort}, {source}: {len(its)} pairs, {same} the same; {right} right\n")
    for code, before in prior.items():
        n = sum(code in row.found for row in rows)
        sys.stdout.write(f"  {code:18} {before:6.2f} -> {new[code]:6.2f}  ({n} pairs)\n")


if __name__ == "__main__":
    main()
