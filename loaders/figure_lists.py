"""Figures in lists: what one number hands on to the next, and one number that stands for several things.

``给予10万元、20万元奖励``: the second reads the words of the first. ``餐饮业、住宿业营业额分别增长10%、5%`` and
``占比均超过70%``: each number, or the one number, is shared out over the things in front of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from kg.model import FigureType
from loaders.clauses import REACH, Place
from loaders.figure_types import Part
from loaders.metrics import MetricNamer, Name
from loaders.rule_metrics import RuleNamer
from loaders.shared_metrics import Thing, shared_names

_SHARING = frozenset(("分别", "均", "都"))


@dataclass(slots=True)
class ListState:
    """What the figures of one sentence hand on to the next; ``start`` is where the list's first number stands."""

    place: Place | None = None
    type: FigureType = "target"
    part: Part = "plain"
    name: Name | None = None
    start: int = 0
    things: list[Thing] = field(default_factory=list)
    index: int = 0

    def begin(self, place: Place) -> None:
        """A number with words of its own begins a list."""
        self.start = place.quantity.start
        self.things = []
        self.index = 0

    def takes_over(self, place: Place) -> bool:
        """Whether a number reads the words of the one before: only a joint lies between."""
        near = place.quantity.start - self.start <= REACH
        return near and place.follows and self.place is not None and not place.quantity.words

    def continues_scope(self, place: Place) -> bool:
        """对10县和4个开发区开展考评: the second number is as much context as the first."""
        plain_count = place.quantity.kind in ("count", "places") and place.quantity.comparator == "="
        return plain_count and place.joined and not place.left_text and self.type == "context"


def like(place: Place, before: Place) -> Place:
    """A number of a list with the words, comparator and trend of the one before it."""
    quantity = replace(
        place.quantity,
        comparator=place.quantity.comparator
        if place.quantity.comparator != "="
        else before.quantity.comparator,
        trend=before.quantity.trend,
        sharing=before.quantity.sharing,
        per=before.quantity.per,
    )
    return replace(place, quantity=quantity, left_text=before.left_text)


def ends_in_count(later: Sequence[Place]) -> bool:
    """十大晋菜、50种小吃: whether a plain count closes the list that a 十大 stands in."""
    for place in later:
        if not place.joined and place.left_text:
            return False
        if place.quantity.kind == "count":
            return True
    return False


class Sharer:
    """Shares numbers under 分别 and 均 out over the things they stand for."""

    def __init__(self, plain: str, namer: MetricNamer, rules: RuleNamer) -> None:
        """Share out in one text."""
        self.plain = plain
        self.namer = namer
        self.rules = rules

    def names(self, place: Place, later: Sequence[Place], name: Name, state: ListState) -> Iterator[Name]:
        """The names of a number: one, or one for each thing it stands for; the quotes begin at the things."""
        if place.follows and state.things:
            state.index += 1
            more = state.index < len(state.things)
            start, metric = state.things[state.index] if more else (state.start, name.metric)
            yield replace(name, metric=metric, quote_start=start)
            return
        if state.takes_over(place):
            name = replace(name, quote_start=min(name.quote_start, state.start))
        things: list[Thing] = []
        if place.quantity.sharing & _SHARING or "分别" in place.left_text:
            things = self._things(place, name, state.part) or self._things_before(place, name)
        followers = takewhile(lambda other: other.follows and not other.quantity.words, later)
        count = 1 + sum(1 for _ in followers) + state.takes_over(place)
        if len(things) > 1 and count == 1:
            yield from (replace(name, metric=metric, quote_start=start) for start, metric in things)
        elif len(things) > 1 and count == len(things):
            state.things = things
            yield replace(name, metric=things[0][1], quote_start=things[0][0])
        else:
            yield name

    def _things(self, place: Place, name: Name, part: Part) -> list[Thing]:
        """The list in front of a shared number, as plain positions and names."""
        text = place.left_text.partition("分别")[0]
        noun = self.namer.stem(text).noun
        if len(noun) < 2:
            return []
        offset = place.left + place.left_text.find(noun)
        if self.plain[offset : offset + len(noun)] != noun:
            offset = place.left
        things = [(offset + start, thing) for start, thing in shared_names(noun, self.namer.words)]
        if part != "plain":
            known = noun.removesuffix("的") in name.metric
            return (
                [(at, name.metric.replace(noun.removesuffix("的"), thing)) for at, thing in things]
                if known
                else []
            )
        ending = ""
        if name.change == "growth":
            ending = "增长率" if place.quantity.trend == "growth" else "降幅"
        return [(start, thing + ending) for start, thing in things]

    def _things_before(self, place: Place, name: Name) -> list[Thing]:
        """对国家级、省级产业园,分别给予200万元、100万元补贴: the list stands in the clause before."""
        sentence = self.plain[place.sentence[0] : place.quantity.start]
        subject = self.rules.subject(place, sentence[-120:])
        if not subject or subject not in name.metric:
            return []
        things = shared_names(subject, self.namer.words)
        return [(place.quantity.start, name.metric.replace(subject, thing)) for _, thing in things]
