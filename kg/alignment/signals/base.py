"""What a signal is, and how numbers of sentences or clauses become numbers of items."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from kg.alignment.encoding import Floats, Integers
from kg.alignment.pair import Pair


class Signal(Protocol):
    """One number for each lower and each upper item; the higher, the more it speaks for a link."""

    @property
    def name(self) -> str:
        """What it is called in ``weights.toml``."""

    def measure(self, pair: Pair) -> Floats:
        """A table with a row for each lower and a column for each upper item."""


def best_by_item(table: Floats, starts: Integers, axis: int) -> Floats:
    """The highest of the pieces of each item, along an axis of ``table``; ``starts`` are the items' first pieces.

    >>> best_by_item(np.array([[1.0, 3.0, 2.0]], np.float32), np.array([0, 2]), axis=1)
    array([[3., 2.]], dtype=float32)
    """
    best: Floats = np.maximum.reduceat(table, starts, axis=axis)
    return best
