"""The records of the theme scheme: a theme, and a concept below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Facet = Literal["object", "venue", "industry", "group", "action", "process"]


@dataclass(frozen=True, slots=True)
class Theme:
    """One of the fixed themes; ``id`` as in ``automobile``, ``cues`` words that speak for it."""

    id: str
    zh: str
    en: str
    definition_zh: str
    definition_en: str
    names: tuple[str, ...]
    cues: tuple[str, ...]

    @property
    def identifier(self) -> str:
        """The short form of the IRI: ``theme/automobile``."""
        return f"theme/{self.id}"


@dataclass(frozen=True, slots=True)
class Concept:
    """A policy object below the themes; ``id`` as in ``concept/首店``.

    ``names`` are other names of the same thing; ``hidden`` narrower or looser words that lead to it when
    a text is read; ``not_labels`` longer words in which none of these counts; ``patterns`` pairs of words
    with a short gap between them. ``broader`` holds identifiers of themes and concepts, ``related`` further
    themes that it speaks for; ``theme_weight`` is how much a mention says of its theme (0: nothing).
    """

    id: str
    zh: str
    en: str
    facet: Facet
    broader: tuple[str, ...]
    related: tuple[str, ...]
    names: tuple[str, ...]
    hidden: tuple[str, ...]
    not_labels: tuple[str, ...]
    patterns: tuple[tuple[str, str], ...]
    theme_weight: float
