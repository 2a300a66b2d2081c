"""``kg links``: all links between measures."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import format_option, graph_option


@click.command()
@graph_option
@click.option(
    "--without-parent",
    is_flag=True,
    help="Instead, the local measures that no measure above corresponds to, where a document above was compared.",
)
@click.option(
    "--without-child",
    is_flag=True,
    help="Instead, the measures that no measure below corresponds to, where a document below was compared.",
)
@format_option("table", ("table", "csv", "jsonl", "md"))
def links(graph: Path, without_parent: bool, without_child: bool, form: str) -> None:
    """Print every link from a local measure to the one that it carries out, with the evidence on both sides.

    A measure without a link is only listed where its document was compared with one above (below), which is named beside
    it. Documents that were compared with none are named on stderr: of their measures nothing is known. The gaps place
    by place are in kg query unanswered.

    \b
    kg links --format jsonl > links.jsonl
    kg links --without-parent --format csv > initiatives.csv
    """
    from kg.errors import UsageError
    from kg.graph import Graph
    from kg.links import COLUMNS, UNLINKED_COLUMNS, Side, link_rows, unasked_text, unlinked
    from kg.rendering import render

    if without_parent and without_child:
        raise UsageError("ask for --without-parent or for --without-child, one at a time")
    side: Side | None = "parent" if without_parent else "child" if without_child else None
    table = form != "jsonl"
    with Graph(graph) as opened:
        if side is None:
            click.echo(render(COLUMNS, link_rows(opened, table=table), form), nl=False)
            return
        found = unlinked(opened, side, table=table)
    click.echo(render(UNLINKED_COLUMNS, found.rows, form), nl=False)
    click.echo(unasked_text(found, side), nl=False, err=True)
