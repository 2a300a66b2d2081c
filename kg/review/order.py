"""In which order links are put to an analyst."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from kg.alignment.records import Alignment, MeasureName
from kg.review.links import name_of
from kg.review.records import Decision

# Any function that puts links in order; `worth_most_first` is the best of those tried in the simulation.
Order = Callable[[Sequence[Alignment]], Sequence[Alignment]]

_Key = tuple[MeasureName, MeasureName]


def worth_most_first(
    links: Sequence[Alignment], decisions: Callable[[], Iterable[Decision]], threshold: float
) -> Order:
    """The order of `kg.alignment.review_order.ranked`, which learns from what was decided so far.

    ``links`` are all that are known, decided ones among them; ``decisions`` gives those made until now, ``threshold`` is
    that of the weights.
    """
    pairs: dict[tuple[str, str], list[Alignment]] = defaultdict(list)
    for link in links:
        pairs[link.lower.stem, link.upper.stem].append(link)
    ranks: dict[_Key, float] = {}
    learned: dict[tuple[str, str], Mapping[_Key, bool]] = {}

    def order(open_: Sequence[Alignment]) -> Sequence[Alignment]:
        from kg.alignment.review_order import ranks_of

        # What was skipped or is about to be asked again is open, whatever was said of it before.
        decided = _by_pair(decisions(), {_key(link) for link in open_})
        for pair, group in pairs.items():
            # A decision says nothing of other pairs of documents, and there may be many.
            own = decided.get(pair, {})
            if learned.get(pair) != own:
                learned[pair] = own
                ranks.update(zip(map(_key, group), ranks_of(group, own, threshold), strict=True))
        return sorted(open_, key=lambda link: (ranks[_key(link)], link.lower, link.upper))

    return order


def _by_pair(decisions: Iterable[Decision], open_: set[_Key]) -> dict[tuple[str, str], dict[_Key, bool]]:
    """Whether what was decided on is a link, the latest decision of each, by pair of documents."""
    found: dict[tuple[str, str], dict[_Key, bool]] = defaultdict(dict)
    for decision in sorted(decisions, key=lambda decision: decision.when()):
        if decision.kind == "link":
            lower, upper = name_of(decision.measure), name_of(decision.upper)
            if (lower, upper) not in open_:
                found[lower.stem, upper.stem][lower, upper] = decision.verdict != "reject"
    return found


def _key(link: Alignment) -> _Key:
    return link.lower, link.upper


def to_review(
    links: Iterable[Alignment], decisions: Iterable[Decision], order: Order
) -> tuple[Alignment, ...]:
    """The links that nobody decided on yet, in order; those of like plans elsewhere, for comparison only, last.

    ``decisions`` name documents by their stems.
    """
    decided = {(d.measure, d.upper) for d in decisions if d.kind == "link"}
    open_ = [link for link in links if link.review is None and _named(link) not in decided]
    ordered = order(open_)
    first = [link for link in ordered if link.relation != "parallels"]
    return (*first, *(link for link in ordered if link.relation == "parallels"))


def _named(link: Alignment) -> tuple[str, str]:
    return str(link.lower), str(link.upper)
