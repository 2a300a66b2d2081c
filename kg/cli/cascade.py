"""``kg cascade``: a measure or a topic from nation to city."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import graph_option


@click.command()
@click.argument("question", metavar="ID|TEXT")
@graph_option
@click.option(
    "--format", "form", type=click.Choice(["tree", "json", "md", "csv"]), default="tree", show_default=True
)
def cascade(question: str, graph: Path, form: str) -> None:
    """Show where a measure comes from and who carries it out, as a tree from the nation down.

    ID is a measure (an IRI, its short form, STEM/PATH); TEXT a theme, concept or programme, or words of titles.

    \b
    kg cascade zj-2023/2.1.3
    kg cascade 一刻钟便民生活圈 --format md
    """
    from kg.cascade import cascade_of
    from kg.cascade_text import cascade_text
    from kg.graph import Graph

    with Graph(graph) as opened:
        click.echo(cascade_text(cascade_of(opened, question), form), nl=False)
