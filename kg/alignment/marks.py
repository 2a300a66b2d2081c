"""Grams and concepts of a text, and the pieces that they stand in.

Grams are single characters and pairs of characters of running Chinese text; quotes and brackets are looked
through, punctuation, digits and letters end a run. A gram is a number made of its characters, a concept its number
in the scheme, so that tables of different documents can be laid side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.alignment.concept_finder import ConceptFinder
from kg.alignment.ordering import distinct
from kg.alignment.stretches import stretches
from kg.alignment.text import DocumentText, Range

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


@dataclass(frozen=True, eq=False)
class Pieces:
    """Pieces of a text: the item of each, and which range stands at each place, of which piece.

    ``range_at`` is −1 where there is none, as at the last place of all.
    """

    range_at: Integers
    piece: Integers
    item: Integers

    @classmethod
    def of(cls, ranges_of: Sequence[Sequence[Range]], *, joined: bool = False) -> Pieces:
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
class Marks:
    """Grams or concepts of a document: their numbers, ascending, and for each place in its items which, from, to."""

    numbers: Integers
    column: Integers
    first: Integers
    last: Integers

    @classmethod
    def of(cls, number: Integers, first: Integers, last: Integers, items: Pieces) -> Marks:
        """The marks that stand in items."""
        inside = items.holding(first, last) >= 0
        numbers, column = distinct(number[inside])
        return cls(numbers, column, first[inside], last[inside])


def grams_of(plain: str) -> tuple[Integers, Integers, Integers]:
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


def concepts_of(text: DocumentText, finder: ConceptFinder) -> tuple[Integers, Integers, Integers]:
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
