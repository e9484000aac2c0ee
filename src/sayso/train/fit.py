"""Fit the claim network: resumable, seeded, with a running average of the weights.

In:   examples, the network, the recipe's `Fit`
Out:  weights (the running average) and a log, in the run's folder

Method: AdamW with a linear warm-up and decay; smaller steps for lower layers; word
embeddings frozen; the average of the weights over the last part of the run is what is kept
(Polyak and Juditsky 1992). The number of threads follows what the machine has to spare.
"""

import json
import logging
import math
import os
import random
import time
from pathlib import Path

import msgspec
import torch
from torch import Tensor, nn

from sayso.base.errors import ConfigError
from sayso.train.examples import Example
from sayso.train.network import ClaimNet
from sayso.train.recipe import Fit

log = logging.getLogger(__name__)

# Losses of tags are sums over pieces, scaled so that a claim of 12 pieces counts as one: a mean
# would make the few pieces that fill roles count less in long sentences (the prototype's choice).
_PIECES = 12
_LOOK = 25  # batches between two looks at the load: some 20 to 40 seconds
_MASK_ID, _FIRST_WORD_ID = 103, 999  # of the BERT vocabulary: [MASK], and the first id of a piece


def spare_threads(most: int, before: tuple[float, float]) -> tuple[int, tuple[float, float]]:
    """Tell how many threads the machine has to spare, from the load since the last call.

    Two threads that share their cores with other work wait for each other: on two cores with
    one busy neighbour they read 10 sentences a second, one thread alone 18.

    Args:
        most: most threads to use.
        before: (busy seconds of the machine, of this process) at the last call.

    Returns:
        The number of threads, and the readings for the next call.
    """
    try:
        fields = [float(x) for x in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    except OSError:
        return most, before
    ticks = os.sysconf("SC_CLK_TCK")
    busy = (sum(fields) - fields[3] - fields[4]) / ticks  # all but idle and waiting for disks
    elapsed = sum(fields) / ticks / (os.cpu_count() or 1)
    own = time.process_time()
    now = (busy - own, elapsed)
    others = (now[0] - before[0]) / max(now[1] - before[1], 1e-6)
    return max(1, min(most, round((os.cpu_count() or 1) - others - 0.15))), now


def batches(examples: list[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """Group examples of like length, in an order of chance."""
    order = sorted(examples, key=lambda e: len(e.pieces.ids) + rng.random() * 12)
    out = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(out)
    return out


def stack(examples: list[Example]) -> tuple[Tensor, Tensor, Tensor]:
    """Pad to (B, T): ids, shapes, mask."""
    t = max(len(e.pieces.ids) for e in examples)
    ids, shapes, mask = (torch.zeros(len(examples), t, dtype=torch.long) for _ in range(3))
    for k, e in enumerate(examples):
        n = len(e.pieces.ids)
        ids[k, :n] = torch.tensor(e.pieces.ids)
        shapes[k, :n] = torch.tensor(e.pieces.shapes)
        mask[k, :n] = 1
    return ids, shapes, mask


def loss_of(net: ClaimNet, examples: list[Example], fit: Fit) -> Tensor:
    """Sum of the losses of all heads on one batch."""
    ids, shapes, mask = stack(examples)
    if fit.mask:
        hide = (torch.rand(ids.shape) < fit.mask) & (ids > _FIRST_WORD_ID)
        ids = torch.where(hide, torch.tensor(_MASK_ID), ids)
    b, t = ids.shape
    x, bias, logits = net.read(ids, shapes, mask)
    want = torch.zeros(b, t, net.sizes.n_types)
    rows, marks, types, targets = [], [], [], []
    for k, e in enumerate(examples):
        for c in e.claims:
            want[k, c.trigger, c.type] = 1
            rows.append(k)
            mark = torch.zeros(t)
            mark[c.trigger] = 1
            marks.append(mark)
            types.append(c.type)
            targets.append(c)
    raw = nn.functional.binary_cross_entropy_with_logits(
        logits, want, pos_weight=torch.tensor(fit.positive), reduction="none"
    )
    loss = 2 * ((raw.sum(-1) * mask).sum(1) / mask.sum(1)).mean()
    if not rows:
        return loss
    at = torch.tensor(rows)
    out = net.fill(x[at], bias[at], torch.stack(marks), torch.tensor(types))
    tags = torch.full((len(rows), t), -100)
    said = torch.full((len(rows), t), -100)
    for q, c in enumerate(targets):
        n = len(c.roles)
        tags[q, 1 : n - 1] = torch.tensor(c.roles[1:-1])
        said[q, 1 : n - 1] = torch.tensor(c.source[1:-1])

    def tagged(logits: Tensor, gold: Tensor) -> Tensor:
        total = nn.functional.cross_entropy(logits.transpose(1, 2), gold, reduction="sum")
        return total / _PIECES / len(rows)

    def whole(name: str, gold: list[int]) -> Tensor:
        return nn.functional.cross_entropy(out[name], torch.tensor(gold))

    loss = loss + tagged(out["role"], tags) + tagged(out["source"], said)
    return loss + 0.3 * (
        whole("status", [c.status for c in targets])
        + whole("hedged", [c.hedged for c in targets])
        + whole("mode", [c.mode for c in targets])
    )


def groups(net: ClaimNet, fit: Fit) -> list[dict[str, object]]:
    """Parameters with their learning rates: lower layers move less, heads more."""
    out: list[dict[str, object]] = []
    for p in (
        *net.words.parameters(),
        *net.places.parameters(),
        net.segment,
        *net.norm.parameters(),
    ):
        p.requires_grad = False
    layers = [*net.lower, *net.upper]
    for i, layer in enumerate(layers):
        rate = fit.rate * fit.decay_per_layer ** (len(layers) - 1 - i)
        out.append({"params": list(layer.parameters()), "lr": rate})
    for i, layer in enumerate(net.claim):
        rate = fit.rate * fit.decay_per_layer ** (len(net.claim) - 1 - i)
        out.append({"params": list(layer.parameters()), "lr": rate})
    heads = [
        p
        for n, p in net.named_parameters()
        if n.split(".")[0].endswith("_head") or n.startswith(("type_", "shape"))
    ]
    out.append({"params": heads, "lr": fit.rate * 5})
    return out


def fit_network(
    net: ClaimNet, examples: list[Example], fit: Fit, seed: int, folder: Path
) -> ClaimNet:
    """Fit `net`; a run that was stopped goes on from its last whole epoch.

    Writes `state.pt` after each epoch and a line of `log.jsonl`. Returns the averaged net.

    Raises:
        ConfigError: the folder holds a run with other settings or other examples.
    """
    run = {"fit": msgspec.to_builtins(fit) | {"threads": 0}, "seed": seed, "n": len(examples)}
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    torch.set_num_threads(fit.threads)
    opt = torch.optim.AdamW(groups(net, fit), weight_decay=fit.weight_decay)
    steps = fit.epochs * math.ceil(len(examples) / fit.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        opt, lambda i: min(1.0, (i + 1) / (fit.warm * steps)) * max(0.02, (steps - i) / steps)
    )
    average = {k: p.detach().clone() for k, p in net.named_parameters()}
    moving = [(average[k], p) for k, p in net.named_parameters() if p.requires_grad]
    first, state = 0, folder / "state.pt"
    if state.exists():
        kept = torch.load(state, weights_only=True)
        if kept["run"] != run:
            raise ConfigError(
                f"{folder} holds a run with other settings or examples; name another folder"
            )
        net.load_state_dict(kept["net"])
        opt.load_state_dict(kept["opt"])
        schedule.load_state_dict(kept["schedule"])
        first = kept["epoch"]
        for k, v in kept["average"].items():
            average[k].copy_(v)
        log.info("going on after epoch %d", first)
    for epoch in range(first, fit.epochs):
        rng = random.Random(f"{seed}-{epoch}")  # noqa: S311 - chance, not secrecy
        torch.manual_seed(seed * 1000 + epoch)
        net.train()
        begun, total, n, threaded, load = time.time(), 0.0, 0, 0, (0.0, 0.0)
        _, load = spare_threads(fit.threads, load)
        for batch in batches(examples, fit.batch, rng):
            if n % _LOOK == 0:
                threads, load = spare_threads(fit.threads, load)
                torch.set_num_threads(threads)
                threaded += threads
            loss = loss_of(net, batch, fit)
            opt.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            opt.step()
            schedule.step()
            with torch.no_grad():
                for mean, p in moving:
                    mean.lerp_(p, 1 - fit.average)
            total, n = total + float(loss.detach()), n + 1
        row: dict[str, object] = {
            "epoch": epoch + 1,
            "loss": round(total / n, 4),
            "seconds": round(time.time() - begun),
            "threads": round(threaded / math.ceil(n / _LOOK), 2),
        }
        torch.save(
            {
                "run": run,
                "net": net.state_dict(),
                "opt": opt.state_dict(),
                "schedule": schedule.state_dict(),
                "average": average,
                "epoch": epoch + 1,
            },
            folder / "state.partial",
        )
        (folder / "state.partial").rename(state)
        with (folder / "log.jsonl").open("a") as f:
            f.write(json.dumps(row) + "\n")
        log.info("%s", row)
    net.load_state_dict(average)
    return net.eval()
