"""How long commands take as a user meets them: whole processes, imports and all.

    python benchmarks/commands.py [--runs N]

Prints the median, least and greatest wall time of each command over the runs, after one that is not counted.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

COMMANDS: Sequence[tuple[str, ...]] = (
    ("--help",),
    ("build",),
    ("status",),
    ("show", "zj-2023/2.1.3"),
    ("links",),
    ("cascade", "zj-2023/2.1.3"),
    ("extract", "corpus/zj-2023.txt"),
    ("sparql", "SELECT (COUNT(?m) AS ?n) WHERE { ?m a :Measure }"),
    ("cypher", "MATCH (m:Measure) RETURN count(m) AS n"),
)


def seconds(command: Sequence[str], folder: str) -> float:
    graph = [] if command[0] in ("--help", "extract") else ["--graph", f"{folder}/graph"]
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-m", "kg", *command, *graph], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        seconds(("build",), folder)
        for command in COMMANDS:
            seconds(command, folder)
            taken = [seconds(command, folder) for _ in range(arguments.runs)]
            spread = f"{min(taken):.2f} to {max(taken):.2f}"
            print(f"kg {command[0]:<8} {statistics.median(taken):6.2f} s   ({spread})")


if __name__ == "__main__":
    main()
