"""All decisions at once: documents before they are mapped, links before they become nodes, and the account of both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.alignment.records import Alignment
from kg.model import Document, Problem
from kg.review.facts import apply_to_document
from kg.review.links import apply_to_alignments
from kg.review.records import Applied, Decision, Lost, in_stems, settle
from ontology.registers import Registers

LOST = "lost decision"


@dataclass(frozen=True, slots=True)
class ReviewedDocuments:
    """Documents as the decisions leave them, by stem; ``decisions`` name documents by these stems."""

    documents: Mapping[str, Document]
    decisions: tuple[Decision, ...]
    applied: tuple[Applied, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ReviewedLinks:
    """Links as the decisions leave them; ``applied`` has the rejected ones too."""

    alignments: tuple[Alignment, ...]
    applied: tuple[Applied, ...]
    problems: tuple[Problem, ...]


def review_documents(
    documents: Mapping[str, Document],
    ids: Mapping[str, str],
    decisions: Iterable[Decision],
    registers: Registers,
) -> ReviewedDocuments:
    """The documents with their facts corrected; ``documents`` and ``ids`` (their identifiers) are given by stem."""
    named = in_stems(decisions, ids)
    own: dict[str, list[Decision]] = {}
    for decision in named:
        if decision.kind != "link":
            own.setdefault(decision.document, []).append(decision)
    corrected: dict[str, Document] = {}
    applied: list[Applied] = []
    lost: list[Lost] = []
    for stem, document in documents.items():
        if stem not in own:
            corrected[stem] = document
            continue
        # A second document of one stem is known by another one here.
        new, done, without = apply_to_document(replace(document, stem=stem), own[stem], registers)
        corrected[stem] = replace(new, stem=document.stem)
        applied += done
        lost += without
    away = [decision for stem, rows in own.items() if stem not in documents for decision in rows]
    lost += _latest(away, "no such document is held")
    return ReviewedDocuments(corrected, named, tuple(applied), problems(lost))


def review_links(
    alignments: Iterable[Alignment], reviewed: ReviewedDocuments, registers: Registers
) -> ReviewedLinks:
    """The links with the decisions about them carried out."""
    links, applied, lost = apply_to_alignments(
        alignments, reviewed.decisions, reviewed.documents, registers.regions
    )
    return ReviewedLinks(links, applied, problems(lost))


def problems(lost: Iterable[Lost]) -> tuple[Problem, ...]:
    """What could not be carried out, for the account of a build."""
    return tuple(
        _problem(one) for one in sorted(lost, key=lambda one: (one.decision.when(), one.decision.measure))
    )


def _problem(one: Lost) -> Problem:
    decision = one.decision
    line = f"line {decision.line}: " if decision.line else ""
    what = (
        f"{decision.kind} {decision.upper}"
        if decision.kind == "link"
        else f"{decision.kind} “{decision.quote}”"
    )
    who = f"{decision.verdict} by {decision.by} on {decision.on[:10]}"
    return Problem(LOST, decision.document, f"{line}{who} of {what}: {one.why}", path=decision.path)


def _latest(decisions: Sequence[Decision], why: str) -> list[Lost]:
    things: dict[tuple[str, str, str], list[Decision]] = {}
    for decision in decisions:
        things.setdefault((decision.kind, decision.measure, decision.quote), []).append(decision)
    return [Lost(settle(group).last, why) for group in things.values()]
