"""Vectors of unit length, and vectors with something of their item around them, without writing them out.

A clause is its own few words plus a share of its item, less a share of what all items have in common. Products of
such sums come from the products of the parts: the tables of two documents' parts are multiplied once, and only the
small table of the products is worked on.

Tables have a row for each dimension and a column for each vector.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kg.alignment.encoding import Floats, Integers

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

    def part(self, first: int, stop: int) -> Entries:
        """Some vectors that follow each other; the entries stand in the order of their vectors."""
        begin, end = np.searchsorted(self.vector, [first, stop])
        own = slice(int(begin), int(end))
        return Entries(
            self.vector[own] - first, self.dimension[own], self.value[own], (self.shape[0], stop - first)
        )

    def sums(self, values: Floats) -> Floats:
        """The sum of some values, one for each entry, by vector."""
        return np.bincount(self.vector, weights=values, minlength=self.shape[1]).astype(np.float32)

    def dense(self) -> Floats:
        """The vectors written out in a table."""
        table = np.zeros(self.shape, dtype=np.float32)
        table[self.dimension, self.vector] = self.value
        return table


@dataclass(frozen=True, eq=False)
class Blend:
    """Vectors (own + around[item]) at unit length, less half of a mean, at unit length again: all but the vectors.

    ``weight`` is what own + around is multiplied by in the end, ``inverse_lengths`` one over the lengths of the vectors
    once the mean is taken off.
    """

    item: Integers
    weight: Floats
    inverse_lengths: Floats

    @classmethod
    def of(cls, own: Entries, around: Floats, mean: Floats, item: Integers) -> Blend:
        """The blend of some vectors with what is around their items."""
        crossed = own.sums(own.value * around[own.dimension, item[own.vector]])
        squared = own.sums(own.value * own.value) + 2 * crossed + squares(around)[item]
        scale = _inverse(np.sqrt(np.maximum(squared, 0)))
        along = scale * (own.sums(own.value * mean[own.dimension]) + (mean @ around)[item])
        whole = (scale > 0) - 2 * MEAN_TAKEN_OFF * along + MEAN_TAKEN_OFF**2 * (mean @ mean)
        lengths = _inverse(np.sqrt(np.maximum(whole, 0)))
        return cls(item, scale * lengths, lengths)


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
    by_item = products.own_around + products.around[:-1].take(lower.item, axis=0)
    found = by_item[:, :-1].take(upper.item, axis=1)
    found += products.own
    found += products.around_own[:-1].take(lower.item, axis=0)
    found *= lower.weight[:, None]
    found *= upper.weight
    # Each blend before its own mean is taken off, with the mean of the other.
    below = lower.weight * by_item[:, -1]
    above = upper.weight * (products.around_own[-1] + products.around[-1, :-1][upper.item])
    mean = MEAN_TAKEN_OFF**2 * products.around[-1, -1] * lower.inverse_lengths - MEAN_TAKEN_OFF * below
    lengths = np.stack([mean, -MEAN_TAKEN_OFF * lower.inverse_lengths], axis=1)
    found += lengths @ np.stack([upper.inverse_lengths, above])
    return found


def unit(table: Floats) -> Floats:
    """Vectors at unit length, in place; a vector of zeros stays one."""
    table /= nonzero(np.sqrt(squares(table)))
    return table


def centred(table: Floats) -> Floats:
    """Vectors less half of their mean, at unit length again: what all items of a document share says little."""
    return unit(table - MEAN_TAKEN_OFF * mean_of(table)[:, None])


def centred_scale(table: Floats) -> Floats:
    """What each vector less half of their mean is multiplied by to be of unit length, without writing them out."""
    mean = mean_of(table)
    along = squares(table) - 2 * MEAN_TAKEN_OFF * (mean @ table)
    lengths = np.sqrt(np.maximum(along + MEAN_TAKEN_OFF**2 * (mean @ mean), 0))
    return (1 / nonzero(lengths)).astype(np.float32)


def centred_rows(products: Floats, scale: Floats) -> Floats:
    """The products of centred vectors, a row for each, from those of the vectors as they are."""
    found: Floats = products - MEAN_TAKEN_OFF * products.mean(axis=0, dtype=np.float32)
    found *= scale[:, None]
    return found


def mean_of(table: Floats) -> Floats:
    """The mean of the vectors."""
    # As a product, which takes a tenth of the time of sums of few numbers each.
    share = np.full(table.shape[1], 1 / max(table.shape[1], 1), dtype=np.float32)
    found: Floats = table @ share
    return found


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
