"""Concepts named in a text: every name of the theme scheme, the longest first, with its exact place.

A hit does not count where it stands in a longer word that the scheme bars (a not-label), in the name of a
body (``市场监管`` in ``省市场监管局``), or in a responsibility note, which names bodies too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from kg.model import Mention
from loaders.reading import Reading, fold
from loaders.responsibility_notes import find_notes
from ontology.themes import Concept, Theme, ThemeScheme

GAP = 4  # characters between the two words of a label pattern

# What follows a subject word in the name of a body: 文化和旅游厅, 商务部、, 国有资产监督管理委员会.
_BODY = re.compile(
    r"总局|局(?![面势限部])|厅|署|委员会|委(?=[、,。;:)和与及会牵]|$)|部门|部(?=[、,。;:)和与及等《]|$)|办公室"
)
_BODY_BEGINS = frozenset("总局厅署委部办")
_NO_GAP = frozenset(",。;:!?、()“”《》")


class Hit(NamedTuple):
    """A word of the scheme at ``plain[start:end]``; a theme's own word (a cue) has the theme as owner."""

    start: int
    end: int
    owner: Concept | Theme


def read_concepts(
    reading: Reading, start: int, end: int, scheme: ThemeScheme, *, hits: Iterable[Hit] | None = None
) -> tuple[Mention, ...]:
    """The concepts named in ``plain[start:end]``, each once, at its first place.

    ``hits`` are what `find_hits` gave for the same stretch, where it is at hand.

    >>> reading = Reading.of("建设15分钟便民生活圈，引进首店。（责任单位：市商务局）")
    >>> mentions = read_concepts(reading, 0, len(reading.plain), ThemeScheme.load())
    >>> [(mention.label, mention.span.quote) for mention in mentions]
    [('一刻钟便民生活圈', '15分钟便民生活圈'), ('引进', '引进'), ('首店', '首店')]
    """
    found: dict[str, Mention] = {}
    for hit in find_hits(reading, start, end, scheme) if hits is None else hits:
        owner = hit.owner
        if isinstance(owner, Concept) and owner.id not in found:
            found[owner.id] = Mention(owner.id, owner.zh, reading.span(hit.start, hit.end))
    return tuple(found.values())


def find_hits(
    reading: Reading,
    start: int,
    end: int,
    scheme: ThemeScheme,
    *,
    notes: Iterable[tuple[int, int]] | None = None,
) -> tuple[Hit, ...]:
    """Every word of the scheme in ``plain[start:end]`` that counts, in order, responsibility notes left out.

    ``notes`` are the places of these notes, where they are at hand; they are looked for otherwise.
    """
    if notes is None:
        notes = [(note.start, note.end) for note in find_notes(reading, start, end)]
    finder = _finder(scheme)
    hits: list[Hit] = []
    for begin, stop in _between(start, end, sorted(notes)):
        hits.extend(finder.find(reading.plain, begin, stop))
    return tuple(hits)


@lru_cache(maxsize=256)
def words_of(text: str, scheme: ThemeScheme) -> tuple[Hit, ...]:
    """Every word of the scheme in a short text such as a heading, at positions in its folded form.

    Kept, since the items below a heading all ask for it.
    """
    folded = "".join(fold(character) for character in text)
    return tuple(_finder(scheme).find(folded, 0, len(folded)))


def _between(start: int, end: int, holes: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for hole_start, hole_end in holes:
        if start < hole_start:
            yield start, hole_start
        start = max(start, hole_end)
    if start < end:
        yield start, end


class _Finder:
    """The scheme's words as automata."""

    def __init__(self, scheme: ThemeScheme) -> None:
        aliases = list(scheme.aliases())
        letters = {letter for name, _ in aliases for letter in name}
        folded = {ord(letter): fold(letter) for letter in letters}
        self._owners = [owner for _, owner in aliases]
        self._words = _automaton([name.translate(folded) for name, _ in aliases])
        patterns = [
            (first, second, concept)
            for concept in scheme.concepts.values()
            for first, second in concept.patterns
        ]
        self._firsts = sorted({first for first, _, _ in patterns})
        self._seconds = [
            [(second, concept) for f, second, concept in patterns if f == first] for first in self._firsts
        ]
        self._gapped = _automaton(self._firsts)

    def find(self, plain: str, start: int, end: int) -> list[Hit]:
        text = plain[start:end]
        owners = self._owners
        hits = []
        for word, a, b in self._words.find_matches_as_indexes(text):
            owner = owners[word]
            if owner is not None and not (text[b : b + 1] in _BODY_BEGINS and _BODY.match(text, b)):
                hits.append(Hit(start + a, start + b, owner))
        starts = [hit.start for hit in hits]
        gapped = [pair for pair in self._pairs(text, start) if not _is_said(pair, hits, starts)]
        return sorted(hits + gapped, key=lambda hit: (hit.start, -hit.end)) if gapped else hits

    def _pairs(self, text: str, start: int) -> Iterator[Hit]:
        for first, a, b in self._gapped.find_matches_as_indexes(text):
            for second, concept in self._seconds[first]:
                at = text.find(second, b, b + GAP + len(second))
                if at >= 0 and _NO_GAP.isdisjoint(text[b:at]):
                    yield Hit(start + a, start + at + len(second), concept)


def _is_said(pair: Hit, hits: Sequence[Hit], starts: Sequence[int]) -> bool:
    """Whether a word of the same owner stands where the pair does."""
    first = max(0, bisect_left(starts, pair.start) - 1)
    last = bisect_left(starts, pair.end)
    return any(hit.owner is pair.owner and hit.end > pair.start for hit in hits[first:last])


def _automaton(words: Sequence[str]) -> AhoCorasick:
    return AhoCorasick(
        words,
        matchkind=MatchKind.LeftmostLongest,
        store_patterns=False,
        implementation=Implementation.ContiguousNFA,
    )


@lru_cache(maxsize=4)
def _finder(scheme: ThemeScheme) -> _Finder:
    return _Finder(scheme)
