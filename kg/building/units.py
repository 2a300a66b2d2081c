"""What a graph is made of: its documents, and which of them are compared; small, and kept with the graph."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

from kg.alignment.records import Alignment
from kg.cited import References
from kg.citing import CitingDocument
from kg.mapping_alignments import TargetFacts
from kg.model import Document, Header, Problem
from kg.near_copies import NearCopy
from kg.reprints import TextPrint
from kg.review.records import Applied


def text_hash(document: Document) -> str:
    """What tells two documents of one name apart, and orders them."""
    return blake2b(document.text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Brief:
    """What steps over all documents need of one; ``text`` is a hash of its text."""

    stem: str
    text: str
    header: Header
    problems: tuple[Problem, ...]
    print: TextPrint
    citing: CitingDocument


@dataclass(frozen=True, slots=True)
class SourceBrief:
    """What came of a source: its documents, or why it was skipped."""

    documents: tuple[Brief, ...]
    skipped: Problem | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A document of the graph.

    ``record`` is the key of its source's records and ``number`` its place among them; ``stem`` is its own in this
    graph, ``id`` its identifier.
    """

    stem: str
    record: str
    number: int
    id: str

    @property
    def content(self) -> str:
        """What tells its content and name from every other."""
        return f"{self.record} {self.number} {self.stem}"


@dataclass(frozen=True, slots=True)
class DocumentUnit:
    """A document with what it cites and which measures of others it repeats.

    ``ids`` are the identifiers of the documents that are meant, and its own, by stem.
    """

    held: Held
    references: References
    copies: tuple[NearCopy, ...]
    ids: dict[str, str]


@dataclass(frozen=True, slots=True)
class Compared:
    """An upper document of a comparison; see `kg.alignment.candidates.Comparison`."""

    upper: Held
    relation: str
    lag_days: int | None


@dataclass(frozen=True, slots=True)
class PairFacts:
    """The links between two documents, their targets that belong together, and the candidates just below the threshold.

    These, ``near``, are packed as a review has them (see `kg.review.near_misses`), for hardly anything else asks for them.
    """

    links: tuple[Alignment, ...]
    targets: tuple[TargetFacts, ...]
    near: bytes


@dataclass(frozen=True, slots=True)
class Settled:
    """The links and targets of a lower document as an analyst's decisions leave them, and the decisions against one."""

    links: tuple[Alignment, ...]
    targets: tuple[TargetFacts, ...]
    rejected: tuple[Applied, ...]


@dataclass(frozen=True, slots=True)
class LinkUnit:
    """A lower document with those it is compared with.

    ``settled`` is what decisions make of all its pairs, where there are any, and ``also`` further documents that
    they link it with. ``whole`` says that no pair of it is left out here.
    """

    lower: Held
    compared: tuple[Compared, ...]
    settled: Settled | None = None
    also: tuple[Held, ...] = ()
    whole: bool = True
