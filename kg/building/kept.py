"""What a build has worked out, kept by what it was worked out from, so that no build does it again.

One SQLite file in the graph folder. A key is a hash of everything that a result depends on, so a result is right or
not there; it never has to be thrown away because something else changed. Each has a checksum: one that is damaged
counts as not there, and a file that is no database any more is begun anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from kg.errors import StoreError

NAME = "kept.sqlite"
Kind = Literal[
    "record", "letters", "brief", "sketches", "shares", "outline", "gist", "likeness", "linkable", "links"
]

_BESIDE = ("", "-wal", "-shm", "-journal")
_TABLE = """
CREATE TABLE IF NOT EXISTS kept (
  kind TEXT NOT NULL, key TEXT NOT NULL, digest BLOB NOT NULL, data BLOB NOT NULL, PRIMARY KEY (kind, key)
)
"""
_AT_ONCE = 500  # keys in one question; SQLite takes 999 in its older versions


class Kept:
    """The results in the file ``path``; ``read_only`` is for the workers of a build, which only look.

    Raises StoreError where the file cannot be written.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self._read_only = read_only
        with self._writing():
            try:
                self._connection = self._opened()
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                self._remove()
                self._connection = self._opened()

    def get(self, kind: Kind, key: str) -> bytes | None:
        """The result, None where it is not there or damaged."""
        return self.find(kind, [key]).get(key)

    def find(self, kind: Kind, keys: Iterable[str]) -> dict[str, bytes]:
        """Those of the results that are there, by key."""
        wanted = list(keys)
        found: dict[str, bytes] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            places = ",".join("?" * len(some))
            question = f"SELECT key, digest, data FROM kept WHERE kind = ? AND key IN ({places})"
            rows = self._rows(question, (kind, *some))
            found |= {key: data for key, digest, data in rows if _digest(kind, key, data) == digest}
        return found

    def known(self, kind: Kind, keys: Iterable[str]) -> list[str]:
        """Those of the keys under which there is a result, damaged or not."""
        held = {key for key, *_ in self._rows("SELECT key, '', '' FROM kept WHERE kind = ?", (kind,))}
        return [key for key in keys if key in held]

    def put(self, kind: Kind, key: str, data: bytes) -> None:
        """Keep a result; it is safe after the next ``commit``."""
        row = (kind, key, _digest(kind, key, data), data)
        with self._writing():
            self._connection.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", row)

    def commit(self) -> None:
        """Have everything that was put in survive whatever happens to this process."""
        with self._writing():
            self._connection.commit()

    def forget_others(self, used: Mapping[Kind, Iterable[str]]) -> None:
        """Remove all results but these."""
        kept = {kind: frozenset(keys) for kind, keys in used.items()}
        others = [
            (kind, key)
            for kind, key in self._rows("SELECT kind, key FROM kept", ())
            if key not in kept.get(kind, ())
        ]
        self._remove_results(others)

    def drop_damaged(self) -> None:
        """Look at every result and remove those that are not as they were put in."""
        damaged = [
            (kind, key)
            for kind, key, digest, data in self._rows("SELECT kind, key, digest, data FROM kept", ())
            if _digest(kind, key, data) != digest
        ]
        self._remove_results(damaged)

    def _remove_results(self, names: list[tuple[str, str]]) -> None:
        with self._writing():
            self._connection.executemany("DELETE FROM kept WHERE kind = ? AND key = ?", names)
            self._connection.commit()

    def close(self) -> None:
        """Keep what was put in and let go of the file."""
        if not self._read_only:
            with suppress(StoreError):
                self.commit()
        self._connection.close()

    def __enter__(self) -> Self:
        """The results themselves."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def _opened(self) -> sqlite3.Connection:
        # Threads take turns here; none uses it while another does.
        if self._read_only:
            return sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True, timeout=60)
        connection = sqlite3.connect(self.path, timeout=60)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(_TABLE)
            connection.commit()
        except BaseException:
            connection.close()
            raise
        return connection

    def _rows(self, question: str, values: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self._connection.execute(question, values)
        except sqlite3.DatabaseError:
            # What cannot be read is worked out again; writing will say if the whole file is beyond use.
            return

    def _remove(self) -> None:
        for ending in _BESIDE:
            Path(f"{self.path}{ending}").unlink(missing_ok=True)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise StoreError(f"{self.path}: cannot be written: {error}") from error
        except sqlite3.DatabaseError as error:
            if not self._read_only:
                self._remove()
            raise StoreError(
                f"{self.path}: was damaged ({error}) and is removed; run the build again"
            ) from error


def _digest(kind: str, key: str, data: bytes) -> bytes:
    return blake2b(data, digest_size=16, key=f"{kind} {key}".encode()[:64]).digest()
