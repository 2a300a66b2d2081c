"""The SPARQL 1.1 Protocol for queries, over a pool of workers.

Starlette and uvicorn carry HTTP: small, maintained, no compiled parts, and their parser keeps the limits on
requests. What the protocol says about queries is here: where a query may stand, what is refused with which
status, and the format of the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from kg.errors import QueryRefused, UsageError
from kg.serve.negotiation import GRAPHS, RESULTS, best
from kg.serve.pool import Busy, TookTooLong, WorkerDied, WorkerPool
from kg.serve.worker import Problem, Question, Reply
from kg.stores.refuse_sparql import refuse_sparql

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

# Bytes of a request's body: a question with a long list of values is still far from it.
BODY_BYTES = 1 << 20
PATH = "/sparql"
_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_STATUS: dict[Problem, int] = {
    "malformed": 400,
    "not acceptable": 406,
    "too many rows": 403,
    "failed": 500,
}
_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"


@dataclass(slots=True)
class _Rejected(Exception):
    """A request that is answered with an error; ``text`` says what is wrong with it."""

    status: int
    text: str


def application(pool: WorkerPool, origins: Sequence[str] = ()) -> Starlette:
    """The endpoint as an ASGI application; ``origins`` are web pages that may read its answers."""
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.middleware import Middleware
    from starlette.middleware.cors import CORSMiddleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.responses import RedirectResponse
    from starlette.routing import Route

    async def sparql(request: Request) -> Response:
        try:
            query = await _query(request)
            accept = ", ".join(request.headers.getlist("accept"))
            if query is None:
                return _description(str(request.url.replace(query="")), accept)
            _refuse(query)
            reply = await run_in_threadpool(_ask, pool, Question(query, accept))
        except _Rejected as error:
            return _error(error)
        return _response(reply.body, reply.media_type)

    async def home(request: Request) -> Response:
        return RedirectResponse(PATH)

    # A page of another site that calls itself by a name for this machine must not read the graph.
    middleware = [Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])]
    if origins:
        middleware.append(Middleware(CORSMiddleware, allow_origins=origins, allow_headers=["Content-Type"]))
    routes = [Route(PATH, sparql, methods=["GET", "POST"]), Route("/", home)]
    return Starlette(routes=routes, middleware=middleware)


async def _query(request: Request) -> str | None:
    """The query of a request; None for a GET without any, which asks what this service is."""
    fields = _fields(request.url.query)
    if request.method == "POST":
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        body = await _body(request)
        if media_type == _QUERY:
            fields.append(("query", body))
        elif media_type == _FORM:
            fields += _fields(body)
        elif media_type == _UPDATE:
            raise _Rejected(403, "this endpoint only reads; it takes no updates")
        else:
            raise _Rejected(415, f"a POST holds {_FORM} or {_QUERY}")
    names = [name for name, _ in fields]
    if "update" in names:
        raise _Rejected(403, "this endpoint only reads; it takes no updates")
    for name in ("default-graph-uri", "named-graph-uri"):
        if name in names:
            raise _Rejected(400, f"{name}: this endpoint has one graph, and a request cannot choose another")
    queries = [value for name, value in fields if name == "query"]
    if len(queries) > 1:
        raise _Rejected(400, "a request has one query, not several")
    if not queries and request.method == "POST":
        raise _Rejected(400, "a request needs a query")
    return queries[0] if queries else None


def _fields(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError:
        raise _Rejected(400, "the fields of the request cannot be read as UTF-8") from None


async def _body(request: Request) -> str:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > BODY_BYTES:
            raise _Rejected(413, f"a request holds at most {BODY_BYTES:,} bytes")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise _Rejected(400, "the request cannot be read as UTF-8") from None


def _refuse(query: str) -> None:
    try:
        refuse_sparql(query)
    except QueryRefused as error:
        raise _Rejected(403, str(error)) from None
    except UsageError as error:
        raise _Rejected(400, str(error)) from None


def _ask(pool: WorkerPool, question: Question) -> Reply:
    try:
        reply = pool.ask(question)
    except (Busy, TookTooLong) as error:
        raise _Rejected(503, str(error)) from None
    except WorkerDied as error:
        raise _Rejected(500, str(error)) from None
    if reply.problem is not None:
        raise _Rejected(_STATUS[reply.problem], reply.body.decode())
    return reply


def _response(body: bytes, media_type: str) -> Response:
    from starlette.responses import Response

    headers = {"Vary": "Accept", "X-Content-Type-Options": "nosniff"}
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    return Response(body, media_type=media_type, headers=headers)


def _error(error: _Rejected) -> Response:
    from starlette.responses import PlainTextResponse

    headers = {"X-Content-Type-Options": "nosniff"}
    if error.status == 503:
        headers["Retry-After"] = "5"
    if error.status == 415:
        headers["Accept-Post"] = f"{_FORM}, {_QUERY}"
    return PlainTextResponse(error.text + "\n", error.status, headers=headers)


def _description(address: str, accept: str) -> Response:
    """What this service is, in the words of SPARQL 1.1 Service Description."""
    from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

    media_type = best(accept, GRAPHS)
    if media_type is None:
        raise _Rejected(406, f"the description of this service can be had as {', '.join(GRAPHS)}")
    service = NamedNode(address)
    about = [
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", _SD + "Service"),
        (_SD + "endpoint", address),
        (_SD + "supportedLanguage", _SD + "SPARQL11Query"),
        *((_SD + "resultFormat", _FORMATS + name) for name in ("SPARQL_Results_JSON", "SPARQL_Results_XML")),
        *((_SD + "resultFormat", _FORMATS + name) for name in ("SPARQL_Results_CSV", "SPARQL_Results_TSV")),
        *((_SD + "resultFormat", _FORMATS + name) for name in ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")),
    ]
    triples = [Triple(service, NamedNode(predicate), NamedNode(value)) for predicate, value in about]
    body = serialize(triples, format=RdfFormat.from_media_type(media_type), prefixes={"sd": _SD})
    assert body is not None
    return _response(body, media_type)


__all__ = ["PATH", "RESULTS", "application"]
