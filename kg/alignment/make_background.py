"""Make the background table from documents: ``python -m kg.alignment.make_background PATH... [--output FILE]``.

The table that ships was made from the documents whose titles it lists (``Background.load().titles``). Make it
anew when documents are added to the background or the theme scheme has changed much, and fit the weights again
after that.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from kg.alignment.background import FILE
from kg.alignment.concept_finder import ConceptFinder
from kg.alignment.encoding import Integers, Rows, encode
from kg.alignment.text import read_document_text
from kg.model import Document
from loaders.document import read_document
from loaders.sources import find_sources
from ontology.registers import Registers
from ontology.themes import ThemeScheme


def write_background(documents: Sequence[Document], scheme: ThemeScheme, path: Path, made: str) -> None:
    """Write the table of these documents; the same documents and day give the same bytes."""
    finder = ConceptFinder.of(scheme)
    encoded = [encode(read_document_text(document), finder) for document in documents]
    gram_columns, grams = _joined([one.grams[one.item_grams.columns] for one in encoded])
    concept_columns, concepts = _joined(
        [one.tables.concepts[one.tables.items.concepts.columns] for one in encoded]
    )
    about = {
        "made": made,
        "titles": [document.header.title for document in documents],
        "fingerprints": [document.text.fingerprint for document in encoded],
        "concepts": [finder.concepts[number] for number in concepts],
    }
    np.savez_compressed(
        path,
        about=np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), dtype=np.uint8),
        grams=grams.astype(np.uint32),
        items=np.array([len(document.text.items) for document in encoded], dtype=np.uint16),
        **_arrays("gram", [document.item_grams for document in encoded], gram_columns),
        **_arrays("concept", [document.tables.items.concepts for document in encoded], concept_columns),
    )


def _joined(numbers: Sequence[Integers]) -> tuple[Any, Any]:
    """All numbers as places among those that occur, and these, sorted."""
    found, places = np.unique(np.concatenate(numbers), return_inverse=True)
    return places, found


def _arrays(name: str, tables: Sequence[Rows], columns: Any) -> dict[str, Any]:
    lengths = np.concatenate([np.diff(table.starts) for table in tables])
    counts = np.concatenate([table.counts for table in tables])
    return {
        f"{name}_lengths": lengths.astype(np.uint16),
        f"{name}_columns": columns.astype(np.uint32),
        f"{name}_counts": np.minimum(counts, 255).astype(np.uint8),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the files and folders named and write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--output", type=Path, default=FILE)
    parser.add_argument("--date", default=date.today().isoformat())
    given = parser.parse_args(arguments)
    registers = Registers.load()
    documents = [
        read_document(source.read(), source.stem, registers, source.supplied)
        for source in find_sources(given.paths).found
    ]
    write_background(documents, registers.themes, given.output, given.date)
    print(f"{given.output}: {len(documents)} documents, {given.output.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
