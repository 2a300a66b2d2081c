"""``kg export``: the graph as a file for other tools."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.options import graph_option
from kg.errors import UsageError
from kg.export.formats import FORMATS, choose_format

_EPILOG = "\b\nFormats:\n" + "\n".join(f"  {form.name:<10}  {form.purpose}" for form in FORMATS.values())


@click.command(epilog=_EPILOG)
@click.option(
    "--format",
    "name",
    type=click.Choice(list(FORMATS)),
    help="What to write; the ending of FILE says it where it is one of the format's own.",
)
@click.option(
    "-o",
    "--output",
    "output",
    default="-",
    show_default=True,
    metavar="FILE|-",
    help="The file or folder to write; - is standard output.",
)
@graph_option
@click.pass_context
def export(ctx: click.Context, name: str | None, output: str, graph: Path) -> None:
    """Write the graph to a file for other tools.

    A file that is there is replaced when the new one is whole. What a format cannot hold is counted and
    listed, and the exit status is then 1.

    \b
    kg export -o graph.ttl
    kg export --format csv -o tables/
    kg export --format graphml -o - | gzip > graph.graphml.gz
    """
    form = choose_format(name, output)
    if output == "-" and not form.text and sys.stdout.isatty():
        raise UsageError(f"{form.name} is nothing for a terminal; give -o FILE")
    from kg.export.writing import export as export_graph
    from kg.graph import Graph

    with Graph(graph) as opened:
        outcome = export_graph(opened, form, sys.stdout.buffer if output == "-" else Path(output))
    click.echo(outcome.written, err=True)
    for line in outcome.losses.lines():
        click.echo(f"kg: {line}", err=True)
    ctx.exit(1 if outcome.losses else 0)
