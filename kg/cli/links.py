"""``kg links``: all links between measures."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import format_option, graph_option


@click.command()
@graph_option
@format_option("table", ("table", "csv", "jsonl", "md"))
def links(graph: Path, form: str) -> None:
    """Print every link from a local measure to the one that it carries out, with the evidence on both sides.

    \b
    kg links --format jsonl > links.jsonl
    kg links --format csv | head
    """
    from kg.graph import Graph
    from kg.links import COLUMNS, link_rows
    from kg.rendering import render

    with Graph(graph) as opened:
        rows = link_rows(opened, table=form != "jsonl")
    click.echo(render(COLUMNS, rows, form), nl=False)
