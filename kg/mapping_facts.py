"""The facts of a measure as nodes below it: sentences, responsibilities, figures, mentions, citations.

Every fact has an identifier below its measure (``…/2.1.7/figure-1``), counted in the order of the record,
its quote with offsets, and the sentence it was read from.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from kg.mapping_dates import day_bounds
from kg.mapping_mentions import Named, add_direct, add_reviewed
from kg.mapping_registers import Vocabulary, theme_id
from kg.model import Agency, Citation, Figure, Measure, Sentence, Taskforce
from kg.review.mapping import add_review, is_reviewed
from kg.tables import Part


class SentenceIndex:
    """The sentences of a whole document by place.

    A fact need not stand in its own measure: one responsibility note can bind the items before it.
    """

    def __init__(self, measures: Iterable[tuple[str, Measure]]) -> None:
        """Index the sentences of ``measures``, given as (identifier, measure)."""
        self._sentences = sorted(
            (sentence.span.start, sentence.span.end, sentence_id(node, sentence))
            for node, measure in measures
            for sentence in measure.sentences
        )
        self._starts = [start for start, *_ in self._sentences]

    def at(self, offset: int) -> str | None:
        """The identifier of the sentence around an offset of the text, None outside of sentences."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self._sentences[index][1]:
            return self._sentences[index][2]
        return None


def sentence_id(measure: str, sentence: Sentence) -> str:
    """The identifier of a sentence of the measure with the identifier ``measure``."""
    return f"{measure}/sentence-{sentence.number}"


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """Adds the facts of one measure, which has the identifier ``id`` and names ``named``, to ``part``."""

    part: Part
    vocabulary: Vocabulary
    sentences: SentenceIndex
    id: str
    measure: Measure
    named: Named

    def add(self) -> None:
        """Add all of them."""
        for sentence in self.measure.sentences:
            node = sentence_id(self.id, sentence)
            span = sentence.span
            self.part.node("Sentence", node, text=span.quote, startOffset=span.start)
            self.part.edge("inMeasure", node, self.id)
        self._responsibilities()
        for number, figure in enumerate(self.measure.figures, 1):
            self._figure(f"{self.id}/figure-{number}", figure)
        self._themes()
        self._mentions()
        for number, citation in enumerate(self.measure.citations, 1):
            node = f"{self.id}/citation-{number}"
            add_citation(self.part, node, citation)
            self.part.edge("inMeasure", node, self.id)
            self._derived(node, citation.span.start)
        for number, review in enumerate(self.measure.dropped, 1):
            add_review(self.part, self.id, review, f"review-{number}")

    def _derived(self, fact: str, start: int) -> None:
        if sentence := self.sentences.at(start):
            self.part.edge("inSentence", fact, sentence)

    def _responsibilities(self) -> None:
        held: list[tuple[Agency, str, str]] = [
            *((agency, "note", "responsibleAgency") for agency in self.measure.agencies),
            *((agency, "text", "chargedAgency") for agency in self.measure.charged),
        ]
        for number, (agency, origin, direct) in enumerate(held, 1):
            node = f"{self.id}/responsibility-{number}"
            body = self.vocabulary.agency(agency)
            self.part.node(
                "Responsibility",
                node,
                manner=agency.manner,
                origin=origin,
                printedName=agency.name,
                quote=agency.span.quote,
                reviewed=is_reviewed(agency.review),
                startOffset=agency.span.start,
            )
            add_review(self.part, node, agency.review)
            self.part.edge("ofMeasure", node, self.id)
            self.part.edge("heldBy", node, body)
            self.part.edge(direct, self.id, body)
            self._derived(node, agency.span.start)

    def _figure(self, node: str, figure: Figure) -> None:
        first, last = day_bounds(figure.period) or (None, None)
        self.part.node(
            "Figure",
            node,
            figureType=figure.type,
            metric=figure.metric,
            value=float(figure.value),
            valueMax=None if figure.value_max is None else float(figure.value_max),
            unit=figure.unit,
            comparator=figure.comparator,
            change=figure.change,
            period=figure.period,
            periodStart=first,
            periodEnd=last,
            periodInferred=figure.period_inferred,
            decimalRepaired=figure.decimal_repaired,
            note=figure.note,
            doubt=figure.doubt,
            quote=figure.span.quote,
            reviewed=is_reviewed(figure.review),
            startOffset=figure.span.start,
        )
        add_review(self.part, node, figure.review)
        self.part.edge("hasFigure", self.id, node)
        self._derived(node, figure.span.start)

    def _themes(self) -> None:
        for theme in self.measure.themes:
            self.part.edge("about", self.id, theme_id(theme.id))
        if main := max(self.measure.themes, key=lambda theme: theme.score, default=None):
            self.part.edge("mainTheme", self.id, theme_id(main.id))

    def _mentions(self) -> None:
        add_direct(self.part, self.vocabulary, self.id, self.measure)
        for node, start in add_reviewed(self.part, self.id, self.measure, self.named):
            self._derived(node, start)


def add_citation(part: Part, node: str, citation: Citation) -> None:
    """Add a citation as a node of its own; where it stands is for the caller to say."""
    part.node(
        "Citation",
        node,
        labelZh=citation.label,
        citedTitle=citation.title,
        citedNumber=citation.number,
        repealed=citation.repealed,
        quote=citation.span.quote,
        startOffset=citation.span.start,
    )


def add_taskforce(
    part: Part, vocabulary: Vocabulary, document: str, number: int, taskforce: Taskforce
) -> None:
    """Add a taskforce of a document with its members."""
    node = part.node(
        "Taskforce",
        f"{document}/taskforce-{number}",
        labelZh=taskforce.label,
        quote=taskforce.span.quote,
        startOffset=taskforce.span.start,
    )
    part.edge("inDocument", node, document)
    for count, member in enumerate(taskforce.members, 1):
        body = vocabulary.agency(member.agency)
        membership = part.node(
            "Membership",
            f"{node}/member-{count}",
            role=member.role,
            printedName=member.agency.name,
            quote=member.agency.span.quote,
            startOffset=member.agency.span.start,
        )
        part.edge("ofTaskforce", membership, node)
        part.edge("member", membership, body)
