"""Load one graph into several embedded stores at the same time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Protocol, Self, cast

from kg.stores.protocol import Store, open_store
from kg.tables import GraphTables


class Embedded(Store, Protocol):
    """A store on disk that a build fills: with one graph, and then with more."""

    def extend(self, tables: GraphTables, classes: Mapping[str, str]) -> None:
        """Add nodes and edges that the store does not hold; ``classes`` has the class of every node, held or new."""
        ...


def open_embedded(url: str, *, base: str) -> Embedded:
    """The embedded store of a URL, to be written; raises as `open_store` does."""
    return cast(Embedded, open_store(url, base=base, read_only=False))


class Loading:
    """Loads stores in threads of their own, for the engines work outside of Python; leaving it waits for them.

    Raises the first StoreError, after all loads have come to their end.
    """

    def __init__(self, stores: Sequence[Embedded]) -> None:
        self._stores = stores
        self._pool = ThreadPoolExecutor(max_workers=max(1, len(stores)))
        self._waiting: list[Future[None]] = []

    def load(self, tables: GraphTables) -> None:
        """Begin to make every store hold exactly this graph."""
        self._begin(lambda store: store.load(tables))

    def extend(self, tables: GraphTables, classes: Mapping[str, str]) -> None:
        """Begin to add to every store, when its load is done; see `Embedded.extend`."""
        self._wait()
        self._begin(lambda store: store.extend(tables, classes))

    def _begin(self, work: Callable[[Embedded], None]) -> None:
        self._waiting = [self._pool.submit(work, store) for store in self._stores]

    def _wait(self) -> None:
        errors = [one.exception() for one in self._waiting]
        self._waiting = []
        for error in errors:
            if error is not None:
                raise error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._wait()
        finally:
            self._pool.shutdown()


def load_all(stores: Sequence[Store], tables: GraphTables) -> None:
    """Load one graph into every store at once; raises the first StoreError, after all have come to their end."""
    with Loading([cast(Embedded, store) for store in stores]) as loading:
        loading.load(tables)
