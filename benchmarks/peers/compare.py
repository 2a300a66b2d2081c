"""The same graph in this project's stores, in rdflib, through kgx and through biocypher: time, memory, losses.

    python -m venv peers-environment
    peers-environment/bin/pip install -r benchmarks/peers/requirements.txt
    python -m benchmarks.peers.compare --peers peers-environment/bin/python [--triples N] [--runs N]

Every tool runs in a process of its own, one after the other, several times in turns. Seconds are those of the
processor (all threads), so that other work on the machine changes them little; memory is the largest that the
process had (its imports included). Losses are counted once, after the measured runs. Needs Linux or macOS.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.large_graph import count_triples, large_tables
from benchmarks.peers.graph_files import write_files

HERE = Path(__file__).parent
Said = dict[str, Any]


def run(command: Sequence[str]) -> Said:
    """What a tool says of itself in the last line it prints; raises RuntimeError with its messages where it fails."""
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}:\n{done.stderr[-3000:]}")
    said: Said = json.loads(done.stdout.splitlines()[-1])
    return said


def tools(peers: str, folder: Path) -> dict[str, list[str]]:
    """The command of each tool."""
    ours = [sys.executable, "-m", "benchmarks.peers.with_ours", str(folder)]
    others = {
        name: [peers, str(HERE / f"with_{name}.py"), str(folder)] for name in ("rdflib", "kgx", "biocypher")
    }
    return {"policy-cascade": ours, **others}


def _spread(numbers: Sequence[float]) -> str:
    return f"{median(numbers):.2f} ({min(numbers):.2f}–{max(numbers):.2f})"


def report(runs: dict[str, list[Said]], last: dict[str, Said]) -> str:
    """The results as Markdown tables."""
    ours = median(one["load"] for one in runs["policy-cascade"])
    answers = runs["policy-cascade"][0]["rows"]
    lines = [
        "| tool | version | load, s | ratio | questions, s | answered alike | peak memory, MB |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, all_runs in runs.items():
        said = all_runs[0]
        load = [one["load"] for one in all_runs]
        rows = said.get("rows")
        asked = _spread([one["ask"] for one in all_runs]) if rows is not None else "after an import only"
        alike = (
            f"{sum(rows[q] == n for q, n in answers.items())} of {len(answers)}" if rows is not None else "–"
        )
        peak = median(one["peak"] for one in all_runs)
        ratio = f"{median(load) / ours:.1f}"
        lines.append(
            f"| {name} | {said['version']} | {_spread(load)} | {ratio} | {asked} | {alike} | {peak:.0f} |"
        )
    lines += ["", "| what came back | " + " | ".join(_held(last)) + " |", "|---|" + "---|" * len(_held(last))]
    for what in next(iter(_held(last).values())):
        lines.append(f"| {what} | " + " | ".join(held[what] for held in _held(last).values()) + " |")
    lines += ["", "A node of which a second source gives another title:", ""]
    lines += [f"- {name}: {one['second version']}" for name, one in last.items()]
    return "\n".join(lines)


def _held(last: dict[str, Said]) -> dict[str, dict[str, str]]:
    return {
        f"{name}, {place}": counted for name, one in last.items() for place, counted in one["losses"].items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--peers", required=True, help="the Python of the peers' environment")
    parser.add_argument("--triples", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="peers-") as name:
        folder = Path(name)
        tables = large_tables(arguments.triples)
        write_files(tables, folder)
        commands = tools(arguments.peers, folder)
        runs: dict[str, list[Said]] = {tool: [] for tool in commands}
        for _ in range(arguments.runs):
            for tool, command in commands.items():
                runs[tool].append(run(command))
        last = {tool: run([*command, "--losses"]) for tool, command in commands.items()}
    nodes, edges = (sum(map(len, part.values())) for part in (tables.nodes, tables.edges))
    print(f"{count_triples(tables):,} triples: {nodes:,} nodes, {edges:,} edges; {arguments.runs} runs\n")
    print(report(runs, last))


if __name__ == "__main__":
    main()
