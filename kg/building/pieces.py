"""A part of a graph on its own: checked, and divided into what only it has and what it shares with others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.stores.csv_rows import csv_rows
from kg.stores.rdf_text import n_triples_text
from kg.tables import Conflict, GraphTables, Part, TablesBuilder
from ontology.schema import Schema


@dataclass(frozen=True, slots=True)
class Piece:
    """What a unit adds to the graph.

    ``own`` are the rows that no other unit has, ``shared`` those that others may have too (agencies, places,
    programmes), as they were added. ``classes`` has the class of every node that rows of ``own`` lead to.
    """

    name: str
    own: GraphTables
    shared: Part
    classes: Mapping[str, str]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class RenderedPiece:
    """A piece whose own rows are text: N-Triples, and CSV by table (see `kg.stores.csv_rows`)."""

    name: str
    triples: bytes
    tables: Mapping[str, bytes]
    counts: Mapping[str, int]
    shared: Part
    conflicts: tuple[Conflict, ...]


def piece_of(
    name: str, parts: Iterable[Part], document: str, known: Mapping[str, str], schema: Schema
) -> Piece:
    """The piece of some parts that belong to ``document``: what has an identifier below its own is its own.

    ``known`` has the class of nodes that every graph holds. Raises RegisterError as `TablesBuilder` does.
    """
    shared = Part(name)
    held = list(parts)
    elsewhere = {id: class_name for part in held for id, class_name in part.elsewhere.items()}
    builder = TablesBuilder(schema, {**known, **elsewhere})
    inside = f"{document}/"
    for part in held:
        builder.add(part)
        for class_name, rows in part.nodes.items():
            if others := [row for row in rows if row[0] != document and not row[0].startswith(inside)]:
                shared.nodes.setdefault(class_name, []).extend(others)
        for relation, pairs in part.edges.items():
            if between := [
                pair
                for pair in pairs
                if not (pair[0].startswith(inside) or pair[1].startswith(inside) or document in pair)
            ]:
                shared.edges.setdefault(relation, []).extend(between)
    tables = builder.build()
    conflicts = tuple(c for c in builder.conflicts if c.id == document or c.id.startswith(inside))
    return Piece(name, _without(tables, shared), shared, tables.index() | elsewhere, conflicts)


def _without(tables: GraphTables, shared: Part) -> GraphTables:
    """The tables but for the rows of a part; most tables have none of them."""
    nodes, edges = dict(tables.nodes), dict(tables.edges)
    for class_name, rows in shared.nodes.items():
        gone = {id for id, _ in rows}
        nodes[class_name] = {id: values for id, values in nodes[class_name].items() if id not in gone}
    for relation, pairs in shared.edges.items():
        between = set(pairs)
        edges[relation] = [pair for pair in edges[relation] if pair not in between]
    return GraphTables(
        {name: table for name, table in nodes.items() if table},
        {name: pairs for name, pairs in edges.items() if pairs},
    )


def rendered(piece: Piece, known: Mapping[str, str], schema: Schema, base: str) -> RenderedPiece:
    """The piece with its own rows as text."""
    return RenderedPiece(
        piece.name,
        n_triples_text(piece.own, schema, base),
        dict(csv_rows(piece.own, {**known, **piece.classes}, schema)),
        {name: count for name, count in piece.own.counts().items() if count},
        piece.shared,
        piece.conflicts,
    )
