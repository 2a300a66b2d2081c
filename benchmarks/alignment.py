"""How the time of the alignment grows with the number of documents.

    python -m benchmarks.alignment [--sizes 250 500 1000 2000] [--seed 1] [--each 1]

Documents are made by ``benchmarks.varied_documents``; reading them is not counted. Processor time of one process, the
libraries' threads included: set OPENBLAS_NUM_THREADS=1 for figures that do not depend on the number of cores.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.varied_documents.__main__ import write_documents
from benchmarks.varied_documents.measure import SAMPLE, near_duplicates, sample
from benchmarks.varied_documents.pool import real_documents
from kg.align import align
from kg.model import Document
from ontology.registers import Registers

SIZES = (250, 500, 1000, 2000)
_COLUMNS = (
    "documents",
    "measures",
    "pairs",
    "links",
    "links/measure",
    "CPU s",
    "ms/document",
    "ms/pair",
    "wall s",
)


@dataclass(frozen=True, slots=True)
class Run:
    """The alignment of some documents; times in seconds."""

    documents: int
    measures: int
    pairs: int
    links: int
    processor: float
    wall: float

    def cells(self) -> list[str]:
        """As the table prints it."""
        return [
            f"{self.documents:,}",
            f"{self.measures:,}",
            f"{self.pairs:,}",
            f"{self.links:,}",
            f"{self.links / max(self.measures, 1):.2f}",
            f"{self.processor:.1f}",
            f"{1000 * self.processor / self.documents:.0f}",
            f"{1000 * self.processor / max(self.pairs, 1):.1f}",
            f"{self.wall:.1f}",
        ]


def aligned(documents: Sequence[Document], registers: Registers) -> Run:
    """Align some documents, with the time that it took."""
    begin, processor = time.perf_counter(), time.process_time()
    found = align(documents, registers.themes, registers.regions)
    return Run(
        len(documents),
        sum(len(document.measures) for document in documents),
        len(found.compared),
        len(found.links),
        time.process_time() - processor,
        time.perf_counter() - begin,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=1, help="plans of each place")
    given = parser.parse_args()
    registers = Registers.load()
    print("".join(f"{name:>15}" for name in _COLUMNS))
    runs: list[Run] = []
    for size in sorted(given.sizes):
        with TemporaryDirectory() as folder:
            write_documents(Path(folder), size, seed=given.seed, each=given.each)
            documents = real_documents(registers, [Path(folder)])
        if not runs:
            aligned(documents[:2], registers)
        runs.append(aligned(documents, registers))
        print("".join(f"{cell:>15}" for cell in runs[-1].cells()), flush=True)
    share = near_duplicates(sample(documents))
    print(f"near-duplicate measures in a sample of {min(SAMPLE, len(documents))} documents: {share:.1%}")
    first, last = runs[0], runs[-1]
    if len(runs) > 1:
        growth = (last.processor / first.processor) / (last.documents / first.documents)
        print(f"time grows {growth:.2f} times as much as the number of documents (1.00 is linear)")


if __name__ == "__main__":
    main()
