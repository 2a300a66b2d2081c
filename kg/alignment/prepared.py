"""What linking needs of a document: made once for all its pairs, and small plain values, so that it can be kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from kg.alignment.background import Background, NeighbourTable
from kg.alignment.encoding import EncodedDocument, Rows, Tables, Units
from kg.alignment.numbers import Integers, Numbers
from kg.alignment.text import DocumentText, ItemText
from kg.model import Citation, Document, Measure, Mention, Role

# An identifier and a label.
Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PreparedItem:
    """A measure with what tells why it is linked.

    ``letters`` are the Chinese ones of its text, ``lines`` the lines of work of its bodies, in the order of the text.
    """

    path: str
    title: str
    role: Role
    opening: str
    letters: str
    title_letters: str
    lines: tuple[str, ...]
    programmes: tuple[Name, ...]
    places: tuple[Name, ...]
    citations: tuple[CitedName, ...]

    @classmethod
    def of(cls, item: ItemText, measure: Measure) -> PreparedItem:
        """A measure as it was read."""
        lines = (agency.line for agency in measure.agencies if agency.line)
        return cls(
            item.path,
            item.title,
            item.role,
            item.opening,
            item.letters,
            item.title_letters,
            tuple(dict.fromkeys(lines)),
            _names(measure.programmes),
            _names(measure.places),
            tuple(dict.fromkeys(map(CitedName.of, measure.citations))),
        )


@dataclass(frozen=True, slots=True)
class CitedName:
    """What a measure calls a document that it cites."""

    label: str
    title: str | None
    number: str | None

    @classmethod
    def of(cls, citation: Citation) -> CitedName:
        """A citation without its place."""
        return cls(citation.label, citation.title, citation.number)


@dataclass(frozen=True, slots=True)
class TableBytes:
    """The tables of a document as they are kept; the pieces of an item are counted by kind."""

    grams: Numbers
    concepts: Numbers
    lengths: Numbers
    columns: Numbers
    counts: Numbers
    clauses: Numbers
    sentences: Numbers

    @classmethod
    def of(cls, tables: Tables) -> TableBytes:
        """What is to be kept of them."""
        marks, count = tables.pieces.marks, tables.item_count
        return cls(
            Numbers.of(tables.grams),
            Numbers.of(tables.concepts),
            Numbers.of(np.diff(marks.starts)),
            Numbers.of(marks.columns),
            Numbers.of(marks.counts),
            Numbers.of(np.bincount(tables.clauses.item, minlength=count)),
            Numbers.of(np.bincount(tables.sentences.item, minlength=count)),
        )

    def tables(self) -> Tables:
        """The tables, to be worked with."""
        grams, concepts, clauses = self.grams.read(), self.concepts.read(), self.clauses.read()
        items = np.arange(len(clauses), dtype=np.int64)
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(self.lengths.read())])
        marks = Rows(starts, self.columns.read(), self.counts.read().astype(np.float32))
        item = np.concatenate(
            [items, items, np.repeat(items, clauses), np.repeat(items, self.sentences.read())]
        )
        units = Units(marks, item, len(grams), len(grams) + len(concepts))
        return Tables(grams, concepts, units, len(items), int(clauses.sum()))


@dataclass(frozen=True, eq=False)
class Prepared:
    """A document ready to be paired.

    ``clauses`` are where the clauses of all items begin and end in ``source``, the text as it is printed.
    """

    stem: str
    region_code: str | None
    issued_on: date | None
    title: str
    document_number: str | None
    fingerprint: str
    source: str
    items: tuple[PreparedItem, ...]
    clauses: Numbers
    tables: TableBytes
    neighbours: NeighbourTable

    @classmethod
    def of(cls, document: Document, encoded: EncodedDocument, background: Background) -> Prepared:
        """What linking needs of a document and its tables."""
        text, header = encoded.text, document.header
        return cls(
            text.stem,
            text.region_code,
            text.issued_on,
            header.title,
            header.document_number,
            text.fingerprint,
            document.text,
            tuple(map(PreparedItem.of, text.items, document.measures)),
            Numbers.of(_clause_spans(text)),
            TableBytes.of(encoded.tables),
            NeighbourTable.of(background.neighbours(encoded)),
        )

    @cached_property
    def letters(self) -> str:
        """The Chinese characters of all items, a line for each."""
        return "\n".join(item.letters for item in self.items)


def _names(mentions: Sequence[Mention]) -> tuple[Name, ...]:
    """Each name once, in the order of the text."""
    return tuple(dict.fromkeys((mention.id, mention.label) for mention in mentions))


def _clause_spans(text: DocumentText) -> Integers:
    """Where each clause begins and ends in the source, as `Reading.span` has it."""
    ranges = np.array([one for item in text.items for one in item.clauses], dtype=np.int64).reshape(-1, 2)
    offsets = np.array(text.reading.offsets, dtype=np.int64)
    first, stop = ranges.T
    last = np.where(first < stop, offsets[stop - 1] + 1, offsets[first])
    return np.column_stack([offsets[first], last]).ravel()
