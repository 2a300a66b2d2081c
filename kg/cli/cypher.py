"""``kg cypher``: a free question to the property graph."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import format_option, graph_option, question_text
from kg.cli.stores import Place, asked, store_options


@click.command()
@click.argument("query")
@graph_option
@store_options
@format_option()
def cypher(
    query: str, graph: Path, store: str | None, base: str | None, credentials: Path | None, form: str
) -> None:
    """Ask a free question in Cypher; - reads it from standard input.

    Read-only: what would write, read a file or reach out is refused.

    \b
    kg cypher 'MATCH (m:Measure)-[:RESPONSIBLE_AGENCY]->(a:Agency) RETURN a.labelZh AS agency, count(m) AS n'
    kg cypher - < question.cypher --format json
    kg cypher - --store neo4j://127.0.0.1:7687 < question.cypher
    """
    from kg.rendering import render

    with asked(graph, Place(store, base, credentials), "cypher") as opened:
        answer = opened.query(question_text(query))
    click.echo(render(answer.columns, answer.rows, form), nl=False)
