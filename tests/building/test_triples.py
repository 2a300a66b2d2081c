"""Triples that wait in files and go into the store as one stream."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.building import triples
from kg.building.triples import TripleLoading
from kg.errors import StoreError
from kg.stores.oxigraph_store import OxigraphStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OxigraphStore]:
    with OxigraphStore(tmp_path / "oxigraph", read_only=False) as opened:
        yield opened


def _lines(first: int, count: int) -> bytes:
    rows = (f'<https://e.example/{n}> <https://e.example/is> "{n}" .\n' for n in range(first, first + count))
    return "".join(rows).encode()


def _load(store: OxigraphStore, folder: Path) -> None:
    loading = TripleLoading(store, folder)
    for first in range(0, 1000, 10):
        loading.take(_lines(first, 10))
    loading.finish()
    loading.close()


def _expected() -> list[bytes]:
    return sorted(_lines(0, 1000).splitlines())


@pytest.mark.parametrize("part", [1, 1000, 1 << 20])
def test_all_that_came_is_in_the_store_however_many_files_it_waited_in(
    store: OxigraphStore, tmp_path: Path, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(triples, "_PART", part)
    _load(store, tmp_path / "rows")
    assert store.n_triples().splitlines() == _expected()
    assert not list((tmp_path / "rows").glob("[0-9]*"))


def test_where_there_are_no_named_pipes_each_file_is_loaded_by_itself(
    store: OxigraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(triples, "_PART", 5000)
    monkeypatch.delattr(os, "mkfifo", raising=False)
    _load(store, tmp_path / "rows")
    assert store.n_triples().splitlines() == _expected()


def test_nothing_to_load_is_no_load(store: OxigraphStore, tmp_path: Path) -> None:
    loading = TripleLoading(store, tmp_path / "rows")
    loading.take(b"")
    loading.finish()
    loading.close()
    assert store.n_triples() == b""
    assert not (tmp_path / "rows").exists()


def test_what_is_given_up_in_the_middle_ends_by_itself(
    store: OxigraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(triples, "_PART", 1000)
    loading = TripleLoading(store, tmp_path / "rows")
    loading.take(_lines(0, 1000))
    loading.close()


@pytest.mark.parametrize("with_pipes", [True, False])
def test_an_engine_that_fails_is_an_error_for_the_one_who_brings_triples(
    store: OxigraphStore, tmp_path: Path, with_pipes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(triples, "_PART", 1000)
    if not with_pipes:
        monkeypatch.delattr(os, "mkfifo", raising=False)
    store.close()
    loading = TripleLoading(store, tmp_path / "rows")
    with pytest.raises(StoreError, match="the store is closed"):
        for first in range(0, 100_000, 1000):
            loading.take(_lines(first, 1000))
        loading.finish()
    loading.close()


def test_an_engine_that_stops_reading_is_an_error_too(
    store: OxigraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(triples, "_PART", 1000)
    loading = TripleLoading(store, tmp_path / "rows")
    with pytest.raises(SyntaxError):
        loading.take(b"this is no triple\n")
        for first in range(0, 100_000, 1000):
            loading.take(_lines(first, 1000))
        loading.finish()
    loading.close()


def test_a_folder_that_cannot_be_made_is_a_message(store: OxigraphStore, tmp_path: Path) -> None:
    (tmp_path / "rows").write_text("a file")
    loading = TripleLoading(store, tmp_path / "rows")
    with pytest.raises(StoreError, match="cannot be written"):
        loading.take(_lines(0, 1))
    loading.close()


@pytest.mark.skipif(
    not hasattr(os, "sched_getaffinity"), reason="the system does not tell which cores a thread may use"
)
def test_the_cores_that_were_held_back_are_given_back(store: OxigraphStore, tmp_path: Path) -> None:
    before = os.sched_getaffinity(0)
    _load(store, tmp_path / "rows")
    assert os.sched_getaffinity(0) == before
