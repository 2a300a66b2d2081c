"""Links to look at: those of a graph, and those that a build held for too unlikely, kept in a file beside its stores."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg.alignment.records import Alignment, MeasureName
from kg.generations import GraphFolder
from kg.graph import Graph
from kg.mapping_alignments import REASONS_SEPARATOR
from kg.model import Review, Span

# In the folder of a generation.
NAME = "candidates.jsonl"

_LINKS = """
SELECT ?lowerStem ?lowerPath ?upperStem ?upperPath ?relation ?strength ?score ?lowerStart ?lowerEnd ?lowerQuote
       ?upperStart ?upperEnd ?upperQuote ?reasons ?lagDays ?decision ?reviewer ?on WHERE {
  ?link a :Alignment ; :lowerMeasure ?lower ; :upperMeasure ?upper ; :relation ?relation ; :strength ?strength ;
        :score ?score ; :lowerStart ?lowerStart ; :lowerEnd ?lowerEnd ; :lowerQuote ?lowerQuote ;
        :upperStart ?upperStart ; :upperEnd ?upperEnd ; :upperQuote ?upperQuote ; :reasons ?reasons .
  ?lower :path ?lowerPath ; :inDocument/:stem ?lowerStem .
  ?upper :path ?upperPath ; :inDocument/:stem ?upperStem .
  OPTIONAL { ?link :lagDays ?lagDays }
  OPTIONAL { ?review :reviews ?link ; :decision ?decision ; :reviewer ?reviewer ; :reviewedOn ?on }
} ORDER BY ?lowerStem ?lowerPath ?upperStem ?upperPath
"""


def links_of(graph: Graph) -> list[Alignment]:
    """Every link of a graph."""
    return [_link(row) for row in graph.sparql(_LINKS).objects()]


def _link(row: dict[str, Any]) -> Alignment:
    decided = row["decision"] is not None
    return Alignment(
        MeasureName(row["lowerStem"], row["lowerPath"]),
        MeasureName(row["upperStem"], row["upperPath"]),
        row["relation"],
        row["strength"],
        row["score"],
        Span(row["lowerStart"], row["lowerEnd"], row["lowerQuote"]),
        Span(row["upperStart"], row["upperEnd"], row["upperQuote"]),
        tuple(row["reasons"].split(REASONS_SEPARATOR)),
        row["lagDays"],
        Review(row["decision"], row["reviewer"], row["on"]) if decided else None,
    )


def write_candidates(path: Path, links: Iterable[Alignment]) -> None:
    """Keep links with scores below the threshold, for `kg review`; one JSON object a line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for link in links:
            file.write(json.dumps(asdict(link), ensure_ascii=False) + "\n")


def read_candidates(path: Path) -> list[Alignment]:
    """The links that `write_candidates` kept; none where there is no such file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="\n") as file:
        return [_candidate(json.loads(line)) for line in file]


def _candidate(row: dict[str, Any]) -> Alignment:
    for side in ("lower", "upper"):
        row[side] = MeasureName(**row[side])
        row[f"{side}_span"] = Span(**row[f"{side}_span"])
    row["reasons"] = tuple(row["reasons"])
    row["review"] = Review(**row["review"]) if row["review"] else None
    return Alignment(**row)


def links_to_review(graph: Graph) -> list[Alignment]:
    """The links of a graph, and the candidates that its build kept and held for too unlikely."""
    links = {(link.lower, link.upper): link for link in links_of(graph)}
    kept = GraphFolder(graph.folder).current().path / NAME
    return [*links.values(), *(c for c in read_candidates(kept) if (c.lower, c.upper) not in links)]
