"""Turtle: the RDF graph as people read it, node by node, with short names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from kg.export.n_triples_file import subjects
from kg.export.source import Losses, Source
from kg.stores.prefixes import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Triple


def write(source: Source, out: BinaryIO) -> Losses:
    """Write the graph; the same graph gives the same bytes."""
    from pyoxigraph import RdfFormat, serialize

    serialize(
        _triples(source), out, RdfFormat.TURTLE, prefixes=dict(PREFIXES), base_iri=_relative_to(source.base)
    )
    return Losses()


def _triples(source: Source) -> Iterator[Triple]:
    from pyoxigraph import RdfFormat, parse

    for lines in subjects(source):
        for quad in parse("\n".join(lines), RdfFormat.N_TRIPLES):
            yield quad.triple


def _relative_to(base: str) -> str | None:
    """The base, where ids behind it are IRIs relative to it; one that ends in # has none."""
    return base if base.endswith("/") else None
