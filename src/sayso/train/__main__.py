"""Run a recipe: from annotated reports to the model that ships.

    python -m sayso.train recipes/claims --data DATA [--run RUNS/claims]

In:   a recipe folder, a data folder, a run folder
Out:  in the run folder: base weights, `state.pt`, `log.jsonl`, `left_out.json`

Each step keeps what it made in the run folder; a run that was stopped goes on there.
"""

import argparse
import json
import logging
from pathlib import Path

import torch

from sayso.base.ontology import load
from sayso.extract.encode import Encoder
from sayso.extract.labels import Labels
from sayso.train.base import base_files
from sayso.train.examples import Builder, Example
from sayso.train.fit import fit_network
from sayso.train.network import ClaimNet, Sizes
from sayso.train.recipe import Recipe, read_recipe

log = logging.getLogger("sayso.train")


def gather(recipe: Recipe, data: Path, encoder: Encoder, labels: Labels, run: Path) -> list[Example]:
    """Build the training examples; write what was left out to `left_out.json`."""
    builder = Builder(labels, encoder)
    unseen = frozenset(
        example.text
        for folder in (recipe.data.dev, *recipe.data.unseen)
        for example in Builder(labels, encoder).folder(data / folder)
    )
    examples = [e for folder in recipe.data.train for e in builder.folder(data / folder, unseen)]
    repeated = [
        e
        for e in examples
        for start, n in recipe.data.repeat.items()
        if e.doc.startswith(start)
        for _ in range(n - 1)
    ]
    (run / "left_out.json").write_text(json.dumps(dict(builder.left), indent=1))
    log.info(
        "%d sentences, %d claims, %d read again; left out: %s",
        len(examples), sum(len(e.claims) for e in examples), len(repeated), dict(builder.left),
    )  # fmt: skip
    return examples + repeated


def main() -> None:
    """Run the recipe named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m sayso.train", description=__doc__)
    parser.add_argument("recipe", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--run", type=Path, default=Path("runs/claims"))
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    args.run.mkdir(parents=True, exist_ok=True)
    recipe = read_recipe(args.recipe / "recipe.toml")
    weights, tokenizer = base_files(recipe.base, args.run / "base")
    labels, encoder = Labels.of(load()), Encoder(tokenizer)
    examples = gather(recipe, args.data, encoder, labels, args.run)
    torch.manual_seed(recipe.seed)
    net = ClaimNet(
        Sizes(n_types=len(labels.types), n_roles=len(labels.tags), n_modes=len(labels.modes))
    )
    net.start_from(weights)
    fit_network(net, examples, recipe.fit, recipe.seed, args.run)


if __name__ == "__main__":
    main()
