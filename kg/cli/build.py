"""``kg build``: documents in, graph out."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import graph_option

# Objects made before the collector of cycles looks for any; Python's own figure is 700.
_COLLECT_AFTER = 500_000


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@graph_option
@click.option("--bundled", is_flag=True, help="Add the documents that come with the project to yours.")
@click.option(
    "--decisions",
    type=click.Path(path_type=Path, dir_okay=False),
    help="An analyst's decisions (CSV); without it decisions.csv in the graph's folder, where there is one.",
)
@click.option("--strict", is_flag=True, help="Count unresolved, repaired and inferred facts as lost.")
@click.option("--base", envvar="KG_BASE", show_envvar=True, help="What the IRIs of your graph begin with.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_context
def build(
    ctx: click.Context,
    paths: tuple[Path, ...],
    graph: Path,
    bundled: bool,
    decisions: Path | None,
    strict: bool,
    base: str | None,
    form: str,
) -> None:
    """Build the graph of exactly these files and folders.

    Without PATHS it is that of the documents that come with the project. The graph that was there is replaced
    when the new one is finished, and stays when nothing could be read. The account of the run says what was
    skipped, unresolved, repaired or implausible, with file and offset; kg status shows it again.

    \b
    kg build
    kg build notices/ 2025-plan.txt --bundled --graph all-graph
    """
    import gc

    from corpus import FOLDER
    from kg.account import account_text
    from kg.build import build as build_graph
    from kg.cli.progress import Progress
    from kg.ids import DEFAULT_BASE

    # A build makes records that all live to its end: walking them again and again is a tenth of its time.
    before = gc.get_threshold()
    ctx.call_on_close(lambda: gc.set_threshold(*before))
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER)
    chosen = [*paths, *([FOLDER] if bundled or not paths else [])]
    with Progress() as progress:
        report = build_graph(
            chosen, graph, base=base or DEFAULT_BASE, decisions=decisions, progress=progress.step
        )
    click.echo(account_text(report, form), nl=False)
    ctx.exit(report.exit_status(strict))
