"""Citations resolved → edges to the documents held, nodes for the wanted ones, citations by an order alone."""

from __future__ import annotations

from collections.abc import Mapping

from kg.cited import References
from kg.tables import Part


def map_references(references: References, ids: Mapping[str, str]) -> Part:
    """What citations mean; ``ids`` are the documents' identifiers by stem, their own parts add their citations."""
    part = Part("citations")
    for found in references.resolved:
        citing = part.refer("Document", ids[found.stem])
        held = part.refer("Document", ids[found.held])
        part.edge("refersTo", part.refer("Citation", f"{citing}/{found.node}"), held)
        part.edge("cites", citing, held)
        if found.repealed:
            part.edge("replaces", citing, held)
    for wanted in references.wanted:
        part.node(
            "WantedDocument",
            wanted.id,
            title=wanted.title or wanted.number,
            documentNumber=wanted.number,
            announced=wanted.announced,
        )
        for stem, node in wanted.places:
            citing = part.refer("Document", ids[stem])
            part.edge("refersTo", part.refer("Citation", f"{citing}/{node}"), wanted.id)
            part.edge("wants", citing, wanted.id)
    _map_orders(part, references, ids)
    return part


def _map_orders(part: Part, references: References, ids: Mapping[str, str]) -> None:
    """An order is a citation only where it leads to a document: the phrase alone names none."""
    for found in references.orders:
        citing = part.refer("Document", ids[found.stem])
        held = part.refer("Document", ids[found.held])
        place = found.place
        node = part.node(
            "Citation",
            f"{citing}/{place.node}",
            labelZh=f"{place.body}：{place.topic}",
            citedBody=place.body,
            repealed=False,
            quote=place.span.quote,
            startOffset=place.span.start,
        )
        part.edge("inDocument", node, citing)
        part.edge("refersTo", node, held)
        part.edge("cites", citing, held)
