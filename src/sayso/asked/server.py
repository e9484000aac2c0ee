"""The tools of the Model Context Protocol over a record, on standard input and output.

In:   an open record
Out:  an `MCPServer` of the official SDK

Method: each tool looks in one consistent picture of the record, read only, and answers with a tree
of `answers`. What was asked wrongly comes back as an error in words; what is ours to mend, as one
line without its traceback. No tool writes, and none goes on the network.
Known faults: one question at a time.
"""

from collections.abc import Callable
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from sayso.asked import answers
from sayso.asked.quotes import NOTICE, Tree
from sayso.base.errors import SaysoError
from sayso.record.open import Record
from sayso.record.view import View

_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
INSTRUCTIONS = (
    "A record of news reports: claims (who did what to whom, where, when, on whose say-so), "
    "incidents that join claims of one happening, and relations over time. Cite the claim id with "
    "every value and quote. Voices disagree; give each with its source_chain, and choose none. "
    "What the record does not hold, it does not know. " + NOTICE
)

Day = Annotated[str, Field(description="a day, as 2014-10-05")]
Names = Annotated[list[str], Field(description="any of these", max_length=answers.MOST)]
Limit = Annotated[int, Field(description="how many", ge=1, le=answers.MOST)]
After = Annotated[str, Field(description="`next` of the answer before, for the page that follows")]
Id = Annotated[str, Field(description="an id as other answers give it", max_length=200)]
Text = Annotated[str, Field(description='words of one sentence; "in quotes" a phrase')]


def make_server(record: Record) -> MCPServer[Any]:
    """Bind the tools to a record, which must be open for reading only."""
    from sayso import __version__  # noqa: PLC0415  reads the package's metadata

    server: MCPServer[Any] = MCPServer(
        "sayso", version=__version__, instructions=INSTRUCTIONS, log_level="WARNING"
    )
    tool = server.tool(annotations=_READS)

    def ask(answer: Callable[[View], Tree]) -> Tree:
        try:
            with record.read() as view:
                return answer(view)
        except SaysoError as err:
            raise ToolError(str(err)) from err

    @tool
    def search_incidents(
        *,
        text: Text = "",
        from_day: Day = "",
        to_day: Day = "",
        country: Names | None = None,
        place: Names | None = None,
        actor: Names | None = None,
        type: Names | None = None,  # noqa: A002  as the record calls it
        source: Names | None = None,
        disputed: bool = False,
        limit: Limit = 10,
        after: After = "",
    ) -> dict[str, Any]:
        """Find incidents: happenings that claims of several reports tell of.

        Every value carries the ids of the claims that tell it and the voices behind them. Filters
        combine with "and". Types are those of the codebook, as ASSAULT or PROTEST; countries are
        alpha-3 codes or names.
        """
        words = _words(text=text, from_=from_day, to=to_day, country=country, place=place,
                       actor=actor, type=type, source=source, disputed=disputed)  # fmt: skip
        return ask(lambda view: answers.search_incidents(view, words, limit=limit, after=after))

    @tool
    def get_incident(id: Id) -> dict[str, Any]:  # noqa: A002
        """Give one incident with all its values and the exact words of its claims."""
        return ask(lambda view: answers.get_incident(view, id))

    @tool
    def search_claims(
        *,
        text: Text = "",
        from_day: Day = "",
        to_day: Day = "",
        country: Names | None = None,
        place: Names | None = None,
        actor: Names | None = None,
        type: Names | None = None,  # noqa: A002
        source: Names | None = None,
        status: Names | None = None,
        limit: Limit = 10,
        after: After = "",
    ) -> dict[str, Any]:
        """Find claims: what one sentence of one report says, with its words and who says so.

        Use it for "who says ...": `source` is a speaker or an outlet. Status is asserted, negated,
        future or hypothetical.
        """
        words = _words(text=text, from_=from_day, to=to_day, country=country, place=place,
                       actor=actor, type=type, source=source, status=status)  # fmt: skip
        return ask(lambda view: answers.search_claims(view, words, limit=limit, after=after))

    @tool
    def get_claim(id: Id) -> dict[str, Any]:  # noqa: A002
        """Give one claim with its sentence, those beside it, offsets, and people's decisions."""
        return ask(lambda view: answers.get_claim(view, id))

    @tool
    def relations(
        *,
        actor: Names | None = None,
        type: Names | None = None,  # noqa: A002
        from_day: Day = "",
        to_day: Day = "",
        on_day: Day = "",
        limit: Limit = 10,
        after: After = "",
    ) -> dict[str, Any]:
        """Find relations (allegiance, backing, hostility, leads, controls ...) and their phases.

        With `on_day` each says what is told to hold on that day: held, ended, denied, disputed or
        unknown.
        """
        words = _words(actor=actor, type=type, from_=from_day, to=to_day)
        return ask(
            lambda view: answers.relations(view, words, day=on_day, limit=limit, after=after)
        )

    @tool
    def actor(name: Id) -> dict[str, Any]:
        """Say whom a name or key means in this record, and in which claims they are told of."""
        return ask(lambda view: answers.actor(view, name))

    @tool
    def why(id: Id) -> dict[str, Any]:  # noqa: A002
        """Tell how something came about, from an id of a claim, incident, relation or report.

        Down to the words in the text, hashes that were checked, models and people's decisions.
        """
        return ask(lambda view: answers.why_of(view, id))

    return server


def _words(**given: Any) -> dict[str, Any]:
    return {name.rstrip("_"): value for name, value in given.items()}
