"""Corrections of figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kg.model import Figure, Measure, Review
from kg.review.kinds import Place, Unfit

# What the program says of its own reading of a number; a corrected number has none of it.
_OF_READING = {"decimal_repaired": False, "note": "", "doubt": ""}


class Figures:
    """The figures of a measure."""

    def of(self, measure: Measure) -> Sequence[Figure]:
        """All of them."""
        return measure.figures

    def put(self, measure: Measure, facts: Sequence[Figure]) -> Measure:
        """In the order of the text."""
        ordered = sorted(facts, key=lambda figure: (figure.span.start, figure.span.end))
        return replace(measure, figures=tuple(ordered))

    def called(self, fact: Figure) -> tuple[Sequence[str], int | None]:
        """By the words it was read from."""
        return [fact.span.quote], fact.span.start

    def words(self, fact: Figure) -> str:
        """Every field that can be corrected.

        >>> from kg.model import Span
        >>> Figures().words(Figure(Span(0, 2, "3家"), "target", "首店", 3, None, "家", ">=", "new", "2025"))
        '首店 >= 3家 2025 (target, new)'
        """
        value = f"{fact.value:.15g}" + ("" if fact.value_max is None else f"–{fact.value_max:.15g}")
        period = f" {fact.period}" if fact.period else ""
        return f"{fact.metric} {fact.comparator} {value}{fact.unit}{period} ({fact.type}, {fact.change})"

    def changed(self, fact: Figure, values: Mapping[str, str], place: Place) -> Figure:
        """The figure with some fields corrected; what the program doubted or repaired is settled."""
        fields: dict[str, Any] = dict(values)
        if "value" in fields:
            fields["value"] = float(fields["value"])
        if "value_max" in fields:
            fields["value_max"] = float(fields["value_max"]) if fields["value_max"] else None
        if "value" in fields or "value_max" in fields:
            fields |= _OF_READING
        if "period" in fields:
            fields |= {"period": fields["period"] or None, "period_inferred": False}
        new = replace(fact, **fields)
        if new.value_max is not None and new.value > new.value_max:
            raise Unfit(f"value {new.value:.15g} is more than value_max {new.value_max:.15g}")
        return new

    def added(self, quote: str, start: int | None, values: Mapping[str, str], place: Place) -> Figure:
        """A target at a level, unless the values say otherwise."""
        blank = Figure(place.span(quote, start), "target", "", 0.0, None, "", "=", "level", None)
        return self.changed(blank, values, place)

    def reviewed(self, fact: Figure, review: Review) -> Figure:
        """The mark; a number that somebody looked at is no longer doubtful."""
        return replace(fact, review=review, doubt="")
