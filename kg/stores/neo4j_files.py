"""A graph as CSV files for ``neo4j-admin database import full``, for graphs too big to push.

One file for each class and one for each relation, with the importer's headers; ``import.args`` holds the
arguments, so that in the folder one command is enough:

    neo4j-admin database import full neo4j --overwrite-destination @import.args

A push afterwards finds everything there, makes the constraints and the full-text index, and counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.errors import StoreError
from kg.ids import DEFAULT_BASE
from kg.stores.neo4j_statements import MARK
from kg.tables import GraphTables, Value
from ontology.schema import NodeClass, Schema

_TYPES = {"string": "string", "integer": "long", "double": "double", "boolean": "boolean"}
ARGUMENTS = "import.args"


def write_import_files(tables: GraphTables, folder: Path, base: str = DEFAULT_BASE) -> list[Path]:
    """Write the files into ``folder``, which is made if need be, and give back their paths.

    Raises StoreError where they cannot be written.
    """
    schema = Schema.load()
    # The importer has no option for line ends inside of a field but this one.
    arguments = ["--multiline-fields=true", "--id-type=string"]
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, nodes in tables.nodes.items():
            properties = _properties(schema.classes[name])
            header = ["id:ID", *(f"{p}:{kind}" for p, kind in properties), f"{MARK}:string"]
            rows = (
                [id, *(_cell(values.get(p)) for p, _ in properties), base] for id, values in nodes.items()
            )
            written.append(_write(folder / f"{name}.csv", header, rows))
            arguments.append(f"--nodes={name}={name}.csv")
        for name, pairs in tables.edges.items():
            type_name = schema.relations[name].type_name
            lines = ((start, end, base) for start, end in pairs)
            written.append(
                _write(folder / f"{type_name}.csv", [":START_ID", ":END_ID", f"{MARK}:string"], lines)
            )
            arguments.append(f"--relationships={type_name}={type_name}.csv")
        path = folder / ARGUMENTS
        path.write_text("".join(f"{argument}\n" for argument in arguments), encoding="utf-8", newline="\n")
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written: {error.strerror}") from error
    return [*written, path]


def _properties(node_class: NodeClass) -> Sequence[tuple[str, str]]:
    return [(name, _TYPES[literal.datatype]) for name, literal in sorted(node_class.properties.items())]


def _cell(value: Value | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if isinstance(value, float) else str(value)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    # No newline translation: a line end in a text is part of the text.
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(header) + "\n")
        file.writelines(",".join(map(_quoted, row)) + "\n" for row in rows)
    return path


def _quoted(cell: str) -> str:
    """Everything in quotation marks, but for an empty cell: unquoted it is no value to the importer."""
    return '"' + cell.replace('"', '""') + '"' if cell else ""
