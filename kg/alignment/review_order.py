"""In which order links are worth a reviewer's time, and what a review is worth: F1 against decisions.

One decision says of one candidate whether it is a link. `ORDERS` names the orders that were tried; `kg review` uses
`BEST_ORDER`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.alignment.fit import Array
from kg.evaluate import Figures, Scored

_SEED = 20230220
USUAL_F1 = 0.8
Order = Callable[[Array, float], Array]


def least_certain(probabilities: Array, threshold: float) -> Array:
    """Nearest to the threshold first, in log odds: where the decision is most likely to change the answer."""
    return np.abs(_log_odds(probabilities) - _log_odds(np.array(threshold)))


def worth_most(probabilities: Array, threshold: float) -> Array:
    """The highest expected gain of F1 first: a link found is worth (2 − F1), a false one removed F1 of it."""
    missed = (2 - USUAL_F1) * probabilities
    false = USUAL_F1 * (1 - probabilities)
    return -np.where(probabilities < threshold, missed, false)


def likeliest_missed(probabilities: Array, threshold: float) -> Array:
    """The most probable candidates below the threshold first."""
    return np.where(probabilities < threshold, -probabilities, 1 + probabilities)


def weakest_given(probabilities: Array, threshold: float) -> Array:
    """The least probable links given first."""
    return np.where(probabilities >= threshold, probabilities, 2 - probabilities)


def at_random_given(probabilities: Array, threshold: float) -> Array:
    """Links given, in random order, then the rest: what a reader does who goes through a list."""
    random = np.random.default_rng(_SEED).random(probabilities.shape)
    return np.where(probabilities >= threshold, random, 1 + random)


def at_random(probabilities: Array, threshold: float) -> Array:
    """All candidates of at least 5 % in random order."""
    random = np.random.default_rng(_SEED).random(probabilities.shape)
    return np.where(probabilities >= min(0.05, threshold), random, 1 + random)


ORDERS: Mapping[str, Order] = {
    "worth most first": worth_most,
    "least certain first": least_certain,
    "likeliest missed first": likeliest_missed,
    "weakest given first": weakest_given,
    "random among candidates of 5 % and more": at_random,
    "random among links given": at_random_given,
}
BEST_ORDER = "least certain first"


def _log_odds(probabilities: Array) -> Array:
    bounded = np.clip(probabilities, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(bounded / (1 - bounded)))


def review_curve(scored: Sequence[Scored], order: str, decisions: Sequence[int]) -> list[tuple[int, Figures]]:
    """The figures after so many decisions in each pair of documents, each decided as the gold says."""
    by_number = []
    for number in decisions:
        counts = np.sum([_after(s, ORDERS[order], number) for s in scored], axis=0)
        right, given, gold = (int(count) for count in counts)
        by_number.append((number, Figures(right, given, gold)))
    return by_number


def _after(scored: Scored, order: Order, number: int) -> NDArray[np.int64]:
    linked, open_to = scored.pair.linked, scored.pair.scored & ~scored.pair.barred
    rank = np.where(open_to, order(scored.probabilities, scored.threshold), np.inf)
    decided = np.argsort(rank, axis=None, kind="stable")[: min(number, int(open_to.sum()))]
    given = scored.given.ravel().copy()
    given[decided] = linked.ravel()[decided]
    return np.array([(given & linked.ravel()).sum(), given.sum(), linked.sum()])
