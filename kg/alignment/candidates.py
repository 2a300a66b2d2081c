"""Which documents are compared, and what a link between them would be called.

Up the chain of jurisdiction (a city's plan with its province's and the nation's), back in time for one place, and
sideways to the most like plans of other places of one level, for comparison only. Work grows with the number of
documents, not with its square: of many documents of one place or level, a shortlist is looked at.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kg.alignment.nearest import Likeness, Shortlists
from kg.alignment.outline import Outline
from kg.alignment.records import Relation
from ontology.regions import Regions

# Of two documents. Among 77 real ones, two of one chain on one matter (12 pairs) are between 0.14 and 0.28, half of them
# above 0.23; two on different matters (76 pairs) between 0.12 and 0.23, nine of ten below 0.19.
LEAST_LIKENESS = 0.12
ONE_MATTER = 0.19
NEARLY = 0.85  # of the likeness of the most like document of a place; others are about something else
MOST_OF_ONE_PLACE = 12  # upper documents of one place that a lower one is compared with, the most like ones
MOST_PARALLELS = 2
Choice = NDArray[np.bool_]

LOOKED_AT = 64  # documents of one place or level that one is measured against; of more, those of a shortlist
SHORTLIST = 16


class Placed(Protocol):
    """A document with its place and day."""

    @property
    def stem(self) -> str:
        """Its name."""

    @property
    def region_code(self) -> str | None:
        """Its place, None where it is not known."""

    @property
    def issued_on(self) -> date | None:
        """The day of its issue, None where it is not known."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents to compare; ``lag_days`` is None where one has no date."""

    lower: str
    upper: str
    relation: Relation
    lag_days: int | None


def relation_of(lower: Placed, upper: Placed, regions: Regions) -> Relation | None:
    """What a link from ``lower`` to ``upper`` would be; None where it would be the other way round or nothing.

    A document without a date gives no claim about time: then a link up the chain is ``relatesTo``.
    """
    if lower.region_code is None or upper.region_code is None or lower.stem == upper.stem:
        return None
    lag = lag_days(lower, upper)
    if lower.region_code == upper.region_code:
        return "continues" if lag is not None and lag > 0 else None
    if regions.level(lower.region_code) == regions.level(upper.region_code):
        return "parallels" if (lag or 0, lower.stem) > (0, upper.stem) else None
    if not regions.inside(lower.region_code, upper.region_code):
        return None
    if lag is None:
        return "relatesTo"
    return "implements" if lag >= 0 else "anticipates"


def lag_days(lower: Placed, upper: Placed) -> int | None:
    """Days from the upper document's issue to the lower one's."""
    if lower.issued_on is None or upper.issued_on is None:
        return None
    return (lower.issued_on - upper.issued_on).days


def candidates(outlines: Iterable[Outline], regions: Regions) -> tuple[list[Comparison], list[Comparison]]:
    """What to compare, and what is passed over; both in order of stem, whatever order the documents come in.

    Passed over are documents in one chain that were looked at and are not about one matter, or not among the most like.
    """
    chosen: list[Comparison] = []
    passed: list[Comparison] = []
    held = sorted((one for one in outlines if one.region_code), key=lambda outline: outline.stem)
    groups, likeness = _Groups(held, regions), Likeness(held)
    for number, below in enumerate(held):
        for members, most in groups.beside(number):
            found = []
            for upper in members:
                relation = relation_of(below, held[upper], regions)
                if relation is not None:
                    found.append((-likeness.of(number, upper), upper, relation))
            found.sort()
            for place, (unlike, upper, relation) in enumerate(found):
                near = place < most and -unlike >= _least(relation, -found[0][0])
                # Plans of other places that are not compared are no loss: nobody asked for all of them.
                if near or relation != "parallels":
                    lag = lag_days(below, held[upper])
                    comparison = Comparison(below.stem, held[upper].stem, relation, lag)
                    (chosen if near else passed).append(comparison)
    return sorted(chosen, key=_by_stems), sorted(passed, key=_by_stems)


def _least(relation: Relation, best: float) -> float:
    """How like two documents have to be, where the most like one of its place is as like as ``best``.

    A body's later plan continues an earlier one only where the two are on one matter. Plans of one place above are
    many, each on its own matter: the most like one counts, and what is nearly as like or on one matter for sure.
    """
    if relation == "continues":
        return ONE_MATTER
    if relation == "parallels":
        return LEAST_LIKENESS
    return max(LEAST_LIKENESS, min(ONE_MATTER, NEARLY * best))


def _by_stems(comparison: Comparison) -> tuple[str, str]:
    return comparison.lower, comparison.upper


class _Groups:
    """The documents by place and by level, as their places in ``held``."""

    def __init__(self, held: Sequence[Outline], regions: Regions) -> None:
        self._held, self._regions = held, regions
        by_place: dict[str, list[int]] = defaultdict(list)
        by_level: dict[str, list[int]] = defaultdict(list)
        for number, outline in enumerate(held):
            code = str(outline.region_code)
            by_place[code].append(number)
            by_level[regions.level(code)].append(number)
        self._by_place = {code: _Group(numbers, held) for code, numbers in by_place.items()}
        self._by_level = {level: _Group(numbers, held) for level, numbers in by_level.items()}

    def beside(self, number: int) -> Iterator[tuple[Iterable[int], int]]:
        """The documents to measure one against, and how many of them to compare it with at most."""
        outline = self._held[number]
        own = str(outline.region_code)
        for region in self._regions.chain(own):
            if group := self._by_place.get(region.code):
                possible = group.before(outline) if region.code == own else group.others(number)
                yield group.nearest(outline, possible), MOST_OF_ONE_PLACE
        group = self._by_level[self._regions.level(own)]
        yield group.nearest(outline, group.elsewhere_before(number, outline)), MOST_PARALLELS


class _Group:
    """Documents of one place or of one level."""

    def __init__(self, numbers: Sequence[int], held: Sequence[Outline]) -> None:
        self._numbers = np.array(numbers, dtype=np.int64)
        self._outlines = [held[number] for number in numbers]
        self._days = np.array([_day(outline) for outline in self._outlines])
        self._places = np.array([int(str(outline.region_code)) for outline in self._outlines])

    def others(self, number: int) -> Choice:
        """All but one."""
        found: Choice = self._numbers != number
        return found

    def before(self, outline: Outline) -> Choice:
        """Those issued before a document."""
        earlier: Choice = self._days < _day(outline)
        return earlier

    def elsewhere_before(self, number: int, outline: Outline) -> Choice:
        """Those of other places that a document may be parallel to: of two, the later one, then the later name."""
        lag: NDArray[np.float64] = np.nan_to_num(_day(outline) - self._days)
        elsewhere: Choice = self._places != int(str(outline.region_code))
        later = (lag > 0) | ((lag == 0) & (self._numbers < number))
        possible: Choice = np.logical_and(elsewhere, later)
        return possible

    def nearest(self, outline: Outline, possible: Choice) -> Iterable[int]:
        """Those that are possible; of many, those most like a document by what its shortlist can tell."""
        few = np.flatnonzero(possible)
        if len(few) > LOOKED_AT:
            few = self._shortlists.of(outline, SHORTLIST, possible)
        found: list[int] = self._numbers[few].tolist()
        return found

    @cached_property
    def _shortlists(self) -> Shortlists:
        return Shortlists(self._outlines)


def _day(outline: Outline) -> float:
    return outline.issued_on.toordinal() if outline.issued_on else math.nan
