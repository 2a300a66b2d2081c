"""What two items both name, however long they are: one rare thing in common is much, whatever else they say."""

from __future__ import annotations

import numpy as np

from kg.alignment.encoding import Floats
from kg.alignment.pair import Pair


class SharedConcepts:
    """The concepts that both items name, by rarity."""

    name = "shared concepts"

    def measure(self, pair: Pair) -> Floats:
        """The root of the summed weights."""
        return np.sqrt(pair.named())


class SharedKinds:
    """The same where a class and its members meet: 购物节 is a 促消费活动."""

    name = "shared kinds"

    def measure(self, pair: Pair) -> Floats:
        """The root of the summed weights, broader concepts by their own rarity."""
        return np.sqrt(pair.kinds())
