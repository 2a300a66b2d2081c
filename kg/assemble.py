"""Records → one graph: documents with the analyst's decisions, citations, links and targets put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.errors import RegisterError
from kg.ids import without_clash
from kg.mapping import document_ids, map_citations, map_document, map_registers
from kg.model import Document, Problem
from kg.review.apply import ReviewedDocuments, review_documents, review_links
from kg.review.mapping import map_rejected
from kg.review.records import Decision
from kg.tables import GraphTables, Part, TablesBuilder
from ontology.registers import Registers
from ontology.schema import Schema


@dataclass(frozen=True, slots=True)
class Assembled:
    """A graph, its documents as the analyst's decisions leave them, and what was in conflict or lost."""

    tables: GraphTables
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]


class Assembly:
    """Puts a graph together in two steps: what each document says, then what they have to do with each other.

    ``first`` is the graph after the first step, so that stores can be loaded with it while links are looked for.
    """

    def __init__(
        self, documents: Sequence[Document], registers: Registers, decisions: Iterable[Decision] = ()
    ) -> None:
        self._registers = registers
        self._keyed = _keyed(documents)
        self._ids = document_ids({key: document.header for key, document in self._keyed.items()})
        self._reviewed = review_documents(self._keyed, self._ids, decisions, registers)
        reviewed = self._reviewed.documents
        self._held = {key: replace(document, stem=key) for key, document in reviewed.items()}
        self._builder = TablesBuilder(Schema.load())
        self._builder.add(map_registers(registers))
        for key, document in reviewed.items():
            self._builder.add(map_document(document, self._ids[key], registers))
        self._builder.add(map_citations(self._held.values(), self._ids))
        self.first = self._builder.build()

    def finish(self) -> Assembled:
        """The whole graph.

        Documents of one identity, conflicting values and decisions without their fact are among the problems.
        """
        lost: list[Problem] = []
        for part in _cascade(self._held, self._ids, self._reviewed, self._registers, lost):
            self._builder.add(part)
        conflicts = [Problem("conflict", c.values[0][1], str(c)) for c in self._builder.conflicts]
        problems = (
            *_same_identity(self._keyed, self._ids),
            *conflicts,
            *self._reviewed.problems,
            *lost,
        )
        return Assembled(self._builder.build(), tuple(self._reviewed.documents.values()), problems)


def assemble(
    documents: Sequence[Document], registers: Registers, decisions: Iterable[Decision] = ()
) -> Assembled:
    """The graph of some documents, whatever order they come in."""
    return Assembly(documents, registers, decisions).finish()


def added(first: GraphTables, whole: GraphTables) -> GraphTables:
    """What ``whole`` has beyond ``first``, which it must hold unchanged."""
    nodes = {}
    for name, table in whole.nodes.items():
        before = first.nodes.get(name, {})
        changed = next((id for id in before if table[id] != before[id]), None)
        if changed is not None:
            raise RegisterError(f"{changed} was changed after its document was read")
        nodes[name] = {id: values for id, values in table.items() if id not in before}
    edges = {name: sorted(set(pairs) - set(first.edges.get(name, ()))) for name, pairs in whole.edges.items()}
    return GraphTables(nodes, edges)


def _cascade(
    documents: Mapping[str, Document],
    ids: Mapping[str, str],
    reviewed: ReviewedDocuments,
    registers: Registers,
    lost: list[Problem],
) -> Iterator[Part]:
    """The links between measures and between targets; a single document has none, and needs no matrices."""
    if len(documents) < 2:
        return
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it ships no types

    from kg.align import align
    from kg.mapping_alignments import map_alignments, map_targets
    from kg.targets import compare_targets

    # The matrices of two documents are small: threads would wait for each other longer than they work.
    with threadpool_limits(1):
        aligned = align(documents.values(), registers.themes, registers.regions)
    links = review_links(aligned.links, reviewed, registers)
    lost += links.problems
    yield map_alignments(links.alignments, documents, ids)
    yield map_rejected(links.applied, ids)
    targets = compare_targets(documents.values(), aligned.compared, links.alignments, registers.regions)
    yield map_targets(targets, documents, ids)


def _keyed(documents: Sequence[Document]) -> dict[str, Document]:
    """The documents by stem, in the same order whatever order they come in; a second of one stem gets a number."""
    keyed: dict[str, Document] = {}
    for document in sorted(documents, key=lambda document: (document.stem, document.text)):
        keyed[without_clash(document.stem, keyed)] = document
    return keyed


def _same_identity(keyed: Mapping[str, Document], ids: Mapping[str, str]) -> Iterator[Problem]:
    stems = {ids[key]: document.stem for key, document in keyed.items()}
    for id, stem in stems.items():
        first, clash, _ = id.partition("~")
        if clash:
            what = f"has the same number, or issuer, date and title, as {stems[first]}; both are kept"
            yield Problem("duplicate", stem, what)
