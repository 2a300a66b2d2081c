"""``--store`` on real servers, as a user runs it: free and canned questions, refusals, credentials, bases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import FOLDER
from kg.build import build
from kg.push import push
from kg.tables import GraphTables
from tests.servers.conftest import Open, Server, run
from tests.servers.fuseki_server import FusekiServer

QUESTIONS = {
    "neo4j": ("cypher", "MATCH (m:Measure)-[:MAIN_THEME]->(t:Theme) RETURN m.id AS id, t.id AS theme"),
    "sparql": ("sparql", "SELECT ?id ?theme WHERE { ?id a :Measure ; :mainTheme ?theme }"),
}
WRITES = {"neo4j": ("cypher", "MATCH (n) DETACH DELETE n"), "sparql": ("sparql", "DROP ALL")}
OTHER = {"neo4j": ("sparql", "ASK {}"), "sparql": ("cypher", "RETURN 1 AS one")}


def rows(*arguments: str) -> list[str]:
    """The rows of a command's answer, each as text, sorted."""
    done = run(*arguments, "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    return sorted(done.stdout.splitlines())


@pytest.mark.usefixtures("environment")
def test_questions_have_the_same_answer_from_the_server_as_from_the_folder(
    scheme: str, server: Server, graph: Path
) -> None:
    push(graph, server.url)
    for asked in (QUESTIONS[scheme], ("query", "duties", "-p", "agency=浙江省商务厅")):
        here = rows(*asked, "--graph", str(graph))
        assert here and rows(*asked, "--store", server.url) == here


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize(("questions", "message"), [(WRITES, "only read"), (OTHER, "is asked in")])
def test_what_is_no_question_for_the_server_ends_with_two(
    scheme: str, server: Server, questions: dict[str, tuple[str, str]], message: str
) -> None:
    done = run(*questions[scheme], "--store", server.url)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.usefixtures("environment")
def test_a_question_that_cannot_be_read_ends_with_two(scheme: str, server: Server) -> None:
    done = run(QUESTIONS[scheme][0], "SELECT RETURN ((", "--store", server.url)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1


def test_without_credentials_the_message_says_where_to_put_them(
    scheme: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NEO4J_USERNAME", "NEO4J_PASSWORD", "SPARQL_USERNAME", "SPARQL_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    done = run(*QUESTIONS[scheme], "--store", server.url)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{scheme.upper()}_PASSWORD" in done.stderr and done.stderr.count("\n") == 1


def test_credentials_come_from_a_file(scheme: str, server: Server, graph: Path, tmp_path: Path) -> None:
    file = tmp_path / "credentials.toml"
    file.write_text(
        f"[{scheme}]\nusername = {json.dumps(server.username)}\npassword = {json.dumps(server.password)}\n"
    )
    file.chmod(0o600)
    push(graph, server.url, credentials=file)
    assert rows(*QUESTIONS[scheme], "--store", server.url, "--credentials", str(file))


@pytest.fixture
def base(fuseki_server: FusekiServer, opened: Open) -> Iterator[str]:
    """What another graph on the server begins with; it goes when the test is over."""
    found = "https://data.example/two/"
    yield found
    opened(fuseki_server, base=found).push(GraphTables({}, {}))


@pytest.mark.parametrize("scheme", ["sparql"])
@pytest.mark.usefixtures("environment")
def test_of_two_graphs_on_a_server_one_is_chosen_by_its_base(
    fuseki_server: FusekiServer, graph: Path, tmp_path: Path, base: str
) -> None:
    build([FOLDER / "sx-2023.txt"], tmp_path / "other", base=base)
    push(graph, fuseki_server.url)
    push(tmp_path / "other", fuseki_server.url)
    asked = ("query", "duties", "-p", "agency=山西省商务厅")
    unclear = run(*asked, "--store", fuseki_server.url)
    assert (unclear.returncode, unclear.stdout) == (2, "")
    assert base in unclear.stderr and "--base" in unclear.stderr
    chosen = rows(*asked, "--store", fuseki_server.url, "--base", base)
    assert chosen == rows(*asked, "--graph", str(tmp_path / "other"))
