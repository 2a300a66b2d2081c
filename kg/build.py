"""Files → records → graph: one build of a graph folder, with the account of what was read and lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import DocumentError, InputError
from kg.generations import Generation, GraphFolder
from kg.graph import ACCOUNT, PROPERTY_GRAPH, RDF
from kg.ids import DEFAULT_BASE, require_base, without_clash
from kg.mapping import document_ids, map_citations, map_document, map_registers
from kg.model import Document, Problem
from kg.report import Report, problems_of
from kg.stores.loading import load_all
from kg.stores.protocol import open_store
from kg.tables import GraphTables, Part, TablesBuilder
from loaders.document import read_document
from loaders.sources import Source, Sources, find_sources
from ontology.registers import Registers
from ontology.schema import Schema

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Extraction:
    """The documents that were read, and what was skipped."""

    documents: tuple[Document, ...]
    skipped: tuple[Problem, ...]


def build(
    paths: Sequence[Path], folder: Path, *, base: str = DEFAULT_BASE, progress: Progress | None = None
) -> Report:
    """Build the graph of exactly these files and folders, and make it the current one of ``folder``.

    The graph that was there stays until the new one is finished, and stays when no document can be read.
    ``progress`` is called with a step's name, how much of it is done and how much there is.

    Raises InputError where nothing is there to read, DocumentError where nothing could be read of it, StoreError
    (GraphLocked) where the folder cannot be written.
    """
    require_base(base)
    sources = find_sources(paths)
    registers = Registers.load()
    with GraphFolder(folder).build() as generation:
        extraction = read_all(sources, registers, progress)
        if not extraction.documents:
            raise DocumentError(folder, _nothing_kept(extraction))
        tables, conflicts = graph_tables(extraction.documents, registers)
        report = _report(sources, extraction, conflicts, tables)
        _write(generation, tables, report, base, progress)
    return report


def read_all(sources: Sources, registers: Registers, progress: Progress | None = None) -> Extraction:
    """Read every source; what cannot be read is skipped, with the reason."""
    documents: list[Document] = []
    skipped = [
        Problem("skipped", path.stem, f"{path}: {path.suffix} files are not read yet; save it as .txt")
        for path in sources.passed_over
    ]
    for number, source in enumerate(sources.found, 1):
        if progress:
            progress("reading", number, len(sources.found))
        try:
            documents.append(_read(source, registers))
        except (InputError, DocumentError) as error:
            skipped.append(Problem("skipped", source.stem, str(error)))
    return Extraction(tuple(documents), tuple(skipped))


def _read(source: Source, registers: Registers) -> Document:
    try:
        return read_document(source.read(), source.stem, registers, source.supplied)
    except DocumentError as error:
        # The reader knows the stem alone; a user looks for the file.
        raise DocumentError(source.path, str(error).partition(": ")[2]) from None


def graph_tables(
    documents: Sequence[Document], registers: Registers
) -> tuple[GraphTables, tuple[Problem, ...]]:
    """The graph of some documents; documents of one identity and conflicting values are reported."""
    keyed = _keyed(documents)
    ids = document_ids({key: document.header for key, document in keyed.items()})
    builder = TablesBuilder(Schema.load())
    builder.add(map_registers(registers))
    for key, document in keyed.items():
        builder.add(map_document(document, ids[key], registers))
    stemmed = {key: replace(document, stem=key) for key, document in keyed.items()}
    builder.add(map_citations(stemmed.values(), ids))
    for part in _cascade(stemmed, ids, registers):
        builder.add(part)
    conflicts = [Problem("conflict", c.values[0][1], str(c)) for c in builder.conflicts]
    held = {ids[key]: document for key, document in keyed.items()}
    return builder.build(), (*_same_identity(held), *conflicts)


def _cascade(
    documents: Mapping[str, Document], ids: Mapping[str, str], registers: Registers
) -> Iterator[Part]:
    """The links between measures and between targets; a single document has none, and needs no matrices."""
    if len(documents) < 2:
        return
    from threadpoolctl import threadpool_limits

    from kg.align import align
    from kg.mapping_alignments import map_alignments, map_targets
    from kg.targets import compare_targets

    # The matrices of two documents are small: threads would wait for each other longer than they work.
    with threadpool_limits(1):
        aligned = align(documents.values(), registers.themes, registers.regions)
    yield map_alignments(aligned.links, documents, ids)
    targets = compare_targets(documents.values(), aligned.compared, aligned.links, registers.regions)
    yield map_targets(targets, documents, ids)


def _keyed(documents: Sequence[Document]) -> dict[str, Document]:
    """The documents by stem, in the same order whatever order they come in; a second of one stem gets a number."""
    keyed: dict[str, Document] = {}
    for document in sorted(documents, key=lambda document: (document.stem, document.text)):
        keyed[without_clash(document.stem, keyed)] = document
    return keyed


def _same_identity(held: Mapping[str, Document]) -> Iterator[Problem]:
    for id, document in held.items():
        first, clash, _ = id.partition("~")
        if clash:
            what = f"has the same number, or issuer, date and title, as {held[first].stem}; both are kept"
            yield Problem("duplicate", document.stem, what)


def _report(
    sources: Sources, extraction: Extraction, conflicts: Iterable[Problem], tables: GraphTables
) -> Report:
    found = [problem for document in extraction.documents for problem in problems_of(document)]
    return Report(
        read=len(sources.found) + len(sources.passed_over),
        kept=tuple(sorted(document.stem for document in extraction.documents)),
        problems=(*extraction.skipped, *conflicts, *found),
        counts={name: count for name, count in tables.counts().items() if count},
    )


def _write(
    generation: Generation, tables: GraphTables, report: Report, base: str, progress: Progress | None
) -> None:
    if progress:
        progress("writing", 0, 1)
    stores = [
        open_store(generation.url(scheme), base=base, read_only=False) for scheme in (RDF, PROPERTY_GRAPH)
    ]
    try:
        load_all(stores, tables)
    finally:
        for store in stores:
            store.close()
    account = report.as_json() | {"base": base}
    text = json.dumps(account, ensure_ascii=False, indent=1) + "\n"
    (generation.path / ACCOUNT).write_text(text, encoding="utf-8", newline="\n")
    if progress:
        progress("writing", 1, 1)


def _nothing_kept(extraction: Extraction) -> str:
    reasons = "; ".join(problem.what for problem in extraction.skipped[:3])
    more = f" and {len(extraction.skipped) - 3} more" if len(extraction.skipped) > 3 else ""
    return f"no document could be read, the graph is left as it was: {reasons}{more}"
