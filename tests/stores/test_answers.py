"""Answers come as plain values, in the shapes that the command line prints as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, QuerySolutions, RdfFormat, Store

from kg.errors import UsageError
from kg.stores.ladybug_store import LadybugStore
from kg.stores.oxigraph_store import OxigraphStore
from kg.stores.protocol import Cell, Parameter, Reference
from kg.stores.rdf_text import joined, literal_text, n_triples, n_triples_text, number_text, sorted_n_triples
from kg.stores.sparql_parameters import bind
from kg.tables import GraphTables, Part, TablesBuilder
from ontology.schema import NAMESPACE, Schema
from tests.stores.graphs import HOSTILE, make_tables

PREFIX = f"PREFIX p: <{NAMESPACE}> BASE <https://policy.example/> "


def small_graph() -> GraphTables:
    part = Part("test")
    measure = part.node("Measure", "a/1.1", title="首店", position=1)
    theme = part.node("Theme", "theme/brand", labelZh="品牌", labelEn="brand")
    part.edge("about", measure, theme)
    builder = TablesBuilder(Schema.load())
    builder.add(part)
    return builder.build()


@pytest.fixture(scope="module")
def rdf() -> Iterator[OxigraphStore]:
    with OxigraphStore(None, read_only=False) as store:
        store.load(small_graph())
        yield store


@pytest.fixture(scope="module")
def graph() -> Iterator[LadybugStore]:
    with LadybugStore(None) as store:
        store.load(small_graph())
        yield store


@pytest.mark.parametrize(
    ("question", "objects"),
    [
        ("ASK { ?m a p:Measure }", [{"ask": True}]),
        ("ASK { ?m a p:Figure }", [{"ask": False}]),
        ("SELECT ?m { ?m a p:Measure }", [{"m": "a/1.1"}]),
        ("SELECT ?c ?p { <a/1.1> a ?c ; ?p 1 }", [{"c": "Measure", "p": "position"}]),
        ("SELECT ?x { ?t p:label ?x FILTER(lang(?x) = 'zh') }", [{"x": "品牌"}]),
        ("SELECT ?m ?no { ?m a p:Measure OPTIONAL { ?m p:text ?no } }", [{"m": "a/1.1", "no": None}]),
        (
            "SELECT (1 AS ?i) (2.5 AS ?d) (1e3 AS ?e) (true AS ?b) ('1' AS ?s) {}",
            [{"i": 1, "d": 2.5, "e": 1000.0, "b": True, "s": "1"}],
        ),
        (
            "SELECT (1/2 AS ?half) (SUM(?x) AS ?sum) (AVG(?x) AS ?mean) { VALUES ?x { 1 2 6 } }",
            [{"half": 0.5, "sum": 9, "mean": 3.0}],
        ),
        ("SELECT (1e0/0 AS ?inf) (0e0/0 AS ?nan) {}", [{"inf": "INF", "nan": "NaN"}]),
        (
            "SELECT ('2023-03-06'^^<http://www.w3.org/2001/XMLSchema#date> AS ?d) (rdf:type AS ?t) {}",
            [{"d": "2023-03-06", "t": "rdf:type"}],
        ),
        ("SELECT (<https://other.example/a> AS ?x) {}", [{"x": "https://other.example/a"}]),
        (
            "CONSTRUCT { ?m p:about ?t ; p:position 1 } WHERE { ?m p:about ?t }",
            [
                {"s": "a/1.1", "p": "about", "o": "theme/brand"},
                {"s": "a/1.1", "p": "position", "o": 1},
            ],
        ),
        (
            "DESCRIBE <theme/brand>",
            [
                {"s": "theme/brand", "p": "rdf:type", "o": "Theme"},
                {"s": "theme/brand", "p": "rdfs:label", "o": "brand"},
                {"s": "theme/brand", "p": "rdfs:label", "o": "品牌"},
                {"s": "theme/brand", "p": "label", "o": "brand"},
                {"s": "theme/brand", "p": "label", "o": "品牌"},
            ],
        ),
        ("SELECT ?m { ?m a p:Figure }", []),
    ],
)
def test_sparql_answers_are_plain_values(
    rdf: OxigraphStore, question: str, objects: list[dict[str, Cell]]
) -> None:
    rdf_prefix = "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
    answer = rdf.query(rdf_prefix + PREFIX + question).objects()
    assert answer == objects
    assert [[type(cell) for cell in row.values()] for row in answer] == [
        [type(cell) for cell in row.values()] for row in objects
    ]


def test_terms_keep_languages_types_and_whole_iris(rdf: OxigraphStore) -> None:
    question = PREFIX + "SELECT ?m ?x (1 AS ?i) { ?m p:about/p:label ?x FILTER(lang(?x) = 'zh') }"
    assert rdf.query(question, terms=True).rows == [
        (
            "<https://policy.example/a/1.1>",
            '"品牌"@zh',
            '"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        )
    ]


MEASURE = {"id": "a/1.1", "label": "Measure", "position": 1, "title": "首店"}
THEME = {"id": "theme/brand", "label": "Theme", "labelEn": "brand", "labelZh": "品牌"}
ABOUT = {"type": "ABOUT", "from": "a/1.1", "to": "theme/brand"}


@pytest.mark.parametrize(
    ("question", "objects"),
    [
        ("MATCH (m:Measure) RETURN m", [{"m": MEASURE}]),
        ("MATCH (m:Measure) RETURN m.id, m.text", [{"m.id": "a/1.1", "m.text": None}]),
        ("MATCH (m)-[r:ABOUT]->(t) RETURN r", [{"r": ABOUT}]),
        ("MATCH (m)-[r:ABOUT]->(t) RETURN m.id AS id, r, t", [{"id": "a/1.1", "r": ABOUT, "t": THEME}]),
        (
            "MATCH p = (m)-[:ABOUT]->(t) RETURN p",
            [{"p": {"nodes": [MEASURE, THEME], "relationships": [ABOUT]}}],
        ),
        ("MATCH (m:Measure) RETURN collect(m) AS ms", [{"ms": [MEASURE]}]),
        (
            "UNWIND [1, 2, 6] AS x RETURN sum(x) AS s, avg(x) AS m, count(*) AS n",
            [{"s": 9, "m": 3.0, "n": 3}],
        ),
        (
            "RETURN 1.5 AS d, true AS b, null AS n, [[1], [2]] AS l, {a: {b: 'c'}} AS o",
            [{"d": 1.5, "b": True, "n": None, "l": [[1], [2]], "o": {"a": {"b": "c"}}}],
        ),
        (
            "RETURN date('2023-03-06') AS d, cast(1.5 AS DECIMAL(5, 2)) AS m, 0.0 / 0.0 AS nan, 1.0 / 0.0 AS inf",
            [{"d": "2023-03-06", "m": 1.5, "nan": "NaN", "inf": "INF"}],
        ),
        ("MATCH (m:Figure) RETURN m", []),
    ],
)
def test_cypher_answers_are_plain_values(
    graph: LadybugStore, question: str, objects: list[dict[str, Cell]]
) -> None:
    answer = graph.query(question).objects()
    assert answer == objects
    assert [[type(cell) for cell in row.values()] for row in answer] == [
        [type(cell) for cell in row.values()] for row in objects
    ]


def test_two_columns_of_one_name_are_an_error(graph: LadybugStore, rdf: OxigraphStore) -> None:
    with pytest.raises(UsageError, match=r"two columns are called 'm\.id'"):
        graph.query("MATCH (m:Measure) RETURN m.id, m.id")
    with pytest.raises(UsageError, match="Duplicated variable name"):
        rdf.query("SELECT (1 AS ?x) (2 AS ?x) {}")


def test_sorted_n_triples_are_the_same_from_the_tables_and_out_of_the_store() -> None:
    for tables in (make_tables(200), make_tables(30, "\n".join(HOSTILE[:-1])), GraphTables({}, {})):
        with OxigraphStore(None, read_only=False) as store:
            store.load(tables)
            assert store.n_triples() == sorted_n_triples(tables, Schema.load())


def test_the_text_of_a_graph_is_that_of_its_lines() -> None:
    for tables in (make_tables(30, "\n".join(HOSTILE[:-1])), GraphTables({}, {})):
        assert n_triples_text(tables, Schema.load()) == joined(n_triples(tables, Schema.load()))


def test_sorted_n_triples_are_short_enough_to_read() -> None:
    assert sorted_n_triples(small_graph(), Schema.load(), "https://data.example/").decode() == (
        "<https://data.example/a/1.1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        "<https://policy.example/ontology#Measure> .\n"
        "<https://data.example/a/1.1> <https://policy.example/ontology#about> "
        "<https://data.example/theme/brand> .\n"
        "<https://data.example/a/1.1> <https://policy.example/ontology#position> "
        '"1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
        '<https://data.example/a/1.1> <https://policy.example/ontology#title> "首店" .\n'
        "<https://data.example/theme/brand> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        "<https://policy.example/ontology#Theme> .\n"
        '<https://data.example/theme/brand> <http://www.w3.org/2000/01/rdf-schema#label> "brand"@en .\n'
        '<https://data.example/theme/brand> <http://www.w3.org/2000/01/rdf-schema#label> "品牌"@zh .\n'
        '<https://data.example/theme/brand> <https://policy.example/ontology#label> "brand"@en .\n'
        '<https://data.example/theme/brand> <https://policy.example/ontology#label> "品牌"@zh .\n'
    )


def test_a_store_answers_in_the_ids_of_its_own_base(tmp_path: Path) -> None:
    base = "https://data.example/graph/"
    with OxigraphStore(tmp_path / "graph", base=base, read_only=False) as store:
        store.load(small_graph())
        assert store.query(f"PREFIX p: <{NAMESPACE}> SELECT ?m {{ ?m a p:Measure }}").rows == [("a/1.1",)]
        assert f"<{base}a/1.1> ".encode() in store.n_triples()


@given(st.floats(allow_nan=False))
def test_a_number_written_without_exponent_reads_as_the_same(value: float) -> None:
    text = number_text(value)
    assert "e" not in text
    assert float(text) == value


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_one_literal_as_oxigraph_writes_it(text: str) -> None:
    store = Store()
    line = f"<http://x.example/s> <http://x.example/p> {literal_text(text)} .\n"
    store.load(line.encode(), RdfFormat.N_TRIPLES)
    (quad,) = store
    assert isinstance(quad.object, Literal)
    assert quad.object.value == text
    assert str(quad.object) == literal_text(text)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_can_be_a_sparql_parameter(text: str) -> None:
    question = bind("SELECT ?x { VALUES ?x { 'example' } }", {"x": text})
    answer = Store().query(question)
    assert isinstance(answer, QuerySolutions)
    assert [row["x"] for row in answer] == [Literal(text)]


@pytest.mark.parametrize(
    ("value", "terms"),
    [
        ("a", '"a"'),
        (5, '"5"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        (True, '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        (Reference("theme/brand"), "<https://policy.example/theme/brand>"),
        ([Reference("theme/brand"), "b"], '<https://policy.example/theme/brand> "b"'),
        ([], ""),
        (None, "UNDEF"),
    ],
)
def test_sparql_parameters_are_serialised_terms(value: Parameter, terms: str) -> None:
    bound = bind("SELECT * { VALUES ?x { <example> } # VALUES ?x { }\n ?s ?p ?x }", {"x": value})
    assert bound.split() == f"SELECT * {{ VALUES ?x {{ {terms} }} # VALUES ?x {{ }} ?s ?p ?x }}".split()


@pytest.mark.parametrize("id", ["a b", "a> } DROP", "../x", ""])
def test_what_is_no_identifier_is_no_reference(id: str) -> None:
    with pytest.raises(UsageError, match="is no identifier"):
        bind("SELECT * { VALUES ?x { 1 } }", {"x": Reference(id)})


def test_a_sparql_parameter_has_one_place() -> None:
    with pytest.raises(UsageError, match=r"no \?y to give a value to: VALUES \?y \{ … \} \(none\)"):
        bind("SELECT ?y { VALUES ?x { 1 } }", {"y": 1})
    with pytest.raises(UsageError, match="several"):
        bind("SELECT * { VALUES ?x { 1 } VALUES ?x { 2 } }", {"x": 1})
