"""An open graph folder: its two stores, its account, and the node that a name means."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from kg.errors import AmbiguousName, UsageError
from kg.generations import GraphFolder
from kg.ids import is_short, to_short
from kg.stores.closing import Closing
from kg.stores.protocol import Language, Node, Parameter, Rows, Store, open_store

# Parts of a generation: where a build writes and a reader looks.
RDF, PROPERTY_GRAPH, ACCOUNT = "oxigraph", "ladybug", "account.json"


@runtime_checkable
class Dumps(Protocol):
    """A store that can give the whole graph as text."""

    def n_triples(self) -> bytes:
        """Sorted N-Triples."""
        ...


class Graph(Closing):
    """The current generation of a graph folder, held until it is closed.

    Raises GraphNotFound for a folder that holds no graph.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stores: dict[str, Store] = {}
        self._held = ExitStack()
        self._generation = self._held.enter_context(GraphFolder(folder).read())
        account = self._generation.path / ACCOUNT
        self.account: Mapping[str, Any] = json.loads(account.read_text(encoding="utf-8"))
        self.base: str = self.account["base"]

    def sparql(
        self, question: str, parameters: Mapping[str, Parameter] | None = None, *, terms: bool = False
    ) -> Rows:
        """The answer of the RDF store; raises QueryRefused, or UsageError for what it cannot read."""
        return self._store(RDF).query(question, parameters, terms=terms)

    def cypher(self, question: str, parameters: Mapping[str, Parameter] | None = None) -> Rows:
        """The answer of the property graph; raises QueryRefused, or UsageError for what it cannot read."""
        return self._store(PROPERTY_GRAPH).query(question, parameters)

    def counts(self) -> dict[str, dict[str, int]]:
        """Nodes of every class and edges of every relation, in each of the two stores."""
        return {name: self._store(name).counts() for name in (RDF, PROPERTY_GRAPH)}

    def n_triples(self) -> Iterator[str]:
        """The whole graph as sorted lines of N-Triples."""
        store = self._store(RDF)
        assert isinstance(store, Dumps)
        yield from store.n_triples().decode("utf-8").removesuffix("\n").split("\n")

    def find(self, name: str) -> Node:
        """The node that an IRI, its short form or ``STEM/PATH`` (``zj-2023/1.2``) means.

        Raises AmbiguousName where a stem fits several documents, UsageError where nothing fits.
        """
        wanted = to_short(name, self.base)
        store = self._store(RDF)
        node = store.node(wanted) if is_short(wanted) else None
        if node is not None:
            return node
        stem, _, path = wanted.partition("/")
        documents = self._documents_called(stem)
        if len(documents) > 1:
            raise AmbiguousName(name, [f"{id}/{path}" if path else id for id in documents])
        node = store.node("/".join([*documents, path] if path else documents)) if documents else None
        if node is None:
            raise UsageError(self._near(name, documents))
        return node

    def _documents_called(self, stem: str) -> list[str]:
        return sorted(id for id, known in self.stems().items() if known == stem)

    def stems(self) -> dict[str, str]:
        """The stem of every document's file, by the document's id."""
        rows = self.sparql("SELECT ?document ?stem WHERE { ?document a :Document ; :stem ?stem }").rows
        return {str(id): str(stem) for id, stem in rows}

    def _near(self, name: str, documents: list[str]) -> str:
        from difflib import get_close_matches

        if documents:
            paths = "SELECT ?path WHERE { ?m :inDocument <%s> ; a :Measure ; :path ?path ; :position ?n } ORDER BY ?n"
            found = [str(row[0]) for row in self.sparql(paths % self.iri(documents[0])).rows]
            near = get_close_matches(name.partition("/")[2], found, 3, 0.3) or found[:3]
            return f"no item {name!r}; the document has {', '.join(near)} and others"
        stems = sorted(set(self.stems().values()))
        near = get_close_matches(name.partition("/")[0], stems, 3, 0.4) or stems[:5]
        return f"nothing in the graph is called {name!r}; documents are {', '.join(near)}"

    def files(self, name: str) -> list[Path]:
        """Where a file beside the stores may lie: in this generation, then in the one that it stands on."""
        base = GraphFolder(self.folder).base_of(self._generation)
        found = dict.fromkeys([self._generation, *([base] if base else [])])
        return [one.path / name for one in found]

    def iri(self, id: str) -> str:
        """The IRI of a short id."""
        from kg.ids import to_iri

        return to_iri(id, self.base)

    def close(self) -> None:
        """Let go of the stores and of the generation."""
        for store in self._stores.values():
            store.close()
        self._stores.clear()
        self._held.close()

    def _store(self, name: str) -> Store:
        if name not in self._stores:
            self._stores[name] = open_store(self._generation.url(name), base=self.base)
        return self._stores[name]


class AskedGraph:
    """A graph as it is asked in one language: what a canned question is put to."""

    def __init__(self, graph: Graph, language: Language) -> None:
        self._graph = graph
        self.language = language

    def query(
        self, text: str, parameters: Mapping[str, Parameter] | None = None, *, terms: bool = False
    ) -> Rows:
        """The answer to a question; raises as `Graph.sparql` and `Graph.cypher` do."""
        if self.language == "sparql":
            return self._graph.sparql(text, parameters, terms=terms)
        return self._graph.cypher(text, parameters)
