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
from numpy.typing import NDArray

from kg.alignment.background import SINGLE_CHARACTER, Background, Neighbours
from kg.alignment.clauses import Clauses
from kg.alignment.concept_finder import ConceptFinder
from kg.alignment.encoding import SINGLE, EncodedDocument, Floats, Integers, Rows, Units
from kg.alignment.products import ByDimension
from kg.alignment.rarity import Rarity
from kg.alignment.vectors import Blend, Entries, centred_scale, nonzero, squares
from kg.model import Measure, Role

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


@dataclass(frozen=True, eq=False)
class Vectors:
    """The vectors of a document's pieces, in the dimensions of its grams and then its concepts.

    Tables have a column for each item and a row for each dimension.
    """

    names: Entries
    items: Entries
    clauses: Entries
    sentences: Entries

    @cached_property
    def plain(self) -> Floats:
        """The items written out."""
        return self.items.dense()

    @cached_property
    def mean(self) -> Floats:
        """The mean of the items."""
        found: Floats = self.plain.mean(axis=1, dtype=np.float32)
        return found

    @property
    def around_tasks(self) -> Floats:
        """What is around a clause as a task: half of the title and a share of the item."""
        found: Floats = TITLE_IN_TASK * self.names.dense() + ITEM_IN_TASK * self.plain
        return found


class Side:
    """A document as its pairs need it: about 1 MB, so that only those at hand are kept."""

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
        self._roles: dict[Role, NDArray[np.bool_]] = {}
        self._take(self.vectors())

    def _take(self, vectors: Vectors) -> None:
        """Keep of the vectors what pairs need: the rest is large."""
        clauses, sentences = self.document.clauses.item, self.document.sentences.item
        plain, mean = vectors.plain, vectors.mean
        # What others are compared with, one behind the other.
        self.above = ByDimension.of([vectors.names, vectors.items, vectors.clauses, vectors.sentences])
        # Sentences and clauses with their whole item around them; clauses as tasks of their own.
        self.sentences = Blend.of(vectors.sentences, plain, mean, sentences)
        self.clauses = Blend.of(vectors.clauses, plain, mean, clauses)
        self.tasks = Blend.of(vectors.clauses, vectors.around_tasks, mean, clauses)
        # Items less half of their mean: what one item says beside the others.
        self.bare_scale = centred_scale(plain)
        # The same for their grams alone, which are brought to unit length first.
        grams = plain[: len(self.grams)]
        self.grams_scale = (1 / nonzero(np.sqrt(squares(grams)))).astype(np.float32)
        self.bare_grams_scale = centred_scale(grams * self.grams_scale)
        self.concept_parts = plain[len(self.grams) :].copy()

    def are(self, role: Role) -> NDArray[np.bool_]:
        """Which of the items have a role."""
        if role not in self._roles:
            self._roles[role] = np.array([item.role == role for item in self.items], dtype=bool)
        return self._roles[role]

    @cached_property
    def dimensions(self) -> Integers:
        """The numbers of the dimensions of all vectors, ascending."""
        return np.concatenate([self.grams, self.concepts + FIRST_CONCEPT])

    @cached_property
    def below(self) -> ByDimension:
        """What is compared with others: titles, items, clauses."""
        return self.above.first(2 * len(self.items) + len(self.clauses.item))

    def vectors(self) -> Vectors:
        """Its vectors, made anew."""
        document = self.document
        units = (document.names, document.items, document.clauses, document.sentences)
        return Vectors(*map(self._entries, units))

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
