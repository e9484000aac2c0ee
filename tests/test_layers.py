"""The layers hold: a stage speaks to base alone, and nothing below imports what is above."""

from importlinter.cli import lint_imports


def test_layers_hold(pytestconfig, monkeypatch):
    monkeypatch.chdir(pytestconfig.rootpath)
    assert lint_imports(no_cache=True, verbose=False) == 0, "run lint-imports to see which"
