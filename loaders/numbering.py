"""Runs of numbering: which ordinals of a text are due, and so begin items.

An ordinal is taken when it is the one that is due: the next of its style, or the first of a style that stands
deeper. That rule alone tells items from numbers at the head of a wrapped line, and finds items in files that
have lost every line break.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from loaders.ordinals import RANKS, Ordinal, find_ordinals
from loaders.paragraphs import Layout
from loaders.reading import Reading


@dataclass(frozen=True, slots=True)
class Item:
    """An ordinal that begins an item, and the item's path."""

    ordinal: Ordinal
    path: tuple[str, ...]


# How far a first ordinal looks for its second, and how many seconds it tries: keeps the reading linear.
_LOOK_AHEAD = 400
_SECONDS_TRIED = 20
# A place in the plain text and what is amiss with the numbering there.
Gap = tuple[int, str]
Part = tuple[list[Item], list[Gap]]


@lru_cache(maxsize=2)
def all_parts(reading: Reading) -> Sequence[Part]:
    """The parts of a text without tables; the last ones are kept, since one step after the other asks."""
    return read_parts(find_ordinals(reading), Layout.of(reading))


def read_parts(found: Iterable[Ordinal], layout: Layout) -> list[Part]:
    """Runs of numbering that each begin anew: a covering letter's, the plan's, an annex's."""
    ordinals = _with_dotted_heads(list(found))
    parts: list[Part] = []
    walk = _Walk(ordinals, layout)
    for index, ordinal in enumerate(ordinals):
        if layout.is_annex_mark_between(walk.last_start, ordinal.start) and walk.items:
            parts.append((walk.items, walk.gaps))
            walk = _Walk(ordinals, layout)
        if walk.restarts(index, ordinal):
            parts.append((walk.items, walk.gaps))
            walk = _Walk(ordinals, layout)
        walk.offer(index, ordinal)
    if walk.items:
        parts.append((walk.items, walk.gaps))
    return parts


def _with_dotted_heads(ordinals: list[Ordinal]) -> list[Ordinal]:
    """``1`` above ``1.1`` is of one numbering with it, whether a point follows it or not."""
    return [
        replace(o, style="dotted", is_bare=False)
        if o.style == "point"
        and o.heads_line
        and following.style == "dotted"
        and following.numbers == (o.number, 1)
        else o
        for o, following in zip(ordinals, [*ordinals[1:], *ordinals[-1:]], strict=True)
    ]


class _Walk:
    """Goes through the ordinals of one part and takes those that are due."""

    def __init__(self, ordinals: Sequence[Ordinal], layout: Layout) -> None:
        self.ordinals = ordinals
        self.layout = layout
        self.items: list[Item] = []
        self.gaps: list[Gap] = []
        self.stack: list[Ordinal] = []
        self.latest: dict[str, int] = {}
        # How often each path was printed; digits alone, so that no suffix makes another path of one of them.
        self.printed: Counter[tuple[str, ...]] = Counter()
        self.last_start = 0

    def restarts(self, index: int, ordinal: Ordinal) -> bool:
        """Whether a numbering begins at one that is the outermost again, or stands further out than all yet."""
        if not self.stack or ordinal.number != 1 or not ordinal.heads_line or ordinal.is_bare:
            return False
        if ordinal.rank < self.stack[0].rank:
            return self._opens(index, ordinal)
        again = ordinal.style == self.stack[0].style != "dotted"
        return again and len(self.items) > 1 and self.layout.heads_paragraph(ordinal.start)

    def offer(self, index: int, ordinal: Ordinal) -> None:
        """Take the ordinal when it is due."""
        rank = ordinal.rank
        parents = [o for o in self.stack if o.rank < rank]
        beside = [o for o in self.stack if o.rank == rank]
        if any(o.style != ordinal.style for o in beside):
            return
        same = beside[0] if beside else None
        if ordinal.is_bare and not self._bare_fits(ordinal, same):
            return
        if ordinal.style == "dotted" and not self._dotted_fits(ordinal, parents):
            return
        if not self._is_due(index, ordinal, same, parents):
            return
        self.stack = [*parents, ordinal]
        self.latest[ordinal.style] = ordinal.number
        self.items.append(Item(ordinal, self._free_path(self.stack)))
        self.last_start = ordinal.start

    def _dotted_fits(self, ordinal: Ordinal, parents: list[Ordinal]) -> bool:
        above = parents[-1] if parents else None
        return above is None or above.style != "dotted" or above.numbers == ordinal.numbers[:-1]

    def _bare_fits(self, ordinal: Ordinal, same: Ordinal | None) -> bool:
        due = same is not None and ordinal.number == same.number + 1
        return due and self.layout.heads_paragraph(ordinal.start)

    def _is_due(self, index: int, ordinal: Ordinal, same: Ordinal | None, parents: list[Ordinal]) -> bool:
        if same is not None and ordinal.numbers[:-1] > same.numbers[:-1]:
            return ordinal.number == 1 and ordinal.heads_line
        if same is not None:
            return self._is_next(index, ordinal, same.number)
        if not self.stack:
            return ordinal.number == 1 and self._opens(index, ordinal)
        if not parents:
            return False
        if ordinal.number == 1:
            return self._opens(index, ordinal)
        latest = self.latest.get(ordinal.style)
        if latest is not None and 1 <= ordinal.number - latest <= 3:
            return self._is_next(index, ordinal, latest)
        lost = ordinal.rank <= RANKS["bracket"] and ordinal.number == 2
        if lost and ordinal.heads_line and self.layout.heads_paragraph(ordinal.start):
            self.gaps.append((ordinal.start, "the numbering begins at two"))
            return True
        return False

    def _is_next(self, index: int, ordinal: Ordinal, latest: int) -> bool:
        step = ordinal.number - latest
        if step == 1:
            return self._stands_well(ordinal)
        if not (
            ordinal.heads_line
            and ordinal.rank <= RANKS["point"]
            and self.layout.heads_paragraph(ordinal.start)
        ):
            return False
        if step in (2, 3) and not self._comes(index, ordinal, ordinal.number - 1):
            self.gaps.append((ordinal.start, f"the numbering leaps from {latest} to {ordinal.number}"))
            return True
        if step == 0:
            self.gaps.append((ordinal.start, f"the ordinal {ordinal.number} is printed twice"))
            return True
        return False

    def _stands_well(self, ordinal: Ordinal) -> bool:
        """Whether the place can begin an item that is due: a paragraph's head, or after a full stop."""
        if ordinal.heads_line:
            return ordinal.rank <= RANKS["point"] or self.layout.heads_paragraph(ordinal.start)
        if ordinal.style == "dotted" or ordinal.rank > RANKS["point"]:
            return self.layout.has_lost_breaks and ordinal.stop_before
        return self.layout.may_begin_inside(ordinal.start, self.items[-1].ordinal.end if self.items else 0)

    def _opens(self, index: int, ordinal: Ordinal) -> bool:
        """Whether a first ordinal opens a list of items: its second stands at a like place."""
        if ordinal.heads_line and not self.layout.heads_paragraph(ordinal.start):
            return False
        if not ordinal.heads_line and not self._stands_well(ordinal):
            return False
        seconds, rank, wanted = 0, ordinal.rank, (*ordinal.numbers[:-1], 2)
        for later in self.ordinals[index + 1 : index + 1 + _LOOK_AHEAD]:
            if later.heads_line and self.stack and later.rank < rank:
                break
            if later.style == ordinal.style and later.numbers == wanted:
                if self._second_agrees(ordinal, later):
                    return True
                seconds += 1
                if seconds == _SECONDS_TRIED:
                    break
        if seconds:
            return False
        # A single sub-item is an item where it heads its paragraph and is of a style for headings.
        deepest = RANKS["point"] if ordinal.heads_line else RANKS["bracket"]
        return ordinal.rank <= deepest and (
            ordinal.heads_line or (self.layout.has_lost_breaks and bool(self.stack))
        )

    def _second_agrees(self, first: Ordinal, second: Ordinal) -> bool:
        if second.heads_line:
            return first.rank <= RANKS["point"] or self.layout.heads_paragraph(second.start)
        return first.rank <= RANKS["point"] and self._stands_well(second)

    def _comes(self, index: int, ordinal: Ordinal, number: int) -> bool:
        """Whether the ordinal that was leapt over is still to come soon."""
        return any(
            o.style == ordinal.style and o.number == number and o.heads_line
            for o in self.ordinals[index + 1 : index + 4]
        )

    def _free_path(self, stack: list[Ordinal]) -> tuple[str, ...]:
        """The printed ordinals from the outside in; a second one of the same numbers gets a suffix."""
        if stack[-1].style == "dotted":
            numbers = [str(o.number) for o in stack[:-1] if o.style != "dotted"]
            numbers += [str(n) for n in stack[-1].numbers]
        else:
            numbers = [str(o.number) for o in stack]
        path = tuple(numbers)
        self.printed[path] += 1
        copy = self.printed[path]
        return path if copy == 1 else (*numbers[:-1], f"{numbers[-1]}-{copy}")
