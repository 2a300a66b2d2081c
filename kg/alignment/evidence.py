"""Evidence: which clause of the lower item carries out which clause of the upper one."""

from __future__ import annotations

from kg.alignment.clauses import Clause
from kg.alignment.pair import Pair


class Evidence:
    """The clauses of two documents, weighed by how much they say: 加强宣传 is found everywhere and proves nothing."""

    def __init__(self, pair: Pair) -> None:
        self._lower, self._upper = pair.lower, pair.upper
        self._rows, self._columns = (
            [*side.tables.clauses.starts.tolist(), len(side.tables.clauses.item)]
            for side in (pair.lower, pair.upper)
        )
        self._table = pair.task_likeness * (pair.lower.said[:, None] * pair.upper.said)

    def clauses(self, lower: int, upper: int) -> tuple[Clause, Clause]:
        """The two most like clauses of two items, each read with its title and item around it."""
        row, column = self._rows[lower], self._columns[upper]
        table = self._table[row : self._rows[lower + 1], column : self._columns[upper + 1]]
        down, along = divmod(int(table.argmax()), table.shape[1])
        return self._lower.clauses_read[row + down], self._upper.clauses_read[column + along]
