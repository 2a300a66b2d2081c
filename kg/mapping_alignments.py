"""Links between measures and between figures → nodes and direct edges of the graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.alignment.records import Alignment, MeasureName
from kg.model import Document, Span
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


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """Two targets that belong together, and the numbers of their figures in their measures."""

    target: TargetAlignment
    lower_figure: int
    upper_figure: int


def target_facts(
    targets: Iterable[TargetAlignment], documents: Mapping[str, Document]
) -> Iterator[TargetFacts]:
    """What becomes of the targets of one metric at two levels or times; ``documents`` by stem."""
    numbers = {
        (MeasureName(stem, measure.path), figure.span): number
        for stem, document in documents.items()
        for measure in document.measures
        for number, figure in enumerate(measure.figures, 1)
    }
    for target in targets:
        lower = numbers[target.lower, target.lower_figure.span]
        yield TargetFacts(target, lower, numbers[target.upper, target.upper_figure.span])


def map_targets(
    targets: Iterable[TargetAlignment], documents: Mapping[str, Document], ids: Mapping[str, str]
) -> Part:
    """The targets of one metric at two levels or times; ``documents`` and ``ids`` by stem."""
    return map_target_links(target_facts(targets, documents), ids)


def map_alignments(alignments: Iterable[Alignment], ids: Mapping[str, str]) -> Part:
    """The links as nodes and edges between measures, which the documents' own parts add; ``ids`` are theirs by stem."""
    part = Part("alignment")
    for link in alignments:
        lower = part.refer("Measure", f"{ids[link.lower.stem]}/{link.lower.path}")
        upper = part.refer("Measure", f"{ids[link.upper.stem]}/{link.upper.path}")
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
    return part


def map_target_links(facts: Iterable[TargetFacts], ids: Mapping[str, str]) -> Part:
    """The targets that belong together as nodes and edges between figures, which the documents' own parts add."""
    part = Part("targets")
    for fact in facts:
        target = fact.target
        lower = part.refer("Figure", _figure(ids, target.lower, fact.lower_figure))
        upper = part.refer("Figure", _figure(ids, target.upper, fact.upper_figure))
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
    return part


def map_comparisons(lower: str, uppers: Iterable[str]) -> Part:
    """Between which documents links were looked for, found or not; all are given by their identifiers."""
    part = Part("comparisons")
    for upper in uppers:
        part.edge("comparedWith", part.refer("Document", lower), part.refer("Document", upper))
    return part


def _figure(ids: Mapping[str, str], measure: MeasureName, number: int) -> str:
    return f"{ids[measure.stem]}/{measure.path}/figure-{number}"


def _side(side: str, span: Span) -> dict[str, str | int]:
    return {f"{side}Quote": span.quote, f"{side}Start": span.start}
