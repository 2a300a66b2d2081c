"""Vectors that are never written out give the products of those that are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.alignment.encoding import Floats
from kg.alignment.features import level
from kg.alignment.fit import best_threshold, lowest_threshold
from kg.alignment.pair import Pair
from kg.alignment.vectors import MEAN_TAKEN_OFF, Blend, Entries, SharedBlend, unit
from tests.alignment_documents import aligner, bundled, made

COLUMNS = 9


def entries(random: np.random.Generator, rows: int) -> Entries:
    table = random.random((rows, COLUMNS)).astype(np.float32) * (random.random((rows, COLUMNS)) < 0.4)
    row, column = np.nonzero(table)
    return Entries(row, column, table[row, column], rows).unit()


def blend(random: np.random.Generator) -> tuple[Blend, Floats]:
    """A blend of some clauses in three items, and the same written out."""
    items = random.random((3, COLUMNS)).astype(np.float32)
    item = np.sort(random.integers(0, 3, 7))
    own = entries(random, 7)
    found = Blend(own, items, items.mean(axis=0), item)
    whole = unit(own.dense(COLUMNS) + items[item])
    return found, unit(whole - MEAN_TAKEN_OFF * found.mean)


def whole(found: Blend) -> SharedBlend:
    every = np.arange(COLUMNS)
    return SharedBlend.of(found, every, every)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_products_of_blends_are_those_of_the_rows_written_out(seed: int) -> None:
    random = np.random.default_rng(seed)
    (lower, written), (upper, other) = blend(random), blend(random)
    vectors = random.random((4, COLUMNS)).astype(np.float32)
    assert whole(lower).with_blend(whole(upper)) == pytest.approx(written @ other.T, abs=1e-5)
    assert whole(lower).with_vectors(vectors) == pytest.approx(written @ vectors.T, abs=1e-5)


@given(st.integers(0, 10_000), st.integers(0, 6), st.integers(0, 6))
def test_products_of_sparse_tables_are_those_of_dense_ones(seed: int, rows: int, others: int) -> None:
    random = np.random.default_rng(seed)
    one, other = entries(random, rows), entries(random, others)
    expected = one.dense(COLUMNS) @ other.dense(COLUMNS).T
    assert one.times_sparse(other, COLUMNS) == pytest.approx(expected, abs=1e-6)
    assert one.times(other.dense(COLUMNS)) == pytest.approx(expected, abs=1e-6)


def test_columns_without_a_place_are_left_out() -> None:
    table = Entries(np.array([0, 0, 1]), np.array([0, 2, 2]), np.ones(3, np.float32), 2)
    kept = table.on(np.array([-1, 0, 1]))
    assert kept.dense(2).tolist() == [[0, 1], [0, 1]]


def sides(lower: str, upper: str) -> Pair:
    prepared = [aligner().prepare(bundled()[stem]) for stem in (lower, upper)]
    return aligner().pair(*prepared)


def test_shared_columns_hold_all_that_two_documents_have_in_common() -> None:
    pair = sides("nb-2023", "cn-2022")
    lower, upper = pair.lower, pair.upper
    both = np.union1d(lower.columns, upper.columns)
    written = [np.zeros((len(side.items), len(both)), np.float32) for side in (lower, upper)]
    for table, side in zip(written, (lower, upper), strict=True):
        table[:, np.searchsorted(both, side.columns)] = side.bare
    assert pair.bare_lower @ pair.bare_upper.T == pytest.approx(written[0] @ written[1].T, abs=1e-5)


def test_a_document_is_as_like_another_as_the_other_is_like_it() -> None:
    one, other = sides("nb-2023", "zj-2023"), sides("zj-2023", "nb-2023")
    assert one.task_likeness == pytest.approx(other.task_likeness.T, abs=1e-5)
    assert one.kinds() == pytest.approx(other.kinds().T, abs=1e-4)
    assert one.profiles() == pytest.approx(other.profiles().T, abs=1e-5)


def test_a_class_and_its_member_meet_in_the_kinds_alone() -> None:
    prepared = [
        aligner().prepare(made("lower", ["办好夜市。", "修路。修好公路。"])),
        aligner().prepare(made("upper", ["发展夜间经济。", "修桥。修好桥梁。"], region="浙江省")),
    ]
    pair = aligner().pair(*prepared)
    assert pair.named()[0, 0] == 0
    assert pair.kinds()[0, 0] > 0
    assert pair.kinds()[0, 1] == 0


def test_no_document_is_its_own_neighbour() -> None:
    prepared = aligner().prepare(bundled()["nb-2023"])
    own = aligner().background.documents({prepared.document.text.fingerprint})
    assert own
    assert not np.isin(prepared.neighbours.documents[prepared.neighbours.likeness > 0], own).any()


@given(st.integers(0, 10_000), st.integers(1, 5))
def test_measures_that_nothing_answers_do_not_change_the_level_of_a_longer_document(
    seed: int, more: int
) -> None:
    table = np.random.default_rng(seed).random((4, 4)).astype(np.float32)
    longer = np.vstack([table, np.zeros((more, 4), np.float32)])
    assert level(longer) == pytest.approx(level(table))


@given(st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1, max_size=40))
def test_the_threshold_keeps_the_precision_asked_for_where_any_does(
    candidates: list[tuple[int, bool]],
) -> None:
    scores = np.array([score / 20 for score, _ in candidates])
    linked = np.array([link for _, link in candidates])
    threshold = lowest_threshold(scores, linked, 0.8)
    reached = [t for t in np.unique(scores) if linked[scores >= t].mean() >= 0.8]
    if reached:
        assert linked[scores >= threshold].mean() >= 0.8
        assert threshold <= min(reached)
    else:
        assert threshold == best_threshold(scores, linked)
