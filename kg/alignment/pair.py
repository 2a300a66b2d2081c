"""Two documents side by side: likeness in the dimensions that both have."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from kg.alignment.encoding import Floats, Integers
from kg.alignment.prepared import Prepared, Side
from kg.alignment.titles import same_titles
from kg.alignment.vectors import Blend, Entries, Products, add_products, with_blend, with_vectors

__all__ = ["Pair", "Prepared"]


# A product of two entries, one by one, takes as long as some thousand products in a matrix.
ONE_BY_ONE = 1000


class Pair:
    """A lower and an upper document, ready to be compared; all tables have a row for each lower item or clause."""

    def __init__(self, lower: Side, upper: Side) -> None:
        self.lower, self.upper = lower, upper
        self._shared = _shared(lower.dimensions, upper.dimensions)

    @property
    def shape(self) -> tuple[int, int]:
        """How many items the lower and the upper document have."""
        return len(self.lower.items), len(self.upper.items)

    @cached_property
    def task_likeness(self) -> Floats:
        """The cosine of every lower with every upper clause, as tasks."""
        lower, upper = self.lower.tasks, self.upper.tasks
        rows, columns = self.shape[0] + 1, self.shape[1] + 1
        clauses = len(upper.item)
        products = Products(
            self._clauses_with_clauses(),
            self._lower_clauses.T @ self._upper_parts[:, :columns],
            self._with_own[:rows, :clauses],
            self._with_parts[:rows, :columns],
        )
        return with_blend(lower, upper, products)

    @cached_property
    def best_tasks(self) -> tuple[Integers, Integers]:
        """The lower clauses with the best partner of each in the upper document."""
        table = self.task_likeness
        row, column = np.nonzero(table >= table.max(axis=1, keepdims=True))
        return row.astype(np.int64), column.astype(np.int64)

    @cached_property
    def same_titles(self) -> frozenset[tuple[int, int]]:
        """The items of which one's title stands word for word in the other."""
        return same_titles(self.lower.document.text, self.upper.document.text)

    def bare(self) -> Floats:
        """The cosine of every lower with every upper bare item."""
        rows, columns = self.shape
        return self._with_parts[rows + 1 :, columns + 1 : 2 * columns + 1]

    def items_with_clauses(self) -> Floats:
        """The cosine of every lower bare item with every upper clause."""
        clauses = self.upper.clauses
        return self._items_with(clauses, slice(0, len(clauses.item)))

    def items_with_sentences(self) -> Floats:
        """The cosine of every lower bare item with every upper sentence."""
        return self._items_with(self.upper.sentences, slice(len(self.upper.clauses.item), None))

    def _items_with(self, blend: Blend, own: slice) -> Floats:
        rows, columns = self.shape
        products = self._with_parts[rows + 1 :]
        mean, around = products[:, columns], products[:, 2 * columns + 1 :]
        return with_vectors(blend, self._with_own[rows + 1 :, own], around, mean)

    def grams(self) -> Floats:
        """The cosine of every lower with every upper item by grams alone."""
        lower, upper = (shared[: self._shared_grams] for shared in self._shared)
        return self.lower.bare_grams[lower].T @ self.upper.bare_grams[upper]

    def named(self) -> Floats:
        """The summed weights of the concepts that two items both name."""
        lower, upper = (shared[self._shared_grams :] for shared in self._shared)
        below = self.lower.named[lower - len(self.lower.grams)]
        return below.T @ self.upper.named[upper - len(self.upper.grams)]

    def kinds(self) -> Floats:
        """The same with broader concepts."""
        (numbers, weights), (others, other_weights) = self.lower.kinds, self.upper.kinds
        lower, upper = _shared(numbers, others)
        return weights[lower].T @ other_weights[upper]

    def profiles(self) -> Floats:
        """The cosine of two items' likeness to the background, without the two documents themselves."""
        return self.lower.profile(self.upper.known).T @ self.upper.profile(self.lower.known)

    @cached_property
    def _shared_grams(self) -> int:
        """How many of the shared dimensions are grams."""
        return int(np.searchsorted(self._shared[0], len(self.lower.grams)))

    # -- the parts of both in the shared dimensions, those where many clauses meet first --------------------

    @cached_property
    def _ordered(self) -> tuple[Integers, Integers, int]:
        """The shared dimensions of both, and how many stand first because many clauses meet in them."""
        lower, upper = self._shared
        one, other = self.lower.clauses.own, self.upper.clauses.own
        met = one.counts[lower] * other.counts[upper]
        many = met > one.shape[1] * other.shape[1] / ONE_BY_ONE
        order = np.argsort(~many, kind="stable")
        return lower[order], upper[order], int(np.count_nonzero(many))

    def _clauses_with_clauses(self) -> Floats:
        """The products of the clauses' own words: in a matrix where many meet, else one by one."""
        lower, upper, many = self._ordered
        clauses = len(self.upper.clauses.item)
        table: Floats = self._lower_clauses[:many].T @ self._upper_own[:many, :clauses]
        few = lower[many:], upper[many:]
        add_products(table, self.lower.clauses.own, self.upper.clauses.own, few)
        return table

    @cached_property
    def _lower_clauses(self) -> Floats:
        return _written(self._ordered[0], self.lower.clauses.own)

    @cached_property
    def _upper_own(self) -> Floats:
        """Clauses, then sentences."""
        upper = self.upper
        return _written(self._ordered[1], upper.clauses.own, upper.sentences.own)

    @cached_property
    def _lower_parts(self) -> Floats:
        """Around tasks, the mean, bare items."""
        return self.lower.parts[self._ordered[0], : 2 * self.shape[0] + 1]

    @cached_property
    def _upper_parts(self) -> Floats:
        """Around tasks, the mean, bare items, plain items."""
        return self.upper.parts[self._ordered[1]]

    @cached_property
    def _with_own(self) -> Floats:
        """The lower parts with the upper clauses and sentences."""
        found: Floats = self._lower_parts.T @ self._upper_own
        return found

    @cached_property
    def _with_parts(self) -> Floats:
        """The lower parts with the upper parts."""
        found: Floats = self._lower_parts.T @ self._upper_parts
        return found


def _written(shared: Integers, *tables: Entries) -> Floats:
    """Sparse vectors written out in the shared of their dimensions, one table beside the other."""
    # One more row takes what is not shared.
    written = np.zeros((len(shared) + 1, sum(table.shape[1] for table in tables)), dtype=np.float32)
    place = np.full(tables[0].shape[0], len(shared), dtype=np.int64)
    place[shared] = np.arange(len(shared))
    first = 0
    for table in tables:
        written[place[table.dimension], first + table.vector] = table.value
        first += table.shape[1]
    return written[:-1]


def _shared(numbers: Integers, others: Integers) -> tuple[Integers, Integers]:
    """Where the numbers that both have stand in each; both ascend."""
    place = np.minimum(np.searchsorted(others, numbers), max(len(others) - 1, 0))
    both = np.flatnonzero(others[place] == numbers) if len(others) else np.zeros(0, np.int64)
    return both, place[both]
