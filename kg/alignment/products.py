"""All products of the sparse vectors of one document with those of another.

Where many vectors meet in a dimension the two are multiplied as matrices, elsewhere entry by entry: most dimensions
that two documents share are those of a few vectors, and a matrix would be nearly all zeros.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kg.alignment.encoding import Floats, Integers
from kg.alignment.ordering import ascending
from kg.alignment.stretches import places, stretches
from kg.alignment.vectors import Entries

# A product of two entries, one by one, takes as long as some hundred products in a matrix.
ONE_BY_ONE = 400


@dataclass(frozen=True, eq=False)
class ByDimension:
    """Sparse vectors, their entries by dimension: those of dimension ``i`` are from ``starts[i]`` on, ``counts[i]``."""

    vector: Integers
    value: Floats
    starts: Integers
    counts: Integers
    vectors: int

    @classmethod
    def of(cls, entries: Entries) -> ByDimension:
        """Some vectors, their entries put into another order."""
        size, vectors = entries.shape
        order = ascending(entries.dimension)
        counts = np.bincount(entries.dimension, minlength=size)
        return cls(entries.vector[order], entries.value[order], np.cumsum(counts) - counts, counts, vectors)

    def first(self, vectors: int) -> ByDimension:
        """The first of the vectors alone."""
        kept = self.vector < vectors
        before = np.concatenate([np.zeros(1, np.int64), np.cumsum(kept)])
        starts = before[self.starts]
        counts = before[self.starts + self.counts] - starts
        return ByDimension(self.vector[kept], self.value[kept], starts, counts, vectors)

    def written(self, dimensions: Integers) -> Floats:
        """The vectors written out in a few dimensions, a row for each."""
        row, entry = stretches(self.starts[dimensions], self.counts[dimensions])
        table = np.zeros((len(dimensions), self.vectors), dtype=np.float32)
        table.ravel()[row * self.vectors + self.vector[entry]] = self.value[entry]
        return table


def products(one: ByDimension, other: ByDimension, shared: tuple[Integers, Integers]) -> Floats:
    """The products of all vectors with all others in the dimensions that both have, given as places in each."""
    lower, upper = shared
    met = one.counts[lower] * other.counts[upper]
    many = met > one.vectors * other.vectors / ONE_BY_ONE
    table: Floats = one.written(lower[many]).T @ other.written(upper[many])
    _add_one_by_one(table, one, other, (lower[~many], upper[~many]))
    return table


def _add_one_by_one(
    table: Floats, one: ByDimension, other: ByDimension, dimensions: tuple[Integers, Integers]
) -> None:
    """Work grows with the number of products of entries."""
    counts, others = one.counts[dimensions[0]], other.counts[dimensions[1]]
    entry = places(one.starts[dimensions[0]], counts)
    partners = np.repeat(others, counts)
    other_entry = places(np.repeat(other.starts[dimensions[1]], counts), partners)
    cells = np.repeat(one.vector[entry] * other.vectors, partners)
    cells += other.vector[other_entry]
    values = np.repeat(one.value[entry], partners)
    values *= other.value[other_entry]
    # In one long row: adding at pairs of places takes several times as long.
    np.add.at(table.reshape(-1), cells, values)
