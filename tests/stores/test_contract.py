"""What holds for every store: one graph goes in, the same graph comes out."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import StoreError, UsageError
from kg.stores.loading import load_all
from kg.stores.protocol import STORES, Node, Reference, Store, open_store
from kg.tables import GraphTables, Part, TablesBuilder
from ontology.schema import NAMESPACE, Schema
from tests.stores.graphs import HOSTILE, make_tables

Load = Callable[[str, GraphTables], Store]

PREFIX = f"PREFIX p: <{NAMESPACE}> "
# The same question in both languages, with the same columns.
EQUIVALENT = {
    "texts, numbers and truth values": (
        "SELECT ?id ?metric ?value ?repaired { ?id a p:Figure ; p:metric ?metric ; p:value ?value ; "
        "p:decimalRepaired ?repaired }",
        "MATCH (f:Figure) WHERE f.metric IS NOT NULL AND f.value IS NOT NULL AND f.decimalRepaired IS NOT NULL "
        "RETURN f.id AS id, f.metric AS metric, f.value AS value, f.decimalRepaired AS repaired",
    ),
    "labels by language": (
        "SELECT ?id ?zh ?en { ?id a p:Theme . OPTIONAL { ?id p:label ?zh FILTER(lang(?zh) = 'zh') } "
        "OPTIONAL { ?id p:label ?en FILTER(lang(?en) = 'en') } }",
        "MATCH (t:Theme) RETURN t.id AS id, t.labelZh AS zh, t.labelEn AS en",
    ),
    "a join over two relations": (
        "SELECT ?m ?a ?r { ?m p:responsibleAgency ?a . ?a p:inRegion ?r }",
        "MATCH (m:Measure)-[:RESPONSIBLE_AGENCY]->(a:Agency)-[:IN_REGION]->(r:Region) "
        "RETURN m.id AS m, a.id AS a, r.id AS r",
    ),
    "a relation to several classes": (
        "SELECT ?m ?class { ?m p:mentionOf ?x . ?x a ?class }",
        "MATCH (m:Mention)-[:MENTION_OF]->(x) RETURN m.id AS m, label(x) AS class",
    ),
    "counts by group": (
        "SELECT ?t (COUNT(*) AS ?n) { ?m p:about ?t } GROUP BY ?t",
        "MATCH (:Measure)-[:ABOUT]->(t:Theme) RETURN t.id AS t, count(*) AS n",
    ),
    "a sum": (
        "SELECT (SUM(?n) AS ?total) { ?s a p:Sentence ; p:startOffset ?n }",
        "MATCH (s:Sentence) RETURN sum(s.startOffset) AS total",
    ),
    "nothing": (
        "SELECT ?m { ?m p:about ?t FILTER(false) }",
        "MATCH (m:Measure)-[:ABOUT]->(t) WHERE false RETURN m.id AS m",
    ),
}


def graph(**texts: str) -> GraphTables:
    """A graph of measures with these texts."""
    part = Part("test")
    for id, text in texts.items():
        part.nodes.setdefault("Measure", []).append((id, {"text": text}))
    builder = TablesBuilder(Schema.load())
    builder.add(part)
    return builder.build()


@pytest.mark.parametrize("number", range(len(HOSTILE)), ids=[repr(text[:20]) for text in HOSTILE])
def test_every_text_survives_exactly(loaded: Load, scheme: str, number: int) -> None:
    node = loaded(scheme, graph(m=HOSTILE[number], other="另一个")).node("m")
    assert node is not None
    assert node.properties["text"] == HOSTILE[number]


def test_all_texts_survive_together(loaded: Load, scheme: str) -> None:
    texts = {f"m{number}": text for number, text in enumerate(HOSTILE)}
    store = loaded(scheme, graph(**texts))
    assert {id: (store.node(id) or Node("", "", {})).properties.get("text") for id in texts} == texts


@pytest.mark.parametrize("value", [0.0, 4.5, 0.1 + 0.2, 1e22, 1e-7, -3.25, 5e-324, 1.7976931348623157e308])
def test_every_number_survives_exactly(loaded: Load, scheme: str, value: float) -> None:
    part = Part("test")
    part.node("Figure", "f", value=value, valueMax=-value, startOffset=2**53 + 1)
    builder = TablesBuilder(Schema.load())
    builder.add(part)
    node = loaded(scheme, builder.build()).node("f")
    assert node is not None
    assert node.properties == {"value": value, "valueMax": -value, "startOffset": 2**53 + 1}


def test_every_node_comes_back_with_its_class_and_properties(
    loaded: Load, scheme: str, tables: GraphTables
) -> None:
    store = loaded(scheme, tables)
    for name, nodes in tables.nodes.items():
        for id, properties in nodes.items():
            assert store.node(id) == Node(id, name, properties)
    assert store.node("measure/none") is None


def test_counts_are_those_of_the_tables(loaded: Load, scheme: str, tables: GraphTables) -> None:
    counts = loaded(scheme, tables).counts()
    assert counts == {**dict.fromkeys(counts, 0), **tables.counts()}
    schema = Schema.load()
    assert list(counts) == [*sorted(schema.classes), *sorted(schema.relations)]


def test_an_empty_graph_is_a_graph(loaded: Load, scheme: str) -> None:
    store = loaded(scheme, GraphTables({}, {}))
    assert set(store.counts().values()) == {0}
    question = {
        "sparql": PREFIX + "SELECT ?m { ?m a p:Measure }",
        "cypher": "MATCH (m:Measure) RETURN m.id AS m",
    }
    answer = store.query(question[store.language])
    assert (answer.columns, answer.rows) == (("m",), [])


@pytest.mark.parametrize("name", EQUIVALENT)
def test_both_languages_give_the_same_rows(loaded: Load, tables: GraphTables, name: str) -> None:
    sparql, cypher = EQUIVALENT[name]
    questions = {"sparql": PREFIX + sparql, "cypher": cypher}
    stores = [loaded(scheme, tables) for scheme in STORES]
    answers = [store.query(questions[store.language]) for store in stores]
    first, *others = answers
    for other in others:
        assert other.columns == first.columns
        assert Counter(other.rows) == Counter(first.rows)
    assert first.rows or name == "nothing"


def test_loading_twice_is_loading_once(tmp_path: Path, scheme: str, tables: GraphTables) -> None:
    with open_store(f"{scheme}:{tmp_path / 'graph'}", read_only=False) as store:
        store.load(make_tables(200, "以前"))
        store.load(tables)
        store.load(tables)
        counts = store.counts()
        assert counts == {**dict.fromkeys(counts, 0), **tables.counts()}


def test_the_same_graph_gives_the_same_answers_in_every_store_made_of_it(
    loaded: Load, scheme: str, tables: GraphTables
) -> None:
    turned = GraphTables(
        {name: dict(reversed(list(nodes.items()))) for name, nodes in reversed(list(tables.nodes.items()))},
        {name: list(reversed(pairs)) for name, pairs in reversed(list(tables.edges.items()))},
    )
    one, other = loaded(scheme, tables), loaded(scheme, turned)
    assert one.counts() == other.counts()
    for id in tables.index():
        assert one.node(id) == other.node(id)


def test_many_readers_have_one_store_open(tmp_path: Path, scheme: str, tables: GraphTables) -> None:
    url = f"{scheme}:{tmp_path / 'graph'}"
    with open_store(url, read_only=False) as writer:
        writer.load(tables)
    with open_store(url) as one, open_store(url) as two:
        assert one.counts() == two.counts()


def test_a_store_that_is_not_there_is_an_error(tmp_path: Path, scheme: str) -> None:
    with pytest.raises(StoreError, match="none"):
        open_store(f"{scheme}:{tmp_path / 'none'}")


def test_a_file_that_is_no_store_is_an_error(tmp_path: Path, scheme: str) -> None:
    (tmp_path / "text").write_text("no database at all, but a text of some length " * 200)
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(f"{scheme}:{tmp_path / 'text'}")


def test_a_closed_store_says_so(loaded: Load, scheme: str) -> None:
    store = loaded(scheme, graph(m="字"))
    store.close()
    store.close()
    with pytest.raises(StoreError, match="is closed"):
        store.counts()


@pytest.mark.parametrize(
    "folder", ["with space", "中文", "a'b", "x[1]", "x{y}", "star*", "~home", "per%20cent"]
)
def test_the_name_of_the_folder_does_not_matter(tmp_path: Path, scheme: str, folder: str) -> None:
    (tmp_path / folder).mkdir()
    url = f"{scheme}:{tmp_path / folder / 'graph'}"
    with open_store(url, read_only=False) as writer:
        writer.load(graph(m="字"))
    with open_store(url) as store:
        assert store.node("m") is not None
    assert [entry.name for entry in (tmp_path / folder).iterdir()] == ["graph"]


def test_a_parameter_is_a_value_and_never_text_of_the_question(loaded: Load, scheme: str) -> None:
    texts = {f"m{number}": text for number, text in enumerate(HOSTILE) if text and "\x00" not in text}
    store = loaded(scheme, graph(**texts))
    question = {
        "sparql": PREFIX + "SELECT ?m { VALUES ?text { 1 } ?m p:text ?text }",
        "cypher": "MATCH (m:Measure) WHERE m.text = $text RETURN m.id AS m",
    }[store.language]
    for id, text in texts.items():
        assert store.query(question, {"text": text}).rows == [(id,)]


def test_a_reference_means_the_node(loaded: Load, scheme: str, tables: GraphTables) -> None:
    store = loaded(scheme, tables)
    question = {
        "sparql": PREFIX + "SELECT ?a { VALUES ?m { <x:y> } ?m p:responsibleAgency ?a }",
        "cypher": "MATCH (m:Measure {id: $m})-[:RESPONSIBLE_AGENCY]->(a) RETURN a.id AS a",
    }[store.language]
    expected = [(end,) for start, end in tables.edges["responsibleAgency"] if start == "measure/1"]
    assert store.query(question, {"m": Reference("measure/1")}).rows == expected


def test_a_parameter_that_the_question_lacks_is_an_error(loaded: Load, scheme: str) -> None:
    store = loaded(scheme, graph(m="字"))
    question = {"sparql": "SELECT ?m { ?m a ?c }", "cypher": "MATCH (m:Measure) RETURN m.id AS m"}[
        store.language
    ]
    with pytest.raises(UsageError, match=r"the question has no .measur"):
        store.query(question, {"measur": "x"})


def test_both_stores_are_loaded_at_the_same_time(tmp_path: Path, tables: GraphTables) -> None:
    stores = [open_store(f"{scheme}:{tmp_path / scheme}", read_only=False) for scheme in STORES]
    load_all(stores, tables)
    first, *others = [store.counts() for store in stores]
    for store in stores:
        store.close()
    assert others == [first] * len(others)
    assert first["Measure"] == len(tables.nodes["Measure"])


@pytest.mark.slow
def test_a_hundred_thousand_rows_load_in_reasonable_time(loaded: Load, scheme: str) -> None:
    tables = make_tables(25_000)
    assert sum(tables.counts().values()) > 90_000
    started = time.perf_counter()
    store = loaded(scheme, tables)
    # Row by row either engine takes minutes.
    assert time.perf_counter() - started < 20
    assert store.counts()["Measure"] == len(tables.nodes["Measure"])
