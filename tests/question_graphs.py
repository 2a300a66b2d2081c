"""The graphs that the canned questions are put to: the bundled documents, and some with what those lack.

The second has lead and supporting bodies, taskforces and citations. One in which no two targets correspond
gets links between them by hand, as a build writes them, so that questions on targets have something to find.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from corpus import FOLDER
from kg.assemble import assemble
from kg.build import read_all
from kg.tables import GraphTables, Part, TablesBuilder, Value
from loaders.sources import find_sources
from ontology.registers import Registers
from ontology.schema import Schema

VARIETY = Path(__file__).parent / "variety"


def bundled_tables() -> GraphTables:
    """The graph of the bundled documents."""
    return _tables(FOLDER)


def varied_tables() -> GraphTables:
    """The graph of other documents, of seven places and of all styles of responsibility notes."""
    return _tables(VARIETY)


def _tables(folder: Path) -> GraphTables:
    registers = Registers.load()
    documents = read_all(find_sources([folder]), registers).documents
    return with_target_links(assemble(documents, registers).tables)


def with_target_links(tables: GraphTables) -> GraphTables:
    """The graph with a link between any two targets of linked measures that count like things, if it has none."""
    if tables.nodes.get("TargetAlignment"):
        return tables
    part = Part("targets by hand")
    ends = [dict(tables.edges[name]) for name in ("lowerMeasure", "upperMeasure")]
    figures = tables.nodes["Figure"]
    of_measure: dict[str, list[str]] = {}
    for measure, figure in tables.edges["hasFigure"]:
        of_measure.setdefault(measure, []).append(figure)
    pairs = sorted(
        (lower, upper)
        for alignment in tables.nodes["Alignment"]
        for lower in of_measure.get(ends[0][alignment], ())
        for upper in of_measure.get(ends[1][alignment], ())
        if _alike(figures[lower], figures[upper])
    )
    for number, (lower, upper) in enumerate(pairs, 1):
        values = [float(figures[figure]["value"]) for figure in (lower, upper)]
        share = values[0] / values[1] if values[1] else None
        node = part.node(
            "TargetAlignment",
            f"target/{number}",
            relation="implements",
            share=share,
            gap=values[1] - values[0],
            pace=1.5,
        )
        part.edge("lowerFigure", node, lower)
        part.edge("upperFigure", node, upper)
        part.edge("contributesTo", lower, upper)
    builder = TablesBuilder(Schema.load())
    nodes = {
        name: [(id, dict(values)) for id, values in table.items()] for name, table in tables.nodes.items()
    }
    builder.add(Part("documents", nodes, {name: list(pairs) for name, pairs in tables.edges.items()}))
    builder.add(part)
    return builder.build()


def _alike(lower: Mapping[str, Value], upper: Mapping[str, Value]) -> bool:
    metrics = [set(str(figure.get("metric", ""))) for figure in (lower, upper)]
    same = all(lower.get(name) == upper.get(name) for name in ("unit", "figureType"))
    return same and lower.get("figureType") == "target" and len(metrics[0] & metrics[1]) > 1
