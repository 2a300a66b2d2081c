"""Rows as a table, CSV, JSON, JSON lines or Markdown: one renderer for every command."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

FORMATS = ("table", "csv", "json", "jsonl", "md")
# A column is never set narrower than this many terminal cells: two Chinese characters and a sign.
_NARROWEST = 5


def render(columns: Sequence[str], rows: Iterable[Sequence[Any]], form: str, width: int | None = None) -> str:
    """The rows in one of ``FORMATS``, ending in a newline when there is anything.

    ``width`` is the number of terminal cells of a table (a Chinese character takes two); by default that of
    the terminal.

    >>> print(render(["地区", "n"], [["宁波市", 44], ["全国", None]], "table", 40), end="")
    地区      n
    ------  ---
    宁波市   44
    全国
    """
    return _WRITERS[form](columns, [list(row) for row in rows], width)


def _table(columns: Sequence[str], rows: list[list[Any]], width: int | None) -> str:
    from tabulate import tabulate

    cells = [[_text(cell) for cell in row] for row in rows]
    limits = _limits(columns, cells, width or shutil.get_terminal_size((100, 24)).columns)
    numeric = [bool(rows) and all(_is_number(row[n]) for row in rows) for n in range(len(columns))]
    return _lines(
        tabulate(
            cells,
            headers=list(columns),
            tablefmt="simple",
            disable_numparse=True,
            maxcolwidths=limits if cells else None,
            colalign=["right" if number else "left" for number in numeric] if cells else None,
        )
    )


def _limits(columns: Sequence[str], cells: list[list[str]], width: int) -> list[int | None]:
    """A limit for the widest columns so that the table fits; None for those that need none."""
    from wcwidth import wcswidth

    def size(text: str) -> int:
        return max((max(wcswidth(line), 0) for line in text.split("\n")), default=0)

    widths = [max([size(name), *(size(row[n]) for row in cells)]) for n, name in enumerate(columns)]
    room = width - 2 * (len(columns) - 1)
    limits = list(widths)
    while sum(limits) > room and max(limits) > _NARROWEST:
        widest = max(limits)
        second = max((w for w in limits if w < widest), default=_NARROWEST)
        many = limits.count(widest)
        target = max(_NARROWEST, second, widest - -(-(sum(limits) - room) // many))
        limits = [min(w, target) if w == widest else w for w in limits]
        if target == widest:
            break
    return [limit if limit < natural else None for limit, natural in zip(limits, widths, strict=True)]


def _is_number(cell: Any) -> bool:
    return cell is None or (isinstance(cell, int | float) and not isinstance(cell, bool))


def _text(cell: Any) -> str:
    """A cell as a person reads it; control characters are made visible, they could move the cursor."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return f"{cell:.6g}" if abs(cell) < 1e6 or not cell.is_integer() else str(int(cell))
    if isinstance(cell, Mapping | list):
        return json.dumps(cell, ensure_ascii=False)
    return "".join(c if c.isprintable() else " " if c.isspace() else f"\\x{ord(c):02x}" for c in str(cell))


def _csv(columns: Sequence[str], rows: list[list[Any]], _width: int | None) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    plain = (dict, list)
    writer.writerows(
        [json.dumps(c, ensure_ascii=False) if isinstance(c, plain) else "" if c is None else c for c in row]
        for row in rows
    )
    return out.getvalue()


def _json(columns: Sequence[str], rows: list[list[Any]], _width: int | None) -> str:
    objects = [dict(zip(columns, row, strict=True)) for row in rows]
    return json.dumps(objects, ensure_ascii=False, indent=2) + "\n"


def _jsonl(columns: Sequence[str], rows: list[list[Any]], _width: int | None) -> str:
    return "".join(
        json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) + "\n" for row in rows
    )


def _markdown(columns: Sequence[str], rows: list[list[Any]], _width: int | None) -> str:
    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(c.replace("\\", "\\\\").replace("|", "\\|") for c in cells) + " |\n"

    head = line(columns) + "|" + " --- |" * len(columns) + "\n"
    return head + "".join(line(_text(cell) for cell in row) for row in rows)


def _lines(table: str) -> str:
    return "".join(line.rstrip() + "\n" for line in table.split("\n"))


_WRITERS: Mapping[str, Callable[[Sequence[str], list[list[Any]], int | None], str]] = {
    "table": _table,
    "csv": _csv,
    "json": _json,
    "jsonl": _jsonl,
    "md": _markdown,
}
