"""Whole numbers in order, in linear time: sixteen bits at a time, which is what numpy sorts so; others it compares."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]

_BITS = 16


def ascending(numbers: Integers) -> Integers:
    """The places of some numbers from 0 on, the least first, of equal ones the first.

    >>> ascending(np.array([1 << 20, 3, 1 << 40, 3])).tolist()
    [1, 3, 0, 2]
    """
    order = np.argsort(_digits(numbers, 0), kind="stable")
    most, shift = int(numbers.max(initial=0)), _BITS
    while most >> shift:
        order = order[np.argsort(_digits(numbers[order], shift), kind="stable")]
        shift += _BITS
    return order


def distinct(numbers: Integers) -> tuple[Integers, Integers]:
    """The numbers that occur, ascending, and for each of those given its place among them.

    >>> [found.tolist() for found in distinct(np.array([7, 2, 7]))]
    [[2, 7], [1, 0, 1]]
    """
    order = ascending(numbers)
    ordered = numbers[order]
    first = np.diff(ordered, prepend=-1) > 0
    place = np.empty(len(numbers), dtype=np.int64)
    place[order] = np.cumsum(first) - 1
    return ordered[first], place


def _digits(numbers: Integers, shift: int) -> NDArray[np.uint16]:
    return ((numbers >> shift) & ((1 << _BITS) - 1)).astype(np.uint16)
