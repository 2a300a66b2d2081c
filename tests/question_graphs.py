"""The graphs that the canned questions are put to: the bundled documents, and some with what those lack.

Links between measures and between targets are added by hand from the gold links, each as `kg build` writes
them: a node for the link and one direct edge beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from corpus import FOLDER
from kg.build import graph_tables, read_all
from kg.tables import GraphTables, Part, TablesBuilder, Value
from loaders.sources import find_sources
from ontology.registers import Registers
from ontology.schema import Schema

TESTS = Path(__file__).parent
Nodes = Mapping[str, Mapping[str, Value]]


def bundled_tables() -> GraphTables:
    """The five documents with their gold links."""
    tables = _tables([FOLDER])
    return with_links(tables, _gold(TESTS / "gold" / "links.jsonl"))


def varied_tables() -> GraphTables:
    """Documents with lead and supporting bodies, taskforces and citations, and the gold links of two of them."""
    tables = _tables([TESTS / "variety"])
    return with_links(tables, _gold(TESTS / "gold" / "variety" / "links.jsonl"))


def with_links(tables: GraphTables, links: Iterable[Mapping[str, str]]) -> GraphTables:
    """The graph with these links beside its own, as far as it holds their two ends."""
    part = Part("links by hand")
    add = _Links(part, tables)
    for number, link in enumerate(links, 1):
        add.measures(number, link)
    add.targets()
    builder = TablesBuilder(Schema.load())
    whole = Part("documents", {n: list(t.items()) for n, t in tables.nodes.items()}, {})
    whole.edges.update({name: list(pairs) for name, pairs in tables.edges.items()})
    builder.add(whole)
    builder.add(part)
    return builder.build()


def _tables(paths: list[Path]) -> GraphTables:
    registers = Registers.load()
    documents = read_all(find_sources(paths), registers).documents
    return graph_tables(documents, registers)[0]


def _gold(file: Path) -> list[dict[str, str]]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [link for link in map(json.loads, lines) if link["grade"] and link["upper_path"]]


class _Links:
    """Adds links between the measures of one graph, and between their targets."""

    def __init__(self, part: Part, tables: GraphTables) -> None:
        self._part = part
        self._measures = tables.nodes["Measure"]
        self._figures: Nodes = tables.nodes.get("Figure", {})
        self._documents = tables.nodes["Document"]
        self._by_stem = {str(node["stem"]): id for id, node in self._documents.items()}
        self._regions = dict(tables.edges["jurisdiction"])
        self._figures_of: dict[str, list[str]] = {}
        for measure, figure in tables.edges["hasFigure"]:
            self._figures_of.setdefault(measure, []).append(figure)
        self._linked: list[tuple[str, str]] = []

    def measures(self, number: int, link: Mapping[str, str]) -> None:
        """Add one link of the gold; one whose ends the graph lacks is left out."""
        lower, upper = (self._end(link, side) for side in ("lower", "upper"))
        if lower is None or upper is None:
            return
        days = self._days(lower[0]), self._days(upper[0])
        lag = (days[0] - days[1]).days if days[0] and days[1] else None
        node = self._part.node(
            "Alignment",
            f"alignment/by-hand/{number}",
            relation=self._relation(lower[0], upper[0], lag),
            strength="direct" if int(link["grade"]) == 2 else "partial",
            score=0.9 if int(link["grade"]) == 2 else 0.6,
            reasons="by hand",
            lowerQuote=link["lower_quote"],
            upperQuote=link["upper_quote"],
            lagDays=lag,
            reviewed=False,
        )
        self._part.edge("lowerMeasure", node, lower[1])
        self._part.edge("upperMeasure", node, upper[1])
        self._part.edge(self._relation(lower[0], upper[0], lag), lower[1], upper[1])
        self._linked.append((lower[1], upper[1]))

    def targets(self) -> None:
        """Link the figures of linked measures that count the same."""
        pairs = {
            (f, g)
            for lower, upper in self._linked
            for f in self._figures_of.get(lower, ())
            for g in self._figures_of.get(upper, ())
            if self._same(self._figures[f], self._figures[g])
        }
        for number, (f, g) in enumerate(sorted(pairs), 1):
            low, high = float(self._figures[f]["value"]), float(self._figures[g]["value"])
            share = low / high if high else None
            node = self._part.node("TargetAlignment", f"target/by-hand/{number}", share=share, gap=high - low)
            self._part.edge("lowerFigure", node, f)
            self._part.edge("upperFigure", node, g)
            self._part.edge("contributesTo", f, g)

    def _end(self, link: Mapping[str, str], side: str) -> tuple[str, str] | None:
        document = self._by_stem.get(link[f"{side}_document"])
        measure = f"{document}/{link[f'{side}_path']}"
        return (document, measure) if document and measure in self._measures else None

    def _days(self, document: str) -> date | None:
        day = self._documents[document].get("issuedOn")
        return date.fromisoformat(str(day)) if day else None

    def _relation(self, lower: str, upper: str, lag: int | None) -> str:
        if self._regions.get(lower) == self._regions.get(upper):
            return "continues"
        if lag is None:
            return "relatesTo"
        return "anticipates" if lag < 0 else "implements"

    @staticmethod
    def _same(lower: Mapping[str, Value], upper: Mapping[str, Value]) -> bool:
        shared = set(str(lower.get("metric", ""))) & set(str(upper.get("metric", "")))
        same = all(lower.get(name) == upper.get(name) for name in ("unit", "figureType"))
        return same and lower.get("figureType") == "target" and len(shared) > 3
