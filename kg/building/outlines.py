"""Choosing the documents to compare from what is kept of each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.alignment.background import Background
from kg.alignment.outline import Outline

if TYPE_CHECKING:
    from kg.align import Aligner
    from kg.alignment.candidates import Comparison
    from kg.alignment.pair import Prepared

__all__ = ["Outline", "comparisons", "outline_of"]


def outline_of(prepared: Prepared) -> Outline:
    """The outline of a document."""
    return Outline.of(prepared.document, Background.load())


def comparisons(aligner: Aligner, outlines: Iterable[tuple[str, Outline]]) -> list[Comparison]:
    """What to compare, by stems, in their order."""
    return aligner.candidates(outline for _, outline in outlines)[0]
