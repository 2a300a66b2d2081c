"""Which documents are most like one: exact products for a few, and a shortlist where there are many.

A shortlist is what a document's posting lists give, the shortest first, until some number of products is spent (as in
Buckley and Lewit, Optimization of inverted vector searches, SIGIR 1985). A document's work is so bounded however many
others there are; with some hundred others nothing is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.alignment.encoding import Integers
from kg.alignment.outline import ONE, Outline
from kg.alignment.stretches import stretches

_HEAVIEST = 128  # grams of a document that its shortlists rest on, of some three thousand
_PRODUCTS = 10_000  # of a document with others for one shortlist

Doubles = NDArray[np.float64]


class Likeness:
    """The cosine of documents by what is rare in the background."""

    def __init__(self, outlines: Sequence[Outline]) -> None:
        self._outlines = outlines
        size = 1 + max((int(outline.places.max(initial=0)) for outline in outlines), default=0)
        self._written_out = np.zeros(size)
        self._of = -1

    def of(self, one: int, other: int) -> float:
        """Between 0 and 1; asking for one document's likeness to some in a row is cheap."""
        if self._of != one:
            if self._of >= 0:
                self._written_out[self._outlines[self._of].places] = 0
            outline = self._outlines[one]
            self._written_out[outline.places] = outline.values
            self._of = one
        outline = self._outlines[other]
        return float(self._written_out.take(outline.places) @ outline.values) / ONE**2


class Shortlists:
    """The documents of a group by the heaviest grams of each."""

    def __init__(self, outlines: Sequence[Outline]) -> None:
        heaviest = [_heaviest(outline) for outline in outlines]
        grams = np.concatenate([grams for grams, _ in heaviest])
        weights = np.concatenate([weights for _, weights in heaviest])
        document = np.repeat(np.arange(len(outlines)), [len(grams) for grams, _ in heaviest])
        order = np.argsort(grams, kind="stable")
        self._documents, self._weights = document[order], weights[order]
        self._lengths = np.bincount(grams)
        self._starts = np.cumsum(self._lengths) - self._lengths
        self._size = len(outlines)

    def of(self, outline: Outline, most: int, possible: NDArray[np.bool_]) -> Integers:
        """The ``most`` documents of the group that share most with one, of those that are possible; ascending."""
        shared = self._shared(*_heaviest(outline))
        found = np.flatnonzero(shared * possible)
        if len(found) <= most:
            return found
        # Of equal ones the first, so that the choice is the same everywhere.
        least = np.partition(shared[found], -most)[-most]
        above, equal = found[shared[found] > least], found[shared[found] == least]
        return np.sort(np.concatenate([above, equal[: most - len(above)]]))

    def _shared(self, grams: Integers, weights: Doubles) -> Doubles:
        """The products with each document, as far as they are spent."""
        known = grams < len(self._lengths)
        grams, weights = grams[known], weights[known]
        lengths = self._lengths[grams]
        order = np.argsort(lengths, kind="stable")
        spent = np.cumsum(lengths[order])
        order = order[spent <= max(_PRODUCTS, spent[:1].max(initial=0))]
        of, entries = stretches(self._starts[grams[order]], lengths[order])
        products = weights[order][of] * self._weights[entries]
        found = np.bincount(self._documents[entries], weights=products, minlength=self._size)
        return found.astype(np.float64)


def _heaviest(outline: Outline) -> tuple[Integers, Doubles]:
    # Of equal ones the first, so that the choice is the same everywhere; of uint16 a stable sort takes linear time.
    lightness = (ONE - outline.values).astype(np.uint16)
    chosen = np.argsort(lightness, kind="stable")[:_HEAVIEST]
    return outline.places[chosen], outline.values[chosen]
