"""Tables as text: a row is a line, its cells stand between tabs.

The one form that tables of every format take in a document's text, and that ``loaders.tables`` reads again. A cell
merged over several rows stands in each of them, as it holds for each; over several columns it stands in the first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LAYOUT = re.compile(r"[\t\r\n\x0b\x0c]+")
# Wider tables are no text; what spans more columns or rows than this spans all.
_MOST_COLUMNS = 200
_LONGEST_REPEATED = 300


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell and how many columns and rows it takes; ``goes_on`` says that it only continues the cell above."""

    text: str
    columns: int = 1
    rows: int = 1
    goes_on: bool = False


class Grid:
    """Gathers the cells of a table row by row, and puts each in its column.

    >>> grid = Grid()
    >>> for row in ([Cell("一", 1, 2), Cell("甲")], [Cell("乙")]):
    ...     grid.new_row()
    ...     for cell in row:
    ...         grid.add(cell)
    >>> grid.rows()
    ['一\\t甲', '一\\t乙']
    """

    def __init__(self) -> None:
        self._rows: list[list[str]] = []
        # How many rows further down each column is taken by a cell from above.
        self._taken: list[int] = []

    def new_row(self) -> None:
        """Begin the next row."""
        for row in self._rows[-1:]:
            self._fill(row)
        self._taken = [max(0, rows - 1) for rows in self._taken]
        self._rows.append([])

    def add(self, cell: Cell) -> None:
        """Put a cell into the next free column of the row."""
        if not self._rows:
            self.new_row()
        row = self._rows[-1]
        self._fill(row)
        if len(row) >= _MOST_COLUMNS:
            return
        width = max(1, min(cell.columns, _MOST_COLUMNS - len(row)))
        text = self._above(len(row)) if cell.goes_on else _LAYOUT.sub(" ", cell.text).strip()
        row += [text, *[""] * (width - 1)]
        self._taken += [0] * (len(row) - len(self._taken))
        self._taken[len(row) - width : len(row)] = [max(1, cell.rows)] * width

    def _fill(self, row: list[str]) -> None:
        """Go on with the cells from above that reach into the row."""
        while len(row) < len(self._taken) and self._taken[len(row)] > 0:
            row.append(self._above(len(row)))

    def _above(self, column: int) -> str:
        """The text of the cell above, where it is short enough to stand in each of its rows."""
        above = self._rows[-2][column] if len(self._rows) > 1 and column < len(self._rows[-2]) else ""
        return above if len(above) <= _LONGEST_REPEATED else ""

    def rows(self) -> list[str]:
        """The rows that hold text, cells between tabs, all of one width."""
        for row in self._rows[-1:]:
            self._fill(row)
        width = max((len(row) for row in self._rows), default=0)
        return ["\t".join([*row, *[""] * (width - len(row))]) for row in self._rows if any(row)]
