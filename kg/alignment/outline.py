"""What choosing the documents to compare needs of each: some twenty kilobytes, so that ten thousand fit in memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kg.alignment.background import Background
from kg.alignment.encoding import EncodedDocument, Integers, Rows

ONE = 65_535  # what stands for 1


@dataclass(frozen=True, slots=True)
class Outline:
    """A document's place, its day, and its vector of grams by what is rare in the background.

    ``grams`` are places in the background's table as bytes of uint32, ascending; ``weights`` stand beside them as bytes
    of uint16, 65,535 for 1, the whole of unit length. Sums of products of whole numbers are exact, so that likeness does
    not depend on the order of summing.
    """

    stem: str
    region_code: str | None
    issued_on: date | None
    grams: bytes
    weights: bytes

    @classmethod
    def of(cls, document: EncodedDocument, background: Background) -> Outline:
        """The outline of a document."""
        rows, numbers, text = document.item_grams, document.grams, document.text
        counts = np.bincount(rows.columns, weights=rows.counts, minlength=len(numbers)).astype(np.float32)
        whole = Rows(np.array([0, len(numbers)]), np.arange(len(numbers)), counts)
        _, grams, values = background.vector(numbers, whole)
        weights = np.rint(values * ONE).astype(np.uint16)
        return cls(
            text.stem,
            text.region_code,
            text.issued_on,
            grams.astype(np.uint32).tobytes(),
            weights.tobytes(),
        )

    @property
    def places(self) -> Integers:
        """The places of the grams."""
        return np.frombuffer(self.grams, np.uint32).astype(np.int64)

    @property
    def values(self) -> NDArray[np.float64]:
        """The weights beside them, from 0 to `ONE`."""
        return np.frombuffer(self.weights, np.uint16).astype(np.float64)
