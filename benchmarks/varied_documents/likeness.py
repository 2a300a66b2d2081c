"""Which texts are most like one another, by runs of letters that few of them share."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

NO_LETTER = re.compile(r"[\W_]+")
_RUN = 2
_COMMON = 40  # a run in more texts than so many says little


def shingles(text: str, length: int) -> set[str]:
    """The runs of so many letters.

    >>> sorted(shingles("办节，办展", 2))
    ['办展', '办节', '节办']
    """
    letters = NO_LETTER.sub("", text)
    return {letters[n : n + length] for n in range(len(letters) - length + 1)}


def most_like(texts: Iterable[str], most: int) -> Sequence[Sequence[int]]:
    """For each text the places of the others that share most with it, the most like first."""
    runs = [shingles(text, _RUN) for text in texts]
    holders: dict[str, list[int]] = defaultdict(list)
    for number, own in enumerate(runs):
        for run in own:
            holders[run].append(number)
    weights = {run: 1 / len(held) for run, held in holders.items() if 1 < len(held) <= _COMMON}
    found = []
    for number, own in enumerate(runs):
        shared: dict[int, float] = defaultdict(float)
        # In order, so that the sums are the same everywhere.
        for run in sorted(own & weights.keys()):
            for other in holders[run]:
                shared[other] += weights[run]
        shared.pop(number, None)
        likeness = {other: weight / math.sqrt(len(runs[other]) or 1) for other, weight in shared.items()}
        found.append(sorted(likeness, key=lambda other: (-likeness[other], other))[:most])
    return found
