"""What ``kg check`` does: load every register, compare the two stores, run the shapes over the graph."""

from __future__ import annotations

import json
from pathlib import Path

from kg.check import check
from kg.graph import PROPERTY_GRAPH, RDF, Graph
from kg.rendering import render
from loaders.programmes import check_register
from ontology.registers import Registers
from ontology.schema import Schema


def checked(folder: Path | None, form: str) -> tuple[str, bool]:
    """What was checked and found, as ``table`` or ``json``, and whether all is sound; no graph for None.

    Raises RegisterError for a register that contradicts itself.
    """
    registers = Registers.load()
    schema = Schema.load()
    lines: list[tuple[str, str]] = [
        ("ontology", f"{len(schema.classes)} classes, {len(schema.relations)} relations"),
        ("regions", f"{len(registers.regions)}"),
        ("themes", f"{len(registers.themes.themes)} with {len(registers.themes.concepts)} concepts"),
        ("agencies", f"{len(registers.agencies.lines)} lines of work"),
        ("instruments", f"{len(registers.instruments)}"),
        ("programmes", f"{check_register()} names"),
    ]
    wrong: list[list[object]] = []
    if folder is not None:
        with Graph(folder) as graph:
            counts = graph.counts()
            wrong += [
                [name, "", f"{count} in SPARQL, {counts[PROPERTY_GRAPH].get(name)} in Cypher"]
                for name, count in counts[RDF].items()
                if counts[PROPERTY_GRAPH].get(name) != count
            ]
            violations = check(graph.n_triples(), graph.base)
            wrong += [[v.class_name, v.node, v.what] for v in violations]
            lines.append(
                ("graph", f"{sum(counts[RDF].values())} nodes and edges, {len(violations)} violations")
            )
    if form == "json":
        found = [dict(zip(("class", "node", "what"), row, strict=True)) for row in wrong]
        return json.dumps(
            {"checked": dict(lines), "wrong": found}, ensure_ascii=False, indent=1
        ) + "\n", not wrong
    text = render(["checked", "found"], lines, "table")
    return text + ("\n" + render(["class", "node", "wrong"], wrong, "table") if wrong else ""), not wrong
