"""All routes of the API. Each module of routes registers its own; they are loaded here, once.

In:   the modules `routes_*`
Out:  `ROUTES` and `CHANGES`, complete

Known faults: none known.
"""

from sayso.serve import (  # noqa: F401  they register their routes
    routes_actors,
    routes_deciding,
    routes_incidents,
    routes_record,
    routes_reports,
    routes_review,
    routes_rounds,
)
from sayso.serve.routing import CHANGES, ROUTES

__all__ = ["CHANGES", "ROUTES"]
