"""The build: the same triples every time, the same counts in both stores, every span true to its text."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corpus import FOLDER
from kg.build import build
from kg.building.workers import FEW_TASKS
from kg.document_json import document_json
from kg.graph import PROPERTY_GRAPH, RDF, Graph
from kg.ids import DEFAULT_BASE
from kg.stores import rdf_text
from kg.stores.read_back import read_tables
from loaders.document import read_document
from loaders.sources import find_sources
from ontology.registers import Registers
from ontology.schema import Schema
from tests.assembled import assemble, read_all

ROOT = Path(__file__).parent.parent
VARIETY = Path(__file__).parent / "variety"


def triples(graph: Path) -> list[str]:
    with Graph(graph) as opened:
        return list(opened.n_triples())


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["0", "1"])
def test_two_builds_give_the_same_triples_whatever_the_hash_seed(
    graph: Path, tmp_path: Path, seed: str
) -> None:
    command = [sys.executable, "-m", "kg", "build", "--graph", str(tmp_path / "g")]
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert triples(tmp_path / "g") == triples(graph)


def test_the_order_of_the_files_does_not_matter(graph: Path, tmp_path: Path) -> None:
    build(sorted(FOLDER.glob("*.txt"), reverse=True), tmp_path / "g")
    assert triples(tmp_path / "g") == triples(graph)


def test_counts_of_every_class_and_relation_agree_between_the_stores(graph: Path) -> None:
    schema = Schema.load()
    with Graph(graph) as opened:
        counts = opened.counts()
    assert counts[RDF] == counts[PROPERTY_GRAPH]
    assert set(counts[RDF]) == set(schema.classes) | set(schema.relations)
    assert counts[RDF]["Measure"] == 157 and counts[RDF]["Document"] == 5


def quotes(node: Any) -> list[tuple[int, int, str]]:
    if isinstance(node, dict):
        own = [(node["start"], node["end"], node["quote"])] if {"start", "end", "quote"} <= set(node) else []
        return own + [q for child in node.values() for q in quotes(child)]
    return [q for child in node for q in quotes(child)] if isinstance(node, list) else []


@pytest.mark.parametrize("source", find_sources([FOLDER, VARIETY]).found, ids=lambda source: source.stem)
def test_every_fact_quotes_its_text(source: Any) -> None:
    record = document_json(read_document(source.read(), source.stem, Registers.load(), source.supplied))
    text = record["document"]["text"]
    found = quotes(record)
    assert found and all(text[start:end] == quote for start, end, quote in found)
    assert all(text[m["start"] : m["end"]] == m["text"] for m in record["measures"])
    json.dumps(record)


def test_a_rebuild_of_fewer_documents_drops_the_others(tmp_path: Path) -> None:
    build([FOLDER], tmp_path / "g")
    build([FOLDER / "zj-2023.txt"], tmp_path / "g")
    with Graph(tmp_path / "g") as opened:
        assert set(opened.stems().values()) == {"zj-2023"}


@pytest.mark.parametrize("jobs", [1, 2])
def test_files_that_cannot_be_read_are_skipped_and_named_among_many_that_can(
    tmp_path: Path, jobs: int
) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for number in range(FEW_TASKS):
        (texts / f"plan-{number}.txt").write_text(f"一、举办消费促进活动{number + 1}场。\n", encoding="utf-8")
    (texts / "note.txt").write_text("明天下午开会。\n", encoding="utf-8")
    (texts / "broken.docx").write_bytes(b"PK\x03\x04")
    report = build([texts], tmp_path / "g", jobs=jobs)
    assert {problem.stem for problem in report.problems if problem.kind == "skipped"} == {"note", "broken"}
    with Graph(tmp_path / "g") as opened:
        assert opened.counts()[RDF]["Document"] == FEW_TASKS


def test_another_base_changes_the_iris_and_not_the_short_names(tmp_path: Path) -> None:
    build([FOLDER / "zj-2023.txt"], tmp_path / "g", base="https://data.example/")
    with Graph(tmp_path / "g") as opened:
        node = opened.find("zj-2023/2.1.3")
        assert opened.iri(node.id).startswith("https://data.example/330000/2023/")
        assert opened.sparql("SELECT ?t WHERE { <330000/2023/浙政办发-2023-26> :title ?t }").rows


def test_what_is_written_as_a_stream_is_the_graph_put_together_in_memory(graph: Path) -> None:
    registers = Registers.load()
    whole = assemble(read_all(find_sources([FOLDER]), registers), registers).tables
    assert triples(graph) == sorted(rdf_text.n_triples(whole, Schema.load(), DEFAULT_BASE))
    with Graph(graph) as opened:
        assert read_tables(opened.cypher, "cypher") == whole
