"""Baselines to hold the alignment against: what a first try would do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from kg.alignment.encoding import Floats, Integers, Units
from kg.alignment.marks import SINGLE
from kg.alignment.pair import Pair
from kg.alignment.side import Side
from kg.alignment.signals.base import best_by_item
from kg.alignment.vectors import Entries, unit


def items_by_tfidf(pair: Pair) -> Floats:
    """Cosine of pairs of characters over items, rarity from the background alone."""
    return _cosines(pair, pair.lower.tables.items, pair.upper.tables.items)


def best_sentence(pair: Pair) -> Floats:
    """The same over sentences, the best of each two items."""
    lower, upper = pair.lower.tables.sentences, pair.upper.tables.sentences
    by_upper = best_by_item(_cosines(pair, lower, upper), upper.starts, axis=1)
    return best_by_item(by_upper, lower.starts, axis=0)


def _cosines(pair: Pair, lower: Units, upper: Units) -> Floats:
    grams = np.union1d(pair.lower.grams, pair.upper.grams)
    return _tfidf(pair.lower, lower, grams).T @ _tfidf(pair.upper, upper, grams)


def _tfidf(side: Side, units: Units, grams: Integers) -> Floats:
    rows = units.grams
    rarity = np.where(side.grams < SINGLE, 0, side.gram_rarity)
    value = (rows.counts * rarity[rows.columns]).astype(np.float32)
    column = np.searchsorted(grams, side.grams)[rows.columns]
    return unit(Entries(rows.row_of, column, value, (len(grams), len(rows))).dense())


BASELINES: Mapping[str, Callable[[Pair], Floats]] = {
    "TF-IDF of items": items_by_tfidf,
    "TF-IDF of sentences, the best": best_sentence,
}
