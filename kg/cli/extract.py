"""``kg extract``: one document's record, nothing stored."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import format_option


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@format_option("json", ("json", "table"))
def extract(file: Path, form: str) -> None:
    """Print the record of one document; nothing is stored.

    FILE is a .txt file in any usual encoding, or - for standard input. A corpus.toml beside the file supplies
    what its text does not print.

    \b
    kg extract notice.txt | jq .measures[0].figures
    kg extract notice.txt --format table
    """
    from kg.extract import extract_file, record_table

    document = extract_file(file)
    if form == "table":
        click.echo(record_table(document), nl=False)
    else:
        import json

        from kg.document_json import document_json

        click.echo(json.dumps(document_json(document), ensure_ascii=False, indent=1))
