"""The record of a link between two measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.model import Review, Span

Relation = Literal["implements", "anticipates", "continues", "parallels", "relatesTo"]
Strength = Literal["direct", "partial"]


@dataclass(frozen=True, slots=True, order=True)
class MeasureName:
    """A measure by the stem of its document's file and its path.

    >>> str(MeasureName("zj-2023", "2.1.3"))
    'zj-2023/2.1.3'
    """

    stem: str
    path: str

    def __str__(self) -> str:
        return f"{self.stem}/{self.path}"


@dataclass(frozen=True, slots=True)
class Alignment:
    """That a measure of a lower or later document corresponds to one of an upper or earlier document.

    ``score`` is a calibrated probability. The spans are the task of the lower measure and the task of the upper
    one that it carries out, each in its own document's text. ``lag_days`` runs from the upper document's day of
    issue to the lower one's; None where one has no date, and then the relation is ``relatesTo``, which claims
    nothing about time, for places in one chain. ``review`` is the analyst's decision, where there is one.
    """

    lower: MeasureName
    upper: MeasureName
    relation: Relation
    strength: Strength
    score: float
    lower_span: Span
    upper_span: Span
    reasons: tuple[str, ...]
    lag_days: int | None = None
    review: Review | None = None
