"""Fit the claim network: resumable, seeded, with a running average of the weights.

In:   examples, sizes, settings
Out:  weights (the running average) and a log, in the run's folder

Method: AdamW with a linear warm-up and decay; smaller steps for lower layers; word
embeddings frozen; the average of the weights over the last part of the run is what is kept
(Polyak and Juditsky 1992). bfloat16 arithmetic only where it was measured to be faster on
the machine at hand: on processors without native support it is ten times slower.
"""

import json
import logging
import math
import random
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from sayso.train.examples import Example
from sayso.train.network import ClaimNet

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Settings:
    """How to fit. The figures behind the choices are in docs/log.md."""

    epochs: int = 12
    batch: int = 24
    rate: float = 2e-4  # top of the encoder; heads take five times this
    decay_per_layer: float = 0.8
    weight_decay: float = 0.01
    warm: float = 0.08
    average: float = 0.998
    positive: float = 2.0  # weight of a piece that triggers against one that does not
    mask: float = 0.0  # share of word pieces hidden in training
    seed: int = 1
    threads: int = 2
    half: bool = True


def fast_half(threads: int) -> bool:
    """Tell by a short trial whether bfloat16 matrix products are faster here than float32."""
    torch.set_num_threads(threads)
    seconds = []
    for kind in (torch.float32, torch.bfloat16):
        a, b = torch.randn(512, 384, dtype=kind), torch.randn(384, 1536, dtype=kind)
        for _ in range(5):
            a @ b
        begun = time.perf_counter()
        for _ in range(50):
            a @ b
        seconds.append(time.perf_counter() - begun)
    return seconds[1] < 0.7 * seconds[0]


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


def loss_of(net: ClaimNet, examples: list[Example], settings: Settings, rng: random.Random) -> Tensor:
    """Sum of the losses of all heads on one batch."""
    ids, shapes, mask = stack(examples)
    if settings.mask:
        hide = (torch.rand(ids.shape) < settings.mask) & (ids > 999)
        ids = torch.where(hide, torch.tensor(103), ids)  # 103: [MASK]
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
    raw = F.binary_cross_entropy_with_logits(
        logits.float(), want, pos_weight=torch.tensor(settings.positive), reduction="none"
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
        return F.cross_entropy(logits.float().transpose(1, 2), gold, reduction="sum") / 12 / len(rows)
    def whole(name: str, gold: list[int]) -> Tensor:
        return F.cross_entropy(out[name].float(), torch.tensor(gold))
    loss = loss + tagged(out["role"], tags) + tagged(out["source"], said)
    return loss + 0.3 * (
        whole("status", [c.status for c in targets])
        + whole("hedged", [c.hedged for c in targets])
        + whole("mode", [c.mode for c in targets])
    )


def groups(net: ClaimNet, settings: Settings) -> list[dict[str, object]]:
    """Parameters with their learning rates: lower layers move less, heads more."""
    out: list[dict[str, object]] = []
    for p in (*net.words.parameters(), *net.places.parameters(), net.segment, *net.norm.parameters()):
        p.requires_grad = False
    layers = [*net.lower, *net.upper]
    for i, layer in enumerate(layers):
        rate = settings.rate * settings.decay_per_layer ** (len(layers) - 1 - i)
        out.append({"params": list(layer.parameters()), "lr": rate})
    for i, layer in enumerate(net.claim):
        rate = settings.rate * settings.decay_per_layer ** (len(net.claim) - 1 - i)
        out.append({"params": list(layer.parameters()), "lr": rate})
    heads = [p for n, p in net.named_parameters() if n.split(".")[0].endswith("_head") or n.startswith(("type_", "shape"))]
    out.append({"params": heads, "lr": settings.rate * 5})
    return out


def fit(
    net: ClaimNet,
    examples: list[Example],
    settings: Settings,
    folder: Path,
    evaluate: Callable[[ClaimNet], dict[str, float]] | None = None,
) -> ClaimNet:
    """Fit `net`; a run that was stopped goes on from its last whole epoch.

    Writes `state.pt` after each epoch and a line of `log.jsonl`. Returns the averaged net.
    """
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    opt = torch.optim.AdamW(groups(net, settings), weight_decay=settings.weight_decay)
    steps = settings.epochs * math.ceil(len(examples) / settings.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        opt, lambda i: min(1.0, (i + 1) / (settings.warm * steps)) * max(0.02, (steps - i) / steps)
    )
    average = {k: p.detach().clone() for k, p in net.named_parameters()}
    moving = [(average[k], p) for k, p in net.named_parameters() if p.requires_grad]
    first, state = 0, folder / "state.pt"
    if state.exists():
        kept = torch.load(state, weights_only=True)
        if kept["settings"] == asdict(settings):
            net.load_state_dict(kept["net"])
            opt.load_state_dict(kept["opt"])
            schedule.load_state_dict(kept["schedule"])
            first = kept["epoch"]
            for k, v in kept["average"].items():
                average[k].copy_(v)
            log.info("going on from epoch %d", first)
    half = settings.half and fast_half(settings.threads)
    for epoch in range(first, settings.epochs):
        rng = random.Random(f"{settings.seed}-{epoch}")
        torch.manual_seed(settings.seed * 1000 + epoch)
        net.train()
        begun, total, n = time.time(), 0.0, 0
        for batch in batches(examples, settings.batch, rng):
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
                loss = loss_of(net, batch, settings, rng)
            opt.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            opt.step()
            schedule.step()
            with torch.no_grad():
                for mean, p in moving:
                    mean.lerp_(p, 1 - settings.average)
            total, n = total + float(loss), n + 1
        row: dict[str, object] = {"epoch": epoch + 1, "loss": round(total / n, 4), "seconds": round(time.time() - begun), "half": half}
        torch.save(
            {"settings": asdict(settings), "net": net.state_dict(), "opt": opt.state_dict(),
             "schedule": schedule.state_dict(), "average": average, "epoch": epoch + 1},
            folder / "state.partial",
        )
        (folder / "state.partial").rename(state)
        if evaluate and (epoch % 2 == 1 or epoch + 1 == settings.epochs):
            current = {k: v.clone() for k, v in net.state_dict().items()}
            net.load_state_dict(average)
            row |= evaluate(net.eval())
            net.load_state_dict(current)
        with (folder / "log.jsonl").open("a") as f:
            f.write(json.dumps(row) + "\n")
        log.info("%s", row)
    net.load_state_dict(average)
    return net.eval()


def numpy_of(x: Tensor) -> np.ndarray:
    """Float32 array of a tensor."""
    return x.detach().float().numpy()
