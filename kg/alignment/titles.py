"""The same words are the same thing: items of which one's title stands in the other."""

from __future__ import annotations

from collections.abc import Iterator

from kg.alignment.prepared import Prepared, PreparedItem

SHORTEST_TITLE = 6  # characters; a shorter title stands in many texts by chance


def same_titles(lower: Prepared, upper: Prepared) -> frozenset[tuple[int, int]]:
    """Items of which one's title, of some length, stands word for word in the other."""
    down = {(i, j) for j, i in _titles_within(upper, lower)}
    return frozenset(down.union(_titles_within(lower, upper)))


def _titles_within(one: Prepared, other: Prepared) -> Iterator[tuple[int, int]]:
    # Few titles stand anywhere in the other document: one look at its whole text spares looking at each item.
    for i, item in enumerate(one.items):
        if len(item.title_letters) >= SHORTEST_TITLE and item.title_letters in other.letters:
            yield from ((i, j) for j, within in enumerate(other.items) if stands_in(item, within))


def stands_in(one: PreparedItem, other: PreparedItem) -> bool:
    """Whether the title of one item, if it is long enough to tell, stands word for word in the other."""
    return len(one.title_letters) >= SHORTEST_TITLE and one.title_letters in other.letters
