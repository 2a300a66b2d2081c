"""What is kept of a document for linking is what was made of it."""

from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.alignment.background import NeighbourTable
from kg.alignment.clauses import Clauses
from kg.alignment.numbers import Numbers
from kg.alignment.prepared import Prepared
from kg.building.codec import packed, unpacked
from kg.model import Document
from tests.alignment_documents import aligner, bundled, made, varied

NOTHING = replace(made("empty", ["促进消费。"]), measures=())
DOCUMENTS = [*bundled().values(), *varied().values(), NOTHING]


def stems(document: Document) -> str:
    return document.stem


@given(st.lists(st.integers(0, 2**63 - 1), max_size=8))
def test_numbers_are_read_as_they_were_kept(numbers: list[int]) -> None:
    assert Numbers.of(numbers).read().tolist() == numbers


@pytest.mark.parametrize("document", DOCUMENTS, ids=stems)
def test_what_was_kept_of_a_document_is_what_was_made_of_it(document: Document) -> None:
    made_of_it = aligner().prepare(document)
    kept = unpacked(packed(made_of_it), Prepared)
    for field in fields(Prepared):
        assert getattr(kept, field.name) == getattr(made_of_it, field.name)


@pytest.mark.parametrize("document", DOCUMENTS, ids=stems)
def test_tables_that_were_kept_are_those_of_the_text(document: Document) -> None:
    encoded = aligner().encode(document)
    found, kept = encoded.tables, aligner().prepare(document, encoded).tables.tables()
    assert (kept.item_count, kept.clause_count) == (found.item_count, found.clause_count)
    assert (kept.pieces.divide, kept.pieces.stop) == (found.pieces.divide, found.pieces.stop)
    for name in ("grams", "concepts", "pieces.item", "pieces.marks.starts", "pieces.marks.columns"):
        one, other = (_attribute(tables, name) for tables in (found, kept))
        assert one.dtype == other.dtype
        assert one.tolist() == other.tolist()
    assert found.pieces.marks.counts.dtype == kept.pieces.marks.counts.dtype
    assert found.pieces.marks.counts.tolist() == kept.pieces.marks.counts.tolist()


def _attribute(value: object, name: str) -> np.ndarray:
    for part in name.split("."):
        value = getattr(value, part)
    assert isinstance(value, np.ndarray)
    return value


@pytest.mark.parametrize("document", DOCUMENTS, ids=stems)
def test_clauses_are_quoted_as_they_are_printed(document: Document) -> None:
    text, prepared = aligner().encode(document).text, aligner().prepare(document)
    ranges: Iterator[tuple[int, int]] = chain.from_iterable(item.clauses for item in text.items)
    clauses = Clauses(prepared.source, prepared.clauses.read())
    for number, (start, end) in enumerate(ranges):
        assert clauses[number].span == text.reading.span(start, end)


@pytest.mark.parametrize("document", DOCUMENTS, ids=stems)
def test_neighbours_that_were_kept_are_those_that_were_found(document: Document) -> None:
    background = aligner().background
    found = background.neighbours(aligner().encode(document))
    kept = background.kept_neighbours(NeighbourTable.of(found), len(document.measures))
    assert len(found.rows) == len(document.measures)
    for one, other in (
        (found.rows, kept.rows),
        (found.likeness, kept.likeness),
        (found.documents, kept.documents),
    ):
        assert one.dtype == other.dtype
        assert one.tolist() == other.tolist()
    assert np.all(found.likeness >= 0)
