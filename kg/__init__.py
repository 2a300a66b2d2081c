"""The graph: records, build, stores, and the command line over them. ``kg.open()`` opens one from Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

    from kg.opened import OpenGraph


def open(folder: str | PathLike[str] | None = None) -> OpenGraph:
    """The graph in ``folder``, else in the environment's ``KG_GRAPH``, else in ``kg-graph``; close it after use.

    Raises GraphNotFound where there is none.
    """
    # Imported here: what needs no graph is not to load one.
    from kg.opened import open_graph

    return open_graph(folder)
