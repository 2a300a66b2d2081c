"""Writes a graph into both stores of a new generation: the whole from a stream of pieces, or what differs from another."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from kg.building.pieces import RenderedPiece
from kg.building.workers import available_cores
from kg.errors import StoreError
from kg.generations import Generation
from kg.stores.csv_rows import EdgeTable
from kg.stores.difference import Difference
from kg.stores.ladybug_store import LadybugStore
from kg.stores.oxigraph_store import OxigraphStore

_ROWS = "rows"
_BUFFER = 1 << 20
# Bytes of N-Triples that are loaded at a time: an eighth of what is loaded already, within these bounds. The engine
# merges what comes with all that is there, so that many small loads of a large graph write everything ten times over;
# large ones take several times their bytes in memory (256 MB: more than 3 GB with 10,000 documents).
_FEWEST_TRIPLES, _MOST_TRIPLES = 64 << 20, 128 << 20
_OF_LOADED = 8
_WORTH_THREADS = 64 << 20  # bytes of rows


class Writing:
    """Takes pieces as they come and has the engines load them in threads of their own, outside of Python.

    Triples are loaded while pieces come. Rows of the property graph wait in files, for the ends of an edge have
    to be there before it; `load_tables` begins to load what has come so far. Raises the first StoreError.
    """

    def __init__(self, generation: Generation, base: str) -> None:
        self.counts: Counter[str] = Counter()
        self._rdf = OxigraphStore(generation.oxigraph, base=base, read_only=False)
        self._graph = LadybugStore(generation.ladybug, read_only=False)
        self._folder = generation.path / _ROWS
        self._triples: IO[bytes] | None = None
        self._waiting = self._loaded = 0
        self._round = 0
        self._files: dict[str, IO[bytes]] = {}
        self._pools = [ThreadPoolExecutor(1), ThreadPoolExecutor(1)]
        self._begun: list[list[Future[None]]] = [[], []]

    def take(self, piece: RenderedPiece) -> None:
        """Add a piece, whose edges may lead to nodes of other pieces."""
        self.counts.update(piece.counts)
        self._take_triples(piece.triples)
        with self._writes():
            for name, rows in piece.tables.items():
                if name not in self._files:
                    folder = self._folder / str(self._round)
                    folder.mkdir(parents=True, exist_ok=True)
                    self._files[name] = (folder / f"{name}.csv").open("wb", buffering=_BUFFER)
                self._files[name].write(rows)

    def load_tables(self) -> None:
        """Begin to load the rows that have come, whose nodes must all have come."""
        self._load_triples()
        files = {}
        with self._writes():
            for name, file in self._files.items():
                file.close()
                files[name] = Path(file.name)
        self._files = {}
        first, self._round = self._round == 0, self._round + 1
        size = sum(path.stat().st_size for path in files.values())
        threads = available_cores() if size > _WORTH_THREADS else 1
        self._begin(1, lambda: self._graph.load_files(_in_order(files), new=first, threads=threads))

    def finish(self) -> None:
        """Wait until everything is in both stores, and close them."""
        for begun in self._begun:
            for one in begun:
                one.result()
        self.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def close(self) -> None:
        """Let go of both stores, after what was begun has come to its end."""
        for pool in self._pools:
            pool.shutdown(cancel_futures=True)
        for file in (*self._files.values(), *([self._triples] if self._triples else [])):
            with suppress(OSError):
                file.close()
        self._rdf.close()
        self._graph.close()

    def __enter__(self) -> Self:
        """The writing itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close both stores."""
        self.close()

    def _take_triples(self, triples: bytes) -> None:
        if not triples:
            return  # a file is named after what came before it
        with self._writes():
            if self._triples is None:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._triples = (self._folder / f"{self._loaded}.nt").open("wb", buffering=_BUFFER)
            self._triples.write(triples)
        self._waiting += len(triples)
        if self._waiting > min(max(self._loaded // _OF_LOADED, _FEWEST_TRIPLES), _MOST_TRIPLES):
            self._load_triples()

    def _load_triples(self) -> None:
        if self._triples is None:
            return
        with self._writes():
            self._triples.close()
        path = Path(self._triples.name)
        self._triples, self._loaded, self._waiting = None, self._loaded + self._waiting, 0
        # No more than one waits for the one that is being loaded.
        for one in self._begun[0][:-1]:
            one.result()
        self._begin(0, lambda: self._load_file(path))

    @contextmanager
    def _writes(self) -> Iterator[None]:
        """For what may fill the disk."""
        try:
            yield
        except OSError as error:
            raise StoreError(f"{self._folder}: cannot be written: {error}") from error

    def _load_file(self, triples: Path) -> None:
        self._rdf.load_file(triples)
        triples.unlink()

    def _begin(self, pool: int, work: Callable[[], None]) -> None:
        running = [one for one in self._begun[pool] if not one.done() or one.exception()]
        self._begun[pool] = [*running, self._pools[pool].submit(work)]


def _in_order(files: dict[str, Path]) -> Iterator[tuple[str, Path]]:
    """Nodes before edges; a file goes when it has been loaded."""
    for name in sorted(files, key=lambda name: (EdgeTable.parse(name) is not None, name)):
        yield name, files[name]
        files[name].unlink(missing_ok=True)


def write_difference(base: Generation, generation: Generation, found: Difference, iri_base: str) -> None:
    """Make the stores of ``generation`` those of ``base``, which stay as they are, with the difference carried out.

    What both have is on the disk once: their files are the same, and no engine writes into one that is there.
    """
    generation.oxigraph.mkdir()
    for path in base.oxigraph.iterdir():
        # The engine never changes a finished table; the rest is small.
        _take_over(path, generation.oxigraph / path.name, link=path.suffix == ".sst")
    _take_over(base.ladybug, generation.ladybug, link=True)
    with OxigraphStore(generation.oxigraph, base=iri_base, read_only=False) as rdf:
        rdf.change(found)
    with LadybugStore(generation.ladybug, read_only=False) as graph:
        graph.change(found)


def _take_over(source: Path, target: Path, *, link: bool) -> None:
    if link:
        with suppress(OSError):
            os.link(source, target)
            return
    shutil.copy2(source, target)
