"""Fitting and evaluation: bounds, thresholds, and figures that agree with the published scorer."""

import importlib.util
import json
import tomllib
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.alignment.baselines import BASELINES
from kg.alignment.fit import best_threshold, fit, logistic
from kg.alignment.gold import DIRECT, PARTIAL, read_links
from kg.alignment.review_order import BEST_ORDER, ORDERS
from kg.alignment.review_simulation import review_curve
from kg.alignment.score import Weights
from kg.alignment.weights_file import write_weights
from kg.errors import InputError
from kg.evaluate import (
    Scored,
    across_topics,
    baseline,
    calibration_error,
    curve,
    errors,
    figures,
    out_of_fold,
    recall_of,
    write_links,
)
from tests.alignment_documents import GOLD, LINKS, gold

pytestmark = pytest.mark.slow  # reads nine documents and fits six times

FLOORS: dict[str, float] = tomllib.loads((GOLD / "alignment_floors.toml").read_text(encoding="utf-8"))[
    "floors"
]


@cache
def scored() -> list[Scored]:
    return out_of_fold(gold())


@cache
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", GOLD / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_out_of_fold_figures_are_not_below_their_floors() -> None:
    all_pairs = figures(scored())
    reached = {
        "f1": all_pairs.f1,
        "precision": all_pairs.precision,
        "recall_direct": recall_of(scored(), DIRECT),
        "recall_partial": recall_of(scored(), PARTIAL),
        "calibration": 1 - calibration_error(scored()),
        "f1_across_topics": figures(across_topics(gold())).f1,
        "f1_after_25_decisions": review_curve(scored(), BEST_ORDER, [25])[0][1].f1,
    }
    assert reached.keys() == FLOORS.keys()
    assert {name: value for name, value in reached.items() if value < FLOORS[name]} == {}


def test_every_baseline_is_beaten() -> None:
    best = figures(scored()).f1
    for name in BASELINES:
        assert figures(baseline(name, gold())).f1 < best - 0.15


def test_the_scorer_finds_the_same_figures_in_the_links_written(tmp_path: Path) -> None:
    write_links(scored(), tmp_path / "links.jsonl")
    both = tmp_path / "gold.jsonl"
    both.write_text("".join(path.read_text(encoding="utf-8") for path in LINKS.values()), encoding="utf-8")
    tallies, _ = scorer().score_links(both, tmp_path / "links.jsonl")
    ours = figures(scored())
    assert (tallies["links"].tp, tallies["links"].pred, tallies["links"].gold) == (
        ours.right,
        ours.given,
        ours.gold,
    )


def test_the_shipped_weights_are_those_of_the_gold(tmp_path: Path) -> None:
    shipped, again = Weights.load(), fit(gold())
    for name, weight in again.features.items():
        assert weight.weight == pytest.approx(shipped.features[name].weight, abs=0.03)
    assert again.threshold == pytest.approx(shipped.threshold, abs=0.05)


def test_weights_read_back_as_written(tmp_path: Path) -> None:
    weights = fit(gold()[:2])
    write_weights(weights, tmp_path / "weights.toml", ["a line", "another"])
    assert Weights.load(tmp_path / "weights.toml") == weights


def test_errors_are_what_lies_between_given_and_gold() -> None:
    found = errors(scored())
    ours = figures(scored())
    assert sum(e.kind == "missed" for e in found) == ours.gold - ours.right
    assert sum(e.kind == "false" for e in found) == ours.given - ours.right
    assert all(e.grade > 0 for e in found if e.kind == "missed")


def test_recall_falls_as_the_threshold_rises() -> None:
    recalls = [f.recall for _, f in curve(scored(), [0.1, 0.3, 0.5, 0.7, 0.9])]
    assert recalls == sorted(recalls, reverse=True)


def test_the_interval_holds_the_figure() -> None:
    all_pairs = figures(scored(), interval=True)
    assert all_pairs.interval is not None
    low, high = all_pairs.interval
    assert low < all_pairs.f1 < high


@pytest.mark.parametrize("order", ORDERS)
def test_a_review_of_everything_makes_every_link_right(order: str) -> None:
    some = [s for s in scored() if not (s.pair.barred & s.pair.linked).any()]
    assert review_curve(some, order, [100_000])[0][1].f1 == 1.0


def test_decisions_on_the_least_certain_are_worth_more_than_going_through_the_list() -> None:
    best = review_curve(scored(), BEST_ORDER, [25])[0][1].f1
    assert best > review_curve(scored(), "random among links given", [25])[0][1].f1
    assert best > review_curve(scored(), "random among candidates of 5 % and more", [25])[0][1].f1


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_logistic_weights_are_never_negative(seed: int) -> None:
    random = np.random.default_rng(seed)
    table = random.normal(size=(80, 3))
    target = (table @ np.array([2.0, -2.0, 0.0]) + random.normal(size=80) > 0).astype(float)
    weights, _ = logistic(table, target, np.full(3, 1.0))
    assert (weights >= 0).all()
    assert weights[0] > 0.3
    assert weights[1] == 0


@given(st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1, max_size=40))
def test_no_other_threshold_has_a_higher_f1(candidates: list[tuple[int, bool]]) -> None:
    scores = np.array([score / 20 for score, _ in candidates])
    linked = np.array([link for _, link in candidates])

    def f1(threshold: float) -> float:
        given = scores >= threshold
        return float(2 * (given & linked).sum() / max(given.sum() + linked.sum(), 1))

    best = f1(best_threshold(scores, linked))
    assert all(best >= f1(t / 40) - 1e-12 for t in range(-1, 42, 2) if (scores >= t / 40).any())


def test_a_line_that_is_no_link_is_named(tmp_path: Path) -> None:
    path = tmp_path / "links.jsonl"
    path.write_text(json.dumps({"lower_document": "a"}) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 1"):
        read_links(path)
