"""What a generation of a graph was made of: enough to say what another build has to change."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.building.codec import packed, unpacked
from kg.building.shared import SharedRows
from kg.building.units import Compared, DocumentUnit, LinkUnit
from kg.tables import Conflict

NAME = "manifest"

# Lower document, upper document and what lies between them: what tells one comparison from all others.
PairName = tuple[str, str, str, str, str, int | None]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The units of a graph by stem, its shared rows and counts; ``rules`` is the fingerprint it was made by."""

    rules: str
    base: str
    documents: dict[str, DocumentUnit]
    links: dict[str, LinkUnit]
    shared: SharedRows
    conflicts: tuple[Conflict, ...]
    counts: dict[str, int]

    def write(self, folder: Path) -> None:
        """Put it into a generation's folder."""
        (folder / NAME).write_bytes(packed(self))

    @classmethod
    def read(cls, folder: Path) -> Manifest | None:
        """The manifest of a generation, None where it has none that can be read."""
        try:
            return unpacked((folder / NAME).read_bytes(), cls)
        except (OSError, ValueError):
            return None

    def keys(self) -> tuple[set[str], set[str]]:
        """The keys of the records and of the links that it was made from."""
        held = [unit.held for unit in self.documents.values()]
        return {one.record for one in held}, {one.content for one in held}


def pairs_of(unit: LinkUnit) -> dict[PairName, Compared]:
    """The comparisons of a unit by name."""
    lower = unit.lower
    return {
        (
            lower.content,
            lower.id,
            compared.upper.content,
            compared.upper.id,
            compared.relation,
            compared.lag_days,
        ): compared
        for compared in unit.compared
    }
