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

_LOOKED_THROUGH = np.zeros(1 << 16, dtype=bool)
_LOOKED_THROUGH[[ord(c) for c in "“”‘’\"'()〔〕[]【】《》 "]] = True
_FIRST, _LAST = 0x4E00, 0x9FFF
_BETWEEN = "。"  # ends every name of a concept
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
    def of(cls, row: Integers, column: Integers, rows: int) -> Rows:
        """The table that counts how often each place occurs."""
        width = int(column.max(initial=0)) + 1
        place = np.sort(row * width + column)
        first = np.flatnonzero(np.diff(place, prepend=-1))
        counts = np.diff(first, append=len(place))
        row, column = np.divmod(place[first], width)
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.bincount(row, minlength=rows))])
        return cls(starts, column, counts.astype(np.float32))

    @property
    def row_of(self) -> Integers:
        """The row of each entry."""
        return np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.starts))


@dataclass(frozen=True)
class Units:
    """The grams and concepts of pieces of one kind, and the item each piece belongs to, in order.

    Columns are places among the document's grams and concepts. Every item has at least one piece.
    """

    grams: Rows
    concepts: Rows
    item: Integers

    @cached_property
    def starts(self) -> Integers:
        """The first piece of each item."""
        return np.flatnonzero(np.diff(self.item, prepend=-1))


@dataclass(frozen=True)
class EncodedDocument:
    """A document's pieces as tables, made when they are asked for; in ``items`` the title counts twice.

    Linear in its length.
    """

    text: DocumentText
    finder: ConceptFinder

    @property
    def grams(self) -> Integers:
        """The numbers of all grams in its items, ascending."""
        return self._grams.numbers

    @property
    def concepts(self) -> Integers:
        """The numbers of all concepts in its items, ascending."""
        return self._concepts.numbers

    @cached_property
    def item_grams(self) -> Rows:
        """The grams of the items alone: all that choosing candidates needs."""
        return _rows([self._wholes, self._titles], self._grams)

    @cached_property
    def items(self) -> Units:
        """The items, the title twice."""
        concepts = _rows([self._wholes, self._titles], self._concepts)
        return Units(self.item_grams, concepts, self._wholes.item)

    @cached_property
    def names(self) -> Units:
        """The titles of the items."""
        return self._units(self._titles)

    @cached_property
    def sentences(self) -> Units:
        """The sentences of the items."""
        return self._units(_Pieces.of([[(one,) for one in item.sentences] for item in self.text.items]))

    @cached_property
    def clauses(self) -> Units:
        """The clauses of the items."""
        return self._units(_Pieces.of([[(one,) for one in item.clauses] for item in self.text.items]))

    def _units(self, pieces: _Pieces) -> Units:
        return Units(_rows([pieces], self._grams), _rows([pieces], self._concepts), pieces.item)

    @cached_property
    def _wholes(self) -> _Pieces:
        return _Pieces.of([[item.parts] for item in self.text.items])

    @cached_property
    def _titles(self) -> _Pieces:
        return _Pieces.of([[item.parts[:1]] for item in self.text.items])

    @cached_property
    def _grams(self) -> _Marks:
        return _Marks.of(*_grams(self.text.reading.plain), self._wholes)

    @cached_property
    def _concepts(self) -> _Marks:
        return _Marks.of(*_concepts(self.text, self.finder), self._wholes)


def encode(text: DocumentText, finder: ConceptFinder) -> EncodedDocument:
    """A document as tables."""
    return EncodedDocument(text, finder)


@dataclass(frozen=True, eq=False)
class _Pieces:
    """Pieces of a text by number: their ranges, the piece of each range, the item of each piece."""

    ranges: Sequence[Range]
    piece: Integers
    item: Integers

    @classmethod
    def of(cls, pieces_of: Sequence[Sequence[Sequence[Range]]]) -> _Pieces:
        """The pieces of some ranges each, by item."""
        pieces = [ranges for pieces in pieces_of for ranges in pieces]
        item = np.repeat(np.arange(len(pieces_of), dtype=np.int64), [len(pieces) for pieces in pieces_of])
        piece = np.repeat(np.arange(len(pieces), dtype=np.int64), [len(ranges) for ranges in pieces])
        return cls([one for ranges in pieces for one in ranges], piece, item)

    def holding(self, first: Integers, last: Integers) -> Integers:
        """The piece of which one range holds all from the first to before the last position, −1 where none does."""
        found = self._range_at.take(first, mode="clip")
        inside = (found >= 0) & (found == self._range_at.take(last - 1, mode="clip"))
        return np.where(inside, self.piece.take(found, mode="clip") if len(self.piece) else -1, -1)

    @cached_property
    def _range_at(self) -> Integers:
        """The range at each place of the text, −1 where there is none, as at the last of all."""
        range_at = np.full(max((end for _, end in self.ranges), default=0) + 1, -1, dtype=np.int64)
        for number, (start, end) in enumerate(self.ranges):
            range_at[start:end] = number
        return range_at


@dataclass(frozen=True, slots=True)
class _Marks:
    """Grams or concepts of a document: their numbers, ascending, and for each place in its items which, from, to."""

    numbers: Integers
    column: Integers
    first: Integers
    last: Integers

    @classmethod
    def of(cls, number: Integers, first: Integers, last: Integers, items: _Pieces) -> _Marks:
        """The marks that stand in items."""
        inside = items.holding(first, last) >= 0
        numbers, column = np.unique(number[inside], return_inverse=True)
        return cls(numbers, column, first[inside], last[inside])


def _grams(plain: str) -> tuple[Integers, Integers, Integers]:
    """The number of every gram, where it begins and where it ends."""
    letters = np.frombuffer(plain.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    place = np.flatnonzero(~_LOOKED_THROUGH[np.minimum(letters, len(_LOOKED_THROUGH) - 1)])
    letters = letters[place]
    chinese = (letters >= _FIRST) & (letters <= _LAST)
    pair = chinese[:-1] & chinese[1:]
    number = np.concatenate([letters[chinese], letters[:-1][pair] * SINGLE + letters[1:][pair]])
    first = np.concatenate([place[chinese], place[:-1][pair]])
    last = np.concatenate([place[chinese], place[1:][pair]]) + 1
    return number, first, last


def _concepts(text: DocumentText, finder: ConceptFinder) -> tuple[Integers, Integers, Integers]:
    """The number of every concept, where its name begins and ends; those that end at one place are one mention."""
    parts = [part for item in text.items for part in item.parts]
    # All parts in one text: looking for names part by part costs more than finding them.
    found = finder.find(_BETWEEN.join(text.reading.plain[start:end] for start, end in parts))
    starts = np.array([start for start, _ in parts], dtype=np.int64)
    begins = np.cumsum([0, *(end - start + len(_BETWEEN) for start, end in parts[:-1])])
    part = np.searchsorted(begins, found[:, 1], side="right") - 1
    shift = (starts - begins)[part] if parts else np.zeros(0, np.int64)
    number, first, last = found[:, 0], found[:, 1] + shift, found[:, 2] + shift
    # The shortest of them stands in every piece that any of them stands in.
    order = np.lexsort((-first, last, number))
    number, first, last = number[order], first[order], last[order]
    distinct = (np.diff(number, prepend=-1) != 0) | (np.diff(last, prepend=-1) != 0)
    return number[distinct], first[distinct], last[distinct]


def _rows(pieces: Sequence[_Pieces], marks: _Marks) -> Rows:
    """How often each mark stands in each piece of each kind, added up."""
    held = np.concatenate([one.holding(marks.first, marks.last) for one in pieces])
    column = np.tile(marks.column, len(pieces))
    inside = held >= 0
    return Rows.of(held[inside], column[inside], len(pieces[0].item))
