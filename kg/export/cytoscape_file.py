"""Cytoscape JSON, for Cytoscape and for cytoscape.js: elements with ``data``, one a line."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from kg.export.network import CLASS, label_of
from kg.export.source import Losses, Source
from kg.stores.rdf_text import number_text
from kg.tables import GraphTables


def write(source: Source, out: BinaryIO) -> Losses:
    """Write the graph."""
    out.write(b'{"format_version": "1.0", "target_cytoscapejs_version": "~3.0",\n')
    out.write(b'"data": {"name": "policy graph"},\n"elements": {\n"nodes": [')
    _write_list(out, _nodes(source.tables))
    out.write(b'],\n"edges": [')
    _write_list(out, _edges(source.tables))
    out.write(b"]}}\n")
    return Losses()


def _nodes(tables: GraphTables) -> Iterator[Mapping[str, Any]]:
    for class_name, nodes in tables.nodes.items():
        for id, values in nodes.items():
            # Cytoscape shows ``name``, and JSON has no infinity.
            kept = {
                name: number_text(value) if isinstance(value, float) and not math.isfinite(value) else value
                for name, value in values.items()
            }
            yield {"id": id, "name": label_of(id, values), CLASS: class_name, **kept}


def _edges(tables: GraphTables) -> Iterator[Mapping[str, Any]]:
    number = 0
    for relation, pairs in tables.edges.items():
        for start, end in pairs:
            number += 1
            yield {"id": f"e{number}", "source": start, "target": end, "interaction": relation}


def _write_list(out: BinaryIO, elements: Iterator[Mapping[str, Any]]) -> None:
    separator = "\n"
    for data in elements:
        out.write((separator + json.dumps({"data": data}, ensure_ascii=False)).encode())
        separator = ",\n"
    out.write(b"\n")
