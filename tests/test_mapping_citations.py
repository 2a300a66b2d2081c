"""Citations and near copies as nodes and edges: a real graph with them keeps the shapes, and every edge has its facts."""

from __future__ import annotations

from collections import Counter

import pytest

from kg.check import check
from kg.cited import References, Resolved, Wanted, resolve
from kg.citing import citing_document
from kg.mapping import document_ids, map_document, map_registers
from kg.mapping_citations import map_references
from kg.mapping_near_copies import map_near_copies
from kg.near_copies import NearCopy, find_near_copies, measure_sketches, shares_in
from kg.stores.rdf_text import n_triples
from kg.tables import GraphTables, TablesBuilder
from ontology.registers import Registers
from ontology.schema import Schema
from tests.test_near_copies import variety

IDS = {"a": "330200/2023/a", "b": "330000/2023/b"}


@pytest.fixture(scope="module")
def tables() -> GraphTables:
    registers = Registers.load()
    documents = {document.stem: document for document in variety()}
    ids = document_ids({stem: document.header for stem, document in documents.items()})
    builder = TablesBuilder(Schema.load())
    builder.add(map_registers(registers))
    for stem, document in documents.items():
        builder.add(map_document(document, ids[stem], registers))
    citing = [citing_document(document, registers.regions) for document in documents.values()]
    builder.add(map_references(resolve(citing), ids))
    sketches = [measure_sketches(document) for document in documents.values()]
    builder.add(map_near_copies(find_near_copies(sketches, shares_in(documents)), ids))
    return builder.build()


def test_a_real_graph_with_citations_and_near_copies_keeps_the_shapes(tables: GraphTables) -> None:
    assert check(tuple(n_triples(tables, Schema.load()))) == ()


def test_every_citation_of_a_real_graph_leads_somewhere(tables: GraphTables) -> None:
    means = dict(tables.edges["refersTo"])
    assert set(means) == set(tables.nodes["Citation"])
    stems = {id: values["stem"] for id, values in tables.nodes["Document"].items()}
    assert {(stems[one], stems[other]) for one, other in tables.edges["cites"]} == {
        ("county-beijing-2023-022", "province-beijing-2023-019"),
        ("city-shanxi-2023-035", "province-shanxi-2023-031"),
    }
    most = Counter(target for target in means.values() if target.startswith("wanted/")).most_common(1)
    assert most == [("wanted/国办发-2022-30", 4)]


def test_near_copies_of_a_real_graph_have_both_measures(tables: GraphTables) -> None:
    copies, sources = dict(tables.edges["copyMeasure"]), dict(tables.edges["sourceMeasure"])
    assert set(copies) == set(sources) == set(tables.nodes["NearCopy"]) and len(copies) > 20


def test_a_repeal_is_an_edge_of_its_own() -> None:
    part = map_references(References((Resolved("a", "1/citation-1", "b", repealed=True),), (), (), ()), IDS)
    assert part.edges == {
        "refersTo": [("330200/2023/a/1/citation-1", "330000/2023/b")],
        "cites": [("330200/2023/a", "330000/2023/b")],
        "replaces": [("330200/2023/a", "330000/2023/b")],
    }


def test_a_wanted_document_without_title_bears_its_number() -> None:
    wanted = Wanted("wanted/国发-2022-5", None, "国发〔2022〕5号", False, (("a", "citation-1"),))
    part = map_references(References((), (), (wanted,), ()), IDS)
    [(id, values)] = part.nodes["WantedDocument"]
    assert (id, values["title"]) == ("wanted/国发-2022-5", "国发〔2022〕5号")
    assert part.edges["wants"] == [("330200/2023/a", "wanted/国发-2022-5")]


def test_a_near_copy_without_dates_has_no_days_between() -> None:
    part = map_near_copies([NearCopy(("a", "1"), ("b", "2.1"), 0.75, None)], IDS)
    assert part.nodes["NearCopy"] == [
        ("330200/2023/a/1/repeats/330000/2023/b/2.1", {"sharedText": 0.75}),
    ]
