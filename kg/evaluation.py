"""What ``kg evaluate`` prints: the figures on a user's gold links as tables, JSON or Markdown.

Each pair of documents is scored by weights that never saw it. One pair alone leaves none to fit on: then the weights
that come with the project are taken, and the account says so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.alignment.fit_weights import read_gold
from kg.alignment.gold import GoldPair
from kg.alignment.score import Weights
from kg.evaluate import (
    Error,
    Figures,
    Row,
    Scored,
    calibration_error,
    curve,
    errors,
    fitted,
    groups,
    out_of_fold,
    row_of,
    table,
)
from kg.rendering import render

THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
# Each with its 95 % interval over resampled lower measures; direct and partial are recall by strength.
_FIGURES = ("links of", "precision", "recall", "F1", "direct", "partial", "given", "gold")
_CURVE = ("threshold", "precision", "recall", "F1")
_ERRORS = ("what", "grade", "score", "lower measure", "title", "upper measure", "its title")
_GRADES = {2: "direct", 1: "partial", 0: ""}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of some gold pairs; ``is_out_of_fold`` is false where there was nothing to fit on."""

    scored: Sequence[Scored]
    rows: Sequence[Row]
    curve: Sequence[tuple[float, Figures]]
    calibration: float
    errors: Sequence[Error]
    is_out_of_fold: bool


def evaluate(gold: Mapping[str, Path], documents: Sequence[Path]) -> Evaluation:
    """Score every pair of the gold.

    Raises InputError for what is no gold, DocumentError where a document or item that it names is not there.
    """
    pairs = read_gold(dict(gold), documents)
    several = len(pairs) > 1
    scored = out_of_fold(pairs) if several else fitted(pairs, Weights.load())
    rows = table(pairs, scored) if several else _one_pair(scored)
    return Evaluation(
        scored, rows, list(curve(scored, THRESHOLDS)), calibration_error(scored), errors(scored), several
    )


def _one_pair(scored: Sequence[Scored]) -> list[Row]:
    """The figures of weights that come with the project, on one pair."""
    rows = [row_of("weights as installed, all", scored)]
    return rows + [row_of(name, group) for name, group in groups(scored, _name).items()]


def _name(scored: Scored) -> str:
    pair: GoldPair = scored.pair
    return pair.name


def evaluation_text(found: Evaluation, form: str) -> str:
    """The evaluation as ``table``, ``md`` or ``json``."""
    if form == "json":
        return json.dumps(_json(found), ensure_ascii=False, indent=1) + "\n"
    sections = [
        ("Figures", _FIGURES, [_cells(row) for row in found.rows]),
        ("Thresholds", _CURVE, [[t, *_rates(f)] for t, f in found.curve]),
        ("Missed links and false ones, the worst first", _ERRORS, [_error(e) for e in found.errors]),
    ]
    parts = [_heading(title, form) + render(columns, rows, form) for title, columns, rows in sections]
    parts.insert(2, f"calibration error {found.calibration:.3f}\n")
    if not found.is_out_of_fold:
        parts.insert(0, f"{_ONE_PAIR}\n")
    return "\n".join(parts)


_ONE_PAIR = (
    "The gold has one pair of documents, so nothing is left to fit on: these are the weights as installed. Where they "
    "were fitted on this very pair (kg/alignment/weights.toml names them), the figures flatter."
)


def _heading(title: str, form: str) -> str:
    return f"## {title}\n\n" if form == "md" else f"{title}\n\n"


def _cells(row: Row) -> list[Any]:
    f = row.figures
    rates = (
        f"{rate} ({low:.2f}-{high:.2f})"
        for rate, (low, high) in zip(
            _rates(f),
            (i or (0.0, 0.0) for i in (f.precision_interval, f.recall_interval, f.interval)),
            strict=True,
        )
    )
    return [row.name, *rates, f"{row.direct:.3f}", f"{row.partial:.3f}", f.given, f.gold]


def _rates(f: Figures) -> list[str]:
    return [f"{value:.3f}" for value in (f.precision, f.recall, f.f1)]


def _error(e: Error) -> list[Any]:
    return [
        e.kind,
        _GRADES[e.grade],
        f"{e.probability:.2f}",
        str(e.lower),
        e.lower_title,
        str(e.upper),
        e.upper_title,
    ]


def _json(found: Evaluation) -> dict[str, Any]:
    return {
        "out_of_fold": found.is_out_of_fold,
        "figures": [
            {"links_of": r.name, **_numbers(r.figures), "direct": r.direct, "partial": r.partial}
            for r in found.rows
        ],
        "thresholds": [{"threshold": t, **_numbers(f)} for t, f in found.curve],
        "calibration_error": found.calibration,
        "errors": [
            {
                "what": e.kind,
                "grade": e.grade,
                "score": e.probability,
                "lower": str(e.lower),
                "lower_title": e.lower_title,
                "upper": str(e.upper),
                "upper_title": e.upper_title,
            }
            for e in found.errors
        ],
    }


def _numbers(f: Figures) -> dict[str, Any]:
    return {
        "precision": f.precision,
        "recall": f.recall,
        "f1": f.f1,
        "precision_interval": f.precision_interval,
        "recall_interval": f.recall_interval,
        "f1_interval": f.interval,
        "right": f.right,
        "given": f.given,
        "gold": f.gold,
    }
