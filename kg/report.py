"""The account of a run: what was read, kept and lost, each with file and place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kg.model import Document, Problem

# What each kind of problem means to a reader, and whether something was lost by it.
KINDS: Mapping[str, tuple[str, bool]] = {
    "skipped": ("files skipped", True),
    "conflict": ("conflicts", True),
    "lost decision": ("decisions of the review that no longer apply", True),
    "duplicate": ("documents of one identity", False),
    "unresolved agency": ("unresolved agencies", False),
    "unresolved place": ("unresolved places", False),
    "unread": ("text that could not be read", True),
    "replaced": ("characters replaced or left out", False),
    "repaired": ("repaired decimals", False),
    "doubtful": ("implausible numbers", False),
    "inferred": ("inferred header fields", False),
    "numbering": ("gaps in the numbering", False),
    "left-aside": ("numbered text outside of the main body", False),
}


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a run over ``read`` files, of which ``kept`` (stems) are in the graph."""

    read: int
    kept: tuple[str, ...]
    problems: tuple[Problem, ...]
    counts: Mapping[str, int]

    @property
    def lost(self) -> tuple[Problem, ...]:
        """The problems by which a document or a fact was lost."""
        return tuple(p for p in self.problems if KINDS[p.kind][1])

    def exit_status(self, strict: bool = False) -> int:
        """0 when nothing was lost, else 1; with ``strict`` any problem counts as lost.

        >>> Report(1, ("a",), (Problem("repaired", "a", "4.5"),), {}).exit_status(strict=True)
        1
        """
        return int(bool(self.problems if strict else self.lost))

    def by_kind(self) -> dict[str, int]:
        """How many problems of each kind, kinds in their fixed order."""
        found = Counter(p.kind for p in self.problems)
        return {kind: found[kind] for kind in KINDS if found[kind]}

    def as_json(self) -> dict[str, Any]:
        """The account as plain values."""
        return {
            "read": self.read,
            "kept": list(self.kept),
            "counts": dict(self.counts),
            "problems": [problem_json(p) for p in self.problems],
        }


def problem_json(problem: Problem) -> dict[str, Any]:
    """A problem as plain values, with whether something was lost by it."""
    return {
        "kind": problem.kind,
        "document": problem.stem,
        "path": problem.path,
        "start": problem.start,
        "end": problem.end,
        "what": problem.what,
        "lost": KINDS[problem.kind][1],
    }


def problem_from_json(value: Mapping[str, Any]) -> Problem:
    """The problem that ``problem_json`` wrote."""
    return Problem(
        value["kind"], value["document"], value["what"], value["start"], value["end"], value["path"]
    )


def problems_of(document: Document) -> Iterable[Problem]:
    """What an analyst should look at in a document, in the order of the text."""
    yield from document.problems
    stem = document.stem
    for name, origin in document.header.sources.items():
        if origin == "inferred":
            yield Problem("inferred", stem, f"{name}: {getattr(document.header, name)}, not printed as such")
    for measure in document.measures:
        for agency in (*measure.agencies, *measure.charged):
            if not agency.resolved:
                span = agency.span
                yield Problem("unresolved agency", stem, agency.name, span.start, span.end, measure.path)
        for figure in measure.figures:
            span = figure.span
            if figure.decimal_repaired and figure.review is None:
                what = f"{figure.metric} {figure.value:g} {figure.unit}: {figure.note}"
                yield Problem("repaired", stem, what, span.start, span.end, measure.path)
            if figure.doubt:
                what = f"{figure.metric} {figure.value:g} {figure.unit}: {figure.doubt}"
                yield Problem("doubtful", stem, what, span.start, span.end, measure.path)
    for taskforce in document.taskforces:
        for member in taskforce.members:
            if not member.agency.resolved:
                span = member.agency.span
                yield Problem("unresolved agency", stem, member.agency.name, span.start, span.end)
