"""The real documents that hostile inputs are made of, and what was read from them before any damage."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus import FOLDER
from kg.model import Document
from loaders.document import read_document
from loaders.text_file import read_text_file
from ontology.registers import Registers

FOLDERS = (FOLDER, Path(__file__).parents[1] / "variety")


@dataclass(frozen=True, slots=True)
class Facts:
    """The items of a document and the agencies of each, as multisets: what mild damage should leave."""

    items: Counter[str]
    agencies: Counter[tuple[str, str]]

    @classmethod
    def of(cls, document: Document) -> Facts:
        """The paths of the measures, and the agencies under them."""
        measures = document.measures
        return cls(
            Counter(measure.path for measure in measures),
            Counter((measure.path, agency.id) for measure in measures for agency in measure.agencies),
        )

    def kept_in(self, other: Facts) -> tuple[float, float]:
        """Which share of the items and of the agencies ``other`` still has.

        >>> Facts(Counter("ab"), Counter()).kept_in(Facts(Counter("a"), Counter()))
        (0.5, 1.0)
        """
        return _share(self.items, other.items), _share(self.agencies, other.agencies)


def _share(whole: Counter[Any], part: Counter[Any]) -> float:
    return (whole & part).total() / whole.total() if whole else 1.0


@cache
def texts() -> dict[str, str]:
    """The texts of the documents by stem, in a fixed order."""
    files = [file for folder in FOLDERS for file in sorted(folder.glob("*.txt"))]
    return {file.stem: read_text_file(file) for file in files}


@cache
def registers() -> Registers:
    """The registers, read once a process."""
    return Registers.load()


@cache
def facts(stem: str) -> Facts:
    """What the undamaged document has."""
    return Facts.of(read_document(texts()[stem], stem, registers()))
