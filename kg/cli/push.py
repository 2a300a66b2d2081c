"""``kg push``: the graph to a server."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from kg.cli.options import graph_option
from kg.cli.progress import Progress
from kg.cli.stores import credentials_option

# Seconds between lines of progress where there is no terminal for a bar.
_PAUSE = 5.0


@click.command()
@click.argument("url")
@graph_option
@credentials_option
def push(url: str, graph: Path, credentials: Path | None) -> None:
    """Make a server hold exactly this graph.

    Only the difference is sent: a push that was cut off is continued by the next, and a rebuilt graph sends what
    changed. What others wrote on the server stays. The counts are compared in the end.

    URL is neo4j://HOST:PORT[/DATABASE] (also neo4j+s, bolt, bolt+s) or sparql+http://HOST:PORT/DATASET (also
    sparql+https), where ?query=…, ?update=… and ?data=… give services that are not found below it.

    User name and password come from NEO4J_USERNAME and NEO4J_PASSWORD, or SPARQL_USERNAME and SPARQL_PASSWORD,
    else from the file, else they are asked for; never from the URL.

    \b
    docker compose up -d && kg push neo4j://127.0.0.1:7687
    kg push sparql+http://127.0.0.1:3030/kg
    """
    from kg.push import push as push_graph

    with Progress() as bar:
        outcome = push_graph(graph, url, credentials=credentials, progress=_Steps(bar).step)
    click.echo(
        f"{outcome.added:,} {outcome.unit} added, {outcome.changed:,} changed, {outcome.removed:,} removed, "
        f"{outcome.unchanged:,} there already; counts agree"
    )


class _Steps:
    """A bar on a terminal; elsewhere a line now and then."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._name = ""
        self._last = 0.0

    def step(self, name: str, done: int, total: int) -> None:
        """``done`` of ``total`` of the step ``name`` are done."""
        if sys.stderr.isatty():
            self._bar.step(name, done, total)
        elif name != self._name or time.monotonic() - self._last > _PAUSE or (done == total and total > 1):
            self._name, self._last = name, time.monotonic()
            click.echo(f"{name}: {done:,} of {total:,}" if total > 1 else name, err=True)
