"""Evidence: which clause of the lower item carries out which clause of the upper one."""

from __future__ import annotations

import numpy as np

from kg.alignment.encoding import Floats
from kg.alignment.pair import Pair, Side
from kg.model import Span

# A clause of half the usual weight counts half: 加强宣传 is found everywhere and proves nothing.
HALF_WEIGHT = 0.5


class Evidence:
    """The clauses of two documents, weighed by how much they say."""

    def __init__(self, pair: Pair) -> None:
        self._pair = pair
        self._table = pair.task_likeness * np.outer(_said(pair.lower), _said(pair.upper)).astype(np.float32)

    def spans(self, lower: int, upper: int) -> tuple[Span, Span]:
        """Where the two most like clauses of two items stand, each read with its title and item around it."""
        below, above = self._pair.lower.document, self._pair.upper.document
        rows = np.flatnonzero(below.clauses.item == lower)
        columns = np.flatnonzero(above.clauses.item == upper)
        table = self._table[np.ix_(rows, columns)]
        row, column = np.unravel_index(int(table.argmax()), table.shape)
        return (
            below.text.reading.span(*below.text.items[lower].clauses[row]),
            above.text.reading.span(*above.text.items[upper].clauses[column]),
        )


def _said(side: Side) -> Floats:
    """Between 0 and 1: how much each clause says by the rarity of its grams, half at half the median."""
    grams = side.space.dense_grams(side.document.clauses.grams)
    squares = np.einsum("ij,ij->i", grams, grams)
    said: Floats = squares / (squares + HALF_WEIGHT**2 * np.median(squares) + np.float32(1e-9))
    return said
