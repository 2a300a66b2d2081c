"""A graph written to a SPARQL server: the difference between two sets of triples, in batches.

Ours is a triple whose subject is below the graph's base and whose predicate is the ontology's, or that gives
such a subject a class of the ontology or a label in one of its languages. What others say about our nodes, and
everything about theirs, is neither changed nor removed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING, cast

from kg.errors import StoreError
from kg.stores import rdf_text
from kg.stores.changes import Batch, Plan, batched
from kg.stores.lease import LEASE_SECONDS, Holder, at_work, has_died, locked, lost
from kg.stores.rdf_text import RDF_TYPE, RDFS_LABEL, XSD
from kg.stores.sparql_client import SparqlClient
from kg.tables import GraphTables
from ontology.schema import LANGUAGES, Schema

if TYPE_CHECKING:
    from pyoxigraph import Literal, Quad, QuerySolutions

# Triples are short: more of them than of rows to a batch.
_BATCH_TRIPLES = 50_000
_PUSH = "https://policy.example/push#"


class SparqlWriter:
    """Writes the triples of the graph with this ``base``, and no others.

    Who pushes stands in a named graph of its own, ``base`` and ``kg-push``.
    """

    def __init__(self, client: SparqlClient, base: str, schema: Schema) -> None:
        self._client = client
        self._base = base
        self._schema = schema
        self._holder = str(Holder.this_process())
        self._lease = f"<{base}kg-push>"
        self._classes = {f"<{c.iri}>" for c in schema.classes.values()}
        self._predicates = {p.iri for p in schema.literals.values()} | {
            r.iri for r in schema.relations.values()
        }

    @contextmanager
    def lease(self) -> Iterator[None]:
        """The right to write; raises GraphLocked where another push has it."""
        with at_work(self._holder):
            self._take_lease()
            try:
                yield
            finally:
                # Where the server is gone the lease ends by itself; the error that matters is on its way.
                with suppress(StoreError):
                    holder = self._holder_pattern(self._holder)
                    self._client.update(f"DELETE {{ {self._old()} }} WHERE {{ {self._old()} {holder} }}")

    def prepare(self) -> None:
        """Nothing: a triple needs no index or constraint of ours."""

    def plan(self, tables: GraphTables) -> Plan:
        """The triples to remove and those to add."""
        held = self._held()
        added = []
        unchanged = 0
        for line in rdf_text.n_triples(tables, self._schema, self._base):
            if held.pop(line, None) is None:
                added.append(line)
            else:
                unchanged += 1
        batches = [self._removal(lines) for lines in batched(held.values(), len)]
        batches += [self._addition(lines) for lines in batched(added, len, _BATCH_TRIPLES)]
        return Plan(batches, unchanged)

    def counted(self, tables: GraphTables) -> Iterator[tuple[str, int, int]]:
        """Our nodes and edges on the server, and the values of each property, beside those of ``tables``."""
        wanted = Counter({c.iri: 0 for c in self._schema.classes.values()})
        wanted.update(dict.fromkeys(self._predicates, 0))
        for name, nodes in tables.nodes.items():
            node_class = self._schema.classes[name]
            wanted[node_class.iri] += len(nodes)
            for values in nodes.values():
                wanted.update(node_class.properties[p].iri for p in values)
        for name, pairs in tables.edges.items():
            wanted[self._schema.relations[name].iri] += len(pairs)
        there = self._counted("?s ?x ?o") | self._counted(f"?s <{RDF_TYPE}> ?x")
        for iri, number in sorted(wanted.items()):
            yield iri.rpartition("#")[2], there.get(iri, 0), number

    def _held(self) -> dict[str, str]:
        """Our triples on the server: as we write them → as the server does."""
        ours = f"?s ?p ?o FILTER({self._is_ours()})"
        held = {}
        for triple in cast(
            "Sequence[Quad]", self._client.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {ours} }}")
        ):
            predicate, term = triple.predicate.value, str(triple.object)
            if self._is_of_ontology(predicate, term):
                start = f"{triple.subject} {triple.predicate} "
                held[f"{start}{_canonical(term)} ."] = f"{start}{term} ."
        return held

    def _is_ours(self) -> str:
        return f"STRSTARTS(STR(?s), {rdf_text.quoted(self._base)})"

    def _is_of_ontology(self, predicate: str, term: str) -> bool:
        if predicate == RDF_TYPE:
            return term in self._classes
        if predicate == RDFS_LABEL:
            return term.endswith(tuple(f'"@{language}' for language in LANGUAGES))
        return predicate in self._predicates

    def _counted(self, pattern: str) -> dict[str, int]:
        rows = self._client.query(
            f"SELECT ?x (COUNT(*) AS ?n) WHERE {{ {pattern} FILTER({self._is_ours()}) }} GROUP BY ?x"
        )
        return {row["x"].value: int(row["n"].value) for row in cast("QuerySolutions", rows)}

    def _addition(self, lines: Sequence[str]) -> Batch:
        def send() -> None:
            self._renew_lease()
            self._client.insert(rdf_text.joined(list(lines)))

        return Batch("add", "triples", len(lines), send)

    def _removal(self, lines: Sequence[str]) -> Batch:
        def send() -> None:
            self._renew_lease()
            triples = self._client.in_graph("\n".join(lines))
            self._client.update(f"DELETE DATA {{ {triples} }}")

        return Batch("remove", "triples", len(lines), send)

    def _take_lease(self) -> None:
        """Take the lease if nobody has it, or from the holder that is dead or silent too long."""
        before = None
        while True:
            holder, renewed, silent = self._who()
            if holder == self._holder:
                return
            if holder is not None and (holder == before or not (silent > LEASE_SECONDS or has_died(holder))):
                raise locked(self._client.server, holder, silent)
            # One request, done as a whole or not at all: of two that try, the second finds another holder.
            known = self._holder_pattern(holder, renewed) if holder is not None else ""
            free = known or f"FILTER NOT EXISTS {{ GRAPH {self._lease} {{ ?any <{_PUSH}holder> ?other }} }}"
            self._client.update(
                f"DELETE {{ {self._old()} }} INSERT {{ {self._sign()} }} "
                f"WHERE {{ {free} OPTIONAL {{ {self._old()} }} BIND(NOW() AS ?now) }}"
            )
            before = holder if holder is not None else before

    def _renew_lease(self) -> None:
        """Give a sign of life; raises GraphLocked where another has taken the lease."""
        self._client.update(
            f"DELETE {{ {self._old()} }} INSERT {{ {self._sign()} }} "
            f"WHERE {{ {self._holder_pattern(self._holder)} {self._old()} BIND(NOW() AS ?now) }}"
        )
        if self._who()[0] != self._holder:
            raise lost(self._client.server)

    def _who(self) -> tuple[str | None, str, float]:
        """Who has the lease, its last sign of life as the server writes it, and that sign's age in seconds."""
        question = (
            f"SELECT ?holder ?renewed (NOW() AS ?now) WHERE {{ GRAPH {self._lease} {{ "
            f"{self._lease} <{_PUSH}holder> ?holder ; <{_PUSH}renewed> ?renewed }} }}"
        )
        for row in cast("QuerySolutions", self._client.query(question, whole=True)):
            holder, renewed, now = (cast("Literal", row[name]).value for name in ("holder", "renewed", "now"))
            return (
                holder,
                renewed,
                (datetime.fromisoformat(now) - datetime.fromisoformat(renewed)).total_seconds(),
            )
        return None, "", 0.0

    def _old(self) -> str:
        return f"GRAPH {self._lease} {{ {self._lease} ?p ?o }}"

    def _sign(self) -> str:
        holder = rdf_text.quoted(self._holder)
        return f"GRAPH {self._lease} {{ {self._lease} <{_PUSH}holder> {holder} ; <{_PUSH}renewed> ?now }}"

    def _holder_pattern(self, holder: str, renewed: str | None = None) -> str:
        time = f' ; <{_PUSH}renewed> "{renewed}"^^<{XSD}dateTime>' if renewed else ""
        return f"GRAPH {self._lease} {{ {self._lease} <{_PUSH}holder> {rdf_text.quoted(holder)}{time} }}"


def _canonical(term: str) -> str:
    """A term as we write it: servers keep a double by its value and write it in their own way.

    >>> _canonical('"1.0E4"^^<http://www.w3.org/2001/XMLSchema#double>')
    '"10000"^^<http://www.w3.org/2001/XMLSchema#double>'
    """
    end = f'"^^<{XSD}double>'
    if not term.endswith(end):
        return term
    try:
        return rdf_text.literal_text(float(term[1 : -len(end)]))
    except ValueError:
        return term
