"""Fit the weights on gold links: a ridge logistic with weights that are never negative.

Few features, one sign and a strong ridge, since the gold is small and other places and topics are to be scored.
The ridge on ``likeness`` is lighter than on the rest, which only correct it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.alignment.features import FEATURES, features, levels
from kg.alignment.gold import DIRECT, GoldPair
from kg.alignment.score import Weight, Weights

RIDGE = 100.0
RIDGE_ON_CORRECTIONS = 1600.0
ROUNDS = 100
# On the fitted pairs. Precision comes first, and a little is lost on pairs that were not fitted.
LEAST_PRECISION = 0.82

Array = NDArray[np.float64]


def fit(pairs: Sequence[GoldPair]) -> Weights:
    """The weights, calibration and thresholds of some pairs of documents."""
    known = levels([pair.tables for pair in pairs])
    kept = [pair.scored & ~pair.barred for pair in pairs]
    table = np.concatenate([features(p.tables, known)[k] for p, k in zip(pairs, kept, strict=True)]).astype(
        float
    )
    target = np.concatenate([p.linked[k] for p, k in zip(pairs, kept, strict=True)]).astype(float)
    means, deviations = table.mean(axis=0), table.std(axis=0) + 1e-9
    table = (table - means) / deviations
    ridge = np.array([RIDGE if name == "likeness" else RIDGE_ON_CORRECTIONS for name in FEATURES])
    weights, _ = logistic(table, target, ridge)
    slope, intercept = logistic((table @ weights)[:, None], target, np.zeros(1))
    same = np.concatenate([(p.linked & p.scored)[p.same_title & p.scored] for p in pairs])
    fitted = Weights(
        levels=known,
        features={
            # A feature that never differs says nothing, whatever it is divided by.
            name: Weight(round(float(m), 4), max(round(float(d), 4), 1e-4), round(float(w), 4))
            for name, m, d, w in zip(FEATURES, means, deviations, weights, strict=True)
        },
        intercept=round(intercept, 4),
        slope=round(float(slope[0]), 4),
        threshold=0.0,
        direct=1.0,
        # The rule of succession: what was always right so often is right this often.
        same_title=round(float((same.sum() + 1) / (len(same) + 2)), 4),
    )
    return _with_thresholds(fitted, pairs)


def logistic(table: Array, target: Array, ridge: Array) -> tuple[Array, float]:
    """Weights ≥ 0 and intercept of the penalised logistic, by Newton steps within the bounds."""
    size = table.shape[1]
    design = np.hstack([table, np.ones((len(table), 1))])
    penalty = np.append(ridge, 0.0)
    found = np.zeros(size + 1)
    found[-1] = np.log((target.mean() + 1e-9) / (1 - target.mean() + 1e-9))
    for _ in range(ROUNDS):
        probability = 1 / (1 + np.exp(-design @ found))
        slope = design.T @ (probability - target) + penalty * found
        # A weight at its bound stays there as long as the likelihood would push it further down.
        free = np.append((found[:-1] > 0) | (slope[:-1] < 0), True)
        spread = probability * (1 - probability)
        curvature = (design * spread[:, None]).T @ design + np.diag(penalty + 1e-9)
        step = np.zeros(size + 1)
        step[free] = np.linalg.solve(curvature[np.ix_(free, free)], slope[free])
        moved = _within_bounds(found, step, design, target, penalty)
        if np.abs(moved - found).max() < 1e-9:
            break
        found = moved
    return found[:-1], float(found[-1])


def _within_bounds(found: Array, step: Array, design: Array, target: Array, penalty: Array) -> Array:
    """The longest of some halvings of the step that lowers the loss."""
    before = _loss(found, design, target, penalty)
    for halving in range(30):
        moved: Array = found - step / 2.0**halving
        moved[:-1] = np.maximum(moved[:-1], 0)
        if _loss(moved, design, target, penalty) <= before:
            return moved
    return found


def _loss(found: Array, design: Array, target: Array, penalty: Array) -> float:
    logit = design @ found
    return float(np.sum(np.logaddexp(0, logit) - target * logit) + (penalty * found * found).sum() / 2)


def final_probabilities(pair: GoldPair, weights: Weights) -> Array:
    """The probabilities of a pair with both guards kept to."""
    table = weights.probabilities(pair.tables).astype(float)
    table = np.where(pair.same_title, np.maximum(table, weights.same_title), table)
    return np.where(pair.barred, 0.0, table)


def _with_thresholds(weights: Weights, pairs: Sequence[GoldPair]) -> Weights:
    probabilities = [final_probabilities(pair, weights) for pair in pairs]
    scores = np.concatenate([p[pair.scored] for p, pair in zip(probabilities, pairs, strict=True)])
    linked = np.concatenate([pair.linked[pair.scored] for pair in pairs])
    among_links = np.concatenate([p[pair.linked] for p, pair in zip(probabilities, pairs, strict=True)])
    grades = np.concatenate([pair.grades[pair.linked] for pair in pairs])
    return Weights(
        levels=weights.levels,
        features=weights.features,
        intercept=weights.intercept,
        slope=weights.slope,
        threshold=round(lowest_threshold(scores, linked, LEAST_PRECISION), 4),
        direct=round(_best_cut(among_links, grades == DIRECT), 4),
        same_title=weights.same_title,
    )


def best_threshold(scores: Array, linked: NDArray[np.bool_]) -> float:
    """The threshold of the highest F1, half way to the next score below, so that it sits on no candidate.

    >>> best_threshold(np.array([0.9, 0.6, 0.3]), np.array([True, False, True]))
    0.15
    """
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(linked[order])
    f1 = 2 * right / (np.arange(1, len(order) + 1) + linked.sum())
    # Among equal scores only the last is a place to cut.
    last = np.append(scores[order][1:] < scores[order][:-1], True)
    best = int(np.argmax(np.where(last, f1, -1)))
    below = scores[order][best + 1] if best + 1 < len(order) else 0.0
    return float(scores[order][best] + below) / 2


def lowest_threshold(scores: Array, linked: NDArray[np.bool_], precision: float) -> float:
    """The lowest threshold at which the links given have this precision: then recall is highest.

    The one of the highest F1 where there is none. F1 hardly changes around its highest value, so that its exact
    place is chance; precision is what a reader counts on.

    >>> lowest_threshold(np.array([0.9, 0.6, 0.3, 0.2]), np.array([True, False, True, False]), 0.6)
    0.25
    """
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(linked[order]) / np.arange(1, len(order) + 1)
    last = np.append(scores[order][1:] < scores[order][:-1], True)
    enough = np.flatnonzero(last & (right >= precision))
    if not len(enough):
        return best_threshold(scores, linked)
    at = enough[-1]
    below = scores[order][at + 1] if at + 1 < len(order) else 0.0
    return float(scores[order][at] + below) / 2


def _best_cut(scores: Array, direct: NDArray[np.bool_]) -> float:
    """The cut that tells direct from partial links best, both kinds counting the same."""
    if direct.all() or not direct.any():
        return 0.5
    best, cut = -1.0, 0.5
    for candidate in np.unique(scores):
        above = scores >= candidate
        balanced = above[direct].mean() + (~above)[~direct].mean()
        if balanced > best + 1e-12:
            best, cut = float(balanced), float(candidate)
    return cut
