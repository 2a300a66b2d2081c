"""A graph folder: one generation for each build, and a pointer to the current one.

    GRAPH/current.json            {"generation": "000002", …}: replaced in one step by a finished build
    GRAPH/kg-build.lock           held by the process that builds; builder.json says who it is
    GRAPH/generations/000002/     oxigraph/, ladybug, documents/; readers/ holds a locked file for each reader

A build writes a new generation and then changes the pointer; one that is killed changes nothing, and what it
left is removed by the next. The locks are the operating system's, so they end with their process. A reader
marks its generation and then looks at the pointer once more; a build changes the pointer and then looks for
marks: one of the two always sees the other, and no generation goes while it is read.
"""

from __future__ import annotations

import errno
import json
import os
import platform
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from kg.errors import GraphLocked, GraphNotFound, StoreError, UsageError

FORMAT = 1

T = TypeVar("T")

_POINTER = "current.json"
_LOCK = "kg-build.lock"
_BUILDER = "builder.json"
# The analyst's table may be there before the first graph is.
_DECISIONS = "decisions.csv"
_GENERATIONS = "generations"
_READERS = "readers"
_BASE = "base"
_REMOVED = "removed-"
_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Generation:
    """The folder of one build and what is where in it."""

    name: str
    path: Path

    @property
    def oxigraph(self) -> Path:
        """The RDF store."""
        return self.path / "oxigraph"

    @property
    def ladybug(self) -> Path:
        """The property graph's file."""
        return self.path / "ladybug"

    @property
    def documents(self) -> Path:
        """The folder of the documents' records and texts."""
        return self.path / "documents"

    @property
    def base(self) -> str | None:
        """The name of the generation whose files this one has with changes beside them; None for a whole one."""
        try:
            return (self.path / _BASE).read_text(encoding="utf-8").strip() or None
        except OSError:
            return None

    def stand_on(self, base: Generation) -> None:
        """Say that this generation is ``base`` with changes: that one stays as long as this is the current one."""
        (self.path / _BASE).write_text(base.name, encoding="utf-8")

    def url(self, scheme: str) -> str:
        """The URL of one of its stores for `kg.stores.protocol.open_store`.

        >>> Generation("000001", Path("kg-graph/generations/000001")).url("oxigraph").replace(os.sep, "/")
        'oxigraph:kg-graph/generations/000001/oxigraph'
        """
        return f"{scheme}:{self.path / scheme}"


class GraphFolder:
    """A folder that holds a graph, or will."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._generations = path / _GENERATIONS

    @contextmanager
    def build(self) -> Iterator[Generation]:
        """A new generation to write; it becomes the current one when the block ends without an error.

        Raises GraphLocked while another process builds, UsageError for a folder with other files in it,
        StoreError where the folder cannot be written.
        """
        with self._writing():
            lock = self._claim()
        try:
            with self._writing():
                self._remove_unused()
                generation = self._new()
            try:
                yield generation
                with self._writing():
                    _sync_tree(generation.path)
                    self._point_to(generation)
            except BaseException:
                shutil.rmtree(generation.path, ignore_errors=True)
                raise
            self._remove_unused()
        finally:
            with suppress(OSError):
                (self.path / _BUILDER).unlink(missing_ok=True)
            lock.release()

    @contextmanager
    def read(self) -> Iterator[Generation]:
        """The current generation, which stays as long as the block runs.

        Raises GraphNotFound where there is no finished graph.
        """
        generation, mark = self._hold()
        try:
            yield generation
        finally:
            if mark is not None:
                _release(mark)

    def base_of(self, generation: Generation) -> Generation | None:
        """The generation that this one stands on, itself where it is a whole one; None where that is gone."""
        name = generation.base or generation.name
        found = Generation(name, self._generations / name)
        return found if found.path.is_dir() else None

    def current(self) -> Generation:
        """The current generation; raises GraphNotFound where there is no finished graph."""
        generation = self._pointed_to()
        while not generation.path.is_dir():
            # A build may have replaced it since.
            again = self._pointed_to()
            if again == generation:
                raise GraphNotFound(self.path, f"the files of its graph are gone; {self._remedy()}")
            generation = again
        return generation

    def _pointed_to(self) -> Generation:
        try:
            pointer = json.loads(_patiently(lambda: (self.path / _POINTER).read_bytes()))
            name = str(pointer["generation"])
            known = pointer["format"]
        except (FileNotFoundError, NotADirectoryError):
            raise GraphNotFound(self.path, self._missing()) from None
        except (ValueError, KeyError, TypeError):
            raise GraphNotFound(self.path, f"{_POINTER} is damaged; {self._remedy()}") from None
        except OSError as error:
            raise GraphNotFound(self.path, f"cannot be read: {error}") from error
        if known != FORMAT:
            raise GraphNotFound(self.path, f"was built by another version of kg; {self._remedy()}")
        return Generation(name, self._generations / name)

    def _remedy(self) -> str:
        return f"run `kg build --graph {self.path}`"

    def _missing(self) -> str:
        if not self.path.exists():
            return f"there is no graph here; {self._remedy()}"
        if not self.path.is_dir():
            return "is a file, not the folder of a graph"
        if (self.path / _LOCK).exists():
            return f"no build of this graph was finished yet; {self._remedy()}"
        return "this folder holds no graph; give another with --graph, or build one with `kg build`"

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or str(error)
            raise StoreError(f"{self.path}: the graph folder cannot be written: {reason}") from error

    def _claim(self) -> FileLock:
        """The lock of this folder, with our name on it."""
        if self.path.exists() and not self.path.is_dir():
            raise UsageError(f"{self.path} is a file; a graph needs a folder")
        self.path.mkdir(parents=True, exist_ok=True)
        ours = any((self.path / name).exists() for name in (_POINTER, _LOCK, _DECISIONS))
        if not ours and any(self.path.iterdir()):
            raise UsageError(f"{self.path} holds other files and no graph; give a new or empty folder")
        lock = FileLock(self.path / _LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise GraphLocked(f"{self.path}: {self._builder()}; wait for it to end") from None
        try:
            since = datetime.now().astimezone().isoformat(timespec="seconds")
            builder = {"pid": os.getpid(), "host": platform.node(), "since": since}
            _write_json(self.path / _BUILDER, builder)
        except BaseException:
            lock.release()
            raise
        return lock

    def _builder(self) -> str:
        """Who holds the lock, in words."""
        try:
            builder = json.loads((self.path / _BUILDER).read_bytes())
            who = f"process {builder['pid']} on {builder['host']} has been building this graph"
            return f"{who} since {builder['since']}"
        except (OSError, ValueError, KeyError, TypeError):
            return "another process is building this graph"

    def _new(self) -> Generation:
        self._generations.mkdir(exist_ok=True)
        numbers = [int(entry.name) for entry in self._generations.iterdir() if entry.name.isdecimal()]
        name = f"{max(numbers, default=0) + 1:06d}"
        generation = Generation(name, self._generations / name)
        (generation.path / _READERS).mkdir(parents=True)
        return generation

    def _point_to(self, generation: Generation) -> None:
        built = datetime.now().astimezone().isoformat(timespec="seconds")
        pointer = {"format": FORMAT, "generation": generation.name, "built": built}
        _write_json(self.path / _POINTER, pointer)

    def _hold(self) -> tuple[Generation, FileLock | None]:
        """The current generation with our mark in it; none where we may not write, and so nobody builds."""
        give_up = time.monotonic() + _PATIENCE
        while time.monotonic() < give_up:
            generation = self.current()
            mark = FileLock(generation.path / _READERS / f"{os.getpid()}-{uuid.uuid4().hex}.lock")
            held: FileLock | None = mark
            try:
                mark.acquire(timeout=0)
            except OSError as error:
                # Anything else means that a build is removing this generation just now.
                if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
                    continue
                held = None
            if self.current() == generation:
                return generation, held
            if held is not None:
                _release(held)
        raise GraphNotFound(self.path, "its files change all the time; wait for the builds to end")

    def _remove_unused(self) -> None:
        """Remove all generations but the current one, the one it stands on and those that are read.

        What cannot be removed now (Windows keeps open files) is tried again by the next build.
        """
        if not self._generations.is_dir():
            return
        try:
            current = self.current()
            used = {current.name, current.base}
        except GraphNotFound:
            used = set()
        for entry in self._generations.iterdir():
            if entry.name in used or not entry.is_dir() or _is_read(entry):
                continue
            # Under another name first: what is half removed must not look like a generation.
            removed = entry
            if not entry.name.startswith(_REMOVED):
                removed = entry.with_name(f"{_REMOVED}{entry.name}-{uuid.uuid4().hex[:8]}")
                try:
                    entry.rename(removed)
                except OSError:
                    continue
            shutil.rmtree(removed, ignore_errors=True)


def _is_read(generation: Path) -> bool:
    """Whether a living process holds a mark in this generation."""
    try:
        marks = list((generation / _READERS).glob("*.lock"))
    except OSError:
        return False
    for path in marks:
        mark = FileLock(path)
        try:
            mark.acquire(timeout=0)
        except (Timeout, OSError):
            return True
        mark.release()
    return False


def _release(mark: FileLock) -> None:
    mark.release()
    with suppress(OSError):
        Path(mark.lock_file).unlink(missing_ok=True)


def _write_json(path: Path, content: object) -> None:
    """Write a file in one step: it is the old one or the new one at any time, after a power cut too."""
    new = path.with_name(path.name + ".new")
    with new.open("w", encoding="utf-8", newline="\n") as file:
        json.dump(content, file, ensure_ascii=False)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    _patiently(lambda: new.replace(path))
    _sync_folder(path.parent)


def _patiently(act: Callable[[], T]) -> T:
    """On Windows a file that another process has open just then cannot be replaced or opened: try again."""
    give_up = time.monotonic() + _PATIENCE
    while True:
        try:
            return act()
        except PermissionError:
            if os.name != "nt" or time.monotonic() > give_up:
                raise
            time.sleep(0.02)


def _sync_tree(folder: Path) -> None:
    """Have all files below ``folder`` on the disk before the pointer says that they are there."""
    for parent, _, names in os.walk(folder):
        for name in names:
            # Windows syncs only what is open for writing.
            with (Path(parent) / name).open("r+b") as file:
                os.fsync(file.fileno())
        _sync_folder(Path(parent))


def _sync_folder(folder: Path) -> None:
    if os.name != "nt":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
