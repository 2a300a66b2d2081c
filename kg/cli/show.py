"""``kg show``: one node with its evidence."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import graph_option


@click.command()
@click.argument("name", metavar="ID")
@graph_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "md"]), default="text", show_default=True
)
def show(name: str, graph: Path, form: str) -> None:
    """Show one node: its text with the evidence marked, and what it links to.

    ID is an IRI, its short form, or STEM/PATH: the name of the document's file and the item's numbers.

    \b
    kg show zj-2023/2.1.3
    kg show agency/330000/commerce --format json
    """
    from kg.graph import Graph
    from kg.show import shown

    with Graph(graph) as opened:
        click.echo(shown(opened, name, form), nl=False)
