"""``kg cypher``: a free question to the property graph."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import format_option, graph_option, question_text


@click.command()
@click.argument("query")
@graph_option
@format_option()
def cypher(query: str, graph: Path, form: str) -> None:
    """Ask a free question in Cypher; - reads it from standard input.

    Read-only: what would write, read a file or reach out is refused.

    \b
    kg cypher 'MATCH (m:Measure)-[:RESPONSIBLE_AGENCY]->(a:Agency) RETURN a.labelZh AS agency, count(m) AS n'
    kg cypher - < question.cypher --format json
    """
    from kg.graph import Graph
    from kg.rendering import render

    with Graph(graph) as opened:
        answer = opened.cypher(question_text(query))
    click.echo(render(answer.columns, answer.rows, form), nl=False)
