"""Tasks: clauses of the two whole documents that are each other's best partners."""

from __future__ import annotations

import numpy as np

from kg.alignment.encoding import Floats, Integers
from kg.alignment.pair import Pair
from kg.alignment.signals.base import best_by_item


class SharedTasks:
    """The summed likeness of clauses that are each other's best in the two documents, on a log scale."""

    name = "shared tasks"

    def measure(self, pair: Pair) -> Floats:
        """log(1 + sum) for each two items."""
        table = pair.task_likeness
        mutual = (table >= table.max(axis=1, keepdims=True)) & (table >= table.max(axis=0, keepdims=True))
        found = np.where(mutual & (table > 0), table, 0)
        by_upper = _sum_by_item(found, pair.upper.document.clauses.item, pair.shape[1], axis=1)
        return np.log1p(_sum_by_item(by_upper, pair.lower.document.clauses.item, pair.shape[0], axis=0))


class BestTask:
    """The strongest clause of the lower item whose best partner in the whole upper document is in this item."""

    name = "best task"

    def measure(self, pair: Pair) -> Floats:
        """The likeness of that clause to its partner, 0 where there is none."""
        table = pair.task_likeness
        best = np.where(table >= table.max(axis=1, keepdims=True), np.maximum(table, 0), 0)
        by_upper = best_by_item(best, pair.upper.document.clauses.item, pair.shape[1], axis=1)
        return np.maximum(best_by_item(by_upper, pair.lower.document.clauses.item, pair.shape[0], axis=0), 0)


def _sum_by_item(table: Floats, item: Integers, items: int, axis: int) -> Floats:
    table = np.moveaxis(table, axis, 0)
    total = np.zeros((items, *table.shape[1:]), dtype=np.float32)
    starts = np.flatnonzero(np.diff(item, prepend=-1))
    total[item[starts]] = np.add.reduceat(table, starts, axis=0)
    return np.moveaxis(total, 0, axis)
