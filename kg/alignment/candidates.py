"""Which documents are compared, and what a link between them would be called.

Up the chain of jurisdiction (a city's plan with its province's and the nation's), back in time for one place, and
sideways to the most like plans of other places of one level, for comparison only. Work grows with the number of
documents, not with its square: of many documents of one place or level, a shortlist is looked at.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kg.alignment.encoding import Integers
from kg.alignment.nearest import Gist, Likeness, Measured, RememberedLikeness, Shortlists
from kg.alignment.outline import Outline
from kg.alignment.records import Relation
from ontology.regions import Regions

# Of two documents. Among 77 real ones, two of one chain on one matter (12 pairs) are between 0.14 and 0.28, half of them
# above 0.23; two on different matters (76 pairs) between 0.12 and 0.23, nine of ten below 0.19.
LEAST_LIKENESS = 0.12
ONE_MATTER = 0.19
MOST_OF_ONE_PLACE = 12  # upper documents of one place that a lower one is compared with, the most like ones
MOST_PARALLELS = 1
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
    return _upwards(lag)


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
    by_stem = {outline.stem: outline for outline in outlines}

    def measure(held: Sequence[Gist]) -> Likeness:
        return Likeness([by_stem[one.stem] for one in held])

    for near, lower, upper, relation in _looked_at(map(Gist.of, by_stem.values()), regions, measure):
        (chosen if near else passed).append(_comparison(lower, upper, relation))
    return sorted(chosen, key=_by_stems), sorted(passed, key=_by_stems)


def compared(
    documents: Iterable[Gist], regions: Regions, measured: Measured, outlines: Mapping[str, Outline]
) -> list[Comparison]:
    """What to compare, as `candidates` says; how like two documents are is looked up, and noted where it is new.

    ``outlines`` are those of the documents; only some are asked for where much is known.
    """

    def measure(held: Sequence[Gist]) -> Likeness:
        return RememberedLikeness([one.stem for one in held], outlines, measured)

    found = _looked_at(documents, regions, measure)
    chosen = (_comparison(lower, upper, relation) for near, lower, upper, relation in found if near)
    return sorted(chosen, key=_by_stems)


def _looked_at(
    documents: Iterable[Gist], regions: Regions, measure: Callable[[Sequence[Gist]], Likeness]
) -> Iterator[tuple[bool, Gist, Gist, Relation]]:
    """Lower and upper documents that were measured against each other, and whether they are to be compared."""
    held = sorted((one for one in documents if one.region_code), key=lambda one: one.stem)
    groups, likeness = _Groups(held, regions), measure(held)
    for number, below in enumerate(held):
        for members, relation, most in groups.beside(number):
            likenesses = likeness.with_each(number, members)
            found = sorted((-like, upper) for like, upper in zip(likenesses, members, strict=True))
            # Plans of other places that are not compared are no loss: nobody asked for all of them.
            for place, (unlike, upper) in enumerate(found[:most] if relation == "parallels" else found):
                near = place < most and -unlike >= _least(relation, -found[0][0])
                if near or relation != "parallels":
                    yield near, below, held[upper], relation


def _comparison(lower: Gist, upper: Gist, relation: Relation) -> Comparison:
    """Two documents to compare; up the chain the relation depends on which was first."""
    lag = lag_days(lower, upper)
    if relation == "implements":
        relation = _upwards(lag)
    return Comparison(lower.stem, upper.stem, relation, lag)


def _upwards(lag: int | None) -> Relation:
    if lag is None:
        return "relatesTo"
    return "implements" if lag >= 0 else "anticipates"


def _least(relation: Relation, best: float) -> float:
    """How like two documents have to be, where the most like one of its place is as like as ``best``.

    A body's later plan continues an earlier one only where the two are on one matter. Plans of one place above are
    many, each on its own matter: the most like one counts, and what is on one matter for sure.
    """
    if relation == "continues":
        return ONE_MATTER
    if relation == "parallels":
        return LEAST_LIKENESS
    return max(LEAST_LIKENESS, min(ONE_MATTER, best))


def _by_stems(comparison: Comparison) -> tuple[str, str]:
    return comparison.lower, comparison.upper


class _Groups:
    """The documents by place and by level, as their places in ``held``."""

    def __init__(self, held: Sequence[Gist], regions: Regions) -> None:
        self._codes = [str(one.region_code) for one in held]
        by_place: dict[str, list[int]] = defaultdict(list)
        by_level: dict[str, list[int]] = defaultdict(list)
        for number, code in enumerate(self._codes):
            by_place[code].append(number)
            by_level[regions.level(code)].append(number)
        documents = _Documents(held, self._codes)
        self._by_place = {code: _Group(numbers, documents) for code, numbers in by_place.items()}
        by_name = {level: _Group(numbers, documents) for level, numbers in by_level.items()}
        self._level = {code: by_name[regions.level(code)] for code in by_place}
        self._above = {
            code: [
                self._by_place[region.code] for region in regions.chain(code)[1:] if region.code in by_place
            ]
            for code in by_place
        }

    def beside(self, number: int) -> Iterator[tuple[list[int], Relation, int]]:
        """The documents to measure one against, what they are to it, and how many of them to compare it with at most.

        All that are above are given as what the document implements, whichever was first.
        """
        code = self._codes[number]
        yield self._by_place[code].before(number), "continues", MOST_OF_ONE_PLACE
        for group in self._above[code]:
            yield group.all_for(number), "implements", MOST_OF_ONE_PLACE
        yield self._level[code].elsewhere_before(number), "parallels", MOST_PARALLELS


class _Documents:
    """What groups need of documents: their days, not a number where one has none, their places and heaviest grams."""

    def __init__(self, held: Sequence[Gist], codes: Sequence[str]) -> None:
        self.days = np.array([one.issued_on.toordinal() if one.issued_on else math.nan for one in held])
        self.places = np.array([int(code) for code in codes])
        self.heaviest = [one.heaviest for one in held] if len(held) > LOOKED_AT else []


class _Group:
    """Documents of one place or of one level."""

    def __init__(self, numbers: list[int], documents: _Documents) -> None:
        self._list = numbers
        self._documents = documents
        self._numbers = np.array(numbers, dtype=np.int64)
        self._days = documents.days[self._numbers]
        self._places = documents.places[self._numbers]

    def all_for(self, number: int) -> list[int]:
        """All, as a document of another place sees them."""
        if len(self._list) <= LOOKED_AT:
            return self._list
        return self._nearest(number, np.ones(len(self._list), dtype=bool))

    def before(self, number: int) -> list[int]:
        """Those issued before one of them."""
        if len(self._list) == 1:
            return []
        return self._nearest(number, self._days < self._documents.days[number])

    def elsewhere_before(self, number: int) -> list[int]:
        """Those of other places that a document may be parallel to: of two, the later one, then the later name.

        A document without a day is as late as any.
        """
        day = self._documents.days[number]
        possible: Choice = self._days < day
        named_before = int(np.searchsorted(self._numbers, number))
        possible[:named_before] |= ~(self._days[:named_before] > day)
        possible &= self._places != self._documents.places[number]
        return self._nearest(number, possible)

    def _nearest(self, number: int, possible: Choice) -> list[int]:
        """Those that are possible; of many, those most like a document by what its shortlist can tell."""
        few: Integers
        if np.count_nonzero(possible) > LOOKED_AT:
            few = self._shortlists.of(self._documents.heaviest[number], SHORTLIST, possible)
        else:
            few = np.flatnonzero(possible)
        found: list[int] = self._numbers[few].tolist()
        return found

    @cached_property
    def _shortlists(self) -> Shortlists:
        return Shortlists([self._documents.heaviest[number] for number in self._list])
