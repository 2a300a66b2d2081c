"""The records of the documents in a file or standard input, as records or as tables to look over."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DocumentError, InputError, KGError
from kg.model import Document, Figure, Measure
from kg.rendering import render
from loaders.file_formats import read_format
from loaders.read import read_source, read_texts
from loaders.several_plans import split_plans
from loaders.sources import find_sources
from ontology.registers import Registers


@dataclass(frozen=True, slots=True)
class Extracted:
    """What came of a file: its documents, and what in it could not be read, a line each."""

    documents: tuple[Document, ...]
    skipped: tuple[str, ...] = ()


def extract_file(path: Path) -> Extracted:
    """The records of the documents in a file, or of standard input for ``-``.

    A file with several plans and an archive hold several. Raises InputError for what cannot be read, DocumentError
    for a text without numbered items, and where an archive holds nothing that can be read.
    """
    registers = Registers.load()
    if str(path) == "-":
        texts = split_plans(read_format(sys.stdin.buffer.read(), "-", ""))
        return Extracted(read_texts(texts, "-", "stdin", registers))
    if path.is_dir():
        raise InputError(path, "is a folder; give one file, or use kg build for a folder")
    sources = find_sources([path])
    skipped = [f"{one.place}: {one.what}" for one in sources.passed_over]
    if not sources.found:
        raise DocumentError(path, sources.passed_over[0].what if sources.passed_over else "holds no document")
    documents: list[Document] = []
    for source in sources.found:
        try:
            documents += read_source(source, registers)
        except KGError as error:
            if len(sources.found) == 1:
                raise
            skipped.append(str(error))
    if not documents:
        raise DocumentError(path, f"holds no document that can be read: {'; '.join(skipped[:3])}")
    return Extracted(tuple(documents), tuple(skipped))


def record_table(document: Document) -> str:
    """The header and a line for each measure, for a terminal."""
    header = document.header
    head = [
        [name, getattr(header, name), header.sources.get(name, "")]
        for name in (
            "title",
            "document_number",
            "issuer",
            "issued_on",
            "issued_on_kind",
            "level",
            "region",
            "validity",
        )
        if getattr(header, name)
    ]
    columns = ["path", "title", "role", "agencies", "figures", "themes"]
    return (
        render(["field", "value", "from"], head, "table")
        + "\n"
        + render(columns, [_row(m) for m in document.measures], "table")
    )


def _row(measure: Measure) -> list[str]:
    bodies = [a.name for a in measure.agencies] + (["各地"] if measure.localities else [])
    figures = [figure_text(f) for f in measure.figures if f.type != "context"]
    themes = [t.id.rsplit("/", 1)[-1] for t in measure.themes]
    return [
        measure.path,
        measure.title,
        measure.role,
        "、".join(bodies),
        "; ".join(figures),
        ", ".join(themes),
    ]


def figure_text(figure: Figure) -> str:
    """A figure in a few words: metric, comparator, value, unit, period.

    >>> from kg.model import Span
    >>> span = Span(0, 1, "x")
    >>> figure_text(Figure(span, "target", "首店(新增)", 80, None, "家", ">", "new", "2023"))
    '首店(新增) > 80家 2023'
    """
    amount = f"{figure.value:g}" if abs(figure.value) < 1e6 else f"{figure.value:,.0f}"
    if figure.value_max is not None:
        amount += f"–{figure.value_max:g}"
    parts = [figure.metric, figure.comparator, amount + figure.unit, figure.period or ""]
    return " ".join(part for part in parts if part) + (" (repaired)" if figure.decimal_repaired else "")
