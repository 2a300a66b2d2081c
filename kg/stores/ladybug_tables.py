"""The property graph's tables in LadybugDB: their definition from the ontology, and their bulk load.

Rows go in by COPY from CSV files, the fastest way that needs no further package (see `kg.stores.csv_rows`).
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from ctypes import CDLL
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.stores.csv_rows import EdgeTable, columns, csv_rows
from kg.stores.difference import Difference
from kg.tables import GraphTables
from ontology.schema import Datatype, Relation, Schema

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
_FILES_AHEAD = 4
# The numbers of malloc.h and its default for both.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_GLIBC_DEFAULT = 128 << 10


def definitions(schema: Schema) -> Iterator[str]:
    """The statements that create a table for each class and relation.

    >>> [s for s in definitions(Schema.load()) if "`PART_OF`" in s]
    ['CREATE REL TABLE `PART_OF`(FROM `Region` TO `Region`)']
    """
    for node_class in schema.classes.values():
        cells = "".join(f", `{name}` {_TYPES[p.datatype]}" for name, p in columns(node_class))
        yield f"CREATE NODE TABLE `{node_class.name}`(`id` STRING{cells}, PRIMARY KEY(`id`))"
    for relation in schema.relations.values():
        pairs = ", ".join(f"FROM `{start}` TO `{end}`" for start, end in _pairs(relation))
        yield f"CREATE REL TABLE `{relation.type_name}`({pairs})"


def load_files(connection: ladybug.Connection, files: Iterable[tuple[str, Path]], schema: Schema) -> None:
    """Define all tables and load CSV files, each with the name of its own (see `kg.stores.csv_rows`), nodes first.

    A file is read before the next is asked for. A commit for each statement would wait for the disk each time; one for
    all would hold some megabytes of memory for each table until the end, even if it has few rows.
    """
    _run(connection, definitions(schema), (_copy(name, file, schema) for name, file in files))


def change(connection: ladybug.Connection, difference: Difference, schema: Schema, folder: Path) -> None:
    """Carry a difference out in one transaction; ``folder`` takes files on the way.

    Nodes are found one by one through the index of their table: for several at a time the engine would read all of it.
    """
    gone = {id for nodes in difference.removed.nodes.values() for id in nodes}
    _execute(connection, "BEGIN TRANSACTION")
    for table, pairs in _by_table(difference.removed.edges, difference.classes).items():
        for start, end in pairs:
            # Those of nodes that are removed go with them.
            if start not in gone and end not in gone:
                statement = f"MATCH {_ends(table)}, {_between(table, schema, 'r')} WHERE {_AT_ENDS} DELETE r"
                _execute(connection, statement, {"from": start, "to": end})
    for class_name, nodes in difference.removed.nodes.items():
        for id in nodes:
            _execute(connection, f"MATCH (n:`{class_name}`) WHERE n.id = $id DETACH DELETE n", {"id": id})
    for class_name, nodes in difference.changed.items():
        names = [name for name, _ in columns(schema.classes[class_name])]
        cells = ", ".join(f"n.`{name}` = ${name}" for name in names)
        for id, values in nodes.items():
            row = {name: values.get(name) for name in names}
            _execute(connection, f"MATCH (n:`{class_name}`) WHERE n.id = $id SET {cells}", {"id": id} | row)
    for name, file in files_of(GraphTables(difference.added.nodes, {}), {}, schema, folder):
        _execute(connection, _insert(name, file, schema))
    for table, pairs in _by_table(difference.added.edges, difference.classes).items():
        statement = f"MATCH {_ends(table)} WHERE {_AT_ENDS} CREATE {_between(table, schema)}"
        for start, end in pairs:
            _execute(connection, statement, {"from": start, "to": end})
    _execute(connection, "COMMIT")


_AT_ENDS = "a.id = $from AND b.id = $to"


def _ends(table: EdgeTable) -> str:
    return f"(a:`{table.start}`), (b:`{table.end}`)"


def _between(table: EdgeTable, schema: Schema, name: str = "") -> str:
    return f"(a)-[{name}:`{schema.relations[table.relation].type_name}`]->(b)"


def files_of(
    tables: GraphTables, classes: Mapping[str, str], schema: Schema, folder: Path
) -> Iterator[tuple[str, Path]]:
    """The rows of a graph as CSV files, nodes before edges; the next ones are written while the engine reads one."""
    rows = csv_rows(tables, classes, schema)

    def write_next() -> tuple[str, Path] | None:
        for name, data in rows:
            file = folder / f"{name}.csv"
            file.write_bytes(data)
            return name, file
        return None

    with ThreadPoolExecutor(max_workers=1) as pool:
        ahead = deque(pool.submit(write_next) for _ in range(_FILES_AHEAD))
        while (ready := ahead.popleft().result()) is not None:
            ahead.append(pool.submit(write_next))
            yield ready
            ready[1].unlink()


def _by_table(
    edges: Mapping[str, Sequence[tuple[str, str]]], classes: Mapping[str, str]
) -> dict[EdgeTable, list[tuple[str, str]]]:
    found: dict[EdgeTable, list[tuple[str, str]]] = {}
    for relation, pairs in edges.items():
        for start, end in pairs:
            found.setdefault(EdgeTable(relation, classes[start], classes[end]), []).append((start, end))
    return found


def _insert(name: str, file: Path, schema: Schema) -> str:
    """The statement that adds the nodes in a file one by one: those of COPY would not be in the log of changes."""
    cells = [("id", "STRING"), *((n, _TYPES[p.datatype]) for n, p in columns(schema.classes[name]))]
    head = ", ".join(f"`{cell}` {kind}" for cell, kind in cells)
    values = ", ".join(f"`{cell}`: `{cell}`" for cell, _ in cells)
    return f"LOAD WITH HEADERS ({head}) FROM {_file_text(file)} ({_READING}) CREATE (:`{name}` {{{values}}})"


def _copy(name: str, file: Path, schema: Schema) -> str:
    """The statement that loads a file into the table of that name."""
    edges = EdgeTable.parse(name)
    if edges is None:
        return f"COPY `{name}` FROM {_file_text(file)} ({_READING})"
    relation = schema.relations[edges.relation]
    sides = f", from='{edges.start}', to='{edges.end}'" if len(_pairs(relation)) > 1 else ""
    return f"COPY `{relation.type_name}` FROM {_file_text(file)} ({_READING}{sides})"


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


def _pairs(relation: Relation) -> list[tuple[str, str]]:
    return [(start, end) for start in sorted(relation.domain) for end in sorted(relation.range)]


def _file_text(file: Path) -> str:
    escaped = file.as_posix().replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _execute(
    connection: ladybug.Connection, statement: str, parameters: dict[str, Any] | None = None
) -> None:
    result = connection.execute(statement, parameters)
    for one in result if isinstance(result, list) else [result]:
        one.close()
