"""``kg extract``: the record of a document, nothing stored."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import format_option


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@format_option("json", ("json", "table"))
@click.pass_context
def extract(context: click.Context, file: Path, form: str) -> None:
    """Print the record of one document; nothing is stored.

    FILE is a .txt, .html, .pdf or .docx file, a .zip of these, or - for standard input. A file that holds several
    documents gives a list of records. A corpus.toml beside the file supplies what its text does not print.

    \b
    kg extract notice.txt | jq .measures[0].figures
    kg extract notice.pdf --format table
    """
    from kg.extract import extract_file, record_table

    found = extract_file(file)
    if form == "table":
        click.echo("\n".join(record_table(document) for document in found.documents), nl=False)
    else:
        import json

        from kg.document_json import document_json

        records = [document_json(document) for document in found.documents]
        whole = records[0] if len(records) == 1 else records
        click.echo(json.dumps(whole, ensure_ascii=False, indent=1))
    for line in found.skipped:
        click.echo(f"skipped: {line}", err=True)
    if found.skipped:
        context.exit(1)
