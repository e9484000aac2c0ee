"""Options that choose what of a record is meant, by the names of `record.queries.filters`.

In:   arguments
Out:  words by key, as `filter_from` reads them

Method: `with_words` gives a command the options of some filters, so that none lists them again.
Known faults: none known.
"""

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

_MORE = "May be given again."


def _many(flag: str, metavar: str, help_: str) -> object:
    return typer.Option(flag, metavar=metavar, help=f"{help_} {_MORE}")


FromOption = Annotated[
    str | None, typer.Option("--from", metavar="DAY", help="First day, as 2014-10-01.")
]
ToOption = Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last day.")]
SurelyOption = Annotated[
    bool, typer.Option("--surely", help="Only what must lie within the days and the box.")
]
PlaceOption = Annotated[
    list[str] | None, _many("--place", "PLACE", "Place: a name or a GeoNames id.")
]
Admin1Option = Annotated[list[str] | None, _many("--admin1", "NAME", "Province.")]
CountryOption = Annotated[list[str] | None, _many("--country", "C", "Country, as PAK or Pakistan.")]
BoxOption = Annotated[
    str | None,
    typer.Option("--box", metavar="W,S,E,N", help="West, south, east, north in degrees."),
]
ActorOption = Annotated[list[str] | None, _many("--actor", "NAME", "Actor: a name or a key.")]
RoleOption = Annotated[
    str | None,
    typer.Option("--role", metavar="R", help="In which role: actor, recipient or source."),
]
TypeOption = Annotated[list[str] | None, _many("--type", "T", "Type, as ASSAULT.")]
ModeOption = Annotated[list[str] | None, _many("--mode", "M", "Mode, as heavy-weapons.")]
StatusOption = Annotated[
    list[str] | None, _many("--status", "S", "asserted, disputed, negated, future, hypothetical.")
]
SourceOption = Annotated[
    list[str] | None, _many("--source", "NAME", "Who says so: an outlet or a speaker.")
]
TextOption = Annotated[
    str | None,
    typer.Option("--text", metavar="WORDS", help='Words of one sentence; "in quotes" a phrase.'),
]
KindOption = Annotated[
    str | None, typer.Option("--kind", metavar="K", help="Of claims: event or relation.")
]
StateOption = Annotated[
    list[str] | None,
    _many(
        "--state",
        "S",
        "Of claims: coded, accepted, edited, added, rejected. [default: all but the last]",
    ),
]
UndecidedOption = Annotated[
    list[str] | None, _many("--undecided", "X", "Only what has no day, or no place.")
]
DisputedOption = Annotated[
    bool, typer.Option("--disputed", help="Only where independent voices contradict each other.")
]
TellersOption = Annotated[
    int | None,
    typer.Option("--tellers", metavar="N", min=0, help="At least so many independent voices."),
]


# Name of the parameter -> its option, in the order in which help shows them.
OPTIONS: dict[str, Any] = {
    "from_": FromOption,
    "to": ToOption,
    "surely": SurelyOption,
    "place": PlaceOption,
    "admin1": Admin1Option,
    "country": CountryOption,
    "box": BoxOption,
    "actor": ActorOption,
    "role": RoleOption,
    "kind": KindOption,
    "type": TypeOption,
    "mode": ModeOption,
    "status": StatusOption,
    "source": SourceOption,
    "text": TextOption,
    "disputed": DisputedOption,
    "tellers": TellersOption,
    "state": StateOption,
    "undecided": UndecidedOption,
}
_FLAGS = ("surely", "disputed")

# What may be asked of whole incidents, with their relations and claims.
OF_UNITS = tuple(name for name in OPTIONS if name not in ("kind", "state", "undecided"))


def parameter(name: str) -> inspect.Parameter:
    """The parameter of a filter, as Typer reads it."""
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=False if name in _FLAGS else None,
        annotation=OPTIONS[name],
    )


def with_parameters(
    command: Callable[..., None], takes: str, added: list[inspect.Parameter]
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function look like a command that has these parameters in place of one.

    Args:
        command: the command.
        takes: its parameter that they stand for.
        added: the parameters.
    """
    kept = [p for p in inspect.signature(command).parameters.values() if p.name != takes]

    def decorate(wrapped: Callable[..., None]) -> Callable[..., None]:
        wrapped = functools.wraps(command)(wrapped)
        wrapped.__signature__ = inspect.Signature([*kept, *added])  # type: ignore[attr-defined]
        wrapped.__annotations__ = {p.name: p.annotation for p in (*kept, *added)}
        return wrapped

    return decorate


def with_words(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of some filters.

    The command takes `words`, the filters that were given, in their place.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @with_parameters(command, "words", [parameter(name) for name in names])
        def wrapped(**given: Any) -> None:
            words = words_given(**{name: given.pop(name) for name in names})
            command(**given, words=words)

        return wrapped

    return decorate


def words_given(**given: object) -> dict[str, list[str]]:
    """Filters that were given, as words; `from_` is `from`."""
    return {
        name.rstrip("_"): [str(part) for part in _listed(value)]
        for name, value in given.items()
        if value not in (None, False, [], ())
    }


def _listed(value: object) -> list[object]:
    if isinstance(value, list | tuple):
        return list(value)
    return ["yes" if value is True else value]
