"""Writes a graph into both stores of a new generation: the whole from a stream of pieces, or what differs from another."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from kg.building.pieces import RenderedPiece
from kg.building.triples import TripleLoading, written_into
from kg.building.workers import available_cores
from kg.generations import Generation
from kg.stores.csv_rows import EdgeTable
from kg.stores.difference import Difference
from kg.stores.ladybug_store import LadybugStore
from kg.stores.oxigraph_store import OxigraphStore

_ROWS = "rows"
_BUFFER = 1 << 20
_WORTH_THREADS = 64 << 20  # bytes of rows


class Writing:
    """Takes pieces as they come and has the engines load them in threads of their own, outside of Python.

    Triples are loaded while pieces come. Rows of the property graph wait in files until the end, for the ends of an
    edge have to be there before it, and the memory of two engines and all workers at once is more than a laptop has.
    """

    def __init__(self, generation: Generation, base: str) -> None:
        self.counts: Counter[str] = Counter()
        self._rdf = OxigraphStore(generation.oxigraph, base=base, read_only=False)
        self._graph = LadybugStore(generation.ladybug, read_only=False)
        self._folder = generation.path / _ROWS
        self._triples = TripleLoading(self._rdf, self._folder)
        self._files: dict[str, IO[bytes]] = {}

    def take(self, piece: RenderedPiece) -> None:
        """Add a piece, whose edges may lead to nodes of other pieces. Raises StoreError."""
        self.counts.update(piece.counts)
        self._triples.take(piece.triples)
        with written_into(self._folder):
            for name, rows in piece.tables.items():
                if name not in self._files:
                    self._folder.mkdir(parents=True, exist_ok=True)
                    self._files[name] = (self._folder / f"{name}.csv").open("wb", buffering=_BUFFER)
                self._files[name].write(rows)

    def finish(self) -> None:
        """Have everything in both stores, and close them. Raises the first StoreError."""
        with ThreadPoolExecutor(1) as pool:
            loading = pool.submit(self._load_rows)
            self._triples.finish()
            loading.result()
        self.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def close(self) -> None:
        """Let go of both stores, after what was begun has come to its end."""
        self._triples.close()
        for file in self._files.values():
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

    def _load_rows(self) -> None:
        files = {}
        with written_into(self._folder):
            for name, file in self._files.items():
                file.close()
                files[name] = Path(file.name)
            size = sum(path.stat().st_size for path in files.values())
        threads = available_cores() if size > _WORTH_THREADS else 1
        self._graph.load_files(_in_order(files), threads=threads)


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
