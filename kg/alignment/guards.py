"""What no weight decides: another place's measure is no parent, and the same words are the same thing."""

from __future__ import annotations

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
    for j, item in enumerate(upper.items):
        if lower.region_code and opens_with_other_place(item, lower.region_code, regions):
            table[:, j] = 0
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
    return [
        (i, j)
        for i, below in enumerate(lower.items)
        for j, above in enumerate(upper.items)
        if _stands_in(below, above) or _stands_in(above, below)
    ]


def _stands_in(one: ItemText, other: ItemText) -> bool:
    return len(one.title_letters) >= SHORTEST_TITLE and one.title_letters in other.letters
