"""Write any number of plans, made by varying the real documents of the checkout.

    python -m benchmarks.varied_documents DIR --documents 1000 [--seed 1] [--each 4] [--measure]

Two national plans, then the same number of plans on several topics and years for each province, city and (when those are
used up) county. With one for each place (up to some 3,000 documents) links per measure are nearest to those of the real
documents. Items are drawn, shuffled and put together from sentences of real measures on one theme; places, agencies,
figures, years and numbers are renamed throughout a document, concepts and common words paraphrased. The same seed gives
the same files. ``--measure`` prints how like one another measures are and how many links they get, for the real
documents and for a sample of those written.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from benchmarks.varied_documents.document import write
from benchmarks.varied_documents.places import Places
from benchmarks.varied_documents.plans import plans
from benchmarks.varied_documents.pool import Pool


def write_documents(folder: Path, documents: int, *, seed: int = 1, each: int = 4) -> int:
    """Write the documents into a folder, made where it is missing; how many characters."""
    pool = Pool.load()
    places = Places(pool.registers.regions)
    folder.mkdir(parents=True, exist_ok=True)
    characters = 0
    for plan in plans(pool, places, documents, each, seed):
        text = write(plan, pool, places, seed).text
        (folder / f"{plan.stem}.txt").write_text(text, encoding="utf-8", newline="\n")
        characters += len(text)
    return characters


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=4, help="plans of each place")
    parser.add_argument("--measure", action="store_true")
    given = parser.parse_args()
    begin = time.perf_counter()
    characters = write_documents(given.folder, given.documents, seed=given.seed, each=given.each)
    seconds = time.perf_counter() - begin
    print(f"{given.documents:,} documents, {characters:,} characters in {seconds:.1f} s")
    if given.measure:
        from benchmarks.varied_documents.measure import report

        report(given.folder)


if __name__ == "__main__":
    main()
