"""Two documents side by side: their items, sentences and clauses as vectors that can be compared.

A gram weighs √(rarity in the background × rarity among the items of the two documents): what only these two
share counts, what everybody says does not, and neither does what all items of the two are about. Half of the own
document's mean is taken off for the same reason. Concepts stand beside the grams as a second, smaller vector.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kg.alignment.background import Background, Rarity
from kg.alignment.encoding import EncodedDocument, Encoder, Floats, Integers, Rows, Units

# Set where several prototypes had their plateau; the figures hardly change between half and twice each value.
SINGLE_CHARACTER = 0.5  # weight of a single character beside a pair of characters
TOWARDS_NEIGHBOURS = 0.2  # how far an item is moved towards like items of other documents
MEAN_TAKEN_OFF = 0.5
CONCEPTS = 0.4  # length of the concept vector beside the gram vector's 1
TASK_CONCEPTS = 0.5  # the same for clauses as tasks
ITEM_AROUND = 1.0  # share of the whole item in the vector of one of its sentences or clauses


@dataclass(frozen=True)
class Vectors:
    """A row for each piece, of unit length in grams and in concepts, and the item each is of."""

    grams: Floats
    concepts: Floats
    item: Integers
    share: float = CONCEPTS

    @cached_property
    def _lengths(self) -> Floats:
        return np.sqrt(_squares(self.grams) + self.share**2 * _squares(self.concepts))

    def likeness(self, other: Vectors) -> Floats:
        """The cosine of each row with each of the other's, grams and concepts in one vector."""
        table = self.grams @ other.grams.T
        table += np.float32(self.share * other.share) * (self.concepts @ other.concepts.T)
        table /= _nonzero(self._lengths)[:, None]
        table /= _nonzero(other._lengths)
        return table


class Side:
    """One of the two documents, with what it shares with the other."""

    def __init__(self, document: EncodedDocument, space: Space) -> None:
        self.document = document
        self.items = document.text.items
        self.space = space

    @cached_property
    def plain_items(self) -> Vectors:
        """Items as they are, nothing added and nothing taken off."""
        return self._vectors(self.document.items)

    @cached_property
    def words(self) -> Floats:
        """Items by pairs of characters alone, the mean taken off."""
        grams = self.space.dense_grams(self.document.items.grams, self.space.pairs_only)
        return centred(unit(grams))

    @cached_property
    def bare_items(self) -> Vectors:
        """Items with the mean taken off."""
        plain = self.plain_items
        return Vectors(centred(plain.grams), centred(plain.concepts), plain.item)

    @cached_property
    def moved(self) -> Floats:
        """Items moved towards their neighbours in other documents, by grams, at unit length; the mean is still in."""
        near, likeness = self.space.neighbours(self.document)
        rows, position = np.unique(near, return_inverse=True)
        table = unit(self.space.dense_grams(self.space.background.gram_rows.take(rows)))
        towards = np.zeros((len(near), len(rows)), dtype=np.float32)
        np.put_along_axis(towards, position.reshape(near.shape), likeness, axis=1)
        return unit(self.plain_items.grams + np.float32(TOWARDS_NEIGHBOURS) * unit(towards @ table))

    @cached_property
    def moved_items(self) -> Vectors:
        """Items moved towards their neighbours, the mean taken off."""
        return Vectors(centred(self.moved), self.bare_items.concepts, self.bare_items.item)

    @cached_property
    def sentences(self) -> Vectors:
        """Sentences, each with its item around it."""
        return self._within_items(self.document.sentences)

    @cached_property
    def clauses(self) -> Vectors:
        """Clauses, each with its item around it."""
        return self._within_items(self.document.clauses)

    @cached_property
    def tasks(self) -> Vectors:
        """Clauses as tasks of their own: half of the title and a quarter of the item with them."""
        own = self._vectors(self.document.clauses)
        names, items = self._vectors(self.document.names), self.plain_items
        half, quarter = np.float32(0.5), np.float32(0.25)
        grams = own.grams + half * names.grams[own.item] + quarter * items.grams[own.item]
        concepts = own.concepts + half * names.concepts[own.item] + quarter * items.concepts[own.item]
        return Vectors(
            less_mean(unit(grams), items.grams), less_mean(unit(concepts), items.concepts), own.item, TASK_CONCEPTS
        )

    def _within_items(self, units: Units) -> Vectors:
        own = self._vectors(units)
        concepts = self.plain_items.concepts
        return Vectors(
            less_mean(unit(own.grams + np.float32(ITEM_AROUND) * self.moved[own.item]), self.moved),
            less_mean(unit(own.concepts + np.float32(ITEM_AROUND) * concepts[own.item]), concepts),
            own.item,
        )

    def _vectors(self, units: Units) -> Vectors:
        return Vectors(
            unit(self.space.dense_grams(units.grams)), unit(self.space.dense_concepts(units.concepts)), units.item
        )


class Space:
    """The columns and weights of two documents, and what of the background they may look at."""

    def __init__(
        self, documents: tuple[EncodedDocument, EncodedDocument], background: Background, encoder: Encoder
    ) -> None:
        self.background = background
        self._known = {document.text.fingerprint for document in documents}
        rarity: Rarity = background.rarity(self._known, encoder)
        lengths = encoder.grams.lengths()
        self._gram_place, grams = _columns([d.items.grams for d in documents], rarity.grams)
        self._concept_place, self._concept_weight = _columns(
            [d.items.concepts for d in documents], rarity.concepts
        )
        single = lengths[self._gram_place >= 0] == 1
        self._gram_weight = np.where(single, SINGLE_CHARACTER * grams, grams).astype(np.float32)
        self.pairs_only = np.where(single, 0, grams).astype(np.float32)

    def dense_grams(self, rows: Rows, weight: Floats | None = None) -> Floats:
        """Weighted √counts of grams."""
        return rows.dense(self._gram_place, self._gram_weight if weight is None else weight)

    def dense_concepts(self, rows: Rows) -> Floats:
        """Weighted √counts of concepts."""
        return rows.dense(self._concept_place, self._concept_weight)

    def neighbours(self, document: EncodedDocument) -> tuple[Integers, Floats]:
        """The nearest items of documents other than the two compared."""
        return self.background.neighbours(document.likeness(self.background), self._known)


class Pair:
    """A lower and an upper document, ready to be compared."""

    def __init__(
        self, lower: EncodedDocument, upper: EncodedDocument, background: Background, encoder: Encoder
    ) -> None:
        space = Space((lower, upper), background, encoder)
        self.lower = Side(lower, space)
        self.upper = Side(upper, space)

    @cached_property
    def task_likeness(self) -> Floats:
        """The cosine of every lower with every upper clause, as tasks."""
        return self.lower.tasks.likeness(self.upper.tasks)

    @property
    def shape(self) -> tuple[int, int]:
        """How many items the lower and the upper document have."""
        return len(self.lower.items), len(self.upper.items)


def _columns(tables: list[Rows], rarity: Floats) -> tuple[Integers, Floats]:
    """Where each name stands in the columns of the pair (−1: in neither document), and the columns' weights."""
    size = len(rarity)
    frequency = sum((table.frequency(size) for table in tables), np.zeros(size, dtype=np.int64))
    used = np.flatnonzero(frequency)
    place = np.full(size, -1, dtype=np.int64)
    place[used] = np.arange(len(used))
    within = np.log1p(sum(map(len, tables)) / (frequency[used] + 0.5))
    return place, np.sqrt(rarity[used] * within).astype(np.float32)


def unit(table: Floats) -> Floats:
    """Rows at unit length, in place; a row of zeros stays one."""
    table /= _nonzero(np.sqrt(_squares(table)))[:, None]
    return table


def less_mean(table: Floats, document: Floats) -> Floats:
    """Half of a document's mean taken off, at unit length again."""
    return unit(table - np.float32(MEAN_TAKEN_OFF) * document.mean(axis=0, dtype=np.float32))


def centred(table: Floats) -> Floats:
    """`less_mean` of a document's own items."""
    return less_mean(table, table)


def _squares(table: Floats) -> Floats:
    return np.einsum("ij,ij->i", table, table)


def _nonzero(lengths: Floats) -> Floats:
    return np.where(lengths > 0, lengths, np.float32(1))
