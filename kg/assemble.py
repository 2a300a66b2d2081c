"""Records → one graph: documents with the analyst's decisions, citations, links and targets put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

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


def assemble(
    documents: Sequence[Document], registers: Registers, decisions: Iterable[Decision] = ()
) -> Assembled:
    """The graph of some documents, whatever order they come in.

    Documents of one identity, conflicting values and decisions without their fact are among the problems.
    """
    keyed = _keyed(documents)
    ids = document_ids({key: document.header for key, document in keyed.items()})
    reviewed = review_documents(keyed, ids, decisions, registers)
    held = {key: replace(document, stem=key) for key, document in reviewed.documents.items()}
    builder = TablesBuilder(Schema.load())
    builder.add(map_registers(registers))
    for key, document in reviewed.documents.items():
        builder.add(map_document(document, ids[key], registers))
    builder.add(map_citations(held.values(), ids))
    lost: list[Problem] = []
    for part in _cascade(held, ids, reviewed, registers, lost):
        builder.add(part)
    conflicts = [Problem("conflict", c.values[0][1], str(c)) for c in builder.conflicts]
    problems = (*_same_identity(keyed, ids), *conflicts, *reviewed.problems, *lost)
    return Assembled(builder.build(), tuple(reviewed.documents.values()), problems)


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
