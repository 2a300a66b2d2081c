"""``kg sparql``: a free question to the RDF store."""

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
@click.option(
    "--terms", is_flag=True, help="Print RDF terms as N-Triples writes them, with language and datatype."
)
def sparql(
    query: str,
    graph: Path,
    store: str | None,
    base: str | None,
    credentials: Path | None,
    form: str,
    terms: bool,
) -> None:
    """Ask a free question in SPARQL; - reads it from standard input.

    Read-only: what would write, read a file or reach out is refused. The prefix : is the ontology's, rdfs: and
    xsd: need no declaration either, and <theme/brand> is short for its IRI.

    \b
    kg sparql 'SELECT ?path ?title WHERE { ?m :mainTheme <theme/live-commerce> ; :path ?path ; :title ?title }'
    kg sparql - < question.rq --format csv
    kg sparql - --store sparql+http://127.0.0.1:3030/kg < question.rq
    """
    from kg.rendering import render

    with asked(graph, Place(store, base, credentials), "sparql") as opened:
        answer = opened.query(question_text(query), terms=terms)
    click.echo(render(answer.columns, answer.rows, form), nl=False)
