"""Addresses of servers: which store a URL means, and where its parts are.

neo4j://HOST:PORT[/DATABASE]      also neo4j+s, neo4j+ssc, bolt, bolt+s, bolt+ssc
sparql+http://HOST:PORT/DATASET   also sparql+https
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Literal, Protocol, cast
from urllib.parse import SplitResult, parse_qs, urljoin, urlsplit, urlunsplit

from kg.errors import StoreError, UsageError
from kg.ids import DEFAULT_BASE
from kg.stores.changes import Outcome, Progress
from kg.stores.protocol import Store
from kg.tables import GraphTables

Kind = Literal["neo4j", "sparql"]

_BOLT = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
SCHEMES: Mapping[str, Kind] = {
    **dict.fromkeys(_BOLT, "neo4j"),
    **dict.fromkeys(("sparql+http", "sparql+https"), "sparql"),
}
_STORES: Mapping[Kind, str] = {
    "neo4j": "kg.stores.neo4j_store:Neo4jStore",
    "sparql": "kg.stores.sparql_endpoint_store:SparqlEndpointStore",
}
_PARTS = ("query", "update", "data", "graph")


class Login(Protocol):
    """A user name and a password, however they were come by."""

    @property
    def username(self) -> str:
        """Who asks."""
        ...

    @property
    def password(self) -> str:
        """The secret."""
        ...


class LoginRefused(StoreError):
    """A server that wants a user name and a password, or others than were given."""


class ServerStore(Store, Protocol):
    """A store on a server."""

    def check(self) -> None:
        """Raise LoginRefused or another StoreError at once where the server cannot be used."""
        ...

    def push(self, tables: GraphTables, progress: Progress | None = None) -> Outcome:
        """Load with an account of what was done; see `kg.stores.changes`."""
        ...


@dataclass(frozen=True, slots=True)
class Neo4jAddress:
    """What the driver is called with, and the database (None: the server's own choice)."""

    uri: str
    database: str | None = None


@dataclass(frozen=True, slots=True)
class SparqlAddress:
    """The address of a dataset and, where they were given, those of its services.

    ``graph`` is the named graph to use instead of the default graph.
    """

    dataset: str
    query: str | None = None
    update: str | None = None
    data: str | None = None
    graph: str | None = None


def kind_of(url: str) -> Kind | None:
    """The kind of server that ``url`` means, or None for none of them.

    >>> kind_of("bolt+s://db.example"), kind_of("sparql+http://db.example/kg"), kind_of("oxigraph:kg-graph")
    ('neo4j', 'sparql', None)
    """
    scheme, mark, _ = url.partition("://")
    return SCHEMES.get(scheme.lower()) if mark else None


def neo4j_address(url: str) -> Neo4jAddress:
    """Take a URL apart; raises UsageError for one that is none.

    >>> neo4j_address("neo4j://127.0.0.1:7687/policy")
    Neo4jAddress(uri='neo4j://127.0.0.1:7687', database='policy')
    """
    parts = _split(url)
    if parts.query or parts.fragment or "/" in parts.path.strip("/"):
        raise UsageError(f"{url!r}: an address of Neo4j is neo4j://HOST:PORT or neo4j://HOST:PORT/DATABASE")
    return Neo4jAddress(f"{parts.scheme}://{parts.netloc}", parts.path.strip("/") or None)


def sparql_address(url: str) -> SparqlAddress:
    """Take a URL apart; its query string can give what is not found below the dataset's address.

    >>> sparql_address("sparql+http://127.0.0.1:3030/kg?update=write&graph=https://data.example/g")
    ... # doctest: +NORMALIZE_WHITESPACE
    SparqlAddress(dataset='http://127.0.0.1:3030/kg', query=None, update='http://127.0.0.1:3030/kg/write',
                  data=None, graph='https://data.example/g')

    Raises UsageError for a URL that is none.
    """
    parts = _split(url)
    given = parse_qs(parts.query, keep_blank_values=True)
    if unknown := sorted(set(given) - set(_PARTS)):
        raise UsageError(f"{url!r}: an address takes {', '.join(_PARTS)} after '?', not {unknown[0]}")
    dataset = urlunsplit((parts.scheme.removeprefix("sparql+"), parts.netloc, parts.path.rstrip("/"), "", ""))
    services = {name: urljoin(dataset + "/", given[name][-1]) for name in _PARTS[:3] if name in given}
    for service in services.values():
        # The password is for this server alone.
        if urlsplit(service)[:2] != urlsplit(dataset)[:2]:
            raise UsageError(f"{service}: is not on the same server as {dataset}")
    return SparqlAddress(dataset, **services, graph=given["graph"][-1] if "graph" in given else None)


def open_server(url: str, *, base: str | None = DEFAULT_BASE, login: Login | None = None) -> ServerStore:
    """The store on the server at ``url``; the server has answered when this returns.

    ``base`` is what the IRIs of the graph begin with; None takes that of the one graph which is there.

    Raises UsageError for a URL that means no server, LoginRefused or another StoreError for one that cannot
    be used.
    """
    kind = kind_of(url)
    if kind is None:
        raise UsageError(f"this address names no server; one begins with {', '.join(SCHEMES)} and ://")
    module, _, name = _STORES[kind].partition(":")
    try:
        opener = cast(Callable[..., ServerStore], getattr(import_module(module), name).open)
        store = opener(url, base=base, login=login)
    except ModuleNotFoundError as error:
        raise UsageError(
            f"servers need the package {error.name}: pip install 'policy-cascade[servers]'"
        ) from error
    try:
        store.check()
    except BaseException:
        store.close()
        raise
    return store


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise UsageError(f"the address cannot be read: {error}") from error
    if not parts.hostname:
        raise UsageError(f"{url!r} names no host")
    return parts
