"""Where a quantity stands: the words in front of it and behind it, within its clause.

``促消费活动[分别达到100场次],全年…``: the words in front end at the comma or at the quantity before, those behind
at the next mark or quantity. Both are bounded, so that reading stays linear on any text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from loaders.periods import Period
from loaders.quantities import Quantity, Range

REACH = 90  # characters in front of a number that can belong to it
BEHIND = 50  # and behind it
_LOOK_BACK = 20  # time expressions of a sentence that are looked at behind each other

_MARK = re.compile(r"[,;:。!?()“”〔〕]")
_OPENING = "(“〔"
_CLOSING = ")”〕"
_JOINT = re.compile(r"(?:、|和|及|与|或者|或|以及|并且|并|且)+")
_LAST_JOINT = re.compile(r"(?:、|以及|和|及|与|或)(?=[^、和及与或]*$)")
_INCLUDED = re.compile(r"^\(不?含[^()]{0,12}\)")


@dataclass(frozen=True, slots=True)
class Place:
    """A quantity in its clause; all positions are of ``plain``.

    ``left`` begins the words in front of it (time expressions at their head left out), ``left_text`` are these
    words, ``right_text`` those behind; ``clause_end`` is where the comma or stop behind stands. ``joined`` says
    that another quantity stands directly before it in a list, ``follows`` that only a joint lies between.
    """

    quantity: Quantity
    sentence: Range
    left: int
    left_text: str
    right_text: str
    right_end: int
    clause_start: int
    clause_end: int
    joined: bool
    follows: bool
    previous_clause: str
    periods: tuple[Period, ...]

    def closes_condition(self, plain: str) -> bool:
        """Whether the clause is a condition: 超过5000万元且增速达到10%以上的,…"""
        return plain[self.clause_end - 1 : self.clause_end] == "的" and plain[
            self.clause_end : self.clause_end + 1
        ] in (",", ";", ":")


def place_quantities(
    plain: str,
    sentence: Range,
    quantities: Sequence[Quantity],
    periods: Sequence[Period],
    walls: Sequence[Range],
) -> list[Place]:
    """The places of the quantities of one sentence; ``walls`` are stretches that are not read (notes)."""
    places: list[Place] = []
    starts = [quantity.start for quantity in quantities]
    for index, quantity in enumerate(quantities):
        before = quantities[index - 1] if index else None
        after = starts[index + 1] if index + 1 < len(starts) else sentence[1]
        places.append(_place(plain, sentence, quantity, before, after, periods, walls, places))
    return places


def _place(
    plain: str,
    sentence: Range,
    quantity: Quantity,
    before: Quantity | None,
    after: int,
    periods: Sequence[Period],
    walls: Sequence[Range],
    places: Sequence[Place],
) -> Place:
    wall = bisect_left(walls, (quantity.start, quantity.start)) - 1
    floor = max(
        sentence[0],
        quantity.start - REACH,
        walls[wall][1] if wall >= 0 and walls[wall][1] <= quantity.start else 0,
    )
    start = left = _clause_start(plain, floor, quantity.start)
    joined = follows = False
    # 社会消费品零售总额超千亿元的县累计达到5个: a quantity that narrows a noun down belongs to the next one's words.
    if before is not None and before.end > left and not _narrows(plain, before, quantity):
        left, follows = _behind_joint(plain, before.end, quantity.start, places[-1].right_end)
        joined = True
    here = periods_between(periods, left, quantity.start)
    left, text = _without_periods(plain, left, quantity.start, here)
    reach = min(after, sentence[1], quantity.end + BEHIND)
    right_end = _right_end(plain, quantity.end, reach, reach == after)
    clause_end = _clause_end(plain, quantity.end, min(sentence[1], quantity.end + BEHIND * 2))
    previous = ""
    if start > sentence[0] + 1 and plain[start - 1] in ",;(":
        previous = plain[_clause_start(plain, max(sentence[0], start - REACH), start - 1) : start - 1]
    return Place(
        quantity, sentence, left, text, _INCLUDED.sub("", plain[quantity.end : right_end]), right_end, start, clause_end, joined, follows,
        previous, tuple(here),
    )  # fmt: skip


def _behind_joint(plain: str, end: int, start: int, noun_end: int) -> tuple[int, bool]:
    """Where the words of a quantity begin that follows another, and whether only a joint lies between.

    Words that end in a joint belong to the number in front of them (1个示范城市、2个集聚区).
    """
    joint = _JOINT.match(plain, end, start)
    if joint is not None:
        return joint.end(), joint.end() == start
    if plain[start - 1] in "、和及与":
        return start, False
    between = plain[end:start]
    if "、" in between and noun_end < start:
        joint = _JOINT.match(plain, noun_end, start)
        return (joint.end() if joint else noun_end), False
    return end, False


def _narrows(plain: str, before: Quantity, quantity: Quantity) -> bool:
    between = plain[before.end : quantity.start]
    return between.startswith("的") and not re.search(r"[,;、。]", re.sub(r"\([^()]*\)", "", between))


def _clause_start(plain: str, floor: int, at: int) -> int:
    """Behind the last comma, colon or opening bracket before ``at`` that is not inside closed brackets."""
    marks = list(_MARK.finditer(plain, floor, max(floor, at)))
    depth = 0
    for mark in reversed(marks):
        character = mark.group()
        if character in _CLOSING:
            depth += 1
        elif character in _OPENING:
            if depth == 0 and character != "“":
                return mark.end()
            depth = max(0, depth - 1)
        elif depth == 0:
            return mark.end()
    return floor


def _clause_end(plain: str, at: int, end: int) -> int:
    depth = 0
    for mark in _MARK.finditer(plain, at, end):
        character = mark.group()
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            if depth == 0 and character != "”":
                return mark.start()
            depth = max(0, depth - 1)
        elif depth == 0:
            return mark.start()
    return end


def _right_end(plain: str, at: int, end: int, bounded: bool) -> int:
    """Where the words behind a quantity end: at a mark, at 、 unless a 的 follows that the list belongs to.

    ``bounded`` says that the next quantity stands at ``end``: the words behind the last joint are its own.
    """
    stop = _clause_end(plain, at, end)
    if bounded and stop == end:
        hidden = re.sub(r"[(“][^()“”]*[)”]", lambda m: "＿" * len(m.group()), plain[at:stop])
        joint = _LAST_JOINT.search(hidden)
        return at + joint.start() if joint else stop
    comma = plain.find("、", at, stop)
    bracket = plain.find("(", at, comma) if comma >= 0 else -1
    if bracket >= 0:
        closing = plain.find(")", comma, stop)
        comma = plain.find("、", closing, stop) if closing >= 0 else comma
    if comma < 0:
        return stop
    short = 0 < comma - at <= 4
    return stop if short or ("的" in plain[comma:stop] and "的" not in plain[at:comma]) else comma


def _without_periods(plain: str, left: int, end: int, periods: Sequence[Period]) -> tuple[int, str]:
    """The words in front without time expressions; ``left`` moves behind one that leads in."""
    pieces: list[str] = []
    at = left
    for period in periods:
        lead = plain[at : period.start]
        if (
            not pieces
            and len(lead) <= 4
            and re.fullmatch(r"(?:力争|争取|确保|计划|预计)?(?:到|至|自|从|在|于|截至|截止|对)?", lead)
        ):
            left = period.end
            if lead[-1:] == "对":
                pieces.append("对")
        else:
            pieces.append(lead)
        at = period.end
        skip = re.compile(r"[前内起,]|之前|以前|期间").match(plain, at, end)
        if skip:
            if left == at:
                left = skip.end()
            at = skip.end()
    pieces.append(plain[at:end])
    return min(left, end), "".join(pieces)


def period_of(
    quantity: Quantity, sentence: Range, periods: Sequence[Period], inherited: Period | None
) -> Period | None:
    """The time expression a quantity stands under: the last one before it in its sentence, else ``inherited``."""
    at = bisect_left(periods, quantity.number, key=_start)
    here = [p for p in periods[max(0, at - _LOOK_BACK) : at] if p.end > sentence[0] and not p.since]
    if not here:
        return inherited
    period = here[-1]
    printed = next((p for p in reversed([inherited, *here]) if p is not None and not p.inferred), None)
    if not period.inferred or printed is None or printed.value is None or printed.past:
        return period
    # 2024年…,全年…: the year printed before says which year is meant.
    value = re.sub(r"[0-9]{4}(?=-|/|$)", printed.value[:4], period.value) if period.value else None
    return replace(period, value=value, inferred=False)


def periods_between(periods: Sequence[Period], start: int, end: int) -> Sequence[Period]:
    """The periods that begin in ``plain[start:end]``; ``periods`` are in order."""
    return periods[bisect_left(periods, start, key=_start) : bisect_left(periods, end, key=_start)]


def _start(period: Period) -> int:
    return period.start
