"""A document's pieces as sparse tables: how often which gram and which concept occurs in each.

Grams are single characters and pairs of characters of running Chinese text; quotes and brackets are looked
through, punctuation, digits and letters end a run. A gram is a number made of its characters, a concept its number
in the scheme, so that tables of different documents can be laid side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kg.alignment.concept_finder import ConceptFinder
from kg.alignment.text import DocumentText, Range

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

_LOOKED_THROUGH = np.array([ord(c) for c in "“”‘’\"'()〔〕[]【】《》 "], dtype=np.uint32)
_FIRST, _LAST = 0x4E00, 0x9FFF
SINGLE = 1 << 16  # the numbers below are of single characters


def gram_number(gram: str) -> int:
    """The number of a character or of a pair of characters.

    >>> gram_number("办") < SINGLE < gram_number("办节")
    True
    """
    return ord(gram) if len(gram) == 1 else ord(gram[0]) * SINGLE + ord(gram[1])


def gram_text(number: int) -> str:
    """The characters of a gram's number.

    >>> gram_text(gram_number("办节"))
    '办节'
    """
    return chr(number) if number < SINGLE else chr(number // SINGLE) + chr(number % SINGLE)


@dataclass(frozen=True)
class Rows:
    """A sparse table: row ``i`` holds ``columns[starts[i]:starts[i + 1]]`` with the counts beside them."""

    starts: Integers
    columns: Integers
    counts: Floats

    def __len__(self) -> int:
        return len(self.starts) - 1

    @classmethod
    def of(cls, row: Integers, column: Integers, weight: Floats, rows: int) -> Rows:
        """The table of some entries; those of one place are added up."""
        width = int(column.max(initial=0)) + 1
        place = row * width + column
        order = np.argsort(place)
        place = place[order]
        first = np.flatnonzero(np.diff(place, prepend=-1))
        counts = np.add.reduceat(weight[order], first) if len(first) else weight
        row, column = np.divmod(place[first], width)
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.bincount(row, minlength=rows))])
        return cls(starts, column, counts.astype(np.float32))

    @cached_property
    def row_of(self) -> Integers:
        """The row of each entry."""
        return np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.starts))

    def take(self, rows: Integers) -> Rows:
        """The table of the rows named, in that order."""
        lengths = np.diff(self.starts)[rows]
        starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)])
        places = np.arange(starts[-1], dtype=np.int64) + np.repeat(self.starts[rows] - starts[:-1], lengths)
        return Rows(starts, self.columns[places], self.counts[places])


@dataclass(frozen=True, slots=True)
class Units:
    """The grams and concepts of pieces of one kind, and the item each piece belongs to."""

    grams: Rows
    concepts: Rows
    item: Integers


@dataclass(frozen=True)
class EncodedDocument:
    """A document's pieces as tables; in ``items`` the title counts twice."""

    text: DocumentText
    items: Units
    names: Units
    sentences: Units
    clauses: Units

    @cached_property
    def gram_frequency(self) -> tuple[Integers, Integers]:
        """The grams of the document and in how many items each occurs."""
        return np.unique(self.items.grams.columns, return_counts=True)

    @cached_property
    def concept_frequency(self) -> tuple[Integers, Integers]:
        """The concepts of the document and in how many items each occurs."""
        return np.unique(self.items.concepts.columns, return_counts=True)


@dataclass(frozen=True, slots=True)
class _Marks:
    """Grams or concepts in the order of their first position; ``last`` is the position behind each."""

    number: Integers
    first: Integers
    last: Integers


def encode(text: DocumentText, finder: ConceptFinder) -> EncodedDocument:
    """A document as tables; linear in its length."""
    grams, concepts = _grams(text.reading.plain), _concepts(text, finder)
    parts = [item.parts for item in text.items]
    titles = [item.parts[:1] for item in text.items]

    def units(ranges_of: Sequence[Sequence[Sequence[Range]]]) -> Units:
        """The tables of pieces of some ranges each, by item."""
        pieces = [ranges for pieces in ranges_of for ranges in pieces]
        item = np.repeat(np.arange(len(ranges_of), dtype=np.int64), [len(pieces) for pieces in ranges_of])
        return Units(_rows(pieces, grams), _distinct_rows(pieces, concepts), item)

    names = units([[title] for title in titles])
    items = units([[part] for part in parts])
    return EncodedDocument(
        text,
        items=Units(_sum(items.grams, names.grams), _sum(items.concepts, names.concepts), items.item),
        names=names,
        sentences=units([[(piece,) for piece in item.sentences] for item in text.items]),
        clauses=units([[(piece,) for piece in item.clauses] for item in text.items]),
    )


def _grams(plain: str) -> _Marks:
    letters = np.frombuffer(plain.encode("utf-32-le"), dtype=np.uint32)
    place = np.flatnonzero(~np.isin(letters, _LOOKED_THROUGH)).astype(np.int64)
    letters = letters[place].astype(np.int64)
    chinese = (letters >= _FIRST) & (letters <= _LAST)
    pair = chinese[:-1] & chinese[1:]
    number = np.concatenate([letters[chinese], letters[:-1][pair] * SINGLE + letters[1:][pair]])
    first = np.concatenate([place[chinese], place[:-1][pair]])
    last = np.concatenate([place[chinese], place[1:][pair]]) + 1
    return _Marks(number, first, last)


def _concepts(text: DocumentText, finder: ConceptFinder) -> _Marks:
    found = [
        (number, start + a, start + b)
        for item in text.items
        for start, end in item.parts
        for number, a, b in finder.find(text.reading.plain[start:end])
    ]
    table = np.array(found, dtype=np.int64).reshape(-1, 3)
    return _Marks(table[:, 0], table[:, 1], table[:, 2])


def _inside(pieces: Sequence[Sequence[Range]], marks: _Marks) -> tuple[Integers, NDArray[np.bool_]]:
    """The piece each mark is in, and whether it is in one; ranges do not overlap and stand in order."""
    ranges = [(a, b, n) for n, ranges in enumerate(pieces) for a, b in ranges if a < b]
    if not ranges:
        return np.zeros(len(marks.first), np.int64), np.zeros(len(marks.first), bool)
    starts, ends, piece = np.array(ranges, dtype=np.int64).T
    at = np.searchsorted(starts, marks.first, side="right") - 1
    inside = (at >= 0) & (marks.last <= ends[at])
    return piece[at], inside


def _rows(pieces: Sequence[Sequence[Range]], marks: _Marks) -> Rows:
    piece, inside = _inside(pieces, marks)
    return Rows.of(piece[inside], marks.number[inside], np.ones(int(inside.sum()), np.float32), len(pieces))


def _distinct_rows(pieces: Sequence[Sequence[Range]], marks: _Marks) -> Rows:
    """As `_rows`; names of one concept that end at one place are one mention."""
    piece, inside = _inside(pieces, marks)
    numbers, lasts = marks.number[inside], marks.last[inside]
    width, length = int(numbers.max(initial=0)) + 1, int(lasts.max(initial=0)) + 1
    mentions = np.unique((piece[inside] * width + numbers) * length + lasts)
    row, column = np.divmod(mentions // length, width)
    return Rows.of(row, column, np.ones(len(mentions), np.float32), len(pieces))


def _sum(one: Rows, other: Rows) -> Rows:
    return Rows.of(
        np.concatenate([one.row_of, other.row_of]),
        np.concatenate([one.columns, other.columns]),
        np.concatenate([one.counts, other.counts]),
        len(one),
    )
