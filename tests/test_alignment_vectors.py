"""Vectors that are never written out give the products of those that are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.alignment.encoding import Floats, Integers
from kg.alignment.features import level
from kg.alignment.fit import best_threshold, lowest_threshold
from kg.alignment.pair import Pair
from kg.alignment.products import ByDimension, products
from kg.alignment.vectors import (
    MEAN_TAKEN_OFF,
    Blend,
    Entries,
    Products,
    centred,
    unit,
    with_blend,
    with_vectors,
)
from tests.alignment_documents import aligner, bundled, made

DIMENSIONS = 9


def entries(random: np.random.Generator, vectors: int) -> Entries:
    table = random.random((DIMENSIONS, vectors)).astype(np.float32)
    table *= random.random((DIMENSIONS, vectors)) < 0.4
    vector, dimension = np.nonzero(table.T)
    return Entries(vector, dimension, table[dimension, vector], table.shape).unit()


def blend(random: np.random.Generator) -> tuple[Blend, tuple[Floats, Floats], Floats]:
    """A blend of some clauses in three items, its parts, and the same written out."""
    items = random.random((DIMENSIONS, 3)).astype(np.float32)
    mean = items.mean(axis=1)
    item = np.sort(random.integers(0, 3, 7))
    own = entries(random, 7)
    whole = unit(unit(own.dense() + items[:, item]) - MEAN_TAKEN_OFF * mean[:, None])
    return Blend.of(own, items, mean, item), (own.dense(), np.column_stack([items, mean])), whole


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_products_of_blends_are_those_of_the_vectors_written_out(seed: int) -> None:
    random = np.random.default_rng(seed)
    (lower, (own, around), written), (upper, (other_own, other_around), other) = blend(random), blend(random)
    products = Products(
        own.T @ other_own, own.T @ other_around, around.T @ other_own, around.T @ other_around
    )
    assert with_blend(lower, upper, products) == pytest.approx(written.T @ other, abs=1e-5)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_products_of_vectors_with_a_blend_are_those_written_out(seed: int) -> None:
    random = np.random.default_rng(seed)
    upper, (own, around), other = blend(random)
    vectors = random.random((4, DIMENSIONS)).astype(np.float32)
    found = with_vectors(upper, vectors @ own, vectors @ around[:, :-1], vectors @ around[:, -1])
    assert found == pytest.approx(vectors @ other, abs=1e-5)


@given(st.integers(0, 10_000), st.integers(0, 6), st.integers(0, 6), st.integers(0, DIMENSIONS))
def test_products_of_sparse_vectors_are_those_of_the_dense_tables(
    seed: int, vectors: int, others: int, shared: int
) -> None:
    random = np.random.default_rng(seed)
    one, other = entries(random, vectors), entries(random, others)
    dimensions = np.sort(random.choice(DIMENSIONS, shared, replace=False))
    found = products(ByDimension.of(one), ByDimension.of(other), (dimensions, dimensions))
    expected = one.dense()[dimensions].T @ other.dense()[dimensions]
    assert found == pytest.approx(expected, abs=1e-6)


@given(st.integers(0, 10_000), st.integers(0, 6), st.integers(0, 6))
def test_the_first_of_some_vectors_are_those_that_stand_first(seed: int, first: int, more: int) -> None:
    random = np.random.default_rng(seed)
    both = entries(random, first + more)
    one = both.part(0, first)
    every = np.arange(DIMENSIONS)
    found = ByDimension.of(both).first(first)
    assert found.written(every).tolist() == one.dense().tolist()
    assert found.counts.tolist() == np.count_nonzero(one.dense(), axis=1).tolist()


def sides(lower: str, upper: str) -> Pair:
    prepared = [aligner().prepare(bundled()[stem]) for stem in (lower, upper)]
    return aligner().pair(*prepared)


def written_out(pair: Pair, tables: tuple[Floats, Floats]) -> Floats:
    """The products of vectors of both documents, laid out in all dimensions that either has."""
    both = np.union1d(pair.lower.dimensions, pair.upper.dimensions)
    written = []
    for side, table in zip((pair.lower, pair.upper), tables, strict=True):
        whole = np.zeros((len(both), table.shape[1]), np.float32)
        whole[np.searchsorted(both, side.dimensions)] = table
        written.append(whole)
    product: Floats = written[0].T @ written[1]
    return product


def blended(own: Entries, around: Floats, item: Integers, mean: Floats) -> Floats:
    whole = unit(own.dense() + around[:, item])
    return unit(whole - MEAN_TAKEN_OFF * mean[:, None])


def test_shared_dimensions_hold_all_that_two_documents_have_in_common() -> None:
    pair = sides("nb-2023", "cn-2022")
    lower, upper = pair.lower.vectors(), pair.upper.vectors()
    bare = centred(lower.plain)
    assert pair.bare() == pytest.approx(written_out(pair, (bare, centred(upper.plain))), abs=1e-5)
    tables = pair.upper.tables
    for found, own, item in (
        (pair.items_with_parts, upper.parts, tables.pieces.item[2 * tables.item_count :]),
        (pair.items_with_clauses, upper.clauses, tables.clauses.item),
    ):
        expected = written_out(pair, (bare, blended(own, upper.plain, item, upper.mean)))
        assert found == pytest.approx(expected, abs=1e-5)


def test_items_by_grams_alone_are_as_like_as_without_their_concepts() -> None:
    pair = sides("nb-2023", "cn-2022")
    both = (pair.lower, pair.upper)
    tables = [side.vectors().plain for side in both]
    for side, table in zip(both, tables, strict=True):
        table[len(side.grams) :] = 0
    lower, upper = (centred(unit(table)) for table in tables)
    assert pair.grams() == pytest.approx(written_out(pair, (lower, upper)), abs=1e-5)


def test_tasks_are_as_like_as_their_vectors_written_out() -> None:
    pair = sides("nb-2023", "zj-2023")
    lower, upper = (
        blended(vectors.clauses, vectors.around_tasks, side.tables.clauses.item, vectors.mean)
        for side, vectors in ((side, side.vectors()) for side in (pair.lower, pair.upper))
    )
    assert pair.task_likeness == pytest.approx(written_out(pair, (lower, upper)), abs=1e-5)


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
    encoded = aligner().encode(bundled()["nb-2023"])
    own = aligner().background.documents({encoded.text.fingerprint})
    found = aligner().background.neighbours(encoded)
    assert own
    assert not np.isin(found.documents[found.likeness > 0], own).any()


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
