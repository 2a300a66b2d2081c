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

from kg.alignment.encoding import Encoder, Floats, Integers, Rows, Units, Vocabulary
from kg.errors import RegisterError

FILE = Path(__file__).with_name("background.npz")
NEIGHBOURS = 12  # items of other documents that an item is moved towards
_SMOOTHING = 0.5


@dataclass(frozen=True, slots=True)
class Rarity:
    """log(1 + items / (items with the name + ½)), for every number of the two vocabularies."""

    grams: Floats
    concepts: Floats


@dataclass(frozen=True)
class Background:
    """Items of other documents: their counts, and which document each is of (by fingerprint)."""

    grams: Vocabulary
    concepts: Vocabulary
    gram_rows: Rows
    concept_rows: Rows
    document_of: Integers
    fingerprints: tuple[str, ...]
    made: str
    titles: tuple[str, ...]

    @classmethod
    def load(cls, path: Path | None = None) -> Background:
        """The table of a file, read once; the one that comes with the project when none is given."""
        return _load(path or FILE)

    def encoder(self) -> Encoder:
        """An encoder whose numbers begin with this table's."""
        return Encoder(Vocabulary(self.grams.names()), Vocabulary(self.concepts.names()))

    def rarity(self, without: Collection[str], encoder: Encoder) -> Rarity:
        """The rarity of every name in the items of all documents but those of the fingerprints named."""
        kept = ~self._rows_of(without)
        total = int(kept.sum())
        return Rarity(
            _rarity(self.gram_rows, kept, total, len(encoder.grams)),
            _rarity(self.concept_rows, kept, total, len(encoder.concepts)),
        )

    def _rows_of(self, fingerprints: Collection[str]) -> Any:
        documents = [n for n, known in enumerate(self.fingerprints) if known in fingerprints]
        return np.isin(self.document_of, documents)

    @cached_property
    def weights(self) -> Floats:
        """Rarity in the whole table, single characters half."""
        everything = np.ones(len(self.gram_rows), dtype=bool)
        rarity = _rarity(self.gram_rows, everything, len(self.gram_rows), len(self.grams))
        return np.where(self.grams.lengths() == 1, 0.5 * rarity, rarity).astype(np.float32)

    @cached_property
    def _postings(self) -> tuple[Integers, Integers, Floats]:
        """The table by column: where each begins, the rows, and their values at unit length."""
        rows, weights = self.gram_rows, self.weights
        values = np.sqrt(rows.counts) * weights[rows.columns]
        squares = np.bincount(rows.row_of, weights=values * values, minlength=len(rows))
        values = values / np.sqrt(squares)[rows.row_of]
        order = np.argsort(rows.columns, kind="stable")
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(rows.frequency(len(self.grams)))])
        return starts, rows.row_of[order], values[order].astype(np.float32)

    def likeness(self, items: Units) -> Floats:
        """The cosine of each item with each of the table's: a sparse product over the table's postings."""
        starts, rows, values = self._postings
        known = items.grams.columns < len(self.grams)
        columns, of_item = items.grams.columns[known], items.grams.row_of[known]
        weights = np.sqrt(items.grams.counts[known]) * self.weights[columns]
        lengths = starts[columns + 1] - starts[columns]
        ends = np.cumsum(lengths)
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts[columns] - ends + lengths, lengths)
        cells = np.repeat(of_item, lengths) * len(self.gram_rows) + rows[places]
        sums = np.bincount(
            cells,
            weights=np.repeat(weights, lengths) * values[places],
            minlength=len(items.grams) * len(self.gram_rows),
        ).reshape(len(items.grams), len(self.gram_rows))
        norms = np.sqrt(np.bincount(of_item, weights=weights * weights, minlength=len(items.grams)))
        return (sums / np.maximum(norms, 1e-9)[:, None]).astype(np.float32)

    def neighbours(self, likeness: Floats, without: Collection[str]) -> tuple[Integers, Floats]:
        """The nearest items of other documents and how near they are, the nearest first."""
        open_to = np.flatnonzero(~self._rows_of(without))
        near = likeness[:, open_to]
        order = np.argsort(-near, axis=1, kind="stable")[:, :NEIGHBOURS]
        return open_to[order], np.take_along_axis(near, order, axis=1)


def _rarity(rows: Rows, kept: Any, total: int, size: int) -> Floats:
    frequency = np.bincount(rows.columns[kept[rows.row_of]], minlength=size)
    return np.log1p(total / (frequency + _SMOOTHING)).astype(np.float32)


@cache
def _load(path: Path) -> Background:
    try:
        with np.load(path, allow_pickle=False) as table:
            arrays = {name: table[name] for name in table.files}
    except (OSError, ValueError) as error:
        raise RegisterError(f"{path}: no background table ({error})") from error
    about = json.loads(bytes(arrays["about"]).decode())
    return Background(
        grams=Vocabulary(bytes(arrays["grams"]).decode().split("\n")),
        concepts=Vocabulary(bytes(arrays["concepts"]).decode().split("\n")),
        gram_rows=_rows(arrays, "gram"),
        concept_rows=_rows(arrays, "concept"),
        document_of=arrays["document_of"].astype(np.int64),
        fingerprints=tuple(about["fingerprints"]),
        made=about["made"],
        titles=tuple(about["titles"]),
    )


def _rows(arrays: dict[str, Any], name: str) -> Rows:
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(arrays[f"{name}_lengths"], dtype=np.int64)])
    return Rows(starts, arrays[f"{name}_columns"].astype(np.int64), arrays[f"{name}_counts"].astype(np.float32))
