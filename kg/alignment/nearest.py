"""Which documents are most like one: exact products for a few, and a shortlist where there are many.

A shortlist is what a document's posting lists give, the shortest first, until some number of products is spent (as in
Buckley and Lewit, Optimization of inverted vector searches, SIGIR 1985). A document's work is so bounded however many
others there are; with some hundred others nothing is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kg.alignment.encoding import Integers
from kg.alignment.outline import ONE, Outline
from kg.alignment.stretches import places

_HEAVIEST = 128  # grams of a document that its shortlists rest on, of some three thousand
_PRODUCTS = 10_000  # of a document with others for one shortlist

Doubles = NDArray[np.float64]
Heaviest = tuple[Integers, Doubles]


class Likeness:
    """The cosine of documents by what is rare in the background."""

    def __init__(self, outlines: Sequence[Outline]) -> None:
        self._outlines = outlines
        self._written_out = np.zeros(0)

    def of(self, one: int, other: int) -> float:
        """Between 0 and 1."""
        return self.with_each(one, [other])[0]

    def with_each(self, one: int, others: Sequence[int]) -> list[float]:
        """The same of one document and some others."""
        outline, beside = self._outline(one), [self._outline(other) for other in others]
        last = max(map(_last, (outline, *beside)))
        if last >= len(self._written_out):
            self._written_out = np.zeros(2 * last + 1)
        table, grams = self._written_out, outline.places
        table[grams] = outline.values
        found = [float(table.take(other.places) @ other.values) / ONE**2 for other in beside]
        table[grams] = 0
        return found

    def _outline(self, number: int) -> Outline:
        return self._outlines[number]


@dataclass(slots=True)
class Measured:
    """How like two documents are, as it was measured before, by the name of one and then of the other.

    ``names`` tell the content of documents, which are given by stem; ``new`` are those that something was added for.
    """

    names: Mapping[str, str]
    known: dict[str, dict[str, float]] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)


class RememberedLikeness(Likeness):
    """The same, where nothing is measured that was measured before: only for what is new outlines are asked for."""

    def __init__(self, stems: Sequence[str], outlines: Mapping[str, Outline], measured: Measured) -> None:
        super().__init__(())
        self._stems = stems
        self._of_stem = outlines
        self._measured = measured
        self._names = [measured.names[stem] for stem in stems]

    def with_each(self, one: int, others: Sequence[int]) -> list[float]:
        """Of one document and some others, what is not known yet is measured and noted."""
        names, name = self._names, self._names[one]
        known = self._measured.known.setdefault(name, {})
        missing = [other for other in others if names[other] not in known]
        if missing:
            likenesses = super().with_each(one, missing)
            known |= zip([names[other] for other in missing], likenesses, strict=True)
            self._measured.new.add(name)
        return [known[names[other]] for other in others]

    def _outline(self, number: int) -> Outline:
        return self._of_stem[self._stems[number]]


class Shortlists:
    """The documents of a group by the heaviest grams of each."""

    def __init__(self, group: Sequence[Heaviest]) -> None:
        grams = np.concatenate([grams for grams, _ in group])
        weights = np.concatenate([weights for _, weights in group])
        document = np.repeat(np.arange(len(group)), [len(grams) for grams, _ in group])
        order = np.argsort(grams, kind="stable")
        self._documents, self._weights = document[order], weights[order]
        self._lengths = np.bincount(grams)
        self._starts = np.cumsum(self._lengths) - self._lengths
        self._size = len(group)

    def of(self, heaviest: Heaviest, most: int, possible: NDArray[np.bool_]) -> Integers:
        """The ``most`` documents of the group that share most with one, of those that are possible; ascending."""
        shared = self._shared(*heaviest)
        shared *= possible
        found = np.flatnonzero(shared > 0)
        if len(found) <= most:
            return found
        # Of equal ones the first, so that the choice is the same everywhere.
        weights = shared[found]
        least = np.partition(weights, -most)[-most]
        above, equal = found[weights > least], found[weights == least]
        return np.sort(np.concatenate([above, equal[: most - len(above)]]))

    def _shared(self, grams: Integers, weights: Doubles) -> Doubles:
        """The products with each document, as far as they are spent."""
        known = grams < len(self._lengths)
        grams, weights = grams[known], weights[known]
        lengths = self._lengths[grams]
        order = np.argsort(lengths, kind="stable")
        spent = np.cumsum(lengths[order])
        order = order[spent <= max(_PRODUCTS, spent[:1].max(initial=0))]
        entries = places(self._starts[grams[order]], lengths[order])
        products = np.repeat(weights[order], lengths[order])
        products *= self._weights[entries]
        return np.bincount(self._documents[entries], weights=products, minlength=self._size).astype(
            np.float64, copy=False
        )


@dataclass(frozen=True, slots=True)
class Gist:
    """What shortlists need of a document: a small part of its outline, so that the rest stays where it is kept.

    ``grams`` are those with the greatest weights, the greatest first, as bytes of uint32, and ``weights`` theirs.
    """

    stem: str
    region_code: str | None
    issued_on: date | None
    grams: bytes
    weights: bytes

    @classmethod
    def of(cls, outline: Outline) -> Gist:
        """The gist of an outline."""
        weights = np.frombuffer(outline.weights, np.uint16)
        chosen = _heaviest(weights)
        grams = np.frombuffer(outline.grams, np.uint32)[chosen]
        day = outline.issued_on
        return cls(outline.stem, outline.region_code, day, grams.tobytes(), weights[chosen].tobytes())

    @property
    def heaviest(self) -> Heaviest:
        """The grams and their weights."""
        grams, weights = np.frombuffer(self.grams, np.uint32), np.frombuffer(self.weights, np.uint16)
        return grams.astype(np.int64), weights.astype(np.float64)


def _heaviest(weights: NDArray[np.uint16]) -> Integers:
    """The places of the few greatest, the greatest first."""
    lightness = ONE - weights
    near = np.arange(len(lightness))
    if len(lightness) > _HEAVIEST:
        near = np.flatnonzero(lightness <= np.partition(lightness, _HEAVIEST - 1)[_HEAVIEST - 1])
    # Of equal ones the first, so that the choice is the same everywhere; of uint16 a stable sort takes linear time.
    return near[np.argsort(lightness[near], kind="stable")[:_HEAVIEST]]


def _last(outline: Outline) -> int:
    """The last of its grams; 0 where it has none."""
    return int(np.frombuffer(outline.grams, np.uint32)[-1:].max(initial=0))
