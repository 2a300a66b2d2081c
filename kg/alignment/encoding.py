"""Counts as arrays: names become numbers, pieces become rows of one sparse table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kg.alignment.text import Counts, DocumentText, ItemText, Piece

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]


class Vocabulary:
    """Numbers for names: those of the background first, then new ones as they come.

    >>> words = Vocabulary(["办", "节"])
    >>> words.numbers({"节": 2, "新": 1}), len(words)
    ([1, 2], 3)
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._number = {name: number for number, name in enumerate(names)}

    def __len__(self) -> int:
        return len(self._number)

    def numbers(self, counts: Counts) -> list[int]:
        """The numbers of the counted names; a new name gets the next one."""
        number = self._number
        return [number.setdefault(name, len(number)) for name in counts]

    def names(self) -> list[str]:
        """All names, by number."""
        return list(self._number)

    def lengths(self) -> Integers:
        """The number of characters of each name."""
        return np.fromiter(map(len, self._number), dtype=np.int64, count=len(self._number))


@dataclass(frozen=True, slots=True)
class Rows:
    """A sparse table: row ``i`` holds ``columns[starts[i]:starts[i + 1]]`` with the counts beside them."""

    starts: Integers
    columns: Integers
    counts: Floats

    def __len__(self) -> int:
        return len(self.starts) - 1

    @classmethod
    def of(cls, pieces: Sequence[Counts], vocabulary: Vocabulary) -> Rows:
        """One row for each counted piece."""
        starts = np.zeros(len(pieces) + 1, dtype=np.int64)
        np.cumsum([len(counts) for counts in pieces], out=starts[1:])
        columns = [number for counts in pieces for number in vocabulary.numbers(counts)]
        counts = [float(count) for counts in pieces for count in counts.values()]
        return cls(starts, np.array(columns, dtype=np.int64), np.array(counts, dtype=np.float32))

    @property
    def row_of(self) -> Integers:
        """The row of each entry."""
        return np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.starts))

    def take(self, rows: Integers) -> Rows:
        """The table of the rows named, in that order."""
        lengths = np.diff(self.starts)[rows]
        starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)])
        shift = np.repeat(self.starts[rows] - starts[:-1], lengths)
        places = np.arange(starts[-1], dtype=np.int64) + shift
        return Rows(starts, self.columns[places], self.counts[places])

    def dense(self, place: Integers, weight: Floats) -> Floats:
        """√count · weight in the columns that ``place`` gives (−1: left out)."""
        table = np.zeros((len(self), len(weight)), dtype=np.float32)
        columns = place[self.columns]
        kept = columns >= 0
        columns = columns[kept]
        table[self.row_of[kept], columns] = np.sqrt(self.counts[kept]) * weight[columns]
        return table

    def frequency(self, size: int) -> Integers:
        """In how many rows each column occurs."""
        return np.bincount(self.columns, minlength=size)


@dataclass(frozen=True, slots=True)
class Units:
    """The grams and concepts of pieces of one kind, and the item each piece belongs to."""

    grams: Rows
    concepts: Rows
    item: Integers


class Comparable(Protocol):
    """What a document's items can be likened to."""

    def likeness(self, items: Units) -> Floats:
        """The cosine of each item with each of the other side's."""


@dataclass(frozen=True)
class EncodedDocument:
    """A document's pieces as tables."""

    text: DocumentText
    items: Units
    names: Units
    sentences: Units
    clauses: Units
    _likeness: dict[int, Floats] = field(default_factory=dict, repr=False, compare=False)

    def likeness(self, background: Comparable) -> Floats:
        """The likeness of each item to each of the background's, worked out once for all pairs."""
        known = self._likeness.get(id(background))
        if known is None:
            known = self._likeness[id(background)] = background.likeness(self.items)
        return known


@dataclass(frozen=True, slots=True)
class Encoder:
    """Brings documents to the numbers of one pair of vocabularies."""

    grams: Vocabulary
    concepts: Vocabulary

    def encode(self, text: DocumentText) -> EncodedDocument:
        """A document as tables."""
        return EncodedDocument(
            text,
            items=self._units([[item.whole] for item in text.items]),
            names=self._units([[item.name] for item in text.items]),
            sentences=self._units([_or_whole(item, item.sentences) for item in text.items]),
            clauses=self._units([_or_whole(item, item.clauses) for item in text.items]),
        )

    def _units(self, pieces_of: Sequence[Sequence[Piece]]) -> Units:
        pieces = [piece for pieces in pieces_of for piece in pieces]
        item = np.repeat(np.arange(len(pieces_of)), [len(pieces) for pieces in pieces_of])
        grams = Rows.of([piece.grams for piece in pieces], self.grams)
        concepts = Rows.of([piece.concepts for piece in pieces], self.concepts)
        return Units(grams, concepts, item.astype(np.int64))


def _or_whole(item: ItemText, pieces: Sequence[Piece]) -> Sequence[Piece]:
    """An item without text of its own still has one piece."""
    return pieces or [item.whole]
