"""Kills builds at random moments and asks after each whether the graph answers as before or as after.

    python -m tests.killing.kills [--kills 100] [--seed 1]

Prints a line for each way in which builds were killed. Exit status 1 where a graph answered in between, could not be
read, or could not be built again.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from corpus import FOLDER
from kg.errors import GraphNotFound
from kg.opened import OpenGraph
from queries.catalogue import Catalogue
from tests.question_sets import BUNDLED

ROOT = Path(__file__).parents[2]
# Few documents, and yet worker processes and a graph that is changed in place of being written anew.
BUILDER = """
import sys
from pathlib import Path
import kg.build, kg.building.workers
kg.building.workers.FEW_TASKS = 2
kg.build.CHANGED_AT_MOST = 2
kg.build.build([Path(sys.argv[1])], Path(sys.argv[2]), jobs=2, fewest_to_change=int(sys.argv[3]))
"""
ALWAYS_WHOLE, MAY_CHANGE = 10_000, 1
NOTHING = "no graph"
CHANGED = "nb-2023.txt"


def answers(graph: Path) -> str:
    """A hash of the answers to all canned questions in both languages; `NOTHING` where there is no graph yet."""
    digest = blake2b(digest_size=16)
    try:
        with OpenGraph(graph) as opened:
            for language in ("sparql", "cypher"):
                for name in Catalogue.load():
                    for given in BUNDLED.get(name, [{}])[:1]:
                        answer = opened.ask(name, engine=language, **given)
                        digest.update(json.dumps([name, *answer.rows], ensure_ascii=False).encode())
    except GraphNotFound:
        return NOTHING
    return digest.hexdigest()


def start(texts: Path, graph: Path, fewest_to_change: int) -> subprocess.Popen[bytes]:
    """A build in a process of its own."""
    command = [sys.executable, "-c", BUILDER, str(texts), str(graph), str(fewest_to_change)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)


def workers_of(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes that a process has started (on Linux)."""
    try:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in children.split()]


def have_ended(processes: list[int], patience: float = 60.0) -> bool:
    """Whether all of these end within some seconds."""
    give_up = time.monotonic() + patience
    while any(Path(f"/proc/{pid}").exists() for pid in processes):
        if time.monotonic() > give_up:
            return False
        time.sleep(0.05)
    return True


@dataclass(slots=True)
class Killing:
    """Two states of a folder of documents, a graph of each, and what came of the kills."""

    folder: Path
    chance: random.Random
    texts: tuple[Path, Path] = field(init=False)
    expected: tuple[str, str] = field(init=False)
    seconds: float = field(init=False)
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def prepare(self) -> None:
        """Write both states and build each once."""
        self.texts = (self.folder / "before", self.folder / "after")
        for texts in self.texts:
            shutil.copytree(FOLDER, texts, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        changed = self.texts[1] / CHANGED
        text = changed.read_text(encoding="utf-8")
        changed.write_text(text.replace("消费", "消费升级", 40), encoding="utf-8")
        begin = time.monotonic()
        for number, texts in enumerate(self.texts):
            assert start(texts, self.folder / f"whole-{number}", ALWAYS_WHOLE).wait() == 0
        self.seconds = (time.monotonic() - begin) / 2
        self.expected = (answers(self.folder / "whole-0"), answers(self.folder / "whole-1"))
        assert self.expected[0] != self.expected[1]

    def kill_builds(self, kills: int) -> None:
        """Kill builds of new graphs."""
        for _ in range(kills):
            graph = self.folder / "new"
            shutil.rmtree(graph, ignore_errors=True)
            self._kill("build", self.texts[0], graph, MAY_CHANGE, {NOTHING, self.expected[0]})

    def kill_rebuilds(self, kills: int, fewest_to_change: int, what: str) -> None:
        """Kill builds that make a graph from one state into the other, and back."""
        graph = self.folder / f"old-{fewest_to_change}"
        shutil.copytree(self.folder / "whole-0", graph)
        assert start(self.texts[0], graph, fewest_to_change).wait() == 0
        state = 0
        for _ in range(kills):
            found = self._kill(what, self.texts[1 - state], graph, fewest_to_change, set(self.expected))
            state = self.expected.index(found) if found in self.expected else state
        if start(self.texts[1], graph, fewest_to_change).wait() or answers(graph) != self.expected[1]:
            self.faults.append(f"{what}: the build after all kills did not give the graph of its documents")

    def _kill(self, what: str, texts: Path, graph: Path, fewest: int, allowed: set[str]) -> str:
        process = start(texts, graph, fewest)
        moment = self.chance.uniform(0, 1.1 * self.seconds)
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            workers = workers_of(process)
            process.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
            process.wait()
            if not have_ended(workers):
                self.faults.append(f"{what}: a worker outlived its build, killed after {moment:.2f} s")
        found = answers(graph)
        if found not in allowed:
            self.faults.append(f"{what}: killed after {moment:.2f} s, the graph answers otherwise")
        finished = process.returncode == 0
        self.outcomes[f"{what}, {'finished before' if finished else 'killed'}"] += 1
        if finished and found == NOTHING:
            self.faults.append(f"{what}: finished, and there is no graph")
        return found


def run(kills: int, seed: int, folder: Path) -> Killing:
    """Kill a third of so many builds of new graphs, a third of whole rebuilds and a third of changes."""
    killing = Killing(folder, random.Random(seed))
    killing.prepare()
    third = -(-kills // 3)
    killing.kill_builds(third)
    killing.kill_rebuilds(third, ALWAYS_WHOLE, "rebuild")
    killing.kill_rebuilds(third, MAY_CHANGE, "change")
    return killing


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        killing = run(arguments.kills, arguments.seed, Path(folder))
    for outcome, count in sorted(killing.outcomes.items()):
        print(f"{count:4d} {outcome}")
    print("\n".join(killing.faults) or "after each, every question was answered as before or as after")
    sys.exit(bool(killing.faults))


if __name__ == "__main__":
    main()
