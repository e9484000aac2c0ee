"""Fitting a tiny network: it learns, it resumes, it exports to what sayso loads."""

import json

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is in the train extra only")
pytest.importorskip("onnx", reason="onnx is in the train extra only")

from sayso.base.errors import ConfigError  # noqa: E402
from sayso.base.ontology import load  # noqa: E402
from sayso.extract.encode import Pieces  # noqa: E402
from sayso.extract.labels import Labels  # noqa: E402
from sayso.extract.model import OnnxNetwork  # noqa: E402
from sayso.train import fit  # noqa: E402
from sayso.train.examples import Example, Target  # noqa: E402
from sayso.train.export import graphs  # noqa: E402
from sayso.train.fit import batches, fit_network  # noqa: E402
from sayso.train.network import ClaimNet, Sizes  # noqa: E402
from sayso.train.recipe import Fit  # noqa: E402

LABELS = Labels.of(load())
FIT = Fit(
    epochs=2, batch=4, rate=1e-3, decay_per_layer=1.0, weight_decay=0.0, warm=0.1, average=0.5,
    positive=1.0, mask=0.0, threads=1,
)  # fmt: skip


def tiny_net():
    torch.manual_seed(1)
    return ClaimNet(
        Sizes(
            vocabulary=50, width=16, layers=2, heads=2, inner=32, positions=20, fork=1,
            n_types=len(LABELS.types), n_roles=len(LABELS.tags), n_modes=len(LABELS.modes),
        )
    )  # fmt: skip


def examples():
    pieces = Pieces(
        [1, 7, 8, 9, 2], [0, 1, 1, 1, 0], [0, 0, 2, 4, 0], [0, 1, 3, 5, 0], [-1, 0, 1, 2, -1]
    )
    target = Target([2], 3, [0, 1, 0, 5, 0], [0] * 5, 0, 0, 0)
    return [Example("a", "x y z", pieces, [target])] * 16


def test_a_run_that_was_stopped_goes_on_and_ends_the_same(tmp_path, monkeypatch):
    whole = fit_network(tiny_net(), examples(), FIT, 1, tmp_path / "whole")
    epochs = []

    def stop_at_the_second(*args):
        epochs.append(args)
        if len(epochs) == 2:
            raise KeyboardInterrupt
        return batches(*args)

    with monkeypatch.context() as patch:
        patch.setattr(fit, "batches", stop_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            fit_network(tiny_net(), examples(), FIT, 1, tmp_path / "stopped")
    again = fit_network(tiny_net(), examples(), FIT, 1, tmp_path / "stopped")
    for name, p in whole.state_dict().items():
        assert torch.equal(p, again.state_dict()[name])
    rows = [json.loads(line) for line in (tmp_path / "whole/log.jsonl").open()]
    assert [row["epoch"] for row in rows] == [1, 2]
    assert rows[1]["loss"] < rows[0]["loss"]


def test_a_folder_with_another_run_is_refused(tmp_path):
    fit_network(tiny_net(), examples(), FIT, 1, tmp_path)
    with pytest.raises(ConfigError, match="another folder"):
        fit_network(tiny_net(), examples(), FIT, 2, tmp_path)


def test_the_graphs_say_what_the_network_says(tmp_path):
    net = tiny_net().eval()
    graphs(net, tmp_path)
    onnx = OnnxNetwork(tmp_path, 1)
    ids = np.array([[1, 7, 8, 9, 2], [1, 7, 2, 0, 0]])
    mask = (ids > 0).astype(np.int64)
    hidden, logits = onnx.read(ids, mask, mask)
    with torch.no_grad():
        want, bias, trigger = net.read(*(torch.tensor(x) for x in (ids, mask, mask)))
        marks = torch.zeros(2, 5)
        marks[:, 1] = 1
        filled = net.fill(want, bias, marks, torch.tensor([0, 3]))
    np.testing.assert_allclose(logits[0], trigger[0].numpy(), atol=1e-4)
    np.testing.assert_allclose(logits[1, :3], trigger[1, :3].numpy(), atol=1e-4)
    out = onnx.fill(hidden, mask, marks.numpy(), np.array([0, 3]))
    np.testing.assert_allclose(out.status, filled["status"].numpy(), atol=1e-4)
