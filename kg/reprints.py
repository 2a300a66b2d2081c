"""Documents that are held already: reprints and new versions of one document, and others under its number.

Two texts are one document where they have one number and near-identical measures, or where nothing in their
headers tells them apart and the measures are the same. Of each document one text is kept: the fullest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.ids import document_number
from kg.model import Document, Problem
from kg.near_copies import letters_of_measures
from kg.sketches import Shingles, in_both, shared_counts, size, sizes, sketch
from loaders.citations import title_key

# The least part of the two texts together that both have: with one number, one title, or neither in both. A plan
# that a district made of its city's, with other names of places and bodies, stays below.
ONE_NUMBER = 0.6
ONE_TITLE = 0.8
ONE_TEXT = 0.95
_LIKE_TEXTS = 0.8  # of the shingles of the less full one; a sample may be less alike than the texts
_ONE_IN = 16
_LEAST_SHINGLES = 8  # of a sketch; with fewer, the whole text is too short to tell
_FIELDS = ("document_number", "issuer", "issued_on", "region_code", "validity", "source")


@dataclass(frozen=True, slots=True)
class TextPrint:
    """What telling reprints needs of a document, to be kept between builds.

    ``fullness`` orders the texts of one document: measures, fields of the header, letters.
    """

    stem: str
    number: str | None
    title: str
    region_code: str | None
    fullness: tuple[int, int, int]
    sketch: bytes


@dataclass(frozen=True, slots=True)
class Reprint:
    """The text ``stem`` is one document with ``held``, which is kept; ``share`` of the two is in both."""

    stem: str
    held: str
    share: float

    def problem(self) -> Problem:
        """How it is reported."""
        what = f"is a reprint or another version of {self.held} ({self.share:.0%} of the text in both), which is kept"
        return Problem("duplicate", self.stem, what)


@dataclass(frozen=True, slots=True)
class SharedNumber:
    """Two different documents under one number; ``share`` of the two is in both."""

    stem: str
    other: str
    number: str
    share: float

    def problem(self) -> Problem:
        """How it is reported."""
        what = f"has the number {self.number} of {self.other}, another text ({self.share:.0%} in both); both are kept"
        return Problem("duplicate", self.stem, what)


@dataclass(frozen=True, slots=True)
class Reprints:
    """What was found: texts that are left out, and different documents that share a number."""

    left_out: tuple[Reprint, ...]
    shared_numbers: tuple[SharedNumber, ...]

    @property
    def stems(self) -> frozenset[str]:
        """The texts that are left out."""
        return frozenset(one.stem for one in self.left_out)

    def problems(self) -> Iterator[Problem]:
        """How all of it is reported."""
        yield from (one.problem() for one in self.left_out)
        yield from (one.problem() for one in self.shared_numbers)


def text_print(document: Document, key: str | None = None, texts: Sequence[str] | None = None) -> TextPrint:
    """The print of a document; ``key`` is its stem where two documents have one stem.

    ``texts`` are what `letters_of_measures` gives, where it is at hand.
    """
    header = document.header
    # Measure by measure: a text between them, such as a page's menu, is no part of the document.
    parts = letters_of_measures(document) if texts is None else texts
    fields = sum(getattr(header, name) is not None for name in _FIELDS)
    return TextPrint(
        stem=key or document.stem,
        number=document_number(header.document_number or ""),
        title=title_key(header.title),
        region_code=header.region_code,
        fullness=(len(parts), fields, sum(map(len, parts))),
        sketch=sketch("".join(parts), _ONE_IN),
    )


def find_reprints(prints: Iterable[TextPrint]) -> Reprints:
    """The reprints among some documents, whatever their order; linear in their number."""
    # The fullest first, so that it is the one the others are compared with, and the one that is kept.
    ordered = sorted(prints, key=lambda one: ([-n for n in one.fullness], one.stem))
    same: dict[int, tuple[int, float]] = {}
    differing: dict[int, SharedNumber] = {}
    for later, earlier in _pairs(ordered):
        if later in same or earlier in same:
            continue
        one, other = ordered[later], ordered[earlier]
        share = in_both(one.sketch, other.sketch)
        if share >= _least(one, other):
            same[later] = earlier, share
            differing.pop(later, None)
        elif one.number and one.number == other.number:
            differing.setdefault(later, SharedNumber(one.stem, other.stem, one.number, round(share, 4)))
    left_out = [Reprint(ordered[n].stem, ordered[m].stem, round(share, 4)) for n, (m, share) in same.items()]
    return Reprints(
        tuple(sorted(left_out, key=lambda one: one.stem)),
        tuple(sorted(differing.values(), key=lambda one: one.stem)),
    )


def _pairs(ordered: Sequence[TextPrint]) -> list[tuple[int, int]]:
    """Pairs to compare, (less full, fuller), in order: those of one number, of one title, and of like texts."""
    found: set[tuple[int, int]] = set()
    for names in ([one.number for one in ordered], [one.title for one in ordered]):
        owners: dict[str, list[int]] = {}
        for n, name in enumerate(names):
            if name:
                first = owners.setdefault(name, [])
                found.update((n, earlier) for earlier in first)
                # Of very many under one name each is compared with the fullest alone.
                if len(first) < 20:
                    first.append(n)
    sketches = [one.sketch for one in ordered]
    held = sizes(sketches)
    least = _LIKE_TEXTS * held
    for later, earlier, counts in shared_counts(Shingles.of(sketches, held, range(len(ordered)))):
        alike = counts >= least[later]
        found.update(zip(later[alike].tolist(), earlier[alike].tolist(), strict=True))
    return sorted(found)


def _least(one: TextPrint, other: TextPrint) -> float:
    """How much has to be in both for the two to be one document; over 1 where they cannot be."""
    never = 2.0
    if one.number and other.number and one.number != other.number:
        return never
    if one.region_code and other.region_code and one.region_code != other.region_code:
        return never
    if min(size(one.sketch), size(other.sketch)) < _LEAST_SHINGLES:
        return 1.0
    if one.number and one.number == other.number:
        return ONE_NUMBER
    return ONE_TITLE if one.title == other.title else ONE_TEXT
