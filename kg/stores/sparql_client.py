"""The SPARQL 1.1 Protocol and the Graph Store Protocol over HTTP.

urllib3 carries the requests (pooling, TLS, timeouts, and it follows no redirect, so that the password goes
to the server it is for and to no other); pyoxigraph reads the answers, so that terms are the same objects as
the embedded store's. rdflib's connector and SPARQLWrapper carry the same protocol, but without timeouts, with
the server's own message lost on errors, and they send the password along a redirect.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from kg.errors import StoreError, UsageError
from kg.stores.servers import Login, LoginRefused, SparqlAddress

if TYPE_CHECKING:
    from pyoxigraph import Quad, QueryBoolean, QuerySolutions

# Seconds until a server must have taken a connection, and until it must have answered.
CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 300.0
_ACCEPT = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.8, "
    "application/n-triples, text/turtle;q=0.8"
)
_N_TRIPLES = "application/n-triples"
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# Where known servers have their services below a dataset: Fuseki; Oxigraph; RDF4J and GraphDB; one for all.
_LAYOUTS = (
    ("sparql", "update", "data"),
    ("query", "update", "store"),
    ("", "statements", "rdf-graphs/service"),
    ("", "", ""),
)


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered."""

    status: int
    media_type: str
    body: bytes

    def reason(self) -> str:
        """The first lines of what the server says about an error."""
        text = " ".join(self.body[:2000].decode("utf-8", "replace").split())
        return text[:300] or f"status {self.status}"


class SparqlClient:
    """Asks one dataset; services that were not given are looked for below its address when they are needed."""

    def __init__(self, address: SparqlAddress, login: Login | None, timeout: float = ANSWER_SECONDS) -> None:
        import urllib3

        self.server = address.dataset
        self._address = address
        self._has_login = login is not None
        self._headers = {"User-Agent": "kg"}
        if login is not None:
            pair = f"{login.username}:{login.password}".encode()
            self._headers["Authorization"] = f"Basic {b64encode(pair).decode()}"
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=timeout),
            # Once more for a connection that the server had closed in the meantime: every request here does
            # the same when it is sent twice.
            retries=urllib3.Retry(connect=1, read=0, other=1, redirect=0, status=0, raise_on_redirect=False),
        )

    def query(self, text: str, *, whole: bool = False) -> QuerySolutions | QueryBoolean | Iterable[Quad]:
        """The answer to a query, put to the dataset's chosen graph, or to the ``whole`` dataset.

        Raises UsageError where the server cannot read the query, StoreError for other failures.
        """
        response = self._post_query(self._query_service(), text, whole=whole)
        if response.status == 400:
            raise UsageError(f"the SPARQL cannot be answered: {response.reason()}")
        return _parsed(self.server, self._done(response, "query"))

    def update(self, text: str) -> None:
        """Run an update; raises StoreError where the server does not."""
        service = self._update_service()
        self._done(self._send("POST", service, urlencode({"update": text}).encode(), _FORM), "update")

    def insert(self, n_triples: bytes) -> None:
        """Add triples to the chosen graph; those that are there already stay as they are."""
        service = self._data_service()
        if service:
            target = urlencode({"graph": self._address.graph}) if self._address.graph else "default"
            headers = {"Content-Type": _N_TRIPLES}
            self._done(self._send("POST", f"{service}?{target}", n_triples, headers), "graph store")
        else:
            self.update(f"INSERT DATA {{ {self.in_graph(n_triples.decode('utf-8'))} }}")

    def in_graph(self, triples: str) -> str:
        """Triples of an update, in the chosen graph."""
        return f"GRAPH <{self._address.graph}> {{ {triples} }}" if self._address.graph else triples

    def close(self) -> None:
        """Close all connections."""
        self._pool.clear()

    def _query_service(self) -> str:
        if self._address.query is None:
            found = self._first("query", lambda service: self._post_query(service, "ASK {}", whole=True))
            self._address = replace(self._address, query=found)
        return cast(str, self._address.query)

    def _update_service(self) -> str:
        if self._address.update is None:
            nothing = urlencode({"update": "INSERT DATA {}"}).encode()
            found = self._first("update", lambda service: self._send("POST", service, nothing, _FORM))
            self._address = replace(self._address, update=found)
        return cast(str, self._address.update)

    def _data_service(self) -> str:
        """The graph store's address; an empty text where the server has none that was found."""
        if self._address.data is None:
            headers = {"Content-Type": _N_TRIPLES}
            try:
                probe = "?default"
                found = self._first("data", lambda service: self._send("POST", service + probe, b"", headers))
            except LoginRefused:
                raise
            except StoreError:
                found = ""
            self._address = replace(self._address, data=found)
        return cast(str, self._address.data)

    def _first(self, what: str, attempt: object) -> str:
        """The first address that takes a request which changes nothing; a refused login ends the search."""
        assert callable(attempt)
        position = {"query": 0, "update": 1, "data": 2}[what]
        tried = dict.fromkeys(f"{self.server}/{layout[position]}".rstrip("/") for layout in _LAYOUTS)
        answers: list[str] = []
        for service in tried:
            response: Response = attempt(service)
            self._refuse_login(response)
            if response.status < 300 and (what != "query" or _is_answer(response)):
                return service
            answers.append(f"{service} ({response.status})")
        raise StoreError(
            f"{self.server}: no {what} service was found; tried {', '.join(answers)}; "
            f"give its address with ?{what}=…"
        )

    def _post_query(self, service: str, text: str, *, whole: bool) -> Response:
        fields = {"query": text}
        if self._address.graph and not whole:
            fields["default-graph-uri"] = self._address.graph
        return self._send("POST", service, urlencode(fields).encode(), {**_FORM, "Accept": _ACCEPT})

    def _send(self, method: str, service: str, body: bytes, headers: Mapping[str, str]) -> Response:
        from urllib3.exceptions import HTTPError

        try:
            response = self._pool.request(
                method, service, body=body, headers={**self._headers, **headers}, redirect=False
            )
        except HTTPError as error:
            reason = getattr(error, "reason", None) or error
            raise StoreError(f"{self.server}: cannot be reached: {_plain(reason)}; is it running?") from error
        media_type = (response.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
        return Response(response.status, media_type, response.data)

    def _refuse_login(self, response: Response) -> None:
        if response.status == 401:
            why = (
                "refuses this user name or password"
                if self._has_login
                else "wants a user name and a password"
            )
            raise LoginRefused(f"{self.server}: {why}")

    def _done(self, response: Response, service: str) -> Response:
        """The response where it is one of success."""
        self._refuse_login(response)
        if response.status < 300:
            return response
        if response.status < 400:
            raise StoreError(f"{self.server}: its {service} service is at another address; give that one")
        what = {403: "may not be used by this user", 404: "is not there"}.get(response.status, "failed")
        raise StoreError(f"{self.server}: its {service} service {what}: {response.reason()}")


def _plain(reason: object) -> str:
    """The words of urllib3's reasons without the names of objects before them.

    >>> _plain("HTTPConnection(host='h', port=1): Failed to establish a new connection: [Errno 111] Refused")
    '[Errno 111] Refused'
    """
    return str(reason).rpartition("Failed to establish a new connection: ")[2]


def _is_answer(response: Response) -> bool:
    from pyoxigraph import QueryResultsFormat

    return QueryResultsFormat.from_media_type(response.media_type) is not None


def _parsed(server: str, response: Response) -> QuerySolutions | QueryBoolean | Iterable[Quad]:
    from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

    results = QueryResultsFormat.from_media_type(response.media_type)
    graph = RdfFormat.from_media_type(response.media_type)
    try:
        if results is not None:
            return parse_query_results(response.body, results)
        if graph is not None:
            return list(parse(response.body, graph))
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"{server}: its answer cannot be read: {error}") from error
    raise StoreError(
        f"{server}: answers with {response.media_type or 'something'}, which is no SPARQL result"
    )
