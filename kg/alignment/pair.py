"""Two documents side by side: likeness in the columns that both have."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from kg.alignment.encoding import Floats, Integers
from kg.alignment.prepared import Prepared, Side
from kg.alignment.vectors import SharedBlend, nonzero, squares

__all__ = ["Pair", "Prepared"]


class Pair:
    """A lower and an upper document, ready to be compared."""

    def __init__(self, lower: Side, upper: Side) -> None:
        self.lower, self.upper = lower, upper
        self._shared = _shared(lower.columns, upper.columns)

    @property
    def shape(self) -> tuple[int, int]:
        """How many items the lower and the upper document have."""
        return len(self.lower.items), len(self.upper.items)

    @cached_property
    def bare_lower(self) -> Floats:
        """The bare items of the lower document in the shared columns."""
        return self.lower.bare[:, self._shared[0]]

    @cached_property
    def bare_upper(self) -> Floats:
        """The bare items of the upper document in the shared columns."""
        return self.upper.bare[:, self._shared[1]]

    @cached_property
    def upper_sentences(self) -> SharedBlend:
        """The sentences of the upper document in the shared columns."""
        return SharedBlend.of(self.upper.sentences, self._upper_place, self._shared[1])

    @cached_property
    def upper_clauses(self) -> SharedBlend:
        """The clauses of the upper document in the shared columns."""
        return SharedBlend.of(self.upper.clauses, self._upper_place, self._shared[1])

    @cached_property
    def task_likeness(self) -> Floats:
        """The cosine of every lower with every upper clause, as tasks."""
        lower = SharedBlend.of(self.lower.tasks, self._lower_place, self._shared[0])
        upper = SharedBlend.of(self.upper.tasks, self._upper_place, self._shared[1])
        return lower.with_blend(upper)

    def grams(self) -> Floats:
        """The cosine of every lower with every upper item by grams alone."""
        lower, upper = _shared(self.lower.grams, self.upper.grams)
        return self.lower.bare_grams[:, lower] @ self.upper.bare_grams[:, upper].T

    def named(self) -> Floats:
        """The summed weights of the concepts that two items both name."""
        lower, upper = _shared(self.lower.concepts, self.upper.concepts)
        return self.lower.named[:, lower] @ self.upper.named[:, upper].T

    def kinds(self) -> Floats:
        """The same with broader concepts."""
        (numbers, weights), (others, other_weights) = self.lower.kinds, self.upper.kinds
        lower, upper = _shared(numbers, others)
        return weights[:, lower] @ other_weights[:, upper].T

    def profiles(self) -> Floats:
        """The cosine of two items' likeness to the background, without the two documents themselves."""
        lower, upper = self._profile(self.lower, self.upper), self._profile(self.upper, self.lower)
        rows = int(max(lower[0].max(initial=0), upper[0].max(initial=0))) + 1
        dense = np.zeros((rows, len(upper[0])), dtype=np.float32)
        dense[upper[0], np.arange(len(upper[0]))[:, None]] = upper[1]
        found: Floats = np.einsum("ik,ikj->ij", lower[1], dense[lower[0]])
        return found

    @staticmethod
    def _profile(side: Side, other: Side) -> tuple[Integers, Floats]:
        """The nearest items of the background and their likeness, at unit length."""
        near = side.neighbours
        likeness = near.likeness
        if other.known:
            likeness = np.where(np.isin(near.documents, other.known), np.float32(0), likeness)
        return near.rows, likeness / nonzero(np.sqrt(squares(likeness)))[:, None]

    @cached_property
    def _lower_place(self) -> Integers:
        return _place(self._shared[0], len(self.lower.columns))

    @cached_property
    def _upper_place(self) -> Integers:
        return _place(self._shared[1], len(self.upper.columns))


def _shared(numbers: Integers, others: Integers) -> tuple[Integers, Integers]:
    """Where the numbers that both have stand in each; both ascend."""
    place = np.minimum(np.searchsorted(others, numbers), max(len(others) - 1, 0))
    both = np.flatnonzero(others[place] == numbers) if len(others) else np.zeros(0, np.int64)
    return both, place[both]


def _place(shared: Integers, size: int) -> Integers:
    """The place of each of ``size`` columns among the shared ones, −1 for the others."""
    place = np.full(size, -1, dtype=np.int64)
    place[shared] = np.arange(len(shared))
    return place
