"""The characters of a page → its lines in reading order: columns one after the other, tables row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from loaders.pdf_columns import bands, find_gutter
from loaders.pdf_page import Character, PageContent
from loaders.pdf_tables import Ruled, find_tables
from loaders.table_text import Cell, Grid

# Of the size of a character: how far its middle may lie off the line's, and the gaps that are spaces.
_SAME_LINE = 0.5
_SPACE = 0.25
# Justified lines have gaps everywhere: a space is wider than the usual one by this.
_WIDER = 0.2
# Bold is made by some programs by printing a character twice, this near.
_TWICE = 0.15


@dataclass(frozen=True, slots=True)
class Line:
    """A line and its box; ``size`` is the height of its characters.

    A table is one line with ``rows``, the ``edges`` of its columns, and whether its last row goes on over the page.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    rows: tuple[str, ...] = ()
    edges: tuple[float, ...] = ()
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of a page in reading order."""

    width: float
    height: float
    lines: tuple[Line, ...]


def read_lines(content: PageContent) -> PageLines:
    """The lines of a page; a table counts as one line with rows."""
    tables = find_tables(content.rules)
    inside: list[list[Character]] = [[] for _ in tables]
    outside: list[Character] = []
    for one in content.characters:
        home = next((n for n, table in enumerate(tables) if table.holds(one.center, one.middle)), None)
        (outside if home is None else inside[home]).append(one)
    gutter = None if tables else find_gutter(outside, content.width)
    groups = [outside] if gutter is None else bands(outside, gutter)
    lines = [line for group in groups for line in map(line_of, rows_of(group))]
    if gutter is not None:
        lines = _below_one_another(lines, gutter)
    lines += [
        _table_line(table, characters)
        for table, characters in zip(tables, inside, strict=True)
        if any(not one.text.isspace() for one in characters)
    ]
    if gutter is None:
        lines.sort(key=lambda line: (line.top, line.left))
    return PageLines(content.width, content.height, tuple(one for one in lines if one.text or one.rows))


def _below_one_another(lines: Sequence[Line], gutter: float) -> list[Line]:
    """The lines of two columns as if they had one margin, so that one rule tells where paragraphs end."""
    lefts = sorted(line.left for line in lines)
    rights = [left for left in lefts if left >= gutter]
    # What stands out to the left is no margin: running heads, numbers in the margin.
    shift = rights[len(rights) // 15] - lefts[len(lefts) // 15] if rights else 0.0
    return [
        replace(line, left=line.left - shift, right=line.right - shift) if line.left >= gutter else line
        for line in lines
    ]


def rows_of(characters: Sequence[Character]) -> Iterator[list[Character]]:
    """The characters of each printed line, lines from above, characters from the left."""
    printed = sorted(characters, key=lambda one: (one.middle, one.left))
    row: list[Character] = []
    middle = 0.0
    for one in printed:
        size = one.bottom - one.top
        if row and abs(one.middle - middle) > _SAME_LINE * max(1.0, size, _height(row[-1])):
            yield sorted(row, key=lambda o: o.left)
            row = []
        if not row or not one.text.isspace():
            # Small raised figures and spaces of another size do not move the line.
            middle = one.middle if not row or size > _height(row[0]) else middle
        row.append(one)
    if row:
        yield sorted(row, key=lambda o: o.left)


def _height(one: Character) -> float:
    return one.bottom - one.top


def line_of(row: Sequence[Character]) -> Line:
    """A line of characters from the left, with spaces where the file sets them or leaves a gap."""
    size = median(_height(one) for one in row)
    usual = median([max(0.0, b.left - a.right) for a, b in pairwise(row)] or [0.0])
    space = max(_SPACE * size, usual + _WIDER * size)
    pieces: list[str] = []
    last: Character | None = None
    for one in row:
        if last is not None:
            if one.text == last.text and abs(one.left - last.left) < _TWICE * size and not one.text.isspace():
                continue
            if one.left - last.right > space and pieces and pieces[-1] != " ":
                pieces.append(" ")
        if one.text.isspace():
            if pieces and pieces[-1] != " ":
                pieces.append(" ")
        else:
            pieces.append(one.text)
        last = one
    printed = [one for one in row if not one.text.isspace()] or list(row)
    return Line(
        "".join(pieces).strip(),
        printed[0].left,
        min(one.top for one in printed),
        max(one.right for one in printed),
        max(one.bottom for one in printed),
        size,
    )


def _table_line(table: Ruled, characters: Sequence[Character]) -> Line:
    cells: dict[tuple[int, int], list[Character]] = {}
    for one in characters:
        cells.setdefault(table.cell_at(one.center, one.middle), []).append(one)
    grid = Grid()
    for row in range(table.row_count):
        grid.new_row()
        for column in range(table.column_count):
            home = table.home[row, column]
            grid.add(
                Cell(_cell_text(cells.get((row, column), ())), goes_on=home[0] < row and home[1] == column)
            )
    box = (table.left, table.top, table.right, table.bottom)
    return Line("", *box, 0.0, tuple(grid.rows()), table.columns, table.is_open)


def _cell_text(characters: Sequence[Character]) -> str:
    """The text of a cell, its lines joined."""
    text = ""
    for row in rows_of(characters):
        line = line_of(row).text
        text += " " + line if text[-1:].isascii() and line[:1].isascii() and text else line
    return text
