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
from benchmarks.varied_documents.phrases import LONGEST, length, phrases
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
MOST_LIKE = 12  # measures whose phrases an item may have beside those of the one it is named after


@dataclass(frozen=True, slots=True)
class Anchor:
    """A real measure that items are named after: its own phrases, and those of each of the measures most like it."""

    item: Item
    own: tuple[Template, ...]
    beside: tuple[tuple[Template, ...], ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A matter that plans are about: its anchors, those of its last section, and its phrases by theme.

    ``national`` is true where a real document of the nation is on it.
    """

    name: str
    titles: tuple[str, ...]
    documents: tuple[str, ...]
    anchors: tuple[Anchor, ...]
    last: tuple[Anchor, ...]
    of_theme: Mapping[str, tuple[Template, ...]]
    national: bool


@dataclass(frozen=True, slots=True)
class Pool:
    """All that plans draw on; ``agencies`` holds the printed name of a line of work at a level, level word left out."""

    topics: tuple[Topic, ...]
    agencies: Mapping[tuple[str, str], str]
    siblings: Mapping[str, tuple[str, ...]]
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
        level_of = {d.stem: d.header.level or "" for d in documents}
        return cls(
            tuple(_topic(name, topic, items, level_of) for name, topic in words["topics"].items()),
            _agencies(documents),
            _siblings(registers),
            {level: tuple(kinds) for level, kinds in words["kinds"].items()},
            words["abbreviations"],
            tuple(words["sections"]["headings"]),
            tuple(words["sections"]["last"]),
            rows,
            registers,
        )


def _topic(
    name: str, words: Mapping[str, Any], held: Mapping[str, Sequence[Item]], level_of: Mapping[str, str]
) -> Topic:
    items = [item for stem in words["documents"] for item in held[stem]]
    like = most_like([item.letters for item in items], MOST_LIKE)
    own = [_phrases(item) for item in items]
    anchors = [
        Anchor(item, own[number], tuple(own[other] for other in like[number]))
        for number, item in enumerate(items)
        if length(item.title) <= _LONGEST_TITLE
    ]
    return Topic(
        name,
        tuple(words["titles"]),
        tuple(words["documents"]),
        tuple(anchor for anchor in anchors if not anchor.item.last),
        tuple(anchor for anchor in anchors if anchor.item.last),
        _by_theme(items),
        any(level_of[stem] == "national" for stem in words["documents"]),
    )


def _phrases(item: Item) -> tuple[Template, ...]:
    found = (phrase for sentence in item.sentences for phrase in phrases(sentence))
    return tuple(phrase for phrase in found if length(phrase) <= LONGEST)


def _by_theme(items: Iterable[Item]) -> Mapping[str, tuple[Template, ...]]:
    found: dict[str, list[Template]] = defaultdict(list)
    for item in items:
        found[item.theme] += _phrases(item)
    return {theme: tuple(held) for theme, held in found.items()}


def real_documents(registers: Registers, folders: Sequence[Path] = REAL) -> list[Document]:
    """The real documents of the checkout, or of other folders."""
    sources = find_sources(list(folders)).found
    return [read_document(source.read(), source.stem, registers, source.supplied) for source in sources]


def _siblings(registers: Registers) -> Mapping[str, tuple[str, ...]]:
    """The concepts of one facet that have the same broader one or theme, by the identifier of each."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    concepts = {
        key: one
        for key, one in registers.themes.concepts.items()
        if one.facet in ("venue", "industry", "group")
    }
    for key, concept in concepts.items():
        found[concept.facet, concept.broader[0]].append(key)
    return {key: tuple(found[concept.facet, concept.broader[0]]) for key, concept in concepts.items()}


def _agencies(documents: Iterable[Document]) -> Mapping[tuple[str, str], str]:
    """The commonest name of each line of work at each level: (city, commerce) → 商务局."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for document in documents:
        for agency in (a for measure in document.measures for a in measure.agencies):
            own = agency.line and agency.region_code == document.header.region_code
            if own and document.header.level and agency.name[0] in "省市区":
                found[document.header.level, str(agency.line)][agency.name[1:]] += 1
    return {key: names.most_common(1)[0][0] for key, names in found.items()}
