"""A push to real servers: what it writes, what it leaves alone, and what happens when it goes wrong."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kg.credentials import Credentials
from kg.errors import GraphLocked, StoreError, UsageError
from kg.stores.lease import Holder
from kg.stores.read_back import read_tables
from kg.stores.servers import LoginRefused, ServerStore, open_server
from kg.tables import GraphTables
from tests.servers import graphs
from tests.servers.conftest import Open, Server, login
from tests.servers.java_server import free_port
from tests.servers.neo4j_server import Neo4jServer

ROOT = Path(__file__).parent.parent.parent


def held(store: ServerStore) -> GraphTables:
    return read_tables(store.query, store.language)


@pytest.mark.parametrize("make", [graphs.whole_schema, graphs.hostile], ids=["whole schema", "hostile texts"])
def test_a_graph_comes_back_from_a_server_as_it_was(server: Server, opened: Open, make) -> None:  # type: ignore[no-untyped-def]
    store = opened(server)
    tables = make()
    store.push(tables)
    assert held(store) == tables


def test_a_second_push_changes_nothing(server: Server, opened: Open) -> None:
    store = opened(server)
    store.push(graphs.measures(range(50)))
    again = store.push(graphs.measures(range(50)))
    assert (again.added, again.changed, again.removed) == (0, 0, 0)
    assert again.unchanged > 100


def test_a_rebuild_sends_what_changed_and_removes_what_is_gone(server: Server, opened: Open) -> None:
    store = opened(server)
    store.push(graphs.measures(range(50)))
    rebuilt = graphs.measures(range(10, 60), title="新措施")
    outcome = store.push(rebuilt)
    assert held(store) == rebuilt
    assert outcome.added and outcome.removed and outcome.unchanged


def test_progress_is_told_and_ends_where_it_should(server: Server, opened: Open) -> None:
    steps: list[tuple[str, int, int]] = []
    store = opened(server)
    store.push(GraphTables({}, {}))
    store.push(graphs.measures(range(20)), lambda *step: steps.append(step))
    writing = [(done, total) for name, done, total in steps if name == "writing"]
    assert writing[-1][0] == writing[-1][1] > 0
    assert writing == sorted(writing)
    assert steps[-1] == ("counting", 1, 1)


def test_two_graphs_of_different_bases_do_not_overwrite_each_other(server: Server, opened: Open) -> None:
    ours, theirs = opened(server), opened(server, base="https://other.example/")
    ours.push(graphs.measures(range(5)))
    if server.url.startswith("neo4j"):
        with pytest.raises(StoreError, match="another graph"):
            theirs.push(graphs.measures(range(5), title="别的"))
    else:
        theirs.push(graphs.measures(range(5), title="别的"))
        theirs.push(GraphTables({}, {}))
    assert held(ours) == graphs.measures(range(5))


def test_a_push_killed_in_the_middle_is_continued_by_the_next(server: Server, opened: Open) -> None:
    """The client is killed, at once and without a chance to clean up."""
    tables = graphs.measures(range(12_000))
    store = opened(server)
    store.push(GraphTables({}, {}))
    code = (
        "import os, signal, sys\n"
        "from kg.credentials import find_credentials\n"
        "from kg.stores.servers import open_server\n"
        "from tests.servers.graphs import measures\n"
        f"url, kind = {server.url!r}, {server.url.partition('+')[0].partition(':')[0]!r}\n"
        "def kill(name, done, total):\n"
        "    if done > total / 4 and name == 'writing':\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "with open_server(url, login=find_credentials(kind, url)) as store:\n"
        "    store.push(measures(range(12_000)), kill)\n"
    )
    prefix = "NEO4J" if isinstance(server, Neo4jServer) else "SPARQL"
    environment = {f"{prefix}_USERNAME": server.username, f"{prefix}_PASSWORD": server.password}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=False)
    assert done.returncode == -9
    outcome = store.push(tables)
    assert outcome.unchanged > 0
    assert outcome.added > 0
    assert held(store) == tables


def test_two_pushes_at_once_are_refused_by_name(server: Server, opened: Open) -> None:
    first, second = opened(server), opened(server)
    first.push(GraphTables({}, {}))
    at_work, may_go_on = threading.Event(), threading.Event()

    def wait(name: str, done: int, total: int) -> None:
        at_work.set()
        may_go_on.wait(60)

    pushing = threading.Thread(target=first.push, args=(graphs.measures(range(10)), wait))
    pushing.start()
    try:
        assert at_work.wait(60)
        with pytest.raises(GraphLocked, match=rf"process {Holder.this_process().pid} on .* since 20"):
            second.push(graphs.measures(range(5)))
    finally:
        may_go_on.set()
        pushing.join()
    assert held(first) == graphs.measures(range(10))
    second.push(graphs.measures(range(5)))
    assert held(first) == graphs.measures(range(5))


def test_a_wrong_password_is_refused_without_showing_it(server: Server) -> None:
    with pytest.raises(LoginRefused, match="refuses this user name or password") as caught:
        open_server(server.url, login=Credentials(server.username, "wrong-secret"))
    assert "wrong-secret" not in str(caught.value)
    assert caught.value.exit_status == 3


def test_a_server_that_wants_a_password_says_so(server: Server) -> None:
    with pytest.raises(LoginRefused, match="wants a user name and a password"):
        open_server(server.url)


@pytest.mark.parametrize(
    "url", ["neo4j://127.0.0.1:{}", "bolt://127.0.0.1:{}", "sparql+http://127.0.0.1:{}/kg"]
)
def test_a_dead_server_is_told_at_once(url: str) -> None:
    with pytest.raises(StoreError, match="cannot be reached"):
        open_server(url.format(free_port()), login=Credentials("a", "b"))


def test_a_question_is_refused_before_it_is_sent_or_by_the_server(server: Server, opened: Open) -> None:
    store = opened(server)
    store.push(graphs.measures(range(3)))
    writing = {
        "cypher": ["MATCH (n) DETACH DELETE n", "LOAD CSV FROM 'http://127.0.0.1/' AS r RETURN r"],
        "sparql": ["DROP ALL", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "CLEAR DEFAULT"],
    }[store.language]
    for question in writing:
        with pytest.raises(UsageError):
            store.query(question)
    with pytest.raises(UsageError, match="cannot be answered"):
        store.query({"cypher": "MATCH (n RETURN n", "sparql": "SELECT ?s WHERE { ?s ?p }"}[store.language])
    assert held(store) == graphs.measures(range(3))


@pytest.mark.slow
def test_a_server_that_dies_in_the_middle_leaves_what_the_next_push_completes(
    scheme: str, server: Server, tmp_path: Path
) -> None:
    """The server is killed as by a power cut, and started again on the same data."""
    own = type(server)(tmp_path, "another-secret")
    own.start()
    try:
        tables = graphs.measures(range(12_000))

        def kill(name: str, done: int, total: int) -> None:
            if name == "writing" and done > total / 4:
                own.kill()

        with (
            open_server(own.url, login=login(own)) as store,
            pytest.raises(StoreError, match="cannot be reached"),
        ):
            store.push(tables, kill)
        own.start()
        with open_server(own.url, login=login(own)) as store:
            outcome = store.push(tables)
            assert outcome.unchanged > 0
            assert outcome.added > 0
            assert held(store) == tables
    finally:
        own.kill()
