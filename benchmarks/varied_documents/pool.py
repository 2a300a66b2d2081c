"""What generated documents are made of: the measures of real ones, by topic, and the words of ``words.toml``."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.varied_documents.likeness import most_like
from benchmarks.varied_documents.templates import Cutter, Item, Template
from corpus import FOLDER
from kg.model import Document
from loaders.document import read_document
from loaders.sources import find_sources
from ontology.registers import Registers

_HERE = Path(__file__).parent
REAL = (FOLDER, _HERE.parents[1] / "tests" / "variety", _HERE / "real")
_WORDS = _HERE / "words.toml"
_LONGEST_TITLE = 32
MOST_LIKE = 6  # measures whose sentences an item may have beside those of the one it is named after


@dataclass(frozen=True, slots=True)
class Anchor:
    """A real measure that items are named after, and the sentences of those most like it."""

    item: Item
    beside: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A matter that plans are about: its anchors, and those of its last section."""

    name: str
    titles: tuple[str, ...]
    documents: tuple[str, ...]
    anchors: tuple[Anchor, ...]
    last: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True)
class Pool:
    """All that plans draw on; ``agencies`` holds the printed name of a line of work at a level, level word left out."""

    topics: tuple[Topic, ...]
    agencies: Mapping[tuple[str, str], str]
    kinds: Mapping[str, tuple[str, ...]]
    abbreviations: Mapping[str, str]
    headings: tuple[str, ...]
    last_headings: tuple[str, ...]
    paraphrases: Mapping[str, tuple[str, ...]]
    registers: Registers

    @classmethod
    @cache
    def load(cls) -> Pool:
        """Read the real documents and the words, once; takes some seconds."""
        registers = Registers.load()
        words = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
        documents = real_documents(registers)
        rows = {row[0]: tuple(row) for row in words["paraphrases"]["rows"]}
        of_word = {word: first for first, row in rows.items() for word in row}
        items = {d.stem: tuple(Cutter(d, registers, of_word).items()) for d in documents}
        return cls(
            tuple(_topic(name, topic, items) for name, topic in words["topics"].items()),
            _agencies(documents),
            {level: tuple(kinds) for level, kinds in words["kinds"].items()},
            words["abbreviations"],
            tuple(words["sections"]["headings"]),
            tuple(words["sections"]["last"]),
            rows,
            registers,
        )


def _topic(name: str, words: Mapping[str, Any], held: Mapping[str, Sequence[Item]]) -> Topic:
    items = [item for stem in words["documents"] for item in held[stem]]
    like = most_like([item.letters for item in items], MOST_LIKE)
    anchors = [
        Anchor(item, tuple(sentence for other in near for sentence in items[other].sentences))
        for item, near in zip(items, like, strict=True)
        if _length(item.title) <= _LONGEST_TITLE
    ]
    return Topic(
        name,
        tuple(words["titles"]),
        tuple(words["documents"]),
        tuple(anchor for anchor in anchors if not anchor.item.last),
        tuple(anchor for anchor in anchors if anchor.item.last),
    )


def real_documents(registers: Registers, folders: Sequence[Path] = REAL) -> list[Document]:
    """The real documents of the checkout, or of other folders."""
    sources = find_sources(list(folders)).found
    return [read_document(source.read(), source.stem, registers, source.supplied) for source in sources]


def _agencies(documents: Iterable[Document]) -> Mapping[tuple[str, str], str]:
    """The commonest name of each line of work at each level: (city, commerce) → 商务局."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for document in documents:
        for agency in (a for measure in document.measures for a in measure.agencies):
            own = agency.line and agency.region_code == document.header.region_code
            if own and document.header.level and agency.name[0] in "省市区":
                found[document.header.level, str(agency.line)][agency.name[1:]] += 1
    return {key: names.most_common(1)[0][0] for key, names in found.items()}


def _length(template: Template) -> int:
    return sum(len(part) if isinstance(part, str) else len(part.text) for part in template)
