"""The records of documents that are kept, read again when they are asked for; the latest are at hand."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Generic, TypeVar

from kg.building.codec import unpacked
from kg.building.kept import Kept
from kg.building.units import Held
from kg.errors import StoreError
from kg.model import Document

T = TypeVar("T")

# Kept in memory for the next step of a build of a few documents, which one process does; in each of many workers every
# record is asked for once.
_DOCUMENTS = 24


class Damaged(StoreError):
    """A kept record that cannot be read any more."""


class Recent(Generic[T]):
    """The latest of what was made, by key."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[str, T] = OrderedDict()

    def get(self, key: str, make: Callable[[], T]) -> T:
        """What is there under the key, else what ``make`` gives."""
        if key not in self._values:
            self.put(key, make())
        self._values.move_to_end(key)
        return self._values[key]

    def put(self, key: str, value: T) -> None:
        """Keep a value, for the one that was not asked for longest."""
        self._values[key] = value
        if len(self._values) > self._most:
            self._values.popitem(last=False)


class Records:
    """The documents in a store of what is kept, by where they are held."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._documents = Recent[tuple[Document, ...]](_DOCUMENTS)

    def document(self, held: Held) -> Document:
        """The record of a document that is kept, under its stem in this graph."""
        document = self.as_read(held)
        return document if document.stem == held.stem else replace(document, stem=held.stem)

    def as_read(self, held: Held) -> Document:
        """The same under the stem of its file, which another document may have too."""
        return self.of_source(held.record)[held.number]

    def of_source(self, key: str) -> tuple[Document, ...]:
        """All documents of a source."""
        return self._documents.get(key, lambda: self._kept_documents(key))

    def remember(self, record: str, documents: tuple[Document, ...]) -> None:
        """Have records at hand that were made just now."""
        self._documents.put(record, documents)

    def _kept_documents(self, key: str) -> tuple[Document, ...]:
        data = self._kept.get("record", key)
        if data is None:
            raise Damaged("a kept record is damaged; run the build again")
        return unpacked(data, tuple[Document, ...])
