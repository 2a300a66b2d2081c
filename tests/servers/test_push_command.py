"""``kg push`` from a graph folder to real servers, as a user runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.graph import Graph
from kg.push import push
from kg.stores.read_back import read_tables
from tests.servers.conftest import Open, Server, run
from tests.servers.neo4j_server import Neo4jServer


@pytest.mark.usefixtures("environment")
def test_the_bundled_graph_is_on_the_server_as_it_is_in_the_folder(
    server: Server, opened: Open, graph: Path
) -> None:
    push(graph, server.url)
    store = opened(server)
    with Graph(graph) as embedded:
        assert read_tables(store.query, store.language) == read_tables(embedded.cypher, "cypher")
        assert store.counts() == embedded.counts()["ladybug"]
    again = push(graph, server.url)
    assert (again.added, again.changed, again.removed) == (0, 0, 0)


@pytest.mark.usefixtures("environment")
def test_the_command_tells_its_progress_on_stderr_and_the_outcome_on_stdout(
    server: Server, graph: Path
) -> None:
    done = run("push", server.url, "--graph", str(graph))
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("there already; counts agree\n")
    assert "comparing" in done.stderr
    assert server.password not in done.stdout + done.stderr


def test_a_wrong_password_ends_with_three_and_one_line(
    server: Server, graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prefix = "NEO4J" if isinstance(server, Neo4jServer) else "SPARQL"
    monkeypatch.setenv(f"{prefix}_USERNAME", server.username)
    monkeypatch.setenv(f"{prefix}_PASSWORD", "wrong-secret")
    done = run("push", server.url, "--graph", str(graph))
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.count("\n") == 1
    assert "refuses this user name or password" in done.stderr
    assert "wrong-secret" not in done.stderr


def test_a_password_in_the_address_ends_with_two(server: Server, graph: Path) -> None:
    url = server.url.replace("://", f"://{server.username}:{server.password}@")
    done = run("push", url, "--graph", str(graph))
    assert (done.returncode, done.stdout) == (2, "")
    assert server.password not in done.stderr
