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
        table = pair.upper.sentences.likeness(pair.lower.moved_items).T
        return best_by_item(table, pair.upper.sentences.item, pair.shape[1], axis=1)


class ItemInClause:
    """The lower item and the most like clause of the upper one."""

    name = "item in clause"

    def measure(self, pair: Pair) -> Floats:
        """The best cosine over the upper item's clauses."""
        table = pair.upper.clauses.likeness(pair.lower.moved_items).T
        return best_by_item(table, pair.upper.clauses.item, pair.shape[1], axis=1)


class SentenceInItem:
    """The most like sentence of the lower item and the upper item."""

    name = "sentence in item"

    def measure(self, pair: Pair) -> Floats:
        """The best cosine over the lower item's sentences."""
        table = pair.lower.sentences.likeness(pair.upper.moved_items)
        return best_by_item(table, pair.lower.sentences.item, pair.shape[0], axis=0)


class SentenceInSentence:
    """The two most like sentences."""

    name = "sentence in sentence"

    def measure(self, pair: Pair) -> Floats:
        """The best cosine over both items' sentences."""
        lower, upper = pair.lower.sentences, pair.upper.sentences
        by_upper = best_by_item(
            lower.likeness_of_pieces(upper, pair.lower.space), upper.item, pair.shape[1], axis=1
        )
        return best_by_item(by_upper, lower.item, pair.shape[0], axis=0)
