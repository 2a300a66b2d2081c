"""What is asked first, and what a decision says of the rest."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kg.alignment.records import Alignment, MeasureName
from kg.alignment.review_order import learned, log_odds, ranked, sigmoid, worth_most
from kg.model import Span

NOTHING = Span(0, 1, "x")


def link(lower: str, upper: str, score: float) -> Alignment:
    names = MeasureName(*lower.split("/")), MeasureName(*upper.split("/"))
    return Alignment(*names, "implements", "partial", score, NOTHING, NOTHING, ())


def test_a_link_worth_finding_comes_before_one_that_is_surely_right_or_wrong() -> None:
    links = [link("a/1", "b/1", 0.99), link("a/2", "b/2", 0.3), link("a/3", "b/3", 0.02)]
    assert ranked(links, {}, 0.35)[0].score == 0.3


def test_what_is_decided_is_not_asked_again_and_moves_its_row_and_column() -> None:
    links = [link("a/1", "b/1", 0.3), link("a/1", "b/2", 0.2), link("a/2", "b/3", 0.21)]
    first = (links[0].lower, links[0].upper)
    assert [entry.score for entry in ranked(links, {}, 0.35)] == [0.3, 0.21, 0.2]
    assert [entry.score for entry in ranked(links, {first: True}, 0.35)] == [0.2, 0.21]
    assert [entry.score for entry in ranked(links, {first: False}, 0.35)] == [0.21, 0.2]


def test_one_pair_of_documents_teaches_nothing_of_another() -> None:
    links = [link("a/1", "b/1", 0.3), link("c/1", "b/1", 0.3)]
    alone = ranked(links, {}, 0.35)
    after = ranked(links, {(links[0].lower, links[0].upper): True}, 0.35)
    assert alone[1] in after


cells = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.floats(0.01, 0.99)), min_size=1, max_size=20
)


@given(cells, st.booleans())
def test_one_decision_moves_everything_its_own_way(
    found: list[tuple[int, int, float]], verdict: bool
) -> None:
    rows, columns = (np.array([cell[n] for cell in found]) for n in (0, 1))
    thought = np.array([cell[2] for cell in found])
    decided = np.full(len(found), -1)
    assert (learned(thought, rows, columns, decided) == thought).all()
    decided[0] = verdict
    after = learned(thought, rows, columns, decided)
    assert ((after >= thought - 1e-9) if verdict else (after <= thought + 1e-9)).all()
    beside, apart = rows == rows[0], (rows != rows[0]) & (columns != columns[0])
    moved = np.abs(log_odds(after) - log_odds(thought))
    if apart.any():
        assert moved[beside].min() >= moved[apart].max() - 1e-6


@given(st.floats(0.001, 0.999))
def test_log_odds_and_probability_are_each_others_inverse(probability: float) -> None:
    assert abs(float(sigmoid(log_odds(np.array(probability)))) - probability) < 1e-9


def test_the_worth_of_a_decision_is_highest_at_the_threshold() -> None:
    rank = worth_most(np.array([0.05, 0.34, 0.36, 0.95]), 0.35)
    assert list(np.argsort(rank)) == [2, 1, 0, 3]
