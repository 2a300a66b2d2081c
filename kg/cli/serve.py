"""``kg serve``: the graph as a SPARQL endpoint."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import graph_option


@click.command()
@graph_option
@click.option(
    "--port", type=click.IntRange(0, 65535), default=7878, show_default=True, help="0 takes a free one."
)
@click.option("--seconds", type=click.FloatRange(0.1), default=30.0, show_default=True, help="Longest query.")
@click.option("--rows", type=click.IntRange(1), default=100_000, show_default=True, help="Largest answer.")
@click.option(
    "--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Queries at a time."
)
@click.option(
    "--allow-origin", multiple=True, metavar="ORIGIN", help="Web page that may ask, e.g. https://app.example"
)
def serve(
    graph: Path, port: int, seconds: float, rows: int, workers: int, allow_origin: tuple[str, ...]
) -> None:
    """Serve the graph read-only to other tools on this machine, over the SPARQL protocol.

    Ends with Ctrl-C. The address is printed when it can be asked.

    \b
    kg serve &
    curl -H 'Accept: text/csv' --data-urlencode 'query=SELECT (COUNT(*) AS ?n) { ?s ?p ?o }' http://127.0.0.1:7878/sparql
    """
    from kg.serve.server import serve as serve_graph
    from kg.serve.worker import Limits

    serve_graph(
        graph,
        port,
        click.echo,
        limits=Limits(rows=rows, seconds=seconds),
        workers=workers,
        origins=allow_origin,
    )
