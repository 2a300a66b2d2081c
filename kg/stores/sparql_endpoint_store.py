"""The RDF graph on a SPARQL 1.1 server, asked in SPARQL."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Self, cast

from kg.errors import StoreError, UsageError
from kg.ids import DEFAULT_BASE, require_base, to_iri
from kg.stores import rdf_text
from kg.stores.changes import Outcome, Progress, bring_up_to_date
from kg.stores.closing import Closing
from kg.stores.prefixes import PREFIXES
from kg.stores.protocol import Language, Node, Parameter, Rows
from kg.stores.rdf_rows import RdfNames, answer_rows
from kg.stores.refuse_sparql import refuse_sparql
from kg.stores.servers import Login, sparql_address
from kg.stores.sparql_client import SparqlClient
from kg.stores.sparql_parameters import bind
from kg.stores.sparql_writer import SparqlWriter
from kg.tables import GraphTables, Value
from ontology.schema import NAMESPACE, Schema

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions


class SparqlEndpointStore(Closing):
    """A graph on a SPARQL server.

    ``base`` is what its IRIs begin with; None takes that of the one graph which is there, when it is needed.
    """

    language: Language = "sparql"

    def __init__(self, client: SparqlClient, *, base: str | None = DEFAULT_BASE) -> None:
        self._client = client
        self._given_base = None if base is None else require_base(base)
        self._schema = Schema.load()

    @classmethod
    def open(cls, url: str, *, base: str | None = DEFAULT_BASE, login: Login | None = None) -> Self:
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
        # What an embedded store is told beside the question; on one line, so that errors name the line as it was.
        answer = self._client.query(f"{self._prologue} {text}")
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

    @cached_property
    def _base(self) -> str:
        if self._given_base is not None:
            return self._given_base
        found = self._bases()
        if len(found) > 1:
            raise UsageError(
                f"{self._client.server} holds several graphs in one; choose one by what its IRIs begin with, "
                f"with --base or KG_BASE: {', '.join(found)}; a push to …?graph=IRI keeps a graph apart"
            )
        return found[0] if found else DEFAULT_BASE

    def _bases(self) -> list[str]:
        """What the IRIs of the graphs on the server begin with: every graph has themes."""
        question = (
            'SELECT DISTINCT (REPLACE(STR(?theme), "theme/[^/]+$", "") AS ?base) '
            f"WHERE {{ ?theme a <{NAMESPACE}Theme> }} ORDER BY ?base"
        )
        return [row["base"].value for row in cast("QuerySolutions", self._client.query(question))]

    @cached_property
    def _names(self) -> RdfNames:
        return RdfNames(self._schema, self._base)

    @cached_property
    def _prologue(self) -> str:
        prefixes = " ".join(f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items())
        return f"BASE <{self._base}> {prefixes}"

    def _counted(self, pattern: str) -> dict[str, int]:
        rows = self._client.query(f"SELECT ?x (COUNT(*) AS ?n) WHERE {{ {pattern} }} GROUP BY ?x")
        return {row["x"].value: int(row["n"].value) for row in cast("QuerySolutions", rows)}
