"""Which part of a text is the main body, and which of its ordinals are items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from loaders.numbering import Gap, Item, Part
from loaders.ordinals import RANKS, Ordinal
from loaders.paragraphs import Layout
from loaders.reading import Reading
from loaders.tables import Table

# A letter whose annex is the plan: 关于印发…任务分工表的通知.
_HANDING_ON_TASKS = re.compile(
    r"(?:印发|下发|转发|公布|分解|明确)[^。]{0,80}(?:分工|任务|清单|台账|分解|一览|汇总|安排|计划)[^。]{0,30}通知"
)
# Fewer characters than this are no item's text.
_RESIDUE = 12


def main_part(parts: Sequence[Part], reading: Reading, layout: Layout) -> int:
    """The first part that is neither a table of contents, nor a list in a letter that hands the plan on."""
    for index, (part, following) in enumerate(pairwise(parts)):
        items, later = part[0], following[0]
        if _is_contents(items, later):
            continue
        deeper = max(items[0].ordinal.rank, RANKS["comma"]) > max(later[0].ordinal.rank, RANKS["comma"])
        if deeper or (len(items) * 2 <= len(later) and _hands_on(items, later, reading, layout)):
            continue
        return index
    return len(parts) - 1


def _is_contents(items: Sequence[Item], later: Sequence[Item]) -> bool:
    """Whether a part only lists the headings of the next: no text below them."""
    length = later[0].ordinal.start - items[0].ordinal.start
    return items[0].ordinal.style == later[0].ordinal.style and len(items) > 1 and length < 25 * len(items)


def _hands_on(items: Sequence[Item], later: Sequence[Item], reading: Reading, layout: Layout) -> bool:
    """Whether a part belongs to a letter (印发, 转发) and a signature or an annex mark ends it."""
    if not re.search(r"印发|转发", reading.plain[: items[0].ordinal.start]):
        return False
    between = reading.plain[items[-1].ordinal.end : later[0].ordinal.start]
    signed = re.search(r"\d{4}年\d{1,2}月\d{1,2}日", between[-400:]) is not None
    return signed or layout.is_annex_mark_between(items[-1].ordinal.start, later[0].ordinal.start)


def hands_on_tables(reading: Reading, body_start: int, items: int, tables: Sequence[Table]) -> bool:
    """Whether a letter of a few items hands on tables of tasks, so that they are the plan and not its annex."""
    tasks = sum(len(table.rows) for table in tables)
    return 2 * items <= tasks and _HANDING_ON_TASKS.search(reading.plain, 0, body_start) is not None


def without_residue(items: list[Item], gaps: list[Gap], end: int) -> tuple[list[Item], list[Gap], int]:
    """Leave out a last ordinal with hardly any text that was not due, or that stands beside full items.

    It is residue of the collection that the file was cut from (``（四）山西`` after the last item).
    """
    last = items[-1].ordinal
    if len(items) < 2 or end - last.end >= _RESIDUE:
        return items, gaps, end
    siblings = [one.ordinal for one in items[:-1] if one.ordinal.rank == last.rank]
    beside_full = len(siblings) >= 2 and all(
        _text_length(items, one, end) >= 3 * _RESIDUE for one in siblings
    )
    if beside_full or any(at == last.start for at, _ in gaps):
        return items[:-1], [gap for gap in gaps if gap[0] != last.start], last.start
    return items, gaps, end


def _text_length(items: Sequence[Item], ordinal: Ordinal, end: int) -> int:
    later = next(
        (
            i.ordinal.start
            for i in items
            if i.ordinal.start > ordinal.start and i.ordinal.rank <= ordinal.rank
        ),
        end,
    )
    return later - ordinal.end


def without_enumerations(items: Sequence[Item], reading: Reading) -> list[Item]:
    """Leave out what is one sentence set as a list: an introduction ending in a colon, parts ending in 、；.

    ``…下列条件：（一）…；（二）…。`` is one demand, as in the articles of a regulation.
    """
    plain = reading.plain
    kept: list[Item] = []
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


def _siblings(items: Sequence[Item], index: int) -> list[int]:
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
