"""Baselines to hold the alignment against: what a first try would do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from kg.alignment.encoding import Floats, Rows, Units
from kg.alignment.pair import Pair, unit
from kg.alignment.signals.base import best_by_item


def items_by_tfidf(pair: Pair) -> Floats:
    """Cosine of pairs of characters over items, rarity from the background alone."""
    return _tfidf(pair, pair.lower.document.items.grams) @ _tfidf(pair, pair.upper.document.items.grams).T


def best_sentence(pair: Pair) -> Floats:
    """The same over sentences, the best of each two items."""
    lower, upper = pair.lower.document.sentences, pair.upper.document.sentences
    cosines = _tfidf(pair, lower.grams) @ _tfidf(pair, upper.grams).T
    return _by_items(cosines, lower, upper, pair)


def _by_items(table: Floats, lower: Units, upper: Units, pair: Pair) -> Floats:
    by_upper = best_by_item(table, upper.item, pair.shape[1], axis=1)
    return best_by_item(by_upper, lower.item, pair.shape[0], axis=0)


def _tfidf(pair: Pair, rows: Rows) -> Floats:
    space = pair.lower.space
    pairs_only = np.where(space.pairs_only > 0, space.rarity, np.float32(0))
    # Term frequency as it is: dense_grams takes the square root.
    return unit(space.dense_grams(Rows(rows.starts, rows.columns, np.square(rows.counts)), pairs_only))


BASELINES: Mapping[str, Callable[[Pair], Floats]] = {
    "TF-IDF of items": items_by_tfidf,
    "TF-IDF of sentences, the best": best_sentence,
}
