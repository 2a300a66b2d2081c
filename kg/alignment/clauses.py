"""Evidence: which clause of the lower item carries out which clause of the upper one."""

from __future__ import annotations

import numpy as np

from kg.alignment.pair import Pair
from kg.model import Span


class Evidence:
    """The clauses of two documents, weighed by how much they say: 加强宣传 is found everywhere and proves nothing."""

    def __init__(self, pair: Pair) -> None:
        self._pair = pair
        self._rows, self._columns = (
            np.searchsorted(side.document.clauses.item, range(len(side.items) + 1)).tolist()
            for side in (pair.lower, pair.upper)
        )

    def spans(self, lower: int, upper: int) -> tuple[Span, Span]:
        """Where the two most like clauses of two items stand, each read with its title and item around it."""
        below, above = self._pair.lower.document, self._pair.upper.document
        rows = slice(self._rows[lower], self._rows[lower + 1])
        columns = slice(self._columns[upper], self._columns[upper + 1])
        said = self._pair.lower.said[rows, None] * self._pair.upper.said[columns]
        table = self._pair.task_likeness[rows, columns] * said
        row, column = divmod(int(table.argmax()), table.shape[1])
        return (
            below.text.reading.span(*below.text.items[lower].clauses[row]),
            above.text.reading.span(*above.text.items[upper].clauses[column]),
        )
