"""Concepts as signals: every name of the theme scheme in a text, names inside longer names too.

``loaders.concepts`` keeps the longest name alone, as a reader would mark it. For likeness the shorter names in
it say as much: 农村电商直播 shares 电商 with 电商平台. On the gold links this is worth 0.07 of average precision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from ahocorasick_rs import AhoCorasick
from numpy.typing import NDArray

from loaders.reading import fold
from ontology.themes import Concept, ThemeScheme

Integers = NDArray[np.int64]

_GAP = r"[^,。;:!?、()“”]{0,4}"


class ConceptFinder:
    """Finds the concepts of a scheme in folded text; ``concepts`` are their ids, by number.

    >>> finder = ConceptFinder.of(ThemeScheme.load())
    >>> found = {(finder.concepts[number], end) for number, _, end in finder.find("新能源汽车下乡")}
    >>> {("concept/新能源汽车", 5), ("concept/汽车下乡", 7)} <= found
    True
    """

    def __init__(self, scheme: ThemeScheme) -> None:
        self.concepts: tuple[str, ...] = tuple(sorted(scheme.concepts))
        self.labels: tuple[str, ...] = tuple(scheme.concepts[key].zh for key in self.concepts)
        owners: dict[str, list[int]] = {}
        self._barred: list[tuple[str, ...]] = []
        self._patterns: list[tuple[int, str, re.Pattern[str]]] = []
        for number, key in enumerate(self.concepts):
            concept = scheme.concepts[key]
            for name in _names(concept):
                owners.setdefault(name, []).append(number)
            self._barred.append(tuple(_folded(name) for name in concept.not_labels))
            for first, second in concept.patterns:
                begin = _folded(first)
                pattern = re.compile(re.escape(begin) + _GAP + re.escape(_folded(second)))
                self._patterns.append((number, begin, pattern))
        self._owners = list(owners.values())
        numbers = {key: number for number, key in enumerate(self.concepts)}
        above = [
            [number, *(numbers[b.id] for b in scheme.broader_of(scheme.concepts[key]) if b.id in numbers)]
            for key, number in numbers.items()
        ]
        self._kinds = np.array([kind for kinds in above for kind in kinds], dtype=np.int64)
        self._kind_ends = np.cumsum([len(kinds) for kinds in above])
        self._names = AhoCorasick(list(owners))

    @classmethod
    def of(cls, scheme: ThemeScheme) -> ConceptFinder:
        """The finder of a scheme, made once."""
        return _finder(scheme)

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        """The number of each concept with the place of its name in ``text``; names that overlap all count."""
        for name, start, end in self._names.find_matches_as_indexes(text, overlapping=True):
            for number in self._owners[name]:
                if not (self._barred[number] and self._is_barred(number, text, start, end)):
                    yield number, start, end
        for number, begin, pattern in self._patterns:
            if begin in text:
                for match in pattern.finditer(text):
                    yield number, *match.span()

    def with_kinds(self, row: Integers, concept: Integers) -> tuple[Integers, Integers, NDArray[np.bool_]]:
        """The concepts named in some rows with all that are broader: row, number, whether it is named itself."""
        lengths = np.diff(self._kind_ends, prepend=0)[concept]
        ends = np.cumsum(lengths)
        place = np.arange(lengths.sum()) + np.repeat(self._kind_ends[concept] - ends, lengths)
        named = np.zeros(len(place), dtype=bool)
        named[ends - lengths] = True
        return np.repeat(row, lengths), self._kinds[place], named

    def _is_barred(self, number: int, text: str, start: int, end: int) -> bool:
        """Whether the name stands inside a longer word that is barred."""
        return any(
            text.find(longer, max(0, end - len(longer)), start + len(longer)) >= 0
            for longer in self._barred[number]
        )


def _names(concept: Concept) -> list[str]:
    return sorted({_folded(name) for name in (concept.zh, *concept.names, *concept.hidden)})


def _folded(name: str) -> str:
    return "".join(fold(character) for character in name)


@lru_cache(maxsize=4)
def _finder(scheme: ThemeScheme) -> ConceptFinder:
    return ConceptFinder(scheme)
