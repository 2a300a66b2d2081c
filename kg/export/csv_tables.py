"""CSV tables with a description of their columns, in a folder or a zip file.

``datapackage.json`` (Frictionless Data Package) says of each column its type, its meaning in Chinese and English,
and the table its ids are found in. Files are UTF-8 with a byte order mark, without which Excel takes Chinese for
something else. A text that begins with ``= + - @``, their full-width forms, a tab, a line end or an apostrophe has
an apostrophe before it, so that it stays a text; whoever reads the files with a program takes off one.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from kg.export.layout import Column, Table, tables_of
from kg.export.source import Losses, Source
from kg.export.spreadsheet_text import guarded
from kg.stores.rdf_text import number_text
from kg.tables import Value

DESCRIPTION = "datapackage.json"
# The types of a table schema.
_TYPES = {"string": "string", "integer": "integer", "double": "number", "boolean": "boolean"}
# Files in a zip carry a time; a fixed one gives the same bytes each time. It is the earliest that zip has.
_TIME = (1980, 1, 1, 0, 0, 0)


def write(source: Source, out: BinaryIO) -> Losses:
    """Write the tables as a zip file."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, lines in _files(source):
            info = zipfile.ZipInfo(name, _TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(info, "w", force_zip64=True) as file:
                file.writelines(line.encode() for line in lines)
    return Losses()


def write_folder(source: Source, folder: Path) -> Losses:
    """Write the tables into ``folder``, which is there and empty."""
    for name, lines in _files(source):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            file.writelines(lines)
    return Losses()


def _files(source: Source) -> Iterator[tuple[str, Iterable[str]]]:
    resources = []
    held = {name for name, nodes in source.tables.nodes.items() if nodes}
    for table in tables_of(source):
        resources.append(_resource(table, held))
        yield f"{table.name}.csv", _lines(table)
    package = {"profile": "tabular-data-package", "name": "policy-graph", "resources": resources}
    yield DESCRIPTION, [json.dumps(package, ensure_ascii=False, indent=1) + "\n"]


def _lines(table: Table) -> Iterator[str]:
    yield "\ufeff" + _line([column.name for column in table.columns])
    for row in table.rows:
        yield _line(row)


def _line(cells: Sequence[Value | None]) -> str:
    return ",".join(map(_cell, cells)) + "\n"


def _cell(value: Value | None) -> str:
    """A text in quotation marks, so that its line ends and commas are its own; nothing for no value."""
    if value is None:
        return ""
    if isinstance(value, str):
        return '"' + guarded(value).replace('"', '""') + '"'
    if isinstance(value, bool):
        return str(value).lower()
    return number_text(value) if isinstance(value, float) else str(value)


def _resource(table: Table, held: set[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns]}
    if table.is_class:
        schema["primaryKey"] = "id"
    # A key to one of several tables is nothing that a table schema can say.
    keys = [
        {"fields": column.name, "reference": {"resource": column.refers_to[0].lower(), "fields": "id"}}
        for column in table.columns
        if len(column.refers_to) == 1 and column.refers_to[0] in held
    ]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "profile": "tabular-data-resource",
        "name": table.name.lower(),
        "path": f"{table.name}.csv",
        "title": " · ".join(table.term.labels.values()),
        "description": " ".join(table.term.definitions.values()),
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\n"},
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    field = {"name": column.name, "type": _TYPES[column.datatype]}
    if column.term is not None:
        field["title"] = " · ".join(column.term.labels.values())
        field["description"] = " ".join(column.term.definitions.values())
    return field
