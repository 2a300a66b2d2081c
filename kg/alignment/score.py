"""One probability from the features: a logistic with weights of one sign, readable in ``weights.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from kg.alignment.encoding import Floats
from kg.alignment.features import FEATURES, Level, Tables, features
from kg.alignment.records import Strength
from kg.errors import InputError

FILE = Path(__file__).with_name("weights.toml")


@dataclass(frozen=True, slots=True)
class Weight:
    """A feature's mean and deviation over the fitted candidates, and its weight (never negative)."""

    mean: float
    deviation: float
    weight: float


@dataclass(frozen=True, slots=True)
class Weights:
    """All that was fitted: levels of the signals, weights of the features, calibration and thresholds.

    ``threshold`` is the least probability of a link, ``direct`` the least of a direct one; ``same_title`` is the
    probability of a link where one item's title stands word for word in the other.
    """

    levels: Mapping[str, Level]
    features: Mapping[str, Weight]
    intercept: float
    slope: float
    threshold: float
    direct: float
    same_title: float

    @classmethod
    def load(cls, path: Path | None = None) -> Weights:
        """The weights of a file; the ones that come with the project, read once, when none is given.

        Raises InputError for a file that holds none.
        """
        return _installed() if path is None else _read(path)

    def probabilities(self, tables: Tables) -> Floats:
        """The probability of a link for each lower and upper item."""
        known = [self.features[name] for name in FEATURES]
        weights = np.array([w.weight / w.deviation for w in known])
        at_means = sum(w.weight * w.mean / w.deviation for w in known)
        logit = self.slope * (features(tables, self.levels) @ weights - at_means) + self.intercept
        return sigmoid(logit.astype(np.float32))

    def strength(self, probability: float) -> Strength:
        """Direct or partial."""
        return "direct" if probability >= self.direct else "partial"


def sigmoid(logit: Floats) -> Floats:
    """1 / (1 + e^−x)."""
    return (1 / (1 + np.exp(-np.clip(logit, -30, 30)))).astype(np.float32)


@cache
def _installed() -> Weights:
    return _read(FILE)


def _read(path: Path) -> Weights:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(
            path, f"cannot be read ({error.strerror}); it should hold weights of the links"
        ) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(path, f"is no TOML ({error}); {_REMEDY}") from None
    try:
        return Weights(
            levels={name: Level(**_numbers(value)) for name, value in table["levels"].items()},
            features={name: Weight(**_numbers(table["features"][name])) for name in FEATURES},
            **_numbers(table["score"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            path, f"holds no weights of the links as they are now ({error}); {_REMEDY}"
        ) from None


_REMEDY = "write one with python -m kg.alignment.fit_weights --output FILE"


def _numbers(table: Mapping[str, object]) -> dict[str, Any]:
    """The values, each a finite number; raises ValueError for another one."""
    for name, value in table.items():
        if not isinstance(value, int | float) or isinstance(value, bool) or not np.isfinite(value):
            raise ValueError(f"{name} is {value!r}, not a number")
    return {name: float(value) for name, value in table.items()}  # type: ignore[arg-type]  # checked above
