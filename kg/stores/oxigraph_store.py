"""The embedded RDF store: Oxigraph in a folder, asked in SPARQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import StoreError, UsageError
from kg.ids import DEFAULT_BASE, require_base, to_iri
from kg.stores import rdf_text
from kg.stores.closing import Closing
from kg.stores.difference import Difference, Nodes
from kg.stores.prefixes import PREFIXES
from kg.stores.protocol import Language, Node, Parameter, Rows
from kg.stores.rdf_rows import RdfNames, answer_rows
from kg.tables import GraphTables, Value
from ontology.schema import Schema

if TYPE_CHECKING:
    import pyoxigraph


class OxigraphStore(Closing):
    """An Oxigraph database at ``path``; ``None`` keeps it in memory.

    Opened read-only it must be a finished one: any number of readers may have it open, but no writer.
    Raises StoreError where there is none or it cannot be opened.
    """

    language: Language = "sparql"

    def __init__(self, path: Path | None, *, base: str = DEFAULT_BASE, read_only: bool = True) -> None:
        import pyoxigraph

        self._path = path
        self._base = require_base(base)
        self._schema = Schema.load()
        self._store: pyoxigraph.Store | None
        try:
            if path is not None and read_only:
                self._store = pyoxigraph.Store.read_only(str(path))
            else:
                self._store = pyoxigraph.Store(path)
        except (OSError, ValueError) as error:
            raise StoreError(f"{path}: cannot be opened as an Oxigraph store: {error}") from error

    def load(self, tables: GraphTables) -> None:
        """Make the store hold exactly this graph."""

        store = self._open()
        if len(store):
            store.clear()
        self._bulk_load(rdf_text.n_triples_text(tables, self._schema, self._base))

    def load_file(self, triples: Path) -> None:
        """Add the N-Triples of a file, or of a named pipe, in bulk; the engine reads it itself."""
        self._bulk_load(None, str(triples))

    def merge(self) -> None:
        """Merge what loads have added, which else lies in several places that each question has to look at."""
        try:
            self._open().optimize()
        except OSError as error:
            raise StoreError(f"{self._path}: cannot be written: {error}") from error

    def _bulk_load(self, triples: bytes | None, path: str | None = None) -> None:
        from pyoxigraph import RdfFormat

        store = self._open()
        try:
            # Identifiers are valid IRIs as they are made; not reading them a second time saves a tenth.
            store.bulk_load(triples, RdfFormat.N_TRIPLES, path=path, lenient=True)
            store.flush()
        except OSError as error:
            raise StoreError(f"{self._path}: cannot be written: {error}") from error

    def change(self, difference: Difference) -> None:
        """Carry out a difference, in one transaction."""
        old = set(self._lines(difference.removed, difference.former))
        new = set(self._lines(difference.added, difference.changed))
        removed, added = "\n".join(sorted(old - new)), "\n".join(sorted(new - old))
        store = self._open()
        try:
            store.update(f"DELETE DATA {{ {removed} }} ; INSERT DATA {{ {added} }}")
            store.flush()
        except OSError as error:
            raise StoreError(f"{self._path}: cannot be written: {error}") from error

    def _lines(self, tables: GraphTables, nodes: Nodes) -> Iterator[str]:
        yield from rdf_text.n_triples(tables, self._schema, self._base)
        yield from rdf_text.n_triples(GraphTables(nodes, {}), self._schema, self._base)

    def query(
        self, text: str, parameters: Mapping[str, Parameter] | None = None, *, terms: bool = False
    ) -> Rows:
        """The answer to a SPARQL question; see `Store.query`."""
        # Building a graph needs neither, and a small one takes no longer than many such modules.
        from kg.stores.refuse_sparql import refuse_sparql
        from kg.stores.sparql_parameters import bind

        text = bind(text, parameters or {}, self._base)
        refuse_sparql(text)
        try:
            answer = self._open().query(text, base_iri=self._base, prefixes=dict(PREFIXES))
            return answer_rows(answer, self._names(), terms=terms)
        except SyntaxError as error:
            raise UsageError(f"the SPARQL cannot be read: {error}") from error
        except (ValueError, RuntimeError) as error:
            raise UsageError(f"the SPARQL cannot be answered: {error}") from error
        except OSError as error:
            raise StoreError(f"{self._path}: {error}") from error

    def counts(self) -> dict[str, int]:
        """How many nodes every class and how many edges every relation has."""
        store = self._open()
        classes = self._counted(store, f"?s <{rdf_text.RDF_TYPE}> ?x")
        relations = self._counted(store, "?s ?x ?o")
        return {n: classes.get(c.iri, 0) for n, c in sorted(self._schema.classes.items())} | {
            n: relations.get(r.iri, 0) for n, r in sorted(self._schema.relations.items())
        }

    def node(self, id: str) -> Node | None:
        """The node with this short id, or None."""
        from pyoxigraph import Literal, NamedNode

        class_name = None
        properties: dict[str, Value] = {}
        names = self._names()
        for quad in self._open().quads_for_pattern(NamedNode(to_iri(id, self._base)), None, None):
            predicate, value = quad.predicate.value, quad.object
            if predicate == rdf_text.RDF_TYPE and isinstance(value, NamedNode):
                class_name = names.short(value.value)
            elif isinstance(value, Literal) and (name := names.property_name(predicate, value.language)):
                properties[name] = names.value(value)
        return None if class_name is None else Node(id, class_name, dict(sorted(properties.items())))

    def n_triples(self) -> bytes:
        """The whole graph as sorted N-Triples, the same bytes as from the tables it was loaded from."""
        from pyoxigraph import DefaultGraph, RdfFormat

        text = self._open().dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()) or b""
        return rdf_text.joined(sorted(text.decode().removesuffix("\n").split("\n") if text else []))

    def close(self) -> None:
        """Let go of the database: Oxigraph closes it when nothing refers to it any more."""
        self._store = None

    def _open(self) -> pyoxigraph.Store:
        if self._store is None:
            raise StoreError(f"{self._path}: the store is closed")
        return self._store

    def _names(self) -> RdfNames:
        return RdfNames(self._schema, self._base)

    def _counted(self, store: pyoxigraph.Store, pattern: str) -> dict[str, int]:
        rows = store.query(f"SELECT ?x (COUNT(*) AS ?n) WHERE {{ {pattern} }} GROUP BY ?x")
        return {row["x"].value: int(row["n"].value) for row in rows}  # type: ignore[union-attr]
