"""User name and password for a server: from the environment, a file that only its owner reads, or a prompt.

Never from the command line's arguments, which every process on the machine and the shell's history can
see; a password in a URL is refused by `refuse_secrets` before anything is done with it. The password
is in no representation of `Credentials`, so that no log or message can show it.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from kg.errors import InputError, UsageError

Kind = Literal["neo4j", "sparql"]
# What a new server calls its first user; SPARQL servers have no usual name.
_USUAL_NAME: Mapping[Kind, str | None] = {"neo4j": "neo4j", "sparql": None}


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks.

    >>> Credentials("neo4j", "secret")
    Credentials(username='neo4j')
    """

    username: str
    password: str = field(repr=False)


def refuse_secrets(url: str) -> None:
    """Raise UsageError where ``url`` holds a user name or a password; the message does not repeat it.

    >>> refuse_secrets("neo4j://127.0.0.1:7687")
    >>> refuse_secrets("neo4j://neo4j:secret@127.0.0.1")
    Traceback (most recent call last):
    kg.errors.UsageError: the address holds a user name or password, which others can read there: \
take it out and set NEO4J_USERNAME and NEO4J_PASSWORD (or SPARQL_…), or give a file with --credentials
    """
    # The part up to the first slash, however broken the rest is.
    authority = url.partition("//")[2].split("/", 1)[0]
    if "@" in authority or any(word in url.lower() for word in ("password=", "passwd=", "pwd=")):
        raise UsageError(
            "the address holds a user name or password, which others can read there: take it out and set "
            "NEO4J_USERNAME and NEO4J_PASSWORD (or SPARQL_…), or give a file with --credentials"
        )


def find_credentials(
    kind: Kind,
    url: str,
    *,
    file: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Credentials | None:
    """The credentials for the server at ``url``, or None where nobody has given any.

    The environment comes first (``NEO4J_USERNAME``, ``NEO4J_PASSWORD``; ``SPARQL_…``), then ``file``, which
    is TOML with a table for the kind of server or, before that, for its ``"HOST:PORT"``:

        [neo4j]
        username = "neo4j"
        password = "…"

    Raises UsageError for half of a pair and for a file that others can read, InputError for one that
    cannot be read.

    >>> find_credentials("neo4j", "neo4j://127.0.0.1", environment={"NEO4J_PASSWORD": "secret"})
    Credentials(username='neo4j')
    """
    values = os.environ if environment is None else environment
    prefix = kind.upper()
    username, password = values.get(f"{prefix}_USERNAME"), values.get(f"{prefix}_PASSWORD")
    if username or password:
        return _pair(kind, username, password, f"{prefix}_USERNAME and {prefix}_PASSWORD")
    return _from_file(kind, url, file) if file is not None else None


def prompted(kind: Kind, server: str, ask: Callable[[str], str] | None = None) -> Credentials:
    """Ask on the terminal; raises UsageError where there is none.

    ``ask`` puts one question without echo (by default `getpass.getpass`, which writes to the terminal and
    not to standard output).
    """
    if ask is None:
        if not sys.stdin.isatty():
            raise UsageError(
                f"{server} wants a user name and a password: set {kind.upper()}_USERNAME and "
                f"{kind.upper()}_PASSWORD, or give a file with --credentials"
            )
        from getpass import getpass

        ask = getpass
        username = _visible(f"User name for {server}: ") or _USUAL_NAME[kind]
    else:
        username = ask(f"User name for {server}: ") or _USUAL_NAME[kind]
    return _pair(kind, username, ask(f"Password for {username} at {server}: "), "both of them")


def _visible(question: str) -> str:
    sys.stderr.write(question)
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def _pair(kind: Kind, username: str | None, password: str | None, source: str) -> Credentials:
    username = username or _USUAL_NAME[kind]
    if not username or not password:
        missing = "password" if username else "user name"
        raise UsageError(f"a {missing} is missing; give {source}")
    return Credentials(username, password)


def _from_file(kind: Kind, url: str, path: Path) -> Credentials | None:
    import tomllib

    try:
        with path.open("rb") as opened:
            # Of the opened file, so that it cannot be exchanged between the look and the reading.
            status = os.fstat(opened.fileno())
            if os.name == "posix" and status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise UsageError(f"{path}: others can read or write this file; run: chmod 600 {path}")
            tables = tomllib.loads(opened.read().decode("utf-8"))
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        # No cause: the decoder's message can quote the line with the password.
        raise UsageError(f"{path}: is no TOML file with a [{kind}] table") from None
    table = tables.get(urlsplit(url.removeprefix("sparql+")).netloc) or tables.get(kind)
    if not isinstance(table, dict):
        return None
    username, password = table.get("username"), table.get("password")
    if not all(value is None or isinstance(value, str) for value in (username, password)):
        raise UsageError(f"{path}: user name and password in [{kind}] must be texts in quotation marks")
    return _pair(kind, username, password, f"both in {path}")
