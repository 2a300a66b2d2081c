"""In which order links are worth a reviewer's time, and what each decision says of the rest.

One decision says of one candidate whether it is a link. A pair of documents, a lower and an upper measure may each
have more or fewer links than was thought: these three shares are learned from the decisions of the pair, so that an
accepted link lifts what stands in its row and column, and a rejected one lowers it. `ORDERS` names the orders that
were tried (`review_simulation.py` has their worth); `kg review` uses `ranked`, the best of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.alignment.records import Alignment, MeasureName

Array = NDArray[np.float64]
Places = NDArray[np.int64]
Order = Callable[[Array, float], Array]

# In log odds: how far a pair, a lower or an upper measure lies from what was thought. 0.3 to 1 do nearly as well.
SPREAD = 0.5
ROUNDS = 8  # Newton steps; the sum is strictly concave
USUAL_F1 = 0.8
_SEED = 20230220


def worth_most(probabilities: Array, threshold: float) -> Array:
    """The highest expected gain of F1 first: a link found is worth (2 − F1), a false one removed F1 of it."""
    missed = (2 - USUAL_F1) * probabilities
    false = USUAL_F1 * (1 - probabilities)
    return -np.where(probabilities < threshold, missed, false)


def least_certain(probabilities: Array, threshold: float) -> Array:
    """Nearest to the threshold first, in log odds: where the decision is most likely to change the answer."""
    return np.abs(log_odds(probabilities) - log_odds(np.array(threshold)))


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


BEST_ORDER = "worth most first, learning"
ORDERS: Mapping[str, Order] = {
    BEST_ORDER: worth_most,
    "worth most first": worth_most,
    "least certain first, learning": least_certain,
    "least certain first": least_certain,
    "likeliest missed first": likeliest_missed,
    "weakest given first": weakest_given,
    "random among candidates of 5 % and more": at_random,
    "random among links given": at_random_given,
}


def learned(probabilities: Array, rows: Places, columns: Places, decided: Places) -> Array:
    """The probabilities of a pair's candidates once some are decided.

    ``rows`` and ``columns`` are the numbers of their lower and upper measures; ``decided`` is 1 for a link, 0 for
    none and −1 where nobody decided. Nothing decided changes nothing.

    >>> thought = np.array([0.5, 0.5, 0.5])
    >>> after = learned(thought, np.array([0, 0, 1]), np.array([0, 1, 2]), np.array([1, -1, -1]))
    >>> bool(after[1] > after[2] > 0.5)
    True
    """
    asked = np.flatnonzero(decided >= 0)
    odds = log_odds(probabilities)
    if not len(asked):
        return probabilities
    width = 1 + int(rows.max()) + 1 + int(columns.max()) + 1
    places = np.stack([np.zeros_like(rows), 1 + rows, 2 + int(rows.max()) + columns], axis=1)
    seen, place = np.unique(places[asked], return_inverse=True)
    design = np.zeros((len(asked), len(seen)))
    design[np.arange(len(asked))[:, None], place.reshape(-1, 3)] = 1
    shift = np.zeros(len(seen))
    for _ in range(ROUNDS):
        probability = sigmoid(odds[asked] + design @ shift)
        slope = design.T @ (decided[asked] - probability) - shift / SPREAD**2
        curvature = (design * (probability * (1 - probability))[:, None]).T @ design
        shift += np.linalg.solve(curvature + np.eye(len(seen)) / SPREAD**2, slope)
    every = np.zeros(width)
    every[seen] = shift
    return sigmoid(odds + every[places].sum(axis=1))


def ranked(
    links: Sequence[Alignment], decided: Mapping[tuple[MeasureName, MeasureName], bool], threshold: float
) -> list[Alignment]:
    """The links that nobody decided on, what is most worth deciding first; ask again after each decision.

    ``links`` are those given and the candidates below the threshold that are kept, decided ones among them;
    ``decided`` says of some whether they are links.
    """
    by_pair: dict[tuple[str, str], list[Alignment]] = defaultdict(list)
    for link in links:
        by_pair[link.lower.stem, link.upper.stem].append(link)
    found: list[tuple[float, Alignment]] = []
    for group in by_pair.values():
        open_ = [(link.lower, link.upper) not in decided for link in group]
        ranks = ranks_of(group, decided, threshold)
        found += [(rank, link) for rank, link, is_open in zip(ranks, group, open_, strict=True) if is_open]
    return [link for _, link in sorted(found, key=lambda entry: (entry[0], entry[1].lower, entry[1].upper))]


def ranks_of(
    links: Sequence[Alignment], decided: Mapping[tuple[MeasureName, MeasureName], bool], threshold: float
) -> list[float]:
    """How soon each link of one pair of documents should be asked about, the lowest first; see `ranked`."""
    known = np.array([decided.get((link.lower, link.upper), -1) for link in links], dtype=np.int64)
    probabilities = learned(
        np.array([link.score for link in links]),
        _numbers([link.lower for link in links]),
        _numbers([link.upper for link in links]),
        known,
    )
    return [float(rank) for rank in worth_most(probabilities, threshold)]


def _numbers(names: Sequence[MeasureName]) -> Places:
    number = {name: n for n, name in enumerate(dict.fromkeys(names))}
    return np.array([number[name] for name in names], dtype=np.int64)


def log_odds(probabilities: Array) -> Array:
    """log(p / (1 − p)), for 0 and 1 at one in ten thousand."""
    bounded = np.clip(probabilities, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(bounded / (1 - bounded)))


def sigmoid(odds: Array) -> Array:
    """The probability of log odds."""
    return np.asarray(1 / (1 + np.exp(-odds)))
