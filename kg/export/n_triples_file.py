"""Sorted N-Triples: one line a statement, for comparing two graphs and for loading into anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from kg.export.source import Losses, Source
from kg.ids import to_iri
from kg.stores.rdf_text import n_triples
from kg.tables import GraphTables, Value


def write(source: Source, out: BinaryIO) -> Losses:
    """Write the graph; the bytes are those of the RDF store's own sorted text."""
    for lines in subjects(source):
        out.writelines(line.encode() + b"\n" for line in lines)
    return Losses()


def subjects(source: Source) -> Iterator[list[str]]:
    """The lines of each node in turn, sorted: the text of a large graph is never held as a whole.

    All lines of a subject begin alike, and no IRI in angle brackets is the beginning of another, so that
    sorting the subjects and then each one's lines sorts them all.
    """
    starts: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for relation, pairs in source.tables.edges.items():
        for pair in pairs:
            starts.setdefault(pair[0], {}).setdefault(relation, []).append(pair)
    nodes = {
        id: (class_name, values)
        for class_name, table in source.tables.nodes.items()
        for id, values in table.items()
    }
    for id in sorted(nodes, key=lambda id: to_iri(id, source.base) + ">"):
        one = _star(id, *nodes[id], starts.get(id, {}))
        yield sorted(n_triples(one, source.schema, source.base))


def _star(
    id: str, class_name: str, values: Mapping[str, Value], edges: Mapping[str, list[tuple[str, str]]]
) -> GraphTables:
    return GraphTables({class_name: {id: values}}, edges)
