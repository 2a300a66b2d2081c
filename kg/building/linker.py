"""Looks for the links of a lower document with upper ones; what was found before is taken from what is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, cast

from kg.building.codec import unpacked
from kg.building.fingerprint import key_of
from kg.building.kept import Kept
from kg.building.records import Recent, Records
from kg.building.units import Compared, Held, LinkUnit, PairFacts
from kg.mapping_alignments import TargetFacts, target_facts
from kg.review.near_misses import Row, row_of
from ontology.registers import Registers

if TYPE_CHECKING:
    from kg.align import Aligner
    from kg.alignment.background import NeighbourTable
    from kg.alignment.candidates import Comparison
    from kg.alignment.outline import Outline
    from kg.alignment.records import Alignment
    from kg.alignment.score import Weights

_PREPARED = 64
# Candidates below the threshold that are kept of each pair: a review of 25 decisions a pair is worth F1 0.90 with 30 of
# them, 0.89 with 5, 0.87 with none (simulated on the gold links); each takes some 130 bytes. Parallel plans, which are
# there to be compared and say nothing about who carries out what, have none.
NEAR = 30


class Linker:
    """Links documents; ``weights`` are those of the alignment where they are not the ones that come with the project."""

    def __init__(
        self, registers: Registers, kept: Kept, records: Records, weights: Weights | None = None
    ) -> None:
        self._registers = registers
        self._kept = kept
        self._records = records
        self._weights = weights
        self.own_weights = key_of(repr(weights)) if weights is not None else ""
        self._prepared = Recent[Any](_PREPARED)

    def outline(self, held: Held) -> Outline:
        """What choosing candidates needs of a document."""
        with self._one_thread.limit(limits=1):
            return self.aligner.outline(self._prepare(held))

    def neighbours(self, held: Held) -> NeighbourTable:
        """The neighbours of a document in the background, to be kept: finding them takes longer than linking a pair."""
        from kg.alignment.background import NeighbourTable

        with self._one_thread.limit(limits=1):
            return NeighbourTable.of(self._prepare(held).neighbours)

    def found(self, unit: LinkUnit) -> tuple[str, dict[str, PairFacts], bool]:
        """The facts with the key to keep them by, and whether some are new."""
        key = links_key(unit.lower)
        kept = self._kept.get("links", key)
        held = unpacked(kept, dict[str, PairFacts]) if kept else {}
        wanted = {self.pair_key(unit, number): number for number in range(len(unit.compared))}
        missing = {name: number for name, number in wanted.items() if name not in held}
        if unit.whole:
            held = {name: facts for name, facts in held.items() if name in wanted}
        if missing:
            found = self._pairs(unit.lower, [unit.compared[number] for number in missing.values()])
            held |= zip(missing, found, strict=True)
        return key, held, bool(missing)

    def facts(self, unit: LinkUnit) -> list[PairFacts]:
        """The links and targets of a lower document with each upper one, as the program finds them."""
        facts = self.found(unit)[1]
        return [facts[self.pair_key(unit, number)] for number in range(len(unit.compared))]

    def near_rows(self, unit: LinkUnit, facts: Mapping[str, PairFacts]) -> Iterator[Row]:
        """What a review is shown beside the links, those that an analyst has rejected among it: it learns from them."""
        kept = {(link.lower, link.upper) for link in unit.settled.links} if unit.settled else None
        for number, compared in enumerate(unit.compared):
            pair = facts[self.pair_key(unit, number)]
            gone = pair.links if kept is not None else ()
            links = (one for one in (*pair.near, *gone) if kept is None or (one.lower, one.upper) not in kept)
            yield row_of(unit.lower.stem, compared.upper.stem, links)

    def _pairs(self, lower: Held, compared: Sequence[Compared]) -> Iterator[PairFacts]:
        """The facts of a lower document with each of some upper ones."""
        from kg.alignment.candidates import Comparison
        from kg.targets import compare_targets

        comparisons = [
            Comparison(lower.stem, one.upper.stem, cast(Any, one.relation), one.lag_days) for one in compared
        ]
        threshold = self.aligner.weights.threshold
        with self._one_thread.limit(limits=1):
            found = [self._links(one, lower, to.upper) for one, to in zip(comparisons, compared, strict=True)]
        links = [tuple(link for link in some if link.score >= threshold) for some in found]
        documents = {
            held.stem: self._records.document(held) for held in (lower, *(one.upper for one in compared))
        }
        targets = compare_targets(
            documents.values(), comparisons, chain.from_iterable(links), self._registers.regions
        )
        of_upper: dict[str, list[TargetFacts]] = {}
        for fact in target_facts(targets, documents):
            of_upper.setdefault(fact.target.upper.stem, []).append(fact)
        for comparison, some, linked in zip(comparisons, found, links, strict=True):
            near = tuple(link for link in some if link.score < threshold)
            yield PairFacts(linked, tuple(of_upper.get(comparison.upper, ())), near)

    def _links(self, comparison: Comparison, lower: Held, upper: Held) -> list[Alignment]:
        documents = self._records.document(lower), self._records.document(upper)
        pair = self.aligner.pair(self._prepare(lower), self._prepare(upper))
        near = 0 if comparison.relation == "parallels" else NEAR
        return list(self.aligner.links(comparison, documents, pair, near=near))

    def pair_key(self, unit: LinkUnit, number: int) -> str:
        """What tells the facts of one pair of a unit from those of the others, and of other weights."""
        compared = unit.compared[number]
        return f"{compared.upper.content} {compared.relation} {compared.lag_days} {self.own_weights}".rstrip()

    @cached_property
    def aligner(self) -> Aligner:
        """What prepares documents and links them."""
        from kg.align import Aligner

        return Aligner(self._registers.themes, self._registers.regions, weights=self._weights)

    @cached_property
    def _one_thread(self) -> Any:
        """The matrices of two documents are small: threads would wait for each other longer than they work."""
        from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]  # it ships no types

        assert self.aligner  # what is to be limited has to be loaded
        return ThreadpoolController()

    def _prepare(self, held: Held) -> Any:
        return self._prepared.get(held.content, lambda: self._made_ready(held))

    def _made_ready(self, held: Held) -> Any:
        from kg.alignment.background import NeighbourTable

        data = self._kept.get("neighbours", held.content)
        near = unpacked(data, NeighbourTable) if data else None
        return self.aligner.prepare(self._records.document(held), near)


def links_key(lower: Held) -> str:
    """What the links of a lower document are kept by."""
    return lower.content
