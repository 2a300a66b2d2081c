"""``kg review``: decide on links, the least certain first."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import graph_option


@click.command()
@graph_option
@click.option(
    "--decisions",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Table of decisions (CSV); without it decisions.csv in the graph's folder.",
)
@click.option(
    "--by", envvar="KG_REVIEWER", show_envvar=True, required=True, help="Your name, kept with each decision."
)
@click.option(
    "--document",
    "documents",
    multiple=True,
    metavar="STEM",
    help="Only links from and to this document, by the name of its file or its id; may be given more than once.",
)
def review(graph: Path, decisions: Path | None, by: str, documents: tuple[str, ...]) -> None:
    """Go through the links that nobody decided on yet, both texts side by side.

    First come those where a decision is worth most, among them pairs of measures that were held for no link by a little.

    One key each: a accept, r reject, t retype, s skip, b back, c comment, n new link, q quit. Every decision is
    written at once; kg build puts them into the graph. The table is a CSV that a spreadsheet can edit; wrong
    figures, agencies, themes and places are corrected in it too.

    \b
    kg review --by "Your name"
    kg review --by "Your name" --document nb-2023
    kg review --by "Your name" --decisions reviewed.csv
    """
    from kg.review.run import review as hold_review
    from kg.review.terminal import Terminal

    hold_review(graph, decisions, by, Terminal(), documents=documents)
