"""All links of a graph as rows: which measure corresponds to which, how surely, and why."""

from __future__ import annotations

from typing import Any

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
_QUESTION = """
SELECT ?lowerStem ?lowerPath ?upperStem ?upperPath ?relation ?strength ?score ?lowerQuote ?upperQuote ?reasons
       ?decision ?reviewer ?reviewedOn ?former WHERE {
  ?link a :Alignment ; :lowerMeasure ?lower ; :upperMeasure ?upper ; :relation ?relation ; :strength ?strength ;
        :score ?score ; :lowerQuote ?lowerQuote ; :upperQuote ?upperQuote ; :reasons ?reasons .
  OPTIONAL { ?review :reviews ?link ; :decision ?decision ; :reviewer ?reviewer ; :reviewedOn ?reviewedOn .
             OPTIONAL { ?review :formerValue ?former } }
  ?lower :path ?lowerPath ; :inDocument/:stem ?lowerStem ; :position ?lowerAt .
  ?upper :path ?upperPath ; :inDocument/:stem ?upperStem ; :position ?upperAt .
} ORDER BY ?lowerStem ?lowerAt ?upperStem ?upperAt
"""


def link_rows(graph: Graph, *, table: bool = False) -> list[list[Any]]:
    """Every link, ordered by the lower measure; documents by the stem of their files.

    Reasons are a list, or one text for a ``table``; the review is nothing where nobody decided.
    """
    rows: list[list[Any]] = []
    for *row, decision, reviewer, day, former in graph.sparql(_QUESTION).rows:
        if not table:
            row[-1] = str(row[-1]).split(REASONS_SEPARATOR)
        formerly = f", formerly {former}" if decision == "corrected" else ""
        rows.append([*row, f"{decision} by {reviewer} on {day}{formerly}" if decision else None])
    return rows
