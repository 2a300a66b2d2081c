"""Why two measures are linked, in a few plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.alignment.guards import SHORTEST_TITLE
from kg.alignment.text import ItemText, Piece
from kg.model import Document, Measure
from loaders.reading import Reading
from ontology.regions import Regions
from ontology.themes import ThemeScheme

MOST_CONCEPTS = 3
MOST_LINES = 2
SHORTEST_PHRASE = 4


@dataclass(frozen=True, slots=True)
class Sources:
    """What reasons are read from: the two documents, the scheme for names, rarity by concept."""

    lower: Document
    upper: Document
    scheme: ThemeScheme
    regions: Regions
    rarity: Mapping[str, float]


def reasons_for(
    sources: Sources,
    measures: tuple[Measure, Measure],
    items: tuple[ItemText, ItemText],
    phrases: tuple[str, str],
) -> tuple[str, ...]:
    """The reasons that hold, the most telling first; ``phrases`` are the two clauses of the evidence."""
    lower, upper = measures
    found = [
        _citation(lower, sources.upper),
        _title(*items),
        _concepts(sources, items[0].whole, items[1].whole),
        _phrase(*phrases),
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
        if len(one.title_letters) >= SHORTEST_TITLE and one.title_letters in other.letters:
            return f"same title: {one.title}"
    return ""


def _concepts(sources: Sources, lower: Piece, upper: Piece) -> str:
    shared = sorted(lower.concepts.keys() & upper.concepts.keys())
    shared.sort(key=lambda concept: -sources.rarity.get(concept, 0.0))
    labels = [sources.scheme.concepts[concept].zh for concept in shared[:MOST_CONCEPTS]]
    return f"both: {'、'.join(labels)}" if labels else ""


def _phrase(lower: str, upper: str) -> str:
    phrase = longest_common(_letters(lower), _letters(upper))
    return f"same words: {phrase}" if len(phrase) >= SHORTEST_PHRASE else ""


def _letters(text: str) -> str:
    return "".join(c for c in Reading.of(text).plain if "\u4e00" <= c <= "\u9fff")


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
    names = {programme.id: programme.label for programme in upper.programmes}
    shared = [p.label for p in lower.programmes if p.id in names]
    return f"same programme: {'、'.join(dict.fromkeys(shared))}" if shared else ""


def _lines(lower: Measure, upper: Measure) -> str:
    above = {agency.line for agency in upper.agencies if agency.line}
    shared = list(dict.fromkeys(a.line for a in lower.agencies if a.line in above))
    return f"{_list([line for line in shared if line][:MOST_LINES])} line" if shared else ""


def _list(words: Sequence[str]) -> str:
    return " and ".join(words)
