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
from kg.alignment.ordering import ascending, distinct
from kg.alignment.stretches import stretches
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
        place = row * width + column
        place = place[ascending(place)]
        first = np.flatnonzero(np.diff(place, prepend=-1))
        counts = np.diff(first, append=len(place))
        place = place[first]
        begins = np.arange(rows + 1, dtype=np.int64) * width
        starts = np.searchsorted(place, begins)
        place -= np.repeat(begins[:-1], np.diff(starts))
        return cls(starts, place, counts.astype(np.float32))

    @property
    def row_of(self) -> Integers:
        """The row of each entry."""
        return np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.starts))

    def part(self, first: int, stop: int) -> Rows:
        """Some rows that follow each other."""
        begin, end = self.starts[first], self.starts[stop]
        return Rows(self.starts[first : stop + 1] - begin, self.columns[begin:end], self.counts[begin:end])

    def between(self, first: int, stop: int) -> Rows:
        """Some columns that follow each other."""
        kept = (self.columns >= first) & (self.columns < stop)
        before = np.concatenate([np.zeros(1, np.int64), np.cumsum(kept)])
        return Rows(before[self.starts], self.columns[kept] - first, self.counts[kept])


@dataclass(frozen=True)
class Units:
    """The grams and concepts of some pieces, and the item each piece belongs to.

    Columns of ``marks`` are places among the document's grams and, behind these, its concepts; ``divide`` is the first
    of the concepts, ``stop`` is behind the last. Of each kind of piece every item has at least one.
    """

    marks: Rows
    item: Integers
    divide: int
    stop: int

    def part(self, first: int, stop: int) -> Units:
        """Some pieces that follow each other."""
        return Units(self.marks.part(first, stop), self.item[first:stop], self.divide, self.stop)

    @cached_property
    def grams(self) -> Rows:
        """The grams alone; columns are places among the document's grams."""
        return self.marks.between(0, self.divide)

    @cached_property
    def concepts(self) -> Rows:
        """The concepts alone; columns are places among the document's concepts."""
        return self.marks.between(self.divide, self.stop)

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
        marks = self._grams
        wholes, titles = (one.holding(marks.first, marks.last) for one in (self._wholes, self._titles))
        held = np.concatenate([wholes, titles])
        inside = held >= 0
        return Rows.of(held[inside], np.tile(marks.column, 2)[inside], len(self.text.items))

    @cached_property
    def pieces(self) -> Units:
        """Titles, items, clauses and sentences one behind the other, in one table: many small ones take longer."""
        clauses = _Pieces.of([item.clauses for item in self.text.items])
        sentences = _Pieces.of([item.sentences for item in self.text.items])
        kinds = (self._titles, self._wholes, clauses, sentences)
        grams, concepts = self._grams, self._concepts
        first = np.concatenate([grams.first, concepts.first])
        last = np.concatenate([grams.last, concepts.last])
        column = np.concatenate([grams.column, concepts.column + len(grams.numbers)])
        firsts = np.cumsum([0, *(len(kind.item) for kind in kinds)])
        held = [kind.holding(first, last) for kind in kinds]
        rows, columns = [], []
        # What stands in a title stands once more in its item.
        for one, begin in (*zip(held, firsts[:-1], strict=True), (held[0], firsts[1])):
            inside = one >= 0
            rows.append(one[inside] + begin)
            columns.append(column[inside])
        marks = Rows.of(np.concatenate(rows), np.concatenate(columns), int(firsts[-1]))
        item = np.concatenate([kind.item for kind in kinds])
        return Units(marks, item, len(grams.numbers), len(grams.numbers) + len(concepts.numbers))

    @cached_property
    def names(self) -> Units:
        """The titles of the items."""
        return self.pieces.part(0, len(self.text.items))

    @cached_property
    def items(self) -> Units:
        """The items, the title twice."""
        return self.pieces.part(len(self.text.items), 2 * len(self.text.items))

    @cached_property
    def clauses(self) -> Units:
        """The clauses of the items."""
        return self.pieces.part(2 * len(self.text.items), self._first_sentence)

    @cached_property
    def sentences(self) -> Units:
        """The sentences of the items."""
        return self.pieces.part(self._first_sentence, len(self.pieces.item))

    @property
    def _first_sentence(self) -> int:
        return 2 * len(self.text.items) + sum(len(item.clauses) for item in self.text.items)

    @cached_property
    def _wholes(self) -> _Pieces:
        return _Pieces.of([item.parts for item in self.text.items], joined=True)

    @cached_property
    def _titles(self) -> _Pieces:
        return _Pieces.of([item.parts[:1] for item in self.text.items])

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
    """Pieces of a text: the item of each, and which range stands at each place, of which piece.

    ``range_at`` is −1 where there is none, as at the last place of all.
    """

    range_at: Integers
    piece: Integers
    item: Integers

    @classmethod
    def of(cls, ranges_of: Sequence[Sequence[Range]], *, joined: bool = False) -> _Pieces:
        """The ranges of some items, each a piece, or all of an item ``joined`` in one."""
        counts = [len(ranges) for ranges in ranges_of]
        item = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
        ranges = np.array([one for ranges in ranges_of for one in ranges], dtype=np.int64).reshape(-1, 2)
        range_at = np.full(ranges[:, 1].max(initial=0) + 1, -1, dtype=np.int64)
        number, place = stretches(ranges[:, 0], ranges[:, 1] - ranges[:, 0])
        range_at[place] = number
        if joined:
            return cls(range_at, item, np.arange(len(counts), dtype=np.int64))
        return cls(range_at, np.arange(len(item), dtype=np.int64), item)

    def holding(self, first: Integers, last: Integers) -> Integers:
        """The piece of which one range holds all from the first to before the last position, −1 where none does."""
        found = self.range_at.take(first, mode="clip")
        inside = (found >= 0) & (found == self.range_at.take(last - 1, mode="clip"))
        return np.where(inside, self.piece.take(found, mode="clip") if len(self.piece) else -1, -1)


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
        numbers, column = distinct(number[inside])
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
