"""Write ``weights.toml``: what was fitted, on what, when, and the out-of-fold figures of that day."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.alignment.score import Weights
from kg.errors import InputError

_HEAD = """\
# Weights of the alignment, written by `python -m kg.alignment.fit_weights`; not to be edited by hand.
# {line}
"""


def write_weights(weights: Weights, path: Path, about: Sequence[str]) -> None:
    """Write the weights; ``about`` are the lines of the comment at their head. Raises InputError where that fails."""
    parts = [_HEAD.format(line="\n# ".join(about))]
    score = {
        name: getattr(weights, name) for name in ("intercept", "slope", "threshold", "direct", "same_title")
    }
    parts.append("[score]\n" + "".join(f"{name} = {value}\n" for name, value in score.items()))
    parts.append("# Each feature as (value − mean) / deviation · weight; all weights are ≥ 0.\n[features]\n")
    for name, known in weights.features.items():
        values = f"mean = {known.mean}, deviation = {known.deviation}, weight = {known.weight}"
        parts.append(f'"{name}" = {{ {values} }}\n')
    parts.append(
        "\n# The level of each signal over the fitted pairs of documents (see features.py).\n[levels]\n"
    )
    for name, level in weights.levels.items():
        parts.append(f'"{name}" = {{ mean = {level.mean}, least = {level.least} }}\n')
    try:
        path.write_text("".join(parts).replace("]\n[", "]\n\n["), encoding="utf-8")
    except OSError as error:
        raise InputError(path, f"cannot be written ({error.strerror})") from None
