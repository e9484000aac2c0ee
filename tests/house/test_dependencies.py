"""What the package imports is what it asks for, so that it runs where only that is installed."""

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
# Extras bring these; the code says so where they are missing.
OPTIONAL = {"pandas", "polars", "mcp", "pydantic", "openpyxl", "ray", "fsspec"}


def _imports(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def test_every_import_is_a_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    distributions = packages_distributions()
    unasked = set()
    for path in (ROOT / "src" / "sayso").rglob("*.py"):
        if "train" in path.parts:
            continue
        for name in {module.partition(".")[0] for module in _imports(path)}:
            if name == "sayso" or name in sys.stdlib_module_names or name in OPTIONAL:
                continue
            homes = {canonicalize_name(home) for home in distributions.get(name, [name])}
            if not homes & asked:
                unasked.add(f"{name} in {path.relative_to(ROOT)}")
    assert unasked == set()
