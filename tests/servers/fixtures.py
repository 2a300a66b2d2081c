"""The servers as fixtures, started once for a whole run and told by name where they cannot be.

With ``KG_REQUIRE_SERVERS=1``, as in CI, a server that cannot be started fails the tests that need it.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator

import pytest

from tests.servers.fuseki_server import FusekiServer
from tests.servers.java_server import what_is_missing
from tests.servers.neo4j_server import Neo4jServer


def need_java() -> None:
    """Skip the test by name, or fail it where servers are required."""
    if missing := what_is_missing():
        if os.environ.get("KG_REQUIRE_SERVERS") == "1":
            pytest.fail(f"KG_REQUIRE_SERVERS is set, but a real server {missing}")
        pytest.skip(f"a real server {missing}")


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """A running Neo4j; tests share it, so each begins by emptying it or reckons with what is there."""
    need_java()
    server = Neo4jServer(tmp_path_factory.mktemp("neo4j"), secrets.token_urlsafe(12))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def fuseki_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FusekiServer]:
    """A running Fuseki; tests share it."""
    need_java()
    server = FusekiServer(tmp_path_factory.mktemp("fuseki"), secrets.token_urlsafe(12))
    server.start()
    yield server
    server.stop()
