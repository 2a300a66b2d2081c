"""A document's pieces as sparse tables: how often which gram and which concept (see ``marks``) occurs in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kg.alignment.concept_finder import ConceptFinder
from kg.alignment.marks import Marks, Pieces, concepts_of, grams_of
from kg.alignment.ordering import ascending
from kg.alignment.text import DocumentText

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]


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


@dataclass(frozen=True, eq=False)
class Tables:
    """A document's pieces as tables; in ``items`` the title counts twice.

    ``grams`` and ``concepts`` are the numbers of all of them in its items, ascending. In ``pieces`` are titles, items,
    clauses and sentences one behind the other, in one table: many small ones take longer.
    """

    grams: Integers
    concepts: Integers
    pieces: Units
    item_count: int
    clause_count: int

    @cached_property
    def names(self) -> Units:
        """The titles of the items."""
        return self.pieces.part(0, self.item_count)

    @cached_property
    def items(self) -> Units:
        """The items, the title twice."""
        return self.pieces.part(self.item_count, 2 * self.item_count)

    @cached_property
    def clauses(self) -> Units:
        """The clauses of the items."""
        return self.pieces.part(2 * self.item_count, self._first_sentence)

    @cached_property
    def sentences(self) -> Units:
        """The sentences of the items."""
        return self.pieces.part(self._first_sentence, len(self.pieces.item))

    @property
    def _first_sentence(self) -> int:
        return 2 * self.item_count + self.clause_count


@dataclass(frozen=True)
class EncodedDocument:
    """A document's text and its tables, made when they are asked for. Linear in its length."""

    text: DocumentText
    finder: ConceptFinder

    @property
    def grams(self) -> Integers:
        """The numbers of all grams in its items, ascending."""
        return self.tables.grams

    @property
    def item_grams(self) -> Rows:
        """The grams of the items alone: all that choosing candidates needs."""
        return self.tables.items.grams

    @cached_property
    def tables(self) -> Tables:
        """Its titles, items, clauses and sentences."""
        items = self.text.items
        wholes = Pieces.of([item.parts for item in items], joined=True)
        kinds = (
            Pieces.of([item.parts[:1] for item in items]),
            wholes,
            Pieces.of([item.clauses for item in items]),
            Pieces.of([item.sentences for item in items]),
        )
        grams = Marks.of(*grams_of(self.text.reading.plain), wholes)
        concepts = Marks.of(*concepts_of(self.text, self.finder), wholes)
        divide = len(grams.numbers)
        units = Units(
            _marks_in(kinds, grams, concepts),
            np.concatenate([kind.item for kind in kinds]),
            divide,
            divide + len(concepts.numbers),
        )
        return Tables(grams.numbers, concepts.numbers, units, len(items), len(kinds[2].item))


def _marks_in(kinds: Sequence[Pieces], grams: Marks, concepts: Marks) -> Rows:
    """The marks of titles, items and other pieces, one kind behind the other."""
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
    return Rows.of(np.concatenate(rows), np.concatenate(columns), int(firsts[-1]))


def encode(text: DocumentText, finder: ConceptFinder) -> EncodedDocument:
    """A document as tables."""
    return EncodedDocument(text, finder)
