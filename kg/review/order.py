"""In which order links are put to an analyst."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kg.alignment.records import Alignment
from kg.review.links import name_of
from kg.review.records import Decision

# Any function that puts links in order; `worth_most_first` is the best of those tried in the simulation.
Order = Callable[[Sequence[Alignment]], Sequence[Alignment]]

EVEN = 0.5


def least_certain_first(threshold: float = EVEN) -> Order:
    """Those first whose probability is nearest to the threshold, above or below."""

    def order(links: Sequence[Alignment]) -> Sequence[Alignment]:
        return sorted(links, key=lambda link: (abs(link.score - threshold), link.lower, link.upper))

    return order


def worth_most_first(
    links: Sequence[Alignment], decisions: Callable[[], Iterable[Decision]], threshold: float
) -> Order:
    """The order of `kg.alignment.review_order.ranked`, which learns from what was decided so far.

    ``links`` are all that are known, decided ones among them; ``decisions`` gives those made until now, ``threshold`` is
    that of the weights.
    """

    def order(open_: Sequence[Alignment]) -> Sequence[Alignment]:
        from kg.alignment.review_order import ranked

        wanted = {(link.lower, link.upper) for link in open_}
        rows = sorted((d for d in decisions() if d.kind == "link"), key=lambda decision: decision.when())
        decided = {(name_of(d.measure), name_of(d.upper)): d.verdict != "reject" for d in rows}
        # What was skipped or is about to be asked again is open, whatever was said of it before.
        still = {key: is_link for key, is_link in decided.items() if key not in wanted}
        return [link for link in ranked(links, still, threshold) if (link.lower, link.upper) in wanted]

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
