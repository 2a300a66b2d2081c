"""What is rare, and what is said in like places elsewhere: a frozen, dated table of other documents.

The table (``background.npz``) holds for each item of some documents how often which gram and which concept
occurs, no running text. It is made by ``kg.alignment.make_background`` and ships with the weights: a score does
not change with whatever else is loaded.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.alignment.encoding import EncodedDocument, Floats, Integers, Rows
from kg.alignment.marks import SINGLE
from kg.alignment.stretches import places
from kg.errors import RegisterError

FILE = Path(__file__).with_name("background.npz")
_LOOKED_AT = 60  # nearest items that are kept
_FREQUENT = 100  # items: a gram that more of them have is multiplied as a dense row; some 600 have
_SMOOTHING = 0.5
SINGLE_CHARACTER = 0.5  # weight of a single character beside a pair of characters


@dataclass(frozen=True)
class Neighbours:
    """For each item the nearest of the background's, in order of the table, with their likeness and document."""

    rows: Integers
    likeness: Floats
    documents: Integers


@dataclass(frozen=True, slots=True)
class NeighbourTable:
    """The neighbours of a document as they are kept: rows as bytes of uint32, likeness as bytes of float32."""

    rows: bytes
    likeness: bytes

    @classmethod
    def of(cls, near: Neighbours) -> NeighbourTable:
        """What is to be kept of them."""
        return cls(near.rows.astype(np.uint32).tobytes(), near.likeness.astype(np.float32).tobytes())


@dataclass(frozen=True)
class Background:
    """Items of other documents: their counts, and which document each is of (by fingerprint).

    The columns of ``gram_rows`` are places in ``grams`` (sorted numbers), those of ``concept_rows`` places in
    ``concepts`` (sorted ids).
    """

    grams: Integers
    concepts: tuple[str, ...]
    gram_rows: Rows
    concept_rows: Rows
    document_starts: Integers
    fingerprints: tuple[str, ...]
    titles: tuple[str, ...]
    made: str

    @classmethod
    def load(cls, path: Path | None = None) -> Background:
        """The table of a file, read once; the one that comes with the project when none is given.

        Raises RegisterError where the file is none.
        """
        return _load(path or FILE)

    def documents(self, fingerprints: Collection[str]) -> list[int]:
        """Which documents of the table have these fingerprints."""
        return [n for n, known in enumerate(self.fingerprints) if known in fingerprints]

    def gram_rarity(self, numbers: Integers, without: Collection[int]) -> Floats:
        """log(1 + items / (items with the gram + ½)), without the items of the documents named."""
        place, known = self._places(numbers)
        frequency, items = self._frequency(self.gram_rows, self._gram_frequency, without)
        return _rarity(np.where(known, frequency[place], 0), items)

    def rarity_in(self, rows: Rows, frequency: Integers, without: Collection[int]) -> Floats:
        """The same for every column of another table of the same items, with its column sums."""
        return _rarity(*self._frequency(rows, frequency, without))

    def concept_rarity(self, places: Integers, without: Collection[int]) -> Floats:
        """The same for concepts by place in ``concepts``; −1, one that is not there, counts as one that never occurs."""
        frequency, items = self._frequency(self.concept_rows, self._concept_frequency, without)
        return _rarity(np.where(places >= 0, frequency[places], 0), items)

    def _frequency(self, rows: Rows, frequency: Integers, without: Collection[int]) -> tuple[Integers, int]:
        items = len(rows)
        for document in without:
            first, stop = self.document_starts[document], self.document_starts[document + 1]
            own = rows.columns[rows.starts[first] : rows.starts[stop]]
            frequency = frequency - np.bincount(own, minlength=len(frequency))
            items -= int(stop - first)
        return frequency, items

    @cached_property
    def _gram_frequency(self) -> Integers:
        return np.bincount(self.gram_rows.columns, minlength=len(self.grams))

    @cached_property
    def _concept_frequency(self) -> Integers:
        return np.bincount(self.concept_rows.columns, minlength=len(self.concepts))

    @cached_property
    def weights(self) -> Floats:
        """The rarity of each gram in the whole table, single characters half."""
        rarity = _rarity(self._gram_frequency, len(self.gram_rows))
        return np.where(self.grams < SINGLE, np.float32(SINGLE_CHARACTER) * rarity, rarity)

    @cached_property
    def _postings(self) -> tuple[Integers, Integers, Floats]:
        """The table by column: where each begins, the rows, and their values at unit length."""
        rows = self.gram_rows
        values = np.sqrt(rows.counts) * self.weights[rows.columns]
        squares = np.bincount(rows.row_of, weights=values * values, minlength=len(rows))
        values /= np.sqrt(np.maximum(squares, 1e-9)).astype(np.float32)[rows.row_of]
        order = np.argsort(rows.columns, kind="stable")
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(self._gram_frequency)])
        return starts, rows.row_of[order], values[order].astype(np.float32)

    @cached_property
    def _frequent(self) -> tuple[Integers, Floats]:
        """The row of each gram that many items have, −1 for others, and these rows: its values in all items."""
        _, rows, values = self._postings
        chosen = np.flatnonzero(self._gram_frequency > _FREQUENT)
        number = np.full(len(self.grams), -1, dtype=np.int64)
        number[chosen] = np.arange(len(chosen))
        gram = number[np.repeat(np.arange(len(self.grams)), self._gram_frequency)]
        held = gram >= 0
        dense = np.zeros((len(chosen), len(self.gram_rows)), dtype=np.float32)
        dense[gram[held], rows[held]] = values[held]
        return number, dense

    def vector(self, numbers: Integers, rows: Rows) -> tuple[Integers, Integers, Floats]:
        """Row, place in ``grams`` and weight of each entry that the table knows, rows at unit length.

        ``numbers`` are the grams that the columns of ``rows`` stand for.
        """
        place_of, is_known = self._places(numbers)
        known = is_known[rows.columns]
        place, row = place_of[rows.columns[known]], rows.row_of[known]
        values = np.sqrt(rows.counts[known]) * self.weights[place]
        squares = np.bincount(row, weights=values * values, minlength=len(rows))
        return row, place, (values / np.sqrt(squares)[row]).astype(np.float32)

    def _places(self, numbers: Integers) -> tuple[Integers, NDArray[np.bool_]]:
        """The place of each gram in ``grams``, and whether it is there."""
        place = np.minimum(np.searchsorted(self.grams, numbers), len(self.grams) - 1)
        return place, self.grams[place] == numbers

    def neighbours(self, document: EncodedDocument) -> Neighbours:
        """The items of other documents nearest to each of a document's."""
        table = self._likeness(document)
        own = self.documents({document.text.fingerprint})
        for first, stop in ((self.document_starts[d], self.document_starts[d + 1]) for d in own):
            table[:, first:stop] = 0
        near = _highest(table, min(_LOOKED_AT, table.shape[1]))
        return self._with_documents(near, np.take_along_axis(table, near, axis=1))

    def kept_neighbours(self, kept: NeighbourTable, items: int) -> Neighbours:
        """The neighbours of a document of so many items, from what was kept of them."""
        rows, likeness = np.frombuffer(kept.rows, np.uint32), np.frombuffer(kept.likeness, np.float32)
        shape = (items, len(rows) // max(items, 1))
        return self._with_documents(rows.astype(np.int64).reshape(shape), likeness.reshape(shape))

    def _with_documents(self, rows: Integers, likeness: Floats) -> Neighbours:
        return Neighbours(rows, likeness, np.searchsorted(self.document_starts, rows, side="right") - 1)

    def _likeness(self, document: EncodedDocument) -> Floats:
        """The cosine of a document's items with all of the table: dense for the few grams of many items, else by postings."""
        grams = document.item_grams
        row, place, weights = self.vector(document.grams, grams)
        numbers, frequent = self._frequent
        column = numbers[place]
        held = column >= 0
        own = np.zeros((len(grams), len(frequent)), dtype=np.float32)
        own[row[held], column[held]] = weights[held]
        found: Floats = own @ frequent
        self._add_by_postings(found, row[~held], place[~held], weights[~held])
        return found

    def _add_by_postings(self, found: Floats, row: Integers, place: Integers, weights: Floats) -> None:
        starts, rows, values = self._postings
        lengths = starts[place + 1] - starts[place]
        entries = places(starts[place], lengths)
        cells = np.repeat(row * found.shape[1], lengths)
        cells += rows[entries]
        products = np.repeat(weights, lengths)
        products *= values[entries]
        np.add.at(found.reshape(-1), cells, products)


def _rarity(frequency: Integers, items: int) -> Floats:
    return np.log1p(items / (frequency + _SMOOTHING)).astype(np.float32)


def _highest(table: Floats, most: int) -> Integers:
    """The columns of the highest of each row, ascending; of equal ones the first."""
    least = np.partition(table, table.shape[1] - most, axis=1)[:, table.shape[1] - most, None]
    chosen = table >= least
    for row in np.flatnonzero(np.count_nonzero(chosen, axis=1) > most):
        equal = np.flatnonzero(table[row] == least[row])
        chosen[row, equal[len(equal) - (np.count_nonzero(chosen[row]) - most) :]] = False
    return np.nonzero(chosen)[1].reshape(len(table), most)


@cache
def _load(path: Path) -> Background:
    try:
        with np.load(path, allow_pickle=False) as table:
            arrays = {name: table[name] for name in table.files}
        about = json.loads(bytes(arrays["about"]).decode())
        return Background(
            grams=arrays["grams"].astype(np.int64),
            concepts=tuple(about["concepts"]),
            gram_rows=_rows(arrays, "gram"),
            concept_rows=_rows(arrays, "concept"),
            document_starts=_starts(arrays["items"]),
            fingerprints=tuple(about["fingerprints"]),
            titles=tuple(about["titles"]),
            made=about["made"],
        )
    except (OSError, ValueError, KeyError) as error:
        raise RegisterError(f"{path}: no background table ({error}); make it anew") from error


def _rows(arrays: dict[str, Any], name: str) -> Rows:
    columns = arrays[f"{name}_columns"].astype(np.int64)
    return Rows(_starts(arrays[f"{name}_lengths"]), columns, arrays[f"{name}_counts"].astype(np.float32))


def _starts(lengths: Any) -> Integers:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)])
