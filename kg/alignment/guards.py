"""What no weight decides: what is no parent, and that the same words are the same thing.

Another place's measure is no parent, and neither is a single measure of an overall aim (总体要求), which is about
all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.alignment.encoding import Floats
from kg.alignment.text import DocumentText, ItemText
from ontology.regions import Region, Regions

SHORTEST_TITLE = 6  # characters; a shorter title stands in many texts by chance


def guarded(
    probabilities: Floats, lower: DocumentText, upper: DocumentText, same_title: float, regions: Regions
) -> Floats:
    """The probabilities with both guards kept to; ``same_title`` is the least for items of one title."""
    table = probabilities.copy()
    for i, j in same_titles(lower, upper):
        table[i, j] = max(table[i, j], same_title)
    table[barred(lower, upper, regions)] = 0
    return table


def barred(lower: DocumentText, upper: DocumentText, regions: Regions) -> NDArray[np.bool_]:
    """The candidates that are no links, whatever they have in common."""
    aims = np.array([item.role == "general" for item in lower.items])
    others = np.array([item.role != "general" for item in upper.items])
    table: NDArray[np.bool_] = np.logical_and.outer(aims, others)
    for j, item in enumerate(upper.items):
        if lower.region_code and opens_with_other_place(item, lower.region_code, regions):
            table[:, j] = True
    return table


def opens_with_other_place(item: ItemText, region_code: str, regions: Regions) -> Region | None:
    """The place an item opens with, where it neither lies in ``region_code`` nor holds it.

    A province's measure that opens with 昆明市 asks nothing of 玉溪市. The country's own name says nothing.
    """
    for region, _ in regions.leading(item.opening):
        if region.level == "national":
            continue
        if not (regions.inside(region_code, region.code) or regions.inside(region.code, region_code)):
            return region
    return None


def same_titles(lower: DocumentText, upper: DocumentText) -> list[tuple[int, int]]:
    """Items of which one's title, of some length, stands word for word in the other."""
    down = {(i, j) for j, i in _titles_within(upper.items, lower.items)}
    return sorted(down.union(_titles_within(lower.items, upper.items)))


def _titles_within(items: Sequence[ItemText], others: Sequence[ItemText]) -> Iterator[tuple[int, int]]:
    # Few titles stand anywhere in the other document: one look at its whole text spares looking at each item.
    whole = "\n".join(other.letters for other in others)
    for i, item in enumerate(items):
        if item.title_letters in whole:
            yield from ((i, j) for j, other in enumerate(others) if stands_in(item, other))


def stands_in(one: ItemText, other: ItemText) -> bool:
    """Whether the title of one item, if it is long enough to tell, stands word for word in the other."""
    return len(one.title_letters) >= SHORTEST_TITLE and one.title_letters in other.letters
