"""Which documents are compared, and what a link between them would be called.

Up the chain of jurisdiction (a city's plan with its province's and the nation's), back in time for one place, and
sideways to the most like plans of other places of one level, for comparison only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kg.alignment.background import Background
from kg.alignment.encoding import EncodedDocument, Floats, Rows
from kg.alignment.records import Relation
from kg.alignment.text import DocumentText
from ontology.regions import Regions

LEAST_LIKENESS = (
    0.12  # of two documents; two on different matters stay below, two on one matter are above 0.19
)
MOST_OF_ONE_PLACE = 12  # upper documents of one place that a lower one is compared with, the most like ones
MOST_PARALLELS = 2


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents to compare; ``lag_days`` is None where one has no date."""

    lower: str
    upper: str
    relation: Relation
    lag_days: int | None


def relation_of(lower: DocumentText, upper: DocumentText, regions: Regions) -> Relation | None:
    """What a link from ``lower`` to ``upper`` would be; None where it would be the other way round or nothing.

    A document without a date gives no claim about time: then a link up the chain is ``relatesTo``.
    """
    if lower.region_code is None or upper.region_code is None or lower.stem == upper.stem:
        return None
    lag = lag_days(lower, upper)
    if lower.region_code == upper.region_code:
        return "continues" if lag is not None and lag > 0 else None
    if regions.inside(lower.region_code, upper.region_code):
        if lag is None:
            return "relatesTo"
        return "implements" if lag >= 0 else "anticipates"
    if regions.level(lower.region_code) != regions.level(upper.region_code):
        return None
    return "parallels" if (lag or 0, lower.stem) > (0, upper.stem) else None


def lag_days(lower: DocumentText, upper: DocumentText) -> int | None:
    """Days from the upper document's issue to the lower one's."""
    if lower.issued_on is None or upper.issued_on is None:
        return None
    return (lower.issued_on - upper.issued_on).days


def candidates(
    documents: Sequence[EncodedDocument], background: Background, regions: Regions
) -> tuple[list[Comparison], list[Comparison]]:
    """What to compare, and what is passed over since the two are not about one matter; both in order of stem."""
    chosen: list[Comparison] = []
    passed: list[Comparison] = []
    likeness = _DocumentLikeness(documents, background)
    by_region: dict[str, list[int]] = defaultdict(list)
    for number, document in enumerate(documents):
        if document.text.region_code:
            by_region[document.text.region_code].append(number)
    by_level: dict[str, list[int]] = defaultdict(list)
    for code, numbers in by_region.items():
        by_level[regions.level(code)].extend(numbers)
    for number, document in enumerate(documents):
        own = document.text.region_code
        if own is None:
            continue
        groups = [(by_region[region.code], MOST_OF_ONE_PLACE) for region in regions.chain(own)]
        aside = [n for n in by_level[regions.level(own)] if documents[n].text.region_code != own]
        for group, most in [*groups, (aside, MOST_PARALLELS)]:
            near, far = _nearest(number, group, most, documents, likeness, regions)
            chosen.extend(near)
            passed.extend(far)
    key = _by_stems
    return sorted(chosen, key=key), sorted(passed, key=key)


def _by_stems(comparison: Comparison) -> tuple[str, str]:
    return comparison.lower, comparison.upper


def _nearest(
    lower: int,
    group: Sequence[int],
    most: int,
    documents: Sequence[EncodedDocument],
    likeness: _DocumentLikeness,
    regions: Regions,
) -> tuple[list[Comparison], list[Comparison]]:
    below = documents[lower].text
    found = []
    for upper, comparison in _related(below, group, documents, regions):
        found.append((-likeness.of(lower, upper), comparison.upper, comparison))
    found.sort(key=lambda entry: entry[:2])
    near = [c for n, (like, _, c) in enumerate(found) if n < most and -like >= LEAST_LIKENESS]
    kept = {c.upper for c in near}
    # Plans of other places that were not looked at are no loss: nobody asked for all of them.
    far = [c for _, _, c in found if c.upper not in kept and c.relation != "parallels"]
    return near, far


def _related(
    below: DocumentText, group: Iterable[int], documents: Sequence[EncodedDocument], regions: Regions
) -> Iterator[tuple[int, Comparison]]:
    for upper in group:
        above = documents[upper].text
        relation = relation_of(below, above, regions)
        if relation is not None:
            yield upper, Comparison(below.stem, above.stem, relation, lag_days(below, above))


class _DocumentLikeness:
    """The cosine of two documents by what is rare in the background: sparse products, one row at a time."""

    def __init__(self, documents: Sequence[EncodedDocument], background: Background) -> None:
        whole = [_whole(document.items.grams) for document in documents]
        vectors = [background.vector(rows) for rows in whole]
        self._ends = np.cumsum([0, *(len(place) for _, place, _ in vectors)])
        self._place = np.concatenate([np.zeros(0, np.int64), *(place for _, place, _ in vectors)])
        self._value = np.concatenate([np.zeros(0, np.float32), *(value for _, _, value in vectors)])
        document_of = np.repeat(np.arange(len(documents)), np.diff(self._ends))
        order = np.argsort(self._place, kind="stable")
        frequency = np.bincount(self._place, minlength=len(background.grams))
        self._starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(frequency)])
        self._documents, self._values = document_of[order], self._value[order]
        self._row: tuple[int, Floats] = -1, np.zeros(0, np.float32)

    def of(self, one: int, other: int) -> float:
        """Between 0 and 1; asking for one document's likeness to many in a row is cheap."""
        if self._row[0] != one:
            self._row = one, self._likeness(one)
        return float(self._row[1][other])

    def _likeness(self, one: int) -> Floats:
        own = slice(self._ends[one], self._ends[one + 1])
        place, value = self._place[own], self._value[own]
        lengths = self._starts[place + 1] - self._starts[place]
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        entries = np.arange(total) + np.repeat(self._starts[place] - ends + lengths, lengths)
        products = np.repeat(value, lengths) * self._values[entries]
        sums = np.bincount(self._documents[entries], weights=products, minlength=len(self._ends) - 1)
        return sums.astype(np.float32)


def _whole(rows: Rows) -> Rows:
    """All rows of a table as one."""
    return Rows.of(np.zeros(len(rows.columns), np.int64), rows.columns, rows.counts, 1)
