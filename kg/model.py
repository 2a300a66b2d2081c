"""The records of a document: frozen, with the span of source text each fact was read from.

All offsets count characters of ``Document.text`` (the decoded file, BOM dropped, newlines ``\\n``) and
``text[start:end] == quote`` holds for every span.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["national", "province", "city", "county"]
Role = Literal["measure", "general", "safeguard"]
Manner = Literal["responsible", "lead", "joint", "support"]
FigureType = Literal["target", "parameter", "context"]
Comparator = Literal["=", ">=", ">", "<=", "<", "~"]
Change = Literal["level", "new", "cumulative", "growth", "share"]
TaskforceRole = Literal["head", "deputy", "member", "office"]
ReviewDecision = Literal["accepted", "rejected", "corrected", "added"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the document's text: ``text[start:end] == quote``.

    >>> Span.of("增长5%", 2, 4)
    Span(start=2, end=4, quote='5%')
    """

    start: int
    end: int
    quote: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """The span of ``text`` from ``start`` up to ``end``; raises ValueError outside of the text."""
        if not 0 <= start <= end <= len(text):
            raise ValueError(f"no span {start}:{end} in a text of {len(text)} characters")
        return cls(start, end, text[start:end])


@dataclass(frozen=True, slots=True)
class Review:
    """An analyst's decision about a fact or a link: who, when, and what the program had said.

    ``reviewed_on`` is an ISO date; ``former`` is empty where the program had said nothing else.

    >>> str(Review("corrected", "a reader", "2024-05-03", former="30家"))
    'corrected by a reader on 2024-05-03, formerly 30家'
    """

    decision: ReviewDecision
    reviewer: str
    reviewed_on: str
    comment: str = ""
    former: str = ""

    def __str__(self) -> str:
        """The decision in a few words."""
        former = f", formerly {self.former}" if self.former and self.decision == "corrected" else ""
        comment = f" ({self.comment})" if self.comment else ""
        return f"{self.decision} by {self.reviewer} on {self.reviewed_on}{former}{comment}"


@dataclass(frozen=True, slots=True)
class Agency:
    """A body named in a document, resolved to an identity where the register knows it.

    ``name`` is as printed (layout spaces and line breaks taken out); ``id`` the identity, e.g.
    ``agency/330000/commerce``; ``line`` the line of work (条线) or None where it is not known.
    """

    name: str
    id: str
    label: str
    line: str | None
    region_code: str
    kind: str
    manner: Manner
    span: Span
    review: Review | None = None

    @property
    def resolved(self) -> bool:
        """Whether the register knows this body."""
        return self.kind != "unresolved"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it counts: a target, a rule's parameter or context.

    ``value`` and ``value_max`` are in base units (万 and 亿 multiplied out; per cent as printed).
    ``period`` is ``2023``, ``2023-02``, an end date ``2025-12-31`` or a range ``2023/2027``.
    ``note`` gives the reason of a repair or inference, ``doubt`` why a number is implausible.
    """

    span: Span
    type: FigureType
    metric: str
    value: float
    value_max: float | None
    unit: str
    comparator: Comparator
    change: Change
    period: str | None
    period_inferred: bool = False
    decimal_repaired: bool = False
    note: str = ""
    doubt: str = ""
    review: Review | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A thing of a register named in the text: concept, programme, place or instrument."""

    id: str
    label: str
    span: Span
    review: Review | None = None


@dataclass(frozen=True, slots=True)
class ThemeScore:
    """A theme of a measure; ``score`` in 0..1, ``evidence`` the words that speak for it."""

    id: str
    score: float
    evidence: tuple[Span, ...]
    review: Review | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """Another document named in the text, by title (《…》), number (国办发〔2022〕9号) or both.

    ``repealed`` says that the text puts it out of force (同时废止).
    """

    id: str
    label: str
    title: str | None
    number: str | None
    span: Span
    repealed: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a measure; ``number`` counts from 1. Links and evidence point at it."""

    number: int
    span: Span


@dataclass(frozen=True, slots=True)
class Section:
    """A heading above measures (一、…); ``span`` holds the heading alone."""

    path: str
    title: str
    span: Span


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a whole measure has to be done (完成时限); ``period`` as in `Figure`, ``span`` the words that say so."""

    period: str
    inferred: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Measure:
    """The smallest numbered item that asks for something.

    ``path`` is the printed ordinals from the outside in (``2.1.7`` = 二 →（一）→ 7). ``span`` runs from
    the number to where the next item begins. ``agencies`` are the bodies of the responsibility note
    alone; ``charged`` those charged with something in the running text. ``dropped`` are the reviews that took
    a fact away.
    """

    path: str
    title: str
    role: Role
    span: Span
    section: str | None
    sentences: tuple[Sentence, ...]
    agencies: tuple[Agency, ...] = ()
    charged: tuple[Agency, ...] = ()
    localities: bool = False
    et_al: bool = False
    figures: tuple[Figure, ...] = ()
    themes: tuple[ThemeScore, ...] = ()
    concepts: tuple[Mention, ...] = ()
    programmes: tuple[Mention, ...] = ()
    places: tuple[Mention, ...] = ()
    instruments: tuple[Mention, ...] = ()
    citations: tuple[Citation, ...] = ()
    due: Deadline | None = None
    dropped: tuple[Review, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskforceMember:
    """A body in a taskforce and its part there."""

    agency: Agency
    role: TaskforceRole


@dataclass(frozen=True, slots=True)
class Taskforce:
    """A 专班 or leading group with its members, where a document sets one up."""

    id: str
    label: str
    span: Span
    members: tuple[TaskforceMember, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something skipped, unresolved, repaired, doubtful or in conflict, with its place.

    ``kind`` is one of ``kg.report.KINDS``; ``start`` is None where the whole file is meant.
    """

    kind: str
    stem: str
    what: str
    start: int | None = None
    end: int | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """What a document says of itself, and where each field was read (``sources``: field → origin).

    ``issued_on`` is an ISO date: of signing, else of printing, else of publication, and
    ``issued_on_kind`` (signed · printed · published) says which.
    """

    title: str
    document_number: str | None = None
    issuer: str | None = None
    issued_on: str | None = None
    issued_on_kind: str | None = None
    level: Level | None = None
    region: str | None = None
    region_code: str | None = None
    validity: str | None = None
    source: str | None = None
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """One document as read: its text, header, outline, facts, and what could not be read."""

    stem: str
    text: str
    header: Header
    sections: tuple[Section, ...]
    measures: tuple[Measure, ...]
    taskforces: tuple[Taskforce, ...] = ()
    citations: tuple[Citation, ...] = ()
    problems: tuple[Problem, ...] = ()
