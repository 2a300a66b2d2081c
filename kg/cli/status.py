"""``kg status``: what the graph holds, and what stayed unresolved."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import graph_option


@click.command()
@graph_option
@click.option("--all", "every", is_flag=True, help="Show every problem, not the first of each kind.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def status(graph: Path, every: bool, form: str) -> None:
    """Show what the graph holds and the account of the build that made it.

    \b
    kg status
    kg status --format json | jq '.problems[] | select(.kind == "repaired")'
    """
    from kg.graph import Graph
    from kg.status import status_text

    with Graph(graph) as opened:
        click.echo(status_text(opened, form, every=every), nl=False)
