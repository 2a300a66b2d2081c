"""What a format is written from, and the account of what it could not hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kg.ids import DEFAULT_BASE
from kg.tables import GraphTables
from ontology.schema import Schema

# How many places of one kind of loss are named; all are counted.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Source:
    """A whole graph and the base of its IRIs."""

    tables: GraphTables
    base: str = DEFAULT_BASE

    @property
    def schema(self) -> Schema:
        """What the ontology says of its classes and relations."""
        return Schema.load()


@dataclass(slots=True)
class Losses:
    """Values that a format cannot hold as they are: how many of each kind, and where the first of them stand.

    >>> losses = Losses()
    >>> for number in range(5):
    ...     losses.add("a value with characters that XML forbids", f"measure/{number} title")
    >>> print(*losses.lines(), sep="\\n")
    5 × a value with characters that XML forbids: measure/0 title, measure/1 title, measure/2 title, …
    """

    counts: Counter[str] = field(default_factory=Counter)
    _places: dict[str, list[str]] = field(default_factory=dict)

    def add(self, what: str, place: str) -> None:
        """Count a value; ``place`` is the id of its node and the name of its property."""
        self.counts[what] += 1
        places = self._places.setdefault(what, [])
        if len(places) < _NAMED:
            places.append(place)

    def lines(self) -> list[str]:
        """What was lost, a line for each kind."""
        return [
            f"{count} × {what}: {', '.join(self._places[what])}{', …' if count > _NAMED else ''}"
            for what, count in sorted(self.counts.items())
        ]

    def __bool__(self) -> bool:
        """Whether anything was lost."""
        return bool(self.counts)
