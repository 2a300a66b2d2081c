"""The clauses of a document as they are printed, each read once when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from kg.alignment.numbers import Integers
from kg.alignment.text import CHINESE
from kg.model import Span


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a clause stands, and its Chinese letters."""

    span: Span
    letters: str


class Clauses:
    """The clauses of a document by number, over all of its items; ``places`` are where each begins and ends in the source."""

    def __init__(self, source: str, places: Integers) -> None:
        self._source = source
        self._places = places
        self._known: dict[int, Clause] = {}

    def __getitem__(self, number: int) -> Clause:
        if number not in self._known:
            start, end = self._places[2 * number : 2 * number + 2].tolist()
            span = Span(start, end, self._source[start:end])
            self._known[number] = Clause(span, "".join(CHINESE.findall(span.quote)))
        return self._known[number]
