"""Triples on their way into the RDF store: they wait in files and go in as one stream, while more of them come."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from typing import IO

from kg.errors import StoreError
from kg.stores.oxigraph_store import OxigraphStore

_PART = 32 << 20  # bytes of a file
_BEGINNING = 1 << 20  # bytes after which the engine has surely begun to read
_GREATEST_QUICK_BLOCK = 1  # M_MXFAST of malloc.h
_PATIENCE = 0.005  # seconds between two looks whether the engine reads


class TripleLoading:
    """Loads N-Triples that come in pieces, in one load of the engine, in threads of its own.

    The engine merges what one load adds with all that is there: many loads write a large graph many times over. The
    pieces wait in files of ``folder``, for the engine stops reading while it sorts, and those who bring them must not
    wait for it. Where there are no named pipes (Windows, some network drives) each file is a load of its own.
    """

    def __init__(self, store: OxigraphStore, folder: Path) -> None:
        self._store = store
        self._folder = folder
        self._written = 0
        self._part: IO[bytes] | None = None
        self._parts: SimpleQueue[Path | None] = SimpleQueue()
        self._pool = ThreadPoolExecutor(2)
        self._loading: Future[None] | None = None

    def take(self, triples: bytes) -> None:
        """Add some lines. Raises StoreError where they cannot be written, or those before could not be loaded."""
        if not triples:
            return
        with written_into(self._folder):
            if self._part is None:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._part = (self._folder / f"{self._written}.nt").open("wb")
            self._part.write(triples)
            self._written += len(triples)
            if self._part.tell() >= _PART:
                self._hand_on()

    def finish(self) -> None:
        """Wait until all are in the store, in the order in which questions find them."""
        with written_into(self._folder):
            self._hand_on()
        self._parts.put(None)
        if self._loading is not None:
            self._loading.result()
            self._store.merge()

    def close(self) -> None:
        """Stop, whatever has been loaded."""
        self._parts.put(None)
        self._pool.shutdown()
        if self._part is not None:
            with suppress(OSError):
                self._part.close()

    def _hand_on(self) -> None:
        """Have the file that is being written loaded."""
        if self._part is None:
            return
        self._part.close()
        self._parts.put(Path(self._part.name))
        self._part = None
        if self._loading is None:
            self._loading = self._pool.submit(self._load)
        elif self._loading.done():
            self._loading.result()

    def _load(self) -> None:
        _join_freed_blocks()
        pipe = self._folder / "stream.nt"
        if _is_made(pipe):
            self._load_stream(pipe)
            return
        for part in iter(self._parts.get, None):
            self._store.load_file(part)
            part.unlink()

    def _load_stream(self, pipe: Path) -> None:
        done = threading.Event()
        with _one_core() as cores:
            feeding = self._pool.submit(self._feed, pipe, cores, done)
            try:
                self._store.load_file(pipe)
            finally:
                done.set()
        feeding.result()

    def _feed(self, pipe: Path, cores: _Cores, done: threading.Event) -> None:
        """Write the files into the pipe as they come, until the last or until nobody reads any more."""
        fed = 0
        with written_into(self._folder), suppress(BrokenPipeError), _opened(pipe, done) as stream:
            for part in iter(self._parts.get, None):
                with part.open("rb") as lines:
                    shutil.copyfileobj(lines, stream, _BEGINNING)
                    fed += lines.tell()
                part.unlink()
                if fed > _BEGINNING:
                    cores.give_back()


@contextmanager
def written_into(folder: Path) -> Iterator[None]:
    """For writing files that may fill the disk: raises StoreError where they cannot be written."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written: {error}") from error


def _is_made(pipe: Path) -> bool:
    """Make a named pipe, where the system and the drive have such."""
    try:
        os.mkfifo(pipe)
    except (OSError, AttributeError):
        return False
    return True


@contextmanager
def _opened(pipe: Path, done: threading.Event) -> Iterator[IO[bytes]]:
    """The end of a pipe that is written, once somebody reads the other; ``done`` says that nobody ever will."""
    while not done.is_set():
        try:
            number = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            time.sleep(_PATIENCE)
            continue
        os.set_blocking(number, True)
        with os.fdopen(number, "wb", buffering=0) as stream:
            yield stream
        return
    raise BrokenPipeError


def _join_freed_blocks() -> None:
    """Have the C library (glibc) join small freed blocks at once.

    It else looks through all of them each time a large one is freed: of an engine that sorts millions of keys it takes
    an eighth of the time.
    """
    # There is no `mallopt` in other C libraries, and on Windows no library without a name.
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_GREATEST_QUICK_BLOCK, 0)


class _Cores:
    """The cores that a thread may use, all but one of them held back."""

    def __init__(self) -> None:
        self._thread = threading.get_native_id()
        self._all = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set[int]()
        if self._all:
            os.sched_setaffinity(0, {min(self._all)})

    def give_back(self) -> None:
        """Let it use all of them."""
        if self._all:
            os.sched_setaffinity(self._thread, self._all)
            self._all = set()


@contextmanager
def _one_core() -> Iterator[_Cores]:
    """Hold back cores from the thread that calls.

    The engine sorts as many batches of a million triples at a time, each half a gigabyte, as the thread that begins a
    load may use cores; that cannot be said otherwise, and worker processes have use for the others.
    """
    cores = _Cores()
    try:
        yield cores
    finally:
        cores.give_back()
