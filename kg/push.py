"""An embedded graph to a server."""

from __future__ import annotations

from pathlib import Path

from kg.connect import connect
from kg.graph import Graph
from kg.stores.changes import Outcome, Progress
from kg.stores.read_back import read_tables


def push(
    folder: Path, url: str, *, credentials: Path | None = None, progress: Progress | None = None
) -> Outcome:
    """Make the server at ``url`` hold exactly the graph in ``folder``, of what is ours there.

    The base of the graph's IRIs is what it is known by on the server: another graph beside it stays as it is.

    Raises GraphNotFound where there is no graph, GraphLocked while another pushes, LoginRefused or another
    StoreError for a server that cannot be used, or ends up with other counts than the graph's.
    """
    with Graph(folder) as graph, connect(url, base=graph.base, credentials=credentials) as store:
        return store.push(read_tables(graph.cypher, "cypher"), progress)
