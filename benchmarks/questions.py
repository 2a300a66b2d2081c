"""How long every canned question takes on the embedded stores, and on rdflib's engine.

    python -m benchmarks.large_graph FOLDER
    python -m benchmarks.questions FOLDER [--nodes 20] [--rdflib SECONDS] [NAME…]

A question that needs a node is put for so many of them, drawn from those that have something to tell; all others
are put with their defaults, over the whole graph. Times are of the whole: names looked up, question answered,
rows read and sorted. With ``--rdflib`` the same SPARQL runs over the same triples in rdflib, once for each
question, in a process that is ended after so many seconds: what did not come to an end counts as that long.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import statistics
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.stores.protocol import Store, open_store
from kg.stores.sparql_parameters import bind
from queries.catalogue import Catalogue, Question
from queries.parameters import NODES, Given

if TYPE_CHECKING:
    from rdflib import Graph

# Milliseconds that a question may take in 95 of 100 cases: from a node, over the whole graph.
LIMITS = {"oxigraph": (100, 2000), "ladybug": (100, 300)}


def starts_from_a_node(question: Question) -> bool:
    """Whether the question cannot be put without a node."""
    return any(p.kind in NODES and p.default is None for p in question.header.parameters)


def cases(question: Question, nodes: Mapping[str, Sequence[str]], many: int) -> list[dict[str, Given]]:
    """The sets of parameters to put the question with; the same ones on each run."""
    required = {p.name: p for p in question.header.parameters if p.default is None}
    example = {name: parameter.example for name, parameter in required.items()}
    if not starts_from_a_node(question):
        return [example] * 5
    chance = random.Random(question.name)
    found = [example]
    for _ in range(many - 1):
        drawn = dict(example)
        for name, parameter in required.items():
            if class_name := NODES.get(parameter.kind, ""):
                drawn[name] = chance.choice(nodes[class_name])
            elif parameter.kind == "node":
                drawn[name] = chance.choice(nodes[chance.choice(["Measure", "Document", "Agency"])])
        found.append(drawn)
    return found


def milliseconds(question: Question, store: Store, sets: Sequence[Mapping[str, Given]]) -> list[float]:
    """How long each set takes; the first is put once before, to open files."""
    question.ask(store, sets[0])
    times = []
    for given in sets:
        begin = time.perf_counter()
        question.ask(store, given)
        times.append((time.perf_counter() - begin) * 1000)
    return times


def p95(times: Sequence[float]) -> float:
    """The time that 95 of 100 cases keep to."""
    return max(times) if len(times) < 10 else statistics.quantiles(times, n=20, method="inclusive")[-1]


class _Text:
    """Stands in for a store, and keeps the question with its parameters as text."""

    language = "sparql"

    def __init__(self, store: Store) -> None:
        self._store = store
        self.text = ""

    def query(self, text, parameters=None):  # type: ignore[no-untyped-def]
        """The store's answer; the text is kept."""
        self.text = bind(text, parameters or {})
        return self._store.query(text, parameters)


def rdflib_milliseconds(graph: Graph, text: str, limit: float) -> tuple[float, bool]:
    """How long rdflib takes to answer, and whether it came to an end."""

    def answer() -> None:
        list(graph.query(text))

    process = multiprocessing.get_context("fork").Process(target=answer)
    begin = time.perf_counter()
    process.start()
    process.join(limit)
    done = not process.is_alive()
    process.kill()
    process.join()
    return (time.perf_counter() - begin) * 1000, done


def read_into_rdflib(store: Store) -> Graph:
    """The whole graph in rdflib's memory."""
    from rdflib import Graph

    from kg.graph import Dumps

    assert isinstance(store, Dumps)
    graph = Graph()
    graph.parse(data=store.n_triples(), format="nt")
    return graph


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--nodes", type=int, default=20)
    parser.add_argument("--rdflib", type=float, metavar="SECONDS")
    arguments = parser.parse_args()
    catalogue = Catalogue.load()
    nodes = json.loads((arguments.folder / "nodes.json").read_text(encoding="utf-8"))
    stores = {name: open_store(f"{name}:{arguments.folder / name}") for name in LIMITS}
    graph = read_into_rdflib(stores["oxigraph"]) if arguments.rdflib else None
    totals = {"oxigraph": 0.0, "rdflib": 0.0}
    print(f"{'milliseconds, p50 / p95':20} {'oxigraph':>16} {'ladybug':>16}  rdflib, once")
    for name in arguments.names or catalogue:
        question = catalogue[name]
        sets = cases(question, nodes, arguments.nodes)
        line = f"{name:20}"
        for engine, store in stores.items():
            times = milliseconds(question, store, sets)
            limit = LIMITS[engine][0 if starts_from_a_node(question) else 1]
            mark = "!" if p95(times) > limit else " "
            line += f" {statistics.median(times):7.1f} {p95(times):7.1f}{mark}"
            if engine == "oxigraph":
                totals[engine] += times[0]
        if graph is not None:
            recorder = _Text(stores["oxigraph"])
            question.ask(recorder, sets[0])  # type: ignore[arg-type]
            once, done = rdflib_milliseconds(graph, recorder.text, arguments.rdflib)
            totals["rdflib"] += once
            line += f" {once:10.0f}{'' if done else ' (not finished)'}"
        print(line, flush=True)
    if graph is not None:
        times_faster = totals["rdflib"] / totals["oxigraph"]
        print(
            f"in total {totals['oxigraph']:.0f} ms, rdflib at least {totals['rdflib']:.0f} ms: {times_faster:.0f} times"
        )


if __name__ == "__main__":
    main()
