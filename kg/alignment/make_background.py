"""Make the background table from documents: ``python -m kg.alignment.make_background FILE... [--output FILE]``.

The table that ships was made from the documents whose titles it lists (``Background.load().titles``). Make it
anew when documents are added to the background, and fit the weights again after that.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from kg.alignment.background import FILE
from kg.alignment.concept_finder import ConceptFinder
from kg.alignment.encoding import Rows, Vocabulary
from kg.alignment.text import Piece, read_document_text
from kg.model import Document
from loaders.document import read_document
from loaders.sources import find_sources
from ontology.registers import Registers


def write_background(documents: Sequence[Document], path: Path, made: str) -> None:
    """Write the table of these documents; the same documents and day give the same bytes."""
    finder = ConceptFinder.of(Registers.load().themes)
    texts = [read_document_text(document, finder) for document in documents]
    pieces = [item.whole for text in texts for item in text.items]
    # By name, so that the numbers do not depend on the order in which the documents were given.
    grams = Vocabulary(sorted({gram for piece in pieces for gram in piece.grams}))
    concepts = Vocabulary(sorted({concept for piece in pieces for concept in piece.concepts}))
    about = {
        "made": made,
        "titles": [document.header.title for document in documents],
        "fingerprints": [text.fingerprint for text in texts],
    }
    document_of = np.repeat(np.arange(len(texts)), [len(text.items) for text in texts])
    np.savez_compressed(
        path,
        about=_bytes(json.dumps(about, ensure_ascii=False)),
        grams=_bytes("\n".join(grams.names())),
        concepts=_bytes("\n".join(concepts.names())),
        document_of=document_of.astype(np.uint16),
        **_arrays("gram", pieces, grams),
        **_arrays("concept", pieces, concepts),
    )


def _arrays(name: str, pieces: Sequence[Piece], vocabulary: Vocabulary) -> dict[str, np.ndarray]:
    counted = [piece.grams if name == "gram" else piece.concepts for piece in pieces]
    rows = Rows.of([dict(sorted(counts.items())) for counts in counted], vocabulary)
    return {
        f"{name}_lengths": np.diff(rows.starts).astype(np.uint16),
        f"{name}_columns": rows.columns.astype(np.uint32),
        f"{name}_counts": np.minimum(rows.counts, 255).astype(np.uint8),
    }


def _bytes(text: str) -> np.ndarray:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the files and folders named and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--output", type=Path, default=FILE)
    parser.add_argument("--date", default=date.today().isoformat())
    given = parser.parse_args(arguments)
    registers = Registers.load()
    documents = [
        read_document(source.read(), source.stem, registers, source.supplied)
        for source in find_sources(given.paths).found
    ]
    write_background(documents, given.output, given.date)
    print(f"{given.output}: {len(documents)} documents, {given.output.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
