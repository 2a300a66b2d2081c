"""The property graph's tables in LadybugDB: their definition from the ontology, and their bulk load.

Rows go in by COPY from CSV files, the fastest way that needs no further package: a text is always in quotes
and a missing value is nothing at all, so that every text comes back as it was, the empty one too.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from ctypes import CDLL
from pathlib import Path
from typing import TYPE_CHECKING

from kg.tables import GraphTables, Value
from ontology.schema import Datatype, LiteralProperty, NodeClass, Relation, Schema

if TYPE_CHECKING:
    import ladybug

_TYPES: Mapping[Datatype, str] = {
    "string": "STRING",
    "integer": "INT64",
    "double": "DOUBLE",
    "boolean": "BOOLEAN",
}
# Lines are not independent where a text holds line ends, so the file is read by one thread.
_READING = (
    "header=false, parallel=false, auto_detect=false, delim=',', quote='\"', escape='\"', null_strings=['']"
)

_COPIES_A_COMMIT = 8
# The numbers of malloc.h and its default for both.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_GLIBC_DEFAULT = 128 << 10


def definitions(schema: Schema) -> Iterator[str]:
    """The statements that create a table for each class and relation.

    >>> [s for s in definitions(Schema.load()) if "`PART_OF`" in s]
    ['CREATE REL TABLE `PART_OF`(FROM `Region` TO `Region`)']
    """
    for node_class in schema.classes.values():
        columns = "".join(f", `{name}` {_TYPES[p.datatype]}" for name, p in _columns(node_class))
        yield f"CREATE NODE TABLE `{node_class.name}`(`id` STRING{columns}, PRIMARY KEY(`id`))"
    for relation in schema.relations.values():
        pairs = ", ".join(f"FROM `{start}` TO `{end}`" for start, end in _pairs(relation))
        yield f"CREATE REL TABLE `{relation.type_name}`({pairs})"


def write_all(connection: ladybug.Connection, tables: GraphTables, schema: Schema, folder: Path) -> None:
    """Define all tables and load the graph into them; ``folder`` takes the files on the way.

    A commit for each statement would wait for the disk each time; one for all would hold some megabytes of
    memory for each table until the end, even if it has few rows.
    """
    copies = _copies(tables, schema, folder / "rows.csv", tables.index())
    _run(connection, definitions(schema), copies)


def add_all(
    connection: ladybug.Connection,
    tables: GraphTables,
    classes: Mapping[str, str],
    schema: Schema,
    folder: Path,
) -> None:
    """Load further rows into tables that are defined; ``classes`` has the class of every node, held or new."""
    _run(connection, (), _copies(tables, schema, folder / "rows.csv", classes))


def _run(connection: ladybug.Connection, first: Iterable[str], copies: Iterable[str]) -> None:
    with _memory_kept():
        _execute(connection, "BEGIN TRANSACTION")
        for definition in first:
            _execute(connection, definition)
        for number, copy in enumerate(copies, start=1):
            _execute(connection, copy)
            if number % _COPIES_A_COMMIT == 0:
                _execute(connection, "COMMIT")
                _execute(connection, "BEGIN TRANSACTION")
        _execute(connection, "COMMIT")


@contextmanager
def _memory_kept() -> Iterator[None]:
    """Have the C library keep freed memory for the next table; fetching it anew is a third of a small load.

    Only glibc can be told; elsewhere nothing happens.
    """
    library = CDLL(None) if sys.platform == "linux" else None
    if library is None or not hasattr(library, "mallopt"):
        yield
        return
    library.mallopt(_MMAP_THRESHOLD, 32 << 20)
    library.mallopt(_TRIM_THRESHOLD, 256 << 20)
    try:
        yield
    finally:
        library.mallopt(_MMAP_THRESHOLD, _GLIBC_DEFAULT)
        library.mallopt(_TRIM_THRESHOLD, _GLIBC_DEFAULT)
        library.malloc_trim(0)


def _copies(tables: GraphTables, schema: Schema, file: Path, classes: Mapping[str, str]) -> Iterator[str]:
    """The statements that load the tables, nodes before edges; ``file`` holds the rows of the latest."""
    for class_name, nodes in tables.nodes.items():
        if nodes:
            names = [name for name, _ in _columns(schema.classes[class_name])]
            _write(file, _node_lines(nodes, names))
            yield f"COPY `{class_name}` FROM {_file_text(file)} ({_READING})"
    for name, pairs in tables.edges.items():
        by_classes: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for start, end in pairs:
            by_classes.setdefault((classes[start], classes[end]), []).append((start, end))
        relation = schema.relations[name]
        for (start_class, end_class), edges in by_classes.items():
            _write(file, (f"{_quoted(start)},{_quoted(end)}\n" for start, end in edges))
            sides = f", from='{start_class}', to='{end_class}'" if len(_pairs(relation)) > 1 else ""
            yield f"COPY `{relation.type_name}` FROM {_file_text(file)} ({_READING}{sides})"


def _columns(node_class: NodeClass) -> list[tuple[str, LiteralProperty]]:
    return sorted(node_class.properties.items())


def _pairs(relation: Relation) -> list[tuple[str, str]]:
    return [(start, end) for start in sorted(relation.domain) for end in sorted(relation.range)]


def _node_lines(nodes: Mapping[str, Mapping[str, Value]], names: list[str]) -> Iterator[str]:
    for id, values in nodes.items():
        yield ",".join([_quoted(id), *(_cell(values.get(name)) for name in names)]) + "\n"


def _cell(value: Value | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _quoted(value)
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _write(file: Path, lines: Iterable[str]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        out.writelines(lines)


def _file_text(file: Path) -> str:
    escaped = file.as_posix().replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _execute(connection: ladybug.Connection, statement: str) -> None:
    result = connection.execute(statement)
    for one in result if isinstance(result, list) else [result]:
        one.close()
