"""Orders carried out without a document being named (按照省政府关于优化营商环境的部署) → the document meant.

Precision before recall: an order leads to a document only where the body issued just one, by then and not long
before, whose title holds the order's topic. All others stay as they are; nobody can say what document they mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kg.citing import CitingDocument, OrderPlace

# Plans of a topic follow each other after two years and more; an older one is no longer what is carried out.
LONGEST = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class ResolvedOrder:
    """The order ``place`` of the document ``stem`` means the document ``held``."""

    stem: str
    place: OrderPlace
    held: str


def resolve_orders(documents: Iterable[CitingDocument]) -> tuple[ResolvedOrder, ...]:
    """The orders that one document alone can be meant by, whatever order the documents come in."""
    ordered = sorted(documents, key=lambda document: document.stem)
    by_issuer: dict[str, list[CitingDocument]] = {}
    for document in ordered:
        if document.issuer and document.issued_on:
            by_issuer.setdefault(document.issuer, []).append(document)
    return tuple(
        ResolvedOrder(document.stem, place, meant[0].stem)
        for document in ordered
        for place in document.orders
        if len(meant := _meant(document, place, by_issuer.get(place.body, ()))) == 1
    )


def _meant(
    citing: CitingDocument, place: OrderPlace, issued: Sequence[CitingDocument]
) -> list[CitingDocument]:
    if citing.issued_on is None:
        return []
    since = (date.fromisoformat(citing.issued_on) - LONGEST).isoformat()
    return [
        other
        for other in issued
        if other.stem != citing.stem
        and since <= (other.issued_on or "") <= citing.issued_on
        and any(place.topic in name for name, _ in other.names)
    ]
