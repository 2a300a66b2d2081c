"""A graph for Python, notebooks and data frames: what ``kg.open()`` gives."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.answers import Answer
from kg.graph import AskedGraph, Graph
from kg.stores.protocol import Language, Parameter, Rows
from ontology.schema import Schema

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from queries.parameters import Given


def open_graph(folder: str | os.PathLike[str] | None = None) -> OpenGraph:
    """The graph in ``folder``, else in ``KG_GRAPH``, else in ``kg-graph``; raises GraphNotFound."""
    return OpenGraph(Path(folder or os.environ.get("KG_GRAPH") or "kg-graph"))


class OpenGraph(Graph):
    """An open graph whose questions answer with rows that are also data frames.

    It holds its generation until it is closed: a rebuild meanwhile changes nothing that it says.
    """

    def sparql(
        self, question: str, parameters: Mapping[str, Parameter] | None = None, *, terms: bool = False
    ) -> Answer:
        """The answer of the RDF store; raises QueryRefused, or UsageError for what it cannot read."""
        return _answer(super().sparql(question, parameters, terms=terms))

    def cypher(self, question: str, parameters: Mapping[str, Parameter] | None = None) -> Answer:
        """The answer of the property graph; raises QueryRefused, or UsageError for what it cannot read."""
        return _answer(super().cypher(question, parameters))

    def questions(self) -> Answer:
        """The canned questions: name, title in Chinese and English, parameters (those in brackets may be left out)."""
        from queries.catalogue import Catalogue

        catalogue = Catalogue.load()
        return Answer(
            ("name", "zh", "en", "parameters"),
            [
                (
                    name,
                    catalogue[name].header.title.zh,
                    catalogue[name].header.title.en,
                    ", ".join(
                        p.name if p.default is None else f"[{p.name}]"
                        for p in catalogue[name].header.parameters
                    ),
                )
                for name in catalogue
            ],
        )

    def ask(self, name: str, *, engine: Language = "sparql", **parameters: Given) -> Answer:
        """The answer to a canned question; things are named by id, in Chinese or in English.

        Raises UsageError for a question or parameter that is not there, AmbiguousName for a name that fits several.
        """
        from queries.catalogue import Catalogue

        return _answer(Catalogue.load()[name].ask(AskedGraph(self, engine), parameters).rows)

    def nodes(self, class_name: str) -> Answer:
        """All nodes of a class with their properties, by id; raises UsageError for what is no class."""
        from kg.errors import UsageError

        classes = Schema.load().classes
        if class_name not in classes:
            raise UsageError(f"there is no class {class_name!r}; use one of {', '.join(sorted(classes))}")
        names = sorted(classes[class_name].properties)
        cells = "".join(f", n.`{name}` AS `{name}`" for name in names)
        found = self.cypher(f"MATCH (n:`{class_name}`) RETURN n.id AS id{cells}")
        return Answer(found.columns, sorted(found.rows, key=lambda row: str(row[0])))

    def networkx(self) -> MultiDiGraph[str]:
        """The whole graph for networkx: short ids as nodes, relations as the keys of edges.

        A node has ``class``, ``label`` and its properties; an edge ``relation``.
        """
        from kg.export.network import to_networkx
        from kg.stores.read_back import read_tables

        return to_networkx(read_tables(self.cypher, "cypher"))


def _answer(rows: Rows) -> Answer:
    return Answer(rows.columns, rows.rows)
