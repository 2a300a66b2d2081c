"""What a worker does: reads sources, maps documents, finds links; each by itself, from what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kg.building.codec import packed, unpacked
from kg.building.fingerprint import key_of_source, rules_fingerprint
from kg.building.kept import Kept
from kg.building.linker import Linker
from kg.building.pieces import Piece, RenderedPiece, piece_of, rendered
from kg.building.records import Recent, Records
from kg.building.units import (
    Brief,
    DocumentUnit,
    Held,
    LinkUnit,
    PairFacts,
    Settled,
    SourceBrief,
    text_hash,
)
from kg.citing import citing_document
from kg.errors import DocumentError, InputError
from kg.mapping import map_document, map_registers, measure_ids
from kg.mapping_alignments import (
    map_alignments,
    map_comparisons,
    map_target_links,
)
from kg.mapping_citations import map_references
from kg.mapping_near_copies import map_near_copies
from kg.model import Document, Problem
from kg.near_copies import letters_of_measures, measure_sketches, shared_text
from kg.report import problems_of
from kg.reprints import text_print
from kg.review.mapping import map_rejected
from kg.review.near_misses import Row
from kg.tables import GraphTables, TablesBuilder
from loaders.read import read_source
from loaders.sources import Source
from ontology.registers import Registers
from ontology.schema import Schema

if TYPE_CHECKING:
    from kg.alignment.outline import Outline
    from kg.alignment.score import Weights

T = TypeVar("T")

_TEXTS = 512


@dataclass(frozen=True, slots=True)
class ReadSource:
    """A source as it was read: what to keep under which key; of some also what linking its documents needs."""

    key: str
    brief: SourceBrief
    record: bytes
    letters: bytes
    sketches: bytes
    prepared: tuple[PreparedDocument, ...] = ()


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """What linking a document needs, to be kept by its content."""

    content: str
    outline: bytes
    linkable: bytes


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
        self._schema = Schema.load()
        self.records = Records(kept)
        self.linker = Linker(registers, kept, self.records, weights)
        self._texts = Recent[tuple[dict[str, str], ...]](_TEXTS)

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
            nothing = packed(())
            return ReadSource(key, SourceBrief((), skipped), nothing, nothing, nothing)
        self.records.remember(key, documents)
        letters = [_letters_of(document) for document in documents]
        briefs = tuple(map(self.brief, documents, letters))
        sketches = [
            measure_sketches(document, texts=tuple(texts.values()))
            for document, texts in zip(documents, letters, strict=True)
        ]
        return ReadSource(key, SourceBrief(briefs), packed(documents), packed(letters), packed(sketches))

    def read_and_prepare(self, source: Source) -> ReadSource | Problem:
        """The same with what linking its documents needs: of many most are compared, and here they are at hand."""
        read = self.read(source)
        if isinstance(read, Problem) or read.brief.skipped:
            return read
        documents = enumerate(self.records.of_source(read.key))
        held = (Held(document.stem, read.key, number, "") for number, document in documents)
        return replace(read, prepared=tuple(map(self._prepared, held)))

    def _prepared(self, held: Held) -> PreparedDocument:
        outline, linkable = self.linker.prepare(held)
        return PreparedDocument(held.content, packed(outline), packed(linkable))

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
        documents = self.records.of_source(key)
        return tuple(map(_letters_of, documents))

    # -- mapping -------------------------------------------------------------------------------------------

    def document_piece(self, unit: DocumentUnit) -> Piece:
        """What a document says, as a part of the graph."""
        parts = (
            map_document(self.records.as_read(unit.held), unit.held.id, self._registers),
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
        return self.linker.outline(held)

    def links(self, unit: LinkUnit) -> Linked:
        """The links of a lower document as a piece of the graph."""
        key, facts, new = self.linker.found(unit)
        near = tuple(self.linker.near_rows(unit, facts))
        return Linked(key, packed(facts) if new else None, self._link_piece(unit, facts), near)

    def links_text(self, unit: LinkUnit) -> Linked:
        """The same as text."""
        linked = self.links(unit)
        return replace(linked, piece=rendered(linked.piece, self.known, self._schema, self._base))

    def _link_piece(self, unit: LinkUnit, facts: Mapping[str, PairFacts]) -> Piece:
        chosen: list[PairFacts | Settled] = [
            facts[self.linker.pair_key(unit, n)] for n in range(len(unit.compared))
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

    @property
    def rules(self) -> str:
        """What tells graphs of the same documents apart: the rules, and the weights where they are not installed."""
        return rules_fingerprint() + self.linker.own_weights


def _letters_of(document: Document) -> dict[str, str]:
    names = (name.removeprefix("/") for name in measure_ids(document, ""))
    return dict(zip(names, letters_of_measures(document), strict=True))
