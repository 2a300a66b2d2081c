"""Likeness of whole items: four views of the same two texts."""

from __future__ import annotations

from kg.alignment.encoding import Floats
from kg.alignment.pair import Pair


class MovedItems:
    """Cosine of grams and concepts, each item moved towards like items of other documents."""

    name = "moved items"

    def measure(self, pair: Pair) -> Floats:
        """Cosines of all lower with all upper items."""
        return pair.lower.moved_items.likeness(pair.upper.moved_items)


class BareItems:
    """Cosine of grams and concepts."""

    name = "bare items"

    def measure(self, pair: Pair) -> Floats:
        """Cosines of all lower with all upper items."""
        return pair.lower.bare_items.likeness(pair.upper.bare_items)


class GramsAlone:
    """Cosine of moved items by grams: what stays where the lexicon does not know a topic."""

    name = "grams alone"

    def measure(self, pair: Pair) -> Floats:
        """Cosines of all lower with all upper items."""
        return pair.lower.moved_items.grams @ pair.upper.moved_items.grams.T


class Words:
    """Cosine by pairs of characters, which are mostly words."""

    name = "words"

    def measure(self, pair: Pair) -> Floats:
        """Cosines of all lower with all upper items."""
        return pair.lower.words @ pair.upper.words.T
