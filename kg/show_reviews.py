"""What was decided about a node and about the facts and links of a measure, for whoever looks at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.graph import Graph
from kg.ids import natural_order
from kg.rendering import render

Row = Mapping[str, Any]

_REVIEWS = """
SELECT ?fact ?decision ?reviewer ?on ?comment ?former ?thing WHERE {
  { BIND (<%(iri)s> AS ?fact) }
  UNION { <%(iri)s> :hasFigure ?fact }
  UNION { ?fact :ofMeasure <%(iri)s> }
  UNION { ?sentence :inMeasure <%(iri)s> . ?fact :inSentence ?sentence ; :mentionOf ?any }
  UNION { ?fact :lowerMeasure|:upperMeasure <%(iri)s> }
  ?review :reviews ?fact ; :decision ?decision ; :reviewer ?reviewer ; :reviewedOn ?on .
  OPTIONAL { ?review :comment ?comment }
  OPTIONAL { ?review :formerValue ?former }
  OPTIONAL { ?fact :metric ?metric }
  OPTIONAL { ?fact :heldBy|:mentionOf ?named . ?named rdfs:label ?label FILTER (LANG(?label) = "zh") }
  OPTIONAL { ?fact :relation ?relation ; :lowerMeasure/:path ?low ; :upperMeasure/:path ?high ;
             :lowerMeasure/:inDocument/:stem ?below ; :upperMeasure/:inDocument/:stem ?above .
             BIND (CONCAT(?below, "/", ?low, " ", ?relation, " ", ?above, "/", ?high) AS ?link) }
  BIND (COALESCE(?metric, ?label, ?link, "") AS ?thing)
}
"""


def reviews_of(graph: Graph, iri: str) -> list[Row]:
    """The decisions about a node, and about the facts and links of a measure, each with what it is about."""
    rows = {str((row["fact"], row["former"])): row for row in graph.sparql(_REVIEWS % {"iri": iri}).objects()}
    return sorted(rows.values(), key=lambda row: (natural_order(str(row["fact"])), str(row["former"])))


def by_fact(reviews: Sequence[Row]) -> dict[str, Row]:
    """The decision about each fact."""
    return {str(row["fact"]): row for row in reviews}


def review_words(row: Row) -> str:
    """A decision in a few words.

    >>> review_words({"decision": "corrected", "reviewer": "a reader", "on": "2024-05-03", "former": "3家"})
    'corrected by a reader on 2024-05-03, formerly 3家'
    """
    former = f", formerly {row['former']}" if row["former"] and row["decision"] == "corrected" else ""
    return f"{row['decision']} by {row['reviewer']} on {row['on']}{former}"


def reviews_table(reviews: Sequence[Row], width: int) -> str:
    """The decisions as a table; nothing for none."""
    if not reviews:
        return ""
    rows = [
        [row["decision"], row["thing"], row["former"], row["reviewer"], row["on"], row["comment"]]
        for row in reviews
    ]
    return render(["review", "of", "formerly", "by", "on", "comment"], rows, "table", width)
