"""Two documents side by side: likeness in the dimensions that both have."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from kg.alignment.encoding import Floats, Integers
from kg.alignment.products import products
from kg.alignment.side import ITEM_IN_TASK, TITLE_IN_TASK, Side
from kg.alignment.titles import same_titles
from kg.alignment.vectors import Products, centred_rows, with_blend, with_vectors


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
        rows, columns = self.shape
        clauses = slice(2 * columns, 2 * columns + len(upper.item))
        below = _around(self._products[:, : clauses.stop], rows)
        own = self._products[2 * rows :]
        products = Products(
            own[:, clauses],
            _around(own[:, : 2 * columns].T, columns).T,
            below[:, clauses],
            _around(below[:, : 2 * columns].T, columns).T,
        )
        return with_blend(lower, upper, products)

    @cached_property
    def best_tasks(self) -> tuple[Integers, Integers]:
        """The lower clauses with the best partner of each in the upper document."""
        table = self.task_likeness
        # In one long row: of a table numpy finds the places several times as slowly.
        row, column = np.divmod(
            np.flatnonzero(table >= table.max(axis=1, keepdims=True)), max(table.shape[1], 1)
        )
        return row, column

    @cached_property
    def same_titles(self) -> frozenset[tuple[int, int]]:
        """The items of which one's title stands word for word in the other."""
        return same_titles(self.lower.document, self.upper.document)

    def bare(self) -> Floats:
        """The cosine of every lower with every upper bare item."""
        columns = self.shape[1]
        return centred_rows(self._bare_products[:, columns : 2 * columns].T, self.upper.bare_scale).T

    @cached_property
    def items_with_parts(self) -> Floats:
        """The cosine of every lower bare item with every upper clause, then with every upper sentence."""
        columns = self.shape[1]
        around = self._bare_products[:, columns : 2 * columns]
        own = self._bare_products[:, 2 * columns :]
        return with_vectors(self.upper.parts, own, around, around.mean(axis=1))

    @property
    def items_with_clauses(self) -> Floats:
        """The cosine of every lower bare item with every upper clause."""
        return self.items_with_parts[:, : len(self.upper.tasks.item)]

    @property
    def items_with_sentences(self) -> Floats:
        """The cosine of every lower bare item with every upper sentence."""
        return self.items_with_parts[:, len(self.upper.tasks.item) :]

    def grams(self) -> Floats:
        """The cosine of every lower with every upper item by grams alone."""
        rows, columns = self.shape
        lower, upper = self._shared_concepts
        concepts = self.lower.concept_parts[lower].T @ self.upper.concept_parts[upper]
        table = self._products[rows : 2 * rows, columns : 2 * columns] - concepts
        table *= np.outer(self.lower.grams_scale, self.upper.grams_scale)
        centred = centred_rows(table, self.lower.bare_grams_scale)
        return centred_rows(centred.T, self.upper.bare_grams_scale).T

    def named(self) -> Floats:
        """The summed weights of the concepts that two items both name."""
        lower, upper = self._shared_concepts
        return self.lower.named[lower].T @ self.upper.named[upper]

    def kinds(self) -> Floats:
        """The same with broader concepts."""
        (numbers, weights), (others, other_weights) = self.lower.kinds, self.upper.kinds
        lower, upper = _shared(numbers, others)
        return weights[lower].T @ other_weights[upper]

    def profiles(self) -> Floats:
        """The cosine of two items' likeness to the background, without the two documents themselves."""
        return self.lower.profile(self.upper.known).T @ self.upper.profile(self.lower.known)

    @cached_property
    def _shared_concepts(self) -> tuple[Integers, Integers]:
        """Which of the concepts of each both have."""
        lower, upper = self._shared
        grams = int(np.searchsorted(lower, len(self.lower.grams)))
        return lower[grams:] - len(self.lower.grams), upper[grams:] - len(self.upper.grams)

    @cached_property
    def _products(self) -> Floats:
        """The products of lower titles, items and clauses with upper titles, items, clauses and sentences."""
        return products(self.lower.below, self.upper.above, self._shared)

    @cached_property
    def _bare_products(self) -> Floats:
        """The products of lower bare items with all that stands in the upper document."""
        rows = self.shape[0]
        return centred_rows(self._products[rows : 2 * rows], self.lower.bare_scale)


def _around(products: Floats, items: int) -> Floats:
    """The products of what is around the tasks of each item, and of the items' mean, from those of titles and items."""
    titles, plain = products[:items], products[items : 2 * items]
    around = np.empty((items + 1, products.shape[1]), dtype=np.float32)
    np.multiply(titles, TITLE_IN_TASK, out=around[:-1])
    around[:-1] += ITEM_IN_TASK * plain
    plain.mean(axis=0, out=around[-1])
    return around


def _shared(numbers: Integers, others: Integers) -> tuple[Integers, Integers]:
    """Where the numbers that both have stand in each; both ascend."""
    place = np.minimum(np.searchsorted(others, numbers), max(len(others) - 1, 0))
    both = np.flatnonzero(others[place] == numbers) if len(others) else np.zeros(0, np.int64)
    return both, place[both]
