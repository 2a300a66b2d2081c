"""The RDF graph on a SPARQL 1.1 server, asked in SPARQL."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Self, cast

from kg.errors import StoreError
from kg.ids import DEFAULT_BASE, require_base, to_iri
from kg.stores import rdf_text
from kg.stores.changes import Outcome, Progress, bring_up_to_date
from kg.stores.protocol import Language, Node, Parameter, Rows
from kg.stores.rdf_rows import RdfNames, answer_rows
from kg.stores.refuse_sparql import refuse_sparql
from kg.stores.servers import Login, sparql_address
from kg.stores.sparql_client import SparqlClient
from kg.stores.sparql_parameters import bind
from kg.stores.sparql_writer import SparqlWriter
from kg.tables import GraphTables, Value
from ontology.schema import Schema

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions


class SparqlEndpointStore:
    """A graph on a SPARQL server; ``base`` is what its IRIs begin with."""

    language: Language = "sparql"

    def __init__(self, client: SparqlClient, *, base: str = DEFAULT_BASE) -> None:
        self._client = client
        self._base = require_base(base)
        self._schema = Schema.load()
        self._names = RdfNames(self._schema, self._base)

    @classmethod
    def open(cls, url: str, *, base: str = DEFAULT_BASE, login: Login | None = None) -> Self:
        """The store at ``url``; nothing is sent before it is used."""
        return cls(SparqlClient(sparql_address(url), login), base=base)

    def check(self) -> None:
        """Raise LoginRefused or another StoreError at once where the server cannot be used."""
        self._client.query("ASK {}")

    def load(self, tables: GraphTables) -> None:
        """Make the server hold exactly this graph of what is ours."""
        self.push(tables)

    def push(self, tables: GraphTables, progress: Progress | None = None) -> Outcome:
        """Load with an account of what was done; see `kg.stores.changes`."""
        writer = SparqlWriter(self._client, self._base, self._schema)
        return bring_up_to_date(writer, tables, "triples", progress)

    def query(
        self, text: str, parameters: Mapping[str, Parameter] | None = None, *, terms: bool = False
    ) -> Rows:
        """The answer to a SPARQL question; see `Store.query`."""
        text = bind(text, parameters or {}, self._base)
        refuse_sparql(text)
        answer = self._client.query(text)
        try:
            # Triples that were read from a text do here as well as those of the engine.
            return answer_rows(cast("QuerySolutions", answer), self._names, terms=terms)
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self._client.server}: its answer cannot be read: {error}") from error

    def counts(self) -> dict[str, int]:
        """How many nodes every class and how many edges every relation has."""
        classes = self._counted(f"?s <{rdf_text.RDF_TYPE}> ?x")
        relations = self._counted("?s ?x ?o")
        return {n: classes.get(c.iri, 0) for n, c in sorted(self._schema.classes.items())} | {
            n: relations.get(r.iri, 0) for n, r in sorted(self._schema.relations.items())
        }

    def node(self, id: str) -> Node | None:
        """The node with this short id, or None."""
        from pyoxigraph import Literal, NamedNode

        class_name = None
        properties: dict[str, Value] = {}
        subject = NamedNode(to_iri(id, self._base))
        for row in cast("QuerySolutions", self._client.query(f"SELECT ?p ?o WHERE {{ {subject} ?p ?o }}")):
            predicate, value = cast(NamedNode, row["p"]).value, row["o"]
            if predicate == rdf_text.RDF_TYPE and isinstance(value, NamedNode):
                short = self._names.short(value.value)
                class_name = short if short in self._schema.classes else class_name
            elif isinstance(value, Literal):
                name = self._names.property_name(predicate, value.language)
                if name:
                    properties[name] = self._names.value(value)
        return None if class_name is None else Node(id, class_name, dict(sorted(properties.items())))

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close all connections."""
        self.close()

    def _counted(self, pattern: str) -> dict[str, int]:
        rows = self._client.query(f"SELECT ?x (COUNT(*) AS ?n) WHERE {{ {pattern} }} GROUP BY ?x")
        return {row["x"].value: int(row["n"].value) for row in cast("QuerySolutions", rows)}
