"""What a measure names, with the words of its text, for whoever looks at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.graph import Graph
from kg.mentions import NamedThing, read
from kg.stores.protocol import Node

Row = Mapping[str, Any]

_THINGS = """
SELECT ?thing ?what ?label WHERE {
  VALUES ?thing { %(things)s }
  ?thing a ?what .
  OPTIONAL { ?thing rdfs:label ?label FILTER (LANG(?label) = "zh") }
}
"""
_REVIEWED = """
SELECT ?fact ?start ?quote ?thing WHERE {
  ?sentence :inMeasure <%(iri)s> .
  ?fact :inSentence ?sentence ; :mentionOf ?thing ; :startOffset ?start ; :quote ?quote .
}
"""


def mentions_of(graph: Graph, measure: Node) -> Sequence[Row]:
    """Every place where a measure names something, in the order of the text.

    ``fact`` is the node of a place that an analyst decided on. Any other place has none (None): where it
    begins and ends and what it names tell it from all others.
    """
    named = read(str(measure.properties.get("mentions", "")))
    if not named:
        return ()
    things = " ".join(f"<{graph.iri(thing)}>" for thing in sorted({place.thing for place in named}))
    known = {row["thing"]: row for row in graph.sparql(_THINGS % {"things": things}).objects()}
    reviewed = _reviewed(graph, measure)
    text, begin = str(measure.properties["text"]), int(measure.properties["startOffset"])
    return [
        {
            "fact": reviewed.get(place),
            "kind": "mention",
            "start": place.start,
            "end": place.end,
            "quote": text[place.start - begin : place.end - begin],
            "thing": place.thing,
            "label": known[place.thing]["label"] or place.thing,
            "what": known[place.thing]["what"],
        }
        for place in named
    ]


def _reviewed(graph: Graph, measure: Node) -> dict[NamedThing, str]:
    """The nodes of the places that an analyst decided on."""
    rows: Sequence[Row] = graph.sparql(_REVIEWED % {"iri": graph.iri(measure.id)}).objects()
    return {
        NamedThing(row["start"], row["start"] + len(row["quote"]), row["thing"]): row["fact"] for row in rows
    }
