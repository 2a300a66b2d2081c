"""Likeness of an item to the best sentence or clause of the other: a link often rests on one sentence."""

from __future__ import annotations

from kg.alignment.encoding import Floats
from kg.alignment.pair import Pair
from kg.alignment.signals.base import best_by_item


class ItemInSentence:
    """The lower item and the most like sentence of the upper one."""

    name = "item in sentence"

    def measure(self, pair: Pair) -> Floats:
        """The best cosine over the upper item's sentences."""
        return best_by_item(pair.items_with_sentences, pair.upper.tables.sentences.starts, axis=1)


class ItemInClause:
    """The lower item and the most like clause of the upper one."""

    name = "item in clause"

    def measure(self, pair: Pair) -> Floats:
        """The best cosine over the upper item's clauses."""
        return best_by_item(pair.items_with_clauses, pair.upper.tables.clauses.starts, axis=1)
