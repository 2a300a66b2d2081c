"""Documents in, alignments out: the front of ``kg.alignment``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.alignment.background import Background
from kg.alignment.candidates import Comparison, candidates
from kg.alignment.clauses import evidence, span_of
from kg.alignment.concept_finder import ConceptFinder
from kg.alignment.encoding import EncodedDocument, Encoder
from kg.alignment.features import measure
from kg.alignment.guards import guarded
from kg.alignment.pair import Pair
from kg.alignment.reasons import Sources, reasons_for
from kg.alignment.records import Alignment, MeasureName
from kg.alignment.score import Weights
from kg.alignment.text import read_document_text
from kg.model import Document
from ontology.regions import Regions
from ontology.themes import ThemeScheme


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
        self._scheme = scheme
        self._regions = regions
        self._encoder: Encoder = self.background.encoder()
        self._finder = ConceptFinder.of(scheme)

    def encode(self, document: Document) -> EncodedDocument:
        """A document, ready to be compared."""
        return self._encoder.encode(read_document_text(document, self._finder))

    def candidates(self, documents: Sequence[EncodedDocument]) -> tuple[list[Comparison], list[Comparison]]:
        """What to compare, and what is passed over."""
        return candidates(documents, self.background, self._regions)

    def pair(self, lower: EncodedDocument, upper: EncodedDocument) -> Pair:
        """Two encoded documents side by side."""
        return Pair(lower, upper, self.background, self._encoder)

    def links(
        self, comparison: Comparison, documents: tuple[Document, Document], pair: Pair
    ) -> Iterator[Alignment]:
        """The links of a pair, by lower and then upper item in the order of the text."""
        weights = self.weights
        lower, upper = pair.lower.document.text, pair.upper.document.text
        probabilities = guarded(
            weights.probabilities(measure(pair)), lower, upper, weights.same_title, self._regions
        )
        sources = self._sources(documents, pair)
        for i, below in enumerate(documents[0].measures):
            for j, above in enumerate(documents[1].measures):
                score = round(float(probabilities[i, j]), 4)
                if score < weights.threshold:
                    continue
                one, other = evidence(pair, i, j)
                spans = span_of(lower, one), span_of(upper, other)
                yield Alignment(
                    MeasureName(comparison.lower, below.path),
                    MeasureName(comparison.upper, above.path),
                    comparison.relation,
                    weights.strength(score),
                    score,
                    *spans,
                    reasons_for(
                        sources, (below, above), (lower.items[i], upper.items[j]), (spans[0].quote, spans[1].quote)
                    ),
                    comparison.lag_days,
                )

    def _sources(self, documents: tuple[Document, Document], pair: Pair) -> Sources:
        rarity = self.background.rarity((), self._encoder).concepts
        names = self._encoder.concepts.names()
        return Sources(
            *documents, self._scheme, self._regions, dict(zip(names, map(float, rarity), strict=True))
        )


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
    encoded = {document.stem: aligner.encode(document) for document in held}
    by_stem = {document.stem: document for document in held}
    compared, passed_over = aligner.candidates(list(encoded.values()))
    links = [
        link
        for c in compared
        for link in aligner.links(
            c, (by_stem[c.lower], by_stem[c.upper]), aligner.pair(encoded[c.lower], encoded[c.upper])
        )
    ]
    return Alignments(tuple(links), tuple(compared), tuple(passed_over))
