"""The trained network as two int8 ONNX graphs and a manifest: the model that ships.

In:   the network, labels, thresholds, tokenizer file
Out:  a folder that `sayso.extract.model` loads

Weights and word embeddings are int8, each row of a matrix with its own scale; activations are
quantised as they come (Jacob et al. 2018). Seven bits for weights: processors without VNNI
add pairs of products in 16 bits, which eight bits can overflow.
"""

import hashlib
import json
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import NamedTuple

import msgspec
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from sayso.extract.draw import Filled
from sayso.extract.labels import Labels
from sayso.extract.model import FILES, Manifest
from sayso.train.network import ClaimNet

_OPSET = 20  # the first with Gelu as one operator


class _Read(nn.Module):
    def __init__(self, net: ClaimNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        hidden, _, trigger = self.net.read(ids, shapes, mask)
        return hidden, trigger


class _Fill(nn.Module):
    def __init__(self, net: ClaimNet) -> None:
        super().__init__()
        self.net = net

    def forward(
        self, hidden: Tensor, mask: Tensor, marks: Tensor, types: Tensor
    ) -> tuple[Tensor, ...]:
        bias = (1.0 - mask[:, None, None, :].float()) * -1e4
        out = self.net.fill(hidden, bias, marks, types)
        return tuple(out[name] for name in Filled._fields)


def graphs(net: ClaimNet, folder: Path) -> None:
    """Write `read.onnx` and `fill.onnx` with float weights."""
    net = net.eval().cpu()
    b, t, n = 2, 7, 3
    ids = torch.randint(0, net.sizes.vocabulary, (b, t))
    ones = torch.ones(b, t, dtype=torch.long)
    with torch.no_grad():
        _export(
            _Read(net), (ids, ones, ones), folder / "read.onnx",
            {"ids": "bt", "shapes": "bt", "mask": "bt"}, {"hidden": "bt", "trigger": "bt"},
        )  # fmt: skip
        hidden = torch.randn(n, t, net.sizes.width)
        marks = torch.zeros(n, t)
        marks[:, 2] = 1
        rows = dict.fromkeys(Filled._fields, "n") | {"role": "nt", "source": "nt"}
        _export(
            _Fill(net),
            (hidden, torch.ones(n, t, dtype=torch.long), marks, torch.zeros(n, dtype=torch.long)),
            folder / "fill.onnx",
            {"hidden": "nt", "mask": "nt", "marks": "nt", "types": "n"}, rows,
        )  # fmt: skip


def _export(
    module: nn.Module,
    args: tuple[Tensor, ...],
    path: Path,
    ins: dict[str, str],
    outs: dict[str, str],
) -> None:
    axes = {name: dict(enumerate(letters)) for name, letters in (ins | outs).items()}
    with warnings.catch_warnings():
        # The exporter by tracing is called legacy; the newer one needs onnxscript and turns the
        # attention into other operators, which ONNX Runtime does not join. torch is pinned.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module.eval(),
            args,
            str(path),
            input_names=list(ins),
            output_names=list(outs),
            dynamic_axes=axes,
            opset_version=_OPSET,
            dynamo=False,
        )


class Made(NamedTuple):
    """What goes with the weights: label sets, tokenizer file, name, hash of the base weights."""

    labels: Labels
    tokenizer: Path
    name: str
    base: str


def export(
    net: ClaimNet, made_from: Made, thresholds: list[float], support: float, folder: Path
) -> None:
    """Write the model folder; what stood there is replaced only when all is made."""
    with tempfile.TemporaryDirectory() as temporary:
        made = Path(temporary)
        graphs(net, made)
        for graph in ("read.onnx", "fill.onnx"):
            small = made / f"small-{graph}"
            quantize_dynamic(
                made / graph, small, weight_type=QuantType.QInt8, per_channel=True,
                reduce_range=True, op_types_to_quantize=["MatMul", "Gemm", "Gather"],
            )  # fmt: skip
            small.replace(made / graph)
        (made / "tokenizer.json").write_text(
            _short_tokenizer(made_from.tokenizer), encoding="utf-8"
        )
        files = {f: hashlib.sha256((made / f).read_bytes()).hexdigest() for f in FILES}
        manifest = Manifest(
            name=made_from.name,
            labels=made_from.labels,
            thresholds=tuple(round(t, 3) for t in thresholds),
            support=support,
            files=files,
            base=made_from.base,
        )
        folder.mkdir(parents=True, exist_ok=True)
        for f in FILES:
            shutil.move(made / f, folder / f)
        text = msgspec.json.format(msgspec.json.encode(manifest), indent=1).decode()
        (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")


def _short_tokenizer(path: Path) -> str:
    """The tokenizer file without line breaks and without padding and truncation settings."""
    tree = json.loads(path.read_text(encoding="utf-8"))
    tree["padding"] = tree["truncation"] = None
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
