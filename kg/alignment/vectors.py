"""Sparse rows of unit length, and rows with something of their item around them, without writing them out.

Written out, some hundred clauses times some thousand columns would be most of the work. A clause is its own few
words plus a share of its item, and products of such sums come from the products of the parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kg.alignment.encoding import Floats, Integers

MEAN_TAKEN_OFF = np.float32(0.5)


@dataclass(frozen=True, eq=False)
class Entries:
    """The entries of a sparse table, in order of their rows."""

    row: Integers
    column: Integers
    value: Floats
    rows: int

    def unit(self) -> Entries:
        """The table with every row brought to unit length; a row of zeros stays one."""
        lengths = np.sqrt(self.sums(self.value * self.value))
        return Entries(self.row, self.column, self.value / nonzero(lengths)[self.row], self.rows)

    def sums(self, values: Floats) -> Floats:
        """The sum of some values, one for each entry, by row."""
        return np.bincount(self.row, weights=values, minlength=self.rows).astype(np.float32)

    def dense(self, size: int) -> Floats:
        """The table written out in ``size`` columns."""
        table = np.zeros((self.rows, size), dtype=np.float32)
        table[self.row, self.column] = self.value
        return table

    def on(self, place: Integers) -> Entries:
        """The entries whose column has a place, with their new columns; ``place`` is −1 for the others."""
        column = place[self.column]
        kept = column >= 0
        return Entries(self.row[kept], column[kept], self.value[kept], self.rows)

    def times(self, table: Floats) -> Floats:
        """The products of all rows with all rows of a dense table."""
        found = np.zeros((self.rows, len(table)), dtype=np.float32)
        if len(self.row):
            products = np.take(np.ascontiguousarray(table.T), self.column, axis=0)
            products *= self.value[:, None]
            first = np.flatnonzero(np.diff(self.row, prepend=-1))
            found[self.row[first]] = np.add.reduceat(products, first, axis=0)
        return found

    def times_sparse(self, other: Entries, columns: int) -> Floats:
        """The products of all rows with all rows of another sparse table, by the columns that both hold."""
        order = np.argsort(other.column, kind="stable")
        lengths_of = np.bincount(other.column, minlength=columns)
        starts = np.cumsum(lengths_of) - lengths_of
        lengths = lengths_of[self.column]
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        entries = order[np.arange(total) + np.repeat(starts[self.column] - ends + lengths, lengths)]
        cells = np.repeat(self.row * other.rows, lengths) + other.row[entries]
        products = np.repeat(self.value, lengths) * other.value[entries]
        found = np.bincount(cells, weights=products, minlength=self.rows * other.rows)
        return found.astype(np.float32).reshape(self.rows, other.rows)


@dataclass(frozen=True, eq=False)
class Blend:
    """Rows (own + around[item]) at unit length, less half of ``mean``, at unit length again."""

    own: Entries
    around: Floats
    mean: Floats
    item: Integers

    @cached_property
    def scale(self) -> Floats:
        """One over the length of own + around."""
        around = self.around[self.item[self.own.row], self.own.column]
        crossed = self.own.sums(self.own.value * around)
        own = self.own.sums(self.own.value * self.own.value)
        return _inverse(np.sqrt(np.maximum(own + 2 * crossed + squares(self.around)[self.item], 0)))

    @cached_property
    def inverse_lengths(self) -> Floats:
        """One over the lengths of the rows once the mean is taken off."""
        own = self.own.sums(self.own.value * self.mean[self.own.column])
        along = self.scale * (own + (self.around @ self.mean)[self.item])
        whole = (self.scale > 0) - 2 * MEAN_TAKEN_OFF * along + MEAN_TAKEN_OFF**2 * (self.mean @ self.mean)
        return _inverse(np.sqrt(np.maximum(whole, 0)))


@dataclass(frozen=True, eq=False)
class SharedBlend:
    """A blend in the columns that its document shares with another."""

    blend: Blend
    own: Entries
    around: Floats
    mean: Floats

    @classmethod
    def of(cls, blend: Blend, place: Integers, shared: Integers) -> SharedBlend:
        """A blend in the ``shared`` of its columns; ``place`` is where each of its columns is among these, or −1."""
        return cls(blend, blend.own.on(place), blend.around[:, shared], blend.mean[shared])

    def with_vectors(self, table: Floats) -> Floats:
        """Each row times each row of a dense table of the shared columns."""
        found = self.own.times(table)
        found += (self.around @ table.T)[self.blend.item]
        found *= self.blend.scale[:, None]
        found -= MEAN_TAKEN_OFF * (table @ self.mean)
        found *= self.blend.inverse_lengths[:, None]
        return found

    def with_blend(self, other: SharedBlend) -> Floats:
        """Each row times each row of the other."""
        item, others = self.blend.item, other.blend.item
        # By item first: tables of clauses by clauses are the large ones, so that few are made.
        by_item = self.own.times(other.around) + (self.around @ other.around.T)[item]
        found = self.own.times_sparse(other.own, len(self.mean))
        found += by_item[:, others]
        found += other.own.times(self.around).T[item]
        found *= (self.blend.scale * self.blend.inverse_lengths)[:, None]
        found *= other.blend.scale * other.blend.inverse_lengths
        mean = MEAN_TAKEN_OFF**2 * (self.mean @ other.mean)
        rows = self.blend.inverse_lengths * (mean - MEAN_TAKEN_OFF * self._against(other.mean))
        columns = -MEAN_TAKEN_OFF * other._against(self.mean) * other.blend.inverse_lengths
        found += np.outer(rows, other.blend.inverse_lengths)
        found += np.outer(self.blend.inverse_lengths, columns)
        return found

    def _against(self, vector: Floats) -> Floats:
        """The product of each row, before its own mean is taken off, with a vector."""
        own = self.own.sums(self.own.value * vector[self.own.column])
        found: Floats = self.blend.scale * (own + (self.around @ vector)[self.blend.item])
        return found


def unit(table: Floats) -> Floats:
    """Rows at unit length, in place; a row of zeros stays one."""
    table /= nonzero(np.sqrt(squares(table)))[:, None]
    return table


def centred(table: Floats) -> Floats:
    """Rows less half of their mean, at unit length again: what all items of a document share says little."""
    return unit(table - MEAN_TAKEN_OFF * table.mean(axis=0, dtype=np.float32))


def squares(table: Floats) -> Floats:
    """The squared length of each row."""
    found: Floats = np.einsum("ij,ij->i", table, table)
    return found


def nonzero(lengths: Floats) -> Floats:
    """The lengths with 1 in place of 0."""
    return np.where(lengths > 0, lengths, np.float32(1))


def _inverse(lengths: Floats) -> Floats:
    """One over each length; 0 stays 0."""
    # Lengths that are only rounding stand for rows of zeros.
    known = lengths > 1e-6
    return np.where(known, 1 / np.where(known, lengths, 1), 0).astype(np.float32)
