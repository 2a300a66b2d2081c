"""What a worker does: reads sources, maps documents, finds links; each by itself, from what is kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from kg.building.codec import packed, unpacked
from kg.building.fingerprint import key_of, key_of_source, rules_fingerprint
from kg.building.kept import Kept
from kg.building.pieces import Piece, RenderedPiece, piece_of, rendered
from kg.building.units import (
    Brief,
    Compared,
    DocumentUnit,
    Held,
    LinkUnit,
    PairFacts,
    Settled,
    SourceBrief,
    text_hash,
)
from kg.citing import citing_document
from kg.errors import DocumentError, InputError, StoreError
from kg.mapping import map_document, map_registers, measure_ids
from kg.mapping_alignments import (
    TargetFacts,
    map_alignments,
    map_comparisons,
    map_target_links,
    target_facts,
)
from kg.mapping_citations import map_references
from kg.mapping_near_copies import map_near_copies
from kg.model import Document, Problem
from kg.near_copies import letters_of_measures, measure_sketches, shared_text
from kg.report import problems_of
from kg.reprints import text_print
from kg.review.mapping import map_rejected
from kg.review.near_misses import Row, row_of
from kg.tables import GraphTables, TablesBuilder
from loaders.read import read_source
from loaders.sources import Source
from ontology.registers import Registers
from ontology.schema import Schema

if TYPE_CHECKING:
    from kg.align import Aligner
    from kg.alignment.candidates import Comparison
    from kg.alignment.outline import Outline
    from kg.alignment.records import Alignment
    from kg.alignment.score import Weights

T = TypeVar("T")

_DOCUMENTS = 192  # kept in memory for the next task: neighbours in order name the same ones
_PREPARED = 192
_TEXTS = 512
# Candidates below the threshold that are kept of each pair: a review of 25 decisions a pair is worth F1 0.90 with 30 of
# them, 0.89 with 5, 0.87 with none (simulated on the gold links); each takes some 130 bytes. Parallel plans, which are
# there to be compared and say nothing about who carries out what, have none.
NEAR = 30


@dataclass(frozen=True, slots=True)
class ReadSource:
    """A source as it was read: what to keep under which key."""

    key: str
    brief: SourceBrief
    record: bytes
    letters: bytes


@dataclass(frozen=True, slots=True)
class Linked:
    """The links of a lower document; ``facts`` is what to keep anew, None where nothing new was found.

    ``near`` are the candidates that a reviewer should see, a row for each pair.
    """

    key: str
    facts: bytes | None
    piece: Any
    near: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class WorkshopMaker:
    """Makes a workshop in a worker process."""

    kept: Path
    base: str
    weights: Weights | None = None

    def __call__(self) -> Workshop:
        """The workshop."""
        return Workshop(Registers.load(), Kept(self.kept, read_only=True), self.base, self.weights)


class Workshop:
    """Does the tasks of a build that stand alone, in its process or in others.

    ``weights`` are those of the alignment where they are not the ones that come with the project.
    """

    def __init__(self, registers: Registers, kept: Kept, base: str, weights: Weights | None = None) -> None:
        self._registers = registers
        self._kept = kept
        self._base = base
        self._weights = weights
        self._own_weights = key_of(repr(weights)) if weights is not None else ""
        self._schema = Schema.load()
        self._documents = _Recent[tuple[Document, ...]](_DOCUMENTS)
        self._prepared = _Recent[Any](_PREPARED)
        self._texts = _Recent[tuple[dict[str, str], ...]](_TEXTS)

    # -- reading -------------------------------------------------------------------------------------------

    def read(self, source: Source) -> ReadSource | Problem:
        """The records of a source; a problem where its file cannot be opened, which may be otherwise tomorrow."""
        try:
            key = key_of_source(source)
        except InputError as error:
            return Problem("skipped", source.stem, str(error))
        try:
            documents = read_source(source, self._registers)
        except (InputError, DocumentError) as error:
            # Where the file lies is said anew each time: its content may be found elsewhere tomorrow.
            skipped = Problem("skipped", source.stem, str(error).removeprefix(source.place))
            return ReadSource(key, SourceBrief((), skipped), packed(()), packed(()))
        self._documents.put(key, documents)
        letters = [_letters_of(document) for document in documents]
        briefs = tuple(map(self.brief, documents, letters))
        return ReadSource(key, SourceBrief(briefs), packed(documents), packed(letters))

    def brief(self, document: Document, letters: Mapping[str, str] | None = None) -> Brief:
        """What steps over all documents need of this one; ``letters`` are those of its measures, where at hand."""
        texts = letters_of_measures(document) if letters is None else tuple(letters.values())
        return Brief(
            document.stem,
            text_hash(document),
            document.header,
            tuple(problems_of(document)),
            text_print(document, texts=texts),
            citing_document(document, self._registers.regions),
            measure_sketches(document, texts=texts),
        )

    def shares(self, task: tuple[Held, tuple[tuple[str, Held, str], ...]]) -> list[float]:
        """How much of measures of a document those of others have; both measures are given by name."""
        copy, pairs = task
        return [
            shared_text(self._letters(copy)[name], self._letters(source)[other])
            for name, source, other in pairs
        ]

    def _letters(self, held: Held) -> dict[str, str]:
        """What of each measure is compared, by name: kept apart, for records are large."""
        return self._texts.get(held.record, lambda: self._kept_letters(held.record))[held.number]

    def _kept_letters(self, key: str) -> tuple[dict[str, str], ...]:
        data = self._kept.get("letters", key)
        if data is not None:
            return unpacked(data, tuple[dict[str, str], ...])
        documents = self._documents.get(key, lambda: self._kept_documents(key))
        return tuple(map(_letters_of, documents))

    # -- mapping -------------------------------------------------------------------------------------------

    def document_piece(self, unit: DocumentUnit) -> Piece:
        """What a document says, as a part of the graph."""
        parts = (
            map_document(self.as_read(unit.held), unit.held.id, self._registers),
            map_references(unit.references, unit.ids),
            map_near_copies(unit.copies, unit.ids),
        )
        return piece_of(unit.held.stem, parts, unit.held.id, self.known, self._schema)

    def document_text(self, unit: DocumentUnit) -> RenderedPiece:
        """The same as text."""
        return rendered(self.document_piece(unit), self.known, self._schema, self._base)

    @cached_property
    def register_tables(self) -> GraphTables:
        """The part of the graph that every graph has."""
        builder = TablesBuilder(self._schema)
        builder.add(map_registers(self._registers))
        return builder.build()

    @cached_property
    def known(self) -> Mapping[str, str]:
        """The class of every node of the registers."""
        return self.register_tables.index()

    # -- linking -------------------------------------------------------------------------------------------

    def outline(self, held: Held) -> Outline:
        """What choosing candidates needs of a document."""
        with self._one_thread.limit(limits=1):
            return self.aligner.outline(self._prepare(held))

    def links(self, unit: LinkUnit) -> Linked:
        """The links of a lower document as a piece of the graph."""
        key, facts, new = self._facts(unit)
        near = tuple(self._near_rows(unit, facts))
        return Linked(key, packed(facts) if new else None, self._link_piece(unit, facts), near)

    def links_text(self, unit: LinkUnit) -> Linked:
        """The same as text."""
        linked = self.links(unit)
        return replace(linked, piece=rendered(linked.piece, self.known, self._schema, self._base))

    def facts(self, unit: LinkUnit) -> list[PairFacts]:
        """The links and targets of a lower document with each upper one, as the program finds them."""
        facts = self._facts(unit)[1]
        return [facts[self._pair_key(unit, number)] for number in range(len(unit.compared))]

    def _facts(self, unit: LinkUnit) -> tuple[str, dict[str, PairFacts], bool]:
        """The facts with the key to keep them by, and whether some are new."""
        key = links_key(unit.lower)
        kept = self._kept.get("links", key)
        held = unpacked(kept, dict[str, PairFacts]) if kept else {}
        wanted = {self._pair_key(unit, number): number for number in range(len(unit.compared))}
        missing = {name: number for name, number in wanted.items() if name not in held}
        if unit.whole:
            held = {name: facts for name, facts in held.items() if name in wanted}
        if missing:
            found = self._pairs(unit.lower, [unit.compared[number] for number in missing.values()])
            held |= zip(missing, found, strict=True)
        return key, held, bool(missing)

    def _pairs(self, lower: Held, compared: Sequence[Compared]) -> Iterator[PairFacts]:
        """The facts of a lower document with each of some upper ones."""
        from kg.alignment.candidates import Comparison
        from kg.targets import compare_targets

        comparisons = [
            Comparison(lower.stem, one.upper.stem, cast(Any, one.relation), one.lag_days) for one in compared
        ]
        threshold = self.aligner.weights.threshold
        with self._one_thread.limit(limits=1):
            found = [self._links(one, lower, to.upper) for one, to in zip(comparisons, compared, strict=True)]
        links = [tuple(link for link in some if link.score >= threshold) for some in found]
        documents = {held.stem: self.document(held) for held in (lower, *(one.upper for one in compared))}
        targets = compare_targets(
            documents.values(), comparisons, chain.from_iterable(links), self._registers.regions
        )
        of_upper: dict[str, list[TargetFacts]] = {}
        for fact in target_facts(targets, documents):
            of_upper.setdefault(fact.target.upper.stem, []).append(fact)
        for comparison, some, linked in zip(comparisons, found, links, strict=True):
            near = tuple(link for link in some if link.score < threshold)
            yield PairFacts(linked, tuple(of_upper.get(comparison.upper, ())), near)

    def _links(self, comparison: Comparison, lower: Held, upper: Held) -> list[Alignment]:
        documents = self.document(lower), self.document(upper)
        pair = self.aligner.pair(self._prepare(lower), self._prepare(upper))
        near = 0 if comparison.relation == "parallels" else NEAR
        return list(self.aligner.links(comparison, documents, pair, near=near))

    def _link_piece(self, unit: LinkUnit, facts: Mapping[str, PairFacts]) -> Piece:
        chosen: list[PairFacts | Settled] = [
            facts[self._pair_key(unit, n)] for n in range(len(unit.compared))
        ]
        if unit.settled is not None:
            chosen = [unit.settled]
        uppers = (compared.upper for compared in unit.compared)
        ids = {held.stem: held.id for held in (unit.lower, *uppers, *unit.also)}
        parts = [
            map_alignments((link for pair in chosen for link in pair.links), ids),
            map_target_links((target for pair in chosen for target in pair.targets), ids),
            map_comparisons(unit.lower.id, (compared.upper.id for compared in unit.compared)),
        ]
        if unit.settled is not None:
            rejected = map_rejected(unit.settled.rejected, ids)
            for _, measure in rejected.edges.get("reviews", ()):
                rejected.refer("Measure", measure)
            parts.append(rejected)
        return piece_of(unit.lower.stem, parts, unit.lower.id, self.known, self._schema)

    def _near_rows(self, unit: LinkUnit, facts: Mapping[str, PairFacts]) -> Iterator[Row]:
        """What a review is shown beside the links, those that an analyst has rejected among it: it learns from them."""
        kept = {(link.lower, link.upper) for link in unit.settled.links} if unit.settled else None
        for number, compared in enumerate(unit.compared):
            pair = facts[self._pair_key(unit, number)]
            gone = pair.links if kept is not None else ()
            links = (one for one in (*pair.near, *gone) if kept is None or (one.lower, one.upper) not in kept)
            yield row_of(unit.lower.stem, compared.upper.stem, links)

    def _pair_key(self, unit: LinkUnit, number: int) -> str:
        """What tells the facts of one pair of a unit from those of the others, and of other weights."""
        compared = unit.compared[number]
        return (
            f"{compared.upper.content} {compared.relation} {compared.lag_days} {self._own_weights}".rstrip()
        )

    @property
    def rules(self) -> str:
        """What tells graphs of the same documents apart: the rules, and the weights where they are not installed."""
        return rules_fingerprint() + self._own_weights

    @cached_property
    def _one_thread(self) -> Any:
        """The matrices of two documents are small: threads would wait for each other longer than they work."""
        from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]  # it ships no types

        assert self.aligner  # what is to be limited has to be loaded
        return ThreadpoolController()

    @cached_property
    def aligner(self) -> Aligner:
        """What prepares documents and links them."""
        from kg.align import Aligner

        return Aligner(self._registers.themes, self._registers.regions, weights=self._weights)

    def _prepare(self, held: Held) -> Any:
        return self._prepared.get(held.content, lambda: self.aligner.prepare(self.document(held)))

    # -- records -------------------------------------------------------------------------------------------

    def document(self, held: Held) -> Document:
        """The record of a document that is kept, under its stem in this graph."""
        document = self.as_read(held)
        return document if document.stem == held.stem else replace(document, stem=held.stem)

    def as_read(self, held: Held) -> Document:
        """The same under the stem of its file, which another document may have too."""
        return self._documents.get(held.record, lambda: self._kept_documents(held.record))[held.number]

    def remember(self, record: str, documents: tuple[Document, ...]) -> None:
        """Have records at hand that were made just now."""
        self._documents.put(record, documents)

    def _kept_documents(self, key: str) -> tuple[Document, ...]:
        data = self._kept.get("record", key)
        if data is None:
            raise Damaged("a kept record is damaged; run the build again")
        return unpacked(data, tuple[Document, ...])


class Damaged(StoreError):
    """A kept record that cannot be read any more."""


class _Recent(Generic[T]):
    """The latest of what was made, by key."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[str, T] = OrderedDict()

    def get(self, key: str, make: Callable[[], T]) -> T:
        """What is there under the key, else what ``make`` gives."""
        if key not in self._values:
            self.put(key, make())
        self._values.move_to_end(key)
        return self._values[key]

    def put(self, key: str, value: T) -> None:
        """Keep a value, for the one that was not asked for longest."""
        self._values[key] = value
        if len(self._values) > self._most:
            self._values.popitem(last=False)


def _letters_of(document: Document) -> dict[str, str]:
    names = (name.removeprefix("/") for name in measure_ids(document, ""))
    return dict(zip(names, letters_of_measures(document), strict=True))


def links_key(lower: Held) -> str:
    """What the links of a lower document are kept by."""
    return lower.content
