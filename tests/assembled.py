"""Records → one graph in memory, for a few documents: what `kg.build` writes as a stream, put together plainly.

It is what builds are measured against: both give the same tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from kg.building.planning import same_identity
from kg.building.units import text_hash
from kg.cited import resolve
from kg.citing import citing_document
from kg.errors import DocumentError, InputError
from kg.ids import without_clash
from kg.mapping import document_ids, map_document, map_registers
from kg.mapping_citations import map_references
from kg.mapping_near_copies import map_near_copies
from kg.model import Document, Problem
from kg.near_copies import find_near_copies, measure_sketches, shares_in
from kg.reprints import find_reprints, text_print
from kg.review.apply import ReviewedDocuments, review_documents, review_links
from kg.review.mapping import map_rejected
from kg.review.records import Decision
from kg.tables import GraphTables, Part, TablesBuilder
from loaders.read import read_source
from loaders.sources import Source, Sources
from ontology.registers import Registers
from ontology.schema import Schema


@dataclass(frozen=True, slots=True)
class Assembled:
    """A graph, its documents as the analyst's decisions leave them, and what was in conflict or lost."""

    tables: GraphTables
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]


def read_all(sources: Sources, registers: Registers) -> tuple[Document, ...]:
    """The records of all sources that can be read."""
    return tuple(document for source in sources.found for document in _read(source, registers))


def _read(source: Source, registers: Registers) -> Iterator[Document]:
    with suppress(InputError, DocumentError):
        yield from read_source(source, registers)


def assemble(
    documents: Sequence[Document],
    registers: Registers,
    decisions: Iterable[Decision] = (),
    *,
    linked: bool = True,
) -> Assembled:
    """The graph of some documents, whatever order they come in; ``linked`` with the links between them.

    Documents of one identity, conflicting values and decisions without their fact are among the problems.
    """
    keyed = _keyed(documents)
    reprints = find_reprints(text_print(document, key) for key, document in keyed.items())
    keyed = {key: document for key, document in keyed.items() if key not in reprints.stems}
    ids = document_ids({key: document.header for key, document in keyed.items()})
    reviewed = review_documents(keyed, ids, decisions, registers)
    held = {key: replace(document, stem=key) for key, document in reviewed.documents.items()}
    builder = TablesBuilder(Schema.load())
    builder.add(map_registers(registers))
    for key, document in reviewed.documents.items():
        builder.add(map_document(document, ids[key], registers))
    lost: list[Problem] = []
    citing = [citing_document(document, registers.regions) for document in held.values()]
    builder.add(map_references(resolve(citing), ids))
    sketches = [measure_sketches(document) for document in held.values()]
    builder.add(map_near_copies(find_near_copies(sketches, shares_in(held)), ids))
    for part in _cascade(held, ids, reviewed, registers, lost) if linked else ():
        builder.add(part)
    conflicts = [Problem("conflict", c.values[0][1], str(c)) for c in builder.conflicts]
    stems = {key: document.stem for key, document in keyed.items()}
    same = (*reprints.problems(), *same_identity(stems, ids, reprints))
    problems = (*same, *reviewed.problems, *lost, *conflicts)
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
    from kg.mapping_alignments import map_alignments, map_comparisons, map_targets
    from kg.targets import compare_targets

    # The matrices of two documents are small: threads would wait for each other longer than they work.
    with threadpool_limits(1):
        aligned = align(documents.values(), registers.themes, registers.regions)
    links = review_links(aligned.links, reviewed, registers)
    lost += links.problems
    for one in aligned.compared:
        yield map_comparisons(ids[one.lower], [ids[one.upper]])
    yield map_alignments(links.alignments, ids)
    yield map_rejected(links.applied, ids)
    targets = compare_targets(documents.values(), aligned.compared, links.alignments, registers.regions)
    yield map_targets(targets, documents, ids)


def _keyed(documents: Sequence[Document]) -> dict[str, Document]:
    """The documents by stem, in the same order whatever order they come in; a second of one stem gets a number."""
    keyed: dict[str, Document] = {}
    for document in sorted(documents, key=lambda document: (document.stem, text_hash(document))):
        keyed[without_clash(document.stem, keyed)] = document
    return keyed
