"""What linking a document needs, kept as one result where it is read: a pair is linked without its records."""

from __future__ import annotations

from dataclasses import dataclass

from kg.alignment.prepared import Prepared
from kg.targets import Target


@dataclass(frozen=True, slots=True, eq=False)
class Linkable:
    """A document ready to be linked: its text in tables, and its targets."""

    prepared: Prepared
    targets: tuple[Target, ...]
