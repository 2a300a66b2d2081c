"""The graph of a plan, written into a new generation: as a whole, or as what differs from the one before."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.building.kept import Kept
from kg.building.manifest import Manifest, pairs_of
from kg.building.pieces import Piece, rendered
from kg.building.reading import Progress, commits
from kg.building.shared import Rows, SharedIndex, put_together
from kg.building.units import DocumentUnit, LinkUnit
from kg.building.workers import Workers
from kg.building.workshop import Linked, Workshop
from kg.building.writing import Writing, write_difference
from kg.generations import Generation
from kg.mapping import map_registers
from kg.review.near_misses import NAME as NEAR_MISSES
from kg.review.near_misses import Row, row_of, write_near_misses
from kg.stores.difference import difference
from kg.tables import Conflict, GraphTables, Part, Value
from ontology.registers import Registers
from ontology.schema import Schema


@dataclass(frozen=True, slots=True)
class Written:
    """What is in a graph: how many of each class and relation, and what was in conflict."""

    counts: dict[str, int]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Builder:
    """Writes graphs with what a build has at hand."""

    registers: Registers
    workshop: Workshop
    workers: Workers
    kept: Kept
    base: str
    progress: Progress

    # -- the whole graph -----------------------------------------------------------------------------------

    def write_documents(self, writing: Writing, units: Mapping[str, DocumentUnit]) -> Manifest:
        """Write what every document says, and the registers; the manifest lacks the links yet."""
        index, conflicts = SharedIndex(), list[Conflict]()
        done = self.workers.do("document_text", units.values(), len(units))
        for number, (_, piece) in enumerate(done, 1):
            writing.take(piece)
            index.add(piece.shared)
            conflicts += piece.conflicts
            self.progress("mapping", number, len(units))
        parts = [map_registers(self.registers), *index.rows.parts(units)]
        tables, between = put_together(parts, Schema.load(), {})
        whole = Piece("shared", tables, Part("shared"), tables.index(), ())
        writing.take(rendered(whole, {}, Schema.load(), self.base))
        found = (*between, *conflicts)
        return Manifest(self.workshop.rules, self.base, dict(units), {}, index.rows, found, {})

    def write_links(
        self, writing: Writing, units: Mapping[str, LinkUnit], generation: Generation
    ) -> tuple[Conflict, ...]:
        """Write the links between documents, and beside them what a review is shown too."""
        conflicts = list[Conflict]()
        write_near_misses(generation.path / NEAR_MISSES, self._taken(writing, units, conflicts))
        return tuple(conflicts)

    def _taken(
        self, writing: Writing, units: Mapping[str, LinkUnit], conflicts: list[Conflict]
    ) -> Iterator[Row]:
        ordered = sorted(units.values(), key=lambda unit: unit.lower.id)
        for number, linked in enumerate(self._linked("links_text", ordered), 1):
            writing.take(linked.piece)
            conflicts += linked.piece.conflicts
            self.progress("linking", number, len(units))
            yield from (row for row in linked.near if row[2])

    def _linked(self, method: str, units: list[LinkUnit]) -> Iterator[Linked]:
        """Each unit's links, which are kept as they come."""
        for _, linked in commits(self.kept, self.workers.do(method, units, len(units))):
            if linked.facts is not None:
                self.kept.put("links", linked.key, linked.facts)
            yield linked

    # -- what differs --------------------------------------------------------------------------------------

    def write_changes(
        self,
        old: Manifest,
        new: tuple[Mapping[str, DocumentUnit], Mapping[str, LinkUnit]],
        generations: tuple[Generation, Generation],
    ) -> Written:
        """Write a graph as another one with changes; ``generations`` are the other one's and the new one."""
        documents, links = new
        pieces = [self._documents(one) for one in document_changes(old.documents, documents)]
        changes = link_changes(old.links, links)
        gone = [row_of(unit.lower.stem, one.upper.stem, ()) for unit in changes[0] for one in unit.compared]
        found = [list(self._linked("links", one)) for one in changes]
        near = (row for one in found[1] for row in one.near)
        write_near_misses(generations[1].path / NEAR_MISSES, (*gone, *near))
        linked = [[one.piece for one in side] for side in found]
        shared, between = self._shared(old, documents, pieces)
        tables = [
            _joined([shared[side], *(piece.own for piece in (*pieces[side], *linked[side]))])
            for side in (0, 1)
        ]
        every = [piece for side in (*pieces, *linked) for piece in side]
        classes = ChainMap(*(dict(piece.classes) for piece in every), *(table.index() for table in tables))
        changed = difference(tables[0], tables[1], ChainMap(classes, dict(self.workshop.known)))
        write_difference(generations[0], generations[1], changed, self.base)
        before = tables[0].nodes
        same = (c for c in old.conflicts if c.id not in before.get(c.class_name, {}))
        conflicts = (*same, *between, *(c for piece in (*pieces[1], *linked[1]) for c in piece.conflicts))
        return Written(_grown(old.counts, changed.counts()), conflicts)

    def _documents(self, units: list[DocumentUnit]) -> list[Piece]:
        return [piece for _, piece in self.workers.do("document_piece", units, len(units))]

    def _shared(
        self, old: Manifest, documents: Mapping[str, DocumentUnit], pieces: list[list[Piece]]
    ) -> tuple[tuple[GraphTables, GraphTables], tuple[Conflict, ...]]:
        """The shared rows that changed documents have or had, before and after, and what is in conflict after."""
        within = Rows.of(piece.shared for side in pieces for piece in side)
        schema, known = Schema.load(), self.workshop.known
        before, _ = put_together(old.shared.parts(old.documents, within), schema, known)
        changed = {piece.name: piece.shared for piece in pieces[1]}
        held = {part.source: part for part in old.shared.parts(documents, within)}
        parts = [changed.get(stem, held[stem]) for stem in documents]
        after, conflicts = put_together(parts, schema, known)
        return (before, after), conflicts


def document_changes(
    old: Mapping[str, DocumentUnit], new: Mapping[str, DocumentUnit]
) -> tuple[list[DocumentUnit], list[DocumentUnit]]:
    """The documents that are not the same in both, as they are in each."""
    return (
        [unit for stem, unit in old.items() if new.get(stem) != unit],
        [unit for stem, unit in new.items() if old.get(stem) != unit],
    )


def link_changes(
    old: Mapping[str, LinkUnit], new: Mapping[str, LinkUnit]
) -> tuple[list[LinkUnit], list[LinkUnit]]:
    """The comparisons that are not the same in both, as units of only these."""
    before, after = [], []
    for stem in sorted(old.keys() | new.keys()):
        one, other = old.get(stem), new.get(stem)
        if one == other:
            continue
        before += _only(one, other)
        after += _only(other, one)
    return before, after


def _only(unit: LinkUnit | None, other: LinkUnit | None) -> list[LinkUnit]:
    """What ``unit`` has beyond ``other``; all of it where a decision has changed one of the two."""
    if unit is None:
        return []
    if unit.settled is not None or (other is not None and other.settled is not None):
        return [replace(unit, whole=False)]
    held = pairs_of(other) if other is not None else {}
    compared = tuple(one for name, one in pairs_of(unit).items() if name not in held)
    return [replace(unit, compared=compared, whole=False)] if compared else []


def _joined(tables: Iterable[GraphTables]) -> GraphTables:
    """Tables without a node in common as one."""
    nodes: dict[str, dict[str, Mapping[str, Value]]] = {}
    edges: dict[str, list[tuple[str, str]]] = {}
    for one in tables:
        for name, table in one.nodes.items():
            nodes.setdefault(name, {}).update(table)
        for name, pairs in one.edges.items():
            edges.setdefault(name, []).extend(pairs)
    return GraphTables(nodes, edges)


def _grown(counts: Mapping[str, int], by: Mapping[str, int]) -> dict[str, int]:
    names = sorted(counts.keys() | by.keys())
    return {name: counts.get(name, 0) + by.get(name, 0) for name in names}
