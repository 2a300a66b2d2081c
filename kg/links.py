"""All links of a graph as rows: which measure corresponds to which, how surely, and why; and measures that have none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kg.compared import Compared, Held, names, stems
from kg.graph import Graph
from kg.mapping_alignments import REASONS_SEPARATOR

COLUMNS = (
    "lower_document",
    "lower_path",
    "upper_document",
    "upper_path",
    "relation",
    "strength",
    "score",
    "lower_quote",
    "upper_quote",
    "reasons",
    "review",
)
# Three questions, put together here: as one, with the optional review, it took minutes for 30,000 links.
_LINKS = """
SELECT ?link ?lower ?upper ?relation ?strength ?score ?lowerQuote ?upperQuote ?reasons WHERE {
  ?link a :Alignment ; :lowerMeasure ?lower ; :upperMeasure ?upper ; :relation ?relation ; :strength ?strength ;
        :score ?score ; :lowerQuote ?lowerQuote ; :upperQuote ?upperQuote ; :reasons ?reasons .
}
"""
_MEASURES = """
SELECT ?measure ?stem ?position ?path WHERE {
  ?measure a :Measure ; :path ?path ; :position ?position ; :inDocument ?document . ?document :stem ?stem
}
"""
_REVIEWS = """
SELECT ?link ?decision ?reviewer ?reviewedOn ?former WHERE {
  ?review :reviews ?link ; :decision ?decision ; :reviewer ?reviewer ; :reviewedOn ?reviewedOn . ?link a :Alignment .
  OPTIONAL { ?review :formerValue ?former }
}
"""
Side = Literal["parent", "child"]
# Measures that nothing in the chain of jurisdiction corresponds to; direct edges answer this at once. To name the documents
# that are meant takes longer than all: with thousands of them many times as long.
_UNLINKED = """
SELECT ?document ?path ?title ?role WHERE {
  ?measure :inDocument ?document ; a :Measure ; :path ?path ; :role ?role ; :position ?position .
  OPTIONAL { ?measure :title ?title }
  FILTER NOT EXISTS { %s }
} ORDER BY ?document ?position
"""
_LINK = {
    "parent": "?measure :implements|:anticipates|:relatesTo ?other",
    "child": "?other :implements|:anticipates|:relatesTo ?measure",
}
SIDES: tuple[Side, ...] = ("parent", "child")
UNLINKED_COLUMNS = ("document", "path", "title", "role", "region", "issued_on", "compared_with")


@dataclass(frozen=True, slots=True)
class Unlinked:
    """Measures without a parent (or child), and what could not be asked about.

    ``rows`` are as `UNLINKED_COLUMNS`, of so many documents ``compared``. Nothing is known of documents that were compared
    with none above (below): of ``passed_over`` such documents are held, of ``not_held`` none is.
    """

    rows: list[list[Any]]
    compared: int
    passed_over: tuple[Held, ...]
    not_held: tuple[Held, ...]


def unlinked(graph: Graph, side: Side, *, table: bool = False) -> Unlinked:
    """The measures that have no link up (``parent``) or down (``child``) the chain, in documents that were compared.

    What they were compared with is a list of stems, or one text for a ``table``.
    """
    compared = Compared(graph)
    others = {
        id: compared.above(id) if side == "parent" else compared.below(id)
        for id, held in compared.held.items()
        if held.place
    }
    asked = [id for id in sorted(others, key=lambda id: compared.held[id].order) if others[id]]
    found: dict[str, list[list[Any]]] = {id: [] for id in asked}
    for document, *known in graph.sparql(_UNLINKED % _LINK[side]).rows:
        if str(document) not in found:
            continue
        held = compared.held[str(document)]
        looked_at = [one.stem for one in others[held.id]]
        cell = names(looked_at) if table else looked_at
        row = [held.stem, *known, held.region, held.issued_on, cell]
        found[held.id].append(row)
    return Unlinked(
        [row for rows in found.values() for row in rows], len(asked), *_unasked(compared, others, side)
    )


def _unasked(
    compared: Compared, others: Mapping[str, Sequence[Held]], side: str
) -> tuple[tuple[Held, ...], tuple[Held, ...]]:
    """The documents that were compared with nothing on that side: where something is held there, and where nothing is."""
    kept, bare = list[Held](), list[Held]()
    for id in sorted((id for id in others if not others[id]), key=lambda id: compared.held[id].order):
        held = compared.held[id]
        # The nation has nothing above it; a county's plan has nothing below.
        if held.level == ("national" if side == "parent" else "county"):
            continue
        (kept if compared.has_passed_over(id, side) else bare).append(held)
    return tuple(kept), tuple(bare)


def unasked_text(found: Unlinked, side: str) -> str:
    """What to say of the documents that nothing is known of; nothing where there are none."""
    where = "above" if side == "parent" else "below"
    said = (
        (found.passed_over, f"compared with no document {where}, those held being about another matter"),
        (found.not_held, f"no document of a place {where} is held"),
    )
    return "".join(
        f"nothing is known of the measures of {stems(documents)}: {why}\n"
        for documents, why in said
        if documents
    )


def link_rows(graph: Graph, *, table: bool = False) -> list[list[Any]]:
    """Every link, ordered by the lower measure; documents by the stem of their files.

    Reasons are a list, or one text for a ``table``; the review is nothing where nobody decided.
    """
    measures = {id: (stem, position, path) for id, stem, position, path in graph.sparql(_MEASURES).rows}
    reviews = {link: _review(*words) for link, *words in graph.sparql(_REVIEWS).rows}
    found = []
    for link, lower, upper, *values, reasons in graph.sparql(_LINKS).rows:
        below, above = measures[lower], measures[upper]
        why = reasons if table else str(reasons).split(REASONS_SEPARATOR)
        row = [below[0], below[2], above[0], above[2], *values, why, reviews.get(link)]
        found.append(((below, above), row))
    return [row for _, row in sorted(found, key=lambda entry: entry[0])]


def _review(decision: object, reviewer: object, day: object, former: object) -> str:
    formerly = f", formerly {former}" if decision == "corrected" else ""
    return f"{decision} by {reviewer} on {day}{formerly}"
