"""Two columns on a page, as gazettes set them: where the gutter between them is, if there is one."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from statistics import median

from loaders.pdf_page import Character

# Points in which the width of a page is looked through for a gutter, and the part of it where one can be.
_STEP = 3.0
_MIDDLE = (0.35, 0.65)
# A gutter is this wide, and hardly any character stands in it: titles over both columns may.
_WIDTH = 9.0
_MOST_ACROSS = 0.02
# Each column holds at least this share of the characters: a number and its text are no columns.
_SHARE = 0.25
_FEWEST = 200


def find_gutter(characters: Sequence[Character], width: float) -> float | None:
    """Where the gutter of a page ``width`` points wide runs; None on a page of one column."""
    printed = [one for one in characters if not one.text.isspace()]
    if len(printed) < _FEWEST:
        return None
    across: Counter[int] = Counter()
    last = int(width // _STEP)
    for one in printed:
        for step in range(max(0, int(one.left // _STEP)), min(int(one.right // _STEP), last) + 1):
            across[step] += 1
    most = _MOST_ACROSS * len(printed)
    begin, end = (int(share * width / _STEP) for share in _MIDDLE)
    run: list[int] = []
    best: list[int] = []
    for step in range(begin, end + 1):
        run = [*run, step] if across[step] <= most else []
        best = max(best, run, key=len)
    if len(best) * _STEP < _WIDTH:
        return None
    gutter = (best[0] + best[-1] + 1) / 2 * _STEP
    left = sum(one.center < gutter for one in printed)
    return gutter if _SHARE <= left / len(printed) <= 1 - _SHARE else None


def bands(characters: Sequence[Character], gutter: float) -> list[list[Character]]:
    """The characters in the order of reading: down the left column, then the right one, up to a line over both.

    A line runs over both where a character stands in the gutter.
    """
    printed = [one for one in characters if not one.text.isspace()]
    size = median(one.bottom - one.top for one in printed)
    across = _apart(sorted(one.middle for one in printed if one.left < gutter < one.right), size)
    groups: dict[tuple[int, int], list[Character]] = {}
    for one in characters:
        above = bisect_left(across, one.middle - size / 2)
        is_across = above < len(across) and across[above] <= one.middle + size / 2
        side = 0 if is_across else 1 if one.center < gutter else 2
        groups.setdefault((above, side), []).append(one)
    # A line over both columns ends the band above it.
    return [groups[key] for key in sorted(groups, key=lambda key: (key[0], key[1] == 0, key[1]))]


def _apart(places: Sequence[float], size: float) -> list[float]:
    """Heights of lines, each once."""
    lines: list[float] = []
    for place in places:
        if not lines or place - lines[-1] > size / 2:
            lines.append(place)
    return lines
