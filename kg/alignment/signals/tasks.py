"""Tasks: clauses of the two whole documents that are each other's best partners."""

from __future__ import annotations

import numpy as np

from kg.alignment.encoding import Floats
from kg.alignment.pair import Pair


class SharedTasks:
    """The summed likeness of clauses that are each other's best in the two documents, on a log scale."""

    name = "shared tasks"

    def measure(self, pair: Pair) -> Floats:
        """log(1 + sum) for each two items."""
        table = pair.task_likeness
        row, column = pair.best_tasks
        likeness = table[row, column]
        mutual = (likeness >= table.max(axis=0)[column]) & (likeness > 0)
        row, column, likeness = row[mutual], column[mutual], likeness[mutual]
        total = np.zeros(pair.shape, dtype=np.float32)
        np.add.at(total, (pair.lower.tasks.item[row], pair.upper.tasks.item[column]), likeness)
        return np.log1p(total)


class BestTask:
    """The strongest clause of the lower item whose best partner in the whole upper document is in this item."""

    name = "best task"

    def measure(self, pair: Pair) -> Floats:
        """The likeness of that clause to its partner, 0 where there is none."""
        row, column = pair.best_tasks
        best = np.zeros(pair.shape, dtype=np.float32)
        place = pair.lower.tasks.item[row], pair.upper.tasks.item[column]
        np.maximum.at(best, place, pair.task_likeness[row, column])
        return best
