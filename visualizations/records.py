"""What a view is and what it gives to the page: the records between the graph and the picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

Json = dict[str, Any]


class Answer(Protocol):
    """Rows of an answer."""

    @property
    def columns(self) -> Sequence[str]:
        """The names of its columns."""
        ...

    @property
    def rows(self) -> Sequence[tuple[Any, ...]]:
        """Its rows."""
        ...

    def objects(self) -> list[dict[str, Any]]:
        """The rows as objects by column."""
        ...


class Found(Protocol):
    """A node that a name means."""

    @property
    def id(self) -> str:
        """Its short identifier."""
        ...

    @property
    def class_name(self) -> str:
        """Its class in the ontology."""
        ...

    @property
    def properties(self) -> Mapping[str, Any]:
        """Its literal properties."""
        ...


class Asks(Protocol):
    """A graph that answers questions, as `kg.graph.Graph` does; it is passed in."""

    def sparql(self, question: str, parameters: Mapping[str, Any] | None = None) -> Answer:
        """The answer to a SPARQL question."""
        ...

    def find(self, name: str) -> Found:
        """The node that an identifier or ``STEM/PATH`` means; raises UsageError where there is none."""
        ...

    def iri(self, id: str) -> str:
        """The IRI of a short identifier."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the page itself in its two languages."""

    zh: str
    en: str

    def json(self) -> Json:
        """As the page reads it."""
        return {"zh": self.zh, "en": self.en}


@dataclass(frozen=True, slots=True)
class Key:
    """One line of a legend: ``mark`` names the sign, which the style sheet draws."""

    mark: str
    text: Text


@dataclass(frozen=True, slots=True)
class Item:
    """Something a page shows: a measure, document, agency, figure, theme or a group of them.

    ``facets`` (level, place, theme, agency → ids) are what the filters ask; ``tone`` names its colour.
    """

    id: str
    kind: str
    label: Text
    tone: str = "plain"
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    document: str | None = None
    path: str | None = None
    note: Text | None = None
    members: Sequence[str] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    def json(self) -> Json:
        """As the page reads it; what is empty is left out."""
        values: Json = {
            "id": self.id,
            "kind": self.kind,
            "zh": self.label.zh,
            "en": self.label.en if self.label.en != self.label.zh else None,
            "tone": self.tone,
            "facets": {name: list(ids) for name, ids in self.facets.items() if ids},
            "document": self.document,
            "path": self.path,
            "note": self.note and self.note.json(),
            "members": list(self.members),
        }
        return {name: value for name, value in values.items() if value not in (None, [], {})} | dict(
            self.extra
        )


@dataclass(frozen=True, slots=True)
class Link:
    """A line between two items, from the lower or first to the upper or second.

    ``lower`` and ``upper`` are the evidence: the start and end of the quote in each document's text.
    """

    id: str
    source: str
    target: str
    relation: str
    strength: str | None = None
    score: float | None = None
    lag: int | None = None
    reasons: str | None = None
    lower: tuple[int, int] | None = None
    upper: tuple[int, int] | None = None
    members: Sequence[str] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    def json(self) -> Json:
        """As the page reads it; what is empty is left out."""
        values: Json = {
            # An identifier that the rest of the link says already is made again by the page.
            "id": None if self.id == f"{self.source} {self.relation} {self.target}" else self.id,
            "from": self.source,
            "to": self.target,
            "relation": self.relation,
            "strength": self.strength,
            "score": self.score,
            "lag": self.lag,
            "reasons": self.reasons,
            "lower": self.lower,
            "upper": self.upper,
            "members": list(self.members),
        }
        return {name: value for name, value in values.items() if value not in (None, [])} | dict(self.extra)


@dataclass(frozen=True, slots=True)
class Finding:
    """A line of what a page says before anything is chosen, with the items it speaks of."""

    text: Text
    members: Sequence[str] = ()

    def json(self) -> Json:
        """As the page reads it."""
        return self.text.json() | {"members": list(self.members)}


@dataclass(frozen=True, slots=True)
class Page:
    """One page: what it is called, what it shows, and how it is drawn.

    ``drawing`` names the drawing function in ``assets`` and ``layout`` is what that reads; ``details`` are the
    texts behind the items; ``network`` is the part that pyvis made, as JSON; ``home`` is the item whose text is shown
    before another is chosen.
    """

    view: str
    title: Text
    about: Text
    drawing: str
    items: Sequence[Item]
    links: Sequence[Link]
    legend: Sequence[Key]
    details: Json
    layout: Json = field(default_factory=dict)
    root: Text | None = None
    network: str | None = None
    findings: Sequence[Finding] = ()
    home: str | None = None


@dataclass(frozen=True, slots=True)
class View:
    """One entry of the table of views; ``build`` makes its page around the given roots, or its default ones."""

    name: str
    title: Text
    about: Text
    build: Callable[[Asks, Sequence[str]], Page]
    roots: Text
