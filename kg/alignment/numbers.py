"""Whole numbers as bytes, as narrow as the greatest of them allows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Some numbers from 0 on, each in so many bytes, the lowest first.

    >>> Numbers.of([7, 300])
    Numbers(width=2, data=b'\\x07\\x00,\\x01')
    >>> Numbers.of([7, 300]).read().tolist()
    [7, 300]
    """

    width: int
    data: bytes

    @classmethod
    def of(cls, numbers: ArrayLike) -> Numbers:
        """The numbers, to be kept."""
        given = np.asarray(numbers)
        width = np.min_scalar_type(int(given.max(initial=0))).itemsize
        return cls(width, given.astype(f"<u{width}").tobytes())

    def read(self) -> Integers:
        """The numbers, to be worked with."""
        return np.frombuffer(self.data, f"<u{self.width}").astype(np.int64)
