"""How like one another the measures of some documents are, and how many links they get."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.varied_documents.pool import real_documents
from kg.align import Alignments, align
from kg.model import Document
from ontology.registers import Registers

SAMPLE = 60  # documents; the share of near-duplicates grows with the number of documents beside a measure
# Shingles as of Broder (1997): two texts are near-duplicates when they share half of theirs.
_SHINGLE, _NEAR = 4, 0.5
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """The share of measures that are near-duplicates of one in another document, and links by measure.

    ``links_of_pair`` are links by measure of the lower document in each pair of documents compared up the chain.
    """

    documents: int
    measures: int
    near_duplicates: float
    links: int
    links_of_pair: float

    def __str__(self) -> str:
        return (
            f"{self.documents} documents, {self.measures:,} measures: {self.near_duplicates:.1%} near-duplicates, "
            f"{self.links / self.measures:.2f} links a measure, {self.links_of_pair:.2f} in each pair up the chain"
        )


def likeness(documents: Sequence[Document], found: Alignments) -> Likeness:
    """The figures of some documents and the links between them."""
    measures = sum(len(document.measures) for document in documents)
    of_document = {document.stem: len(document.measures) for document in documents}
    upward = ("implements", "anticipates")
    lower = sum(of_document[c.lower] for c in found.compared if c.relation in upward)
    links = sum(link.relation in upward for link in found.links)
    return Likeness(
        len(documents), measures, near_duplicates(documents), len(found.links), links / max(lower, 1)
    )


def near_duplicates(documents: Iterable[Document]) -> float:
    """The share of measures that share half of their runs of four letters with a measure of another document."""
    texts = [(d.stem, _shingles(m.span.quote)) for d in documents for m in d.measures]
    holders: dict[str, list[int]] = defaultdict(list)
    near = [False] * len(texts)
    for number, (stem, own) in enumerate(texts):
        shared = Counter(other for shingle in own for other in holders[shingle] if texts[other][0] != stem)
        for other, common in shared.items():
            if common >= _NEAR * (len(own) + len(texts[other][1]) - common):
                near[number] = near[other] = True
        for shingle in own:
            holders[shingle].append(number)
    return sum(near) / max(len(near), 1)


def _shingles(text: str) -> set[str]:
    letters = _NO_LETTER.sub("", text)
    return {letters[n : n + _SHINGLE] for n in range(len(letters) - _SHINGLE + 1)}


def report(folder: Path) -> None:
    """Print the figures of the real documents and of a sample of those in a folder."""
    registers = Registers.load()
    real = real_documents(registers)
    print("real:     ", likeness(real, align(real, registers.themes, registers.regions)))
    made = sample(real_documents(registers, [folder]))
    print("generated:", likeness(made, align(made, registers.themes, registers.regions)))


def sample(documents: Sequence[Document]) -> list[Document]:
    """The nation's documents and those of the province that has most, and of its places one after the other."""
    order = ("national", "province", "city", "county")
    of_province = Counter((d.header.region_code or "")[:2] for d in documents if d.header.level != "national")
    most = of_province.most_common(1)[0][0] if of_province else ""
    chosen = [d for d in documents if (d.header.region_code or "")[:2] in ("10", most)]
    return sorted(chosen, key=lambda d: (order.index(d.header.level or "county"), d.stem))[:SAMPLE]
