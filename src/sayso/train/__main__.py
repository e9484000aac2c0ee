"""Run a recipe: from annotated reports to the model that ships.

    python -m sayso.train recipes/claims --data DATA [--run RUN] [--out FOLDER]

In:   a recipe folder, a data folder, a run folder
Out:  in the run folder `base/`, `state.pt`, `log.jsonl`, `left_out.json`; in the out folder the
      model: graphs, tokenizer, manifest, card

Each step keeps what it made in the run folder; a run that was stopped goes on there.
"""

import argparse
import json
import logging
from pathlib import Path

import msgspec
import torch

from sayso.base.errors import SaysoError
from sayso.base.ontology import load
from sayso.extract.encode import Encoder
from sayso.extract.labels import Labels
from sayso.extract.model import WEIGHTS
from sayso.score import read_annotated, score
from sayso.train.base import base_files
from sayso.train.card import Measured, card
from sayso.train.choose import choose, coded_by, drawer
from sayso.train.examples import Builder, Example
from sayso.train.export import Made, export
from sayso.train.fit import fit_network
from sayso.train.network import ClaimNet, Sizes
from sayso.train.recipe import Recipe, read_recipe

log = logging.getLogger("sayso.train")

_ANY = 0.5  # stands in the manifest until the thresholds are chosen


def gather(recipe: Recipe, data: Path, builder: Builder) -> list[Example]:
    """Build the training examples; the builder counts what was left out."""
    apart = Builder(builder.labels, builder.encoder)
    unseen = frozenset(
        example.text
        for folder in (recipe.data.dev, *recipe.data.unseen)
        for example in apart.folder(data / folder)
    )
    return [e for folder in recipe.data.train for e in builder.folder(data / folder, unseen)]


def repeated(recipe: Recipe, examples: list[Example]) -> list[Example]:
    """The examples with those that the recipe reads more than once in an epoch."""
    again = [
        e
        for e in examples
        for start, n in recipe.data.repeat.items()
        if e.doc.startswith(start)
        for _ in range(n - 1)
    ]
    return examples + again


def finish(net: ClaimNet, recipe: Recipe, examples: list[Example], run: Path) -> ClaimNet:
    """Fit once more, shortly, on the documents that the recipe does not leave out."""
    last = recipe.finish
    assert last is not None
    kept = [e for e in examples if not e.doc.startswith(last.leave_out)]
    fit = msgspec.structs.replace(
        recipe.fit, epochs=last.epochs, rate=last.rate, average=last.average
    )
    return fit_network(net, kept, fit, recipe.seed, run)


def run_recipe(recipe_folder: Path, data: Path, run: Path, out: Path) -> None:
    """Run every step of a recipe that is not done yet."""
    run.mkdir(parents=True, exist_ok=True)
    recipe = read_recipe(recipe_folder / "recipe.toml")
    weights, tokenizer = base_files(recipe.base, run / "base")
    labels = Labels.of(load())
    builder = Builder(labels, Encoder(tokenizer))
    examples = gather(recipe, data, builder)
    left = dict(builder.left)
    (run / "left_out.json").write_text(json.dumps(left, indent=1) + "\n")
    n_claims = sum(len(e.claims) for e in examples)
    log.info("%d sentences, %d claims; left out: %s", len(examples), n_claims, left)
    torch.manual_seed(recipe.seed)
    net = ClaimNet(
        Sizes(n_types=len(labels.types), n_roles=len(labels.tags), n_modes=len(labels.modes))
    )
    net.start_from(weights)
    net = fit_network(net, repeated(recipe, examples), recipe.fit, recipe.seed, run)
    if recipe.finish is not None:
        net = finish(net, recipe, repeated(recipe, examples), run / "finish")
    made = Made(labels=labels, tokenizer=tokenizer, name=recipe.name, base=recipe.base.sha256)
    export(net, made, [_ANY] * len(labels.types), 0.0, run / "model")
    dev = read_annotated(data / recipe.data.dev)
    chosen, scores = choose(run / "model", labels, dev, recipe.fit.threads)
    export(net, made, chosen.thresholds, chosen.support, out)
    drawn = drawer(out, labels, chosen, recipe.fit.threads)
    sets = [Measured("Development documents (chosen and tuned on)", dev, scores)]
    for folder in recipe.data.unseen:
        documents = read_annotated(data / folder)
        sets.append(
            Measured(
                f"Never seen: {folder}", documents, score(documents, coded_by(drawn, documents))
            )
        )
    limits = dict(zip(labels.kinds, chosen.thresholds, strict=True))
    limits["support of the word rules"] = chosen.support
    failures = (recipe_folder / "failures.md").read_text(encoding="utf-8")
    text = card(
        recipe, examples=examples, left=left, thresholds=limits, sets=sets, failures=failures
    )
    (out / "CARD.md").write_text(text, encoding="utf-8")
    log.info("the model stands in %s", out)


def main() -> None:
    """Run the recipe named on the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m sayso.train",
        description="Train the claim model by a recipe, choose its thresholds, write its card.",
        epilog="example: python -m sayso.train recipes/claims --data ../shared/data",
    )
    parser.add_argument("recipe", type=Path, help="folder with recipe.toml and failures.md")
    parser.add_argument("--data", type=Path, required=True, help="folder with the annotated data")
    parser.add_argument("--run", type=Path, default=Path("runs/claims"), help="to go on from")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the model goes")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    try:
        run_recipe(args.recipe, args.data, args.run, args.out)
    except SaysoError as err:
        raise SystemExit(f"error: {err}") from err


if __name__ == "__main__":
    main()
