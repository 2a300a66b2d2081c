"""``kg build``: documents in, graph out."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import graph_option

# Objects made before the collector of cycles looks for any; Python's own figure is 700.
_COLLECT_AFTER = 500_000

# What shells give for a command that Ctrl-C ended.
_INTERRUPTED = 130
_STOPPED = (
    "kg: stopped; the graph is as it was, and what was read is kept: the same command goes on from there"
)


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@graph_option
@click.option("--bundled", is_flag=True, help="Add the documents that come with the project to yours.")
@click.option(
    "--decisions",
    type=click.Path(path_type=Path, dir_okay=False),
    help="An analyst's decisions (CSV); without it decisions.csv in the graph's folder, where there is one.",
)
@click.option(
    "--weights",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="KG_WEIGHTS",
    show_envvar=True,
    help="Weights of the links that you fitted (TOML); without it those that come with the project.",
)
@click.option("--strict", is_flag=True, help="Count unresolved, repaired and inferred facts as lost.")
@click.option("--base", envvar="KG_BASE", show_envvar=True, help="What the IRIs of your graph begin with.")
@click.option(
    "--jobs",
    "-j",
    type=click.IntRange(1, 256),
    help="Processes that read and link; without it one for each core.",
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_context
def build(
    ctx: click.Context,
    paths: tuple[Path, ...],
    graph: Path,
    bundled: bool,
    decisions: Path | None,
    weights: Path | None,
    strict: bool,
    base: str | None,
    jobs: int | None,
    form: str,
) -> None:
    """Build the graph of exactly these files and folders.

    Without PATHS it is that of the documents that come with the project. The graph that was there is replaced
    when the new one is finished, and stays when nothing could be read. The account of the run says what was
    skipped, unresolved, repaired or implausible, with file and offset; kg status shows it again.

    What was read is kept in the graph's folder by its content: the next build reads only what is new, and one that
    was stopped, by Ctrl-C or a power cut, goes on where it was.

    \b
    kg build
    kg build notices/ 2025-plan.txt --bundled --graph all-graph
    kg build archive/ --jobs 4
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
    try:
        with Progress() as progress:
            report = build_graph(
                chosen,
                graph,
                base=base or DEFAULT_BASE,
                decisions=decisions,
                weights=weights,
                progress=progress.step,
                jobs=jobs,
            )
    except KeyboardInterrupt:
        click.echo(_STOPPED, err=True)
        ctx.exit(_INTERRUPTED)
    click.echo(account_text(report, form), nl=False)
    ctx.exit(report.exit_status(strict))
