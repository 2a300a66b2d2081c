"""Why two measures are linked, in a few plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.alignment.background import Background
from kg.alignment.encoding import Rows
from kg.alignment.guards import stands_in
from kg.alignment.pair import Pair
from kg.alignment.text import CHINESE, ItemText
from kg.model import Document, Measure

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
    pair = sources.pair
    shared = _of_item(pair.lower.document.items.concepts, items[0])
    shared &= _of_item(pair.upper.document.items.concepts, items[1])
    rarity = pair.lower.rarity_of_concept
    telling = sorted((c for c in shared if rarity[c] >= LEAST_RARITY), key=lambda c: (-rarity[c], c))
    return f"both: {'、'.join(sources.labels[c] for c in telling[:MOST_CONCEPTS])}" if telling else ""


def _of_item(rows: Rows, item: int) -> set[int]:
    return set(rows.columns[rows.starts[item] : rows.starts[item + 1]].tolist())


def _phrase(lower: str, upper: str) -> str:
    phrase = longest_common(_letters(lower), _letters(upper))
    return f"same words: {phrase}" if len(phrase) >= SHORTEST_PHRASE else ""


def _letters(text: str) -> str:
    return "".join(CHINESE.findall(text))


def longest_common(one: str, other: str) -> str:
    """The longest string in both, the first of several.

    >>> longest_common("建设直播式共富工坊", "新增共富工坊")
    '共富工坊'
    """
    best = ""
    for start in range(len(one)):
        while start + len(best) < len(one) and one[start : start + len(best) + 1] in other:
            best = one[start : start + len(best) + 1]
    return best


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
