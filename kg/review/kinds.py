"""What the kinds of facts have in common: where they stand in a measure, what they are called, how they change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from kg.model import Document, Measure, Review, Span
from kg.review.quotes import place_of
from ontology.registers import Registers

F = TypeVar("F")


class Unfit(Exception):
    """A decision that cannot be carried out; the message says why, for the analyst."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a decision is carried out: a measure of a document, and the registers that names are looked up in."""

    document: Document
    measure: Measure
    registers: Registers

    @property
    def region_code(self) -> str:
        """The region that names are read in."""
        return self.document.header.region_code or "100000"

    def span(self, quote: str, start: int | None = None) -> Span:
        """The words of a new fact in the measure's sentences; raises Unfit where they are not there."""
        if not self.measure.sentences:
            raise Unfit("its measure has no sentence")
        begin, end = self.measure.sentences[0].span.start, self.measure.sentences[-1].span.end
        near = None if start is None else start - begin
        found = place_of(quote, self.document.text[begin:end], near)
        if found is None:
            raise Unfit(f"the measure does not say “{quote}”")
        return Span.of(self.document.text, begin + found[0], begin + found[1])

    def heading(self) -> Span:
        """The first sentence of the measure, which is its title: what speaks for it as a whole."""
        if not self.measure.sentences:
            raise Unfit("its measure has no sentence")
        return self.measure.sentences[0].span


class FactKind(Protocol[F]):
    """One kind of facts of a measure."""

    def of(self, measure: Measure) -> Sequence[F]:
        """The facts of this kind that a measure has."""
        ...

    def put(self, measure: Measure, facts: Sequence[F]) -> Measure:
        """The measure with these facts of this kind."""
        ...

    def called(self, fact: F) -> tuple[Sequence[str], int | None]:
        """The words that an analyst may name a fact by, and the offset where it begins."""
        ...

    def words(self, fact: F) -> str:
        """What the fact says, in a few words."""
        ...

    def changed(self, fact: F, values: Mapping[str, str], place: Place) -> F:
        """The fact with new values; raises Unfit for what cannot be."""
        ...

    def added(self, quote: str, start: int | None, values: Mapping[str, str], place: Place) -> F:
        """A new fact; raises Unfit for what cannot be."""
        ...

    def reviewed(self, fact: F, review: Review) -> F:
        """The fact with the mark of a decision."""
        ...
