"""How long builds of many documents take, and how much memory: whole processes, worker processes and all.

    python -m benchmarks.many_documents FOLDER [--documents N]… [--jobs N]

For each number of documents: plans are written (``benchmarks.varied_documents``), built from nothing, built again with
nothing new, and built again after one city's plan has changed; ``--check`` compares that graph with one built from
nothing. Prints a row for each as docs/many-documents.md has them: wall time, time of all processors, the greatest sum
of the memory of all processes at one moment (proportional set size, where the system tells it), and the triples.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

STEPS = ("from nothing", "nothing new", "one changed")
_EVERY = 0.5  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Taken:
    """What a command took: seconds, seconds of processors, bytes."""

    wall: float
    processors: float
    memory: int


def run(command: Sequence[str]) -> Taken:
    """Run a command of the project to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "kg", *command], stdout=subprocess.DEVNULL)
    peak = [0]
    watching = threading.Thread(target=_watch, args=(process, peak))
    watching.start()
    status = process.wait()
    wall = time.perf_counter() - begin
    watching.join()
    if status not in (0, 1):
        raise SystemExit(f"kg {' '.join(command)} ended with {status}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Taken(wall, used, peak[0])


def _watch(process: subprocess.Popen[bytes], peak: list[int]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(map(_memory, _tree(process.pid))))
        time.sleep(_EVERY)


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from _tree(int(child))


def _memory(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) << 10
    except OSError:
        pass
    return 0


def change_one(folder: Path) -> None:
    """Change the text of one city's plan."""
    path = sorted(folder.rglob("city-*.txt"))[-1]
    text = path.read_text(encoding="utf-8")
    end = text.rindex("。")
    path.write_text(text[:end] + "，举办促消费活动12场" + text[end:], encoding="utf-8")


def measure(folder: Path, documents: int, jobs: Sequence[str], check: bool) -> None:
    """The rows of one number of documents."""
    texts, graph = folder / f"{documents}", folder / f"{documents}-graph"
    for path in (texts, graph):
        shutil.rmtree(path, ignore_errors=True)
    write = [sys.executable, "-m", "benchmarks.varied_documents", str(texts), "--documents", str(documents)]
    subprocess.run(write, check=True, stdout=subprocess.DEVNULL)
    for step in STEPS:
        if step == "one changed":
            change_one(texts)
        taken = run(["build", str(texts), "--graph", str(graph), *jobs])
        counts = _counts(graph)
        print(
            f"| {documents:,} | {step} | {taken.wall:,.1f} s | {taken.processors:,.1f} s "
            f"| {taken.memory / 1e9:.2f} GB | {counts['triples']:,} | {counts['Measure']:,} "
            f"| {counts.get('Alignment', 0):,} | {_size(graph) / 1e9:.2f} GB |",
            flush=True,
        )
    if check:
        _compare(texts, graph, folder / f"{documents}-again", jobs)


def _compare(texts: Path, graph: Path, again: Path, jobs: Sequence[str]) -> None:
    from kg.graph import Graph

    shutil.rmtree(again, ignore_errors=True)
    run(["build", str(texts), "--graph", str(again), *jobs])
    with Graph(graph) as one, Graph(again) as other:
        counts = one.counts()
        same = counts["oxigraph"] == counts["ladybug"] and counts == other.counts()
        same = same and all(a == b for a, b in zip(one.n_triples(), other.n_triples(), strict=True))
    print("the changed graph and one from nothing are the same" if same else "THE GRAPHS DIFFER")


def _counts(graph: Path) -> dict[str, int]:
    from kg.graph import RDF, Graph
    from kg.stores.oxigraph_store import OxigraphStore

    with Graph(graph) as opened:
        counts = dict(opened.account["counts"])
        store = opened._store(RDF)
        assert isinstance(store, OxigraphStore)
        return counts | {"triples": len(store._open())}


def _size(folder: Path) -> int:
    """The bytes on the disk; files that two generations share count once."""
    files = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            status = (Path(parent) / name).stat()
            files[status.st_ino] = status.st_size
    return sum(files.values())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, action="append")
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    jobs = ["--jobs", str(arguments.jobs)] if arguments.jobs else []
    print("| documents | build | wall | processors | memory | triples | measures | links | disk |")
    print("|---|---|---|---|---|---|---|---|---|")
    for documents in arguments.documents or (1_000, 2_500, 5_000, 10_000):
        measure(arguments.folder, documents, jobs, arguments.check)


if __name__ == "__main__":
    main()
