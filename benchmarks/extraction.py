"""How fast documents are read: characters a second on one core.

    python benchmarks/extraction.py [FILE…] [--copies N] [--profile]

The files (by default the bundled corpus and the documents of the tests) are repeated with changed numbers and names, so that no cache answers
for the reader, and read one after the other.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import random
import re
import time
from pathlib import Path

from corpus import FOLDER
from loaders.document import read_document
from loaders.text_file import read_text_file
from ontology.registers import Registers


def varied(text: str, seed: int) -> str:
    """The text with other digits and other names in quotation marks; its layout stays."""
    chance = random.Random(seed)
    text = re.sub(r"(?<=[1-9１-９])[0-9]", lambda m: str(chance.randrange(10)), text)
    return re.sub(r"“(\w{2,8})”", lambda m: "“" + "".join(chance.sample(m[1], len(m[1]))) + "”", text)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--copies", type=int, default=8)
    parser.add_argument("--profile", action="store_true")
    arguments = parser.parse_args()
    folders = (FOLDER, Path(__file__).parent.parent / "tests" / "variety")
    files = arguments.files or sorted(file for folder in folders for file in folder.glob("*.txt"))
    texts = [read_text_file(file) for file in files]
    jobs = [
        (varied(text, seed), f"{seed}-{n}")
        for seed in range(arguments.copies)
        for n, text in enumerate(texts)
    ]
    registers = Registers.load()
    read_document(texts[0], "warm-up", registers)
    profile = cProfile.Profile()
    if arguments.profile:
        profile.enable()
    rates = []
    for text, stem in jobs:
        begin = time.perf_counter()
        read_document(text, stem, registers)
        rates.append((time.perf_counter() - begin, len(text)))
    if arguments.profile:
        profile.disable()
        pstats.Stats(profile).sort_stats("cumulative").print_stats(40)
    seconds, characters = sum(t for t, _ in rates), sum(n for _, n in rates)
    slowest = max(t / n for t, n in rates)
    print(f"{len(jobs)} documents, {characters:,} characters in {seconds:.2f} s")
    print(f"{characters / seconds:,.0f} characters a second; the slowest document {1 / slowest:,.0f}")


if __name__ == "__main__":
    main()
