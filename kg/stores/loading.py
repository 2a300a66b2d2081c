"""Load one graph into several stores at the same time."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from kg.stores.protocol import Store
from kg.tables import GraphTables


def load_all(stores: Sequence[Store], tables: GraphTables) -> None:
    """Load ``tables`` into every store, each in a thread of its own: the engines work outside of Python.

    Raises the first StoreError, after all loads have come to their end.
    """
    with ThreadPoolExecutor(max_workers=max(1, len(stores))) as pool:
        for done in [pool.submit(store.load, tables) for store in stores]:
            done.result()
