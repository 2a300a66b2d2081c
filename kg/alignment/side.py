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
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kg.alignment.background import SINGLE_CHARACTER
from kg.alignment.clauses import Clauses
from kg.alignment.concept_finder import ConceptFinder
from kg.alignment.encoding import Floats, Integers
from kg.alignment.marks import SINGLE
from kg.alignment.ordering import distinct
from kg.alignment.prepared import Prepared
from kg.alignment.products import ByDimension
from kg.alignment.rarity import Rarity
from kg.alignment.records import MeasureName
from kg.alignment.vectors import Blend, Entries, centred_scale, mean_of, nonzero, squares
from kg.model import Role

# Set where several prototypes had their plateau; the figures hardly change between half and twice each value.
CONCEPTS = np.float32(0.5)  # length of the concepts beside the grams' 1
TITLE_IN_TASK, ITEM_IN_TASK = np.float32(0.5), np.float32(0.15)
BROADER = np.float32(0.7)  # a concept that is only named by one below it
RARE = 3.0  # rarity of a concept that tells why two are linked: rarer than one item in about twenty
FIRST_CONCEPT = 1 << 40  # concepts are numbered from here, behind the grams


@dataclass(frozen=True, eq=False)
class Vectors:
    """The vectors of a document's titles, items, clauses and sentences, in the dimensions of its grams and then concepts.

    ``entries`` has them one behind the other. Tables have a column for each item and a row for each dimension.
    """

    entries: Entries
    item_count: int
    clause_count: int

    @cached_property
    def names(self) -> Entries:
        """The titles."""
        return self.entries.part(0, self.item_count)

    @cached_property
    def items(self) -> Entries:
        """The items."""
        return self.entries.part(self.item_count, 2 * self.item_count)

    @cached_property
    def clauses(self) -> Entries:
        """The clauses alone."""
        first = 2 * self.item_count
        return self.entries.part(first, first + self.clause_count)

    @cached_property
    def parts(self) -> Entries:
        """The parts of items: their clauses, then their sentences."""
        return self.entries.part(2 * self.item_count, self.entries.shape[1])

    @cached_property
    def plain(self) -> Floats:
        """The items written out."""
        return self.items.dense()

    @cached_property
    def mean(self) -> Floats:
        """The mean of the items."""
        return mean_of(self.plain)

    @property
    def around_tasks(self) -> Floats:
        """What is around a clause as a task: half of the title and a share of the item."""
        found: Floats = TITLE_IN_TASK * self.names.dense() + ITEM_IN_TASK * self.plain
        return found


class Side:
    """A document as its pairs need it: about 1 MB, so that only those at hand are kept."""

    def __init__(self, prepared: Prepared, rarity: Rarity, finder: ConceptFinder) -> None:
        self.document, self.items = prepared, prepared.items
        self.tables = tables = prepared.tables.tables()
        self.known = rarity.background.documents({prepared.fingerprint})
        self.clauses_read = Clauses(prepared.source, prepared.clauses.read())
        self.grams, self.concepts = tables.grams, tables.concepts
        self.gram_rarity = rarity.grams(self.grams, self.known)
        self.concept_rarity = rarity.concepts(self.concepts, self.known)
        self._rarity, self._finder = rarity, finder
        self._weights = self._weight(
            np.concatenate([self.gram_rarity, self.concept_rarity]),
            np.bincount(tables.items.marks.columns, minlength=len(self.dimensions)),
        )
        self._weights[: len(self.grams)][self.grams < SINGLE] *= np.float32(SINGLE_CHARACTER)
        self._roles: dict[Role, NDArray[np.bool_]] = {}
        self._take(self.vectors())

    def _take(self, vectors: Vectors) -> None:
        """Keep of the vectors what pairs need: the rest is large."""
        clauses = self.tables.clauses.item
        plain, mean = vectors.plain, vectors.mean
        # What others are compared with.
        self.above = ByDimension.of(vectors.entries)
        # Clauses and sentences with their whole item around them; clauses as tasks of their own.
        self.parts = Blend.of(vectors.parts, plain, mean, self.tables.pieces.item[2 * len(self.items) :])
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
        return self.above.first(2 * len(self.items) + len(self.tasks.item))

    def vectors(self) -> Vectors:
        """Its vectors, made anew: grams and concepts in one vector, each piece's of unit length."""
        rows, grams = self.tables.pieces.marks, len(self.grams)
        values = np.sqrt(rows.counts) * self._weights[rows.columns]
        vector, of_concepts = rows.row_of, rows.columns >= grams
        # Grams at unit length, concepts at half of it, then the whole at unit length.
        apart = Entries(2 * vector + of_concepts, rows.columns, values, (len(self.dimensions), 2 * len(rows)))
        share = np.array([1, CONCEPTS], dtype=np.float32)
        values = apart.unit().value * share[of_concepts.astype(np.int64)]
        whole = Entries(vector, rows.columns, values, (len(self.dimensions), len(rows)))
        return Vectors(whole.unit(), len(self.items), len(self.tables.clauses.item))

    @cached_property
    def measure_names(self) -> list[MeasureName]:
        """What its items are called in links."""
        return [MeasureName(self.document.stem, item.path) for item in self.items]

    @cached_property
    def concepts_of(self) -> list[frozenset[int]]:
        """The numbers of the concepts that each item names."""
        rows = self.tables.items.concepts
        numbers = self.concepts[rows.columns].tolist()
        return [frozenset(numbers[first:stop]) for first, stop in pairwise(rows.starts.tolist())]

    @cached_property
    def telling_of(self) -> list[list[int]]:
        """The rare ones of each item's concepts, the rarest first."""
        rare = np.flatnonzero(self.concept_rarity >= RARE)
        rarest = rare[np.argsort(-self.concept_rarity[rare], kind="stable")]
        rank = {number: n for n, number in enumerate(self.concepts[rarest].tolist())}
        return [sorted(concepts & rank.keys(), key=rank.__getitem__) for concepts in self.concepts_of]

    @cached_property
    def said(self) -> Floats:
        """Between 0 and 1: how much each clause says by the rarity of its grams, half at half the median."""
        rows = self.tables.clauses.grams
        weights = self._weights[rows.columns]
        found = np.bincount(rows.row_of, weights=rows.counts * weights * weights, minlength=len(rows))
        return (found / (found + np.median(found) / 4 + 1e-9)).astype(np.float32)

    @cached_property
    def named(self) -> Floats:
        """The weights of the concepts each item names, not brought to unit length."""
        rows = self.tables.items.concepts
        weights = self._weights[len(self.grams) + rows.columns]
        return Entries(rows.row_of, rows.columns, weights, (len(self.concepts), len(rows))).dense()

    @cached_property
    def kinds(self) -> tuple[Integers, Floats]:
        """The concepts named and all broader ones, and their weights in each item, lighter if only broader."""
        rows = self.tables.items.concepts
        item, concept, named = self._finder.with_kinds(rows.row_of, self.concepts[rows.columns])
        numbers, row = distinct(concept)
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
        near = self._rarity.background.kept_neighbours(self.document.neighbours, len(self.items))
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
