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
    down = [name.startswith("-") for name in sort]
    columns = [place[name.removeprefix("-")] for name in sort]
    # The cells as they are settle what is equal in all of these, so that no engine's order shows.
    answer = sorted(rows.rows, key=_tie)
    for column, reverse in reversed(list(zip(columns, down, strict=True))):
        keys = {cell: _key(cell) for cell in {row[column] for row in answer}}
        answer.sort(key=lambda row: keys[row[column]], reverse=reverse)
        if reverse:
            answer.sort(key=lambda row: row[column] is None)
    return answer


def _tie(row: tuple[Cell, ...]) -> list[str]:
    return ["" if cell is None else str(cell) for cell in row]


_Key = tuple[int, float, tuple[tuple[int, int, str], ...]]


def _key(cell: Cell) -> _Key:
    if cell is None:
        return 2, 0.0, ()
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
