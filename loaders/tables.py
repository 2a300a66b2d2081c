"""Tables that hold the measures (任务分工表): each row's number, task, responsible bodies and deadline.

A table stands in the text as lines whose cells are parted by tabs (as every loader prints it) or by ``|``. It holds
measures where a row names a column of tasks and one of bodies or deadlines. A cell that is empty is merged with the
one above; a row of one cell alone is a heading.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from kg.model import Manner
from loaders.agency_words import Words
from loaders.reading import Reading

Kind = Literal["number", "section", "task", "deadline", "person", "other", "lead", "support", "responsible"]
_MANNERS: dict[str, Manner] = {"lead": "lead", "support": "support", "responsible": "responsible"}
_SEPARATOR = re.compile(r"[\t|｜]")
# Looked for at the heads of lines alone, so that a long line without cells is read once.
_TABLE_LINE = re.compile(r"^[^\n]*[\t|｜][^\n]*", re.MULTILINE)
_MARKS_ALONE = re.compile(r"[\s|｜:：+\-—─┼├┤]*")
_UNIT = re.compile(r"[(（].{0,12}[)）]$")
# A heading stands in one of the first rows of its table, over the names of columns at most this long.
_ROWS_BEFORE_HEAD = 3
_LONGEST_NAME = 14


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell at ``plain[start:end]``; empty where its text is."""

    start: int
    end: int

    def __bool__(self) -> bool:
        return self.end > self.start


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table at ``plain[start:end]``."""

    start: int
    end: int
    cells: tuple[Cell, ...]

    @property
    def filled(self) -> tuple[Cell, ...]:
        """The cells that hold text."""
        return tuple(cell for cell in self.cells if cell)


@dataclass(frozen=True, slots=True)
class Table:
    """A run of rows; ``kinds`` says what its columns hold where they are those of tasks, else it is empty."""

    rows: tuple[Row, ...]
    kinds: tuple[Kind, ...] = ()

    @property
    def start(self) -> int:
        """Where it begins in ``plain``."""
        return self.rows[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.rows[-1].end


def find_tables(reading: Reading) -> list[Table]:
    """The tables of a text, in order; those of tasks without their heading row.

    >>> reading = Reading.of("序号\\t任务\\t责任单位\\n1\\t办节\\t市商务局\\n2\\t设点\\t\\n")
    >>> [(table.kinds, len(table.rows)) for table in find_tables(reading)]
    [(('number', 'task', 'responsible'), 2)]
    """
    return [_with_kinds(run, reading) for run in _runs(reading)]


def _runs(reading: Reading) -> Iterator[list[Row]]:
    """Rows that follow one another with nothing between them but layout and single lines without cells."""
    if not _SEPARATOR.search(reading.text):
        return
    run: list[Row] = []
    for line in _TABLE_LINE.finditer(reading.text):
        if _MARKS_ALONE.fullmatch(line.group()):
            continue
        row = _row(line, reading)
        if run and not _follows(run, row, reading):
            yield from [run] if len(run) > 1 else []
            run = []
        if run and row.start > run[-1].end:
            # A heading over the whole table may have lost its empty cells.
            run.append(Row(run[-1].end, row.start, (Cell(run[-1].end, row.start),)))
        run.append(row)
    if len(run) > 1:
        yield run


def _row(line: re.Match[str], reading: Reading) -> Row:
    cells = []
    at = line.start()
    for mark in [*_SEPARATOR.finditer(reading.text, line.start(), line.end()), None]:
        end = mark.start() if mark else line.end()
        cells.append(Cell(reading.position(at), reading.position(end)))
        at = mark.end() if mark else end
    return Row(cells[0].start, cells[-1].end, tuple(cells))


def _follows(run: Sequence[Row], row: Row, reading: Reading) -> bool:
    """Whether a row belongs to the table above: at most one short line stands between, without a full stop."""
    between = reading.plain[run[-1].end : row.start]
    return len(between) <= 40 and not re.search("[。;:]", between) and len(row.cells) == len(run[0].cells)


def _with_kinds(run: Sequence[Row], reading: Reading) -> Table:
    for number, row in enumerate(run[:_ROWS_BEFORE_HEAD]):
        kinds = tuple(_kind(_name(cell, reading)) for cell in row.cells)
        says_when_or_who = any(kind in _MANNERS or kind == "deadline" for kind in kinds)
        if (
            "task" in kinds
            and says_when_or_who
            and all(len(_name(c, reading)) <= _LONGEST_NAME for c in row.cells)
        ):
            names = [_name(cell, reading) for cell in row.cells]
            # The heading is printed anew on every page.
            rows = [r for r in run[number + 1 :] if [_name(cell, reading) for cell in r.cells] != names]
            return Table(tuple(rows), kinds) if rows else Table(tuple(run))
    return Table(tuple(run))


def _name(cell: Cell, reading: Reading) -> str:
    return reading.plain[cell.start : cell.end].replace(" ", "")


def _kind(name: str) -> Kind:
    name = _UNIT.sub("", name)
    if not name or len(name) > _LONGEST_NAME:
        return "other"
    if name in _columns():
        return _columns()[name]
    parts = re.split("[、及和与/]", name)
    if len(parts) > 1 and all(part in _columns() for part in parts):
        return _columns()[parts[0]]
    label = Words.load().label.search(name)
    kind = label.lastgroup if label else None
    return kind if kind in ("lead", "support", "responsible", "deadline", "person") else "other"  # type: ignore[return-value]


@cache
def _columns() -> dict[str, Kind]:
    """What a column holds, by its heading."""
    table = tomllib.loads(files("loaders").joinpath("tables.toml").read_text(encoding="utf-8"))
    return {name: kind for kind, names in table["columns"].items() for name in names}
