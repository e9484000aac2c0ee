"""The worked example: the claims of the seed report as a table in `docs/worked-example.md`.

    python -m quality.worked --data ../shared/data

In:   the seed report as received, and its annotated claims
Out:  the page with its table made anew; the text itself stays where it is, so the table names
      sentences by number and shows only the words of triggers and mentions

A claim is marked right when it is paired with an annotated one (`sayso.score.pair_claims`).
"""

import argparse
from pathlib import Path

from quality.received import code_received
from sayso.base.nouns import Claim
from sayso.score import AnnotatedClaim, AnnotatedDocument, pair_claims, read_annotated
from sayso.show.words import chain, mentions, qualifiers, type_words

PAGE = Path(__file__).resolve().parents[1] / "docs" / "worked-example.md"
START, END = "<!-- table: made by `python -m quality.worked` -->", "<!-- end of table -->"


def table(doc: AnnotatedDocument, claims: list[Claim]) -> str:
    """The claims as Markdown, and those that were missed."""
    pairs = pair_claims(doc.claims, claims)
    right = {claim.id for _, claim in pairs}
    found = {id(gold) for gold, _ in pairs}
    lines = [
        f"{len(claims)} claims, {len(pairs)} of the {len(doc.claims)} coded by hand among them.",
        "",
        "| sentence | claim | trigger | who | to whom | where | when | how many | says who | |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for claim in claims:
        cells = (
            _sentence(doc, claim.trigger.start),
            type_words(claim),
            claim.trigger.text,
            mentions(claim.actor),
            mentions(claim.recipient),
            mentions(claim.place),
            mentions(claim.time),
            mentions(claim.number),
            " < ".join(chain(claim)),
            "; ".join([*qualifiers(claim), "right" if claim.id in right else "extra"]),
        )
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "Missed:", ""]
    lines += [f"- {_missed(doc, gold)}" for gold in doc.claims if id(gold) not in found]
    return "\n".join(lines)


def _sentence(doc: AnnotatedDocument, start: int) -> str:
    at = 0
    for number, sentence in enumerate(doc.sentences, 1):
        if at <= start <= at + len(sentence):
            return str(number)
        at += len(sentence) + 1
    return "cross-head"


def _missed(doc: AnnotatedDocument, gold: AnnotatedClaim) -> str:
    number = _sentence(doc, gold.trigger.start)
    return f"sentence {number}: {gold.type.replace('_', ' ')}, “{gold.trigger.text}”"


def main() -> None:
    """Write the table into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    folder = parser.parse_args().data / "claims" / "seed"
    (doc,) = read_annotated(folder)
    claims = code_received(folder / "report.txt", doc, "model")
    head, _, rest = PAGE.read_text("utf-8").partition(START)
    tail = rest.partition(END)[2]
    PAGE.write_text(f"{head}{START}\n\n{table(doc, claims)}\n\n{END}{tail}", "utf-8")


if __name__ == "__main__":
    main()
