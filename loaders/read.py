"""A source → the records of the documents in it: one, or one for each plan that the file holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.errors import DocumentError
from kg.model import Document, Header, Problem
from loaders.document import read_document
from loaders.file_text import FileText
from loaders.sources import Source
from ontology.registers import Registers


def read_source(source: Source, registers: Registers) -> tuple[Document, ...]:
    """The documents of a source; of several in one file the stems are ``STEM-1``, ``STEM-2`` ….

    Raises InputError for what cannot be read, DocumentError (naming the file) for a text without numbered items
    or a table of tasks.
    """
    return read_texts(source.texts(), source.place, source.stem, registers, source.supplied)


def read_texts(
    texts: Sequence[FileText],
    place: str,
    stem: str,
    registers: Registers,
    supplied: Mapping[str, str] | None = None,
) -> tuple[Document, ...]:
    """The documents of the texts of one file, which messages call ``place``; raises as `read_source` does."""
    documents: list[Document] = []
    for number, text in enumerate(texts, 1):
        facts = _facts_of_letter(documents[-1].header) if text.under_letter else text.facts
        name = stem if len(texts) == 1 else f"{stem}-{number}"
        try:
            documents.append(_read(replace(text, facts=facts), name, registers, supplied))
        except DocumentError as error:
            # The reader knows the stem alone; a user looks for the file.
            raise DocumentError(place, str(error).partition(": ")[2]) from None
    return tuple(documents)


def _facts_of_letter(header: Header) -> dict[str, str]:
    """What the letter around several plans says of each: number, issuer, date and region."""
    dates = {"signed": "signed_on", "printed": "printed_on", "published": "published_on"}
    facts = {
        "document_number": header.document_number,
        "issuer": header.issuer,
        dates[header.issued_on_kind or "published"]: header.issued_on,
        "region": header.region,
    }
    return {name: value for name, value in facts.items() if value}


def _read(found: FileText, stem: str, registers: Registers, supplied: Mapping[str, str] | None) -> Document:
    document = read_document(found.text, stem, registers, supplied, found.facts)
    losses = (Problem("unread", stem, what) for what in found.losses)
    repairs = (Problem("replaced", stem, what) for what in found.repairs)
    return replace(document, problems=(*losses, *repairs, *document.problems))
