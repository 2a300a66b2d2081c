"""The clauses of a document as they are printed, each read once when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from kg.alignment.text import CHINESE, DocumentText
from kg.model import Span


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a clause stands, and its Chinese letters."""

    span: Span
    letters: str


class Clauses:
    """The clauses of a document by number, over all of its items."""

    def __init__(self, text: DocumentText) -> None:
        self._reading = text.reading
        self._ranges = [clause for item in text.items for clause in item.clauses]
        self._known: dict[int, Clause] = {}

    def __getitem__(self, number: int) -> Clause:
        if number not in self._known:
            span = self._reading.span(*self._ranges[number])
            self._known[number] = Clause(span, "".join(CHINESE.findall(span.quote)))
        return self._known[number]
