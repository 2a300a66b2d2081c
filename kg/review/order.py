"""In which order links are put to an analyst."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kg.alignment.records import Alignment
from kg.review.records import Decision

# Any function that puts links in order; the best of those tried in the simulation is the one to use.
Order = Callable[[Sequence[Alignment]], Sequence[Alignment]]

EVEN = 0.5


def least_certain_first(threshold: float = EVEN) -> Order:
    """Those first whose probability is nearest to the threshold, above or below."""

    def order(links: Sequence[Alignment]) -> Sequence[Alignment]:
        return sorted(links, key=lambda link: (abs(link.score - threshold), link.lower, link.upper))

    return order


def to_review(
    links: Iterable[Alignment], decisions: Iterable[Decision], order: Order
) -> tuple[Alignment, ...]:
    """The links that nobody decided on yet, in order; those of like plans elsewhere, for comparison only, last.

    ``decisions`` name documents by their stems.
    """
    decided = {(d.measure, d.upper) for d in decisions if d.kind == "link"}
    open_ = [link for link in links if link.review is None and _pair(link) not in decided]
    first = [link for link in open_ if link.relation != "parallels"]
    return (*order(first), *order([link for link in open_ if link.relation == "parallels"]))


def _pair(link: Alignment) -> tuple[str, str]:
    return str(link.lower), str(link.upper)
