"""The graphs that the canned questions are put to: the bundled documents, and some with what those lack.

The varied ones have lead and supporting bodies, taskforces and citations. A graph in which no two targets correspond
gets links between them by hand, as a build writes them, so that questions on targets have something to find.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from corpus import FOLDER
from kg.build import build
from kg.graph import Graph
from kg.mapping_mentions import mention_id
from kg.mentions import read
from kg.stores.loading import load_all
from kg.stores.protocol import Store, open_store
from kg.stores.read_back import read_tables
from kg.tables import GraphTables, Part, TablesBuilder, Value
from ontology.schema import Schema

VARIETY = Path(__file__).parent / "variety"


def bundled_tables() -> GraphTables:
    """The graph of the bundled documents."""
    return _tables(FOLDER)


def varied_tables() -> GraphTables:
    """The graph of other documents, of seven places and of all styles of responsibility notes."""
    return _tables(VARIETY)


def reviewed_tables() -> GraphTables:
    """The graph of the bundled documents as if an analyst had decided on every second fact and link."""
    tables = bundled_tables()
    nodes = {
        name: {
            id: {**values, "reviewed": True} if number % 2 and "reviewed" in known else values
            for number, (id, values) in enumerate(sorted(table.items()))
        }
        for name, table in tables.nodes.items()
        for known in [Schema.load().classes[name].properties]
    }
    mentions = _reviewed_mentions(tables)
    edges = {name: sorted([*tables.edges.get(name, ()), *pairs]) for name, pairs in mentions.edges.items()}
    return GraphTables(nodes | {"Mention": dict(mentions.nodes["Mention"])}, {**tables.edges, **edges})


def _reviewed_mentions(tables: GraphTables) -> Part:
    """Nodes for every second place where a measure names something."""
    part = Part("reviewed by hand")
    sentences: dict[str, list[tuple[int, str]]] = {}
    for sentence, measure in tables.edges["inMeasure"]:
        if sentence in tables.nodes["Sentence"]:
            start = int(tables.nodes["Sentence"][sentence]["startOffset"])
            sentences.setdefault(measure, []).append((start, sentence))
    for measure, values in tables.nodes["Measure"].items():
        text, begin = str(values["text"]), int(values["startOffset"])
        for place in read(str(values.get("mentions", "")))[::2]:
            quote = text[place.start - begin : place.end - begin]
            node = mention_id(measure, place)
            part.node("Mention", node, quote=quote, startOffset=place.start, reviewed=True)
            part.edge("mentionOf", node, place.thing)
            around = max(sentence for sentence in sentences[measure] if sentence[0] <= place.start)
            part.edge("inSentence", node, around[1])
    return part


GRAPHS: Mapping[str, Callable[[], GraphTables]] = {
    "bundled": bundled_tables,
    "reviewed": reviewed_tables,
    "varied": varied_tables,
}


@contextmanager
def embedded_stores(tables: GraphTables, folder: Path) -> Iterator[tuple[Store, Store]]:
    """A graph in the embedded RDF store and in the embedded property graph, opened to be read."""
    urls = [f"{scheme}:{folder / scheme}" for scheme in ("oxigraph", "ladybug")]
    writers = [open_store(url, read_only=False) for url in urls]
    load_all(writers, tables)
    for writer in writers:
        writer.close()
    with open_store(urls[0]) as sparql, open_store(urls[1]) as cypher:
        yield sparql, cypher


def _tables(folder: Path) -> GraphTables:
    with tempfile.TemporaryDirectory() as place:
        build([folder], Path(place) / "graph")
        with Graph(Path(place) / "graph") as graph:
            return with_target_links(read_tables(graph.cypher, "cypher"))


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
