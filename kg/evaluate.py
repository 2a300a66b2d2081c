"""How good the alignment is: out of fold by pair of documents, over thresholds, beside baselines.

Each pair of documents is scored by weights that never saw it (`out_of_fold`), or by weights fitted on the other
topics alone (`across_topics`). Figures are micro-averages over all candidates on which both readers agreed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.alignment.baselines import BASELINES
from kg.alignment.fit import Array, best_threshold, final_probabilities, fit
from kg.alignment.gold import DIRECT, PARTIAL, GoldPair
from kg.alignment.records import MeasureName, Strength
from kg.alignment.score import Weights

SAMPLES = 1000  # of the bootstrap
_SEED = 20230220


@dataclass(frozen=True, slots=True)
class Scored:
    """A pair of documents with the probabilities and threshold of weights that it was not fitted on."""

    pair: GoldPair
    probabilities: Array
    threshold: float
    weights: Weights | None = None

    @property
    def given(self) -> NDArray[np.bool_]:
        """The candidates given as links, those on which the readers differed left out."""
        return (self.probabilities >= self.threshold) & self.pair.scored


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall and F1, and their 95 % intervals over resampled lower measures."""

    right: int
    given: int
    gold: int
    interval: tuple[float, float] | None = None
    precision_interval: tuple[float, float] | None = None
    recall_interval: tuple[float, float] | None = None

    @property
    def precision(self) -> float:
        """Right of those given; 1 where none was."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Right of those in the gold; 1 where there are none."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (self.given + self.gold) if self.given + self.gold else 1.0


def out_of_fold(pairs: Sequence[GoldPair], tested: Sequence[GoldPair] | None = None) -> list[Scored]:
    """Each pair, or each of those ``tested`` among them, scored by weights fitted on all the others."""
    return [_scored([p], [q for q in pairs if q is not p])[0] for p in (pairs if tested is None else tested)]


def across_topics(pairs: Sequence[GoldPair]) -> list[Scored]:
    """Each topic's pairs scored by weights fitted on the other topics alone; nothing where there is only one."""
    topics = dict.fromkeys(pair.topic for pair in pairs)
    if len(topics) < 2:
        return []
    return [
        scored
        for topic in topics
        for scored in _scored([p for p in pairs if p.topic == topic], [p for p in pairs if p.topic != topic])
    ]


def fitted(pairs: Sequence[GoldPair], weights: Weights) -> list[Scored]:
    """Each pair scored by given weights; no measure of quality where these were fitted on it."""
    return [Scored(pair, final_probabilities(pair, weights), weights.threshold, weights) for pair in pairs]


def _scored(tested: Sequence[GoldPair], others: Sequence[GoldPair]) -> list[Scored]:
    return fitted(tested, fit(others))


def baseline(name: str, pairs: Sequence[GoldPair]) -> list[Scored]:
    """A baseline of `BASELINES`, its threshold set on the other pairs."""
    tables = [BASELINES[name](pair.pair) for pair in pairs]
    found = []
    for n, pair in enumerate(pairs):
        others = [m for m in range(len(pairs)) if m != n]
        scores = np.concatenate([tables[m][pairs[m].scored] for m in others]).astype(float)
        linked = np.concatenate([pairs[m].linked[pairs[m].scored] for m in others])
        found.append(Scored(pair, tables[n].astype(float), best_threshold(scores, linked)))
    return found


def figures(scored: Iterable[Scored], *, interval: bool = False) -> Figures:
    """The figures over some pairs of documents."""
    counts = np.concatenate([_by_lower(s) for s in scored])
    right, given, gold = counts.sum(axis=0)
    return Figures(int(right), int(given), int(gold), *(_intervals(counts) if interval else ()))


def recall_of(scored: Iterable[Scored], grade: int) -> float:
    """The share of the gold links of one grade that are given."""
    found = total = 0
    for s in scored:
        of_grade = s.pair.grades == grade
        found += int((s.given & of_grade).sum())
        total += int(of_grade.sum())
    return found / total if total else 1.0


def _by_lower(scored: Scored) -> NDArray[np.int64]:
    """Right, given and gold links of each lower measure."""
    given, linked = scored.given, scored.pair.linked
    return np.stack([(given & linked).sum(axis=1), given.sum(axis=1), linked.sum(axis=1)], axis=1)


def _intervals(counts: NDArray[np.int64]) -> Iterator[tuple[float, float]]:
    """Of F1, precision and recall."""
    random = np.random.default_rng(_SEED)
    drawn = random.integers(0, len(counts), size=(SAMPLES, len(counts)))
    right, given, gold = np.moveaxis(counts[drawn].sum(axis=1), 1, 0)
    for above, below in ((2 * right, given + gold), (right, given), (right, gold)):
        low, high = np.quantile(np.where(below > 0, above / np.maximum(below, 1), 1.0), [0.025, 0.975])
        yield round(float(low), 3), round(float(high), 3)


def calibration_error(scored: Sequence[Scored], least: float = 0.05, bins: int = 10) -> float:
    """The expected calibration error of candidates that could be links at all (probability ≥ ``least``).

    With the thousands of candidates near 0 it would always look small.
    """
    probabilities = np.concatenate([s.probabilities[s.pair.scored] for s in scored])
    linked = np.concatenate([s.pair.linked[s.pair.scored] for s in scored])
    kept = probabilities >= least
    probabilities, linked = probabilities[kept], linked[kept]
    if not len(probabilities):
        return 0.0
    place = np.minimum((probabilities * bins).astype(int), bins - 1)
    errors = [
        abs(probabilities[place == b].mean() - linked[place == b].mean()) * (place == b).sum()
        for b in np.unique(place)
    ]
    return float(sum(errors) / len(probabilities))


def curve(scored: Sequence[Scored], thresholds: Iterable[float]) -> Iterator[tuple[float, Figures]]:
    """The figures with one threshold for all pairs, for each of some."""
    for threshold in thresholds:
        yield threshold, figures([Scored(s.pair, s.probabilities, threshold) for s in scored])


def groups(scored: Sequence[Scored], key: Callable[[Scored], str]) -> dict[str, list[Scored]]:
    """The scored pairs by a key such as their name, topic or relation, in order."""
    found: dict[str, list[Scored]] = {}
    for s in scored:
        found.setdefault(key(s), []).append(s)
    return found


@dataclass(frozen=True, slots=True)
class Error:
    """A gold link that is missed, or a false one, with its probability; ``grade`` is that of the gold."""

    kind: str
    lower: MeasureName
    upper: MeasureName
    lower_title: str
    upper_title: str
    probability: float
    grade: int


def errors(scored: Iterable[Scored]) -> list[Error]:
    """Misses and false links: first what was furthest from being right."""
    found = []
    for s in scored:
        wrong = s.pair.scored & (s.given != s.pair.linked)
        for i, j in np.argwhere(wrong):
            below, above = s.pair.lower.measures[i], s.pair.upper.measures[j]
            found.append(
                Error(
                    "missed" if s.pair.linked[i, j] else "false",
                    MeasureName(s.pair.lower.stem, below.path),
                    MeasureName(s.pair.upper.stem, above.path),
                    below.title,
                    above.title,
                    round(float(s.probabilities[i, j]), 4),
                    max(int(s.pair.grades[i, j]), 0),
                )
            )
    return sorted(
        found, key=lambda e: (e.kind, e.probability if e.kind == "missed" else -e.probability, e.lower)
    )


def write_links(scored: Iterable[Scored], path: Path) -> int:
    """Write the links given, one JSON object a line, as ``score.py links`` reads them; how many."""
    lines = []
    for s in scored:
        # Doubtful candidates too: the scorer leaves them out itself.
        for i, j in np.argwhere(s.probabilities >= s.threshold):
            strength: Strength = "partial"
            if s.weights is not None:
                strength = s.weights.strength(float(s.probabilities[i, j]))
            row = {
                "lower_document": s.pair.lower.stem,
                "lower_path": s.pair.lower.measures[i].path,
                "upper_document": s.pair.upper.stem,
                "upper_path": s.pair.upper.measures[j].path,
                "strength": strength,
                "score": round(float(s.probabilities[i, j]), 4),
            }
            lines.append(json.dumps(row, ensure_ascii=False) + "\n")
    path.write_text("".join(lines), encoding="utf-8")
    return len(lines)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table of figures."""

    name: str
    figures: Figures
    direct: float
    partial: float


def table(pairs: Sequence[GoldPair], scored: Sequence[Scored]) -> list[Row]:
    """The figures as a table: out of fold (``scored``) in all, by pair and by relation; across topics; baselines."""
    rows = [row_of("out of fold, all", scored)]
    rows += [row_of(name, group) for name, group in groups(scored, lambda s: s.pair.name).items()]
    by_relation = groups(scored, lambda s: s.pair.relation or "none")
    rows += [row_of(f"relation {name}", group) for name, group in by_relation.items()]
    if transferred := across_topics(pairs):
        rows.append(row_of("fitted on the other topic", transferred))
    rows += [row_of(f"baseline: {name}", baseline(name, pairs)) for name in BASELINES]
    return rows


def row_of(name: str, scored: Sequence[Scored]) -> Row:
    """A line of the table, with the interval."""
    return Row(name, figures(scored, interval=True), recall_of(scored, DIRECT), recall_of(scored, PARTIAL))
