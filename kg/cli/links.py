"""``kg links``: all links between measures."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from kg.cli.options import format_option, graph_option


@click.command()
@graph_option
@click.option(
    "--without-parent",
    "side",
    flag_value="parent",
    help="Instead, the local measures that no measure above corresponds to, where a document above was compared.",
)
@click.option(
    "--without-child",
    "side",
    flag_value="child",
    help="Instead, the measures that no measure below corresponds to, where a document below was compared.",
)
@format_option("table", ("table", "csv", "jsonl", "md"))
def links(graph: Path, side: Literal["parent", "child"] | None, form: str) -> None:
    """Print every link from a local measure to the one that it carries out, with the evidence on both sides.

    A measure without a link is only listed where its document was compared with one above (below), which is named beside
    it. Documents that were compared with none are named on stderr: of their measures nothing is known. The gaps place
    by place are in kg query unanswered.

    \b
    kg links --format jsonl > links.jsonl
    kg links --without-parent --format csv > initiatives.csv
    """
    from kg.graph import Graph
    from kg.links import COLUMNS, UNLINKED_COLUMNS, link_rows, unasked_text, unlinked
    from kg.rendering import render

    table = form != "jsonl"
    with Graph(graph) as opened:
        if side is None:
            click.echo(render(COLUMNS, link_rows(opened, table=table), form), nl=False)
            return
        found = unlinked(opened, side, table=table)
    click.echo(render(UNLINKED_COLUMNS, found.rows, form), nl=False)
    click.echo(unasked_text(found, side), nl=False, err=True)
