"""One probability from the features: a logistic with weights of one sign, readable in ``weights.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from kg.alignment.encoding import Floats
from kg.alignment.features import FEATURES, Level, Tables, features
from kg.alignment.records import Strength
from kg.errors import RegisterError

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
        """The weights of a file, read once; the ones that come with the project when none is given."""
        return _load(path or FILE)

    def probabilities(self, tables: Tables) -> Floats:
        """The probability of a link for each lower and upper item."""
        table = features(tables, self.levels)
        known = [self.features[name] for name in FEATURES]
        means = np.array([w.mean for w in known], dtype=np.float32)
        deviations = np.array([w.deviation for w in known], dtype=np.float32)
        weights = np.array([w.weight for w in known], dtype=np.float32)
        logit = self.slope * (((table - means) / deviations) @ weights) + self.intercept
        return sigmoid(logit.astype(np.float32))

    def strength(self, probability: float) -> Strength:
        """Direct or partial."""
        return "direct" if probability >= self.direct else "partial"


def sigmoid(logit: Floats) -> Floats:
    """1 / (1 + e^−x)."""
    return (1 / (1 + np.exp(-np.clip(logit, -30, 30)))).astype(np.float32)


@cache
def _load(path: Path) -> Weights:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return Weights(
            levels={name: Level(**value) for name, value in table["levels"].items()},
            features={name: Weight(**table["features"][name]) for name in FEATURES},
            **table["score"],
        )
    except (OSError, KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise RegisterError(f"{path}: no weights of the alignment ({error!r}); fit them anew") from error
