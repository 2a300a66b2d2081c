"""How like one another the measures of some documents are, and how many links they get."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.varied_documents.likeness import shingles
from benchmarks.varied_documents.pool import real_documents
from kg.align import Alignments, align
from kg.model import Document
from ontology.registers import Registers

SAMPLE = 65  # documents, as many as the real ones: the share of near-duplicates grows with their number
DRAWS = 8  # samples
# Shingles as of Broder (1997): two texts are near-duplicates when they share half of theirs.
_SHINGLE, _NEAR = 4, 0.5


@dataclass(frozen=True, slots=True)
class Likeness:
    """The share of measures that are near-duplicates of one in another document, and how many links they get."""

    documents: int
    measures: int
    characters: int
    sentences: int
    letters: int
    near_duplicates: float
    links: int
    by_relation: Mapping[str, Pairs]

    def rows(self) -> Iterator[str]:
        """A row for all, and one for each relation."""
        yield (
            f"{self.documents:,} documents of {self.characters / self.documents:,.0f} characters, {self.measures:,} measures: "
            f"{self.sentences / self.measures:.1f} sentences and {self.letters / self.measures:.0f} characters a measure, "
            f"{self.near_duplicates:.1%} near-duplicates among {min(SAMPLE, self.documents)} documents, {self.links / self.measures:.2f} links a measure"
        )
        for relation, pairs in sorted(self.by_relation.items()):
            yield (
                f"  {relation:<12}{pairs.pairs / self.documents:.2f} pairs a document, "
                f"{pairs.links / pairs.lower:.2f} links a lower measure of a pair"
            )


@dataclass(slots=True)
class Pairs:
    """The pairs of documents compared for one relation: how many, the measures of their lower ones, and the links."""

    pairs: int = 0
    lower: int = 0
    links: int = 0


def likeness(documents: Sequence[Document], found: Alignments) -> Likeness:
    """The figures of some documents and the links between them."""
    measures = {document.stem: len(document.measures) for document in documents}
    by_relation: dict[str, Pairs] = defaultdict(Pairs)
    for comparison in found.compared:
        by_relation[comparison.relation].pairs += 1
        by_relation[comparison.relation].lower += measures[comparison.lower]
    for link in found.links:
        by_relation[link.relation].links += 1
    return Likeness(
        len(documents),
        sum(measures.values()),
        sum(len(document.text) for document in documents),
        sum(len(measure.sentences) for document in documents for measure in document.measures),
        sum(len(measure.span.quote) for document in documents for measure in document.measures),
        sampled_near_duplicates(documents),
        len(found.links),
        by_relation,
    )


def near_duplicates(documents: Iterable[Document]) -> float:
    """The share of measures that share half of their runs of four letters with a measure of another document."""
    texts = [(d.stem, shingles(m.span.quote, _SHINGLE)) for d in documents for m in d.measures]
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


def report(folder: Path) -> None:
    """Print the figures of the real documents and of those in a folder; near-duplicates of a sample of these."""
    registers = Registers.load()
    for name, documents in (
        ("real", real_documents(registers)),
        ("generated", real_documents(registers, [folder])),
    ):
        figures = likeness(documents, align(documents, registers.themes, registers.regions))
        print(f"{name}:", *figures.rows(), sep="\n")


def sampled_near_duplicates(documents: Sequence[Document], draws: int = DRAWS) -> float:
    """The mean share of near-duplicates over several samples; of all documents where there are no more than `SAMPLE`."""
    if len(documents) <= SAMPLE:
        return near_duplicates(documents)
    return sum(near_duplicates(sample(documents, seed)) for seed in range(draws)) / draws


def sample(documents: Sequence[Document], seed: int = 0) -> list[Document]:
    """The nation's documents and others drawn at random over all places, `SAMPLE` in all."""
    national = [d for d in documents if d.header.level == "national"]
    others = sorted((d for d in documents if d.header.level != "national"), key=lambda d: d.stem)
    wanted = min(len(others), SAMPLE - len(national))
    return [*national, *random.Random(seed).sample(others, wanted)]
