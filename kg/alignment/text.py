"""The items of a document as the alignment reads them: where their titles, sentences and clauses stand.

Responsibility notes are left out: who is charged says little of what is to be done, and the same bodies are named
everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b

from kg.model import Document, Measure, Role
from loaders.reading import Reading, fold
from loaders.responsibility_notes import find_notes

Range = tuple[int, int]

CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_CLAUSE_END = re.compile(r"[,。;:!?]")
_SENTENCE_END = re.compile(r"[。;!?]")
_MARKS = ",。;:!?、 "
_ORDINAL = re.compile(r"[\d一二三四五六七八九十百零〇第条章节款项(). 、,．]{1,16}")
SHORTEST_CLAUSE = 5  # characters; a shorter one is joined to the next
SHORTEST_SENTENCE = 4
FEWEST_LETTERS = 3  # Chinese ones; 2023年 alone says nothing
_ENOUGH_LETTERS = re.compile(rf"(?:[^\u4e00-\u9fff]*[\u4e00-\u9fff]){{{FEWEST_LETTERS}}}")


@dataclass(frozen=True)
class ItemText:
    """A measure as the alignment reads it; all ranges are of ``plain``, that of its document's ``Reading``.

    ``parts`` are its text without responsibility notes, the title (maybe empty) first; ``opening`` is how the text
    begins. What choosing candidates does not need is read when it is asked for.
    """

    plain: str
    path: str
    title: str
    role: Role
    opening: str
    parts: tuple[Range, ...]

    @cached_property
    def letters(self) -> str:
        """The Chinese characters of all parts."""
        return "".join(letters for a, b in self.parts for letters in CHINESE.findall(self.plain, a, b))

    @cached_property
    def title_letters(self) -> str:
        """The Chinese characters of the title."""
        return "".join(CHINESE.findall(self.plain, *self.parts[0]))

    @cached_property
    def sentences(self) -> tuple[Range, ...]:
        """Its sentences, at least one; none is shorter than `SHORTEST_SENTENCE` where others are near."""
        return _pieces(self.plain, self.parts, _SENTENCE_END, SHORTEST_SENTENCE)

    @cached_property
    def clauses(self) -> tuple[Range, ...]:
        """Its clauses, at least one; none is shorter than `SHORTEST_CLAUSE` where others are near."""
        return _pieces(self.plain, self.parts, _CLAUSE_END, SHORTEST_CLAUSE)


@dataclass(frozen=True)
class DocumentText:
    """A document as the alignment reads it."""

    stem: str
    reading: Reading
    region_code: str | None
    issued_on: date | None
    items: tuple[ItemText, ...]

    @cached_property
    def fingerprint(self) -> str:
        """Tells whether two documents are the same text."""
        return fingerprint(self.reading)

    @cached_property
    def letters(self) -> str:
        """The Chinese characters of all items, a line for each."""
        return "\n".join(item.letters for item in self.items)


def read_document_text(document: Document) -> DocumentText:
    """The items of a document; linear in its length."""
    reading = Reading.of(document.text)
    return DocumentText(
        stem=document.stem,
        reading=reading,
        region_code=document.header.region_code,
        issued_on=_day(document.header.issued_on),
        items=tuple(_item(reading, measure) for measure in document.measures),
    )


def fingerprint(reading: Reading) -> str:
    """Sixteen hexadecimal digits of a text's Chinese characters: layout and width make no difference.

    >>> fingerprint(Reading.of("一、办节。")) == fingerprint(Reading.of("一、办\\n节．"))
    True
    """
    return blake2b("".join(CHINESE.findall(reading.plain)).encode(), digest_size=8).hexdigest()


def _day(iso: str | None) -> date | None:
    try:
        return date.fromisoformat(iso or "")
    except ValueError:
        return None


def _item(reading: Reading, measure: Measure) -> ItemText:
    plain = reading.plain
    start, end = reading.position(measure.span.start), reading.position(measure.span.end)
    title = _title(reading, measure, start, end)
    parts = (title, *_without_notes(reading, title[1], end))
    begin = title[0] if title[0] < title[1] else next((a for a, _ in parts[1:]), start)
    return ItemText(
        plain=plain,
        path=measure.path,
        title=measure.title,
        role=measure.role,
        opening=plain[begin : begin + 40].lstrip(_MARKS),
        parts=parts,
    )


def _title(reading: Reading, measure: Measure, start: int, end: int) -> Range:
    """Where the title stands; empty behind the ordinal where it is not found."""
    title = "".join(fold(character) for character in measure.title if not character.isspace())
    at = reading.plain.find(title, start, min(end, start + len(title) + 24)) if title else -1
    if at >= 0:
        return at, at + len(title)
    ordinal = _ORDINAL.match(reading.plain, start, end)
    begin = ordinal.end() if ordinal else start
    return begin, begin


def _without_notes(reading: Reading, start: int, end: int) -> list[Range]:
    ranges: list[Range] = []
    for note in find_notes(reading, start, end):
        if start < note.start:
            ranges.append((start, note.start))
        start = max(start, note.end)
    if start < end:
        ranges.append((start, end))
    return ranges


def _pieces(plain: str, parts: Sequence[Range], mark: re.Pattern[str], shortest: int) -> tuple[Range, ...]:
    """The parts cut at a mark; what is too short goes with the next, at the end with the one before.

    An item without any text is one empty piece.
    """
    found: list[Range] = []
    for start, end in parts:
        begin = start
        for stop in _stops(plain, start, end, mark):
            piece = _stripped(plain, begin, stop)
            if piece[1] - piece[0] >= shortest and _ENOUGH_LETTERS.match(plain, *piece):
                found.append(piece)
                begin = stop + 1
        rest = _stripped(plain, begin, end)
        if rest[0] < rest[1] and found and found[-1][0] >= start:
            found[-1] = (found[-1][0], rest[1])
        elif rest[0] < rest[1]:
            found.append(rest)
    return tuple(found) or (parts[0],)


def _stripped(plain: str, start: int, end: int) -> Range:
    while start < end and plain[start] in _MARKS:
        start += 1
    while start < end and plain[end - 1] in _MARKS:
        end -= 1
    return start, end


def _stops(plain: str, start: int, end: int, mark: re.Pattern[str]) -> Iterator[int]:
    yield from (match.start() for match in mark.finditer(plain, start, end))
    yield end
