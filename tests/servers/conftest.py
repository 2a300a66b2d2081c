"""The servers for the tests of this folder."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.credentials import Credentials
from kg.stores.servers import ServerStore, open_server
from kg.tables import GraphTables
from tests.servers.fixtures import fuseki_server, neo4j_server
from tests.servers.fuseki_server import FusekiServer
from tests.servers.graphs import whole_schema
from tests.servers.neo4j_server import Neo4jServer

__all__ = ["fuseki_server", "neo4j_server"]

Server = Neo4jServer | FusekiServer
Open = Callable[..., ServerStore]


def login(server: Server) -> Credentials:
    return Credentials(server.username, server.password)


@pytest.fixture(params=["neo4j", "sparql"])
def scheme(request: pytest.FixtureRequest) -> str:
    """Each kind of server in turn."""
    return str(request.param)


@pytest.fixture
def server(scheme: str, request: pytest.FixtureRequest) -> Server:
    name = {"neo4j": "neo4j_server", "sparql": "fuseki_server"}[scheme]
    found: Server = request.getfixturevalue(name)
    return found


@pytest.fixture
def environment(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The right user name and password where commands look for them."""
    prefix = "NEO4J" if isinstance(server, Neo4jServer) else "SPARQL"
    monkeypatch.setenv(f"{prefix}_USERNAME", server.username)
    monkeypatch.setenv(f"{prefix}_PASSWORD", server.password)


@pytest.fixture
def opened() -> Iterator[Open]:
    """Opens stores on a server; all are closed in the end."""
    stores: list[ServerStore] = []

    def open_one(server: Server, **options: str) -> ServerStore:
        stores.append(open_server(server.url, login=login(server), **options))
        return stores[-1]

    yield open_one
    for store in stores:
        store.close()


@pytest.fixture
def loaded(server: Server, opened: Open) -> Callable[[str, GraphTables], ServerStore]:
    """What the stores' contract test asks for: a store that holds a graph."""

    def load(scheme: str, tables: GraphTables) -> ServerStore:
        store = opened(server)
        store.load(tables)
        return store

    return load


@pytest.fixture(scope="session")
def tables() -> GraphTables:
    return whole_schema()


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, with nobody at its standard input."""
    root = Path(__file__).parent.parent.parent
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "kg", *arguments],
        cwd=root,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
