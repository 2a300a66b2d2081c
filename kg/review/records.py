"""The record of a decision, and how the decisions on one thing add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal

from kg.model import Review, ReviewDecision

Kind = Literal["link", "figure", "agency", "theme", "place"]
Verdict = Literal["accept", "reject", "retype", "add", "change", "drop"]

LINK_VERDICTS: tuple[Verdict, ...] = ("accept", "reject", "retype", "add")
FACT_VERDICTS: tuple[Verdict, ...] = ("accept", "drop", "change", "add")
VERDICTS: Mapping[Kind, tuple[Verdict, ...]] = {
    "link": LINK_VERDICTS,
    "figure": FACT_VERDICTS,
    "agency": FACT_VERDICTS,
    "theme": FACT_VERDICTS,
    "place": FACT_VERDICTS,
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of the table of decisions.

    ``measure`` is ``STEM/PATH`` (or the document's identifier and the path); for an agency the document alone
    means every place where it prints the name. ``quote`` are the words of a fact in the text, for a theme its
    identifier or name, for a link the words of evidence on the lower side; ``start`` is the offset of the words,
    where they stand in a measure more than once. ``on`` is an ISO date, or date and time. ``values`` says what is
    new, in pairs of field and text.
    """

    kind: Kind
    measure: str
    verdict: Verdict
    by: str
    on: str
    upper: str = ""
    quote: str = ""
    upper_quote: str = ""
    start: int | None = None
    values: tuple[tuple[str, str], ...] = ()
    comment: str = ""
    line: int = field(default=0, compare=False)

    @property
    def document(self) -> str:
        """The document of the measure.

        >>> Decision("figure", "zj-2023/2.10", "drop", "a reader", "2024-05-03").document
        'zj-2023'
        """
        return self.measure.rpartition("/")[0] or self.measure

    @property
    def path(self) -> str | None:
        """The path of the measure; None where the whole document is meant."""
        document, _, path = self.measure.rpartition("/")
        return path if document else None

    def when(self) -> tuple[datetime, int]:
        """What decisions are ordered by: the time, and in one moment the line of the file."""
        moment = datetime.fromisoformat(self.on)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)), self.line

    def review(self, decision: ReviewDecision, former: str) -> Review:
        """The mark of this decision on what it changed."""
        return Review(decision, self.by, self.on[:10], self.comment, former)


@dataclass(frozen=True, slots=True)
class Applied:
    """A decision in effect, and the mark that it left."""

    decision: Decision
    review: Review


@dataclass(frozen=True, slots=True)
class Lost:
    """A decision that found nothing to apply to, or cannot be carried out, and why."""

    decision: Decision
    why: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What all decisions on one thing come to; ``last`` is the latest of them."""

    last: Decision
    added: bool
    values: Mapping[str, str]

    @property
    def removes(self) -> bool:
        """Whether the thing is taken away."""
        return self.last.verdict in ("reject", "drop")


def settle(decisions: Iterable[Decision]) -> Effect:
    """What the decisions on one thing come to.

    The latest wins. Changes add up, field by field; accepting, adding and dropping start anew, so an accepted fact
    is what the program reads, whatever was changed before.

    >>> first = Decision("figure", "a/1", "change", "x", "2024-01-01", values=(("value", "3"), ("unit", "家")))
    >>> second = Decision("figure", "a/1", "change", "x", "2024-01-02", values=(("value", "4"),))
    >>> dict(settle([second, first]).values)
    {'value': '4', 'unit': '家'}
    """
    ordered = sorted(decisions, key=Decision.when)
    values: dict[str, str] = {}
    added = False
    for decision in ordered:
        if decision.verdict not in ("change", "retype"):
            values = {}
            added = decision.verdict == "add"
        values.update(decision.values)
    return Effect(ordered[-1], added, values)


def in_stems(decisions: Iterable[Decision], ids: Mapping[str, str]) -> tuple[Decision, ...]:
    """The decisions with every document by the stem of its file; ``ids`` are the identifiers by stem.

    >>> row = Decision("figure", "330000/2023/a/2.1", "drop", "x", "2024-01-01")
    >>> in_stems([row], {"zj-2023": "330000/2023/a"})[0].measure
    'zj-2023/2.1'
    """
    stems = {id: stem for stem, id in ids.items()}

    def named(name: str) -> str:
        document, _, path = name.rpartition("/")
        if name in stems:
            return stems[name]
        return f"{stems[document]}/{path}" if document in stems else name

    return tuple(replace(d, measure=named(d.measure), upper=named(d.upper)) for d in decisions)


def by_measure(decisions: Sequence[Decision]) -> dict[str, list[Decision]]:
    """The decisions of every measure (or document) that some are about, in the order given."""
    found: dict[str, list[Decision]] = {}
    for decision in decisions:
        found.setdefault(decision.measure, []).append(decision)
    return found
