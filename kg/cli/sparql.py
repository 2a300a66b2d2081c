"""``kg sparql``: a free question to the RDF store."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import format_option, graph_option, question_text


@click.command()
@click.argument("query")
@graph_option
@format_option()
@click.option(
    "--terms", is_flag=True, help="Print RDF terms as N-Triples writes them, with language and datatype."
)
def sparql(query: str, graph: Path, form: str, terms: bool) -> None:
    """Ask a free question in SPARQL; - reads it from standard input.

    Read-only: what would write, read a file or reach out is refused. The prefix : is the ontology's, rdfs: and
    xsd: need no declaration either, and <theme/brand> is short for its IRI.

    \b
    kg sparql 'SELECT ?path ?title WHERE { ?m :mainTheme <theme/live-commerce> ; :path ?path ; :title ?title }'
    kg sparql - < question.rq --format csv
    """
    from kg.graph import Graph
    from kg.rendering import render

    with Graph(graph) as opened:
        answer = opened.sparql(question_text(query), terms=terms)
    click.echo(render(answer.columns, answer.rows, form), nl=False)
