"""A Word file (``.docx``) → its text, with the numbers of paragraphs that Word counts itself, tables kept.

The parts are read here, not by python-docx: that library gives the text of paragraphs without their numbers,
leaves out text boxes and content controls, and its other half writes files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.errors import InputError
from loaders.docx_numbering import Numbering
from loaders.docx_xml import child, local, read_part, value
from loaders.file_text import FileText, cleaned
from loaders.table_text import Cell, Grid
from loaders.zip_file import list_members

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAIN = "word/document.xml"
# Left out with all below: deleted and moved text, the second drawing of a text box, field codes, properties.
_LEFT_OUT = frozenset(("del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr", "rt"))
_CONTENTS = re.compile(r"toc\s?\d?$|TOC\d?$|目录", re.IGNORECASE)
# A cell with more text than this lays out the page.
_LONGEST_CELL = 2000


def read_docx(data: bytes, place: str) -> FileText:
    """The text of a Word file; ``place`` names it in messages.

    Raises InputError for what is no Word file, is damaged or empty, or holds pictures of pages alone.
    """
    names = {member.name for member in list_members(data, place)}
    main = (
        _MAIN
        if _MAIN in names
        else next((n for n in sorted(names) if re.fullmatch(r"word/document\d*\.xml", n)), None)
    )
    if main is None:
        raise InputError(place, "is no Word file, though it is packed like one; save it as .docx")
    root = read_part(data, main, place)
    numbering = Numbering.of(
        *(
            read_part(data, name, place) if name in names else None
            for name in ("word/numbering.xml", "word/styles.xml")
        )
    )
    reader = _Reader(numbering)
    lines = list(reader.lines(root))
    if not any(line.strip() for line in lines) and any(name.startswith("word/media/") for name in names):
        raise InputError(
            place, "holds pictures of pages and no text; run text recognition (OCR) over it first"
        )
    repairs = (f"{reader.deleted} passages left out that are marked as deleted",) if reader.deleted else ()
    return cleaned("".join(f"{line}\n" for line in lines), place, repairs)


class _Reader:
    """Reads paragraphs and tables in order and counts the numbers of paragraphs on the way."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.deleted = 0

    def lines(self, parent: _Element) -> Iterator[str]:
        """The lines of the paragraphs and tables below an element."""
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element)
            elif name not in _LEFT_OUT:
                yield from self.lines(element)

    def _paragraph(self, paragraph: _Element) -> Iterator[str]:
        properties = child(paragraph, "pPr")
        if _CONTENTS.match(self.numbering.style_name(properties)):
            return
        boxes: list[str] = []
        text = "".join(self._text(paragraph, boxes))
        yield from boxes
        number = self.numbering.number(properties) if text.strip() else ""
        yield from (number + text).split("\n")

    def _text(self, parent: _Element, boxes: list[str]) -> Iterator[str]:
        for element in parent:
            name = local(element)
            if name == "t":
                yield element.text or ""
            elif name in ("br", "cr"):
                yield "\n"
            elif name in ("tab", "ptab"):
                yield " "
            elif name == "noBreakHyphen":
                yield "-"
            elif name == "txbxContent":
                boxes += self.lines(element)
            elif name in ("del", "moveFrom"):
                self.deleted += 1
            elif name == "r" and _is_hidden(element):
                continue
            elif name not in _LEFT_OUT:
                yield from self._text(element, boxes)

    def _table(self, table: _Element) -> Iterator[str]:
        rows = [[self._cell(cell) for cell in _below(row, "tc")] for row in _below(table, "tr")]
        texts = [text for row in rows for text, _, _ in row]
        if all(len(row) < 2 for row in rows) or max(map(len, texts), default=0) > _LONGEST_CELL:
            yield from (line for text in texts for line in text.split("\n"))
            return
        grid = Grid()
        for row in rows:
            grid.new_row()
            for text, columns, is_merged in row:
                grid.add(Cell(text, columns, goes_on=is_merged))
        yield from grid.rows()

    def _cell(self, cell: _Element) -> tuple[str, int, bool]:
        """The text of a cell, how many columns it takes, and whether it only continues the cell above."""
        properties = child(cell, "tcPr")
        span, merge = (child(properties, name) for name in ("gridSpan", "vMerge"))
        columns = value(span) or "1"
        is_merged = merge is not None and value(merge) != "restart"
        return (
            "\n".join(self.lines(cell)),
            int(columns) if columns.isdecimal() and len(columns) < 4 else 1,
            is_merged,
        )


def _is_hidden(run: _Element) -> bool:
    vanish = child(child(run, "rPr"), "vanish")
    return vanish is not None and value(vanish) not in ("0", "false", "off")


def _below(parent: _Element, name: str) -> Iterator[_Element]:
    """The rows of a table or cells of a row, through content controls around them."""
    for element in parent:
        if local(element) == name:
            yield element
        elif local(element) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _below(element, name)
