"""What `import sayso` offers."""

import subprocess
import sys

import pytest

import sayso


@pytest.mark.parametrize("name", sayso.__all__)
def test_every_public_name_is_there(name):
    assert getattr(sayso, name) is not None
    assert name in dir(sayso)


def test_names_are_sorted_so_that_a_new_one_is_seen():
    assert sayso.__all__ == sorted(sayso.__all__)


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'codes'"):
        _ = sayso.codes


def test_importing_is_cheap():
    code = "import sayso, sys; sys.exit(bool({'numpy', 'pyarrow', 'msgspec'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
