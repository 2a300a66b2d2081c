"""Two short plans, a link between them, and the graph that a build makes of them with a table of decisions."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg.alignment.records import Alignment, MeasureName, Relation
from kg.generations import GraphFolder
from kg.graph import ACCOUNT, PROPERTY_GRAPH, RDF
from kg.ids import DEFAULT_BASE
from kg.mapping import document_ids, map_document, map_registers
from kg.mapping_alignments import map_alignments
from kg.model import Document, Measure, Problem, Span
from kg.report import Report
from kg.review.apply import ReviewedLinks, review_documents, review_links
from kg.review.mapping import map_rejected
from kg.review.quotes import place_of
from kg.review.records import Decision, Kind, Verdict
from kg.review.values import read_values
from kg.stores.loading import load_all
from kg.stores.protocol import open_store
from kg.tables import GraphTables, TablesBuilder
from loaders.document import read_document
from ontology.registers import Registers
from ontology.schema import Schema

PROVINCE = """浙江省人民政府办公厅关于印发促消费若干举措的通知
浙政办发〔2023〕26号
一、促进消费
（一）发展首店经济。支持宁波市办好消费节，2023年引进首店300家。（责任单位：省商务厅、省财政厅）
（二）建设便民生活圈。新建一刻钟便民生活圈50个，支持杭州市、温州市开展试点。（责任单位：省商务厅）
浙江省人民政府办公厅
2023年1月31日
"""
CITY = """宁波市人民政府办公室关于印发促消费方案的通知
甬政办发〔2023〕40号
一、引进首店。2023年引进首店30家，办好2场活动。（责任单位：市商务局）
二、建设生活圈。新建一刻钟便民生活圈10个。（责任单位：市商务局、市财政局）
宁波市人民政府办公室
2023年5月1日
"""
TEXTS = {"zj": PROVINCE, "nb": CITY}


def read(texts: dict[str, str] | None = None) -> dict[str, Document]:
    """The records of some plans by stem, the two of this file when none are given."""
    registers = Registers.load()
    return {stem: read_document(text, stem, registers) for stem, text in (texts or TEXTS).items()}


def row(kind: Kind, measure: str, verdict: Verdict, value: str = "", **fields: Any) -> Decision:
    """A decision, with a value as the table holds it."""
    known: dict[str, Any] = {"by": "a reader", "on": "2024-05-03"}
    return Decision(
        kind=kind,
        measure=measure,
        verdict=verdict,
        values=read_values(kind, verdict, value),
        **(known | fields),
    )


def measure_of(documents: dict[str, Document], name: str) -> Measure:
    stem, _, path = name.rpartition("/")
    return next(measure for measure in documents[stem].measures if measure.path == path)


def link(
    documents: dict[str, Document],
    lower: str,
    upper: str,
    quotes: tuple[str, str],
    relation: Relation = "implements",
    score: float = 0.6,
) -> Alignment:
    def span(name: str, quote: str) -> Span:
        text = documents[name.partition("/")[0]].text
        measure = measure_of(documents, name).span
        found = place_of(quote, measure.quote)
        assert found
        return Span.of(text, measure.start + found[0], measure.start + found[1])

    names = [MeasureName(*name.split("/")) for name in (lower, upper)]
    spans = span(lower, quotes[0]), span(upper, quotes[1])
    return Alignment(names[0], names[1], relation, "partial", score, *spans, ("both: words",), 90)


def links(documents: dict[str, Document]) -> list[Alignment]:
    """First stores with first stores (0.9), life circles with life circles (0.55)."""
    return [
        link(documents, "nb/1", "zj/1.1", ("引进首店30家", "引进首店300家"), score=0.9),
        link(documents, "nb/2", "zj/1.2", ("便民生活圈10个", "便民生活圈50个"), score=0.55),
    ]


@dataclass(frozen=True)
class Built:
    """What came of a build with decisions."""

    documents: dict[str, Document]
    ids: dict[str, str]
    tables: GraphTables
    links: ReviewedLinks
    problems: tuple[Problem, ...]


def built(decisions: Iterable[Decision], texts: dict[str, str] | None = None) -> Built:
    """Read, review, link, review the links, map: the steps of `kg.build` in their order."""
    registers, documents = Registers.load(), read(texts)
    ids = document_ids({stem: document.header for stem, document in documents.items()})
    reviewed = review_documents(documents, ids, decisions, registers)
    corrected = dict(reviewed.documents)
    found = links(corrected) if texts is None else []
    after = review_links(found, reviewed, registers)
    builder = TablesBuilder(Schema.load())
    builder.add(map_registers(registers))
    for stem, document in corrected.items():
        builder.add(map_document(document, ids[stem], registers))
    builder.add(map_alignments(after.alignments, ids))
    builder.add(map_rejected(after.applied, ids))
    problems = (*reviewed.problems, *after.problems)
    return Built(corrected, ids, builder.build(), after, problems)


def store(graph: Built, folder: Path) -> None:
    """Write it as a graph folder, both stores."""
    with GraphFolder(folder).build() as generation:
        stores = [
            open_store(generation.url(s), base=DEFAULT_BASE, read_only=False) for s in (RDF, PROPERTY_GRAPH)
        ]
        load_all(stores, graph.tables)
        for one in stores:
            one.close()
        report = Report(2, tuple(graph.documents), graph.problems, {})
        account = json.dumps(report.as_json() | {"base": DEFAULT_BASE}, ensure_ascii=False)
        (generation.path / ACCOUNT).write_text(account, encoding="utf-8")


def moved(documents: dict[str, Document], text: str) -> dict[str, str]:
    """The same texts with something in front, so that every offset moves."""
    return {stem: text + replace(document).text for stem, document in documents.items()}
