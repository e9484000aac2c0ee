"""The shipped model: its manifest, its two ONNX graphs, and the extractor that uses them.

In:   a `Document` and its `Reading`
Out:  `Claim`s

The folder `weights/` holds `read.onnx` and `fill.onnx` (int8), `tokenizer.json`, and
`manifest.json` with the label sets, thresholds and a hash of each file. A model that does
not fit its manifest, or whose labels are not those of the ontology, is refused: a label
read as another would be a false claim. What the model gets wrong is in `docs/model.md`.
"""

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from sayso.base.errors import ModelError
from sayso.base.nouns import Claim, Document, Reading
from sayso.base.ontology import load as load_ontology
from sayso.extract.decode import Floats
from sayso.extract.draw import Drawer, Filled, Ints, Thresholds
from sayso.extract.encode import Encoder
from sayso.extract.labels import Labels

if TYPE_CHECKING:
    import onnxruntime as ort

WEIGHTS = Path(__file__).with_name("weights")
FILES = ("read.onnx", "fill.onnx", "tokenizer.json")


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a model is: written by training, checked on loading.

    Attributes:
        name: name and number of the model, part of `Claim.made_by`.
        labels: what its outputs stand for.
        thresholds: least trigger probability of each type, in the order of `labels.types`.
        support: see `draw.Thresholds`.
        files: sha256 of each file beside the manifest.
        base: sha256 of the base weights that it was trained from.
    """

    name: str
    labels: Labels
    thresholds: tuple[float, ...]
    support: float
    files: dict[str, str]
    base: str


def read_manifest(folder: Path) -> Manifest:
    """Read and check a model folder.

    Raises:
        ModelError: a file is missing or damaged, or the labels are not the ontology's.
    """
    path = folder / "manifest.json"
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except OSError as err:
        raise ModelError(f"{path}: cannot be read ({err.strerror}); reinstall sayso") from err
    except msgspec.DecodeError as err:
        raise ModelError(f"{path}: {err}") from err
    for name in FILES:
        try:
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError as err:
            raise ModelError(f"{folder / name}: cannot be read ({err.strerror})") from err
        if found != manifest.files.get(name):
            raise ModelError(f"{folder / name}: is not the file that the manifest names")
    if manifest.labels != Labels.of(load_ontology()):
        raise ModelError(f"{path}: its labels are not those of the ontology; train it anew")
    if len(manifest.thresholds) != len(manifest.labels.types):
        raise ModelError(f"{path}: {len(manifest.thresholds)} thresholds, one a type expected")
    return manifest


class OnnxNetwork:
    """The network's two reads on ONNX Runtime."""

    def __init__(self, folder: Path, threads: int) -> None:
        self._read = _session(folder / "read.onnx", threads)
        self._fill = _session(folder / "fill.onnx", threads)

    def read(self, ids: Ints, shapes: Ints, mask: Ints) -> tuple[Floats, Floats]:
        """See `draw.Network`."""
        hidden, logits = self._read.run(
            ["hidden", "trigger"], {"ids": ids, "shapes": shapes, "mask": mask}
        )
        return hidden, logits

    def fill(self, hidden: Floats, mask: Ints, marks: Floats, types: Ints) -> Filled:
        """See `draw.Network`."""
        out = self._fill.run(
            list(Filled._fields),
            {"hidden": np.ascontiguousarray(hidden), "mask": mask, "marks": marks, "types": types},
        )
        return Filled(*out)


def _session(path: Path, threads: int) -> "ort.InferenceSession":
    import onnxruntime as ort  # noqa: PLC0415  0.15 s that the rules and `--help` do not pay

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The arena keeps the memory of the largest sentence for good; without it a process
    # stays small, at no cost that we could measure.
    options.enable_cpu_mem_arena = False
    try:
        return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as err:  # onnxruntime raises classes of its own, none documented
        raise ModelError(f"{path}: onnxruntime cannot load it: {err}") from err


class ModelExtractor:
    """Draws claims with the shipped model."""

    def __init__(self, drawer: Drawer, made_by: str) -> None:
        self._drawer = drawer
        self._made_by = made_by

    @classmethod
    def load(cls, *, threads: int = 1, folder: Path = WEIGHTS) -> "ModelExtractor":
        """Load a model.

        Args:
            threads: threads of arithmetic; 0 lets ONNX Runtime choose (one a core).
            folder: the model's folder; the shipped one by default.

        Raises:
            ModelError: see `read_manifest`.
        """
        manifest = read_manifest(folder)
        drawer = Drawer(
            OnnxNetwork(folder, threads),
            Encoder(folder / "tokenizer.json"),
            manifest.labels,
            Thresholds(np.array(manifest.thresholds, dtype=np.float32), manifest.support),
        )
        return cls(drawer, f"sayso {version('sayso')} {manifest.name}")

    @property
    def made_by(self) -> str:
        """sayso, its version and the model, as claims carry it."""
        return self._made_by

    def extract(self, doc: Document, reading: Reading) -> tuple[Claim, ...]:
        """Return the document's claims in text order."""
        return self._drawer.draw(doc, reading, self._made_by)
