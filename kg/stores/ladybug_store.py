"""The embedded property graph: LadybugDB in one file, asked in Cypher."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from kg.errors import StoreError, UsageError
from kg.ids import DEFAULT_BASE
from kg.stores import ladybug_tables
from kg.stores.cypher_rows import Place, answer_rows
from kg.stores.protocol import Language, Node, Parameter, Rows
from kg.stores.refuse_cypher import parameters as parameters_of
from kg.stores.refuse_cypher import refuse_cypher
from kg.tables import GraphTables
from ontology.schema import Schema

if TYPE_CHECKING:
    import ladybug

# Endings of the files the engine keeps beside its own while it writes.
_BESIDE = ("", ".wal", ".wal.checkpoint", ".shadow", ".tmp")
# What the engine reads as a pattern in the name of a file.
_PATTERN = frozenset("*?[]{}~")
_ROWS_WORTH_THREADS = 200_000
# The beginnings of the engine's messages that are about the question and not about the store.
_ABOUT_THE_QUESTION = (
    "Parser",
    "Binder",
    "Catalog",
    "Conversion",
    "Runtime",
    "Overflow",
    "Parameter",
    "Not impl",
)


class LadybugStore:
    """A Ladybug database in the file ``path``; ``None`` keeps it in memory.

    ``timeout`` is the longest a question may take, in seconds. ``base`` is not needed: nodes carry their
    short ids. Raises StoreError where there is no database or it cannot be opened.
    """

    language: Language = "cypher"

    def __init__(
        self,
        path: Path | None,
        *,
        base: str = DEFAULT_BASE,
        read_only: bool = True,
        timeout: float | None = None,
    ) -> None:
        self._path = path
        self._timeout = timeout
        self._read_only = read_only and path is not None
        self._schema = Schema.load()
        self._database: ladybug.Database | None = None
        self._connection: ladybug.Connection | None = None
        if self._read_only and path is not None and not path.is_file():
            raise StoreError(f"{path}: there is no Ladybug database")
        self._connect()

    def load(self, tables: GraphTables) -> None:
        """Make the store hold exactly this graph."""
        if self._query("CALL show_tables() RETURN name"):
            self.close()
            for ending in _BESIDE if self._path else ():
                Path(f"{self._path}{ending}").unlink(missing_ok=True)
            self._connect()
        self._copy(tables, ladybug_tables.write_all)

    def extend(self, tables: GraphTables, classes: Mapping[str, str]) -> None:
        """Add nodes and edges that the store does not hold; ``classes`` has the class of every node, held or new."""

        def add(connection: ladybug.Connection, rows: GraphTables, schema: Schema, folder: Path) -> None:
            ladybug_tables.add_all(connection, rows, classes, schema, folder)

        self._copy(tables, add)

    def _copy(
        self,
        tables: GraphTables,
        write: Callable[[ladybug.Connection, GraphTables, Schema, Path], None],
    ) -> None:
        connection = self._open()
        # Sharing out a small table between threads costs more time than it saves.
        few = sum(tables.counts().values()) < _ROWS_WORTH_THREADS
        connection.set_max_threads_for_exec(1 if few else os.cpu_count() or 1)
        try:
            with tempfile.TemporaryDirectory(prefix=".copy-", dir=self._folder()) as folder:
                write(connection, tables, self._schema, Path(folder))
        except (RuntimeError, OSError) as error:
            raise StoreError(f"{self._path}: cannot be written: {error}") from error

    def query(
        self, text: str, parameters: Mapping[str, Parameter] | None = None, *, terms: bool = False
    ) -> Rows:
        """The answer to a Cypher question; see `Store.query`."""
        refuse_cypher(text)
        given = {
            name: str(value) if isinstance(value, str) else value
            for name, value in (parameters or {}).items()
        }
        used = parameters_of(text)
        if missing := sorted(used - given.keys()):
            raise UsageError(f"the question needs a value for ${missing[0]}")
        if unknown := sorted(given.keys() - used):
            raise UsageError(f"the question has no ${unknown[0]}")
        connection = self._open()
        try:
            result = connection.execute(text, given)
        except RuntimeError as error:
            raise self._error(error) from error
        with result if not isinstance(result, list) else result[0] as answer:
            return answer_rows(answer.get_column_names(), _rows(answer), self._ids)

    def counts(self) -> dict[str, int]:
        """How many nodes every class and how many edges every relation has."""
        counts = {}
        for name in sorted(self._schema.classes):
            counts[name] = self._query(f"MATCH (n:`{name}`) RETURN count(*)")[0][0]
        for name, relation in sorted(self._schema.relations.items()):
            counts[name] = self._query(f"MATCH ()-[r:`{relation.type_name}`]->() RETURN count(*)")[0][0]
        return counts

    def node(self, id: str) -> Node | None:
        """The node with this short id, or None."""
        for name, node_class in self._schema.classes.items():
            if rows := self._query(f"MATCH (n:`{name}`) WHERE n.id = $id RETURN n", {"id": str(id)}):
                values = {p: rows[0][0][p] for p in sorted(node_class.properties)}
                return Node(id, name, {p: value for p, value in values.items() if value is not None})
        return None

    def close(self) -> None:
        """Let go of the database."""
        if self._connection is not None:
            self._connection.close()
        if self._database is not None:
            self._database.close()
        self._connection = self._database = None

    def __enter__(self) -> Self:
        """The store itself; leaving the block closes it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the store."""
        self.close()

    def _connect(self) -> None:
        import ladybug

        try:
            self._database = ladybug.Database(self._path, read_only=self._read_only)
            self._connection = ladybug.Connection(self._database)
        except RuntimeError as error:
            self.close()
            raise StoreError(f"{self._path}: cannot be opened as a Ladybug database: {error}") from error
        if self._timeout is not None:
            self._connection.set_query_timeout(max(1, int(self._timeout * 1000)))

    def _open(self) -> ladybug.Connection:
        if self._connection is None:
            raise StoreError(f"{self._path}: the store is closed")
        return self._connection

    def _folder(self) -> Path | None:
        """Where files can be put for the engine to read: beside the database, if its name allows it."""
        if self._path is None or _PATTERN & set(self._path.absolute().parent.as_posix()):
            return None
        return self._path.absolute().parent

    def _query(self, statement: str, parameters: dict[str, Any] | None = None) -> list[Any]:
        """All rows of a statement of our own."""
        try:
            result = self._open().execute(statement, parameters)
        except RuntimeError as error:
            raise StoreError(f"{self._path}: {error}") from error
        with result if not isinstance(result, list) else result[0] as answer:
            return _rows(answer)

    def _ids(self, places: set[Place]) -> Mapping[Place, str]:
        """The ids of the nodes at these places."""
        names = dict(self._query("CALL show_tables() RETURN id, name"))
        found: dict[Place, str] = {}
        for table in {table for table, _ in places}:
            offsets = [offset for number, offset in places if number == table]
            rows = self._query(
                f"MATCH (n:`{names[table]}`) WHERE offset(id(n)) IN $offsets RETURN offset(id(n)), n.id",
                {"offsets": offsets},
            )
            found |= {(table, offset): id for offset, id in rows}
        return found

    def _error(self, error: RuntimeError) -> UsageError | StoreError:
        message = str(error)
        if message.startswith("Interrupted"):
            return UsageError(f"the question took longer than {self._timeout:g} s; ask for less at a time")
        if message.startswith(_ABOUT_THE_QUESTION):
            return UsageError(f"the Cypher cannot be answered: {message}")
        return StoreError(f"{self._path}: {message}")


def _rows(answer: ladybug.QueryResult) -> list[list[Any]]:
    return [row if isinstance(row, list) else list(row.values()) for row in answer.get_all()]
