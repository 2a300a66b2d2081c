"""What a review is worth: F1 against the number of decisions, each decided as the gold says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.alignment.review_order import ORDERS, Array, learned
from kg.evaluate import Figures, Scored

LEAST = 0.01  # of what is learned about; thousands of candidates are less probable than this


def review_curve(scored: Sequence[Scored], order: str, decisions: Sequence[int]) -> list[tuple[int, Figures]]:
    """The figures after so many decisions in each pair of documents."""
    counts = np.sum([_Review(s, order).counts(decisions) for s in scored], axis=0)
    return [
        (number, Figures(int(right), int(given), int(gold)))
        for number, (right, given, gold) in zip(decisions, counts, strict=True)
    ]


class _Review:
    """A review of one pair of documents."""

    def __init__(self, scored: Scored, order: str) -> None:
        self._scored = scored
        self._rank, self._learns = ORDERS[order], order.endswith("learning")
        self._linked = scored.pair.linked.ravel()
        self._open = (scored.pair.scored & ~scored.pair.barred).ravel()
        self._decided = np.full(self._linked.size, -1, dtype=np.int64)
        self._probabilities: Array = scored.probabilities.ravel().copy()
        self._near = np.flatnonzero(self._open & (self._probabilities >= LEAST))
        self._rows, self._columns = np.divmod(self._near, scored.pair.linked.shape[1])

    def counts(self, decisions: Sequence[int]) -> NDArray[np.int64]:
        """Right, given and gold links after each of some numbers of decisions."""
        by_number = {}
        most = min(max(decisions), int(self._open.sum()))
        for number in range(most + 1):
            if number:
                self._decide()
            if number in decisions or number == most:
                by_number[number] = self._tally()
        return np.array([by_number[min(number, most)] for number in decisions])

    def _decide(self) -> None:
        rank = self._rank(self._probabilities, self._scored.threshold)
        place = int(np.argmin(np.where(self._open & (self._decided < 0), rank, np.inf)))
        self._decided[place] = self._linked[place]
        # What is hardly probable teaches nothing new.
        if self._learns and self._near[np.searchsorted(self._near, place) % len(self._near)] == place:
            thought = self._scored.probabilities.ravel()[self._near]
            self._probabilities[self._near] = learned(
                thought, self._rows, self._columns, self._decided[self._near]
            )

    def _tally(self) -> tuple[int, int, int]:
        thought = self._probabilities >= self._scored.threshold
        given = np.where(self._decided >= 0, self._decided == 1, thought & self._open)
        return int((given & self._linked).sum()), int(given.sum()), int(self._linked.sum())
