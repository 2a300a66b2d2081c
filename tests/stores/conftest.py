"""The stores that the tests of this folder run over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.stores.protocol import STORES, Store, open_store
from kg.tables import GraphTables
from tests.stores.graphs import make_tables


@pytest.fixture(scope="session")
def tables() -> GraphTables:
    return make_tables(400)


@pytest.fixture(params=sorted(STORES))
def scheme(request: pytest.FixtureRequest) -> str:
    """Each kind of store in turn."""
    return str(request.param)


@pytest.fixture
def loaded(tmp_path: Path) -> Iterator[Callable[[str, GraphTables], Store]]:
    """Loads a graph into a new store and opens it to read; all are closed in the end."""
    opened: list[Store] = []

    def load(scheme: str, tables: GraphTables) -> Store:
        url = f"{scheme}:{tmp_path / f'{scheme}-{len(opened)}'}"
        with open_store(url, read_only=False) as writer:
            writer.load(tables)
        opened.append(open_store(url))
        return opened[-1]

    yield load
    for store in opened:
        store.close()
