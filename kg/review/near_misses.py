"""Candidates just below the threshold, kept beside a graph for `kg review`: one SQLite file, a row for each pair of documents.

A graph that is written as changes of another one has the rows of changed pairs alone, in front of the other one's; an
empty row stands for a pair that is no longer compared.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from kg.alignment.records import Alignment
from kg.building.codec import packed, unpacked
from kg.errors import InputError, StoreError

# In the folder of a generation.
NAME = "near-misses.sqlite"

# The stems of both documents, and their candidates as bytes.
Row = tuple[str, str, bytes]

_TABLE = "CREATE TABLE near (lower TEXT, upper TEXT, links BLOB, PRIMARY KEY (lower, upper)) WITHOUT ROWID"
_NOT_ANY_MORE = b""


def row_of(lower: str, upper: str, links: Iterable[Alignment]) -> Row:
    """The row of a pair of documents."""
    return lower, upper, packed_links(links)


def packed_links(links: Iterable[Alignment]) -> bytes:
    """Candidates of a pair as its row holds them."""
    found = tuple(links)
    return packed(found) if found else _NOT_ANY_MORE


def unpacked_links(data: bytes) -> tuple[Alignment, ...]:
    """The candidates in a row of a pair."""
    return unpacked(data, tuple[Alignment, ...]) if data != _NOT_ANY_MORE else ()


def write_near_misses(path: Path, rows: Iterable[Row]) -> None:
    """Keep rows; of one pair the last. Raises StoreError where the file cannot be written."""
    try:
        with closing(sqlite3.connect(path)) as connection, connection:
            # A generation counts only once it is whole: what a power cut leaves is thrown away.
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(_TABLE)
            connection.executemany("INSERT OR REPLACE INTO near VALUES (?, ?, ?)", rows)
    except sqlite3.Error as error:
        raise StoreError(f"{path}: cannot be written: {error}") from error


def read_near_misses(paths: Sequence[Path], documents: Collection[str] = ()) -> list[Alignment]:
    """The candidates in some files, by pair of documents; of one pair those of the first file that has it.

    ``documents`` are the stems of those whose pairs are wanted, all where none is given. A file that is not there
    holds nothing. Raises InputError for one that is damaged.
    """
    found: dict[tuple[str, str], tuple[Alignment, ...]] = {}
    for path in paths:
        for lower, upper, links in _rows(path, documents):
            if (lower, upper) not in found:
                found[lower, upper] = _links(path, links)
    return [link for _, links in sorted(found.items()) for link in links]


def _links(path: Path, data: bytes) -> tuple[Alignment, ...]:
    try:
        return unpacked_links(data)
    except ValueError as error:
        raise InputError(
            path, f"is damaged ({error}), or of another version; build the graph anew"
        ) from error


def _rows(path: Path, documents: Collection[str]) -> Iterator[Row]:
    if not path.exists():
        return
    wanted = list(documents)
    places = ",".join("?" * len(wanted))
    only = f" WHERE lower IN ({places}) OR upper IN ({places})" if wanted else ""
    try:
        # Nothing changes a finished generation, so that no lock is needed, not even on a disk that takes none.
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as connection:
            yield from connection.execute(f"SELECT lower, upper, links FROM near{only}", [*wanted, *wanted])
    except sqlite3.Error as error:
        raise InputError(path, f"is damaged ({error}); build the graph anew") from error
