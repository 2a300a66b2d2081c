"""RDF and network formats hold the whole graph: what other programs read back is what was written."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import networkx
import pyoxigraph
import pytest
import rdflib

from kg.export.network import to_networkx
from kg.export.writing import graph_source
from kg.graph import Graph
from kg.ids import DEFAULT_BASE
from kg.stores.rdf_text import sorted_n_triples
from kg.tables import GraphTables
from ontology.schema import Schema
from tests.exported import exported, from_network, good_tables, sorted_tables, with_titles
from tests.servers.graphs import hostile, whole_schema

# Control characters, what is no character, and texts that look like syntax, but for the very long one.
GRAPHS = {"good": good_tables(), "whole schema": whole_schema(), "hostile": hostile()}
BASES = (DEFAULT_BASE, "https://data.example/a#", "urn:policy:x/", "https://data.example/q?id=/")
RDF = {
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
}

every_graph = pytest.mark.parametrize("tables", GRAPHS.values(), ids=GRAPHS)


def triples(text: bytes, form: pyoxigraph.RdfFormat) -> bytes:
    """The triples of a file as the store spells them, sorted."""
    store = pyoxigraph.Store()
    store.load(text, form)
    lines = store.dump(format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph())
    assert lines is not None
    return b"".join(sorted(lines.splitlines(keepends=True)))


@every_graph
@pytest.mark.parametrize("form", RDF)
def test_another_program_reads_the_same_triples(tables: GraphTables, form: str) -> None:
    text, losses = exported(tables, form)
    assert triples(text, RDF[form]) == sorted_n_triples(tables, Schema.load())
    assert not losses


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("form", RDF)
def test_any_base_comes_back(form: str, base: str) -> None:
    text, _ = exported(good_tables(), form, base)
    assert triples(text, RDF[form]) == sorted_n_triples(good_tables(), Schema.load(), base)


# rdflib warns of its own use of a class that it gives up.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("form", RDF)
def test_rdflib_reads_it_too(form: str) -> None:
    text, _ = exported(good_tables(), form)
    read = rdflib.Graph().parse(data=text, format={"jsonld": "json-ld"}.get(form, form))
    lines = read.serialize(format="nt", encoding="utf-8")
    assert triples(lines, RDF["nt"]) == sorted_n_triples(good_tables(), Schema.load())


@every_graph
def test_n_triples_are_sorted_and_those_of_the_store(tables: GraphTables) -> None:
    assert exported(tables, "nt")[0] == sorted_n_triples(tables, Schema.load())


def test_the_bundled_graph_is_exported_as_its_store_holds_it(graph: Path) -> None:
    with Graph(graph) as opened:
        source = graph_source(opened)
        lines = list(opened.n_triples())
    assert exported(source.tables, "nt", source.base)[0].decode() == "".join(line + "\n" for line in lines)
    assert triples(exported(source.tables, "jsonld")[0], RDF["jsonld"]).decode().split("\n")[:-1] == lines


def test_turtle_is_short_for_people_to_read() -> None:
    text = exported(good_tables(), "ttl")[0].decode()
    assert "<agency/330200/commerce> a :Agency" in text and ":inRegion <region/330200>" in text


def test_json_ld_is_plain_json_too() -> None:
    nodes = {node["id"]: node for node in json.loads(exported(good_tables(), "jsonld")[0])["@graph"]}
    assert nodes["region/330200"] == {
        "id": "region/330200",
        "type": "Region",
        "code": "330200",
        "label": {"zh": "宁波市"},
        "rdfs:label": {"zh": "宁波市"},
        "level": "city",
        "partOf": ["region/330000"],
    }


def read_network(form: str, text: bytes) -> networkx.MultiDiGraph[str]:
    if form == "graphml":
        read = networkx.read_graphml(io.BytesIO(text), force_multigraph=True)
    else:
        read = networkx.read_gexf(io.BytesIO(text), version="1.3")
    # Without any two edges between the same nodes it is read as a simple graph.
    return networkx.MultiDiGraph(read)


@pytest.mark.parametrize("form", ["graphml", "gexf"])
@pytest.mark.parametrize("name", ["good", "whole schema"])
def test_networkx_reads_the_same_nodes_and_edges(form: str, name: str) -> None:
    text, losses = exported(GRAPHS[name], form)
    assert from_network(read_network(form, text)) == sorted_tables(GRAPHS[name].nodes, GRAPHS[name].edges)
    assert not losses


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_the_bundled_graph_comes_back_from_xml(form: str, graph: Path) -> None:
    with Graph(graph) as opened:
        tables = graph_source(opened).tables
    text, losses = exported(tables, form)
    assert from_network(read_network(form, text)) == tables and not losses


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_every_edge_has_an_id_of_its_own_and_a_label(form: str) -> None:
    network = read_network(form, exported(whole_schema(), form)[0])
    ids = [data.get("id", key) for *_, key, data in network.edges(keys=True, data=True)]
    assert len(set(ids)) == len(ids) > 100
    assert all(data["label"] == data["relation"] for *_, data in network.edges(data=True))


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_what_xml_forbids_is_shown_and_counted(form: str) -> None:
    text, losses = exported(with_titles("a\x00b\x01", "\ufffe", "c\rd", "plain\n\t\x7f𠀀"), form)
    network = read_network(form, text)
    titles = [data["title"] for _, data in network.nodes(data=True)]
    assert titles == ["a␀b␁", "\ufffd", "c␍d", "plain\n\t\x7f𠀀"]
    [line] = losses.lines()
    assert line.startswith("3 × ") and "doc/0 title, doc/1 title, doc/2 title" in line


def test_hostile_texts_leave_the_xml_well_formed() -> None:
    for form in ("graphml", "gexf"):
        network = read_network(form, exported(hostile(), form)[0])
        assert network.number_of_nodes() == sum(map(len, hostile().nodes.values()))


def test_gexf_does_not_say_on_which_day_it_was_written() -> None:
    assert b"lastmodified" not in exported(good_tables(), "gexf")[0]


def test_cytoscape_elements_are_the_graph() -> None:
    for tables in GRAPHS.values():
        elements = json.loads(exported(tables, "cytoscape")[0])["elements"]
        network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
        for node in elements["nodes"]:
            data: dict[str, Any] = node["data"]
            network.add_node(data.pop("id"), **data)
        for edge in elements["edges"]:
            network.add_edge(
                edge["data"]["source"], edge["data"]["target"], relation=edge["data"]["interaction"]
            )
        assert from_network(network, "name") == sorted_tables(tables.nodes, tables.edges)
        assert len({edge["data"]["id"] for edge in elements["edges"]}) == len(elements["edges"])


def test_nodes_and_edges_carry_names_that_no_property_has() -> None:
    schema = Schema.load()
    assert {"class", "label", "id", "name", "from", "to", "type"} & (
        schema.literals.keys() | schema.relations
    ) == set()
    names = [name.casefold() for name in (*schema.classes, *schema.relations)]
    assert len(set(names)) == len(names), "two tables would be one file where case makes no difference"


def test_the_network_has_the_relation_as_key() -> None:
    network = to_networkx(good_tables())
    assert network.has_edge("region/330200", "region/330000", "partOf")
    assert network.nodes["region/330200"]["label"] == "宁波市"
