"""The store at a URL, on a server with the user's credentials: for ``kg push`` and for every ``--store URL``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kg.credentials import Credentials, Kind, find_credentials, prompted, refuse_secrets
from kg.errors import UsageError
from kg.ids import DEFAULT_BASE
from kg.stores.protocol import STORES, Store, open_store
from kg.stores.servers import SCHEMES, LoginRefused, ServerStore, kind_of, open_server

Prompt = Callable[[Kind, str], Credentials]


def connect(
    url: str,
    *,
    base: str | None = DEFAULT_BASE,
    credentials: Path | None = None,
    prompt: Prompt = prompted,
) -> ServerStore:
    """The store on the server at ``url``, which has answered when this returns; the caller closes it.

    ``base`` is what the IRIs of the graph begin with; None takes that of the one graph which is there.

    Credentials come from the environment, else from the file ``credentials``; where neither has any and the
    server wants them, ``prompt`` asks for them.

    >>> connect("redis://db.example")
    Traceback (most recent call last):
    kg.errors.UsageError: this address names no server; one begins with neo4j://, neo4j+s://, neo4j+ssc://, \
bolt://, bolt+s://, bolt+ssc://, sparql+http:// or sparql+https://

    Raises UsageError for an address with a password in it, LoginRefused or another StoreError for a server that
    cannot be used.
    """
    refuse_secrets(url)
    kind = kind_of(url)
    if kind is None:
        *most, last = (f"{scheme}://" for scheme in SCHEMES)
        raise UsageError(f"this address names no server; one begins with {', '.join(most)} or {last}")
    login = find_credentials(kind, url, file=credentials)
    try:
        return open_server(url, base=base, login=login)
    except LoginRefused:
        if login is not None:
            raise
    return open_server(url, base=base, login=prompt(kind, url))


def open_any(url: str, *, base: str | None = None, credentials: Path | None = None) -> Store:
    """The store at ``url``, embedded or on a server, to be asked; the caller closes it.

    >>> open_any("redis://db.example")
    Traceback (most recent call last):
    kg.errors.UsageError: 'redis://db.example' names no store; it begins with oxigraph:, ladybug:, neo4j://, \
neo4j+s://, neo4j+ssc://, bolt://, bolt+s://, bolt+ssc://, sparql+http:// or sparql+https://

    Raises as `connect` and `kg.stores.protocol.open_store` do.
    """
    refuse_secrets(url)
    if kind_of(url):
        return connect(url, base=base, credentials=credentials)
    if url.partition(":")[0] in STORES:
        return open_store(url, base=base or DEFAULT_BASE)
    *most, last = (*(f"{name}:" for name in STORES), *(f"{scheme}://" for scheme in SCHEMES))
    raise UsageError(f"{url!r} names no store; it begins with {', '.join(most)} or {last}")
