"""The read-only SPARQL endpoint, asked over real HTTP as other tools ask it."""

from __future__ import annotations

import contextlib
import http.client
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest
from pyoxigraph import RdfFormat, parse

from kg.generations import GraphFolder
from kg.serve.negotiation import GRAPHS, RESULTS
from kg.stores.protocol import open_store
from kg.stores.servers import open_server
from tests.servers.graphs import hostile

ROOT = Path(__file__).parent.parent
ROWS = 500
ALL = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
FEW = ALL + " LIMIT 3"
# Every pair of three: some 10^10 rows, none of which is in the answer.
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


class Endpoint:
    """A running server and how to ask it."""

    def __init__(self, address: str, process: subprocess.Popen[str]) -> None:
        self.address = address
        self.process = process

    def ask(
        self, method: str = "GET", fields: object = None, body: str | bytes | None = None, **headers: str
    ) -> tuple[int, str, str]:
        """Status, media type and body of the answer to a request; ``fields`` stand in the address."""
        parts = urlsplit(self.address)
        connection = http.client.HTTPConnection(parts.netloc, timeout=30)
        path = parts.path + (f"?{urlencode(fields, doseq=True)}" if fields else "")  # type: ignore[arg-type]
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        data = body.encode() if isinstance(body, str) else body
        try:
            connection.request(method, path, data, names)
            response = connection.getresponse()
            return response.status, response.headers.get("Content-Type", ""), response.read().decode()
        finally:
            connection.close()


Start = Callable[..., Endpoint]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph folder with hostile texts in it."""
    path = tmp_path_factory.mktemp("served") / "graph"
    with (
        GraphFolder(path).build() as generation,
        open_store(generation.url("oxigraph"), read_only=False) as store,
    ):
        store.load(hostile())
    return path


@pytest.fixture(scope="module")
def start(folder: Path) -> Iterator[Start]:
    """Starts ``kg serve`` with some limits; all servers end with the tests."""
    processes: list[subprocess.Popen[str]] = []

    def start_one(
        seconds: float = 2.0, rows: int = ROWS, workers: int = 2, origins: tuple[str, ...] = ()
    ) -> Endpoint:
        code = (
            "from pathlib import Path\n"
            "from kg.serve.server import serve\n"
            "from kg.serve.worker import Limits\n"
            "if __name__ == '__main__':\n"
            f"    serve(Path({str(folder)!r}), 0, lambda address: print(address, flush=True), workers={workers},\n"
            f"          limits=Limits(rows={rows}, seconds={seconds}), origins={origins!r})\n"
        )
        process = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", code],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        return Endpoint(address, process)

    yield start_one
    for process in processes:
        process.terminate()
        process.wait(10)
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stderr.close()


@pytest.fixture(scope="module")
def endpoint(start: Start) -> Endpoint:
    return start()


@pytest.mark.parametrize("way", ["GET", "POST form", "POST query"])
def test_a_query_may_stand_in_all_three_places(endpoint: Endpoint, way: str) -> None:
    if way == "GET":
        status, kind, text = endpoint.ask(fields={"query": FEW})
    elif way == "POST form":
        body = urlencode({"query": FEW})
        status, kind, text = endpoint.ask(
            "POST", None, body, Content_Type="application/x-www-form-urlencoded"
        )
    else:
        kinds = "application/sparql-query; charset=utf-8"
        status, kind, text = endpoint.ask("POST", None, FEW, Content_Type=kinds)
    assert (status, kind) == (200, "application/sparql-results+json")
    assert json.loads(text)["head"]["vars"] == ["s", "p", "o"]
    assert len(json.loads(text)["results"]["bindings"]) == 3


@pytest.mark.parametrize("media_type", RESULTS)
def test_rows_come_in_the_format_that_is_asked_for(endpoint: Endpoint, media_type: str) -> None:
    status, kind, text = endpoint.ask(fields={"query": FEW}, Accept=media_type)
    assert (status, kind.partition(";")[0]) == (200, media_type)
    assert text
    status, kind, text = endpoint.ask(fields={"query": "ASK { ?s ?p ?o }"}, Accept=media_type)
    assert (status, kind.partition(";")[0]) == (200, media_type)
    assert "true" in text


@pytest.mark.parametrize("media_type", GRAPHS)
def test_graphs_come_in_the_format_that_is_asked_for(endpoint: Endpoint, media_type: str) -> None:
    query = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 3"
    status, kind, text = endpoint.ask(fields={"query": query}, Accept=media_type)
    assert (status, kind.partition(";")[0]) == (200, media_type)
    assert RdfFormat.from_media_type(media_type)
    assert len(list(parse(text, RdfFormat.from_media_type(media_type)))) == 3
    assert endpoint.ask(fields={"query": query})[1] == "text/turtle; charset=utf-8"


def test_a_format_that_there_is_not_is_not_acceptable(endpoint: Endpoint) -> None:
    assert endpoint.ask(fields={"query": FEW}, Accept="image/png")[0] == 406
    assert endpoint.ask(fields={"query": FEW}, Accept="text/turtle")[0] == 406


def test_hostile_texts_come_through_exactly(endpoint: Endpoint) -> None:
    """Read by the client that other parts of the project use."""
    ours = "https://policy.example/ontology#"
    query = f"SELECT ?m ?t WHERE {{ ?m a <{ours}Measure> ; <{ours}text> ?t }}"
    with open_server(endpoint.address.replace("http", "sparql+http", 1)) as store:
        rows = {row[0]: row[1] for row in store.query(query).rows}
    assert rows == {id: values["text"] for id, values in hostile().nodes["Measure"].items()}


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"query": "SELECT ?s WHERE { ?s ?p }"}, 400, "expected"),
        ({"query": "SELECT ?s WHERE { 'open"}, 400, "cannot be read"),
        ([("query", FEW), ("query", FEW)], 400, "one query"),
        ({"query": FEW, "default-graph-uri": "http://a"}, 400, "one graph"),
        ({"query": FEW, "named-graph-uri": "http://a"}, 400, "one graph"),
        ({"update": "DROP ALL"}, 403, "only reads"),
        ({"query": "DROP ALL"}, 403, "is an update"),
        ({"query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}, 403, "SERVICE"),
        ({"query": "SELECT * FROM <http://127.0.0.1/> { ?s ?p ?o }"}, 403, "FROM"),
        ({"query": ALL}, 403, f"more than {ROWS} rows"),
        ({"query": "CONSTRUCT WHERE { ?s ?p ?o }"}, 403, f"more than {ROWS} rows"),
        ({"query": ENDLESS}, 503, "took longer than 2 s"),
    ],
)
def test_errors_have_the_status_of_the_protocol_and_say_why(
    endpoint: Endpoint, fields: object, status: int, words: str
) -> None:
    answer = endpoint.ask(fields=fields)
    assert (answer[0], answer[1]) == (status, "text/plain; charset=utf-8")
    assert words in answer[2]


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/sparql-update", "DROP ALL", 403),
        ("application/x-www-form-urlencoded", "update=DROP+ALL", 403),
        ("application/x-www-form-urlencoded", "", 400),
        ("application/x-www-form-urlencoded", "query=%FF", 400),
        ("application/sparql-query", b"SELECT '\xff'", 400),
        ("application/sparql-query", "#" * 2_000_000, 413),
        ("application/json", "{}", 415),
    ],
)
def test_other_bodies_are_refused(endpoint: Endpoint, kind: str, body: str | bytes, status: int) -> None:
    assert endpoint.ask("POST", None, body, Content_Type=kind)[0] == status


def test_other_methods_are_not_allowed(endpoint: Endpoint) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        assert endpoint.ask(method, {"query": FEW})[0] == 405


def test_without_a_query_it_says_what_it_is(endpoint: Endpoint) -> None:
    status, kind, text = endpoint.ask(Accept="text/turtle")
    assert (status, kind) == (200, "text/turtle; charset=utf-8")
    assert f"sd:endpoint <{endpoint.address}>" in text


def test_a_page_that_goes_by_another_name_reads_nothing(endpoint: Endpoint) -> None:
    assert endpoint.ask(fields={"query": FEW}, Host="attacker.example")[0] == 400
    port = urlsplit(endpoint.address).port
    assert endpoint.ask(fields={"query": FEW}, Host=f"localhost:{port}")[0] == 200


def test_after_queries_that_were_ended_the_next_is_answered(endpoint: Endpoint) -> None:
    for _ in range(3):
        assert endpoint.ask(fields={"query": ENDLESS})[0] == 503
    assert endpoint.ask(fields={"query": FEW})[0] == 200


def test_more_queries_than_workers_are_told_to_come_again(start: Start) -> None:
    endpoint = start(seconds=6.0, workers=1)
    assert endpoint.ask(fields={"query": FEW})[0] == 200
    slow = threading.Thread(target=endpoint.ask, kwargs={"fields": {"query": ENDLESS}})
    slow.start()
    time.sleep(0.5)
    status, _, text = endpoint.ask(fields={"query": FEW})
    assert status == 503
    assert "busy" in text
    slow.join()
    assert endpoint.ask(fields={"query": FEW})[0] == 200


def test_a_query_that_eats_memory_ends_only_its_worker(start: Start) -> None:
    endpoint = start(seconds=25.0, workers=1)
    grow = "BIND(CONCAT(STR(?o), STR(?o)) AS ?o1)" + "".join(
        f" BIND(CONCAT(?o{n}, ?o{n}) AS ?o{n + 1})" for n in range(1, 24)
    )
    query = f"SELECT (STRLEN(?o24) AS ?n) WHERE {{ ?s ?p ?o FILTER(STRLEN(STR(?o)) > 5000) {grow} }}"
    assert endpoint.ask(fields={"query": query})[0] in (500, 503)
    assert endpoint.ask(fields={"query": FEW})[0] == 200


def test_only_chosen_pages_may_read_answers(start: Start) -> None:
    def allowed(endpoint: Endpoint) -> str | None:
        connection = http.client.HTTPConnection(urlsplit(endpoint.address).netloc, timeout=30)
        connection.request("GET", f"/sparql?query={quote(FEW)}", headers={"Origin": "https://app.example"})
        response = connection.getresponse()
        response.read()
        connection.close()
        return response.headers.get("Access-Control-Allow-Origin")

    assert allowed(start()) is None
    assert allowed(start(origins=("https://app.example",))) == "https://app.example"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["terminated", "Ctrl-C"])
def test_the_server_ends_when_it_is_told_to_and_its_workers_with_it(
    start: Start, number: signal.Signals
) -> None:
    endpoint = start(seconds=20.0)
    assert endpoint.ask(fields={"query": FEW})[0] == 200
    endpoint.process.send_signal(number)
    assert endpoint.process.wait(15) == 0
    assert endpoint.process.stdout is not None
    assert endpoint.process.stderr is not None
    # The pipes end when the last process that holds them has ended.
    assert (endpoint.process.stdout.read(), endpoint.process.stderr.read()) == ("", "")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are looked up in /proc")
def test_a_server_that_is_killed_leaves_no_worker_behind_that_runs_for_ever(start: Start) -> None:
    endpoint = start(seconds=1.0, workers=1)
    assert endpoint.ask(fields={"query": FEW})[0] == 200
    pid = endpoint.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    assert children

    def ask_in_vain() -> None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            endpoint.ask(fields={"query": ENDLESS})

    asking = threading.Thread(target=ask_in_vain)
    asking.start()
    time.sleep(0.4)
    endpoint.process.kill()
    asking.join()
    deadline = time.monotonic() + 10
    while alive := [child for child in children if is_running(child)]:
        assert time.monotonic() < deadline, f"still running: {alive}"
        time.sleep(0.1)


def is_running(pid: str) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
