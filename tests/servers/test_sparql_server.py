"""What only SPARQL servers have: named graphs, services to be found, and triples of others."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kg.credentials import Credentials
from kg.errors import StoreError, UsageError
from kg.ids import DEFAULT_BASE
from kg.stores.read_back import read_tables
from kg.stores.servers import open_server, sparql_address
from kg.stores.sparql_client import SparqlClient
from kg.stores.sparql_endpoint_store import SparqlEndpointStore
from kg.tables import GraphTables
from ontology.schema import NAMESPACE
from tests.servers import graphs
from tests.servers.conftest import Open, login
from tests.servers.fuseki_server import FusekiServer


def client(server: FusekiServer) -> SparqlClient:
    return SparqlClient(sparql_address(server.url), login(server))


@pytest.fixture(autouse=True)
def only_ours(fuseki_server: FusekiServer) -> Iterator[None]:
    """What a test put there as another user goes with it."""
    yield
    client(fuseki_server).update("DROP ALL")


def test_what_others_say_stays(fuseki_server: FusekiServer, opened: Open) -> None:
    store = opened(fuseki_server)
    store.push(graphs.measures(range(10)))
    mine = (
        f'<{DEFAULT_BASE}330000/2023/doc/1> <https://other.example/note> "批注" . '
        f'<{DEFAULT_BASE}330000/2023/doc/1> <http://www.w3.org/2000/01/rdf-schema#label> "mesure"@fr . '
        f'<https://other.example/m> a <{NAMESPACE}Measure> ; <{NAMESPACE}title> "别人的" . '
    )
    other = client(fuseki_server)
    other.update(f"INSERT DATA {{ {mine} }}")
    store.push(graphs.measures(range(5, 8), title="新"))
    assert other.query(f"ASK {{ {mine} }}")
    store.push(GraphTables({}, {}))
    assert other.query(f"ASK {{ {mine} }}")
    assert store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows == [(4,)]


def test_a_named_graph_is_filled_and_asked_and_the_default_graph_left_alone(
    fuseki_server: FusekiServer,
) -> None:
    url = f"{fuseki_server.url}?graph=https://data.example/g"
    with open_server(fuseki_server.url, login=login(fuseki_server)) as default:
        default.push(graphs.measures(range(2)))
        with open_server(url, login=login(fuseki_server)) as named:
            named.push(graphs.measures(range(5), title="图"))
            named.push(graphs.measures(range(4), title="图"))
            assert read_tables(named.query, "sparql") == graphs.measures(range(4), title="图")
        assert read_tables(default.query, "sparql") == graphs.measures(range(2))


def test_services_may_be_given(fuseki_server: FusekiServer) -> None:
    url = f"{fuseki_server.url}?query=sparql&update=update&data=data"
    with open_server(url, login=login(fuseki_server)) as store:
        store.push(graphs.measures(range(3)))
        assert store.counts()["Measure"] == 3


def test_a_server_without_a_graph_store_is_written_by_updates(fuseki_server: FusekiServer) -> None:
    address = sparql_address(fuseki_server.url)
    without = SparqlClient(type(address)(address.dataset, data=""), login(fuseki_server))
    with SparqlEndpointStore(without) as store:
        store.push(graphs.hostile())
        assert read_tables(store.query, "sparql") == graphs.hostile()


@pytest.mark.parametrize("text", graphs.HOSTILE, ids=lambda text: ascii(text[:16]))
def test_a_hostile_parameter_is_a_value(fuseki_server: FusekiServer, opened: Open, text: str) -> None:
    question = "SELECT ?text WHERE { VALUES ?text { 'example' } }"
    assert opened(fuseki_server).query(question, {"text": text}).rows == [(text,)]


def test_a_dataset_that_is_not_there_is_named(fuseki_server: FusekiServer) -> None:
    with pytest.raises(StoreError, match=r"no query service was found; tried .*/nowhere/sparql \(40"):
        open_server(fuseki_server.url.replace("/kg", "/nowhere"), login=login(fuseki_server))


@contextmanager
def web_server(status: int, **headers: str) -> Iterator[tuple[str, list[str]]]:
    """A server that answers everything alike; gives its address and the credentials it was shown."""
    shown: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            shown.append(self.headers.get("Authorization", ""))
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "6")
            self.end_headers()
            self.wfile.write(b"<html>")

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", shown
    finally:
        server.shutdown()
        server.server_close()


def test_a_server_that_speaks_no_sparql_is_told_from_one_that_does() -> None:
    with web_server(200) as (address, _), pytest.raises(StoreError, match="no query service was found"):
        open_server(f"sparql+{address}/kg")


def test_the_password_does_not_follow_a_redirect() -> None:
    with web_server(200) as (elsewhere, shown), web_server(307, Location=f"{elsewhere}/kg") as (address, _):
        with pytest.raises(StoreError):
            open_server(f"sparql+{address}/kg", login=Credentials("user", "secret"))
        with pytest.raises(StoreError, match="at another address"):
            open_server(f"sparql+{address}/kg?query=q", login=Credentials("user", "secret"))
        assert shown == []


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("sparql+http://", "names no host"),
        ("sparql+http://h:port/kg", "cannot be read"),
        ("sparql+http://h/kg?service=x", "not service"),
        ("sparql+http://h/kg?update=http://elsewhere.example/u", "not on the same server"),
        ("neo4j://h/a/b", "HOST:PORT/DATABASE"),
        ("neo4j://h?x=1", "HOST:PORT/DATABASE"),
        ("http://h/kg", "names no server"),
    ],
)
def test_an_address_that_cannot_be_used_says_what_is_wrong(url: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        open_server(url)
