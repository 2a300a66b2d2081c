"""``kg evaluate``: how good the links are, on gold links of yours."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import format_option


@click.command()
@click.argument("gold", nargs=-1, required=True, metavar="[TOPIC=]GOLD...")
@click.option(
    "--documents",
    "paths",
    multiple=True,
    type=click.Path(path_type=Path),
    help="File or folder with documents that the gold names, more than once for several; else the bundled ones.",
)
@click.option(
    "--out-of-fold",
    "links",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the links that each pair gets from weights that never saw it (JSON lines).",
)
@format_option("table", ("table", "json", "md"))
def evaluate(gold: tuple[str, ...], paths: tuple[Path, ...], links: Path | None, form: str) -> None:
    """Print precision, recall and F1 of the links on gold links, each pair of documents left out in turn.

    GOLD is a file of JSON lines with lower_document, lower_path, upper_document, upper_path and grade: 2 direct, 1
    partial, 0 where readers differed. A document is named by the stem of its file (nb-2023 for nb-2023.txt), an item by
    its printed ordinals (2.1.7). All links of a pair of documents have to be there: what is not listed counts as none.

    \b
    kg evaluate links.jsonl
    kg evaluate housing=a.jsonl health=b.jsonl --documents plans/ --out-of-fold scored.jsonl
    """
    from corpus import FOLDER
    from kg.alignment.gold import gold_files
    from kg.errors import InputError
    from kg.evaluate import write_links
    from kg.evaluation import evaluate as evaluated
    from kg.evaluation import evaluation_text

    found = evaluated(gold_files(gold), list(paths) or [FOLDER])
    if links is not None:
        try:
            write_links(found.scored, links)
        except OSError as error:
            raise InputError(links, f"cannot be written ({error.strerror})") from None
    click.echo(evaluation_text(found, form), nl=False)
