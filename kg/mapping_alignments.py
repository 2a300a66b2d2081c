"""Links between measures and between figures → nodes and direct edges of the graph."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from kg.alignment.records import Alignment, MeasureName
from kg.model import Document, Measure, Span
from kg.review.mapping import add_review, is_reviewed
from kg.tables import Part
from kg.targets import TargetAlignment

REASONS_SEPARATOR = "; "


def alignment_id(lower: str, upper: str) -> str:
    """The identifier of a link: its two measures', which tell it from every other.

    >>> alignment_id("330200/2023/a/2.1", "330000/2023/b/1")
    '330200/2023/a/2.1/to/330000/2023/b/1'
    """
    return f"{lower}/to/{upper}"


def map_alignments(
    alignments: Iterable[Alignment], documents: Mapping[str, Document], ids: Mapping[str, str]
) -> Part:
    """The links between measures of ``documents``, both given by stem; ``ids`` are the documents' identifiers."""
    part = Part("alignment")
    measures = {
        MeasureName(stem, measure.path): measure
        for stem, document in documents.items()
        for measure in document.measures
    }
    for link in alignments:
        lower = f"{ids[link.lower.stem]}/{link.lower.path}"
        upper = f"{ids[link.upper.stem]}/{link.upper.path}"
        node = part.node(
            "Alignment",
            alignment_id(lower, upper),
            relation=link.relation,
            strength=link.strength,
            score=round(link.score, 4),
            reasons=REASONS_SEPARATOR.join(link.reasons),
            lagDays=link.lag_days,
            reviewed=is_reviewed(link.review),
            **_side("lower", link.lower_span),
            **_side("upper", link.upper_span),
        )
        add_review(part, node, link.review)
        part.edge("lowerMeasure", node, lower)
        part.edge("upperMeasure", node, upper)
        part.edge(link.relation, lower, upper)
        for relation, id, name, span in (
            ("lowerSentence", lower, link.lower, link.lower_span),
            ("upperSentence", upper, link.upper, link.upper_span),
        ):
            if number := _sentence(measures[name], span):
                part.edge(relation, node, f"{id}/sentence-{number}")
    return part


def map_targets(
    targets: Iterable[TargetAlignment], documents: Mapping[str, Document], ids: Mapping[str, str]
) -> Part:
    """The targets of one metric at two levels or times; ``documents`` and ``ids`` by stem."""
    part = Part("targets")
    numbers = {
        (MeasureName(stem, measure.path), figure.span): number
        for stem, document in documents.items()
        for measure in document.measures
        for number, figure in enumerate(measure.figures, 1)
    }
    for target in targets:
        lower, upper = (
            f"{ids[name.stem]}/{name.path}/figure-{numbers[name, figure.span]}"
            for name, figure in ((target.lower, target.lower_figure), (target.upper, target.upper_figure))
        )
        node = part.node(
            "TargetAlignment",
            alignment_id(lower, upper),
            relation=target.relation,
            share=target.share,
            gap=target.gap,
            pace=target.pace,
        )
        part.edge("lowerFigure", node, lower)
        part.edge("upperFigure", node, upper)
        part.edge("contributesTo", lower, upper)
    return part


def _side(side: str, span: Span) -> dict[str, str | int]:
    return {f"{side}Quote": span.quote, f"{side}Start": span.start, f"{side}End": span.end}


def _sentence(measure: Measure, span: Span) -> int | None:
    """The number of the sentence that a span begins in."""
    sentences = measure.sentences
    at = bisect_right(sentences, span.start, key=lambda sentence: sentence.span.start) - 1
    return sentences[at].number if at >= 0 and span.start < sentences[at].span.end else None
