"""``--store``: a server in place of the graph folder, for free and for canned questions."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import FOLDER
from kg.build import build
from tests.conftest import Kg

BASE = "https://data.example/policy/"
SPARQL = "SELECT ?m ?path WHERE { ?m :mainTheme <theme/live-commerce> ; :path ?path }"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a graph whose IRIs begin otherwise than those of the bundled one."""
    folder = tmp_path_factory.mktemp("own") / "graph"
    build([FOLDER / "zj-2023.txt"], folder, base=BASE)
    return folder


@pytest.fixture(scope="module")
def server(own: Path) -> Iterator[str]:
    """That graph on a SPARQL server: our own."""
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", "--graph", str(own)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        address = next(line.strip() for line in process.stdout if "http://" in line)
        yield f"sparql+{address[address.index('http://') :].split()[0]}"
        process.terminate()


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_free_question_has_the_same_answer_from_a_server(kg: Kg, own: Path, server: str, form: str) -> None:
    there = kg("sparql", SPARQL, "--store", server, "--format", form)
    assert there.exit_code == 0, there.stderr
    assert there.stdout == kg("sparql", SPARQL, "--format", form, folder=own).stdout
    assert "330000/2023/" in there.stdout and BASE not in there.stdout


def test_prefixes_and_base_need_no_declaration_and_a_declared_one_wins(kg: Kg, server: str) -> None:
    short = kg("sparql", "SELECT ?l WHERE { <theme/brand> rdfs:label ?l }", "--store", server, "--terms")
    assert short.exit_code == 0 and "@zh" in short.stdout
    other = kg(
        "sparql", "PREFIX : <https://other.example/> SELECT ?m WHERE { ?m a :Measure }", "--store", server
    )
    assert other.exit_code == 0 and "330000" not in other.stdout


def test_a_canned_question_finds_the_base_of_the_graph(kg: Kg, own: Path, server: str) -> None:
    asked = ("query", "duties", "-p", "agency=浙江省商务厅", "--format", "json")
    there = kg(*asked, "--store", server)
    assert there.exit_code == 0, there.stderr
    assert "330000/2023/" in there.stdout and there.stdout == kg(*asked, folder=own).stdout


def test_another_base_that_is_given_is_taken(kg: Kg, server: str) -> None:
    given = kg("sparql", SPARQL, "--store", server, "--base", "https://elsewhere.example/")
    assert given.exit_code == 0 and "330000" not in given.stdout
    assert kg("sparql", SPARQL, "--store", server, "--base", "no base").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("sparql", "DROP ALL"), 2, "DROP"),
        (("sparql", "SELECT * { SERVICE <http://other.example/> { ?s ?p ?o } }"), 2, "SERVICE"),
        (("sparql", "SELECT ?x WHERE { ?x a }"), 2, "cannot be answered"),
        (("cypher", "MATCH (n) RETURN n"), 2, "is asked in sparql, not in cypher"),
        (("query", "documents", "--engine", "cypher"), 2, "is asked in sparql, not in cypher"),
    ],
)
def test_what_a_server_may_not_be_asked_is_told_in_one_line(
    kg: Kg, server: str, arguments: tuple[str, ...], status: int, message: str
) -> None:
    done = kg(*arguments, "--store", server)
    assert (done.exit_code, done.stdout) == (status, "")
    assert message in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("command", "url", "status", "message"),
    [
        ("sparql", "sparql+http://127.0.0.1:9/kg", 3, "cannot be reached"),
        ("cypher", "bolt://127.0.0.1:9", 3, "cannot be reached"),
        ("cypher", "redis://db.example", 2, "names no store"),
        ("sparql", "sparql+http://me:secret@127.0.0.1:9/kg", 2, "holds a user name or password"),
        ("cypher", "ladybug:nowhere", 3, "nowhere"),
    ],
)
def test_a_store_that_cannot_be_asked_is_told_in_one_line(
    kg: Kg, monkeypatch: pytest.MonkeyPatch, command: str, url: str, status: int, message: str
) -> None:
    for name in ("SPARQL_USERNAME", "SPARQL_PASSWORD", "NEO4J_USERNAME", "NEO4J_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    done = kg(command, "RETURN 1" if command == "cypher" else "ASK {}", "--store", url)
    assert (done.exit_code, done.stdout) == (status, "")
    assert message in done.stderr and "secret" not in done.stderr and done.stderr.count("\n") == 1


def test_embedded_stores_are_asked_too(kg: Kg, graph: Path) -> None:
    [generation] = (graph / "generations").iterdir()
    question = "MATCH (m:Measure) RETURN count(m) AS n"
    there = kg("cypher", question, "--store", f"ladybug:{generation / 'ladybug'}", folder=graph / "none")
    assert there.exit_code == 0 and there.stdout == kg("cypher", question).stdout
