"""Roles: an overall aim is carried out by an overall aim, a safeguard mostly by a safeguard."""

from __future__ import annotations

import numpy as np

from kg.alignment.encoding import Floats
from kg.alignment.pair import Pair
from kg.model import Role


class BothGeneral:
    """1 where both or neither of the items is general (总体要求)."""

    name = "both general"

    def measure(self, pair: Pair) -> Floats:
        """1 or 0."""
        return _agree(pair, "general")


class BothSafeguard:
    """1 where both or neither of the items is a safeguard (保障措施)."""

    name = "both safeguard"

    def measure(self, pair: Pair) -> Floats:
        """1 or 0."""
        return _agree(pair, "safeguard")


def _agree(pair: Pair, role: Role) -> Floats:
    lower, upper = pair.lower.are(role), pair.upper.are(role)
    agree: Floats = np.equal(lower[:, None], upper).astype(np.float32)
    return agree
