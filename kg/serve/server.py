"""Serving a graph folder until the process is told to end."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

from kg.errors import StoreError, UsageError
from kg.generations import GraphFolder
from kg.serve.application import PATH, application
from kg.serve.pool import WorkerPool
from kg.serve.worker import Limits

HOST = "127.0.0.1"


def serve(
    folder: Path,
    port: int,
    announce: Callable[[str], None],
    *,
    limits: Limits | None = None,
    workers: int = 2,
    origins: Sequence[str] = (),
) -> None:
    """Serve the current generation of ``folder`` on loopback; ``announce`` is told the address when it is up.

    Port 0 takes any that is free. A build in the meantime changes nothing here: the generation is held.

    Raises GraphNotFound where there is no graph, StoreError where the port is taken.
    """
    for package in ("starlette", "uvicorn"):
        if find_spec(package) is None:
            raise UsageError(f"kg serve needs the package {package}: pip install 'policy-cascade[servers]'")
    import uvicorn

    with GraphFolder(folder).read() as generation, _listening(port) as listener:
        pool = WorkerPool(generation.oxigraph, limits or Limits(), workers)
        try:
            server = uvicorn.Server(
                uvicorn.Config(
                    application(pool, origins),
                    log_level="warning",
                    access_log=False,
                    lifespan="off",
                    ws="none",
                    proxy_headers=False,
                    server_header=False,
                    limit_concurrency=100,
                    timeout_graceful_shutdown=3,
                )
            )
            announce(f"http://{HOST}:{listener.getsockname()[1]}{PATH}")
            # The server ends in order at Ctrl-C and SIGTERM, and then raises the signal once more.
            with suppress(KeyboardInterrupt), _terminated_like_interrupted():
                server.run(sockets=[listener])
        finally:
            pool.close()


@contextmanager
def _terminated_like_interrupted() -> Iterator[None]:
    """Turn SIGTERM into the exception of Ctrl-C, so that the workers are ended before the process."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _listening(port: int) -> socket.socket:
    listener = socket.socket()
    try:
        # A port that a server before has just let go of can be had again at once.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        raise StoreError(f"port {port} on {HOST} cannot be had: {error}; give another with --port") from error
    return listener
