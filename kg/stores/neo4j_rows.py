"""Answers of Neo4j as rows of plain values, the same as those of the embedded property graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from kg.stores.neo4j_statements import MARK
from kg.stores.protocol import Cell, Rows


def answer_rows(
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    find: Callable[[set[str]], Mapping[str, str]],
) -> Rows:
    """The rows of an answer.

    ``find`` gives the ids of nodes by the server's own identifiers: a relationship names its ends only so.
    """
    from neo4j.graph import Node, Relationship

    ids: dict[str, str] = {}
    needed: set[str] = set()
    for entity in _entities(rows):
        if isinstance(entity, Node):
            ids[entity.element_id] = entity.get("id")
        elif isinstance(entity, Relationship):
            needed |= {end.element_id for end in entity.nodes if end is not None}
    if missing := needed - ids.keys():
        ids |= find(missing)
    return Rows.of(columns, [tuple(_cell(value, ids) for value in row) for row in rows])


def _entities(value: Any) -> Iterator[Any]:
    """All nodes and relationships in an answer, however deep."""
    from neo4j.graph import Entity, Path

    if isinstance(value, Entity):
        yield value
    elif isinstance(value, Path):
        yield from (*value.nodes, *value.relationships)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _entities(part)
    elif isinstance(value, Mapping):
        yield from _entities(list(value.values()))


def _cell(value: Any, ids: Mapping[str, str]) -> Cell:
    """A value of the driver as one that JSON has; what JSON has no number for stays a text."""
    from neo4j.graph import Node, Path, Relationship

    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        if value != value:
            return "NaN"
        return value if abs(value) != float("inf") else ("INF" if value > 0 else "-INF")
    if isinstance(value, list | tuple):
        return [_cell(part, ids) for part in value]
    if isinstance(value, Node):
        properties = _properties(value, ids)
        return {"id": properties.pop("id", None), "label": ":".join(sorted(value.labels)), **properties}
    if isinstance(value, Relationship):
        # Not by truth: an end without properties is as false as one that is not there.
        start, end = (None if end is None else ids.get(end.element_id) for end in value.nodes)
        return {"type": value.type, "from": start, "to": end, **_properties(value, ids)}
    if isinstance(value, Path):
        return {
            "nodes": [_cell(node, ids) for node in value.nodes],
            "relationships": [_cell(relationship, ids) for relationship in value.relationships],
        }
    if isinstance(value, Mapping):
        return {str(name): _cell(part, ids) for name, part in value.items() if name != MARK}
    if isinstance(value, bytes | bytearray):
        return value.hex()
    return value.iso_format() if hasattr(value, "iso_format") else str(value)


def _properties(entity: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Cell]:
    return {name: _cell(entity[name], ids) for name in sorted(entity.keys()) if name != MARK}
