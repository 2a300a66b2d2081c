"""Worker processes that do tasks of a build, and end with it, however it ends.

Each worker is a Python process of its own that is sent tasks through a pipe. It never outlives the build: when that is
killed, the pipe closes. Ctrl-C reaches the build alone, which then stops the workers. Few tasks are done in the
build's own process: starting another takes longer than reading some documents.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from queue import Empty, Queue
from types import TracebackType
from typing import IO, Any, Protocol, Self, TypeVar

from kg.errors import StoreError

Task = TypeVar("Task")
Result = TypeVar("Result")

# Tasks of 50 ms and more: with fewer the second process is not there before the first has done them.
FEW_TASKS = 24
# Tasks that a worker takes in a row, of many; of few it comes back for more so often that all end at one time.
_IN_A_ROW, _TURNS = 32, 8
# New objects between two searches for cycles. Records, rows and texts are in none, and to search them for some, as
# often as Python does by itself, takes a tenth of a build.
_BETWEEN_COLLECTIONS = 100_000
_LENGTH = 8
_WAITING = 32  # results of each worker
_PIPE = 1 << 20  # bytes that a worker can leave for the build: most results whole
_START = "from kg.building.workers import serve; serve()"


class Maker(Protocol):
    """Makes, in each process, what does the tasks; it is pickled, and so are tasks and results."""

    def __call__(self) -> Any:
        """An object whose methods are named by the tasks."""
        ...


@dataclass(frozen=True, slots=True)
class _Failed:
    error: BaseException
    trace: str


class WorkerEnded(StoreError):
    """A worker process that ended before its task was done."""


class Workers:
    """Does tasks with one or more processes; leaving the block ends them.

    ``here`` does tasks in this process.
    """

    def __init__(self, here: Any, maker: Maker, jobs: int | None = None) -> None:
        self._here = here
        self._maker = maker
        self._jobs = max(1, jobs or available_cores())
        self._running: list[_Worker] = []

    def do(self, method: str, tasks: Iterable[Task], count: int) -> Iterator[tuple[Task, Any]]:
        """Each task with its result, as they are done; ``count`` is how many tasks there are.

        An error in a task is raised here. Raises WorkerEnded for a worker that was killed.
        """
        if self._jobs == 1 or count < FEW_TASKS:
            act: Callable[[Any], Any] = getattr(self._here, method)
            for task in tasks:
                yield task, act(task)
            return
        while len(self._running) < self._jobs:
            self._running.append(_Worker(self._maker))
        yield from _Round(self._running, method, iter(tasks), count).results()

    def stop(self) -> None:
        """End all workers now."""
        for worker in self._running:
            worker.stop()
        self._running.clear()

    def __enter__(self) -> Self:
        """The workers, none of which is started yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End them."""
        self.stop()


class _Round:
    """One series of tasks shared out between workers, by a thread for each of them."""

    def __init__(self, workers: list[_Worker], method: str, tasks: Iterator[Any], count: int) -> None:
        self._workers = workers
        self._in_a_row = max(1, min(_IN_A_ROW, count // (_TURNS * len(workers))))
        self._method = method
        self._tasks = tasks
        self._lock = threading.Lock()
        # Bounded, so that results wait with the workers and not in memory; enough for the time that the disk takes to
        # make safe what was kept: with two for each a fifth of a worker's time was waiting.
        self._done: Queue[tuple[Any, Any] | _Failed | None] = Queue(maxsize=_WAITING * len(workers))
        self._cancelled = False

    def results(self) -> Iterator[tuple[Any, Any]]:
        threads = [threading.Thread(target=self._feed, args=(w,), daemon=True) for w in self._workers]
        for thread in threads:
            thread.start()
        left = len(threads)
        try:
            while left:
                # A wait without end could not be interrupted on Windows.
                try:
                    done = self._done.get(timeout=1)
                except Empty:
                    continue
                if done is None:
                    left -= 1
                elif isinstance(done, _Failed):
                    done.error.add_note(done.trace)
                    raise done.error
                else:
                    yield done
        finally:
            self._cancelled = True
            if left:
                for worker in self._workers:
                    worker.stop()
                self._drain(threads)

    def _drain(self, threads: list[threading.Thread]) -> None:
        while any(thread.is_alive() for thread in threads):
            with suppress(Empty):
                self._done.get(timeout=0.05)

    def _feed(self, worker: _Worker) -> None:
        try:
            while some := self._next():
                for task in some:
                    if self._cancelled:
                        return
                    result = worker.call(self._method, task)
                    self._done.put(result if isinstance(result, _Failed) else (task, result))
        except BaseException as error:
            self._done.put(_Failed(error, ""))
        finally:
            self._done.put(None)

    def _next(self) -> list[Any]:
        """Tasks in a row for one worker: neighbours name the same documents, which it then has at hand."""
        with self._lock:
            return list(islice(self._tasks, self._in_a_row))


class _Worker:
    """A process that does one task at a time."""

    def __init__(self, maker: Maker) -> None:
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        # Matrices of two documents are small: threads would wait for each other longer than they work.
        environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            start_new_session=os.name == "posix",
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._to: IO[bytes] = self._process.stdin
        self._from: IO[bytes] = self._process.stdout
        _widen(self._from)
        _send(self._to, maker)

    def call(self, method: str, task: object) -> Any:
        try:
            _send(self._to, (method, task))
            return _receive(self._from)
        except (OSError, EOFError):
            status = self._process.wait()
            raise WorkerEnded(
                f"a worker process ended (status {status}), perhaps for want of memory; what was done is kept: run "
                "the build again, with --jobs 1 where memory is short"
            ) from None

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for stream in (self._to, self._from):
            with suppress(OSError):
                stream.close()


def serve() -> None:
    """Do the tasks that come in through standard input, until it closes; what a worker process runs."""
    to, source = sys.stdout.buffer, sys.stdin.buffer
    # What a library prints must not come between the results.
    sys.stdout = sys.stderr
    with suppress(EOFError, BrokenPipeError, KeyboardInterrupt), rare_collections():
        workshop = _receive(source)()
        while True:
            method, task = _receive(source)
            try:
                result = getattr(workshop, method)(task)
            except Exception as error:
                result = _failed(error)
            _send(to, result)
    os._exit(0)


def _failed(error: Exception) -> _Failed:
    """An error with its traceback, in a form that gets through a pipe."""
    import traceback

    trace = traceback.format_exc()
    try:
        return _Failed(pickle.loads(pickle.dumps(error)), trace)
    except Exception:
        # Some errors cannot be made again from their message.
        return _Failed(RuntimeError(f"{type(error).__name__}: {error}"), trace)


@contextmanager
def rare_collections() -> Iterator[None]:
    """Have Python search for cycles less often in here; what is in none goes at once, as always."""
    before = gc.get_threshold()
    gc.set_threshold(_BETWEEN_COLLECTIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def available_cores() -> int:
    """How many processes can run at the same time."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _widen(pipe: IO[bytes]) -> None:
    """Let a worker leave a whole result and go on, where the system allows it."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)


def _send(stream: IO[bytes], value: object) -> None:
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(len(data).to_bytes(_LENGTH, "big"))
    stream.write(data)
    stream.flush()


def _receive(stream: IO[bytes]) -> Any:
    """What the other side of a pipe between two processes of one build has sent; raises EOFError at its end."""
    length = int.from_bytes(_exactly(stream, _LENGTH), "big")
    return pickle.loads(_exactly(stream, length))


def _exactly(stream: IO[bytes], length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data
