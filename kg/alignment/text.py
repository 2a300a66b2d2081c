"""Items, sentences and clauses of a document as counts of character grams and concepts.

Grams are single characters and pairs of characters of running Chinese text; quotes and brackets are looked
through, punctuation, digits and letters end a run. Responsibility notes are left out: who is charged says little
of what is to be done, and the same bodies are named everywhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from kg.alignment.concept_finder import ConceptFinder
from kg.model import Document, Measure, Role
from loaders.reading import Reading, fold
from loaders.responsibility_notes import find_notes

Range = tuple[int, int]
Counts = dict[str, int]

_RUN = re.compile(r"[\u4e00-\u9fff]+")
_LOOKED_THROUGH = str.maketrans("", "", "“”‘’\"'()〔〕[]【】《》 ")
_CLAUSE_END = re.compile(r"[,。;:!?]")
_SENTENCE_END = re.compile(r"[。;!?]")
_ORDINAL = re.compile(r"[\d一二三四五六七八九十百零〇第条章节款项(). 、,．]{1,16}")
SHORTEST_CLAUSE = 5  # characters; a shorter one is joined to the next
SHORTEST_SENTENCE = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an item (positions of ``Reading.plain``) with its counts."""

    start: int
    end: int
    grams: Counts
    concepts: Counts


@dataclass(frozen=True, slots=True)
class ItemText:
    """A measure as the alignment reads it; in ``whole`` the title counts twice.

    ``letters`` are its Chinese characters alone, the title's first (``title_letters``); ``opening`` is how its
    own text begins.
    """

    path: str
    title: str
    opening: str
    role: Role
    letters: str
    title_letters: str
    name: Piece
    whole: Piece
    sentences: tuple[Piece, ...]
    clauses: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A document as the alignment reads it; ``fingerprint`` tells whether two are the same text."""

    stem: str
    reading: Reading
    region_code: str | None
    issued_on: date | None
    fingerprint: str
    items: tuple[ItemText, ...]


def read_document_text(document: Document, finder: ConceptFinder) -> DocumentText:
    """The counts of a document; linear in its length."""
    reading = Reading.of(document.text)
    return DocumentText(
        stem=document.stem,
        reading=reading,
        region_code=document.header.region_code,
        issued_on=_day(document.header.issued_on),
        fingerprint=fingerprint(reading),
        items=tuple(_item(reading, measure, finder) for measure in document.measures),
    )


def fingerprint(reading: Reading) -> str:
    """Sixteen hexadecimal digits of a text's Chinese characters: layout and width make no difference.

    >>> fingerprint(Reading.of("一、办节。")) == fingerprint(Reading.of("一、办\\n节．"))
    True
    """
    return blake2b("".join(_RUN.findall(reading.plain)).encode(), digest_size=8).hexdigest()


def _day(iso: str | None) -> date | None:
    try:
        return date.fromisoformat(iso or "")
    except ValueError:
        return None


def runs(text: str) -> list[str]:
    """The stretches of Chinese characters that grams are taken from.

    >>> runs("新增“共富工坊”300个，办节")
    ['新增共富工坊', '个', '办节']
    """
    return _RUN.findall(text.translate(_LOOKED_THROUGH))


def count_grams(texts: Iterable[str]) -> Counts:
    """How often each character and each pair of characters occurs.

    >>> count_grams(["办节", "节"])
    {'办': 1, '节': 2, '办节': 1}
    """
    counts: Counter[str] = Counter()
    for text in texts:
        for run in runs(text):
            counts.update(run)
            counts.update(map("".join, zip(run, run[1:], strict=False)))
    return dict(counts)


def _item(reading: Reading, measure: Measure, finder: ConceptFinder) -> ItemText:
    start, end = reading.position(measure.span.start), reading.position(measure.span.end)
    title = _title(reading, measure, start, end)
    body = _without_notes(reading, title[1], end)
    hits = [
        (concept, begin + a, begin + b)
        for begin, stop in (title, *body)
        for concept, a, b in finder.find(reading.plain[begin:stop])
    ]
    parts = [title, *body]
    letters = "".join(run for a, b in parts for run in runs(reading.plain[a:b]))
    first = next((a for a, b in parts if a < b), start)
    return ItemText(
        path=measure.path,
        title=measure.title,
        opening=reading.plain[first : first + 40],
        role=measure.role,
        letters=letters,
        title_letters="".join(runs(reading.plain[title[0] : title[1]])),
        name=_piece(reading.plain, [title], hits),
        whole=_piece(reading.plain, [title, title, *body], hits),
        sentences=_pieces(reading.plain, parts, hits, _SENTENCE_END, SHORTEST_SENTENCE),
        clauses=_pieces(reading.plain, parts, hits, _CLAUSE_END, SHORTEST_CLAUSE),
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


def _piece(plain: str, ranges: Sequence[Range], hits: Sequence[tuple[str, int, int]]) -> Piece:
    grams = count_grams(plain[a:b] for a, b in ranges)
    ends: dict[str, set[int]] = {}
    for concept, start, end in hits:
        if any(a <= start and end <= b for a, b in ranges):
            ends.setdefault(concept, set()).add(end)
    title = ranges[0] if len(ranges) > 1 and ranges[0] == ranges[1] else None
    concepts = {
        concept: len(found) + (sum(title[0] < end <= title[1] for end in found) if title else 0)
        for concept, found in ends.items()
    }
    return Piece(ranges[0][0], ranges[-1][1], grams, concepts)


def _pieces(
    plain: str,
    parts: Sequence[Range],
    hits: Sequence[tuple[str, int, int]],
    mark: re.Pattern[str],
    shortest: int,
) -> tuple[Piece, ...]:
    """The parts cut at a mark; what is too short goes with the next, at the end with the one before."""
    found: list[Range] = []
    for start, end in parts:
        begin = start
        for stop in _stops(plain, start, end, mark):
            if stop - begin >= shortest:
                found.append((begin, stop))
                begin = stop + 1
        if begin < end and plain[begin:end].strip(",。;:!? "):
            if found and found[-1][0] >= start and end - begin < shortest:
                found[-1] = (found[-1][0], end)
            else:
                found.append((begin, end))
    return tuple(_piece(plain, [piece], hits) for piece in found)


def _stops(plain: str, start: int, end: int, mark: re.Pattern[str]) -> Iterator[int]:
    yield from (match.start() for match in mark.finditer(plain, start, end))
    yield end
