"""Reports for the engines, and a Ray of this machine that all its tests share."""

import importlib.util
import os
import warnings

import pytest

from sayso.base.nouns import Drop, Media, Report

ATTACK = "Rebels attacked the town of Ilsk on Monday, killing at least 12 soldiers, police said."


@pytest.fixture
def items():
    """Reports of every length, two that cleaning drops, and drops between them."""
    found = []
    for n in range(61):
        text = f"{ATTACK} The army killed {n} men in village {n}. " * (1 + n % 5)
        content = b"" if n in (7, 40) else text.encode()
        found.append(
            Report(report_id=f"r{n}", content=content, media=Media.TEXT, origin=f"{n}.txt")
        )
        if n % 20 == 3:
            found.append(Drop(step="capture", reason="empty", origin=f"empty-{n}.txt"))
    return found


# Run by each worker process when it starts.
_ODD = """
import os, signal, tempfile
from sayso.extract.rules import RuleExtractor

if "DIE_AT_START" in os.environ:
    os._exit(1)

drawn = RuleExtractor.extract

def extract(self, doc, reading):
    if "ODD" in doc.text:
        raise ZeroDivisionError
    if "DEADLY-ONCE" in doc.text:
        try:
            open(os.path.join({folder!r}, "died-" + doc.report_id), "x").close()
        except FileExistsError:
            return drawn(self, doc, reading)
        os.kill(os.getpid(), signal.SIGKILL)
    if "DEADLY" in doc.text:
        os.kill(os.getpid(), signal.SIGKILL)
    return drawn(self, doc, reading)

RuleExtractor.extract = extract
"""


@pytest.fixture(scope="session")
def odd_folder(tmp_path_factory):
    """A folder from which Python imports `sitecustomize` when it starts."""
    folder = tmp_path_factory.mktemp("odd")
    (folder / "sitecustomize.py").write_text(_ODD.format(folder=str(folder)))
    return folder


@pytest.fixture
def odd_workers(odd_folder, monkeypatch):
    """Worker processes that die, or raise, when a report has certain words."""
    monkeypatch.setenv("PYTHONPATH", str(odd_folder), prepend=os.pathsep)
    for died in odd_folder.glob("died-*"):
        died.unlink()
    return odd_folder


@pytest.fixture(scope="session")
def ray_here(odd_folder):
    """Ray on this machine, with two workers."""
    if importlib.util.find_spec("ray") is None:
        pytest.skip("Ray is not installed")
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("RAY_BACKEND_LOG_LEVEL", "fatal")
        patch.setenv("PYTHONPATH", str(odd_folder), prepend=os.pathsep)
        import ray  # noqa: PLC0415

        ray.init(
            address="local",
            num_cpus=2,
            include_dashboard=False,
            _node_ip_address="127.0.0.1",
            log_to_driver=False,
            logging_level="ERROR",
        )
    yield ray
    ray.shutdown()
