"""Answers of LadybugDB as rows of plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from kg.stores.protocol import Cell, Rows

# Where a node is stored: its table's number and its place in it.
Place = tuple[int, int]


def answer_rows(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], find: Callable[[set[Place]], Mapping[Place, str]]
) -> Rows:
    """The rows of an answer.

    ``find`` gives the ids of the nodes at some places: a relationship names only the places of its ends.
    """
    ids: dict[Place, str] = {}
    needed: set[Place] = set()
    for part in _objects(rows):
        if "_SRC" in part:
            needed |= {_place(part["_SRC"]), _place(part["_DST"])}
        elif "_LABEL" in part and "id" in part:
            ids[_place(part["_ID"])] = part["id"]
    if missing := needed - ids.keys():
        ids |= find(missing)
    return Rows.of(columns, [tuple(_cell(value, ids) for value in row) for row in rows])


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """All nodes and relationships in an answer, however deep."""
    if isinstance(value, dict):
        if "_LABEL" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            if isinstance(part, dict | list | tuple):
                yield from _objects(part)


def _place(internal: Mapping[str, int]) -> Place:
    return internal["table"], internal["offset"]


def _cell(value: Any, ids: Mapping[Place, str]) -> Cell:
    """A value of the engine as one that JSON has; what JSON has no number for stays a text."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        if value != value:
            return "NaN"
        return value if abs(value) != float("inf") else ("INF" if value > 0 else "-INF")
    if isinstance(value, Decimal):
        # Sums of integers arrive as decimals without a fraction.
        return int(value) if value.as_tuple().exponent == 0 else float(value)
    if isinstance(value, list | tuple):
        return [_cell(part, ids) for part in value]
    if isinstance(value, dict):
        return _object(value, ids)
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if isinstance(value, date) else str(value)


def _object(value: Mapping[str, Any], ids: Mapping[Place, str]) -> Cell:
    if value.keys() == {"offset", "table"}:
        return f"{value['table']}:{value['offset']}"
    if value.keys() == {"_NODES", "_RELS"}:
        return {"nodes": _cell(value["_NODES"], ids), "relationships": _cell(value["_RELS"], ids)}
    properties = {
        str(name): _cell(part, ids)
        for name, part in value.items()
        if name not in ("_ID", "_LABEL", "_SRC", "_DST")
    }
    if "_LABEL" not in value:
        return properties
    properties = {name: part for name, part in properties.items() if part is not None}
    if "_SRC" in value:
        ends = {"from": ids.get(_place(value["_SRC"])), "to": ids.get(_place(value["_DST"]))}
        return {"type": value["_LABEL"], **ends, **properties}
    return {"id": properties.pop("id", None), "label": value["_LABEL"], **properties}
