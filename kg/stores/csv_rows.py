"""Rows of the property graph as CSV, by table: what Ladybug loads in bulk.

A text is always in quotes and a missing value is nothing at all, so that every text comes back as it was, the empty
one too. A table of nodes is named by its class, one of edges by its relation and the classes of both ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.tables import GraphTables, Value
from ontology.schema import Datatype, LiteralProperty, NodeClass, Relation, Schema

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


def csv_rows(tables: GraphTables, classes: Mapping[str, str], schema: Schema) -> Iterator[tuple[str, bytes]]:
    """The rows of a graph as CSV with the name of their table, nodes first; ``classes`` has the class of every node."""
    for class_name, nodes in tables.nodes.items():
        if nodes:
            lines = _node_lines(nodes, columns(schema.classes[class_name]))
            yield class_name, ("\n".join(lines) + "\n").encode()
    for name, pairs in tables.edges.items():
        for table, own in _by_table(schema.relations[name], pairs, classes).items():
            # No identifier has a quotation mark in it.
            yield str(table), "".join([f'"{start}","{end}"\n' for start, end in own]).encode()


def _node_lines(
    nodes: Mapping[str, Mapping[str, Value]], named: Iterable[tuple[str, LiteralProperty]]
) -> Iterable[str]:
    """Column by column, which is three times as fast as cell by cell."""
    rows = nodes.values()
    said = set[str]().union(*rows)
    nothing = [""] * len(rows)
    cells = [
        _CELLS[own.datatype]([values.get(name) for values in rows]) if name in said else nothing
        for name, own in named
    ]
    return map(",".join, zip(_texts(nodes), *cells, strict=True))


def _by_table(
    relation: Relation, pairs: Sequence[tuple[str, str]], classes: Mapping[str, str]
) -> Mapping[EdgeTable, Sequence[tuple[str, str]]]:
    if len(relation.domain) == len(relation.range) == 1:
        return {EdgeTable(relation.name, *relation.domain, *relation.range): pairs} if pairs else {}
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for pair in pairs:
        found[classes[pair[0]], classes[pair[1]]].append(pair)
    return {EdgeTable(relation.name, *ends): own for ends, own in found.items()}


def _texts(values: Iterable[Any]) -> list[str]:
    return ["" if v is None else f'"{v}"' if '"' not in v else _quoted(v) for v in values]


def _numbers(values: Iterable[Any]) -> list[str]:
    return ["" if v is None else f"{v!r}" for v in values]


def _truths(values: Iterable[Any]) -> list[str]:
    return ["" if v is None else "true" if v else "false" for v in values]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


_CELLS: Mapping[Datatype, Callable[[Iterable[Any]], list[str]]] = {
    "string": _texts,
    "integer": _numbers,
    "double": _numbers,
    "boolean": _truths,
}
