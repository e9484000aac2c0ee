"""Looking at a record: filters that combine, pages in a stable order, counts, facets, rows.

In:   a `View`, a `Filter`
Out:  plain structs. `INCIDENTS`, `CLAIMS`, `RELATIONS`, `REPORTS`, `ACTORS`, `SOURCES` each
      answer `tally`, `page`, `each` and `facets`

The commands, the Python interface and the web app look through here and nowhere else.
"""

from sayso.record.queries.actors import ACTORS, ActorRow
from sayso.record.queries.claims import CLAIMS, ClaimRow
from sayso.record.queries.filters import Filter, filter_from
from sayso.record.queries.incidents import INCIDENTS, IncidentRow
from sayso.record.queries.pages import Facet, Page, Tally, Thing
from sayso.record.queries.relations import RELATIONS, RelationRow, relation
from sayso.record.queries.reports import REPORTS, ReportRow
from sayso.record.queries.sources import SOURCES, SourceRow

__all__ = [
    "ACTORS",
    "CLAIMS",
    "INCIDENTS",
    "RELATIONS",
    "REPORTS",
    "SOURCES",
    "ActorRow",
    "ClaimRow",
    "Facet",
    "Filter",
    "IncidentRow",
    "Page",
    "RelationRow",
    "ReportRow",
    "SourceRow",
    "Tally",
    "Thing",
    "filter_from",
    "relation",
]
