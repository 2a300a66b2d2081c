"""``kg view``: an interactive page, or a folder of pages."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import format_option, graph_option
from kg.errors import InputError


@click.command()
@click.argument("name", required=False)
@graph_option
@click.option(
    "--root",
    "roots",
    multiple=True,
    metavar="ID",
    help="What to show: a measure, theme, document, agency or region; can be given twice for side-by-side.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File to write (a folder for site), - for standard output.  [default: NAME.html]",
)
@click.option(
    "--open", "opens", is_flag=True, help="Open it in the browser, or in the one that BROWSER names."
)
@format_option("table", ("table", "json", "csv", "md"))
def view(
    name: str | None, graph: Path, roots: tuple[str, ...], output: Path | None, opens: bool, form: str
) -> None:
    """Write an interactive page that opens from disk without a network; without NAME list the views.

    What a page shows is read from the RDF store of the graph.

    \b
    kg view
    kg view cascade -o cascade.html --open
    kg view cascade --root cn-2022/2.6 -o culture.html
    kg view side-by-side --root nb-2023 --root zj-2023 -o compare.html
    kg view site -o pages
    """
    from kg.rendering import render
    from visualizations.views import SITE, require_view
    from visualizations.writing import LISTED, listed, write_site, write_view

    if name is None:
        click.echo(render(LISTED, listed(), form), nl=False)
        return
    if name != SITE:
        require_view(name)
    from kg.graph import Graph

    with Graph(graph) as opened:
        if name == SITE:
            written: Path | None = write_site(opened, output or Path(SITE), roots)
        else:
            written = write_view(opened, name, output or Path(f"{name}.html"), roots)
    if written is None:
        return
    click.echo(f"{written} written", err=True)
    if opens:
        import webbrowser

        if not webbrowser.open(written.resolve().as_uri()):
            raise InputError(written, "no browser was found to open it; BROWSER names one")
