"""What no weight decides: what is no parent, and that the same words are the same thing.

Another place's measure is no parent, and neither is a single measure of an overall aim (总体要求), which is about
all of them.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kg.alignment.encoding import Floats
from kg.alignment.pair import Pair
from kg.alignment.prepared import Prepared, PreparedItem
from ontology.regions import Region, Regions


def guarded(probabilities: Floats, pair: Pair, same_title: float, regions: Regions) -> Floats:
    """The probabilities with both guards kept to; ``same_title`` is the least for items of one title."""
    table = probabilities.copy()
    for i, j in pair.same_titles:
        table[i, j] = max(table[i, j], same_title)
    table[barred(pair.lower.document, pair.upper.document, regions)] = 0
    return table


def barred(lower: Prepared, upper: Prepared, regions: Regions) -> NDArray[np.bool_]:
    """The candidates that are no links, whatever they have in common."""
    aims = np.array([item.role == "general" for item in lower.items])
    others = np.array([item.role != "general" for item in upper.items])
    table: NDArray[np.bool_] = np.logical_and.outer(aims, others)
    for j, item in enumerate(upper.items):
        if lower.region_code and opens_with_other_place(item, lower.region_code, regions):
            table[:, j] = True
    return table


def opens_with_other_place(item: PreparedItem, region_code: str, regions: Regions) -> Region | None:
    """The place an item opens with, where it neither lies in ``region_code`` nor holds it.

    A province's measure that opens with 昆明市 asks nothing of 玉溪市. The country's own name says nothing.
    """
    for region in _leading(item.opening, regions):
        if region.level == "national":
            continue
        if not (regions.inside(region_code, region.code) or regions.inside(region.code, region_code)):
            return region
    return None


@lru_cache(maxsize=8192)
def _leading(opening: str, regions: Regions) -> tuple[Region, ...]:
    """The places a text opens with: an upper item is asked for all lower documents."""
    return tuple(region for region, _ in regions.leading(opening))
