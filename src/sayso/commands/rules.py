"""Options for rules that do no harm, which releases, sites and exports share.

In:   `--rules`, `--no-rules`
Out:  the rules of a file, else of the folder's own, else none

Known faults: none known.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.base.errors import ConfigError

if TYPE_CHECKING:
    from sayso.record.release.harm_rules import ReleaseFile

RulesOption = Annotated[
    Path | None,
    typer.Option(
        "--rules",
        metavar="FILE",
        help="Title and do-no-harm rules, as of a release. "
        "[default: sayso-release.toml in this folder, where there is one]",
    ),
]
NoRulesOption = Annotated[
    bool, typer.Option("--no-rules", help="Withhold nothing, though there are rules.")
]


def rules_given(rules: Path | None, *, no_rules: bool) -> "ReleaseFile":
    """The rules that hold.

    Raises:
        ConfigError: both options are given, or the file cannot be read.
    """
    from sayso.record.release.harm_rules import (  # noqa: PLC0415  slow to load
        FILE_NAME,
        ReleaseFile,
        read_release_file,
    )

    if rules is not None and no_rules:
        raise ConfigError("give --rules or --no-rules, not both")
    if rules is None and not no_rules and Path(FILE_NAME).is_file():
        rules = Path(FILE_NAME)
    return ReleaseFile() if rules is None else read_release_file(rules)
