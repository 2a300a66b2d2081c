"""The same tables as a workbook for Excel, LibreOffice and WPS.

XlsxWriter writes it and not openpyxl: it needs no other package, writes row by row in constant memory, has an
own call for a cell that is a text whatever it looks like, and writes control characters as the format wants them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

from kg.export.layout import Table, tables_of
from kg.export.optional import needed
from kg.export.source import Losses, Source
from kg.export.spreadsheet_text import looks_like_formula
from kg.stores.rdf_text import number_text
from kg.tables import Value

if TYPE_CHECKING:
    from xlsxwriter.workbook import Format, Workbook, Worksheet  # type: ignore[import-untyped]

# What the file format allows.
MOST_ROWS = 1_048_576
LONGEST_TEXT = 32_767
_CUT = " […]"
_LOSS = f"a text of more than {LONGEST_TEXT:,} characters, which is all that a cell can hold; its end is cut"
# A workbook carries its day; a fixed one gives the same bytes each time. It is that of the files in its zip.
_DAY = datetime(1980, 1, 1)
_WIDTHS = {"string": 24, "integer": 12, "double": 12, "boolean": 10}


def write(source: Source, out: BinaryIO) -> Losses:
    """Write the workbook; texts that are too long for a cell are counted.

    Raises UsageError where XlsxWriter is not installed.
    """
    with needed("XlsxWriter", "--format xlsx"):
        from xlsxwriter import Workbook  # type: ignore[import-untyped]
    losses = Losses()
    # Without the other options it would make numbers, formulas and links of texts that look like them.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as workbook:
        workbook.set_properties({"created": _DAY})
        styles = _Styles(workbook)
        tables = list(tables_of(source))
        _write_contents(workbook.add_worksheet("Contents"), tables, styles)
        for table in tables:
            _write_table(workbook, table, styles, losses)
    return losses


class _Styles:
    def __init__(self, workbook: Workbook) -> None:
        self.head: Format = workbook.add_format({"bold": True, "bottom": 1})
        # Says that the cell is a text even when somebody edits it.
        self.text: Format = workbook.add_format({"quote_prefix": True})


def _write_contents(sheet: Worksheet, tables: Sequence[Table], styles: _Styles) -> None:
    """The first sheet: what is on the others, and what their columns mean."""
    head = ("sheet", "column", "zh", "en", "rows", "释义", "definition")
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 3, 22)
    sheet.set_column(5, 6, 60)
    for place, name in enumerate(head):
        sheet.write_string(0, place, name, styles.head)
    row = 0
    for table in tables:
        for name, term in [("", table.term), *((c.name, c.term) for c in table.columns)]:
            if term is None:
                continue
            row += 1
            words = [table.name, name, term.labels.get("zh", ""), term.labels.get("en", "")]
            for place, cell in enumerate(words):
                sheet.write_string(row, place, cell, styles.head if not name else None)
            if not name:
                sheet.write_number(row, 4, len(table.rows))
            sheet.write_string(row, 5, term.definitions.get("zh", ""))
            sheet.write_string(row, 6, term.definitions.get("en", ""))


def _write_table(workbook: Workbook, table: Table, styles: _Styles, losses: Losses) -> None:
    """A sheet, or several where there are more rows than one can hold."""
    most = MOST_ROWS - 1
    for part, first in enumerate(range(0, len(table.rows), most), 1):
        sheet = workbook.add_worksheet(table.name if part == 1 else f"{table.name} ({part})")
        rows = table.rows[first : first + most]
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(rows), len(table.columns) - 1)
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, _WIDTHS[column.datatype])
            sheet.write_string(0, place, column.name, styles.head)
        for number, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                if isinstance(value, str) and len(value) > LONGEST_TEXT:
                    losses.add(_LOSS, f"{row[0]} {table.columns[place].name}")
                _write_cell(sheet, number, place, value, styles)


def _write_cell(sheet: Worksheet, row: int, place: int, value: Value | None, styles: _Styles) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, str):
        text = value if len(value) <= LONGEST_TEXT else value[: LONGEST_TEXT - len(_CUT)] + _CUT
        sheet.write_string(row, place, text, styles.text if looks_like_formula(text) else None)
    elif math.isfinite(value):
        sheet.write_number(row, place, value)
    else:
        sheet.write_string(row, place, number_text(value))
