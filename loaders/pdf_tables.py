"""Ruled tables of a page: which lines make a grid, and which of its cells are merged."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loaders.pdf_page import Rule

# Rules nearer than this are one (the two sides of a thick one), in points; ends may fall short by as much.
_SNAP = 4.0
# More rules than this are a drawing.
_MOST_RULES = 8_000
_MOST_LINES = 1_000
_MOST_CELLS = 5_000
_LOWEST_ROW = 8.0


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table: heights of its row borders, places of its column borders, and for each cell the one it belongs to.

    It is open where its last row has no lower border: the row goes on over the page.
    """

    borders: tuple[float, ...]
    columns: tuple[float, ...]
    home: dict[tuple[int, int], tuple[int, int]]
    is_open: bool = False

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.columns[0]

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.columns[-1]

    @property
    def top(self) -> float:
        """Its upper border."""
        return self.borders[0]

    @property
    def bottom(self) -> float:
        """Its lower border."""
        return self.borders[-1]

    @property
    def row_count(self) -> int:
        """How many rows it has."""
        return len(self.borders) - 1

    @property
    def column_count(self) -> int:
        """How many columns it has."""
        return len(self.columns) - 1

    def holds(self, x: float, y: float) -> bool:
        """Whether a place lies in the table."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def cell_at(self, x: float, y: float) -> tuple[int, int]:
        """Row and column of the cell at a place; of merged cells the upper left one."""
        row = min(max(0, bisect_right(self.borders, y) - 1), self.row_count - 1)
        column = min(max(0, bisect_right(self.columns, x) - 1), self.column_count - 1)
        return self.home[row, column]


def find_tables(rules: Sequence[Rule]) -> list[Ruled]:
    """The tables that the rules of a page draw, those of two rows and two columns at least, from above."""
    if len(rules) > _MOST_RULES:
        return []
    lines = _merged(rule for rule in rules if rule.is_horizontal)
    posts = _merged(rule for rule in rules if not rule.is_horizontal)
    if len(lines) + len(posts) > _MOST_LINES:
        return []
    tables = [
        table
        for across, down in _connected(lines, posts)
        if (table := _table(across, down)) is not None and table.row_count > 1 and table.column_count > 1
    ]
    return sorted(tables, key=lambda table: table.top)


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Rules on one line that touch, as one."""
    rows: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda one: one.at):
        if rows and rule.at - rows[-1][0].at <= _SNAP:
            rows[-1].append(rule)
        else:
            rows.append([rule])
    merged: list[Rule] = []
    for row in rows:
        at = sum(rule.at for rule in row) / len(row)
        start = end = None
        for rule in sorted(row, key=lambda one: one.start):
            if start is None or end is None or rule.start > end + _SNAP:
                if start is not None and end is not None:
                    merged.append(Rule(rule.is_horizontal, at, start, end))
                start, end = rule.start, rule.end
            else:
                end = max(end, rule.end)
        if start is not None and end is not None:
            merged.append(Rule(row[0].is_horizontal, at, start, end))
    return merged


def _connected(lines: list[Rule], posts: list[Rule]) -> Iterable[tuple[list[Rule], list[Rule]]]:
    """Rules that cross or touch one another, group by group."""
    group = list(range(len(lines) + len(posts)))

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    for a, line in enumerate(lines):
        for b, post in enumerate(posts, len(lines)):
            if _meet(line, post):
                group[root(a)] = root(b)
    found: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate([*lines, *posts]):
        found.setdefault(root(index), ([], []))[0 if index < len(lines) else 1].append(rule)
    return found.values()


def _meet(line: Rule, post: Rule) -> bool:
    return (
        line.start - _SNAP <= post.at <= line.end + _SNAP
        and post.start - _SNAP <= line.at <= post.end + _SNAP
    )


def _table(lines: list[Rule], posts: list[Rule]) -> Ruled | None:
    borders, columns = _places(lines), _places(posts)
    if not borders or not columns:
        return None
    foot = max(post.end for post in posts)
    is_open = foot - borders[-1] > _LOWEST_ROW
    borders = (*borders, foot) if is_open else borders
    rows, width = len(borders) - 1, len(columns) - 1
    if rows < 1 or width < 1 or rows * width > _MOST_CELLS:
        return None
    home: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(rows):
        for column in range(width):
            x, y = (columns[column] + columns[column + 1]) / 2, (borders[row] + borders[row + 1]) / 2
            if column and not _is_drawn(posts, columns[column], y):
                home[row, column] = home[row, column - 1]
            elif row and not _is_drawn(lines, borders[row], x):
                home[row, column] = home[row - 1, column]
            else:
                home[row, column] = (row, column)
    return Ruled(borders, columns, home, is_open)


def _places(rules: Iterable[Rule]) -> tuple[float, ...]:
    places: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not places or at - places[-1] > _SNAP:
            places.append(at)
    return tuple(places)


def _is_drawn(rules: Iterable[Rule], at: float, across: float) -> bool:
    return any(abs(rule.at - at) <= _SNAP and rule.start <= across <= rule.end for rule in rules)
