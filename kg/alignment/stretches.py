"""Many stretches of one list at once, without a loop over them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]


def stretches(starts: Integers, lengths: Integers) -> tuple[Integers, Integers]:
    """The places of some stretches of a list, one stretch behind the other, and for each place which one it is of.

    >>> [found.tolist() for found in stretches(np.array([5, 0]), np.array([3, 2]))]
    [[0, 0, 0, 1, 1], [5, 6, 7, 0, 1]]
    """
    return np.repeat(np.arange(len(lengths), dtype=np.int64), lengths), places(starts, lengths)


def places(starts: Integers, lengths: Integers) -> Integers:
    """The places of some stretches of a list, one stretch behind the other.

    >>> places(np.array([5, 0]), np.array([3, 2])).tolist()
    [5, 6, 7, 0, 1]
    """
    found = np.repeat(starts - np.cumsum(lengths) + lengths, lengths)
    found += np.arange(len(found), dtype=np.int64)
    return found
