"""Documents in, alignments out: the front of ``kg.alignment``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kg.alignment.background import Background
from kg.alignment.candidates import Comparison, candidates
from kg.alignment.concept_finder import ConceptFinder
from kg.alignment.encoding import EncodedDocument, Floats, encode
from kg.alignment.evidence import Evidence
from kg.alignment.features import measure
from kg.alignment.guards import guarded
from kg.alignment.outline import Outline
from kg.alignment.pair import Pair
from kg.alignment.prepared import Prepared
from kg.alignment.rarity import Rarity
from kg.alignment.reasons import Reasons
from kg.alignment.records import Alignment, MeasureName
from kg.alignment.score import Weights
from kg.alignment.side import Side
from kg.alignment.text import read_document_text
from kg.model import Document
from ontology.regions import Regions
from ontology.themes import ThemeScheme

SIDES_KEPT = 64  # documents whose vectors are kept, about 1 MB each
# Of a measure in one pair, so that a damaged text of a thousand like items gets no million links; the most
# that any measure of 65 real documents has is 11.
MOST_LINKS = 30
LEAST_NEAR = 0.05  # probability of a candidate that a reviewer should see


@dataclass(frozen=True, slots=True)
class Alignments:
    """The links between some documents, and between which of them links were looked for.

    ``compared`` tells "no parent" from "no document held for that place"; ``passed_over`` are documents in one
    chain that are not about one matter, or beyond the most like ones of a place.
    """

    links: tuple[Alignment, ...]
    compared: tuple[Comparison, ...]
    passed_over: tuple[Comparison, ...]

    def without_parent(self, document: Document) -> Iterator[MeasureName]:
        """Measures of a document without a link up the chain, where an upper document was compared."""
        if not any(c.lower == document.stem and _is_upwards(c.relation) for c in self.compared):
            return
        linked = {link.lower for link in self.links if _is_upwards(link.relation)}
        yield from _others(document, linked)

    def without_child(self, document: Document) -> Iterator[MeasureName]:
        """Measures of a document that no lower measure is linked to, where a lower document was compared."""
        if not any(c.upper == document.stem and _is_upwards(c.relation) for c in self.compared):
            return
        linked = {link.upper for link in self.links if _is_upwards(link.relation)}
        yield from _others(document, linked)


def _is_upwards(relation: str) -> bool:
    return relation in ("implements", "anticipates", "relatesTo")


def _others(document: Document, linked: set[MeasureName]) -> Iterator[MeasureName]:
    for item in document.measures:
        name = MeasureName(document.stem, item.path)
        if name not in linked:
            yield name


class Aligner:
    """Aligns pairs of documents; what it reads of a document is kept for its other pairs.

    A pair's links depend on its two documents, the background and the weights alone.
    """

    def __init__(
        self,
        scheme: ThemeScheme,
        regions: Regions,
        background: Background | None = None,
        weights: Weights | None = None,
    ) -> None:
        self.background = background or Background.load()
        self.weights = weights or Weights.load()
        self._regions = regions
        self._finder = ConceptFinder.of(scheme)
        self._rarity = Rarity(self.background, self._finder)
        # Vectors are large: those of a lower document and of what it is compared with are kept.
        self._side = lru_cache(maxsize=SIDES_KEPT)(self._make_side)

    def encode(self, document: Document) -> EncodedDocument:
        """A document's text and tables: what its outline is made from, and what pairs need of it."""
        return encode(read_document_text(document), self._finder)

    def outline(self, encoded: EncodedDocument) -> Outline:
        """What choosing candidates needs of a document."""
        return Outline.of(encoded, self.background)

    def prepare(self, document: Document, encoded: EncodedDocument | None = None) -> Prepared:
        """A document, ready to be paired with others; ``encoded`` is the same document, where that is at hand."""
        return Prepared.of(document, encoded or self.encode(document), self.background)

    def candidates(self, outlines: Iterable[Outline]) -> tuple[list[Comparison], list[Comparison]]:
        """What to compare, and what is passed over."""
        return candidates(outlines, self._regions)

    def pair(self, lower: Prepared, upper: Prepared) -> Pair:
        """Two documents side by side."""
        return Pair(self._side(lower), self._side(upper))

    def _make_side(self, prepared: Prepared) -> Side:
        return Side(prepared, self._rarity, self._finder)

    def links(self, comparison: Comparison, pair: Pair, *, near: int = 0) -> Iterator[Alignment]:
        """The links of a pair, by lower and then upper item in the order of the text.

        With them come so many of the most probable candidates below the threshold (``near``), for a review; none
        of less than `LEAST_NEAR`. Parallel plans are there to be compared: of theirs only direct links count.
        """
        weights = self.weights
        probabilities = weights.probabilities(measure(pair))
        probabilities = guarded(probabilities, pair, weights.same_title, self._regions)
        least = weights.direct if comparison.relation == "parallels" else weights.threshold
        evidence, reasons = Evidence(pair), Reasons(pair, self._finder.labels)
        for i, j in _chosen(np.round(probabilities, 4), least, near):
            score = round(float(probabilities[i, j]), 4)
            clauses = evidence.clauses(i, j)
            yield Alignment(
                pair.lower.measure_names[i],
                pair.upper.measure_names[j],
                comparison.relation,
                weights.strength(score),
                score,
                clauses[0].span,
                clauses[1].span,
                reasons.of(i, j, clauses),
                comparison.lag_days,
            )


def _chosen(probabilities: Floats, threshold: float, near: int) -> list[tuple[int, int]]:
    """The places of the links and of the most probable candidates beside them, in the order of the text."""
    chosen = probabilities >= threshold
    for row in np.flatnonzero(np.count_nonzero(chosen, axis=1) > MOST_LINKS):
        chosen[row, np.argsort(-probabilities[row], kind="stable")[MOST_LINKS:]] = False
    below = np.flatnonzero((probabilities >= LEAST_NEAR) & (probabilities < threshold))
    if near and len(below):
        # Of equal ones the first, so that the choice is the same everywhere.
        order = np.argsort(-probabilities.ravel()[below], kind="stable")
        chosen.flat[below[order[:near]]] = True
    return [(int(i), int(j)) for i, j in np.argwhere(chosen)]


def align(
    documents: Iterable[Document],
    scheme: ThemeScheme,
    regions: Regions,
    *,
    background: Background | None = None,
    weights: Weights | None = None,
) -> Alignments:
    """All links between documents of one chain, of one place over time, and of like plans side by side."""
    aligner = Aligner(scheme, regions, background, weights)
    held = sorted(documents, key=lambda document: document.stem)
    by_stem = {document.stem: document for document in held}
    encoded = {document.stem: aligner.encode(document) for document in held}
    compared, passed_over = aligner.candidates(map(aligner.outline, encoded.values()))
    stems = dict.fromkeys(stem for c in compared for stem in (c.lower, c.upper))
    prepared = {stem: aligner.prepare(by_stem[stem], encoded[stem]) for stem in stems}
    links = [
        link
        for c in compared
        for link in aligner.links(c, aligner.pair(prepared[c.lower], prepared[c.upper]))
    ]
    return Alignments(tuple(links), tuple(compared), tuple(passed_over))
