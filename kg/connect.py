"""The store on a server, with the user's credentials: for ``kg push`` and for every ``--store URL``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kg.credentials import Credentials, Kind, find_credentials, prompted, refuse_secrets
from kg.errors import UsageError
from kg.ids import DEFAULT_BASE
from kg.stores.servers import SCHEMES, LoginRefused, ServerStore, kind_of, open_server

Prompt = Callable[[Kind, str], Credentials]


def connect(
    url: str,
    *,
    base: str = DEFAULT_BASE,
    credentials: Path | None = None,
    prompt: Prompt = prompted,
) -> ServerStore:
    """The store at ``url``, which has answered when this returns; the caller closes it.

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
