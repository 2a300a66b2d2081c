"""From signals to the few features that are weighed: likeness, margin, tasks, roles.

The level of likeness differs from one pair of documents to another: a district that copies its city's plan, a
province that answers the nation in its own words. So each table is divided by its own level, the mean of the best
of each row and of each column. A pair that is less alike than any that was fitted is not lifted up to them: then
the two are about different matters, and their best is no link.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kg.alignment.encoding import Floats
from kg.alignment.pair import Pair
from kg.alignment.signals import LIKENESS, ROLES, TASKS

SCALED_BY = 0.9  # power of a table's own level; the rest is the fitted pairs' mean level
LEAST_LIFTED = 0.7  # of the least level of a fitted pair: pairs below it are kept apart
FEATURES = ("likeness", "margin", *(s.name for s in TASKS), *(s.name for s in ROLES))
_LOG_SHIFT = 0.2

Tables = Mapping[str, Floats]


def measure(pair: Pair) -> Tables:
    """The table of every signal."""
    return {signal.name: signal.measure(pair) for signal in (*LIKENESS, *TASKS, *ROLES)}


def level(table: Floats) -> float:
    """How high the best of a table are: the mean of the best of rows and of columns, halved between the two.

    Of the longer document only as many rows (columns) count as the shorter one has: what a long plan says beside
    a short one tells nothing of how alike the two are.

    >>> level(np.array([[1, 0], [0, 0.5], [0, 0]], np.float32))
    0.75
    """
    return float(_levels(table[None])[0])


def _levels(tables: Floats) -> Floats:
    """The levels of some tables of one pair."""
    if not tables.size:
        return np.zeros(len(tables), dtype=np.float32)
    fewer = min(tables.shape[1:])
    rows, columns = (np.sort(tables.max(axis=axis))[:, -fewer:].mean(axis=1) for axis in (2, 1))
    found: Floats = (rows + columns) / 2
    return found


@dataclass(frozen=True, slots=True)
class Level:
    """Of one signal over the fitted pairs: the mean level and the least."""

    mean: float
    least: float


def levels(tables: Sequence[Tables]) -> dict[str, Level]:
    """The levels of the scaled signals over pairs of documents."""
    found = {}
    for signal in (*LIKENESS, *TASKS):
        of_pairs = [level(table[signal.name]) for table in tables]
        found[signal.name] = Level(round(float(np.mean(of_pairs)), 4), round(min(of_pairs), 4))
    return found


def features(tables: Tables, known: Mapping[str, Level]) -> Floats:
    """Lower items × upper items × `FEATURES`."""
    scaled = _scaled(tables, known)
    likeness = scaled[: len(LIKENESS)].mean(axis=0)
    columns = [
        _log(likeness),
        _log(likeness - best_other(likeness)),
        *_log(scaled[len(LIKENESS) :]),
        *(tables[s.name] for s in ROLES),
    ]
    return np.stack(columns, axis=-1).astype(np.float32)


def _scaled(tables: Tables, known: Mapping[str, Level]) -> Floats:
    """The tables of likeness and tasks, each divided by its level."""
    names = [signal.name for signal in (*LIKENESS, *TASKS)]
    table = np.stack([tables[name] for name in names])
    divisors = [_divisor(own, known[name]) for own, name in zip(_levels(table).tolist(), names, strict=True)]
    found: Floats = table / np.array(divisors, dtype=np.float32)[:, None, None]
    return found


def _divisor(own: float, known: Level) -> float:
    floor = LEAST_LIFTED * known.least
    # Below the floor the distance grows: two that share so little are about different matters.
    divisor = own if own >= floor else floor * floor / max(own, 1e-6)
    return float(divisor**SCALED_BY * known.mean ** (1 - SCALED_BY))


def _log(table: Floats) -> Floats:
    return np.log(_LOG_SHIFT + np.maximum(table, 0))


def best_other(table: Floats) -> Floats:
    """For each cell the highest of the other cells in its row: competition between upper measures.

    >>> best_other(np.array([[3.0, 1.0, 2.0]], np.float32))
    array([[2., 3., 3.]], dtype=float32)
    """
    if table.shape[1] < 2:
        return np.zeros_like(table)
    ordered = np.sort(table, axis=1)
    best, second = ordered[:, -1:], ordered[:, -2:-1]
    return np.where(table == best, second, best)
