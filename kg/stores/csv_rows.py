"""Rows of the property graph as CSV, by table: what Ladybug loads in bulk.

A text is always in quotes and a missing value is nothing at all, so that every text comes back as it was, the empty
one too. A table of nodes is named by its class, one of edges by its relation and the classes of both ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.tables import GraphTables, Value
from ontology.schema import LiteralProperty, NodeClass, Schema

_BETWEEN = "-"


@dataclass(frozen=True, slots=True)
class EdgeTable:
    """The edges of a relation between nodes of two classes.

    >>> str(EdgeTable("about", "Measure", "Theme"))
    'about-Measure-Theme'
    """

    relation: str
    start: str
    end: str

    def __str__(self) -> str:
        return _BETWEEN.join((self.relation, self.start, self.end))

    @classmethod
    def parse(cls, name: str) -> EdgeTable | None:
        """The table of that name; None for one of nodes."""
        pieces = name.split(_BETWEEN)
        return cls(*pieces) if len(pieces) == 3 else None


def columns(node_class: NodeClass) -> list[tuple[str, LiteralProperty]]:
    """The columns of a class's table behind its id, in their order."""
    return sorted(node_class.properties.items())


def csv_rows(tables: GraphTables, classes: Mapping[str, str], schema: Schema) -> dict[str, bytes]:
    """The rows of a graph as CSV by the name of their table; ``classes`` has the class of every node."""
    found: dict[str, bytes] = {}
    for class_name, nodes in tables.nodes.items():
        if nodes:
            names = [name for name, _ in columns(schema.classes[class_name])]
            found[class_name] = "".join(_node_lines(nodes, names)).encode()
    for relation, pairs in tables.edges.items():
        for table, lines in _edge_lines(relation, pairs, classes).items():
            found[str(table)] = "".join(lines).encode()
    return found


def _node_lines(nodes: Mapping[str, Mapping[str, Value]], names: list[str]) -> Iterator[str]:
    for id, values in nodes.items():
        yield ",".join([_quoted(id), *(_cell(values.get(name)) for name in names)]) + "\n"


def _edge_lines(
    relation: str, pairs: Iterable[tuple[str, str]], classes: Mapping[str, str]
) -> dict[EdgeTable, list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for start, end in pairs:
        # No identifier has a quotation mark in it.
        found.setdefault((classes[start], classes[end]), []).append(f'"{start}","{end}"\n')
    return {EdgeTable(relation, *ends): lines for ends, lines in found.items()}


def _cell(value: Value | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _quoted(value)
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
