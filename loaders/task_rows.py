"""The rows of a task table → its tasks: path, title, text, responsible bodies and deadline, under their headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kg.model import Manner
from loaders.ordinals import chinese_number
from loaders.reading import Reading
from loaders.tables import Cell, Row, Table

_CN = "零〇一二三四五六七八九十百"
_NUMBER = re.compile(rf"\(?(?:[{_CN}]{{1,5}}|\d{{1,3}})\)?[.、。]?$")
_ORDINAL = re.compile(
    rf"(?P<part>第(?:[{_CN}]{{1,5}})[章节部])|(?P<comma>(?:[{_CN}]{{1,5}})[、.])"
    rf"|(?P<bracket>\((?:[{_CN}]{{1,5}})\)[、.]?)|(?P<point>(?:\d{{1,3}})[.、](?!\d))|(?P<number>\((?:\d{{1,3}})\))"
)
_RANKS = {"part": 0, "comma": 1, "bracket": 2, "point": 3, "number": 4}
# A column of sections stands below headings of the whole table.
_RANK_OF_COLUMN = 10
_ENDED = re.compile(r"[。;!?)〕】]$")
_REMARK = re.compile(r"(?:备?注|说明|合计|小计|总计)[:：]?")
_SENTENCE = re.compile("[。;!?]")
_LONGEST_HEADING = 80


@dataclass(frozen=True, slots=True)
class Body:
    """A cell that names bodies, and the manner its column gives them."""

    manner: Manner
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TaskHeading:
    """A heading in a table; ``numbers`` lead to it from the table's outside in.

    One without a number of its own, over rows that are numbered (``is_numbered`` is false), has those above it.
    """

    numbers: tuple[str, ...]
    rank: int
    start: int
    end: int
    is_numbered: bool = True


@dataclass(frozen=True, slots=True)
class Task:
    """A task at ``plain[start:end]``: its title up to ``title_end``, then text from ``body`` on.

    ``bodies`` and ``deadlines`` may stand in a row above, where a merged cell does.
    """

    numbers: tuple[str, ...]
    start: int
    head: int
    title_end: int
    body: int
    end: int
    headings: tuple[TaskHeading, ...] = ()
    bodies: tuple[Body, ...] = ()
    deadlines: tuple[Cell, ...] = ()


def read_tasks(table: Table, reading: Reading) -> tuple[Task, ...]:
    """The tasks of a table whose columns are known, in order.

    >>> from loaders.tables import find_tables
    >>> reading = Reading.of("序号\\t任务\\t责任单位\\n一、办活动\\t\\t\\n1\\t办节。办10场。\\t市商务局\\n2\\t设点\\t\\n")
    >>> [(t.numbers, reading.plain[t.head : t.title_end], len(t.bodies)) for t in read_tasks(find_tables(reading)[0], reading)]
    [(('1', '1'), '办节', 1), (('1', '2'), '设点', 1)]
    """
    reader = _Reader(reading.plain, _Columns.of(table, reading.plain))
    for row in table.rows:
        reader.take(row)
    return tuple(reader.tasks)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which columns hold what; of several columns of tasks those with merged cells are sections."""

    number: int | None
    sections: tuple[int, ...]
    tasks: tuple[int, ...]
    bodies: tuple[tuple[int, Manner], ...]
    deadlines: tuple[int, ...]

    @classmethod
    def of(cls, table: Table, plain: str) -> _Columns:
        def having(*kinds: str) -> list[int]:
            return [n for n, kind in enumerate(table.kinds) if kind in kinds]

        number, tasks = having("number"), having("task")
        full = [row for row in table.rows if len(row.filled) > 1 and row.cells[tasks[-1]]]
        merged = [n for n in tasks[:-1] if _is_merged([row.cells[n] for row in full], plain)]
        return cls(
            number[0] if number else None,
            tuple(sorted([*having("section"), *merged])),
            tuple(n for n in tasks if n not in merged),
            tuple((n, table.kinds[n]) for n in having("lead", "responsible", "support")),  # type: ignore[misc]
            tuple(having("deadline")),
        )


@dataclass(slots=True)
class _Reader:
    """Goes through the rows of one table."""

    plain: str
    columns: _Columns
    tasks: list[Task] = field(default_factory=list)
    stack: list[TaskHeading] = field(default_factory=list)
    counts: dict[tuple[str, ...], int] = field(default_factory=dict)
    used: set[tuple[str, ...]] = field(default_factory=set)
    last_task: str = ""

    def take(self, row: Row) -> None:
        """The next row."""
        filled = row.filled
        if not filled or _REMARK.match(self.plain, filled[0].start):
            return
        if self._is_heading(row):
            ordinal = _ORDINAL.match(self.plain, filled[0].start)
            self._head(filled[0], _RANKS[ordinal.lastgroup or "comma"] if ordinal else _RANKS["comma"])
            return
        for level, column in enumerate(self.columns.sections):
            if column < len(row.cells) and row.cells[column]:
                self._head_again(row.cells[column], _RANK_OF_COLUMN + level)
        cells = [row.cells[n] for n in self.columns.tasks if n < len(row.cells) and row.cells[n]]
        if self.tasks and self._goes_on(row, cells):
            self._extend(row)
        elif cells:
            self._add(row, cells)

    def _is_heading(self, row: Row) -> bool:
        if len(row.filled) > 1 or row.filled[0].end - row.filled[0].start > _LONGEST_HEADING:
            return False
        only = row.filled[0]
        if _ORDINAL.match(self.plain, only.start):
            return True
        return len(row.cells) == 1 or (row.cells[0] == only and 0 not in self.columns.tasks)

    def _head(self, cell: Cell, rank: int) -> None:
        while self.stack and self.stack[-1].rank >= rank:
            self.stack.pop()
        above = self.stack[-1].numbers if self.stack else ()
        ordinal = _ORDINAL.match(self.plain, cell.start, cell.end)
        start = ordinal.end() if ordinal else cell.start
        if ordinal is None and self.columns.number is not None:
            self.stack.append(TaskHeading(above, rank, start, cell.end, is_numbered=False))
            return
        number = self._free(above, _value(ordinal) if ordinal else None)
        self.stack.append(TaskHeading((*above, number), rank, start, cell.end))

    def _head_again(self, cell: Cell, rank: int) -> None:
        """A heading in a column, unless it is that of the row above: a merged cell stands in all its rows."""
        now = next((one for one in self.stack if one.rank == rank), None)
        if now is None or not self._text(cell).endswith(self.plain[now.start : now.end]):
            self._head(cell, rank)

    def _text(self, cell: Cell) -> str:
        return self.plain[cell.start : cell.end]

    def _goes_on(self, row: Row, cells: Sequence[Cell]) -> bool:
        """Whether a row only goes on with the one above: broken by a page, or with more bodies."""
        if not cells or (self.columns.bodies and self._text(cells[-1]) == self.last_task):
            return True
        number = self.columns.number
        if number is None or number >= len(row.cells) or row.cells[number]:
            return False
        return not _ENDED.search(self.plain[self.tasks[-1].head : self._task_end])

    @property
    def _task_end(self) -> int:
        last = self.tasks[-1]
        starts = [*(body.start for body in last.bodies), *(cell.start for cell in last.deadlines)]
        starts = [start for start in starts if last.head < start]
        return min(starts, default=last.end)

    def _extend(self, row: Row) -> None:
        last = self.tasks[-1]
        self.tasks[-1] = replace(
            last,
            end=row.end,
            bodies=(*last.bodies, *self._bodies(row)),
            deadlines=(*last.deadlines, *self._deadlines(row)),
        )

    def _add(self, row: Row, cells: Sequence[Cell]) -> None:
        ordinal = _ORDINAL.match(self.plain, cells[0].start, cells[0].end)
        number = self._number(row) or (_value(ordinal) if ordinal else None)
        self.last_task = self._text(cells[-1])
        above = self.stack[-1].numbers if self.stack else ()
        head = ordinal.end() if ordinal else cells[0].start
        title_end, body = self._title(head, cells)
        last = self.tasks[-1] if self.tasks else None
        self.tasks.append(
            Task(
                (*above, self._free(above, number)),
                row.start,
                head,
                title_end,
                body,
                row.end,
                tuple(self.stack),
                tuple(self._bodies(row)) or (last.bodies if last else ()),
                tuple(self._deadlines(row)) or (last.deadlines if last else ()),
            )
        )

    def _title(self, head: int, cells: Sequence[Cell]) -> tuple[int, int]:
        """Where the title ends and the text behind it begins: a cell of its own, or the first sentence."""
        if len(cells) > 1:
            return cells[0].end, cells[1].start
        stop = _SENTENCE.search(self.plain, head, cells[0].end)
        return (stop.start(), stop.end()) if stop else (cells[0].end, cells[0].end)

    def _number(self, row: Row) -> str | None:
        column = self.columns.number
        if column is None or column >= len(row.cells):
            return None
        cell = row.cells[column]
        found = _NUMBER.match(self.plain[cell.start : cell.end])
        return _value(found) if found else None

    def _free(self, above: tuple[str, ...], number: str | None) -> str:
        """The number, or the next one where none is printed; a second one of the same number gets a suffix."""
        count = self.counts.get(above, 0) + 1
        wanted = number or str(count)
        self.counts[above] = int(wanted)
        free, copy = wanted, 2
        while (*above, free) in self.used:
            free, copy = f"{wanted}-{copy}", copy + 1
        self.used.add((*above, free))
        return free

    def _bodies(self, row: Row) -> Iterator[Body]:
        for column, manner in self.columns.bodies:
            if column < len(row.cells) and row.cells[column]:
                yield Body(manner, row.cells[column].start, row.cells[column].end)

    def _deadlines(self, row: Row) -> Iterator[Cell]:
        return (row.cells[n] for n in self.columns.deadlines if n < len(row.cells) and row.cells[n])


def _is_merged(cells: Sequence[Cell], plain: str) -> bool:
    """Whether a column has merged cells: some are empty, or say the same as the one above."""
    texts = [plain[cell.start : cell.end] for cell in cells]
    return not all(texts) or any(one == other for one, other in pairwise(texts))


def _value(ordinal: re.Match[str]) -> str | None:
    """The number of an ordinal as digits; None for a zero."""
    digits = re.search(rf"\d+|[{_CN}]+", ordinal.group())
    printed = digits.group() if digits else ""
    number = int(printed) if printed.isdecimal() else chinese_number(printed)
    return str(number) if number else None
