"""The outline of a document: sections, and the numbered leaf items that become measures.

An item is a numbered heading or paragraph at the head of a paragraph. An ordinal is taken when it is the
one that is due: the next of its style, or the first of a style that stands deeper. That rule alone tells
items from numbers at the head of a wrapped line, and finds items in files that have lost every line break.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.model import Problem, Role
from loaders.ordinals import RANKS, Ordinal, find_ordinals
from loaders.paragraphs import Layout
from loaders.reading import Reading

# Words of a section heading that make all items below it safeguards, or general.
_SAFEGUARD_HEADING = re.compile(
    r"保障措施|保障机制|(?:组织|工作|实施|强化|加强|落实|服务)保障|^保障$|保障(?:和|与|及)|组织(?:实施|领导|推进|落实)"
    r"|工作要求|(?:监督|督查|督导)(?:考核|检查|落实|问责)|(?:实施|推进|落实)要求|抓好落实|狠抓落实|责任落实|有关要求"
)
_GENERAL = re.compile(
    r"^(?:工作)?(?:总体|基本|指导|发展|主要|行动|建设|年度)(?:工作)?(?:要求|思想|思路|目标|原则|考虑|定位)"
    r"|^(?:工作|实施|行动|任务)?(?:目标|原则|思路)|指导思想|^(?:适用|实施)范围$"
)
# An item's own title must say it more narrowly: 要素保障 can be what a measure is about.
_SAFEGUARD_TITLE = re.compile(
    r"组织(?:领导|实施|保障)|保障措施|(?:督导|督查|督促|监督)(?:考核|检查|落实|考评|评估|评价|问责)"
    r"|考核(?:评价|督导|督查|激励|问责)|(?:抓好|狠抓|推动|强化|压实|落实|明确|细化)(?:工作|责任|任务|政策)?(?:落实|责任|分工)$"
    r"|^(?:加强|强化|做好|注重)(?:统筹协调|宣传(?:引导|培训|推广|解读)|督导|督查|考核|督促)"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading with items below it; positions in ``Reading.plain``."""

    path: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A leaf item; ``start`` (its ordinal), ``body`` (after the title), ``end`` are ``Reading.plain`` positions."""

    path: str
    title: str
    role: Role
    section: str | None
    headings: tuple[str, ...]
    start: int
    head: int
    body: int
    end: int


@dataclass(frozen=True, slots=True)
class Outline:
    """Headings and leaf items in order; ``body_start`` to ``body_end`` hold the numbered text.

    ``left_aside`` lists stretches with numbered text of their own that are not of the main body (annexes,
    a covering letter), ``gaps`` places where an ordinal is missing or printed twice.
    """

    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]
    body_start: int
    body_end: int
    left_aside: tuple[tuple[int, int], ...] = ()
    gaps: tuple[tuple[int, str], ...] = ()

    def problems(self, reading: Reading, stem: str) -> tuple[Problem, ...]:
        """What an analyst should look at: text left aside, gaps in the numbering."""
        aside = [
            _problem("left-aside", stem, reading, a, b, "numbered text outside of the main body")
            for a, b in self.left_aside
        ]
        gaps = [_problem("numbering", stem, reading, at, at + 1, what) for at, what in self.gaps]
        return tuple(aside + gaps)


def _problem(kind: str, stem: str, reading: Reading, start: int, end: int, what: str) -> Problem:
    span = reading.span(start, end)
    return Problem(kind, stem, f"{what}: {span.quote[:40]!r}", span.start, span.end)


@dataclass(frozen=True, slots=True)
class _Item:
    ordinal: Ordinal
    path: tuple[str, ...]


def read_outline(reading: Reading) -> Outline:
    """Read the numbering of a text; an outline without blocks where there is none.

    >>> outline = read_outline(Reading.of("一、总体要求\\n略。\\n二、任务\\n（一）办节。办10场。\\n（二）设点。设5个。\\n"))
    >>> [(block.path, block.title, block.role) for block in outline.blocks]
    [('1', '总体要求', 'general'), ('2.1', '办节', 'measure'), ('2.2', '设点', 'measure')]
    """
    layout = Layout.of(reading)
    parts = _parts(_with_dotted_heads(list(find_ordinals(reading))), reading, layout)
    if not parts:
        return Outline((), (), 0, 0)
    main = _main_part(parts, reading, layout)
    items, gaps = parts[main]
    items = _without_enumerations(items, reading)
    following = parts[main + 1][0][0].ordinal.start if main + 1 < len(parts) else None
    end = layout.body_end(items[-1].ordinal.end, following)
    items, gaps, end = _without_residue(items, gaps, end)
    headings, blocks = _tree(items, end, reading, layout)
    aside = tuple(_extent(part[0]) for n, part in enumerate(parts) if n != main and len(part[0]) > 1)
    return Outline(headings, blocks, items[0].ordinal.start, end, aside, tuple(gaps))


def _without_residue(
    items: list[_Item], gaps: list[tuple[int, str]], end: int
) -> tuple[list[_Item], list[tuple[int, str]], int]:
    """Leave out a last ordinal that was not due and has hardly any text: residue of what the file was cut from."""
    last = items[-1].ordinal
    if len(items) > 1 and end - last.end < 12 and any(at == last.start for at, _ in gaps):
        return items[:-1], [gap for gap in gaps if gap[0] != last.start], last.start
    return items, gaps, end


def _extent(items: Sequence[_Item]) -> tuple[int, int]:
    return items[0].ordinal.start, items[-1].ordinal.end


# How many second ordinals are tried before a first one is given up; keeps the reading linear.
_SECONDS_TRIED = 20
_Part = tuple[list[_Item], list[tuple[int, str]]]


def _parts(ordinals: Sequence[Ordinal], reading: Reading, layout: Layout) -> list[_Part]:
    """Runs of numbering that each begin anew: a covering letter's, the plan's, an annex's."""
    parts: list[_Part] = []
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
        self.items: list[_Item] = []
        self.gaps: list[tuple[int, str]] = []
        self.stack: list[Ordinal] = []
        self.latest: dict[str, int] = {}
        self.used: set[tuple[str, ...]] = set()
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
        parents = [o for o in self.stack if o.rank < ordinal.rank]
        same = next((o for o in self.stack if o.rank == ordinal.rank and o.style == ordinal.style), None)
        if any(o.rank == ordinal.rank and o.style != ordinal.style for o in self.stack):
            return
        if ordinal.is_bare and not self._bare_fits(ordinal, same):
            return
        if ordinal.style == "dotted" and not self._dotted_fits(ordinal, parents):
            return
        if not self._is_due(index, ordinal, same, parents):
            return
        self.stack = [*parents, ordinal]
        self.latest[ordinal.style] = ordinal.number
        self.items.append(_Item(ordinal, self._free_path(self.stack)))
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
        seconds = 0
        for later in self.ordinals[index + 1 :]:
            if later.rank < ordinal.rank and later.heads_line and self.stack:
                break
            if later.style == ordinal.style and later.numbers == (*ordinal.numbers[:-1], 2):
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
        copy = 2
        while path in self.used:
            path = (*numbers[:-1], f"{numbers[-1]}-{copy}")
            copy += 1
        self.used.add(path)
        return path


def _main_part(parts: Sequence[_Part], reading: Reading, layout: Layout) -> int:
    """The first part that is neither a table of contents, nor a list in a letter that hands the plan on."""
    for index, (part, following) in enumerate(zip(parts, parts[1:], strict=False)):
        items, later = part[0], following[0]
        if _is_contents(items, later):
            continue
        deeper = max(items[0].ordinal.rank, RANKS["comma"]) > max(later[0].ordinal.rank, RANKS["comma"])
        if deeper or (len(items) * 2 <= len(later) and _hands_on(items, later, reading, layout)):
            continue
        return index
    return len(parts) - 1


def _is_contents(items: Sequence[_Item], later: Sequence[_Item]) -> bool:
    """Whether a part only lists the headings of the next: no text below them."""
    length = later[0].ordinal.start - items[0].ordinal.start
    return items[0].ordinal.style == later[0].ordinal.style and len(items) > 1 and length < 25 * len(items)


def _hands_on(items: Sequence[_Item], later: Sequence[_Item], reading: Reading, layout: Layout) -> bool:
    """Whether a part belongs to a letter (印发, 转发) and a signature or an annex mark ends it."""
    if not re.search(r"印发|转发", reading.plain[: items[0].ordinal.start]):
        return False
    between = reading.plain[items[-1].ordinal.end : later[0].ordinal.start]
    signed = re.search(r"\d{4}年\d{1,2}月\d{1,2}日", between[-400:]) is not None
    return signed or layout.is_annex_mark_between(items[-1].ordinal.start, later[0].ordinal.start)


def _without_enumerations(items: Sequence[_Item], reading: Reading) -> list[_Item]:
    """Leave out what is one sentence set as a list: an introduction ending in a colon, parts ending in 、；.

    ``…下列条件：（一）…；（二）…。`` is one demand, as in the articles of a regulation.
    """
    plain = reading.plain
    kept: list[_Item] = []
    index = 0
    while index < len(items):
        run = _siblings(items, index)
        first = items[index].ordinal
        if first.number == 1 and kept and len(run) > 1 and plain[first.start - 1] == ":":
            ends = [plain[items[b].ordinal.start - 1] for b in run[1:]]
            if all(items[b].ordinal.rank == first.rank for b in range(index, run[-1] + 1)) and sum(
                e in ";,、" for e in ends
            ) * 2 > len(ends):
                index = run[-1] + 1
                continue
        kept.append(items[index])
        index += 1
    return kept


def _siblings(items: Sequence[_Item], index: int) -> list[int]:
    """Indices of the items that follow in the same numbering as the one at ``index``, itself included."""
    first = items[index].ordinal
    found = [index]
    for later in range(index + 1, len(items)):
        ordinal = items[later].ordinal
        if ordinal.rank < first.rank or (ordinal.rank == first.rank and ordinal.number <= first.number):
            break
        if ordinal.rank == first.rank:
            found.append(later)
    return found


def _tree(
    items: Sequence[_Item], end: int, reading: Reading, layout: Layout
) -> tuple[tuple[Heading, ...], tuple[Block, ...]]:
    headings: dict[tuple[str, ...], Heading] = {}
    blocks: list[Block] = []
    stack: list[tuple[Ordinal, tuple[str, ...]]] = []
    for item, following in zip(items, [*items[1:], None], strict=True):
        stop = following.ordinal.start if following else end
        while stack and stack[-1][0].rank >= item.ordinal.rank:
            stack.pop()
        above = [headings[path] for _, path in stack]
        title_end, body = layout.title(item.ordinal.end, stop)
        title = reading.plain[item.ordinal.end : title_end]
        path = ".".join(item.path)
        if following is not None and following.ordinal.rank > item.ordinal.rank:
            headings[item.path] = Heading(path, title, item.ordinal.start, title_end)
            stack.append((item.ordinal, item.path))
            continue
        titles = tuple(h.title for h in above)
        section = above[-1].path if above else None
        blocks.append(
            Block(path, title, "measure", section, titles, item.ordinal.start, item.ordinal.end, body, stop)
        )
    return tuple(headings.values()), tuple(replace(b, role=role_of(b.title, b.headings)) for b in blocks)


def role_of(title: str, headings: Sequence[str]) -> Role:
    """The role of an item: its section heading's before its own title's.

    >>> role_of("加强财税支持", ["强化保障措施，进一步夯实基础"]), role_of("总体要求", [])
    ('safeguard', 'general')
    """
    for heading in headings:
        if len(heading) <= 40 and _GENERAL.search(heading):
            return "general"
        if len(heading) <= 40 and _SAFEGUARD_HEADING.search(heading):
            return "safeguard"
    if len(title) <= 24 and _GENERAL.search(title):
        return "general"
    if len(title) <= 24 and _SAFEGUARD_TITLE.search(title):
        return "safeguard"
    return "measure"


def block_at(blocks: Sequence[Block], position: int) -> Block | None:
    """The block that holds a position of ``Reading.plain``, or None between blocks."""
    index = bisect_left([b.start for b in blocks], position + 1) - 1
    return blocks[index] if index >= 0 and position < blocks[index].end else None
