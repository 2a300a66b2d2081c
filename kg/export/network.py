"""The graph for networkx: one node for each node and one edge for each relation, with their properties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.tables import GraphTables, Value

if TYPE_CHECKING:
    from networkx import MultiDiGraph

# What nodes and edges have beside their properties; none of the ontology's literals is called so.
CLASS, LABEL, RELATION = "class", "label", "relation"
_NAMES = ("labelZh", "title", "metric", "printedName", "quote", "path", "text")
_LONGEST = 40


def to_networkx(tables: GraphTables) -> MultiDiGraph[str]:
    """The graph with short ids as nodes and the relation's name as the key of an edge.

    A node has its ``class``, a ``label`` to show and its properties; an edge its ``relation``.
    """
    from networkx import MultiDiGraph

    network: MultiDiGraph[str] = MultiDiGraph()
    for class_name, nodes in tables.nodes.items():
        network.add_nodes_from(
            (id, {CLASS: class_name, LABEL: label_of(id, values), **values}) for id, values in nodes.items()
        )
    for relation, pairs in tables.edges.items():
        for start, end in pairs:
            network.add_edge(start, end, relation, **{RELATION: relation})
    return network


def label_of(id: str, values: Mapping[str, Value]) -> str:
    """What is shown for a node: its name, else the beginning of its words, else its id; always one line.

    >>> label_of("region/330200", {"labelZh": "宁波市", "level": "city"})
    '宁波市'
    """
    name = next((str(values[key]) for key in _NAMES if key in values), id)
    line = "".join(name.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
