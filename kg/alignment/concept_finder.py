"""Concepts as signals: every name of the theme scheme in a text, names inside longer names too.

``loaders.concepts`` keeps the longest name alone, as a reader would mark it. For likeness the shorter names in
it say as much: 农村电商直播 shares 电商 with 电商平台. On the gold links this is worth 0.07 of average precision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, Implementation

from loaders.reading import fold
from ontology.themes import Concept, ThemeScheme

_GAP = r"[^,。;:!?、()“”]{0,4}"


class ConceptFinder:
    """Finds the concepts of a scheme in folded text.

    >>> finder = ConceptFinder.of(ThemeScheme.load())
    >>> [(key, end) for key, _, end in finder.find("新能源汽车下乡") if key in ("concept/新能源汽车", "concept/汽车下乡")]
    [('concept/新能源汽车', 5), ('concept/汽车下乡', 7)]
    """

    def __init__(self, scheme: ThemeScheme) -> None:
        owners: dict[str, list[str]] = {}
        self._barred: dict[str, tuple[str, ...]] = {}
        self._patterns: list[tuple[str, re.Pattern[str]]] = []
        for concept in scheme.concepts.values():
            for name in _names(concept):
                owners.setdefault(name, []).append(concept.id)
            self._barred[concept.id] = tuple(_folded(name) for name in concept.not_labels)
            for first, second in concept.patterns:
                pattern = re.compile(re.escape(_folded(first)) + _GAP + re.escape(_folded(second)))
                self._patterns.append((concept.id, pattern))
        self._owners = list(owners.values())
        self._names = AhoCorasick(list(owners), implementation=Implementation.DFA)

    @classmethod
    def of(cls, scheme: ThemeScheme) -> ConceptFinder:
        """The finder of a scheme, made once."""
        return _finder(scheme)

    def find(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Each concept with the place of its name in ``text``; names that overlap all count."""
        for number, start, end in self._names.find_matches_as_indexes(text, overlapping=True):
            for concept in self._owners[number]:
                if not self._is_barred(concept, text, start, end):
                    yield concept, start, end
        for concept, pattern in self._patterns:
            for match in pattern.finditer(text):
                yield concept, *match.span()

    def _is_barred(self, concept: str, text: str, start: int, end: int) -> bool:
        for longer in self._barred[concept]:
            at = text.find(longer, max(0, end - len(longer)), start + len(longer))
            if at >= 0:
                return True
        return False


def _names(concept: Concept) -> list[str]:
    return sorted({_folded(name) for name in (concept.zh, *concept.names, *concept.hidden)})


def _folded(name: str) -> str:
    return "".join(fold(character) for character in name)


@lru_cache(maxsize=4)
def _finder(scheme: ThemeScheme) -> ConceptFinder:
    return ConceptFinder(scheme)
