"""``kg check``: the registers and the shapes of the graph."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import graph_option


@click.command()
@graph_option
@click.option("--registers-only", is_flag=True, help="Check the ontology's files alone, no graph.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_context
def check(ctx: click.Context, graph: Path, registers_only: bool, form: str) -> None:
    """Check the ontology's registers, and the graph against its SHACL shapes.

    Exit status 1 when a register contradicts itself or the graph breaks a shape.

    \b
    kg check
    kg check --registers-only
    """
    from kg.checking import checked

    text, sound = checked(None if registers_only else graph, form)
    click.echo(text, nl=False)
    ctx.exit(0 if sound else 1)
