"""The embedded property graph: LadybugDB in one file, asked in Cypher."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError, UsageError
from kg.ids import DEFAULT_BASE
from kg.stores import ladybug_tables
from kg.stores.closing import Closing
from kg.stores.cypher_parameters import checked
from kg.stores.cypher_rows import Place, answer_rows
from kg.stores.difference import Difference
from kg.stores.protocol import Language, Node, Parameter, Rows
from kg.stores.refuse_cypher import refuse_cypher
from kg.tables import GraphTables
from ontology.schema import Schema

if TYPE_CHECKING:
    import ladybug

# Endings of the files the engine keeps beside its own while it writes.
_BESIDE = ("", ".wal", ".wal.checkpoint", ".shadow", ".tmp")
# What the engine reads as a pattern in the name of a file.
_PATTERN = frozenset("*?[]{}~")
# Bytes; by itself the engine takes most of what the machine has. What does not fit waits on the disk.
_MEMORY_TO_WRITE = 1 << 30
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


class LadybugStore(Closing):
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
        with self._folder() as folder:
            self.load_files(ladybug_tables.files_of(tables, tables.index(), self._schema, folder))

    def load_files(self, files: Iterable[tuple[str, Path]], *, threads: int = 1) -> None:
        """Define the tables, and load CSV files with the names of theirs, nodes before edges.

        Sharing out small tables between threads costs more time than it saves.
        """
        with self._writing() as connection:
            connection.set_max_threads_for_exec(threads)
            ladybug_tables.load_files(connection, files, self._schema)

    def change(self, difference: Difference) -> None:
        """Carry out a difference; it is kept beside the database's file, which stays as it is."""
        with self._writing() as connection, self._folder() as folder:
            # Else the engine would write into the file when it is closed.
            for setting in ("auto_checkpoint", "force_checkpoint_on_close"):
                connection.execute(f"CALL {setting}=false")
            ladybug_tables.change(connection, difference, self._schema, folder)

    @contextmanager
    def _writing(self) -> Iterator[ladybug.Connection]:
        connection = self._open()
        try:
            yield connection
        except (RuntimeError, OSError) as error:
            raise StoreError(f"{self._path}: cannot be written: {error}") from error

    def query(
        self, text: str, parameters: Mapping[str, Parameter] | None = None, *, terms: bool = False
    ) -> Rows:
        """The answer to a Cypher question; see `Store.query`."""
        refuse_cypher(text)
        given = checked(text, parameters)
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

    def _connect(self) -> None:
        import ladybug

        try:
            memory = 0 if self._read_only else _MEMORY_TO_WRITE
            self._database = ladybug.Database(self._path, read_only=self._read_only, buffer_pool_size=memory)
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

    @contextmanager
    def _folder(self) -> Iterator[Path]:
        """Where files can be put for the engine to read: beside the database, if its name allows it."""
        parent = self._path.absolute().parent if self._path is not None else None
        if parent is not None and _PATTERN & set(parent.as_posix()):
            parent = None
        with tempfile.TemporaryDirectory(prefix=".copy-", dir=parent) as folder:
            yield Path(folder)

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
