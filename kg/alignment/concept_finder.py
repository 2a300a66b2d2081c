"""Concepts as signals: every name of the theme scheme in a text, names inside longer names too.

``loaders.concepts`` keeps the longest name alone, as a reader would mark it. For likeness the shorter names in
it say as much: 农村电商直播 shares 电商 with 电商平台. On the gold links this is worth 0.07 of average precision.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

import numpy as np
from ahocorasick_rs import AhoCorasick
from numpy.typing import NDArray

from kg.alignment.stretches import stretches
from loaders.reading import fold
from ontology.themes import Concept, ThemeScheme

Integers = NDArray[np.int64]

_GAP = r"[^,。;:!?、()“”]{0,4}"


class ConceptFinder:
    """Finds the concepts of a scheme in folded text; ``concepts`` are their ids, by number.

    >>> finder = ConceptFinder.of(ThemeScheme.load())
    >>> found = {(finder.concepts[number], end) for number, _, end in finder.find("新能源汽车下乡").tolist()}
    >>> {("concept/新能源汽车", 5), ("concept/汽车下乡", 7)} <= found
    True
    """

    def __init__(self, scheme: ThemeScheme) -> None:
        self.concepts: tuple[str, ...] = tuple(sorted(scheme.concepts))
        self.labels: tuple[str, ...] = tuple(scheme.concepts[key].zh for key in self.concepts)
        owners: dict[str, list[int]] = {}
        barred: list[tuple[str, ...]] = []
        self._patterns: list[tuple[int, str, re.Pattern[str]]] = []
        for number, key in enumerate(self.concepts):
            concept = scheme.concepts[key]
            for name in _names(concept):
                owners.setdefault(name, []).append(number)
            barred.append(tuple(_folded(name) for name in concept.not_labels))
            for first, second in concept.patterns:
                begin = _folded(first)
                pattern = re.compile(re.escape(begin) + _GAP + re.escape(_folded(second)))
                self._patterns.append((number, begin, pattern))
        self._owners = np.array([number for numbers in owners.values() for number in numbers], dtype=np.int64)
        self._owner_counts = np.array([len(numbers) for numbers in owners.values()], dtype=np.int64)
        self._owner_starts = np.cumsum(self._owner_counts) - self._owner_counts
        # The longer words that a name may stand in, for the concepts that bar them.
        self._barred = [
            tuple(longer for longer in barred[number] if name in longer)
            for name, numbers in owners.items()
            for number in numbers
        ]
        self._may_be_barred = np.array([bool(longer) for longer in self._barred])
        numbers = {key: number for number, key in enumerate(self.concepts)}
        above = [
            [number, *(numbers[b.id] for b in scheme.broader_of(scheme.concepts[key]) if b.id in numbers)]
            for key, number in numbers.items()
        ]
        self._kinds = np.array([kind for kinds in above for kind in kinds], dtype=np.int64)
        self._kind_counts = np.array([len(kinds) for kinds in above], dtype=np.int64)
        self._kind_starts = np.cumsum(self._kind_counts) - self._kind_counts
        self._names = AhoCorasick(list(owners))

    @classmethod
    def of(cls, scheme: ThemeScheme) -> ConceptFinder:
        """The finder of a scheme, made once."""
        return _finder(scheme)

    def find(self, text: str) -> Integers:
        """A row for each name in ``text``: the number of its concept, start, end; names that overlap all count."""
        matches = chain.from_iterable(self._names.find_matches_as_indexes(text, overlapping=True))
        found = np.fromiter(matches, np.int64).reshape(-1, 3)
        name = found[:, 0]
        owned, place = stretches(self._owner_starts[name], self._owner_counts[name])
        named = np.column_stack([self._owners[place], found[owned, 1:]])
        doubtful = np.flatnonzero(self._may_be_barred[place])
        barred = [
            _is_barred(self._barred[at], text, start, end)
            for at, (_, start, end) in zip(place[doubtful].tolist(), named[doubtful].tolist(), strict=True)
        ]
        named = np.delete(named, doubtful[np.array(barred, dtype=bool)], axis=0)
        patterns = [
            (number, *match.span())
            for number, begin, pattern in self._patterns
            if begin in text
            for match in pattern.finditer(text)
        ]
        return np.concatenate([named, np.array(patterns, np.int64).reshape(-1, 3)])

    def with_kinds(self, row: Integers, concept: Integers) -> tuple[Integers, Integers, NDArray[np.bool_]]:
        """The concepts named in some rows with all that are broader: row, number, whether it is named itself."""
        owned, place = stretches(self._kind_starts[concept], self._kind_counts[concept])
        named = np.diff(owned, prepend=-1) > 0
        return row[owned], self._kinds[place], named


def _is_barred(barred: Sequence[str], text: str, start: int, end: int) -> bool:
    """Whether a name stands inside a longer word that is barred."""
    return any(text.find(longer, max(0, end - len(longer)), start + len(longer)) >= 0 for longer in barred)


def _names(concept: Concept) -> list[str]:
    return sorted({_folded(name) for name in (concept.zh, *concept.names, *concept.hidden)})


def _folded(name: str) -> str:
    return "".join(fold(character) for character in name)


@lru_cache(maxsize=4)
def _finder(scheme: ThemeScheme) -> ConceptFinder:
    return ConceptFinder(scheme)
