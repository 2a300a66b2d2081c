"""Why two measures are linked, in a few plain words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from kg.alignment.clauses import Clause
from kg.alignment.pair import Pair
from kg.alignment.prepared import Prepared, PreparedItem
from kg.alignment.titles import stands_in

MOST_CONCEPTS = 3
MOST_LINES = 2
SHORTEST_PHRASE = 4


class Reasons:
    """Why measures of two documents are linked; what concerns one measure alone is read once for all its links."""

    def __init__(self, pair: Pair, labels: Sequence[str]) -> None:
        self._lower, self._upper = pair.lower.document, pair.upper.document
        self._pair = pair
        self._labels = labels

    def of(self, lower: int, upper: int, clauses: tuple[Clause, Clause]) -> tuple[str, ...]:
        """The reasons that hold for two items, with the clauses of their evidence; the most telling first."""
        found = (
            self._citations[lower],
            self._title(lower, upper),
            self._concepts(lower, upper),
            _phrase(*clauses),
            self._named[upper],
            self._programmes(lower, upper),
            self._shared_lines(lower, upper),
        )
        return tuple(filter(None, found)) or ("alike as a whole",)

    def _title(self, lower: int, upper: int) -> str:
        if (lower, upper) not in self._pair.same_titles:
            return ""
        below, above = self._lower.items[lower], self._upper.items[upper]
        return f"same title: {above.title if stands_in(above, below) else below.title}"

    @cached_property
    def _citations(self) -> list[str]:
        return [_citation(measure, self._upper) for measure in self._lower.items]

    @cached_property
    def _named(self) -> list[str]:
        code = self._lower.region_code
        if code is None or code == self._upper.region_code:
            return [""] * len(self._upper.items)
        return [_named(f"region/{code}", measure) for measure in self._upper.items]

    def _concepts(self, lower: int, upper: int) -> str:
        above = self._pair.upper.concepts_of[upper]
        shared = [c for c in self._pair.lower.telling_of[lower] if c in above]
        return f"both: {'、'.join(self._labels[c] for c in shared[:MOST_CONCEPTS])}" if shared else ""

    def _programmes(self, lower: int, upper: int) -> str:
        programmes = self._lower.items[lower].programmes
        if not programmes:
            return ""
        names = {id for id, _ in self._upper.items[upper].programmes}
        shared = dict.fromkeys(label for id, label in programmes if id in names)
        return f"same programme: {'、'.join(shared)}" if shared else ""

    def _shared_lines(self, lower: int, upper: int) -> str:
        above = self._upper.items[upper].lines
        shared = [line for line in self._lower.items[lower].lines if line in above][:MOST_LINES]
        return f"{' and '.join(shared)} line" if shared else ""


def _citation(lower: PreparedItem, upper: Prepared) -> str:
    number = upper.document_number
    for citation in lower.citations:
        if (number and citation.number == number) or citation.title == upper.title:
            return f"cites {citation.label}"
    return ""


def _phrase(lower: Clause, upper: Clause) -> str:
    phrase = longest_common(lower.letters, upper.letters, SHORTEST_PHRASE)
    return f"same words: {phrase}" if phrase else ""


def longest_common(one: str, other: str, shortest: int = 1) -> str:
    """The longest string in both, the first of several; empty where none has as many letters as ``shortest``.

    >>> longest_common("建设直播式共富工坊", "新增共富工坊")
    '共富工坊'
    """
    best, start, stop = "", 0, shortest
    # A window that grows where it is found and else moves on: it never gets shorter.
    while stop <= len(one):
        if (piece := one[start:stop]) in other:
            best = piece
        else:
            start += 1
        stop += 1
    return best


def _named(region: str, upper: PreparedItem) -> str:
    for id, label in upper.places:
        if id == region:
            return f"upper measure names {label}"
    return ""
