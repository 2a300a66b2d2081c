"""Reprints and new versions are kept once, different documents under one number both; all are reported."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Document, Header
from kg.reprints import find_reprints, text_print
from loaders.document import read_document
from ontology.registers import Registers
from tests.test_near_copies import variety

REGISTERS = Registers.load()
ORIGINAL = next(document for document in variety() if document.stem == "county-beijing-2023-022")
CITY = next(document for document in variety() if document.stem == "province-beijing-2023-019")


def again(text: str, stem: str) -> Document:
    return read_document(text, stem, REGISTERS)


def left_out(*documents: Document) -> dict[str, str]:
    found = find_reprints([text_print(document) for document in documents])
    assert found.stems == {one.stem for one in found.left_out}
    return {one.stem: one.held for one in found.left_out}


def with_header(document: Document, stem: str, **changes: str | None) -> Document:
    header = replace(document.header, **changes)  # type: ignore[arg-type]
    return replace(document, stem=stem, header=header)


def test_real_documents_of_different_places_are_no_reprints() -> None:
    found = find_reprints([text_print(document) for document in variety()])
    assert (found.left_out, found.shared_numbers) == ((), ())


def test_a_copy_with_other_line_breaks_and_marks_is_kept_once() -> None:
    copy = again(ORIGINAL.text.replace("，", ",").replace("（", "("), "copy")
    assert left_out(ORIGINAL, copy) in ({"copy": ORIGINAL.stem}, {ORIGINAL.stem: "copy"})


def test_the_fuller_version_is_the_one_that_is_kept() -> None:
    cut = ORIGINAL.measures[-2].span
    shorter = again(ORIGINAL.text[: cut.start] + ORIGINAL.text[cut.end :], "a-shorter")
    assert left_out(shorter, ORIGINAL) == {"a-shorter": ORIGINAL.stem}


def test_a_copy_that_prints_no_number_is_recognised_by_its_title_and_text() -> None:
    assert left_out(ORIGINAL, with_header(ORIGINAL, "z", document_number=None)) == {"z": ORIGINAL.stem}


def test_a_copy_under_another_title_is_recognised_where_its_text_is_the_same() -> None:
    other = with_header(ORIGINAL, "z", document_number=None, title="一个网页的名称")
    assert left_out(ORIGINAL, other) == {"z": ORIGINAL.stem}


def test_another_number_or_another_place_is_another_document() -> None:
    assert left_out(ORIGINAL, with_header(ORIGINAL, "z", document_number="顺政办发〔2024〕9号")) == {}
    assert left_out(ORIGINAL, with_header(ORIGINAL, "z", region_code="110112")) == {}


def test_different_documents_under_one_number_are_both_kept_and_reported() -> None:
    other = with_header(CITY, "z", document_number=ORIGINAL.header.document_number, region_code="110113")
    found = find_reprints([text_print(ORIGINAL), text_print(other)])
    assert found.left_out == ()
    [shared] = found.shared_numbers
    assert {shared.stem, shared.other} == {ORIGINAL.stem, "z"}
    assert shared.number == ORIGINAL.header.document_number and shared.share < 0.6
    [problem] = found.problems()
    assert problem.kind == "duplicate" and "both are kept" in problem.what


def test_a_reprint_is_reported_with_what_is_kept() -> None:
    found = find_reprints([text_print(ORIGINAL), text_print(ORIGINAL, "z")])
    [problem] = found.problems()
    assert (problem.kind, problem.stem) == ("duplicate", "z")
    assert ORIGINAL.stem in problem.what and "100%" in problem.what


def test_texts_too_short_to_tell_are_kept_unless_they_are_the_same() -> None:
    header = Header("短文", "某发〔2023〕1号", region_code="110000")
    short = [Document(stem, "", header, (), ()) for stem in "ab"]
    assert left_out(*short) == {"b": "a"}


@settings(max_examples=5, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_documents_makes_no_difference(order: random.Random) -> None:
    documents = [*variety(), replace(ORIGINAL, stem="z"), with_header(ORIGINAL, "y", document_number=None)]
    expected = find_reprints([text_print(document) for document in documents])
    assert expected.stems == {"y", "z"}
    order.shuffle(documents)
    assert find_reprints([text_print(document) for document in documents]) == expected
