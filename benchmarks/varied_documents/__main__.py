"""Write any number of plans, made by varying the real documents of the checkout.

    python -m benchmarks.varied_documents DIR --documents 1000 [--seed 1] [--each 1] [--measure]

A national plan, then the same number of plans, each on a topic of its own as long as there are some, for every province,
city and (when those are used up) county; without ``--each`` as few for each place as will do. A plan's items are named
after measures of two real documents on its topic; their text is put together from parts of sentences of that measure, of
one like it and of others of its theme. Places, agencies, figures, years and numbers are renamed throughout a document,
concepts and common words paraphrased, members of lists left out. The same seed gives the same files. ``--measure`` prints
how like one another measures are, how many documents are compared and how many links they get, for the real documents
and for those written.

The real documents are those of ``corpus``, ``tests/variety`` and ``real``: official notices of 2022 to 2025, those of
``real`` as printed in a compilation of notices on the business environment (page marks and broken lines are as there).
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from benchmarks.varied_documents.document import write
from benchmarks.varied_documents.places import Places
from benchmarks.varied_documents.plans import plans
from benchmarks.varied_documents.pool import Pool


def write_documents(folder: Path, documents: int, *, seed: int = 1, each: int | None = None) -> int:
    """Write the documents into a folder, made where it is missing; how many characters."""
    pool = Pool.load()
    places = Places(pool.registers.regions)
    folder.mkdir(parents=True, exist_ok=True)
    characters = 0
    each = each or places.plans_wanted(documents)
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
    parser.add_argument("--each", type=int, help="plans of each place")
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
