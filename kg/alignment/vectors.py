"""Vectors of unit length, and vectors with something of their item around them, without writing them out.

A clause is its own few words plus a share of its item, less a share of what all items have in common. Products of
such sums come from the products of the parts: the tables of two documents' parts are multiplied once, and only the
small table of the products is worked on.

Tables have a row for each dimension and a column for each vector: taking the dimensions that two documents share
then copies whole rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kg.alignment.encoding import Floats, Integers
from kg.alignment.stretches import stretches

MEAN_TAKEN_OFF = np.float32(0.5)


@dataclass(frozen=True, eq=False)
class Entries:
    """The entries of sparse vectors: of which vector, in which dimension, the value.

    ``shape`` is that of the table if it were written out: how many dimensions, how many vectors.
    """

    vector: Integers
    dimension: Integers
    value: Floats
    shape: tuple[int, int]

    def unit(self) -> Entries:
        """The vectors brought to unit length; a vector of zeros stays one."""
        lengths = np.sqrt(self.sums(self.value * self.value))
        return Entries(self.vector, self.dimension, self.value / nonzero(lengths)[self.vector], self.shape)

    def sums(self, values: Floats) -> Floats:
        """The sum of some values, one for each entry, by vector."""
        return np.bincount(self.vector, weights=values, minlength=self.shape[1]).astype(np.float32)

    def dense(self) -> Floats:
        """The vectors written out in a table."""
        table = np.zeros(self.shape, dtype=np.float32)
        table[self.dimension, self.vector] = self.value
        return table

    @cached_property
    def counts(self) -> Integers:
        """How many entries each dimension has."""
        return np.bincount(self.dimension, minlength=self.shape[0])

    def by_dimension(self) -> Entries:
        """The same entries in order of their dimensions."""
        order = np.argsort(self.dimension, kind="stable")
        return Entries(self.vector[order], self.dimension[order], self.value[order], self.shape)


def add_products(table: Floats, one: Entries, other: Entries, dimensions: tuple[Integers, Integers]) -> None:
    """Add to a table the products of all vectors with all others in a few dimensions, given for each of both.

    Both have their entries in order of dimensions. Work grows with the number of products of entries.
    """
    counts, others = one.counts[dimensions[0]], other.counts[dimensions[1]]
    starts = (np.cumsum(one.counts) - one.counts)[dimensions[0]]
    other_starts = (np.cumsum(other.counts) - other.counts)[dimensions[1]]
    of, entry = stretches(starts, counts)
    entry_of, other_entry = stretches(other_starts[of], others[of])
    entry = entry[entry_of]
    products = one.value[entry] * other.value[other_entry]
    np.add.at(table, (one.vector[entry], other.vector[other_entry]), products)


@dataclass(frozen=True, eq=False)
class Blend:
    """Vectors (own + around[item]) at unit length, less half of ``mean``, at unit length again."""

    own: Entries
    around: Floats
    mean: Floats
    item: Integers

    @cached_property
    def scale(self) -> Floats:
        """One over the length of own + around."""
        around = self.around[self.own.dimension, self.item[self.own.vector]]
        crossed = self.own.sums(self.own.value * around)
        own = self.own.sums(self.own.value * self.own.value)
        return _inverse(np.sqrt(np.maximum(own + 2 * crossed + squares(self.around)[self.item], 0)))

    @cached_property
    def inverse_lengths(self) -> Floats:
        """One over the lengths of the vectors once the mean is taken off."""
        own = self.own.sums(self.own.value * self.mean[self.own.dimension])
        along = self.scale * (own + (self.mean @ self.around)[self.item])
        whole = (self.scale > 0) - 2 * MEAN_TAKEN_OFF * along + MEAN_TAKEN_OFF**2 * (self.mean @ self.mean)
        return _inverse(np.sqrt(np.maximum(whole, 0)))

    @cached_property
    def weight(self) -> Floats:
        """What own + around is multiplied by in the end."""
        found: Floats = self.scale * self.inverse_lengths
        return found


def with_vectors(blend: Blend, own: Floats, around: Floats, mean: Floats) -> Floats:
    """The products of some vectors, a row for each, with a blend, from their products with its parts."""
    found = own + around[:, blend.item]
    found *= blend.weight
    found -= np.outer(MEAN_TAKEN_OFF * mean, blend.inverse_lengths)
    return found


@dataclass(frozen=True, slots=True)
class Products:
    """The products of the parts of two blends: own with own, own with around, and so on; the mean behind around."""

    own: Floats
    own_around: Floats
    around_own: Floats
    around: Floats


def with_blend(lower: Blend, upper: Blend, products: Products) -> Floats:
    """The products of one blend with another, from those of their parts."""
    # By item first: tables of clauses by clauses are the large ones, so that few are made.
    by_item = products.own_around + products.around[:-1][lower.item]
    found = products.own + by_item[:, :-1][:, upper.item]
    found += products.around_own[:-1][lower.item]
    found *= lower.weight[:, None]
    found *= upper.weight
    # Each blend before its own mean is taken off, with the mean of the other.
    below = lower.weight * by_item[:, -1]
    above = upper.weight * (products.around_own[-1] + products.around[-1, :-1][upper.item])
    mean = MEAN_TAKEN_OFF**2 * products.around[-1, -1] * lower.inverse_lengths - MEAN_TAKEN_OFF * below
    found += np.outer(mean, upper.inverse_lengths)
    found -= np.outer(MEAN_TAKEN_OFF * lower.inverse_lengths, above)
    return found


def unit(table: Floats) -> Floats:
    """Vectors at unit length, in place; a vector of zeros stays one."""
    table /= nonzero(np.sqrt(squares(table)))
    return table


def centred(table: Floats) -> Floats:
    """Vectors less half of their mean, at unit length again: what all items of a document share says little."""
    return unit(table - MEAN_TAKEN_OFF * table.mean(axis=1, keepdims=True, dtype=np.float32))


def squares(table: Floats) -> Floats:
    """The squared length of each vector."""
    found: Floats = np.einsum("ij,ij->j", table, table)
    return found


def nonzero(lengths: Floats) -> Floats:
    """The lengths with 1 in place of 0."""
    return np.where(lengths > 0, lengths, np.float32(1))


def _inverse(lengths: Floats) -> Floats:
    """One over each length; 0 stays 0."""
    # Lengths that are only rounding stand for vectors of zeros.
    known = lengths > 1e-6
    return np.where(known, 1 / np.where(known, lengths, 1), 0).astype(np.float32)
