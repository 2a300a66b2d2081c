"""One query at a time in a process of its own, which can be ended: Oxigraph cannot be interrupted.

The process ends itself too: when its time is up (a timer of the operating system, which works inside of the
engine), when it takes too much memory, and when the process that started it is gone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kg.serve.negotiation import GRAPHS, RESULTS, best

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples

# Seconds by which the process outlives its limit, so that it is the server that tells the client.
_GRACE = 2.0
_LINE = "\n"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: rows (or triples) of the answer, seconds, and bytes of memory."""

    rows: int = 100_000
    seconds: float = 30.0
    memory: int = 2 << 30


@dataclass(frozen=True, slots=True)
class Question:
    """A query and the formats the client accepts."""

    query: str
    accept: str


Problem = Literal["malformed", "not acceptable", "too many rows", "failed"]


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer as the bytes of ``media_type``, or what went wrong as text."""

    body: bytes
    media_type: str = "text/plain"
    problem: Problem | None = None


def answer(store_path: Path, limits: Limits, pipe: Connection) -> None:
    """Answer questions that come through ``pipe`` until it is closed; runs in the process of the worker."""
    import signal

    # Ctrl-C goes to all processes of a terminal; the server ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(limits.memory)
    import pyoxigraph

    store = pyoxigraph.Store.read_only(str(store_path))
    pipe.send(None)
    while True:
        try:
            question = pipe.recv()
        except (EOFError, OSError):
            return
        _set_timer(limits.seconds + _GRACE)
        reply = _reply(store, question, limits)
        _set_timer(0)
        try:
            pipe.send(reply)
        except OSError:
            return


def _limit_memory(size: int) -> None:
    if os.name == "posix":
        import resource

        # Of allocated memory alone: the database's files are mapped and do not count.
        resource.setrlimit(resource.RLIMIT_DATA, (size, size))


def _set_timer(seconds: float) -> None:
    if os.name == "posix":
        import signal

        # Nobody handles the signal: the operating system ends the process.
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _reply(store: object, question: Question, limits: Limits) -> Reply:
    import pyoxigraph

    assert isinstance(store, pyoxigraph.Store)
    try:
        found = store.query(question.query)
        offered = GRAPHS if isinstance(found, pyoxigraph.QueryTriples) else RESULTS
        media_type = best(question.accept, offered)
        if media_type is None:
            return Reply(f"this answer can be had as {', '.join(offered)}".encode(), problem="not acceptable")
        body = _serialised(found, media_type, limits.rows)
    except SyntaxError as error:
        return Reply(str(error).encode(), problem="malformed")
    except (ValueError, RuntimeError, OSError, MemoryError) as error:
        return Reply(str(error).encode(), problem="failed")
    if body is None:
        text = f"the answer has more than {limits.rows:,} rows; ask for fewer, e.g. with LIMIT"
        return Reply(text.encode(), problem="too many rows")
    return Reply(body, media_type)


def _serialised(
    found: QuerySolutions | QueryBoolean | QueryTriples, media_type: str, most: int
) -> bytes | None:
    """The answer in a format, or None where it has more rows than ``most``."""
    from itertools import islice

    from pyoxigraph import (
        QueryBoolean,
        QueryResultsFormat,
        QuerySolutions,
        QueryTriples,
        RdfFormat,
        parse_query_results,
        serialize,
    )

    if isinstance(found, QueryTriples):
        triples = list(islice(found, most + 1))
        graph_format = RdfFormat.from_media_type(media_type)
        return serialize(triples, format=graph_format) if len(triples) <= most else None
    results_format = QueryResultsFormat.from_media_type(media_type)
    assert results_format is not None
    if isinstance(found, QueryBoolean):
        return found.serialize(format=results_format)
    # The engine writes all rows or none; so they are counted on their way through its own simplest format.
    rows = list(islice(_tsv_rows(found), most + 1))
    if len(rows) > most:
        return None
    head = "\t".join(f"?{variable.value}" for variable in found.variables)
    text = _LINE.join([head, *rows, ""]).encode()
    if results_format == QueryResultsFormat.TSV:
        return text
    read = parse_query_results(text, QueryResultsFormat.TSV)
    assert isinstance(read, QuerySolutions)
    return read.serialize(format=results_format)


def _tsv_rows(found: QuerySolutions) -> Iterator[str]:
    for solution in found:
        yield "\t".join("" if term is None else str(term) for term in solution)
