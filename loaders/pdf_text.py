"""Pages of lines → one text: lines that only the width of the page breaks are joined to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from loaders.pdf_lines import Line, PageLines

# In sizes of a character: how far a full line may end before the margin, what is an indent, what a gap.
_SHORT = 1.7
_INDENT = 1.2
_ANOTHER_SIZE = 0.12
# Of the usual distance between lines: what parts paragraphs.
_PARTED = 1.35
# A few lines say nothing about margins.
_FEW_LINES = 4
_SAME_COLUMN = 6.0
# One line in this many may stand outside of the margins.
_LINES_OVER = 15
# After a line that ends with a full stop these begin a paragraph, however full that line is.
_BEGINS = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|[0-9０-９]{1,2}[.．、]|第[一二三四五六七八九十百]{1,4}[条章]"
    r"|附\s*件|抄\s*送|主\s*送|[（(]此件"
)
_CLOSED = re.compile(r"[。！？；：）)”]$")


def joined(pages: Sequence[PageLines]) -> str:
    """The text of the pages, a paragraph or a row of a table a line."""
    lines = _with_whole_tables([(line, number) for number, page in enumerate(pages) for line in page.lines])
    if not lines:
        return ""
    tables = [line.right for line, _ in lines if line.rows]
    margins = _Margins([line for line, _ in lines if not line.rows], tables)
    pieces = [_said(lines[0][0])]
    for (line, page), (following, next_page) in pairwise(lines):
        both_text = not line.rows and not following.rows
        if both_text and margins.goes_on(line, following, page != next_page):
            pieces.append(_between(line.text, following.text) + following.text)
        else:
            pieces.append("\n" + _said(following))
    return "".join(pieces) + "\n"


def _said(line: Line) -> str:
    return "\n".join(line.rows) if line.rows else line.text


def _with_whole_tables(lines: Sequence[tuple[Line, int]]) -> list[tuple[Line, int]]:
    """The lines, each table that goes on over pages as one: its heading once, a row broken by the page whole."""
    whole: list[tuple[Line, int]] = []
    for line, page in lines:
        above = whole[-1][0] if whole else line
        if not whole or not line.rows or not above.rows or not _goes_on(above, line):
            whole.append((line, page))
            continue
        first, rows = list(above.rows), list(line.rows)
        rows = rows[1:] if rows[0] == first[0] else rows
        if above.is_open and rows:
            first[-1] = _one_row(first[-1], rows.pop(0))
        whole[-1] = (replace(above, rows=(*first, *rows), is_open=line.is_open), page)
    return whole


def _goes_on(line: Line, following: Line) -> bool:
    """Whether a table is the one before it, gone on over a page break: it has the same columns."""
    return len(line.edges) == len(following.edges) and all(
        abs(a - b) < _SAME_COLUMN for a, b in zip(line.edges, following.edges, strict=True)
    )


def _one_row(above: str, below: str) -> str:
    """The two parts of a row; a merged cell may stand in both."""
    cells = zip(above.split("\t"), below.split("\t"), strict=True)
    return "\t".join(one if one == other else one + _between(one, other) + other for one, other in cells)


def _between(before: str, after: str) -> str:
    both = before[-1:].isascii() and after[:1].isascii() and before[-1:].isalnum() and after[:1].isalnum()
    return " " if both else ""


class _Margins:
    """How the text is set: its margins and the distance of its lines."""

    def __init__(self, lines: Sequence[Line], tables: Sequence[float]) -> None:
        self.knows = len(lines) >= _FEW_LINES
        rights = sorted(line.right for line in lines)
        lefts = sorted(line.left for line in lines)
        # A few lines may reach over the margin; of a short text the longest line shows it, or a table.
        over = len(lines) // _LINES_OVER
        self.right = max([rights[-1 - over], *tables]) if rights else 0.0
        self.left = lefts[over] if lefts else 0.0
        steps = [b.top - a.top for a, b in pairwise(lines) if b.top > a.top]
        self.step = median(steps) if steps else 0.0

    def goes_on(self, line: Line, following: Line, is_new_page: bool) -> bool:
        """Whether a line is broken for the margin alone, so that the following one goes on with its paragraph."""
        size = line.size
        if not self.knows or abs(line.size - following.size) > _ANOTHER_SIZE * max(line.size, 1.0):
            return False
        if line.right < self.right - _SHORT * size or following.left > self.left + _INDENT * size:
            return False
        if not is_new_page and following.top - line.top > _PARTED * self.step:
            return False
        return not (_CLOSED.search(line.text) and _BEGINS.match(following.text))
