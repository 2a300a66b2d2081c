"""What a tool still has of the graph it was given, counted by the same rule for all of them; standard library alone.

``held`` is a list of (id, property, value) and of (relation, start, end) as the tool gives them back. A value is
kept where the same characters or the same number come back; its type where a number is still a number and a truth
value one; the language of a label where it can still be told which is Chinese and which English.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

# The title that the second version of a node has.
SECOND = "a second version"

Triple = tuple[str, str, Any]


def given(folder: Path) -> tuple[list[dict[str, Any]], list[tuple[str, str, str]]]:
    """The nodes (without the second version of one) and the edges of the folder."""
    with (folder / "nodes.jsonl").open(encoding="utf-8") as file:
        nodes = [json.loads(line) for line in file][:-1]
    with (folder / "edges.jsonl").open(encoding="utf-8") as file:
        edges = [(e["relation"], e["start"], e["end"]) for e in map(json.loads, file)]
    return nodes, edges


def losses(
    folder: Path, ids: Iterable[str], values: Iterable[Triple], edges: Iterable[tuple[str, str, str]]
) -> dict[str, str]:
    """How much of nodes, edges, values, their types and the languages of labels came back."""
    nodes, wanted_edges = given(folder)
    held: dict[tuple[str, str], list[Any]] = {}
    for id, name, value in values:
        held.setdefault((id, name), []).append(value)
    all_values = [(n["id"], name, value) for n in nodes for name, value in n["values"].items()]
    same = [triple for triple in all_values if any(_same(triple[2], one) for one in held.get(triple[:2], ()))]
    typed = [triple for triple in all_values if not isinstance(triple[2], str)]
    kept_types = [t for t in typed if any(_is_typed(t[2], one) for one in held.get(t[:2], ()))]
    labels = [triple for triple in all_values if triple[1] in ("labelZh", "labelEn")]
    return {
        "nodes": _of(len({n["id"] for n in nodes} & set(ids)), len(nodes)),
        "edges": _of(len(set(wanted_edges) & set(edges)), len(wanted_edges)),
        "values": _of(len(same), len(all_values)),
        "numbers and truth values as such": _of(len(kept_types), len(typed)),
        "labels whose language can be told": _of(len(set(labels) & set(same)), len(labels)),
    }


def _of(kept: int, wanted: int) -> str:
    return f"{kept:,} of {wanted:,}"


def _same(value: Any, held: Any) -> bool:
    if isinstance(value, bool):
        return held is value or str(held).lower() == str(value).lower()
    if isinstance(value, (int, float)):
        try:
            return float(held) == float(value)
        except (TypeError, ValueError):
            return False
    return bool(held == value)


def _is_typed(value: Any, held: Any) -> bool:
    if isinstance(value, bool):
        return held is value
    return isinstance(held, (int, float)) and not isinstance(held, bool) and held == value


def peak() -> float:
    """The most memory that this process has had, in MB.

    Linux says it of the program that runs; ``getrusage`` would count the process that started it, too.
    """
    status = Path("/proc/self/status")
    if status.exists():
        [line] = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
        return int(line.split()[1]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 1024)
