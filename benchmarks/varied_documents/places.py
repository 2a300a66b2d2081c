"""Where generated plans are made: the nation, provinces, their cities, and counties when those are used up."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from ontology.regions import NATION, Region, Regions

# Provinces without plans of their own on the mainland's pattern.
_LEFT_OUT = ("710000", "810000", "820000")


class Places:
    """The regions in being, by the one above them."""

    def __init__(self, regions: Regions) -> None:
        self.regions = regions

    @cached_property
    def below(self) -> Mapping[str, tuple[Region, ...]]:
        """The regions directly below a code that are in being."""
        found = defaultdict(list)
        for region in self.regions:
            if region.until is None and region.parent and region.code not in _LEFT_OUT:
                found[region.parent].append(region)
        return {code: tuple(held) for code, held in found.items()}

    def plans_wanted(self, documents: int) -> int:
        """The fewest plans of each place that make so many documents."""
        return max(1, math.ceil(documents / sum(1 for _ in self.in_order(random.Random(0)))))

    def in_order(self, chance: random.Random) -> Iterator[Region]:
        """A province and its cities, the next one and its cities …, at last the counties."""
        provinces = list(self.below[NATION])
        chance.shuffle(provinces)
        counties: list[Region] = []
        for province in provinces:
            yield province
            for region in self.below.get(province.code, ()):
                if region.level == "city":
                    yield region
                    counties += self.below.get(region.code, ())
                else:
                    counties.append(region)
        yield from counties


def level_word(region: Region) -> str:
    """How a place's documents call their own level: 省, 市, 区, 县, 州, 旗; 国 for the nation."""
    return "国" if region.level == "national" else region.name[-1]
