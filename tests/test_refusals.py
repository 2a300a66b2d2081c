"""Free questions only read: what would write, read a file or reach out is refused, and nothing else is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import ladybug
import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import QueryRefused, UsageError
from kg.stores.ladybug_store import LadybugStore
from kg.stores.oxigraph_store import OxigraphStore
from kg.stores.refuse_cypher import parameters, refuse_cypher
from kg.stores.refuse_sparql import refuse_sparql
from tests.stores.attacks import (
    CYPHER_ATTACKS,
    CYPHER_HARMLESS,
    CYPHER_PIECES,
    SPARQL_ATTACKS,
    SPARQL_HARMLESS,
    SPARQL_PIECES,
)
from tests.stores.graphs import make_tables


class Hits(HTTPServer):
    """A server on this machine that only counts requests."""

    count = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class Counter(BaseHTTPRequestHandler):
    """Counts a request and refuses it."""

    def do_GET(self) -> None:
        assert isinstance(self.server, Hits)
        self.server.count += 1
        self.send_response(404)
        self.end_headers()

    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[Hits]:
    with Hits(("127.0.0.1", 0), Counter) as hits:
        thread = threading.Thread(target=hits.serve_forever, args=(0.01,))
        thread.start()
        yield hits
        hits.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def rdf() -> Iterator[OxigraphStore]:
    with OxigraphStore(None, read_only=False) as store:
        store.load(make_tables(60))
        yield store


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cypher")
    (folder / "f.csv").write_text("1,2\n")
    with LadybugStore(folder / "graph", read_only=False) as store:
        store.load(make_tables(60))
    return folder


@pytest.fixture(scope="module")
def graph(folder: Path) -> Iterator[LadybugStore]:
    with LadybugStore(folder / "graph", timeout=5) as store:
        yield store


@pytest.mark.parametrize("attack", SPARQL_ATTACKS)
def test_sparql_that_writes_or_reaches_out_is_refused(rdf: OxigraphStore, server: Hits, attack: str) -> None:
    before = server.count
    with pytest.raises(UsageError):
        rdf.query(attack.replace("U>", server.address + ">"))
    assert server.count == before


@pytest.mark.parametrize("attack", [a for a in SPARQL_ATTACKS if "''s'" not in a and "\\u0053" not in a])
def test_sparql_is_refused_for_what_it_does(attack: str) -> None:
    with pytest.raises(
        QueryRefused, match=r"SERVICE asks|FROM and FROM NAMED|is an update|less-than|escapes"
    ):
        refuse_sparql(attack.replace("U>", "http://localhost/>"))


@pytest.mark.parametrize("question", SPARQL_HARMLESS)
def test_harmless_sparql_passes_and_is_answered(rdf: OxigraphStore, question: str) -> None:
    refuse_sparql(question)
    rdf.query(question)


def test_without_the_refusal_oxigraph_would_reach_out(server: Hits) -> None:
    before = server.count
    attack = SPARQL_ATTACKS[11].replace("U>", server.address + ">")
    with pytest.raises(OSError):
        list(pyoxigraph.Store().query(attack))  # type: ignore[arg-type]
    assert server.count > before


def test_sparql_that_cannot_be_read_is_a_usage_error_with_the_engines_words(rdf: OxigraphStore) -> None:
    with pytest.raises(UsageError, match="the SPARQL cannot be read: error at 1:14"):
        rdf.query("SELECT * { ?s")
    with pytest.raises(UsageError, match="the SPARQL cannot be read at line 2, column 3: '\\\\x0c'"):
        rdf.query("SELECT * {\n  \x0c ?s ?p ?o }")


@pytest.mark.parametrize("attack", CYPHER_ATTACKS)
def test_cypher_that_writes_or_reads_files_is_refused(graph: LadybugStore, folder: Path, attack: str) -> None:
    before = sorted(folder.iterdir())
    with pytest.raises(QueryRefused):
        graph.query(attack.replace("D/", folder.as_posix() + "/"))
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("question", CYPHER_HARMLESS)
def test_harmless_cypher_passes_and_is_answered(graph: LadybugStore, question: str) -> None:
    refuse_cypher(question)
    graph.query(question)


def test_without_the_refusal_ladybug_would_write_a_file_although_read_only(
    folder: Path, tmp_path: Path
) -> None:
    attack = CYPHER_ATTACKS[23].replace("D/", tmp_path.as_posix() + "/")
    with (
        ladybug.Database(folder / "graph", read_only=True) as database,
        ladybug.Connection(database) as connection,
    ):
        connection.execute(attack)
    assert (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("MATCH (m:Nope) RETURN m", "Table Nope does not exist"),
        ("MATCH (m:Measure) RETURN m.nope", "Cannot find property nope"),
        ("MATCH m RETURN", "Parser exception"),
        ("RETURN cast('x' AS INT64)", "Conversion exception"),
        ("HELLO", "a question begins with CALL, MATCH, OPTIONAL"),
        ("RETURN 'x", "without its end in line 1"),
        ("", "there is no question"),
        (" ; // nothing", "there is no question"),
        ("EXPLAIN", "there is no question"),
        ("MATCH (m:Measure) WHERE m.id = $id RETURN m", r"needs a value for \$id"),
    ],
)
def test_cypher_that_cannot_be_answered_is_a_usage_error(
    graph: LadybugStore, question: str, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        graph.query(question)


def test_a_name_that_is_refused_can_be_written_in_backticks() -> None:
    with pytest.raises(QueryRefused, match="write `load` in backticks"):
        refuse_cypher("UNWIND [1] AS load RETURN DISTINCT load")
    refuse_cypher("UNWIND [1] AS load RETURN DISTINCT `load`")


def test_a_cypher_question_that_takes_too_long_is_stopped(folder: Path) -> None:
    with LadybugStore(folder / "graph", timeout=0.2) as store:
        slow = "MATCH (a:Measure), (b:Measure), (c:Sentence), (d:Figure), (e:Mention), (f:Agency) "
        slow += "UNWIND range(1, 1000000) AS x RETURN sum(x * a.startOffset + b.startOffset)"
        with pytest.raises(UsageError, match=r"took longer than 0\.2 s"):
            store.query(slow)
        assert store.query("RETURN 1 AS one").rows == [(1,)]


def test_the_parameters_of_a_question_are_found() -> None:
    assert parameters("MATCH (m {a: $a, b: '$b'}) /* $c */ WHERE m.x > $1 RETURN $`d e`") == {"a", "1", "d e"}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.sampled_from(SPARQL_PIECES), max_size=14))
def test_no_mixture_of_sparql_reaches_out(rdf: OxigraphStore, server: Hits, pieces: list[str]) -> None:
    before = server.count
    text = "SELECT * { " + "".join(pieces).replace("<U>", f"<{server.address}>") + " }"
    with suppress(UsageError):
        rdf.query(text)
    assert server.count == before


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.sampled_from(CYPHER_PIECES), max_size=12))
def test_no_mixture_of_cypher_reads_or_writes_a_file(
    graph: LadybugStore, folder: Path, pieces: list[str]
) -> None:
    text = "".join(pieces).replace("D/", folder.as_posix() + "/")
    before = sorted(folder.iterdir())
    try:
        columns = graph.query(text, {"1": "a"} if "1" in parameters(text) else {}).columns
    except UsageError:
        columns = ()
    assert "column0" not in columns
    assert sorted(folder.iterdir()) == before
