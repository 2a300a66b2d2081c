"""Why two measures are linked, in a few plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kg.alignment.background import Background
from kg.alignment.encoding import Floats, Integers, Rows
from kg.alignment.guards import stands_in
from kg.alignment.pair import Pair
from kg.alignment.text import ItemText
from kg.model import Document, Measure
from loaders.reading import fold

MOST_CONCEPTS = 3
MOST_LINES = 2
SHORTEST_PHRASE = 4
LEAST_RARITY = 3.0  # of a concept that is named: rarer than one item in about twenty


@dataclass(frozen=True, slots=True)
class Sources:
    """What reasons are read from: the two documents, their pair, names of concepts, their rarity."""

    lower: Document
    upper: Document
    pair: Pair
    labels: Sequence[str]
    background: Background


@dataclass(frozen=True, slots=True)
class Linked:
    """Two linked measures, the numbers of their items, and the two clauses of the evidence."""

    measures: tuple[Measure, Measure]
    items: tuple[int, int]
    clauses: tuple[str, str]


def reasons_for(sources: Sources, linked: Linked) -> tuple[str, ...]:
    """The reasons that hold, the most telling first."""
    lower, upper = linked.measures
    below, above = sources.pair.lower.items[linked.items[0]], sources.pair.upper.items[linked.items[1]]
    found = [
        _citation(lower, sources.upper),
        _title(below, above),
        _concepts(sources, linked.items),
        _phrase(*linked.clauses),
        _named(sources, upper),
        _programmes(lower, upper),
        _lines(lower, upper),
    ]
    return tuple(reason for reason in found if reason) or ("alike as a whole",)


def _citation(lower: Measure, upper: Document) -> str:
    number = upper.header.document_number
    for citation in lower.citations:
        if (number and citation.number == number) or citation.title == upper.header.title:
            return f"cites {citation.label}"
    return ""


def _title(lower: ItemText, upper: ItemText) -> str:
    for one, other in ((upper, lower), (lower, upper)):
        if stands_in(one, other):
            return f"same title: {one.title}"
    return ""


def _concepts(sources: Sources, items: tuple[int, int]) -> str:
    space = sources.pair.lower.space
    lower = _of_item(sources.pair.lower.document.items.concepts, items[0])
    upper = _of_item(sources.pair.upper.document.items.concepts, items[1])
    shared = np.intersect1d(lower, upper)
    rarity: Floats = space.concept_rarity[np.searchsorted(space.concepts, shared)]
    telling = [
        sources.labels[shared[n]] for n in np.argsort(-rarity, kind="stable") if rarity[n] >= LEAST_RARITY
    ]
    return f"both: {'、'.join(telling[:MOST_CONCEPTS])}" if telling else ""


def _of_item(rows: Rows, item: int) -> Integers:
    return rows.columns[rows.starts[item] : rows.starts[item + 1]]


def _phrase(lower: str, upper: str) -> str:
    phrase = longest_common(_letters(lower), _letters(upper))
    return f"same words: {phrase}" if len(phrase) >= SHORTEST_PHRASE else ""


def _letters(text: str) -> str:
    return "".join(c for c in map(fold, text) if "\u4e00" <= c <= "\u9fff")


def longest_common(one: str, other: str) -> str:
    """The longest string in both, the first of several.

    >>> longest_common("建设直播式共富工坊", "新增共富工坊")
    '共富工坊'
    """
    best, end = 0, 0
    previous = [0] * (len(other) + 1)
    for i, letter in enumerate(one, 1):
        row = [0] * (len(other) + 1)
        for j, facing in enumerate(other, 1):
            if letter == facing:
                row[j] = previous[j - 1] + 1
                if row[j] > best:
                    best, end = row[j], i
        previous = row
    return one[end - best : end]


def _named(sources: Sources, upper: Measure) -> str:
    code = sources.lower.header.region_code
    if code is None or code == sources.upper.header.region_code:
        return ""
    for place in upper.places:
        if place.id == f"region/{code}":
            return f"upper measure names {place.label}"
    return ""


def _programmes(lower: Measure, upper: Measure) -> str:
    names = {programme.id for programme in upper.programmes}
    shared = dict.fromkeys(programme.label for programme in lower.programmes if programme.id in names)
    return f"same programme: {'、'.join(shared)}" if shared else ""


def _lines(lower: Measure, upper: Measure) -> str:
    above = {agency.line for agency in upper.agencies}
    shared = dict.fromkeys(agency.line for agency in lower.agencies if agency.line and agency.line in above)
    lines = [line for line in shared if line][:MOST_LINES]
    return f"{' and '.join(lines)} line" if lines else ""
