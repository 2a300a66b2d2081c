"""Sentences of real documents with slots where another document would print something else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from kg.model import Document, Measure, Span
from loaders.reading import Reading
from ontology.regions import Region, Regions
from ontology.registers import Registers

Kind = Literal["number", "year", "level", "agency", "place", "concept", "word"]

_YEAR = re.compile(r"(?:19|20)\d{2}(?=年)")
_NUMBER = re.compile(r"\d+(?: \d+)*(?:\.\d+)?(?![\dA-Za-z年月日:])")
_FULL_WIDTH = str.maketrans({",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！"})
_BRACKET = re.compile(r"[（〔][^（）〔〕]*[）〕]")
# How a document calls its own level; the nation's is 国.
_OWN_LEVEL = "全{0}(?![国体])|我{0}|{0}(?=级|内(?!容))|(?<=[、，经由])本{0}"
OTHER = "~"  # before the code of a place that is neither the document's own nor above it
_NAMED_FACETS = ("object", "venue", "industry", "group")


@dataclass(frozen=True, slots=True)
class Slot:
    """A word to replace: ``text`` as printed, ``key`` the code, line of work, concept or row it belongs to."""

    kind: Kind
    text: str
    key: str = ""


Template = tuple[str | Slot, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A real measure: its title and sentences as templates, its theme and the lines of work that answer for it.

    ``letters`` is its text, to tell which measures are like it; ``last`` is true in a last section that sees to the rest.
    """

    source: str
    theme: str
    title: Template
    sentences: tuple[Template, ...]
    lines: tuple[str, ...]
    letters: str
    last: bool


class Cutter:
    """Cuts one document's measures into templates."""

    def __init__(self, document: Document, registers: Registers, words: Mapping[str, str]) -> None:
        self._document = document
        self._reading = Reading.of(document.text)
        self._registers = registers
        self._words = words
        region = registers.regions[document.header.region_code or "100000"]
        own = "国" if region.level == "national" else region.name[-1]
        self._own_level = re.compile(_OWN_LEVEL.format(own))
        self._chain = {above.code for above in registers.regions.chain(region.code)}
        self._names = {name: r.code for r in _named(region, registers.regions) for name in _names_of(r)}
        self._word, self._name = map(_any_of, (words, self._names))

    def items(self) -> Iterator[Item]:
        """The measures that have a text below their title."""
        final = self._document.measures[-1].path.partition(".")[0] if self._document.measures else ""
        for measure in self._document.measures:
            title, *rest = measure.sentences
            sentences = tuple(filter(None, (self._sentence(s.span, measure) for s in rest)))
            if not sentences or not measure.themes or measure.role == "general":
                continue
            last = measure.role == "safeguard" and measure.path.partition(".")[0] == final
            lines = tuple(dict.fromkeys(a.line for a in measure.agencies if a.line))
            head = self._cut(title.span, measure)
            theme = measure.themes[0].id.removeprefix("theme/")
            letters = "".join(measure.span.quote.split())
            yield Item(self._document.stem, theme, head, sentences, lines, letters, last)

    def _sentence(self, span: Span, measure: Measure) -> Template | None:
        """The sentence, or None where it is a responsibility note or a part of a list that means nothing alone."""
        notes = [a.span for a in measure.agencies]
        if any(span.start <= note.start < span.end for note in notes):
            return None
        text = span.quote
        if len(text) < 12 or re.match(r"[\s（(〔]|[\s]*[\d一二三四五六七八九十]+[.、是]", text):
            return None
        return self._cut(span, measure)

    def _cut(self, span: Span, measure: Measure) -> Template:
        reading = self._reading
        start, end = reading.position(span.start), reading.position(span.end)
        slots: dict[int, tuple[int, Slot]] = {}
        for first, last, slot in self._found(start, end, measure):
            if not any(first < stop and begin < last for begin, (stop, _) in slots.items()):
                slots[first] = last, slot
        parts: list[str | Slot] = []
        at = start
        for first in sorted(slots):
            last, slot = slots[first]
            parts += [self._plain(at, first), slot]
            at = last
        parts.append(self._plain(at, end).rstrip("。；"))
        return tuple(part for part in parts if part)

    def _plain(self, start: int, end: int) -> str:
        return self._reading.plain[start:end].translate(_FULL_WIDTH)

    def _found(self, start: int, end: int, measure: Measure) -> Iterator[tuple[int, int, Slot]]:
        """The slots of a stretch, those that come first where two overlap first."""
        plain = self._reading.plain
        for agency in measure.charged:
            if agency.line:
                yield from self._spans([agency.span], start, end, "agency", agency.line)
        for place in measure.places:
            key = self._place(place.id.removeprefix("region/"))
            yield from self._spans([place.span], start, end, "place", key)
        for name in self._name.finditer(plain, start, end):
            yield name.start(), name.end(), Slot("place", name[0], self._place(self._names[name[0]]))
        for year in _YEAR.finditer(plain, start, end):
            yield year.start(), year.end(), Slot("year", year[0])
        for figure in measure.figures:
            for first, last, _ in self._spans([figure.span], start, end, "number", ""):
                for number in _NUMBER.finditer(plain, first, last):
                    if number.start() and not plain[number.start() - 1].isascii():
                        yield number.start(), number.end(), Slot("number", number[0].replace(" ", ""))
        for own in self._own_level.finditer(plain, start, end):
            yield own.start(), own.end(), Slot("level", own[0])
        for concept in measure.concepts:
            held = self._registers.themes.concepts.get(concept.id)
            quote = "".join(concept.span.quote.split())
            if held and held.facet in _NAMED_FACETS and quote in (held.zh, *held.names):
                yield from self._spans([concept.span], start, end, "concept", held.zh)
        for word in self._word.finditer(plain, start, end):
            # At the head of a clause, where it is a verb or an adverb, not part of a noun (城市建设).
            before = plain[word.start() - 2 : word.start()]
            if word.start() == start or before[-1:] in ",;:、“" or before in self._words:
                yield word.start(), word.end(), Slot("word", word[0], self._words[word[0]])

    def _place(self, code: str) -> str:
        """The key of a place: its code, marked where the document's own place does not lie in it."""
        return code if code in self._chain else f"{OTHER}{code}"

    def _spans(
        self, spans: Iterable[Span], start: int, end: int, kind: Kind, key: str
    ) -> Iterator[tuple[int, int, Slot]]:
        for span in spans:
            first, last = self._reading.position(span.start), self._reading.position(span.end)
            if start <= first and last <= end:
                yield first, last, Slot(kind, self._plain(first, last), key)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Finds the longest of the words; nothing where there are none."""
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)")


def _named(region: Region, regions: Regions) -> Iterator[Region]:
    """The document's own region, those above it and those directly below it."""
    yield from (above for above in regions.chain(region.code) if above.level != "national")
    if region.level != "national":
        yield from (below for below in regions if below.parent == region.code)


def _names_of(region: Region) -> Iterator[str]:
    yield region.name
    # A county's short name may be a common word (江北, 城区).
    if region.level != "county":
        yield from region.short_names
