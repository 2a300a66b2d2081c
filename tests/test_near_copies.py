"""Measures that repeat another place's text: how much, who was first, whatever the order they come in."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.mapping import measure_ids
from kg.model import Document, Header, Measure, Sentence, Span
from kg.near_copies import (
    LEAST_SHARE,
    LikeMeasures,
    MeasureSketches,
    NearCopy,
    find_near_copies,
    letters_of_measures,
    measure_sketches,
    shared_text,
    shares_in,
)
from kg.sketches import Shingles, in_both, letters, shared_counts, size, sizes, sketch, sketch_each
from loaders.document import read_document
from ontology.registers import Registers

VARIETY = Path(__file__).parent / "variety"
TEXT = "全面实施市场准入负面清单管理，健全市场准入评估制度，定期排查和清理在市场准入方面设置的不合理限制，推动各类主体依法平等进入。"
OTHER = "支持首店经济发展，对新引进的亚洲首店、全国首店给予装修和租金补助，鼓励商业综合体引进国际知名品牌，打造夜间消费集聚区。"


def document(stem: str, region: str, day: str | None, *texts: str, level: str = "city") -> Document:
    whole, measures = "", []
    for number, text in enumerate(texts, 1):
        start = len(whole) + 2
        whole += f"{number}.{text}\n"
        span = Span.of(whole, start - 2, len(whole))
        sentence = Sentence(1, Span.of(whole, start, start + len(text)))
        measures.append(Measure(str(number), text[:6], "measure", span, None, (sentence,)))
    header = Header("某措施", issued_on=day, level=level, region_code=region)  # type: ignore[arg-type]
    return Document(stem, whole, header, (), tuple(measures))


def near_copies(documents: Sequence[Document]) -> tuple[NearCopy, ...]:
    share = shares_in({document.stem: document for document in documents})
    return find_near_copies([measure_sketches(document) for document in documents], share)


def test_the_later_place_repeats_the_earlier() -> None:
    first = document("b", "330200", "2023-02-01", OTHER, TEXT)
    later = document("a", "330300", "2023-03-01", TEXT.replace("各类主体", "市场主体"))
    [found] = near_copies([later, first])
    assert (found.copy, found.source, found.lag_days) == (("a", "1"), ("b", "2"), 28)
    assert 0.8 < found.share < 1.0


def test_a_place_does_not_repeat_itself() -> None:
    assert (
        near_copies([document(stem, "330200", f"2023-0{n}-01", TEXT) for n, stem in enumerate("ab", 1)]) == ()
    )


def test_of_equal_sources_the_earliest_is_taken() -> None:
    days = {"a": "2023-03-01", "b": "2023-01-01", "c": "2023-02-01"}
    found = near_copies([document(s, f"33{n}000", day, TEXT) for n, (s, day) in enumerate(days.items())])
    assert {(one.copy[0], one.source[0], one.share) for one in found} == {("a", "b", 1.0), ("c", "b", 1.0)}


def test_the_source_that_holds_more_of_the_text_is_taken() -> None:
    half = TEXT[: len(TEXT) // 2] + OTHER[len(OTHER) // 2 :]
    documents = [
        document("a", "310000", "2023-01-01", half),
        document("b", "320000", "2023-02-01", TEXT),
        document("c", "330000", "2023-03-01", TEXT),
    ]
    assert {one.copy[0]: one.source[0] for one in near_copies(documents)}["c"] == "b"


def test_on_one_day_the_higher_level_was_first() -> None:
    city, province = (
        document("a", "330200", "2023-01-01", TEXT),
        document("z", "330000", "2023-01-01", TEXT, level="province"),
    )
    [found] = near_copies([city, province])
    assert (found.copy[0], found.source[0], found.lag_days) == ("a", "z", 0)


def test_without_a_date_nobody_knows_who_was_first() -> None:
    [found] = near_copies([document("a", "330200", None, TEXT), document("b", "330300", "2023-01-01", TEXT)])
    assert (found.copy[0], found.lag_days) == ("a", None)


def test_documents_of_unknown_places_are_of_different_ones() -> None:
    unknown = [
        replace(one, header=replace(one.header, region_code=None))
        for one in (document("a", "0", "2023-01-01", TEXT), document("b", "0", "2023-02-01", TEXT))
    ]
    assert len(near_copies(unknown)) == 1


def test_punctuation_layout_number_and_responsibility_note_do_not_count() -> None:
    first = document("a", "330200", "2023-01-01", TEXT + "（市发展改革委牵头，市商务局配合）")
    wrapped = TEXT.replace("，", ",").replace("准入", "准\n入")
    later = document("b", "330300", "2023-02-01", wrapped + "(责任单位：市市场监管局)")
    [found] = near_copies([first, later])
    assert found.share == 1.0


def test_phrases_that_everybody_uses_are_no_copy() -> None:
    common = "市有关部门按照职责分工负责，各县（市、区）人民政府要加强组织领导，"
    documents = [
        document("a", "330200", "2023-01-01", common + TEXT),
        document("b", "330300", "2023-02-01", common + OTHER),
    ]
    assert near_copies(documents) == ()


def test_a_text_that_very_many_repeat_has_its_first_place_for_a_source() -> None:
    documents = [document(f"d{n:03}", f"{100000 + n}", f"2023-01-{1 + n // 10:02}", TEXT) for n in range(200)]
    found = near_copies(random.Random(1).sample(documents, len(documents)))
    assert len(found) == 199 and {one.source[0] for one in found} == {"d000"}


@cache
def variety() -> tuple[Document, ...]:
    registers = Registers.load()
    return tuple(
        read_document(path.read_text(encoding="utf-8"), path.stem, registers)
        for path in sorted(VARIETY.glob("*.txt"))
    )


@cache
def by_comparing_all() -> dict[tuple[str, str], float]:
    """The greatest share that a measure has with an earlier one of another place, each compared with each."""
    items = [
        (document, name.removeprefix("/"), text)
        for document in variety()
        for name, text in zip(measure_ids(document, ""), letters_of_measures(document), strict=True)
    ]
    return {
        (one.stem, name): max(
            (
                shared_text(text, source)
                for other, _, source in items
                if other.header.region_code != one.header.region_code
                and (other.header.issued_on or "") < (one.header.issued_on or "")
            ),
            default=0.0,
        )
        for one, name, text in items
        if len(text) >= 40
    }


def test_in_real_documents_most_copies_are_found_and_none_is_made_up() -> None:
    found = {one.copy: one.share for one in near_copies(variety())}
    exact = by_comparing_all()
    assert all(share <= exact[copy] + 0.0001 for copy, share in found.items())
    for least, recall in ((0.5, 0.9), (LEAST_SHARE, 0.8)):
        wanted = {copy for copy, share in exact.items() if share >= least}
        assert len(wanted) > 15
        assert len(wanted & found.keys()) >= recall * len(wanted)


@settings(max_examples=5, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_documents_makes_no_difference(order: random.Random) -> None:
    documents = list(variety())
    order.shuffle(documents)
    assert near_copies(documents) == near_copies(variety())


# -- changed documents -----------------------------------------------------------------------------------

PARTS = tuple(
    dict.fromkeys(part for text in (TEXT, OTHER, TEXT[::-1], OTHER[::-1]) for part in (text[:30], text[30:]))
)


def any_document(chance: random.Random, stem: str) -> Document:
    """A document of some place and day, of measures that others have parts of too."""
    texts = ["".join(chance.sample(PARTS, chance.randint(2, 4))) for _ in range(chance.randint(0, 3))]
    day = chance.choice((None, f"2023-0{chance.randint(1, 9)}-01"))
    region = chance.choice((None, *("330200", "330300", "330000", "310000", "320000", "340000", "350000")))
    made = document(stem, "0", day, *texts, level=chance.choice(("city", "province")))
    return replace(made, header=replace(made.header, region_code=region))


def pairs_of(found: LikeMeasures) -> set[tuple[tuple[str, str], tuple[str, str]]]:
    copies: list[tuple[tuple[str, str], tuple[str, str]]] = []
    found.near(lambda copy, source: copies.append((copy, source)) or 0.0)  # type: ignore[func-returns-value]
    return set(copies)


@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False))
def test_of_changed_documents_only_measures_are_looked_at_that_may_have_other_sources(
    chance: random.Random,
) -> None:
    before = {f"d{n}": any_document(chance, f"d{n}") for n in range(chance.randint(1, 12))}
    after = dict(before)
    for stem in chance.sample(sorted(before), chance.randint(0, min(2, len(before)))):
        del after[stem]
        if chance.random() < 0.6:
            after[stem] = any_document(chance, stem)
    after |= {f"new{n}": any_document(chance, f"new{n}") for n in range(chance.randint(0, 2))}

    def sketches(documents: dict[str, Document]) -> dict[str, MeasureSketches]:
        return {stem: measure_sketches(one) for stem, one in documents.items()}

    was, now = sketches(before), sketches(after)
    new = {stem for stem, one in after.items() if before.get(stem) is not one}
    gone = [one for stem, one in was.items() if after.get(stem) is not before[stem]]
    held = list(now.values())
    chance.shuffle(held)
    changed = LikeMeasures.among(held, new, gone)
    asked = changed.asked_for()
    taken_over = {pair for pair in pairs_of(LikeMeasures.among(list(was.values()))) if pair[0] not in asked}
    taken_over = {pair for pair in taken_over if after.get(pair[0][0]) is before[pair[0][0]]}
    assert pairs_of(changed) | taken_over == pairs_of(LikeMeasures.among(held))
    assert {pair[0] for pair in pairs_of(changed)} <= asked


def test_a_change_far_from_a_measure_leaves_it_alone() -> None:
    first, later = document("a", "330200", "2023-01-01", TEXT), document("b", "330300", "2023-02-01", TEXT)
    other = document("c", "310000", "2023-01-05", OTHER)
    held = [measure_sketches(one) for one in (first, later, other)]
    assert LikeMeasures.among(held, {"c"}).asked_for() == {("c", "1")}
    assert LikeMeasures.among(held, {"a"}).asked_for() == {("a", "1"), ("b", "1")}


# -- sketches -------------------------------------------------------------------------------------------

chinese = st.text(alphabet="市场准入负面清单管理措施消费", max_size=60)


def shingles(sketches: Sequence[bytes], groups: Sequence[int]) -> Shingles:
    return Shingles.of(sketches, sizes(sketches), groups)


@given(st.lists(chinese, max_size=8), st.integers(1, 8))
def test_many_texts_have_the_sketches_that_each_has_alone(texts: list[str], one_in: int) -> None:
    assert sketch_each(texts, one_in) == [sketch(text, one_in) for text in texts]


@given(chinese, st.integers(1, 8))
def test_a_sketch_is_part_of_every_finer_one(text: str, one_in: int) -> None:
    hashes, all_hashes = sketch(text, one_in), sketch(text, 1)
    assert size(hashes) <= size(all_hashes) <= max(0, len(text) - 7)
    assert {hashes[n : n + 4] for n in range(0, len(hashes), 4)} <= {
        all_hashes[n : n + 4] for n in range(0, len(all_hashes), 4)
    }


@given(st.lists(chinese, max_size=8), st.integers(1, 4))
def test_shared_counts_are_those_of_the_sets(texts: list[str], places: int) -> None:
    sketches = [sketch(text, 1) for text in texts]
    groups = [number % places for number in range(len(texts))]
    sets = [{one[n : n + 4] for n in range(0, len(one), 4)} for one in sketches]
    expected = {
        (later, earlier): len(sets[later] & sets[earlier])
        for later in range(len(texts))
        for earlier in range(later)
        if groups[later] != groups[earlier]
    }
    found = {
        (later, earlier): count
        for block in shared_counts(shingles(sketches, groups), first=len(texts) or 1)
        for later, earlier, count in zip(*(array.tolist() for array in block), strict=True)
    }
    # Of one place only the first text with a shingle is asked, so the others may share more.
    assert all(0 < count <= expected[pair] for pair, count in found.items())
    firsts = {n for n in range(len(texts)) if all(groups[m] != groups[n] for m in range(n))}
    assert {p: c for p, c in found.items() if p[1] in firsts} == {
        p: c for p, c in expected.items() if c and p[1] in firsts
    }


@given(st.lists(chinese, max_size=10), st.integers(1, 5), st.integers(1, 3))
def test_of_a_shingle_the_first_texts_of_the_first_places_are_asked(
    texts: list[str], places: int, first: int
) -> None:
    sketches = [sketch(text, 1) for text in texts]
    groups = [number * number % places for number in range(len(texts))]
    sets = [{one[n : n + 4] for n in range(0, len(one), 4)} for one in sketches]
    expected: Counter[tuple[int, int]] = Counter()
    for shingle in {shingle for one in sets for shingle in one}:
        holders = [number for number, one in enumerate(sets) if shingle in one]
        by_place: dict[int, int] = {}
        for number in holders:
            by_place.setdefault(groups[number], number)
        asked = list(by_place.values())[:first]
        expected.update((n, m) for n in holders for m in asked if m < n and groups[m] != groups[n])
    blocks = [
        zip(*map(np.ndarray.tolist, block), strict=True)
        for block in shared_counts(shingles(sketches, groups), first)
    ]
    found = [(later, earlier, count) for block in blocks for later, earlier, count in block]
    assert found == sorted((*pair, count) for pair, count in expected.items())


@given(chinese, chinese)
def test_shared_text_is_a_share(one: str, other: str) -> None:
    assert 0.0 <= shared_text(one, other) <= 1.0
    assert shared_text(one, one + other) == (1.0 if one else 0.0)


@pytest.mark.parametrize(("one", "other", "share"), [("", "", 1.0), (TEXT, TEXT, 1.0), (TEXT, OTHER, 0.0)])
def test_what_two_texts_have_in_both(one: str, other: str, share: float) -> None:
    assert in_both(sketch(letters(one), 1), sketch(letters(other), 1)) == share
