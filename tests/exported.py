"""Exported files read back with other readers than ours, as the tables they were written from."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from networkx import MultiDiGraph

from kg.export.formats import FORMATS
from kg.export.source import Losses, Source
from kg.export.spreadsheet_text import unguarded
from kg.export.writing import export_source
from kg.ids import DEFAULT_BASE
from kg.tables import GraphTables, Part, TablesBuilder, Value
from ontology.schema import Schema
from tests import good_graph


@cache
def good_tables() -> GraphTables:
    """The small graph made by hand, with a node of every class."""
    part = Part("hand-made")
    good_graph.add_registers(part)
    good_graph.add_document(part, good_graph.CITY, "1", "city", "2023-05-01", "region/330200")
    good_graph.add_document(part, good_graph.PROVINCE, "2.1", "province", "2023-03-31", "region/330000")
    good_graph.add_facts(part)
    good_graph.add_links(part)
    return built(part)


def built(part: Part) -> GraphTables:
    builder = TablesBuilder(Schema.load())
    builder.add(part)
    return builder.build()


def with_titles(*titles: str) -> GraphTables:
    """A graph with a measure for each title."""
    part = Part("titles")
    for number, title in enumerate(titles):
        part.node("Measure", f"doc/{number}", title=title, path=str(number))
    return built(part)


def exported(tables: GraphTables, form: str, base: str = DEFAULT_BASE) -> tuple[bytes, Losses]:
    """What a file of this format holds, and what it could not hold."""
    out = io.BytesIO()
    outcome = export_source(Source(tables, base), FORMATS[form], out)
    return out.getvalue(), outcome.losses


def sorted_tables(nodes: Mapping[str, Any], edges: Mapping[str, Any]) -> GraphTables:
    return GraphTables(
        {name: dict(sorted(nodes[name].items())) for name in sorted(nodes)},
        {name: sorted(edges[name]) for name in sorted(edges)},
    )


def from_network(network: MultiDiGraph[str], *own: str) -> GraphTables:
    """The tables of a network, without the attributes ``own`` that a format adds."""
    nodes: dict[str, dict[str, dict[str, Value]]] = {}
    edges: dict[str, list[tuple[str, str]]] = {}
    for id, data in network.nodes(data=True):
        values = {name: value for name, value in data.items() if name not in ("class", "label", *own)}
        nodes.setdefault(data["class"], {})[id] = values
    for start, end, data in network.edges(data=True):
        edges.setdefault(data["relation"], []).append((start, end))
    return sorted_tables(nodes, edges)


def from_csv(files: Mapping[str, bytes]) -> GraphTables:
    """The tables of CSV files by their names, read with their description."""
    nodes: dict[str, dict[str, dict[str, Value]]] = {}
    edges: dict[str, list[tuple[str, str]]] = {}
    for resource in json.loads(files["datapackage.json"])["resources"]:
        fields = resource["schema"]["fields"]
        text = files[resource["path"]].decode("utf-8-sig")
        head, *rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        assert head == [field["name"] for field in fields]
        name = resource["path"].removesuffix(".csv")
        for row in rows:
            read = {
                field["name"]: _value(field["type"], cell)
                for field, cell in zip(fields, row, strict=True)
                if cell
            }
            _add_row(nodes, edges, name, read)
    return sorted_tables(nodes, edges)


def _add_row(
    nodes: dict[str, dict[str, dict[str, Value]]],
    edges: dict[str, list[tuple[str, str]]],
    name: str,
    row: dict[str, Value],
) -> None:
    if "id" not in row:
        edges.setdefault(name, []).append((str(row["from"]), str(row["to"])))
        return
    id = str(row.pop("id"))
    for relation in Schema.load().relations.keys() & row.keys() - Schema.load().literals.keys():
        edges.setdefault(relation, []).append((id, str(row.pop(relation))))
    nodes.setdefault(name, {})[id] = row


def _value(kind: str, cell: str) -> Value:
    if kind == "boolean":
        return {"true": True, "false": False}[cell]
    if kind == "string":
        return unguarded(cell)
    return int(cell) if kind == "integer" else float(cell)


def files_in(place: bytes | Path) -> dict[str, bytes]:
    """The files of a zip or of a folder."""
    if isinstance(place, Path):
        return {file.name: file.read_bytes() for file in place.iterdir()}
    with zipfile.ZipFile(io.BytesIO(place)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
