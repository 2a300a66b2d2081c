"""Near copies → nodes with the share of text and the days between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.near_copies import NearCopy
from kg.tables import Part


def map_near_copies(copies: Iterable[NearCopy], ids: Mapping[str, str]) -> Part:
    """The near copies; ``ids`` are the documents' identifiers by stem, their own parts add the measures."""
    part = Part("near copies")
    for found in copies:
        copy, source = (
            part.refer("Measure", f"{ids[stem]}/{name}") for stem, name in (found.copy, found.source)
        )
        node = part.node(
            "NearCopy", f"{copy}/repeats/{source}", sharedText=found.share, lagDays=found.lag_days
        )
        part.edge("copyMeasure", node, copy)
        part.edge("sourceMeasure", node, source)
    return part
