"""One document ready to be paired: its items, sentences and clauses as vectors, weighed by rarity.

A gram weighs √(rarity in the background × rarity among the document's own items): what everybody says does not
count, and neither does what all items of the document are about. Half of the document's mean is taken off for the
same reason. Concepts stand in the same vector beside the grams. Nothing here depends on the other document of a
pair, so that it is made once for all pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kg.alignment.background import SINGLE_CHARACTER, Neighbours
from kg.alignment.concept_finder import ConceptFinder
from kg.alignment.encoding import SINGLE, EncodedDocument, Floats, Integers, Rows, Units
from kg.alignment.rarity import Rarity
from kg.alignment.vectors import Blend, Entries, centred, unit

# Set where several prototypes had their plateau; the figures hardly change between half and twice each value.
CONCEPTS = np.float32(0.5)  # length of the concepts beside the grams' 1
ITEM_AROUND = np.float32(1)  # the whole item in the vector of one of its sentences or clauses
TITLE_IN_TASK, ITEM_IN_TASK = np.float32(0.5), np.float32(0.15)
BROADER = np.float32(0.7)  # a concept that is only named by one below it
FIRST_CONCEPT = 1 << 40  # concepts are numbered from here, behind the grams


@dataclass(frozen=True, eq=False)
class Prepared:
    """A document's tables and its neighbours in the background: small, so that thousands can be kept."""

    document: EncodedDocument
    neighbours: Neighbours


class Side:
    """A document with its vectors: large, so that only those of the pairs at hand are kept."""

    def __init__(self, prepared: Prepared, rarity: Rarity, finder: ConceptFinder) -> None:
        self.document = document = prepared.document
        self.items = document.text.items
        self.neighbours = prepared.neighbours
        self.known = rarity.background.documents({document.text.fingerprint})
        self._rarity, self._finder = rarity, finder
        grams, gram_frequency = document.gram_frequency
        concepts, concept_frequency = document.concept_frequency
        self.grams, self.concepts = grams, concepts
        self.gram_rarity = rarity.grams(grams, self.known)
        self.concept_rarity = rarity.concepts(concepts, self.known)
        half = np.where(grams < SINGLE, np.float32(SINGLE_CHARACTER), np.float32(1))
        self.gram_weight = half * self._weight(self.gram_rarity, gram_frequency)
        self.concept_weight = self._weight(self.concept_rarity, concept_frequency)

    @cached_property
    def columns(self) -> Integers:
        """The numbers of the columns of all vectors, ascending: grams, then concepts."""
        return np.concatenate([self.grams, self.concepts + FIRST_CONCEPT])

    @cached_property
    def plain(self) -> Floats:
        """Items as they are, a row for each."""
        return self._entries(self.document.items).dense(len(self.columns))

    @cached_property
    def bare(self) -> Floats:
        """Items less half of their mean: what one item says beside the others."""
        return centred(self.plain)

    @cached_property
    def bare_grams(self) -> Floats:
        """The same by grams alone."""
        return centred(unit(self.plain[:, : len(self.grams)].copy()))

    @cached_property
    def sentences(self) -> Blend:
        """Sentences, each with its item around it."""
        return self._blend(self.document.sentences, ITEM_AROUND * self.plain)

    @cached_property
    def clauses(self) -> Blend:
        """Clauses, each with its item around it."""
        return self._blend(self.document.clauses, ITEM_AROUND * self.plain)

    @cached_property
    def tasks(self) -> Blend:
        """Clauses as tasks of their own: half of the title and a quarter of the item with them."""
        names = self._entries(self.document.names).dense(len(self.columns))
        return self._blend(self.document.clauses, TITLE_IN_TASK * names + ITEM_IN_TASK * self.plain)

    @cached_property
    def rarity_of_concept(self) -> dict[int, float]:
        """The rarity in the background of each concept of the document, by number."""
        return dict(zip(self.concepts.tolist(), self.concept_rarity.tolist(), strict=True))

    @cached_property
    def said(self) -> Floats:
        """Between 0 and 1: how much each clause says by the rarity of its grams, half at half the median."""
        rows = self.document.clauses.grams
        weights = self.gram_weight[np.searchsorted(self.grams, rows.columns)]
        found = np.bincount(rows.row_of, weights=rows.counts * weights * weights, minlength=len(rows))
        return (found / (found + np.median(found) / 4 + 1e-9)).astype(np.float32)

    @cached_property
    def named(self) -> Floats:
        """The weights of the concepts each item names, not brought to unit length."""
        rows = self.document.items.concepts
        column = np.searchsorted(self.concepts, rows.columns)
        return Entries(rows.row_of, column, self.concept_weight[column], len(rows)).dense(len(self.concepts))

    @cached_property
    def kinds(self) -> tuple[Integers, Floats]:
        """The concepts named and all broader ones, and their weights in each item, lighter if only broader."""
        rows = self.document.items.concepts
        row, concept, named = self._finder.with_kinds(rows.row_of, rows.columns)
        numbers, column = np.unique(concept, return_inverse=True)
        present = np.zeros((len(rows), len(numbers)), dtype=np.float32)
        present[row, column] = BROADER
        present[row[named], column[named]] = 1
        weight = self._weight(self._rarity.kinds(numbers, self.known), np.count_nonzero(present, axis=0))
        return numbers, present * weight

    def _weight(self, rarity: Floats, frequency: Integers) -> Floats:
        """√(rarity in the background × rarity in the document)."""
        own = np.log1p(len(self.items) / (frequency + 0.5))
        return np.sqrt(rarity * own).astype(np.float32)

    def _blend(self, units: Units, around: Floats) -> Blend:
        mean: Floats = self.plain.mean(axis=0, dtype=np.float32)
        return Blend(self._entries(units), around, mean, units.item)

    def _entries(self, units: Units) -> Entries:
        """Grams and concepts in one vector, each row of unit length."""
        grams = _weighed(units.grams, self.grams, self.gram_weight)
        concepts = _weighed(units.concepts, self.concepts, self.concept_weight)
        row = np.concatenate([grams.row, concepts.row])
        order = np.argsort(row, kind="stable")
        column = np.concatenate([grams.column, concepts.column + len(self.grams)])
        value = np.concatenate([grams.value, CONCEPTS * concepts.value])
        return Entries(row[order], column[order], value[order], grams.rows).unit()


def _weighed(rows: Rows, numbers: Integers, weight: Floats) -> Entries:
    column = np.searchsorted(numbers, rows.columns)
    return Entries(rows.row_of, column, np.sqrt(rows.counts) * weight[column], len(rows)).unit()
