"""The table of views: one line each, in the order a reader would look at them."""

from __future__ import annotations

from collections.abc import Mapping

from kg.errors import UsageError
from visualizations import (
    agency_network,
    cascade,
    coverage,
    neighbourhood,
    side_by_side,
    targets,
    theme_map,
    timeline,
)
from visualizations.records import Text, View

VIEWS: Mapping[str, View] = {
    view.name: view
    for view in (
        cascade.VIEW,
        side_by_side.VIEW,
        theme_map.VIEW,
        agency_network.VIEW,
        targets.VIEW,
        coverage.VIEW,
        timeline.VIEW,
        neighbourhood.VIEW,
    )
}
# A folder of pages, not one page: see `visualizations.site`.
SITE = "site"
SITE_TITLE = Text(
    "站点：全部图与各文件、措施、单位的页面",
    "Site: all views, and a page for each document, measure and agency",
)


def require_view(name: str) -> View:
    """The view with this name; raises UsageError with those there are.

    >>> require_view("cascade").title.en
    'Cascade'
    """
    if name not in VIEWS:
        raise UsageError(f"no view is called {name!r}; there are {', '.join([*VIEWS, SITE])}")
    return VIEWS[name]
