"""One document ready to be paired: its items, sentences and clauses as vectors, weighed by rarity.

A gram weighs √(rarity in the background × rarity among the document's own items): what everybody says does not
count, and neither does what all items of the document are about. Half of the document's mean is taken off for the
same reason. Concepts stand in the same vector beside the grams. Nothing here depends on the other document of a
pair, so that it is made once for all pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kg.alignment.background import SINGLE_CHARACTER, Background, Neighbours
from kg.alignment.clauses import Clauses
from kg.alignment.concept_finder import ConceptFinder
from kg.alignment.encoding import SINGLE, EncodedDocument, Floats, Integers, Rows, Units
from kg.alignment.rarity import Rarity
from kg.alignment.vectors import Blend, Entries, centred, nonzero, squares, unit
from kg.model import Measure

# Set where several prototypes had their plateau; the figures hardly change between half and twice each value.
CONCEPTS = np.float32(0.5)  # length of the concepts beside the grams' 1
TITLE_IN_TASK, ITEM_IN_TASK = np.float32(0.5), np.float32(0.15)
BROADER = np.float32(0.7)  # a concept that is only named by one below it
RARE = 3.0  # rarity of a concept that tells why two are linked: rarer than one item in about twenty
FIRST_CONCEPT = 1 << 40  # concepts are numbered from here, behind the grams


@dataclass(frozen=True, eq=False)
class Prepared:
    """A document's tables, and its neighbours in the background once a pair asks: small, thousands can be kept."""

    document: EncodedDocument
    background: Background
    measures: tuple[Measure, ...]

    @cached_property
    def neighbours(self) -> Neighbours:
        """The items of the background that are nearest to each item."""
        return self.background.neighbours(self.document)


class Side:
    """A document with its vectors: large, so that only those of the pairs at hand are kept.

    Tables have a column for each item and a row for each dimension: grams, then concepts.
    """

    def __init__(self, prepared: Prepared, rarity: Rarity, finder: ConceptFinder) -> None:
        self.document = document = prepared.document
        self.items = document.text.items
        self.known = rarity.background.documents({document.text.fingerprint})
        self.clauses_read = Clauses(document.text)
        self.grams, self.concepts = document.grams, document.concepts
        self.gram_rarity = rarity.grams(self.grams, self.known)
        self.concept_rarity = rarity.concepts(self.concepts, self.known)
        self._prepared, self._rarity, self._finder = prepared, rarity, finder
        half = np.where(self.grams < SINGLE, np.float32(SINGLE_CHARACTER), np.float32(1))
        self.gram_weight = half * self._weight(self.gram_rarity, _frequency(document.item_grams, self.grams))
        named = _frequency(document.items.concepts, self.concepts)
        self.concept_weight = self._weight(self.concept_rarity, named)

    @cached_property
    def dimensions(self) -> Integers:
        """The numbers of the dimensions of all vectors, ascending."""
        return np.concatenate([self.grams, self.concepts + FIRST_CONCEPT])

    @cached_property
    def parts(self) -> Floats:
        """What products with another document are made of: around tasks, the mean, bare items, plain items."""
        plain, names = (self._entries(units).dense() for units in (self.document.items, self.document.names))
        around = TITLE_IN_TASK * names + ITEM_IN_TASK * plain
        mean = plain.mean(axis=1, keepdims=True, dtype=np.float32)
        return np.concatenate([around, mean, centred(plain), plain], axis=1)

    @property
    def plain(self) -> Floats:
        """Items as they are."""
        return self.parts[:, 2 * len(self.items) + 1 :]

    @property
    def bare(self) -> Floats:
        """Items less half of their mean: what one item says beside the others."""
        return self.parts[:, len(self.items) + 1 : 2 * len(self.items) + 1]

    @property
    def mean(self) -> Floats:
        """The mean of the items."""
        return self.parts[:, len(self.items)]

    @cached_property
    def bare_grams(self) -> Floats:
        """Bare items by grams alone."""
        return centred(unit(self.plain[: len(self.grams)].copy()))

    @cached_property
    def sentences(self) -> Blend:
        """Sentences, each with its whole item around it."""
        units = self.document.sentences
        return Blend(self._entries(units), self.plain, self.mean, units.item)

    @cached_property
    def clauses(self) -> Blend:
        """Clauses, each with its whole item around it."""
        units = self.document.clauses
        return Blend(self._entries(units).by_dimension(), self.plain, self.mean, units.item)

    @cached_property
    def tasks(self) -> Blend:
        """Clauses as tasks of their own: half of the title and a quarter of the item with them."""
        return Blend(self.clauses.own, self.parts[:, : len(self.items)], self.mean, self.clauses.item)

    @cached_property
    def concepts_of(self) -> list[frozenset[int]]:
        """The numbers of the concepts that each item names."""
        rows = self.document.items.concepts
        numbers = np.split(self.concepts[rows.columns], rows.starts[1:-1])
        return [frozenset(one.tolist()) for one in numbers]

    @cached_property
    def telling_of(self) -> list[list[int]]:
        """The rare ones of each item's concepts, the rarest first."""
        order = np.argsort(-self.concept_rarity, kind="stable")
        rank = {int(self.concepts[at]): n for n, at in enumerate(order) if self.concept_rarity[at] >= RARE}
        return [sorted(concepts & rank.keys(), key=rank.__getitem__) for concepts in self.concepts_of]

    @cached_property
    def lines_of(self) -> list[list[str]]:
        """The lines of work of each measure's bodies, in the order of the text."""
        return [
            list(dict.fromkeys(agency.line for agency in measure.agencies if agency.line))
            for measure in self._prepared.measures
        ]

    @cached_property
    def said(self) -> Floats:
        """Between 0 and 1: how much each clause says by the rarity of its grams, half at half the median."""
        rows = self.document.clauses.grams
        weights = self.gram_weight[rows.columns]
        found = np.bincount(rows.row_of, weights=rows.counts * weights * weights, minlength=len(rows))
        return (found / (found + np.median(found) / 4 + 1e-9)).astype(np.float32)

    @cached_property
    def named(self) -> Floats:
        """The weights of the concepts each item names, not brought to unit length."""
        rows = self.document.items.concepts
        weights = self.concept_weight[rows.columns]
        return Entries(rows.row_of, rows.columns, weights, (len(self.concepts), len(rows))).dense()

    @cached_property
    def kinds(self) -> tuple[Integers, Floats]:
        """The concepts named and all broader ones, and their weights in each item, lighter if only broader."""
        rows = self.document.items.concepts
        item, concept, named = self._finder.with_kinds(rows.row_of, self.concepts[rows.columns])
        numbers, row = np.unique(concept, return_inverse=True)
        present = np.zeros((len(numbers), len(rows)), dtype=np.float32)
        present[row, item] = BROADER
        present[row[named], item[named]] = 1
        weight = self._weight(self._rarity.kinds(numbers, self.known), np.count_nonzero(present, axis=1))
        return numbers, present * weight[:, None]

    def profile(self, without: Sequence[int]) -> Floats:
        """Each item's likeness to its nearest in the background, at unit length, without some of its documents."""
        return self._profile_without(without) if without else self._profile

    @cached_property
    def _profile(self) -> Floats:
        return self._profile_without(())

    def _profile_without(self, documents: Sequence[int]) -> Floats:
        near = self._prepared.neighbours
        likeness = near.likeness
        if documents:
            likeness = np.where(np.isin(near.documents, documents), np.float32(0), likeness)
        table = np.zeros((len(self._rarity.background.gram_rows), len(self.items)), dtype=np.float32)
        table[near.rows.T, np.arange(len(self.items))] = likeness.T / nonzero(np.sqrt(squares(likeness.T)))
        return table

    def _weight(self, rarity: Floats, frequency: Integers) -> Floats:
        """√(rarity in the background × rarity in the document)."""
        own = np.log1p(len(self.items) / (frequency + 0.5))
        return np.sqrt(rarity * own).astype(np.float32)

    def _entries(self, units: Units) -> Entries:
        """Grams and concepts in one vector, each piece's of unit length."""
        grams = _weighed(units.grams, self.gram_weight)
        concepts = _weighed(units.concepts, self.concept_weight)
        vector = np.concatenate([grams.vector, concepts.vector])
        dimension = np.concatenate([grams.dimension, concepts.dimension + len(self.grams)])
        value = np.concatenate([grams.value, CONCEPTS * concepts.value])
        return Entries(vector, dimension, value, (len(self.dimensions), len(units.item))).unit()


def _frequency(rows: Rows, numbers: Integers) -> Integers:
    """In how many items each gram or concept occurs."""
    return np.bincount(rows.columns, minlength=len(numbers))


def _weighed(rows: Rows, weight: Floats) -> Entries:
    values = np.sqrt(rows.counts) * weight[rows.columns]
    return Entries(rows.row_of, rows.columns, values, (len(weight), len(rows))).unit()
