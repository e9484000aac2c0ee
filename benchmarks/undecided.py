"""Count how many times and places of annotated claims are decided, and list what they became.

In:   a folder with `docs.jsonl` and `claims.jsonl`, by argument or at
      ../shared/data/claims/dev beside the checkout
Out:  mentions that are decided, decided in part, undecided; with `--list` every one of them, for
      reading by eye: nobody annotated days and places there, so that no wrong ones can be counted

Method: the mentions are those of the annotated claims, each once for a document. A time is decided
when both its ends are known, in part when one is open ("since July"). A place is decided
when it has an id, in part when only a country or a region is known.

Run `python benchmarks/undecided.py [FOLDER] [--list]`.
"""

import argparse
import datetime as dt
import json
import sys
from collections import Counter
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from quality import linking  # noqa: E402  the checkout's folder, not a package
from sayso.base.nouns import Claim, Document, Place, Time  # noqa: E402
from sayso.identify.names import identify  # noqa: E402
from sayso.identify.times import date_claims  # noqa: E402
from sayso.score import AnnotatedDocument, read_annotated  # noqa: E402

BESIDE = ROOT.parent / "shared/data/claims/dev"


def verdict(mention: Time | Place) -> str:
    """Say how far a mention was decided.

    >>> verdict(Place(start=0, end=4, text="Iraq", geonameid=99237, country="IRQ"))
    'decided'
    >>> verdict(Time(start=0, end=5, text="today"))
    'undecided'
    """
    if isinstance(mention, Time):
        known = (mention.earliest is not None) + (mention.latest is not None)
        return ("undecided", "in part", "decided")[known]
    if mention.geonameid is not None:
        return "decided"
    return "in part" if mention.country or mention.precision else "undecided"


def became(mention: Time | Place) -> str:
    """Say what a mention became, for people."""
    if isinstance(mention, Time):
        return f"{mention.earliest} to {mention.latest}, {mention.precision}, {mention.basis}"
    return f"{mention.name} {mention.geonameid or ''} {mention.country} {mention.precision}"


def settled(
    annotated: AnnotatedDocument, day: dt.date | None
) -> tuple[tuple[Claim, ...], Document]:
    """Date and identify the annotated claims of a document."""
    doc = msgspec.structs.replace(linking.document_of(annotated), published=day)
    claims = tuple(
        msgspec.structs.replace(
            claim,
            status=said.status,
            time=tuple(Time(start=m.start, end=m.end, text=m.text) for m in said.roles["time"]),
        )
        for claim, said in zip(linking.claims_of(annotated), annotated.claims, strict=True)
    )
    return identify(date_claims(claims, doc), doc), doc


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=BESIDE)
    parser.add_argument("--list", action="store_true", help="print every mention")
    args = parser.parse_args()
    if not args.folder.is_dir():
        print(f"{args.folder}: not there. Give a folder with docs.jsonl and claims.jsonl.")
        return 2
    rows = map(json.loads, (args.folder / "docs.jsonl").read_text("utf-8").splitlines())
    days = {row["doc"]: row.get("date") for row in rows}
    counts: Counter[tuple[str, str]] = Counter()
    whens: Counter[str] = Counter()
    for annotated in read_annotated(args.folder):
        day = days[annotated.doc]
        claims, doc = settled(annotated, dt.date.fromisoformat(day) if day else None)
        seen = set()
        for claim in claims:
            whens[claim.when.basis if claim.when else "undecided"] += 1
            for kind, mentions in (("times", claim.time), ("places", claim.place)):
                for mention in mentions:
                    if (kind, mention.start, mention.end) in seen:
                        continue
                    seen.add((kind, mention.start, mention.end))
                    counts[kind, verdict(mention)] += 1
                    if args.list:
                        print(f"{kind} {doc.report_id} {doc.published}: {mention.text!r}:", end=" ")
                        print(f"{verdict(mention)}: {became(mention)}")
    for kind in ("times", "places"):
        each = [counts[kind, word] for word in ("decided", "in part", "undecided")]
        print(f"{kind}: {sum(each)} mentions, {each[0]} decided, {each[1]} in part, {each[2]} open")
    print("when of claims, by basis:", ", ".join(f"{n} {b}" for b, n in sorted(whens.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
