"""Links to look at: those of a graph, and those that its build held for too unlikely."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from kg.alignment.records import Alignment, MeasureName
from kg.graph import Graph
from kg.mapping_alignments import REASONS_SEPARATOR
from kg.model import Review, ReviewDecision, Span
from kg.review.near_misses import NAME, read_near_misses

# Three questions, put together here: as one, with what is optional, it took minutes for 30,000 links.
_LINKS = """
SELECT ?link ?lower ?upper ?relation ?strength ?score ?lowerStart ?lowerQuote ?upperStart ?upperQuote
       ?reasons ?lagDays WHERE {
  %(only)s
  ?link a :Alignment ; :lowerMeasure ?lower ; :upperMeasure ?upper ; :relation ?relation ; :strength ?strength ;
        :score ?score ; :lowerStart ?lowerStart ; :lowerQuote ?lowerQuote ;
        :upperStart ?upperStart ; :upperQuote ?upperQuote ; :reasons ?reasons .
  OPTIONAL { ?link :lagDays ?lagDays }
}
"""
_MEASURES = (
    "SELECT ?measure ?stem ?path { ?measure a :Measure ; :path ?path ; :inDocument ?d . ?d :stem ?stem }"
)
_REVIEWS = """
SELECT ?link ?decision ?reviewer ?on WHERE {
  ?review :reviews ?link ; :decision ?decision ; :reviewer ?reviewer ; :reviewedOn ?on . ?link a :Alignment
}
"""
_OF_DOCUMENTS = """
SELECT DISTINCT ?link WHERE {
  VALUES ?document { %s } ?measure :inDocument ?document .
  { ?link :lowerMeasure ?measure } UNION { ?link :upperMeasure ?measure }
}
"""


def links_of(graph: Graph, documents: Collection[str] = ()) -> list[Alignment]:
    """Every link of a graph, or those of some documents (identifiers), by lower and then upper measure."""
    only = ""
    if documents:
        # As a part of the question below, this would be asked of every link anew.
        chosen = graph.sparql(_OF_DOCUMENTS % " ".join(f"<{graph.iri(id)}>" for id in documents)).rows
        only = f"VALUES ?link {{ {' '.join(f'<{graph.iri(str(link))}>' for [link] in chosen)} }}"
    names = {id: MeasureName(str(stem), str(path)) for id, stem, path in graph.sparql(_MEASURES).rows}
    reviews: dict[Any, Review] = {
        link: Review(cast(ReviewDecision, decision), str(reviewer), str(on))
        for link, decision, reviewer, on in graph.sparql(_REVIEWS).rows
    }
    rows = graph.sparql(_LINKS % {"only": only}).objects()
    links = (_link(row, names[row["lower"]], names[row["upper"]], reviews.get(row["link"])) for row in rows)
    return sorted(links, key=lambda link: (link.lower, link.upper))


def _link(row: dict[str, Any], lower: MeasureName, upper: MeasureName, review: Review | None) -> Alignment:
    return Alignment(
        lower,
        upper,
        row["relation"],
        row["strength"],
        row["score"],
        _span(row["lowerStart"], row["lowerQuote"]),
        _span(row["upperStart"], row["upperQuote"]),
        tuple(row["reasons"].split(REASONS_SEPARATOR)),
        row["lagDays"],
        review,
    )


def _span(start: int, quote: str) -> Span:
    return Span(start, start + len(quote), quote)


def links_to_review(graph: Graph, documents: Collection[str] = ()) -> list[Alignment]:
    """The links of a graph, or of some documents (identifiers), and the candidates that its build held for too unlikely."""
    links = {(link.lower, link.upper): link for link in links_of(graph, documents)}
    stems = graph.stems()
    near = read_near_misses(graph.files(NAME), [stems[id] for id in documents])
    return [*links.values(), *(one for one in near if (one.lower, one.upper) not in links)]
