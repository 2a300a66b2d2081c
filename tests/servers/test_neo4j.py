"""What only Neo4j has: marks, constraints, the Chinese text index, and its values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kg.errors import StoreError, UsageError
from kg.stores.neo4j_connection import DriverConnection, Statement
from kg.stores.neo4j_store import Neo4jStore
from kg.stores.servers import neo4j_address, open_server
from kg.tables import GraphTables
from tests.servers import graphs
from tests.servers.conftest import Open, login
from tests.servers.neo4j_server import Neo4jServer


def run(server: Neo4jServer, text: str, **parameters: Any) -> list[Any]:
    """Run a statement as another user of the database would."""
    connection = DriverConnection(neo4j_address(server.url), login(server))
    try:
        return [list(row) for row in connection.write([Statement(text, parameters)])[0].rows]
    finally:
        connection.close()


@pytest.fixture(autouse=True)
def only_ours(neo4j_server: Neo4jServer) -> Iterator[None]:
    """What a test put there as another user goes with it."""
    yield
    run(neo4j_server, "MATCH (n) WHERE n.kgGraph IS NULL AND NOT n:KgPush DETACH DELETE n")


def test_chinese_words_are_found_by_the_text_index(neo4j_server: Neo4jServer, opened: Open) -> None:
    store = opened(neo4j_server)
    store.push(graphs.measures(range(3), title="推广新能源汽车下乡"))
    question = (
        "CALL db.index.fulltext.queryNodes('kg_text', $text) YIELD node, score "
        "RETURN node.id AS id, score > 0 AS found"
    )
    assert len(store.query(question, {"text": '"新能源汽车"'}).rows) == 3
    assert store.query(question, {"text": '"养老服务"'}).rows == []


def test_what_others_wrote_is_neither_changed_nor_removed(neo4j_server: Neo4jServer, opened: Open) -> None:
    store = opened(neo4j_server)
    store.push(graphs.measures(range(10)))
    first = "330000/2023/doc/1"
    run(neo4j_server, "MERGE (:Measure {id: 'mine', title: '我的'})")
    run(
        neo4j_server,
        "MATCH (m:Measure {id: $id}) SET m.note = '批注' MERGE (:Reader {name: 'r'})-[:LIKES]->(m)",
        id=first,
    )
    run(
        neo4j_server,
        "MATCH (a:Measure {id: 'mine'}), (m:Measure {id: $id}) MERGE (a)-[:RELATES_TO]->(m)",
        id=first,
    )
    store.push(graphs.measures(range(5), title="改"))
    assert run(neo4j_server, "MATCH (m:Measure {id: $id}) RETURN m.note, m.title", id=first) == [
        ["批注", "改1"]
    ]
    # The node goes from the graph, but not the relationships that others have hung on it.
    store.push(graphs.measures(range(5, 8)))
    assert store.node(first) is None
    assert run(neo4j_server, "MATCH (:Reader)-[:LIKES]->(m {id: $id}) RETURN labels(m)", id=first) == [
        [["KgRemoved"]]
    ]
    store.push(graphs.measures(range(5)))
    assert run(neo4j_server, "MATCH (:Reader)-[:LIKES]->(m:Measure) RETURN m.title") == [["措施1"]]
    assert run(neo4j_server, "MATCH (m {id: 'mine'})-[:RELATES_TO]->(n) RETURN m.title, n.id") == [
        ["我的", first]
    ]


def test_a_node_that_somebody_else_made_with_our_id_is_left_alone(
    neo4j_server: Neo4jServer, opened: Open
) -> None:
    store = opened(neo4j_server)
    store.push(GraphTables({}, {}))
    run(neo4j_server, "CREATE (:Measure {id: '330000/2023/doc/2', title: '别人的'})")
    with pytest.raises(StoreError, match=r"330000/2023/doc/2.*left alone"):
        store.push(graphs.measures(range(5)))
    assert run(neo4j_server, "MATCH (m:Measure {id: '330000/2023/doc/2'}) RETURN m.title") == [["别人的"]]


def test_a_value_that_somebody_changed_is_put_right(neo4j_server: Neo4jServer, opened: Open) -> None:
    store = opened(neo4j_server)
    tables = graphs.measures(range(3))
    store.push(tables)
    run(neo4j_server, "MATCH (m:Measure {path: '1'}) SET m.title = '错', m.text = '多余'")
    assert store.push(tables).changed == 1
    node = store.node("330000/2023/doc/1")
    assert node is not None
    assert node.properties == {"path": "1", "title": "措施1"}


def test_nodes_relationships_and_paths_are_plain_objects(neo4j_server: Neo4jServer, opened: Open) -> None:
    store = opened(neo4j_server)
    store.push(graphs.measures(range(2)))
    question = "MATCH p = (m:Measure {path: '0'})-[r:IN_DOCUMENT]->(d) RETURN m, r, p, [1, 2.5, null] AS list, date('2023-02-01') AS day"
    measure = {"id": "330000/2023/doc/0", "label": "Measure", "path": "0", "title": "措施0"}
    document = {"id": "330000/2023/doc", "label": "Document", "stem": "doc", "title": "方案", "year": 2023}
    link = {"type": "IN_DOCUMENT", "from": "330000/2023/doc/0", "to": "330000/2023/doc"}
    assert store.query(question).objects() == [
        {
            "m": measure,
            "r": link,
            "p": {"nodes": [measure, document], "relationships": [link]},
            "list": [1, 2.5, None],
            "day": "2023-02-01",
        }
    ]
    assert store.query("MATCH (:Measure {path: '0'})-[r:IN_DOCUMENT]->() RETURN r").rows == [(link,)]


@pytest.mark.parametrize("text", graphs.HOSTILE, ids=lambda text: ascii(text[:16]))
def test_a_hostile_parameter_is_a_value(neo4j_server: Neo4jServer, opened: Open, text: str) -> None:
    assert opened(neo4j_server).query("RETURN $text AS text", {"text": text}).rows == [(text,)]


def test_a_write_that_gets_past_the_refusal_is_refused_by_the_transaction(neo4j_server: Neo4jServer) -> None:
    connection = DriverConnection(neo4j_address(neo4j_server.url), login(neo4j_server))
    try:
        with pytest.raises(UsageError, match=r"(?i)read access"):
            connection.read(Statement("CREATE (n:Never) RETURN n", seconds=10))
    finally:
        connection.close()
    assert run(neo4j_server, "MATCH (n:Never) RETURN n") == []


def test_a_question_that_takes_too_long_is_ended(neo4j_server: Neo4jServer) -> None:
    with (
        Neo4jStore.open(neo4j_server.url, login=login(neo4j_server), timeout=1.0) as store,
        pytest.raises(UsageError, match="took longer than 1 s"),
    ):
        store.query("UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(a + b) AS n")


def test_a_database_that_is_not_there_is_named(neo4j_server: Neo4jServer) -> None:
    with pytest.raises(StoreError, match="no database 'nowhere'"):
        open_server(f"{neo4j_server.url}/nowhere", login=login(neo4j_server))


def test_bolt_and_a_named_database_reach_the_same_graph(neo4j_server: Neo4jServer, opened: Open) -> None:
    opened(neo4j_server).push(graphs.measures(range(3)))
    url = neo4j_server.url.replace("neo4j://", "bolt://") + "/neo4j"
    with open_server(url, login=login(neo4j_server)) as store:
        assert store.counts()["Measure"] == 3
