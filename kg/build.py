"""Files → records → graph: one build of a graph folder, with the account of what was read and lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.assemble import Assembled, Assembly, added
from kg.errors import DocumentError, InputError
from kg.generations import Generation, GraphFolder
from kg.graph import ACCOUNT, PROPERTY_GRAPH, RDF
from kg.ids import DEFAULT_BASE, require_base
from kg.model import Document, Problem
from kg.report import Report, problems_of
from kg.review.file import read_decisions
from kg.review.run import decisions_file
from kg.stores.loading import Loading, open_embedded
from loaders.document import read_document
from loaders.sources import Source, Sources, find_sources
from ontology.registers import Registers

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Extraction:
    """The documents that were read, and what was skipped."""

    documents: tuple[Document, ...]
    skipped: tuple[Problem, ...]


def build(
    paths: Sequence[Path],
    folder: Path,
    *,
    base: str = DEFAULT_BASE,
    decisions: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Build the graph of exactly these files and folders, and make it the current one of ``folder``.

    The graph that was there stays until the new one is finished, and stays when no document can be read.
    ``decisions`` is the analyst's table (see ``kg.review``), by default ``decisions.csv`` in the folder.
    ``progress`` is called with a step's name, how much of it is done and how much there is.

    Raises InputError where nothing is there to read, DocumentError where nothing could be read of it, StoreError
    (GraphLocked) where the folder cannot be written.
    """
    require_base(base)
    sources = find_sources(paths)
    if decisions is not None and not decisions.is_file():
        raise InputError(decisions, "no such table of decisions")
    reviewed = read_decisions(decisions_file(folder, decisions))
    registers = Registers.load()
    with GraphFolder(folder).build() as generation:
        extraction = read_all(sources, registers, progress)
        if not extraction.documents:
            raise DocumentError(folder, _nothing_kept(extraction))
        graph = _write(generation, Assembly(extraction.documents, registers, reviewed), base, progress)
        report = _report(sources, extraction, graph)
        _write_account(generation, report, base)
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


def _report(sources: Sources, extraction: Extraction, graph: Assembled) -> Report:
    found = [problem for document in graph.documents for problem in problems_of(document)]
    return Report(
        read=len(sources.found) + len(sources.passed_over),
        kept=tuple(sorted(document.stem for document in extraction.documents)),
        problems=(*extraction.skipped, *graph.problems, *found),
        counts={name: count for name, count in graph.tables.counts().items() if count},
    )


def _write(generation: Generation, assembly: Assembly, base: str, progress: Progress | None) -> Assembled:
    """Load both stores, with what the documents say while the links between them are looked for."""
    if progress:
        progress("writing", 0, 1)
    urls = [generation.url(scheme) for scheme in (RDF, PROPERTY_GRAPH)]
    stores = [open_embedded(url, base=base) for url in urls]
    try:
        with Loading(stores) as loading:
            loading.load(assembly.first)
            graph = assembly.finish()
            loading.extend(added(assembly.first, graph.tables), graph.tables.index())
    finally:
        for store in stores:
            store.close()
    if progress:
        progress("writing", 1, 1)
    return graph


def _write_account(generation: Generation, report: Report, base: str) -> None:
    text = json.dumps(report.as_json() | {"base": base}, ensure_ascii=False, indent=1) + "\n"
    (generation.path / ACCOUNT).write_text(text, encoding="utf-8", newline="\n")


def _nothing_kept(extraction: Extraction) -> str:
    reasons = "; ".join(problem.what for problem in extraction.skipped[:3])
    more = f" and {len(extraction.skipped) - 3} more" if len(extraction.skipped) > 3 else ""
    return f"no document could be read, the graph is left as it was: {reasons}{more}"
