"""Rows that several documents have: agencies, places, programmes and what holds between them.

Each different row is held once, with the documents that have it as numbers; so all rows can be put together anew for
every build, which shows conflicts as they are, and a row goes when the last document that has it goes.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.tables import Conflict, GraphTables, Part, TablesBuilder, Value
from ontology.schema import Schema

NodeRow = tuple[str, str, dict[str, Value]]
EdgeRow = tuple[str, str, str]


@dataclass(slots=True)
class SharedRows:
    """The different rows, and for each document the numbers of its own."""

    nodes: list[NodeRow] = field(default_factory=list)
    edges: list[EdgeRow] = field(default_factory=list)
    nodes_of: dict[str, bytes] = field(default_factory=dict)
    edges_of: dict[str, bytes] = field(default_factory=dict)

    def parts(self, names: Iterable[str], within: Rows | None = None) -> Iterator[Part]:
        """The shared part of each of these documents; ``within`` chooses among the rows."""
        chosen = within.numbers(self) if within is not None else None
        for name in names:
            part = Part(name)
            nodes, edges = _numbers(self.nodes_of.get(name, b"")), _numbers(self.edges_of.get(name, b""))
            for number in nodes if chosen is None else filter(chosen[0].__contains__, nodes):
                class_name, id, values = self.nodes[number]
                part.nodes.setdefault(class_name, []).append((id, values))
            for number in edges if chosen is None else filter(chosen[1].__contains__, edges):
                relation, start, end = self.edges[number]
                part.edges.setdefault(relation, []).append((start, end))
            yield part


@dataclass(frozen=True, slots=True)
class Rows:
    """Some shared rows: all of these nodes, and these edges."""

    nodes: frozenset[str]
    edges: frozenset[EdgeRow]

    @classmethod
    def of(cls, parts: Iterable[Part]) -> Rows:
        """The rows of some parts."""
        held = list(parts)
        nodes = frozenset(id for part in held for rows in part.nodes.values() for id, _ in rows)
        edges = frozenset(
            (name, *pair) for part in held for name, pairs in part.edges.items() for pair in pairs
        )
        return cls(nodes, edges)

    def numbers(self, rows: SharedRows) -> tuple[set[int], set[int]]:
        """Where they stand."""
        nodes = {number for number, row in enumerate(rows.nodes) if row[1] in self.nodes}
        return nodes, {number for number, row in enumerate(rows.edges) if row in self.edges}


class SharedIndex:
    """Collects shared rows, each different one once."""

    def __init__(self) -> None:
        self.rows = SharedRows()
        self._nodes: dict[object, int] = {}
        self._edges: dict[EdgeRow, int] = {}

    def add(self, part: Part) -> None:
        """Add the shared part of a document."""
        nodes, edges = array("I"), array("I")
        for class_name, rows in part.nodes.items():
            for id, values in rows:
                key = (class_name, id, *values.items(), *map(type, values.values()))
                number = self._nodes.setdefault(key, len(self.rows.nodes))
                if number == len(self.rows.nodes):
                    self.rows.nodes.append((class_name, id, values))
                nodes.append(number)
        for relation, pairs in part.edges.items():
            for start, end in pairs:
                row = (relation, start, end)
                number = self._edges.setdefault(row, len(self.rows.edges))
                if number == len(self.rows.edges):
                    self.rows.edges.append(row)
                edges.append(number)
        self.rows.nodes_of[part.source] = nodes.tobytes()
        self.rows.edges_of[part.source] = edges.tobytes()


def put_together(
    parts: Iterable[Part], schema: Schema, known: Mapping[str, str]
) -> tuple[GraphTables, tuple[Conflict, ...]]:
    """Shared rows as one, and what is in conflict; ``known`` has the class of nodes that are not among them."""
    builder = TablesBuilder(schema, known)
    for part in parts:
        builder.add(part)
    return builder.build(), builder.conflicts


def _numbers(data: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(data)
    return numbers
