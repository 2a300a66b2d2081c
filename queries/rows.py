"""Rows in an order that does not depend on the engine, and in a form in which engines' answers can be compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from kg.stores.protocol import Cell, Rows

_DIGITS = re.compile(r"(\d+)")
# Levels of government are read from the top down, not by the alphabet.
_LEVELS = {"national": 0, "province": 1, "city": 2, "county": 3}
# Engines add up in different orders; what agrees to this many digits is the same number.
_DIGITS_COMPARED = 12


def sorted_rows(rows: Rows, sort: Sequence[str]) -> list[tuple[Cell, ...]]:
    """The rows by the columns in ``sort`` (with - from the greatest down), then by all others.

    Numbers inside of texts are sorted as numbers, levels from nation to county, and null comes last.

    >>> sorted_rows(Rows(("path", "n"), [("2.10", 1), ("2.9", 1), (None, 2)]), ["-n", "path"])
    [(None, 2), ('2.9', 1), ('2.10', 1)]
    """
    place = {name: number for number, name in enumerate(rows.columns)}
    named = {name.removeprefix("-") for name in sort}
    groups = [list(rows.rows)]
    for name in (*sort, *(name for name in rows.columns if name not in named)):
        if len(groups) == len(rows.rows):
            break
        column, reverse = place[name.removeprefix("-")], name.startswith("-")
        groups = [part for group in groups for part in _parts(group, column, reverse)]
    return [row for group in groups for row in group]


def _parts(group: list[tuple[Cell, ...]], column: int, reverse: bool) -> list[list[tuple[Cell, ...]]]:
    """The rows of a group by their cell in a column: a row that is alone is not looked at any more."""
    if len(group) == 1:
        return [group]
    parts: dict[Cell, list[tuple[Cell, ...]]] = {}
    for row in group:
        parts.setdefault(row[column], []).append(row)
    nulls = parts.pop(None, None)
    ordered = [parts[cell] for cell in sorted(parts, key=_key, reverse=reverse)]
    return ordered if nulls is None else [*ordered, nulls]


_Key = tuple[int, float, tuple[tuple[int, int, str], ...]]


def _key(cell: Cell) -> _Key:
    if isinstance(cell, int | float):
        return 0, float(cell), ()
    text = str(cell)
    parts = [(0, int(p), p) if n % 2 else (1, 0, p) for n, p in enumerate(_DIGITS.split(text)) if p]
    return 1, float(_LEVELS.get(text, 4)), tuple(parts)


def comparable(rows: Rows) -> Counter[tuple[object, ...]]:
    """The rows as a multiset, with whole numbers of any type as one and all numbers rounded to what engines agree on.

    >>> comparable(Rows(("n",), [(1,), (1.0,)]))
    Counter({(1,): 2})
    """
    return Counter(tuple(_plain(cell) for cell in row) for row in rows.rows)


def _plain(cell: Cell) -> object:
    if isinstance(cell, bool):
        return ("truth", cell)
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else float(f"{cell:.{_DIGITS_COMPARED}g}")
    if isinstance(cell, Mapping):
        return tuple(sorted((name, _plain(part)) for name, part in cell.items()))
    if isinstance(cell, list | tuple):
        return tuple(_plain(part) for part in cell)
    return cell
