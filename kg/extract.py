"""One document's record, from a file or standard input, as a record or as a table to look over."""

from __future__ import annotations

import sys
from pathlib import Path

from kg.errors import DocumentError, InputError
from kg.model import Document, Figure, Measure
from kg.rendering import render
from loaders.document import read_document
from loaders.sources import find_sources
from loaders.text_file import decode
from ontology.registers import Registers


def extract_file(path: Path) -> Document:
    """The record of the document in a file, or of standard input for ``-``.

    Raises InputError for what cannot be read, DocumentError for a text without numbered items.
    """
    registers = Registers.load()
    if str(path) == "-":
        text = decode(sys.stdin.buffer.read())
        if not text.strip():
            raise InputError("-", "is empty")
        return read_document(text, "stdin", registers)
    if path.is_dir():
        raise InputError(path, "is a folder; give one file, or use kg build for a folder")
    sources = find_sources([path])
    if sources.passed_over:
        raise DocumentError(path, f"{path.suffix} files are not read yet; save it as .txt")
    source = sources.found[0]
    return read_document(source.read(), source.stem, registers, source.supplied)


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
