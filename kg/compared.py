"""Which documents were compared with which, so that "no counterpart" is never said where nothing was looked at.

Three answers that must not be confused: a document was compared and has no counterpart; one is held and was passed over,
since it is about another matter (or is not among the most like ones of its place); none is held.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg.graph import Graph

# The relations that lead up the chain of jurisdiction, to what a measure may come from.
UPWARDS = ("implements", "anticipates", "relatesTo")
# From the nation down, so that lists read from the top.
LEVELS = {"national": 0, "province": 1, "city": 2, "county": 3}

_HELD = """
SELECT ?id ?stem ?level ?region ?place ?issuedOn WHERE {
  ?id a :Document ; :stem ?stem .
  OPTIONAL { ?id :level ?level } OPTIONAL { ?id :issuedOn ?issuedOn }
  OPTIONAL { ?id :jurisdiction ?place . ?place rdfs:label ?region FILTER (LANG(?region) = "zh") }
}
"""
_CHAIN = "SELECT ?below ?above WHERE { ?below :partOf ?above }"
_COMPARED = "SELECT ?lower ?upper WHERE { %s ?lower :comparedWith ?upper }"


@dataclass(frozen=True, slots=True)
class Held:
    """A document of the graph; ``region`` is the name of its ``place``."""

    id: str
    stem: str
    level: str | None
    region: str | None
    place: str | None
    issued_on: str | None

    @property
    def order(self) -> tuple[int, str, str, str]:
        """From the nation down, then by place, day and name."""
        return LEVELS.get(self.level or "", 9), self.place or "", self.issued_on or "", self.stem


class Compared:
    """The documents of a graph, and between which of them in one chain of jurisdiction links were looked for.

    Only the comparisons of ``documents`` (identifiers) are read, all where none are given.
    """

    def __init__(self, graph: Graph, documents: Iterable[str] | None = None) -> None:
        self._graph = graph
        self.held = {str(row[0]): _held(row) for row in graph.sparql(_HELD).rows}
        self._up = {str(below): str(above) for below, above in graph.sparql(_CHAIN).rows}
        self._above: dict[str, list[Held]] = defaultdict(list)
        self._below: dict[str, list[Held]] = defaultdict(list)
        for lower, upper in self._pairs(documents):
            if self.is_below(self.held[lower].place, self.held[upper].place):
                self._above[lower].append(self.held[upper])
                self._below[upper].append(self.held[lower])

    def _pairs(self, documents: Iterable[str] | None) -> set[tuple[str, str]]:
        if documents is None:
            return {(str(a), str(b)) for a, b in self._graph.sparql(_COMPARED % "").rows}
        values = " ".join(f"<{self._graph.iri(id)}>" for id in sorted(set(documents)))
        questions = (_COMPARED % f"VALUES ?{side} {{ {values} }}" for side in ("lower", "upper"))
        return {(str(a), str(b)) for question in questions for a, b in self._graph.sparql(question).rows}

    def is_below(self, place: str | None, other: str | None) -> bool:
        """Whether a place lies inside another one."""
        return other is not None and place != other and other in self.chain(place)

    def chain(self, place: str | None) -> list[str]:
        """A place and those that it lies inside, from the smallest up."""
        found: list[str] = []
        while place is not None and place not in found:
            found.append(place)
            place = self._up.get(place)
        return found

    def above(self, document: str) -> list[Held]:
        """The documents of places above that it was compared with."""
        return sorted(self._above.get(document, ()), key=lambda held: held.order)

    def below(self, document: str) -> list[Held]:
        """The documents of places below that were compared with it."""
        return sorted(self._below.get(document, ()), key=lambda held: held.order)

    def passed_over_above(self, document: str) -> list[Held]:
        """The documents of places above that it was not compared with."""
        above, compared = self.chain(self.held[document].place)[1:], set(self.above(document))
        return [one for name in above for one in self._by_place.get(name, ()) if one not in compared]

    def has_passed_over(self, document: str, side: str) -> bool:
        """Whether a document of a place above (``parent``) or below (``child``) is held, compared or not."""
        place = self.held[document].place
        if side == "parent":
            return any(self._by_place.get(name) for name in self.chain(place)[1:])
        return place in self._with_documents_inside

    @cached_property
    def _with_documents_inside(self) -> frozenset[str]:
        return frozenset(above for name in self._by_place for above in self.chain(name)[1:])

    def passed_over_below(self, document: str) -> list[Held]:
        """The documents of places below that were not compared with it."""
        place, compared = self.held[document].place, set(self.below(document))
        return [
            one
            for name in sorted(self._by_place)
            if self.is_below(name, place)
            for one in self._by_place[name]
            if one not in compared
        ]

    @cached_property
    def _by_place(self) -> dict[str, list[Held]]:
        found: dict[str, list[Held]] = defaultdict(list)
        for one in sorted(self.held.values(), key=lambda held: held.order):
            if one.place is not None:
                found[one.place].append(one)
        return found


def _held(row: Sequence[Any]) -> Held:
    id, stem, *others = row
    return Held(str(id), str(stem), *(None if cell is None else str(cell) for cell in others))


def places_inside(place: str) -> dict[str, str]:
    """The names of the places directly inside another one, by identifier, whether or not a graph has them.

    >>> places_inside("region/330000")["region/330200"]
    '宁波市'
    """
    from ontology.regions import Regions

    code = place.removeprefix("region/")
    return {region.id: region.name for region in Regions.load() if region.parent == code and not region.until}


def stems(documents: Iterable[Held], most: int = 12) -> str:
    """The stems of documents, or of the first and how many more there are.

    >>> one = Held("330200/2023/a", "nb-2023", "city", "宁波市", "region/330200", None)
    >>> stems([one]), stems([one] * 5, most=2)
    ('nb-2023', 'nb-2023, nb-2023 and 3 more')
    """
    return names([one.stem for one in documents], most)


def names(given: Iterable[str], most: int = 12) -> str:
    """Names in a row, or the first of them and how many more there are."""
    known = list(given)
    more = f" and {len(known) - most} more" if len(known) > most else ""
    return ", ".join(known[:most]) + more


def without_parent(compared: Compared, document: str) -> str:
    """What it means that a measure of a document has no parent.

    Nothing for a national one, which has none by nature.
    """
    held = compared.held[document]
    if held.level == "national":
        return ""
    if above := compared.above(document):
        return f"no parent found (compared with {stems(above)})"
    if passed := compared.passed_over_above(document):
        return f"no document above was compared; those held are about another matter ({stems(passed)})"
    return "no document of a place above is held"
