"""Looks for the links of a lower document with upper ones; what was found before is taken from what is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from kg.building.codec import unpacked
from kg.building.fingerprint import key_of
from kg.building.kept import Kept
from kg.building.records import Recent, Records
from kg.building.units import Compared, Held, LinkUnit, PairFacts
from kg.mapping_alignments import TargetFacts
from kg.model import Document
from kg.review.near_misses import Row, packed_links, unpacked_links
from ontology.registers import Registers

if TYPE_CHECKING:
    from kg.align import Aligner
    from kg.alignment.candidates import Comparison
    from kg.alignment.encoding import EncodedDocument
    from kg.alignment.outline import Outline
    from kg.alignment.records import Alignment
    from kg.alignment.score import Weights
    from kg.building.linkable import Linkable

_LINKABLES = 64
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
        self._linkables: Recent[Linkable] = Recent(_LINKABLES)

    def outline(self, held: Held) -> Outline:
        """What choosing candidates needs of a document."""
        with self._one_thread.limit(limits=1):
            return self.aligner.outline(self.aligner.encode(self._records.document(held)))

    def prepare(self, held: Held) -> tuple[Outline, Linkable]:
        """The same with what linking the document needs, to be kept."""
        document = self._records.document(held)
        with self._one_thread.limit(limits=1):
            encoded = self.aligner.encode(document)
            return self.aligner.outline(encoded), self._made(document, encoded)

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
        for number, compared in enumerate(unit.compared):
            pair = facts[self.pair_key(unit, number)]
            near = pair.near if unit.settled is None else _without(pair, unit.settled.links)
            yield unit.lower.stem, compared.upper.stem, near

    def _pairs(self, lower: Held, compared: Sequence[Compared]) -> list[PairFacts]:
        """The facts of a lower document with each of some upper ones."""
        with self._one_thread.limit(limits=1):
            below = self._linkable(lower)
            return [self._pair(_comparison(lower, one), below, self._linkable(one.upper)) for one in compared]

    def _pair(self, comparison: Comparison, lower: Linkable, upper: Linkable) -> PairFacts:
        from kg.targets import matched_targets, target_alignment

        most = 0 if comparison.relation == "parallels" else NEAR
        pair = self.aligner.pair(lower.prepared, upper.prepared)
        found = list(self.aligner.links(comparison, pair, near=most))
        threshold = self.aligner.weights.threshold
        links = tuple(link for link in found if link.score >= threshold)
        linked = {(link.lower, link.upper) for link in links}
        targets = tuple(
            TargetFacts(target_alignment(one, other, comparison, linked), one.number, other.number)
            for one, other in matched_targets(lower.targets, upper.targets, comparison, linked)
        )
        near = packed_links(link for link in found if link.score < threshold)
        return PairFacts(links, targets, near)

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

    def _linkable(self, held: Held) -> Linkable:
        return self._linkables.get(held.content, lambda: self._kept_linkable(held))

    def _kept_linkable(self, held: Held) -> Linkable:
        """What was made when the document was read; made from its record where that is not there any more."""
        from kg.building.linkable import Linkable

        data = self._kept.get("linkable", held.content)
        if data is not None:
            return unpacked(data, Linkable)
        document = self._records.document(held)
        return self._made(document, self.aligner.encode(document))

    def _made(self, document: Document, encoded: EncodedDocument) -> Linkable:
        from kg.building.linkable import Linkable
        from kg.targets import targets_of

        prepared = self.aligner.prepare(document, encoded)
        return Linkable(prepared, tuple(targets_of(document, self._registers.regions)))


def _without(pair: PairFacts, links: Iterable[Alignment]) -> bytes:
    """The candidates and links of a pair, as its row holds them, but for those that are links after all."""
    kept = {(link.lower, link.upper) for link in links}
    found = (*unpacked_links(pair.near), *pair.links)
    return packed_links(one for one in found if (one.lower, one.upper) not in kept)


def _comparison(lower: Held, compared: Compared) -> Comparison:
    from kg.alignment.candidates import Comparison

    return Comparison(lower.stem, compared.upper.stem, cast(Any, compared.relation), compared.lag_days)


def links_key(lower: Held) -> str:
    """What the links of a lower document are kept by."""
    return lower.content
