"""The graph as tables for spreadsheets and data frames: one for each class, and one for each relation.

A relation that a node has at most once (a measure's document) is a column of its class, as a database has it;
the others are tables with two columns of ids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.export.source import Source
from kg.tables import Value
from ontology.schema import NodeClass, Relation, Term

START, END = "from", "to"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its datatype (``string``, ``integer``, ``double``, ``boolean``), what it means.

    ``refers_to`` are the classes whose ids it holds, none for plain values.
    """

    name: str
    datatype: str
    term: Term | None = None
    refers_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the class or relation that it holds, its columns, and rows with None for what is not there."""

    name: str
    term: Term
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value | None]]

    @property
    def is_class(self) -> bool:
        """Whether its rows are nodes, and their first column the id."""
        return isinstance(self.term, NodeClass)


def tables_of(source: Source) -> Iterator[Table]:
    """Every table that has rows, classes first, one at a time."""
    schema = source.schema
    columns = {
        name: dict(pairs)
        for name, pairs in source.tables.edges.items()
        if schema.relations[name].functional and len({start for start, _ in pairs}) == len(pairs)
    }
    for name in source.tables.nodes:
        if source.tables.nodes[name]:
            yield _class_table(source, schema.classes[name], columns)
    for name, pairs in source.tables.edges.items():
        if pairs and name not in columns:
            yield _relation_table(schema.relations[name], pairs)


def _class_table(source: Source, node_class: NodeClass, columns: dict[str, dict[str, str]]) -> Table:
    relations = [
        relation for name in columns if node_class.name in (relation := source.schema.relations[name]).domain
    ]
    nodes = source.tables.nodes[node_class.name]
    names = sorted(node_class.properties)
    rows = [
        [id, *map(values.get, names), *(columns[relation.name].get(id) for relation in relations)]
        for id, values in nodes.items()
    ]
    head = [Column("id", "string")]
    head += [Column(name, (term := node_class.properties[name]).datatype, term) for name in names]
    head += [Column(one.name, "string", one, tuple(sorted(one.range))) for one in relations]
    return Table(node_class.name, node_class, *_without_empty(head, rows))


def _without_empty(
    head: Sequence[Column], rows: Sequence[Sequence[Value | None]]
) -> tuple[Sequence[Column], Sequence[Sequence[Value | None]]]:
    """Leave out the columns in which no row has anything."""
    filled: defaultdict[int, bool] = defaultdict(bool)
    for row in rows:
        for number, cell in enumerate(row):
            filled[number] |= cell is not None
    kept = [number for number in range(len(head)) if filled[number]]
    return [head[n] for n in kept], [[row[n] for n in kept] for row in rows]


def _relation_table(relation: Relation, pairs: Sequence[tuple[str, str]]) -> Table:
    head = [
        Column(START, "string", None, tuple(sorted(relation.domain))),
        Column(END, "string", None, tuple(sorted(relation.range))),
    ]
    return Table(relation.name, relation, head, pairs)
