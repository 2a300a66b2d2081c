"""Where a cascade has nothing: no counterpart in a document that was compared, or nothing that could be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.compared import Compared, Held, names, places_inside, stems, without_parent
from kg.graph import Graph


@dataclass(frozen=True, slots=True)
class Gaps:
    """What a cascade does not have, above and below the documents of the measures asked for.

    ``unanswered`` are documents that one of these was compared with and that have no link in the cascade; ``passed_over``
    those held for places below and not compared; ``not_held`` the places directly below of which nothing is held, nor
    of any place inside them. ``answering`` are the places that have a link.
    """

    unanswered: tuple[Held, ...]
    passed_over: tuple[Held, ...]
    not_held: tuple[str, ...]
    answering: frozenset[str]


def gaps_of(compared: Compared, asked: Iterable[str], linked: Iterable[str]) -> Gaps:
    """The gaps around the documents of the measures asked for; ``linked`` are all documents of the cascade."""
    within, own = set(linked), set(asked)
    below = {one for id in own for one in compared.below(id)}
    looked_at = below | {one for id in own for one in compared.above(id)}
    passed = {one for id in own for one in compared.passed_over_below(id)} - below
    return Gaps(
        _ordered(one for one in looked_at if one.id not in within),
        _ordered(one for one in passed if one.id not in within),
        tuple(_bare_places(compared, own)),
        frozenset(compared.held[id].place or "" for id in within),
    )


def _ordered(documents: Iterable[Held]) -> tuple[Held, ...]:
    return tuple(sorted(documents, key=lambda held: held.order))


def _bare_places(compared: Compared, asked: Iterable[str]) -> Iterator[str]:
    """The places directly inside those asked for, the highest of them, of which nothing is held."""
    places = {place for id in asked if (place := compared.held[id].place)}
    known = {place for one in compared.held.values() for place in compared.chain(one.place)}
    for place in sorted(places):
        if not any(compared.is_below(place, other) for other in places):
            yield from (name for id, name in places_inside(place).items() if id not in known)


def gaps_text(gaps: Gaps) -> list[str]:
    """One sentence for each kind of gap and place."""
    lines = []
    for place, documents in _by_place(gaps.unanswered).items():
        region = documents[0].region or "?"
        if place in gaps.answering:
            lines.append(f"no counterpart in {stems(documents)}, another document of {region}")
        else:
            lines.append(f"no counterpart in {region} (compared with {stems(documents)})")
    if gaps.passed_over:
        found = [f"{one.region or '?'} ({one.stem})" for one in gaps.passed_over]
        lines.append(f"held and not compared, being about another matter: {names(found)}")
    if gaps.not_held:
        lines.append(f"no document is held of {names(gaps.not_held)}")
    return lines


def _by_place(documents: Sequence[Held]) -> dict[str, list[Held]]:
    found: dict[str, list[Held]] = {}
    for one in documents:
        found.setdefault(one.place or "", []).append(one)
    return found


def gaps_around(graph: Graph, measure: str, document: str) -> list[str]:
    """What one measure has no counterpart in, above and below; and where nothing was compared, that."""
    compared = Compared(graph, [document])
    rows = graph.sparql(_LINKED % {"iri": graph.iri(measure)}).rows
    linked = {str(row[0]) for row in rows}
    above, below = compared.above(document), compared.below(document)
    lines = []
    if not any(one.id in linked for one in above):
        lines += [line] if (line := without_parent(compared, document)) else []
    else:
        missing = [one for one in above if one.id not in linked]
        lines += gaps_text(Gaps(tuple(missing), (), (), frozenset()))
    if below:
        missing = [one for one in below if one.id not in linked]
        answering = frozenset(one.place or "" for one in below if one.id in linked)
        lines += gaps_text(Gaps(tuple(missing), (), (), answering))
    elif compared.held[document].level != "county":
        passed = compared.passed_over_below(document)
        another = f"those held are about another matter ({stems(passed)})"
        lines.append(
            f"no document below was compared; {another}" if passed else "no document of a place below is held"
        )
    return lines


_LINKED = """
SELECT DISTINCT ?document WHERE {
  { <%(iri)s> :implements|:anticipates|:relatesTo ?other } UNION { ?other :implements|:anticipates|:relatesTo <%(iri)s> }
  ?other :inDocument ?document
}
"""


def gaps_json(gaps: Gaps) -> Mapping[str, Any]:
    """The gaps as plain values."""
    return {
        "no_counterpart": [_document(one) for one in gaps.unanswered],
        "not_compared": [_document(one) for one in gaps.passed_over],
        "no_document_held_of": list(gaps.not_held),
    }


def _document(one: Held) -> Mapping[str, Any]:
    return {
        "document": one.id,
        "stem": one.stem,
        "level": one.level,
        "region": one.region,
        "issued_on": one.issued_on,
    }
