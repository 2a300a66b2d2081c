"""A document's record as it should be whatever file it was read from: without offsets, white space and widths."""

import re
import unicodedata
from pathlib import Path
from typing import Any

from corpus import FOLDER as CORPUS
from kg.document_json import document_json
from kg.model import Document
from loaders.read import read_source
from loaders.sources import Source, find_sources
from ontology.registers import Registers

MADE = Path(__file__).parent / "made"
SUPPLIED = {source.stem: source.supplied for source in find_sources([CORPUS]).found}


def read(path: Path, **supplied: str) -> Document:
    """The one document of a file; every span quotes its text."""
    (document,) = read_all(path, **supplied)
    return document


def read_all(path: Path, **supplied: str) -> tuple[Document, ...]:
    documents = read_source(Source(path, supplied), Registers.load())
    for document in documents:
        for span in spans(document):
            assert document.text[span["start"] : span["end"]] == span.get("quote", span.get("text"))
    return documents


def spans(document: Document) -> list[dict[str, Any]]:
    record = document_json(document)
    found: list[dict[str, Any]] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if "start" in value and ("quote" in value or "text" in value):
                found.append(value)
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk({name: value for name, value in record.items() if name != "problems"})
    return found


def facts(document: Document) -> Any:
    """All that the record says, but where."""
    record = document_json(document)
    del record["document"]["text"], record["document"]["sources"], record["problems"]
    return _bare(record)


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _bare(inner) for name, inner in value.items() if name not in ("start", "end")}
    if isinstance(value, list):
        return [_bare(inner) for inner in value]
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", value)) if isinstance(value, str) else value
