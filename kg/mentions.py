"""Where a measure names things, as one text: the property ``mentions``.

It has ``START,END ID`` for each place, joined by ``; ``, in the order of the text: the characters from START up
to END name the thing ID. They are counted in the document's text as ``startOffset`` is, and END is the first
character that is no longer meant, as in the ``char=START,END`` of RFC 5147
(https://www.rfc-editor.org/rfc/rfc5147#section-2.2). No identifier holds a space, a comma or a semicolon
(`kg.ids`), so that it reads back.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class NamedThing(NamedTuple):
    """A place that names a thing: its offsets in the document's text, ``end`` exclusive, and the thing's short id."""

    start: int
    end: int
    thing: str


def written(named: Iterable[NamedThing]) -> str:
    """The value of the property; nothing for nothing.

    >>> written([NamedThing(20, 22, "theme/brand"), NamedThing(12, 14, "concept/首店")])
    '12,14 concept/首店; 20,22 theme/brand'
    """
    return "; ".join(f"{start},{end} {thing}" for start, end, thing in sorted(named))


def read(mentions: str) -> tuple[NamedThing, ...]:
    """The places that a value of the property lists.

    >>> read("12,14 concept/首店")
    (NamedThing(start=12, end=14, thing='concept/首店'),)
    """
    return tuple(_read(place) for place in mentions.split("; ")) if mentions else ()


def _read(place: str) -> NamedThing:
    offsets, _, thing = place.partition(" ")
    start, _, end = offsets.partition(",")
    return NamedThing(int(start), int(end), thing)
