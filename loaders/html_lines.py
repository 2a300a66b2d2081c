"""The lines that a page shows: one for each paragraph, heading, list item and row of a table.

White space is laid out as a browser does, numbers of ``<ol>`` are counted, the cells of a row stand between tabs.
Nothing here recurses, so that nesting costs no stack.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.list_numbers import list_number
from loaders.table_text import Cell, Grid
from loaders.web_page import WebPage

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
        "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre",
        "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    )
)  # fmt: skip
_SPACE = re.compile("[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_STYLE_TYPE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)
_LIST_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_EDGES = " \t\n\u3000\xa0\u200b\ufeff"
# A cell with more text than this holds a page, and its table lays the page out.
_LONGEST_CELL = 2000
# A part of the page that is called a menu, but holds more than this share of its text, is none.
_MOST_CHROME = 0.4


@dataclass(frozen=True, slots=True)
class Line:
    """A line and the element it stands in; ``linked`` counts its characters that are links."""

    text: str
    linked: int
    owner: HtmlElement


def read_lines(page: HtmlElement) -> list[Line]:
    """The lines of a page, menus and what is not shown left out."""
    from lxml import etree

    walk = _Walk(WebPage.load(), _sizes(page))
    for event, element in etree.iterwalk(page, events=("start", "end")):
        if event == "start":
            walk.enter(element)
        else:
            walk.leave(element)
    walk.flush()
    return walk.lines


def _sizes(page: HtmlElement) -> dict[HtmlElement, int]:
    """How many characters of text each element holds."""
    from lxml import etree

    sizes: dict[HtmlElement, int] = {}
    for _, element in etree.iterwalk(page, events=("end",)):
        own = len((element.text or "").strip())
        if element.tag not in ("script", "style"):
            sizes[element] = own + sum(
                sizes.get(child, 0) + len((child.tail or "").strip()) for child in element
            )
    return sizes


class _Walk:
    """Goes through a page in order and gathers its lines."""

    def __init__(self, words: WebPage, sizes: Mapping[HtmlElement, int]) -> None:
        self.words = words
        self.sizes = sizes
        self.total = max(sizes.values(), default=0)
        self.lines: list[Line] = []
        self.pieces: list[str] = []
        self.linked = 0
        self.owner: HtmlElement | None = None
        self.blocks: list[HtmlElement] = []
        self.skipped: HtmlElement | None = None
        self.counters: list[int] = []
        self.links = 0
        self.preformatted = 0
        self.grid: Grid | None = None

    def enter(self, element: HtmlElement) -> None:
        if self.skipped is not None:
            return
        if self._is_left_out(element):
            self.skipped = element
            return
        tag = element.tag
        if tag in _BLOCKS:
            self._break()
            self.blocks.append(element)
        if tag == "br":
            self._break()
        elif tag == "a":
            self.links += 1
        elif tag == "pre":
            self.preformatted += 1
        elif tag in ("ol", "ul", "menu"):
            start = str(element.get("start") or "1")
            self.counters.append(int(start) - 1 if start.isdecimal() and len(start) < 5 else 0)
        elif tag == "table" and self.grid is None and _holds_data(element):
            self.flush()
            self.grid = Grid()
        elif self.grid is not None and tag == "tr":
            self.grid.new_row()
        self._say(element.text)
        if tag == "li":
            self._number(element)

    def leave(self, element: HtmlElement) -> None:
        if self.skipped is not None:
            if element is self.skipped:
                self.skipped = None
                self._say(element.tail)
            return
        tag = element.tag
        if tag == "a":
            self.links -= 1
        elif tag == "pre":
            self.preformatted -= 1
        elif tag in ("ol", "ul", "menu"):
            self.counters.pop()
        elif self.grid is not None and tag in ("td", "th"):
            self.grid.add(Cell(self._taken(), _span(element, "colspan"), _span(element, "rowspan")))
        elif self.grid is not None and tag == "table":
            self._end_of_table(element)
        if tag in _BLOCKS:
            self._break()
            self.blocks.pop()
        self._say(element.tail)

    def _end_of_table(self, table: HtmlElement) -> None:
        assert self.grid is not None
        self.pieces.clear()
        self.lines += [Line(row, 0, table) for row in self.grid.rows()]
        self.grid = None

    def _is_left_out(self, element: HtmlElement) -> bool:
        if not isinstance(element.tag, str) or element.tag in self.words.chrome_tags:
            # Old sites wrap the whole page into one form.
            return element.tag != "form" or self.sizes.get(element, 0) <= _MOST_CHROME * self.total
        if element.tag in ("html", "body"):
            return False
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
            return True
        names = f"{element.get('id') or ''} {element.get('class') or ''}"
        is_chrome = element.get("role") in self.words.chrome_roles or self.words.is_chrome(names)
        return is_chrome and self.sizes.get(element, 0) <= _MOST_CHROME * self.total

    def _number(self, item: HtmlElement) -> None:
        """Set the number of a list item before its text."""
        if not self.counters or item.getparent() is None or item.getparent().tag != "ol":
            return
        given = str(item.get("value") or "")
        self.counters[-1] = int(given) if given.isdecimal() and len(given) < 5 else self.counters[-1] + 1
        style = _STYLE_TYPE.search(f"{item.get('style') or ''};{item.getparent().get('style') or ''}")
        form = (
            style.group(1).lower()
            if style
            else _LIST_TYPES.get(item.getparent().get("type") or "1", "decimal")
        )
        number = list_number(self.counters[-1], form)
        if number:
            mark = "、" if not number.isascii() else ". "
            self.pieces.insert(0, number + mark)

    def _say(self, text: str | None) -> None:
        if not text:
            return
        if self.preformatted and self.grid is None:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self.flush()
                self._piece(line)
        else:
            self._piece(text)

    def _piece(self, text: str) -> None:
        if self.owner is None and text.strip(_EDGES):
            self.owner = self.blocks[-1] if self.blocks else None
        self.pieces.append(text)
        self.linked += len(text.strip(_EDGES)) if self.links else 0

    def _break(self) -> None:
        """The end of a line, or of a paragraph within a cell."""
        if self.grid is None:
            self.flush()
        elif self.pieces:
            self.pieces.append(" ")

    def _taken(self) -> str:
        text = "".join(self.pieces)
        self.pieces.clear()
        return _SPACE.sub(" ", text).strip(_EDGES)

    def flush(self) -> None:
        """End the line."""
        owner, linked = self.owner, self.linked
        text = self._taken()
        self.owner, self.linked = None, 0
        if text and owner is not None:
            self.lines.append(Line(text, linked, owner))


def _span(cell: HtmlElement, name: str) -> int:
    value = str(cell.get(name) or "1")
    return min(int(value), 1000) if value.isdecimal() and len(value) < 6 else 1


def _holds_data(table: HtmlElement) -> bool:
    """Whether a table holds data; others lay out the page, as sites have done for long."""
    if table.find(".//table") is not None:
        return False
    full = 0
    for row in table.iter("tr"):
        cells = [len("".join(cell.itertext()).strip()) for cell in row if cell.tag in ("td", "th")]
        if max(cells, default=0) > _LONGEST_CELL:
            return False
        full += sum(length > 0 for length in cells) > 1
    return full > 1
