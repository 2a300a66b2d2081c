"""Every canned question on real servers: the rows of the embedded stores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from kg.graph import Graph
from kg.stores.protocol import Language, Parameter, Rows
from kg.stores.read_back import read_tables
from kg.stores.servers import ServerStore, open_server
from queries.catalogue import Answering, Catalogue
from tests.servers.conftest import login
from tests.servers.fuseki_server import FusekiServer
from tests.servers.neo4j_server import Neo4jServer

CATALOGUE = Catalogue.load()


class Embedded:
    """One store of a graph folder, as the catalogue asks it."""

    def __init__(self, graph: Graph, language: Language) -> None:
        self.language = language
        self._ask = graph.sparql if language == "sparql" else graph.cypher

    def query(self, text: str, parameters: Mapping[str, Parameter] | None = None) -> Rows:
        return self._ask(text, parameters)


@pytest.fixture(scope="module")
def embedded(graph: Path) -> Iterator[Graph]:
    with Graph(graph) as opened:
        yield opened


@pytest.fixture(scope="module")
def servers(
    embedded: Graph, neo4j_server: Neo4jServer, fuseki_server: FusekiServer
) -> Iterator[list[ServerStore]]:
    """Both servers with the bundled graph on them."""
    tables = read_tables(embedded.cypher, "cypher")
    stores = [open_server(server.url, login=login(server)) for server in (neo4j_server, fuseki_server)]
    for store in stores:
        store.push(tables)
    yield stores
    for store in stores:
        store.close()


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_a_question_has_the_same_rows_everywhere(
    name: str, embedded: Graph, servers: list[ServerStore]
) -> None:
    question = CATALOGUE[name]
    given = {parameter.name: parameter.example for parameter in question.parameters.values()}

    def rows(store: Answering) -> Counter[tuple[object, ...]]:
        return Counter(tuple(row) for row in question.ask(store, given).rows.rows)

    expected = rows(Embedded(embedded, "cypher"))
    others: list[Answering] = [Embedded(embedded, "sparql"), *servers]
    for store in others:
        assert rows(store) == expected
