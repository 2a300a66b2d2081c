"""Which document of the graph a citation means, and which documents are cited and not held: the wanted ones.

A document is found by its number, else by a title that no other document held bears and that was issued by then.
What several documents could be meant by stays open. Each document comes as a small record of its names and of
what it cites, so that a build can keep it and resolve all citations anew without reading any text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter

from kg.cited_orders import ResolvedOrder, resolve_orders
from kg.citing import NATION, CitedPlace, CitingDocument
from kg.ids import join
from loaders.citations import citation_id


@dataclass(frozen=True, slots=True)
class Resolved:
    """The citation at ``node`` of the document ``stem`` means the document ``held``."""

    stem: str
    node: str
    held: str
    repealed: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document that is cited and not held; ``places`` are its citations as (stem, node).

    ``announced`` says that all of them only say it is to be made: there may be none yet.
    """

    id: str
    title: str | None
    number: str | None
    announced: bool
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class References:
    """All citations: of documents held, by an order alone, of wanted ones, and those that could mean several."""

    resolved: tuple[Resolved, ...]
    orders: tuple[ResolvedOrder, ...]
    wanted: tuple[Wanted, ...]
    open: tuple[tuple[str, str], ...]


def resolve(documents: Iterable[CitingDocument]) -> References:
    """All citations of some documents, whatever their order; linear in the number of citations."""
    ordered = sorted(documents, key=lambda document: document.stem)
    held = _Held.of(ordered)
    resolved, still_open = [], []
    wanted: list[tuple[str, CitedPlace, str]] = []
    for document in ordered:
        for place in document.citations:
            means = held.meant(document, place)
            if len(means) == 1:
                if means[0] != document.stem:
                    resolved.append(Resolved(document.stem, place.node, means[0], place.repealed))
            elif means:
                still_open.append((document.stem, place.node))
            else:
                wanted.append(
                    (document.stem, place, document.chain[-2] if len(document.chain) > 1 else NATION)
                )
    return References(tuple(resolved), resolve_orders(ordered), tuple(_grouped(wanted)), tuple(still_open))


def by_document(references: References) -> dict[str, References]:
    """The references of each document that has any, by its stem: what a build writes anew where it has changed.

    A wanted document is there for each that cites it, with the places in that one alone.
    """
    pieces: dict[str, tuple[list[Resolved], list[ResolvedOrder], list[Wanted], list[tuple[str, str]]]] = {}

    def piece(stem: str) -> tuple[list[Resolved], list[ResolvedOrder], list[Wanted], list[tuple[str, str]]]:
        return pieces.setdefault(stem, ([], [], [], []))

    for resolved in references.resolved:
        piece(resolved.stem)[0].append(resolved)
    for order in references.orders:
        piece(order.stem)[1].append(order)
    for wanted in references.wanted:
        for stem, places in groupby(wanted.places, key=itemgetter(0)):
            piece(stem)[2].append(replace(wanted, places=tuple(places)))
    for place in references.open:
        piece(place[0])[3].append(place)
    return {
        stem: References(tuple(one), tuple(orders), tuple(wants), tuple(places))
        for stem, (one, orders, wants, places) in pieces.items()
    }


@dataclass(frozen=True, slots=True)
class _Held:
    """The documents held, by number and by name."""

    by_stem: Mapping[str, CitingDocument]
    by_number: dict[str, list[str]] = field(default_factory=dict)
    by_name: dict[str, list[tuple[str, bool]]] = field(default_factory=dict)

    @classmethod
    def of(cls, documents: Sequence[CitingDocument]) -> _Held:
        held = cls({document.stem: document for document in documents})
        for document in documents:
            if document.number:
                held.by_number.setdefault(document.number, []).append(document.stem)
            for name, told in document.names:
                held.by_name.setdefault(name, []).append((document.stem, told))
        return held

    def meant(self, citing: CitingDocument, place: CitedPlace) -> list[str]:
        """The documents that a citation can mean: none, the one, or several."""
        numbered = self.by_number.get(place.number or "", [])
        if len(numbered) == 1:
            return numbered
        named = [stem for stem in self._named(citing, place) if not numbered or stem in numbered]
        if numbered:
            return named if len(named) == 1 else numbered
        return named

    def _named(self, citing: CitingDocument, place: CitedPlace) -> list[str]:
        owners = self.by_name.get(place.name or "", [])
        fit = [(stem, told) for stem, told in owners if self._fits(citing, place, stem, told)]
        return list(dict.fromkeys(stem for stem, told in fit if told or not any(t for _, t in fit)))

    def _fits(self, citing: CitingDocument, place: CitedPlace, stem: str, told: bool) -> bool:
        other = self.by_stem[stem]
        if place.number and other.number and place.number != other.number:
            return False
        if not told and (other.chain[0] not in citing.chain):
            return False
        # A plan of the same name that came later is another year's.
        return not (citing.issued_on and other.issued_on) or other.issued_on <= citing.issued_on


def _grouped(wanted: Sequence[tuple[str, CitedPlace, str]]) -> Iterator[Wanted]:
    """The wanted documents: those of one number or one name together."""
    numbers = _numbers_by_name(wanted)
    groups: dict[str, list[tuple[str, CitedPlace]]] = {}
    for stem, place, province in wanted:
        number = place.number or numbers.get((place.name or "", province))
        groups.setdefault(_wanted_id(place.name, number), []).append((stem, place))
    for id, places in sorted(groups.items()):
        titles = Counter(place.title for _, place in places if place.title)
        number = next((place.number for _, place in places if place.number), None)
        title = max(titles, key=lambda title: (titles[title], len(title), title), default=None)
        announced = all(place.announced for _, place in places)
        yield Wanted(
            id, title, number, announced, tuple(sorted((stem, place.node) for stem, place in places))
        )


def _numbers_by_name(wanted: Sequence[tuple[str, CitedPlace, str]]) -> dict[tuple[str, str], str]:
    """The number that a name has wherever documents of one province cite it with a number, if it is one."""
    found: dict[tuple[str, str], set[str]] = {}
    for _, place, province in wanted:
        if place.name and place.number:
            found.setdefault((place.name, province), set()).add(place.number)
    return {key: next(iter(numbers)) for key, numbers in found.items() if len(numbers) == 1}


def _wanted_id(name: str | None, number: str | None) -> str:
    """The identifier of a wanted document.

    >>> _wanted_id("优化营商环境条例", None), _wanted_id(None, "国办发〔2022〕9号")
    ('wanted/优化营商环境条例', 'wanted/国办发-2022-9')
    """
    return join("wanted", *citation_id(name, number).split("/")[1:])
