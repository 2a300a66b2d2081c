"""Likeness of whole items."""

from __future__ import annotations

from kg.alignment.encoding import Floats
from kg.alignment.pair import Pair


class BareItems:
    """Cosine of grams and concepts, what all items of a document share taken off."""

    name = "bare items"

    def measure(self, pair: Pair) -> Floats:
        """Cosines of all lower with all upper items."""
        return pair.bare()


class GramsAlone:
    """The same by grams: what stays where the lexicon does not know a topic."""

    name = "grams alone"

    def measure(self, pair: Pair) -> Floats:
        """Cosines of all lower with all upper items."""
        return pair.grams()


class Profiles:
    """Whether two items are like the same items of other documents: another wording of the same matter."""

    name = "profiles"

    def measure(self, pair: Pair) -> Floats:
        """Cosines of the items' likeness to their nearest items in the background."""
        return pair.profiles()
