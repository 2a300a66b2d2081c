"""Generated documents: read without loss, the same for a seed, and each place its own."""

from functools import cache
from pathlib import Path

import pytest

from benchmarks.varied_documents.__main__ import write_documents
from benchmarks.varied_documents.document import Written, write
from benchmarks.varied_documents.likeness import most_like
from benchmarks.varied_documents.measure import near_duplicates
from benchmarks.varied_documents.places import Places
from benchmarks.varied_documents.plans import NATIONAL_PLANS, Plan, plans
from benchmarks.varied_documents.pool import Pool
from kg.model import Document
from loaders.document import read_document

pytestmark = pytest.mark.slow  # reads twelve documents for their sentences


@cache
def pool() -> Pool:
    return Pool.load()


@cache
def made() -> list[tuple[Plan, Written, Document]]:
    places = Places(pool().registers.regions)
    found = []
    for plan in plans(pool(), places, 60, 4, seed=3):
        written = write(plan, pool(), places, seed=3)
        found.append((plan, written, read_document(written.text, plan.stem, pool().registers)))
    return found


def test_what_is_read_is_what_was_written() -> None:
    for plan, written, document in made():
        header = document.header
        assert header.title.endswith(written.title) and header.document_number == written.number, plan.stem
        assert (header.issuer, header.region_code) == (written.issuer, plan.region.code), plan.stem
        assert (header.issued_on, header.level) == (plan.issued_on.isoformat(), plan.region.level), plan.stem
        assert len(document.measures) == written.items, plan.stem


def test_numbers_and_stems_are_those_of_one_document_alone() -> None:
    assert len({plan.stem for plan, _, _ in made()}) == len(made())
    assert len({(plan.region.code, written.number) for plan, written, _ in made()}) == len(made())


def test_there_is_one_national_set_and_several_places_topics_and_years() -> None:
    levels = [plan.region.level for plan, _, _ in made()]
    assert levels.count("national") == NATIONAL_PLANS and {"province", "city"} <= set(levels)
    assert len({plan.topic.name for plan, _, _ in made()}) == len(pool().topics)
    assert len({plan.issued_on.year for plan, _, _ in made()}) > 2


def test_a_place_of_the_real_document_is_not_left_standing() -> None:
    """宁波 and 浙江 are where most sentences come from."""
    for plan, written, _ in made():
        if "浙江" not in [region.short for region in pool().registers.regions.chain(plan.region.code)]:
            assert "宁波市" not in written.text and "浙江省" not in written.text, plan.stem


def test_a_seed_gives_the_same_files_and_another_one_others(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_documents(tmp_path / name, 8, seed=seed)
    a, b, c = (
        {file.name: file.read_bytes() for file in (tmp_path / name).iterdir()} for name in ("a", "b", "c")
    )
    assert a == b and a != c and len(a) == 8


def test_more_documents_than_places_have_plans_for_is_an_error() -> None:
    with pytest.raises(ValueError, match="give --each"):
        list(plans(pool(), Places(pool().registers.regions), 10_000, 1, seed=1))


def test_measures_are_as_long_as_real_ones_and_seldom_near_duplicates() -> None:
    documents = [document for _, _, document in made()]
    measures = [measure for document in documents for measure in document.measures]
    assert 140 < sum(len(measure.span.quote) for measure in measures) / len(measures) < 240
    assert 14 < len(measures) / len(documents) < 34
    assert near_duplicates(documents) < 0.03


def test_as_many_documents_as_real_ones_drawn_from_many_places_hold_few_near_duplicates() -> None:
    """Real ones hold 0.9 %; 65 documents from all over 2,000 are read."""
    places = Places(pool().registers.regions)
    chosen = [*plans(pool(), places, 2_000, 1, seed=1)][::31]
    documents = [
        read_document(write(plan, pool(), places, seed=1).text, plan.stem, pool().registers)
        for plan in chosen
    ]
    assert len(documents) == 65 and near_duplicates(documents) < 0.025


def test_an_item_is_put_together_from_measures_of_its_topic() -> None:
    for topic in pool().topics:
        assert len(topic.anchors) > 50 and topic.last, topic.name
        assert sum(len(part) for anchor in topic.anchors for part in anchor.beside) > 5 * len(
            topic.anchors
        ), topic.name


def test_the_most_like_come_first_and_a_text_is_not_like_itself() -> None:
    assert most_like(["二手车交易", "二手车交易市场", "养老服务", "二手房"], 2) == [
        [1, 3],
        [0, 3],
        [],
        [0, 1],
    ]


def test_without_each_there_are_as_few_plans_of_a_place_as_will_do() -> None:
    places = Places(pool().registers.regions)
    assert places.plans_wanted(60) == places.plans_wanted(2_000) == 1
    assert places.plans_wanted(10_000) == 4
