"""How rare a gram, a concept or a kind of concept is in the background, a document's own items left out.

A kind is a broader concept: an item that names 购物节 is of the kind 促消费活动 as well.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

import numpy as np

from kg.alignment.background import Background
from kg.alignment.concept_finder import ConceptFinder
from kg.alignment.encoding import Floats, Integers, Rows


class Rarity:
    """The rarity of what occurs in items, from a background and the concepts of a finder."""

    def __init__(self, background: Background, finder: ConceptFinder) -> None:
        self.background = background
        self._finder = finder

    def grams(self, numbers: Integers, without: Collection[int]) -> Floats:
        """The rarity of grams, without the documents of the background that are named."""
        return self.background.gram_rarity(numbers, without)

    def concepts(self, numbers: Integers, without: Collection[int]) -> Floats:
        """The rarity of concepts by number."""
        return self.background.concept_rarity(self._places[numbers], without)

    def kinds(self, numbers: Integers, without: Collection[int]) -> Floats:
        """The rarity of concepts, where naming a concept names all that are broader."""
        return self.background.rarity_in(self._kind_rows, self._kind_frequency, without)[numbers]

    @cached_property
    def _places(self) -> Integers:
        """Where each concept stands in the background, −1 where it does not."""
        place = {concept: n for n, concept in enumerate(self.background.concepts)}
        return np.array([place.get(concept, -1) for concept in self._finder.concepts], dtype=np.int64)

    @cached_property
    def _kind_rows(self) -> Rows:
        number_of = {concept: n for n, concept in enumerate(self._finder.concepts)}
        # A concept that the scheme has lost is nobody's kind.
        numbers = np.array([number_of.get(c, -1) for c in self.background.concepts], dtype=np.int64)
        rows = self.background.concept_rows
        row, column = rows.row_of, numbers[rows.columns]
        known = column >= 0
        row, column, _ = self._finder.with_kinds(row[known], column[known])
        return Rows.of(row, column, len(rows))

    @cached_property
    def _kind_frequency(self) -> Integers:
        return np.bincount(self._kind_rows.columns, minlength=len(self._finder.concepts))
