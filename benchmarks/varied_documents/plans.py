"""Which plans there are: the nation's, then the same number of plans for each place, so that work grows with places."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks.varied_documents.places import Places
from benchmarks.varied_documents.pool import Pool, Topic
from ontology.regions import NATION, Region

NATIONAL_YEARS = (2022,)
NATIONAL_PLANS = 1  # real ones have one in 65; the nation has no plan on most of what places plan
LOCAL_YEARS = (2022, 2023, 2024, 2025)


@dataclass(frozen=True, slots=True)
class Plan:
    """A document to write; ``serial`` is its number among those of its place, from 1."""

    region: Region
    topic: Topic
    issued_on: date
    serial: int

    @property
    def stem(self) -> str:
        """The name of its file: ``city-330200-goods-2023-04``."""
        return (
            f"{self.region.level}-{self.region.code}-{self.topic.name}-{self.issued_on.year}-{self.serial:02}"
        )


def plans(pool: Pool, places: Places, documents: int, each: int, seed: int) -> Iterator[Plan]:
    """This many plans; raises ValueError where the register has too few places for them."""
    chance = random.Random(seed)
    national = min(NATIONAL_PLANS, max(1, documents // 10))
    left = documents
    for region in (places.regions[NATION], *places.in_order(chance)):
        if left <= 0:
            return
        number = min(left, national if region.level == "national" else each)
        yield from _of_place(pool, region, number, chance)
        left -= number
    if left > 0:
        raise ValueError(f"{documents} documents want more than {each} plans a place; give --each")


def _of_place(pool: Pool, region: Region, number: int, chance: random.Random) -> Iterator[Plan]:
    """Each topic once before one comes again, in another year."""
    years = NATIONAL_YEARS if region.level == "national" else LOCAL_YEARS
    possible = [topic for topic in pool.topics if region.level != "national" or topic.national]
    topics = chance.sample(possible, len(possible))
    turns = [chance.sample(years, len(years)) for _ in topics]
    choices = [(turn[n], topic) for n in range(len(years)) for topic, turn in zip(topics, turns, strict=True)]
    if number > len(choices):
        raise ValueError(f"at most {len(choices)} plans a place, {number} asked for")
    for serial, (year, topic) in enumerate(choices[:number], 1):
        yield Plan(region, topic, date(year, 1, 4) + timedelta(days=chance.randrange(355)), serial)
