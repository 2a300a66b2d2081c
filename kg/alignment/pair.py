"""Two documents side by side: their items, sentences and clauses as vectors that can be compared.

A gram weighs √(rarity in the background × rarity among the items of the two documents): what only these two
share counts, what everybody says does not, and neither does what all items of the two are about. Half of the own
document's mean is taken off for the same reason. Concepts stand beside the grams as a second, smaller vector.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kg.alignment.background import SINGLE_CHARACTER, Background, Neighbours, nearest
from kg.alignment.blends import MEAN_TAKEN_OFF, Blend, Entries
from kg.alignment.concept_finder import ConceptFinder
from kg.alignment.encoding import SINGLE, EncodedDocument, Floats, Integers, Rows, Units

# Set where several prototypes had their plateau; the figures hardly change between half and twice each value.
TOWARDS_NEIGHBOURS = np.float32(0.2)  # how far an item is moved towards like items of other documents
CONCEPTS = 0.4  # length of the concept vector beside the gram vector's 1
TASK_CONCEPTS = 0.5  # the same for clauses as tasks
ITEM_AROUND = np.float32(1)  # the whole item in the vector of one of its sentences or clauses
TITLE_IN_TASK, ITEM_IN_TASK = np.float32(0.5), np.float32(0.25)


@dataclass(frozen=True)
class Vectors:
    """A row for each piece, of unit length in grams and in concepts, and the item each is of."""

    grams: Floats
    concepts: Floats
    item: Integers
    share: float = CONCEPTS

    @cached_property
    def lengths(self) -> Floats:
        """The lengths of the rows, grams and concepts in one vector."""
        return np.sqrt(_squares(self.grams) + np.float32(self.share**2) * _squares(self.concepts))

    def likeness(self, other: Vectors) -> Floats:
        """The cosine of each row with each of the other's, grams and concepts in one vector."""
        table = self.grams @ other.grams.T
        table += np.float32(self.share * other.share) * (self.concepts @ other.concepts.T)
        return _divided(table, self.lengths, other.lengths)


@dataclass(frozen=True)
class Pieces:
    """Sentences or clauses as blends with their items, and the item each is of."""

    grams: Blend
    concepts: Blend
    item: Integers
    share: float = CONCEPTS

    @cached_property
    def lengths(self) -> Floats:
        """The lengths of the rows, grams and concepts in one vector."""
        grams, concepts = self.grams.lengths > 1e-6, self.concepts.lengths > 1e-6
        return np.sqrt(grams + self.share**2 * concepts).astype(np.float32)

    def likeness(self, other: Vectors) -> Floats:
        """The cosine of each row with each of the other's."""
        table = self.grams.with_vectors(other.grams)
        table += np.float32(self.share * other.share) * self.concepts.with_vectors(other.concepts)
        return _divided(table, self.lengths, other.lengths)

    def likeness_of_pieces(self, other: Pieces, space: Space) -> Floats:
        """The cosine of each row with each row of the other's."""
        table = self.grams.with_blend(other.grams, space.shared_grams)
        concepts = self.concepts.with_blend(other.concepts, np.arange(len(space.concepts)))
        table += np.float32(self.share * other.share) * concepts
        return _divided(table, self.lengths, other.lengths)


@dataclass(frozen=True)
class Prepared:
    """A document that can be paired with others: its tables and its neighbours in the background."""

    document: EncodedDocument
    neighbours: Neighbours


class Side:
    """One of the two documents, with what it shares with the other."""

    def __init__(self, prepared: Prepared, space: Space) -> None:
        self.document = prepared.document
        self.items = prepared.document.text.items
        self.space = space
        self._neighbours = prepared.neighbours

    @cached_property
    def plain_items(self) -> Vectors:
        """Items as they are, nothing added and nothing taken off."""
        return self._vectors(self.document.items)

    @cached_property
    def words(self) -> Floats:
        """Items by pairs of characters alone, the mean taken off."""
        return centred(unit(self.space.dense_grams(self.document.items.grams, self.space.pairs_only)))

    @cached_property
    def bare_items(self) -> Vectors:
        """Items with the mean taken off."""
        plain = self.plain_items
        return Vectors(centred(plain.grams), centred(plain.concepts), plain.item)

    @cached_property
    def moved(self) -> Floats:
        """Items moved towards their neighbours in other documents, by grams, at unit length; the mean is still in."""
        near, likeness = nearest(self._neighbours, self.space.known)
        rows, position = np.unique(near, return_inverse=True)
        table = unit(self.space.dense_background(rows))
        towards = np.zeros((len(near), len(rows)), dtype=np.float32)
        np.put_along_axis(towards, position.reshape(near.shape), likeness, axis=1)
        return unit(self.plain_items.grams + TOWARDS_NEIGHBOURS * unit(towards @ table))

    @cached_property
    def moved_items(self) -> Vectors:
        """Items moved towards their neighbours, the mean taken off."""
        return Vectors(centred(self.moved), self.bare_items.concepts, self.bare_items.item)

    @cached_property
    def sentences(self) -> Pieces:
        """Sentences, each with its item around it."""
        return self._within_items(self.document.sentences)

    @cached_property
    def clauses(self) -> Pieces:
        """Clauses, each with its item around it."""
        return self._within_items(self.document.clauses)

    @cached_property
    def tasks(self) -> Pieces:
        """Clauses as tasks of their own: half of the title and a quarter of the item with them."""
        names, items = self._vectors(self.document.names), self.plain_items
        return self._blended(
            self.document.clauses,
            Vectors(
                TITLE_IN_TASK * names.grams + ITEM_IN_TASK * items.grams,
                TITLE_IN_TASK * names.concepts + ITEM_IN_TASK * items.concepts,
                items.item,
            ),
            items,
            TASK_CONCEPTS,
        )

    def _within_items(self, units: Units) -> Pieces:
        whole = Vectors(self.moved, self.plain_items.concepts, self.plain_items.item)
        around = Vectors(ITEM_AROUND * whole.grams, ITEM_AROUND * whole.concepts, whole.item)
        return self._blended(units, around, whole, CONCEPTS)

    def _blended(self, units: Units, around: Vectors, items: Vectors, share: float) -> Pieces:
        """Pieces with something of their item around them, less half the mean of the items."""
        grams, concepts = (
            self.space.entries_of_grams(units.grams),
            self.space.entries_of_concepts(units.concepts),
        )
        return Pieces(
            Blend(grams, around.grams, _mean(items.grams), units.item),
            Blend(concepts, around.concepts, _mean(items.concepts), units.item),
            units.item,
            share,
        )

    def _vectors(self, units: Units) -> Vectors:
        grams, concepts = self.space.dense_grams(units.grams), self.space.dense_concepts(units.concepts)
        return Vectors(unit(grams), unit(concepts), units.item)


class Space:
    """The columns and weights of two documents; ``known`` are those of the background that they are."""

    def __init__(
        self, lower: EncodedDocument, upper: EncodedDocument, background: Background, finder: ConceptFinder
    ) -> None:
        self.background = background
        self.known = background.documents({lower.text.fingerprint, upper.text.fingerprint})
        items = len(lower.text.items) + len(upper.text.items)
        self.grams, frequency = _together(lower.gram_frequency, upper.gram_frequency)
        self.shared_grams = np.flatnonzero(
            np.isin(self.grams, lower.gram_frequency[0]) & np.isin(self.grams, upper.gram_frequency[0])
        )
        self.rarity = background.gram_rarity(self.grams, self.known)
        weight = _weight(self.rarity, frequency, items)
        single = self.grams < SINGLE
        self._gram_weight = np.where(single, np.float32(SINGLE_CHARACTER) * weight, weight)
        self.pairs_only = np.where(single, np.float32(0), weight)
        self.concepts, frequency = _together(lower.concept_frequency, upper.concept_frequency)
        named = [finder.concepts[n] for n in self.concepts]
        self.concept_rarity = background.concept_rarity(named, self.known)
        self._concept_weight = _weight(self.concept_rarity, frequency, items)

    def dense_grams(self, rows: Rows, weight: Floats | None = None) -> Floats:
        """√count · weight of grams, a column for each gram of the two documents."""
        return _dense(
            rows, np.searchsorted(self.grams, rows.columns), self._gram_weight if weight is None else weight
        )

    def dense_concepts(self, rows: Rows) -> Floats:
        """√count · weight of concepts, a column for each concept of the two documents."""
        return _dense(rows, np.searchsorted(self.concepts, rows.columns), self._concept_weight)

    def entries_of_grams(self, rows: Rows) -> Entries:
        """The same without writing them out, each row at unit length."""
        return _entries(rows, np.searchsorted(self.grams, rows.columns), self._gram_weight)

    def entries_of_concepts(self, rows: Rows) -> Entries:
        """The same for concepts."""
        return _entries(rows, np.searchsorted(self.concepts, rows.columns), self._concept_weight)

    def dense_background(self, rows: Integers) -> Floats:
        """√count · weight of the grams of the two documents in some items of the background."""
        table = self.background.gram_rows.take(rows)
        column = self._column_in_background[table.columns]
        kept = column >= 0
        dense = np.zeros((len(rows), len(self.grams)), dtype=np.float32)
        dense[table.row_of[kept], column[kept]] = (
            np.sqrt(table.counts[kept]) * self._gram_weight[column[kept]]
        )
        return dense

    @cached_property
    def _column_in_background(self) -> Integers:
        """The column of each gram of the background, −1 for those in neither document."""
        place = np.searchsorted(self.grams, self.background.grams)
        place = np.minimum(place, len(self.grams) - 1)
        return np.where(self.grams[place] == self.background.grams, place, -1)


class Pair:
    """A lower and an upper document, ready to be compared."""

    def __init__(
        self, lower: Prepared, upper: Prepared, background: Background, finder: ConceptFinder
    ) -> None:
        space = Space(lower.document, upper.document, background, finder)
        self.lower = Side(lower, space)
        self.upper = Side(upper, space)

    @property
    def shape(self) -> tuple[int, int]:
        """How many items the lower and the upper document have."""
        return len(self.lower.items), len(self.upper.items)

    @cached_property
    def task_likeness(self) -> Floats:
        """The cosine of every lower with every upper clause, as tasks."""
        return self.lower.tasks.likeness_of_pieces(self.upper.tasks, self.lower.space)


def _together(one: tuple[Integers, Integers], other: tuple[Integers, Integers]) -> tuple[Integers, Integers]:
    """The numbers of two documents, sorted, and in how many items of both each occurs."""
    numbers, place = np.unique(np.concatenate([one[0], other[0]]), return_inverse=True)
    counts = np.concatenate([one[1], other[1]])
    return numbers, np.bincount(place, weights=counts, minlength=len(numbers)).astype(np.int64)


def _weight(rarity: Floats, frequency: Integers, items: int) -> Floats:
    return np.sqrt(rarity * np.log1p(items / (frequency + 0.5))).astype(np.float32)


def _dense(rows: Rows, column: Integers, weight: Floats) -> Floats:
    table = np.zeros((len(rows), len(weight)), dtype=np.float32)
    table[rows.row_of, column] = np.sqrt(rows.counts) * weight[column]
    return table


def _entries(rows: Rows, column: Integers, weight: Floats) -> Entries:
    return Entries.of(rows.row_of, column, np.sqrt(rows.counts) * weight[column], len(rows))


def _mean(table: Floats) -> Floats:
    mean: Floats = table.mean(axis=0, dtype=np.float32)
    return mean


def _divided(table: Floats, rows: Floats, columns: Floats) -> Floats:
    table /= _nonzero(rows)[:, None]
    table /= _nonzero(columns)
    return table


def unit(table: Floats) -> Floats:
    """Rows at unit length, in place; a row of zeros stays one."""
    table /= _nonzero(np.sqrt(_squares(table)))[:, None]
    return table


def less_mean(table: Floats, document: Floats) -> Floats:
    """Half of a document's mean taken off, at unit length again."""
    return unit(table - MEAN_TAKEN_OFF * _mean(document))


def centred(table: Floats) -> Floats:
    """`less_mean` of a document's own items."""
    return less_mean(table, table)


def _squares(table: Floats) -> Floats:
    squares: Floats = np.einsum("ij,ij->i", table, table)
    return squares


def _nonzero(lengths: Floats) -> Floats:
    return np.where(lengths > 0, lengths, np.float32(1))
