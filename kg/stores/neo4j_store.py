"""The property graph on a Neo4j server, asked in Cypher."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from kg.ids import DEFAULT_BASE, require_base
from kg.stores import neo4j_statements as statements
from kg.stores.changes import Outcome, Progress, bring_up_to_date
from kg.stores.closing import Closing
from kg.stores.cypher_parameters import checked
from kg.stores.neo4j_connection import Connection, DriverConnection, Statement
from kg.stores.neo4j_rows import answer_rows
from kg.stores.neo4j_writer import Neo4jWriter
from kg.stores.protocol import Language, Node, Parameter, Rows
from kg.stores.refuse_cypher import refuse_cypher
from kg.stores.servers import Login, neo4j_address
from kg.tables import GraphTables
from ontology.schema import Schema

# Seconds a question may take on the server.
QUESTION_SECONDS = 60.0


class Neo4jStore(Closing):
    """A graph on a Neo4j server.

    ``base`` is what it is known by beside others in the same database, which only a push needs; ``timeout`` is
    the longest a question may take, in seconds.
    """

    language: Language = "cypher"

    def __init__(
        self, connection: Connection, *, base: str | None = DEFAULT_BASE, timeout: float = QUESTION_SECONDS
    ) -> None:
        self._connection = connection
        self._timeout = timeout
        self._base = require_base(base or DEFAULT_BASE)
        self._schema = Schema.load()

    @classmethod
    def open(
        cls,
        url: str,
        *,
        base: str | None = DEFAULT_BASE,
        login: Login | None = None,
        timeout: float = QUESTION_SECONDS,
    ) -> Self:
        """The store at ``url``; nothing is sent before it is used."""
        return cls(DriverConnection(neo4j_address(url), login), base=base, timeout=timeout)

    def check(self) -> None:
        """Raise LoginRefused or another StoreError at once where the server cannot be used."""
        self._connection.check()

    def load(self, tables: GraphTables) -> None:
        """Make the database hold exactly this graph of what is ours."""
        self.push(tables)

    def push(self, tables: GraphTables, progress: Progress | None = None) -> Outcome:
        """Load with an account of what was done; see `kg.stores.changes`."""
        self.check()
        writer = Neo4jWriter(self._connection, self._base, self._schema)
        return bring_up_to_date(writer, tables, "nodes and relationships", progress)

    def query(
        self, text: str, parameters: Mapping[str, Parameter] | None = None, *, terms: bool = False
    ) -> Rows:
        """The answer to a Cypher question, in a read transaction; see `Store.query`."""
        refuse_cypher(text)
        answer = self._connection.read(Statement(text, checked(text, parameters), self._timeout))
        return answer_rows(answer.columns, answer.rows, self._ids)

    def counts(self) -> dict[str, int]:
        """How many nodes every class and how many edges every relation has."""
        counts = {}
        for name in sorted(self._schema.classes):
            counts[name] = self._count(f"MATCH (n:{statements.quoted(name)}) RETURN count(n)")
        for name, relation in sorted(self._schema.relations.items()):
            counts[name] = self._count(
                f"MATCH ()-[r:{statements.quoted(relation.type_name)}]->() RETURN count(r)"
            )
        return counts

    def node(self, id: str) -> Node | None:
        """The node with this short id, or None."""
        for name, node_class in self._schema.classes.items():
            text = f"MATCH (n:{statements.quoted(name)} {{id: $id}}) RETURN properties(n)"
            if rows := self._connection.read(Statement(text, {"id": str(id)})).rows:
                values = rows[0][0]
                return Node(id, name, {p: values[p] for p in sorted(node_class.properties) if p in values})
        return None

    def close(self) -> None:
        """Let go of the server."""
        self._connection.close()

    def _count(self, text: str) -> int:
        return int(self._connection.read(Statement(text)).rows[0][0])

    def _ids(self, elements: set[str]) -> Mapping[str, str]:
        text = "MATCH (n) WHERE elementId(n) IN $elements RETURN elementId(n), n.id"
        rows = self._connection.read(Statement(text, {"elements": sorted(elements)})).rows
        return {row[0]: row[1] for row in rows}
