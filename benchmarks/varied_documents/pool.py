"""What generated documents are made of: the measures of real ones, by topic, and the words of ``words.toml``."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from benchmarks.varied_documents.templates import Cutter, Item, Template
from corpus import FOLDER
from kg.model import Document
from loaders.document import read_document
from loaders.sources import find_sources
from ontology.registers import Registers

REAL = (FOLDER, Path(__file__).parents[2] / "tests" / "variety")
_WORDS = Path(__file__).with_name("words.toml")
_LONGEST_TITLE = 32
FEWEST_SENTENCES = 20  # of a theme; one with fewer borrows three for each that it lacks


@dataclass(frozen=True, slots=True)
class Topic:
    """A matter that plans are about.

    ``anchors`` are the measures its items are named after, ``last`` those of its last section; ``sentences``, by theme, are
    of all real documents on the matter.
    """

    name: str
    titles: tuple[str, ...]
    anchors: tuple[Item, ...]
    last: tuple[Item, ...]
    sentences: Mapping[str, tuple[Template, ...]]


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
    def load(cls) -> Pool:
        """Read the real documents and the words; takes a second or two."""
        registers = Registers.load()
        words = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
        documents = {folder: real_documents(registers, [folder]) for folder in REAL}
        rows = {row[0]: tuple(row) for row in words["paraphrases"]["rows"]}
        of_word = {word: first for first, row in rows.items() for word in row}
        items = {
            folder.name: [i for d in found for i in Cutter(d, registers, of_word).items()]
            for folder, found in documents.items()
        }
        topics = tuple(_topic(name, topic, items[topic["folder"]]) for name, topic in words["topics"].items())
        return cls(
            topics,
            _agencies(chain.from_iterable(documents.values())),
            {level: tuple(kinds) for level, kinds in words["kinds"].items()},
            words["abbreviations"],
            tuple(words["sections"]["headings"]),
            tuple(words["sections"]["last"]),
            rows,
            registers,
        )


def _topic(name: str, words: Mapping[str, Any], items: Sequence[Item]) -> Topic:
    sentences: dict[str, list[Template]] = defaultdict(list)
    for item in items:
        sentences[item.theme].extend(item.sentences)
    on_topic = [sentence for theme in words["themes"] for sentence in sentences[theme]]
    for found in sentences.values():
        # A theme of one or two measures would make all items on it alike.
        if lacking := 3 * max(0, FEWEST_SENTENCES - len(found)):
            found += on_topic[:: max(1, len(on_topic) // lacking)]
    short = [item for item in items if _length(item.title) <= _LONGEST_TITLE]
    return Topic(
        name,
        tuple(words["titles"]),
        tuple(item for item in short if item.theme in words["themes"]),
        tuple(item for item in short if item.theme == "implementation"),
        {theme: tuple(found) for theme, found in sentences.items()},
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
