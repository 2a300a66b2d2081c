"""Vectors of sentences and clauses without writing them out: own words, the item around them, less the mean.

Written out, some hundred pieces times some thousand columns would be most of the work. A piece is its own few words
plus a share of its item, and cosines of such sums come from the cosines of the parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kg.alignment.encoding import Floats, Integers

MEAN_TAKEN_OFF = np.float32(0.5)


@dataclass(frozen=True)
class Entries:
    """The entries of a sparse table of unit rows, in order of their rows."""

    row: Integers
    column: Integers
    value: Floats
    rows: int

    @classmethod
    def of(cls, row: Integers, column: Integers, value: Floats, rows: int) -> Entries:
        """The entries with every row brought to unit length."""
        lengths = np.sqrt(np.bincount(row, weights=value * value, minlength=rows)).astype(np.float32)
        return cls(row, column, value / lengths[row], rows)

    def sums(self, values: Floats) -> Floats:
        """The sum of some values, one for each entry, by row."""
        return np.bincount(self.row, weights=values, minlength=self.rows).astype(np.float32)

    def times(self, table: Floats) -> Floats:
        """The products of all rows with all rows of a dense table."""
        found = np.zeros((self.rows, len(table)), dtype=np.float32)
        if len(self.row):
            products = np.ascontiguousarray(table.T)[self.column] * self.value[:, None]
            first = np.flatnonzero(np.diff(self.row, prepend=-1))
            found[self.row[first]] = np.add.reduceat(products, first, axis=0)
        return found

    def dense(self, columns: Integers, size: int) -> Floats:
        """The rows written out in some of ``size`` columns."""
        place = np.full(size, -1, dtype=np.int64)
        place[columns] = np.arange(len(columns))
        at = place[self.column]
        kept = at >= 0
        table = np.zeros((self.rows, len(columns)), dtype=np.float32)
        table[self.row[kept], at[kept]] = self.value[kept]
        return table


@dataclass(frozen=True)
class Blend:
    """Rows (own + around[item]) at unit length, less half of ``mean``, at unit length again."""

    own: Entries
    around: Floats
    mean: Floats
    item: Integers

    @cached_property
    def _scale(self) -> Floats:
        """One over the length of own + around."""
        around = self.around[self.item[self.own.row], self.own.column]
        crossed = self.own.sums(self.own.value * around)
        own = (np.bincount(self.own.row, minlength=self.own.rows) > 0).astype(np.float32)
        whole = np.einsum("ij,ij->i", self.around, self.around)[self.item]
        return _inverse(np.sqrt(np.maximum(own + 2 * crossed + whole, 0)))

    @cached_property
    def lengths(self) -> Floats:
        """The lengths before the rows are brought to unit length for the second time."""
        along = self.against(self.mean)
        alone = (self._scale > 0).astype(np.float32)
        squared = alone - 2 * MEAN_TAKEN_OFF * along + MEAN_TAKEN_OFF**2 * (self.mean @ self.mean)
        lengths: Floats = np.sqrt(np.maximum(squared, 0)).astype(np.float32)
        return lengths

    def against(self, vector: Floats) -> Floats:
        """The product of each row, before the mean is taken off, with a vector."""
        own = self.own.sums(self.own.value * vector[self.own.column])
        found: Floats = self._scale * (own + (self.around @ vector)[self.item])
        return found

    def with_vectors(self, table: Floats) -> Floats:
        """Each row times each row of a dense table."""
        found = self.own.times(table) + (self.around @ table.T)[self.item]
        found *= self._scale[:, None]
        found -= MEAN_TAKEN_OFF * (table @ self.mean)
        found *= _inverse(self.lengths)[:, None]
        return found

    def with_blend(self, other: Blend, shared: Integers) -> Floats:
        """Each row times each row of the other; ``shared`` are the columns where both can have words of their own."""
        size = len(self.mean)
        found = self.own.dense(shared, size) @ other.own.dense(shared, size).T
        found += self.own.times(other.around)[:, other.item]
        found += other.own.times(self.around)[:, self.item].T
        found += (self.around @ other.around.T)[np.ix_(self.item, other.item)]
        found *= self._scale[:, None]
        found *= other._scale
        found -= MEAN_TAKEN_OFF * self.against(other.mean)[:, None]
        found -= MEAN_TAKEN_OFF * other.against(self.mean)
        found += MEAN_TAKEN_OFF**2 * (self.mean @ other.mean)
        found *= _inverse(self.lengths)[:, None]
        found *= _inverse(other.lengths)
        return found


def _inverse(lengths: Floats) -> Floats:
    """One over each length; 0 stays 0."""
    # Lengths that are only rounding stand for rows of zeros.
    known = lengths > 1e-6
    return np.where(known, 1 / np.where(known, lengths, 1), 0).astype(np.float32)
