"""Load one graph into several stores at the same time."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from kg.stores.protocol import Store
from kg.tables import GraphTables


def load_all(stores: Sequence[Store], tables: GraphTables) -> None:
    """Load one graph into every store at once, in threads, for the engines work outside of Python.

    Raises the first StoreError, after all loads have come to their end.
    """
    with ThreadPoolExecutor(max_workers=max(1, len(stores))) as pool:
        waiting = [pool.submit(store.load, tables) for store in stores]
    for one in waiting:
        one.result()
