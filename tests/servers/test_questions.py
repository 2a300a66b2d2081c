"""Every canned question on real servers, with all its sets of parameters: the rows of the embedded stores."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.stores.protocol import Store
from kg.stores.servers import open_server
from queries.catalogue import Catalogue
from queries.rows import comparable
from tests.question_graphs import GRAPHS, embedded_stores
from tests.question_sets import sets_of
from tests.servers.conftest import login
from tests.servers.fuseki_server import FusekiServer
from tests.servers.neo4j_server import Neo4jServer

CATALOGUE = Catalogue.load()


@pytest.fixture(scope="module", params=sorted(GRAPHS))
def graph(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    neo4j_server: Neo4jServer,
    fuseki_server: FusekiServer,
) -> Iterator[tuple[str, list[Store]]]:
    """The name of a graph, and it in both embedded stores and on both servers."""
    tables = GRAPHS[request.param]()
    folder = tmp_path_factory.mktemp("questions")
    with (
        embedded_stores(tables, folder) as embedded,
        open_server(neo4j_server.url, login=login(neo4j_server)) as neo4j,
        open_server(fuseki_server.url, login=login(fuseki_server)) as fuseki,
    ):
        neo4j.push(tables)
        fuseki.push(tables)
        yield request.param, [*embedded, neo4j, fuseki]


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_a_question_has_the_same_rows_everywhere(graph: tuple[str, list[Store]], name: str) -> None:
    question = CATALOGUE[name]
    some = False
    for given in sets_of(graph[0], question):
        expected, *others = (question.ask(store, given).rows for store in graph[1])
        for rows, store in zip(others, graph[1][1:], strict=True):
            assert comparable(rows) == comparable(expected), (type(store).__name__, given)
        some = some or bool(expected.rows)
    assert some or graph[0] != "bundled"
