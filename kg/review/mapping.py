"""Decisions in effect → nodes of the graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.model import Review
from kg.review.records import Applied
from kg.tables import Part


def is_reviewed(review: Review | None) -> bool | None:
    """The value of ``reviewed``; none for what nobody reviewed."""
    return None if review is None else True


def add_review(part: Part, subject: str, review: Review | None, name: str = "review") -> None:
    """Add the node of a decision about ``subject``, and the edge to it; nothing for no decision.

    >>> part = Part("a")
    >>> add_review(part, "a/1/figure-1", Review("corrected", "a reader", "2024-05-03", former="3家"))
    >>> part.edges["reviews"]
    [('a/1/figure-1/review', 'a/1/figure-1')]
    """
    if review is None:
        return
    node = part.node(
        "Review",
        f"{subject}/{name}",
        decision=review.decision,
        reviewer=review.reviewer,
        reviewedOn=review.reviewed_on,
        comment=review.comment,
        formerValue=review.former,
    )
    part.edge("reviews", node, subject)


def map_rejected(applied: Iterable[Applied], ids: Mapping[str, str]) -> Part:
    """The decisions by which links were taken away, as decisions about the lower measure.

    ``applied`` as `kg.review.apply.review_links` gives them, ``ids`` the documents' identifiers by stem.
    """
    part = Part("review")
    rejected = sorted(
        (f"{ids[one.decision.document]}/{one.decision.path}", one.decision.upper, one.review)
        for one in applied
        if one.decision.kind == "link" and one.review.decision == "rejected"
    )
    counts: dict[str, int] = {}
    for measure, _, review in rejected:
        counts[measure] = counts.get(measure, 0) + 1
        add_review(part, measure, review, f"review-link-{counts[measure]}")
    return part
