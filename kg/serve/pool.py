"""Workers that answer queries side by side, and are ended and replaced when they take too long."""

from __future__ import annotations

import multiprocessing
import queue
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Lock

from kg.errors import StoreError
from kg.serve.worker import Limits, Question, Reply, answer

# Seconds until a worker has opened the database, and how long a query waits for a free worker.
START_SECONDS = 30.0
PATIENCE = 1.0


class Busy(StoreError):
    """All workers are at work."""


class TookTooLong(StoreError):
    """A query that was ended when its time was up."""


class WorkerDied(StoreError):
    """A query that ended its worker, most likely because it needed more memory than it may have."""


class WorkerPool:
    """``size`` processes that have the Oxigraph database at ``path`` open."""

    def __init__(self, path: Path, limits: Limits, size: int) -> None:
        self.limits = limits
        self._path = path
        # A fork would copy the locks of the server's threads in whatever state they are.
        self._context = multiprocessing.get_context("spawn")
        self._free: queue.Queue[_Worker] = queue.Queue()
        self._all: set[_Worker] = set()
        self._lock = Lock()
        self._closed = False
        for _ in range(size):
            self._start()

    def ask(self, question: Question) -> Reply:
        """The answer; raises Busy, TookTooLong or WorkerDied."""
        try:
            worker = self._free.get(timeout=PATIENCE)
        except queue.Empty:
            raise Busy("all workers are busy with other queries; try again soon") from None
        try:
            reply = worker.ask(question, self.limits.seconds)
        except BaseException:
            self._replace(worker)
            raise
        self._free.put(worker)
        return reply

    def close(self) -> None:
        """End all workers, whatever they are doing."""
        with self._lock:
            self._closed = True
            for worker in self._all:
                worker.end()
            self._all.clear()

    def _start(self) -> None:
        with self._lock:
            if not self._closed:
                worker = _Worker(self._context, self._path, self.limits)
                self._all.add(worker)
                self._free.put(worker)

    def _replace(self, worker: _Worker) -> None:
        worker.end()
        with self._lock:
            self._all.discard(worker)
        self._start()


class _Worker:
    """A process and the pipe to it."""

    def __init__(self, context: multiprocessing.context.SpawnContext, path: Path, limits: Limits) -> None:
        self._pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(
            target=answer, args=(path, limits, theirs), name="kg serve: a worker", daemon=True
        )
        self._process.start()
        theirs.close()
        self._ready = False

    def ask(self, question: Question, seconds: float) -> Reply:
        try:
            if not self._ready:
                self._wait(START_SECONDS)
                self._pipe.recv()
                self._ready = True
            self._pipe.send(question)
            self._wait(seconds)
            reply = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise WorkerDied("the query needed more memory than it may have") from error
        assert isinstance(reply, Reply)
        return reply

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()
        self._pipe.close()

    def _wait(self, seconds: float) -> None:
        pipe: Connection = self._pipe
        if not pipe.poll(seconds):
            raise TookTooLong(
                f"the query took longer than {seconds:g} s and was ended; ask for less at a time"
            )
