"""N-Triples in rdflib's own memory store; ``--file`` names another file than the graph's own.

Standard library and rdflib alone: it runs in the environment of the peers.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import rdflib
from losses import SECOND, Triple, losses, peak  # type: ignore[import-not-found]  # beside this file

BASE = "https://policy.example/"
VOCABULARY = BASE + "ontology#"


def values(graph: rdflib.Graph) -> Iterator[Triple]:
    """The literal values by the names that the graph was given with."""
    for subject, predicate, value in graph:
        if isinstance(value, rdflib.Literal):
            name = str(predicate).removeprefix(VOCABULARY)
            language = {"zh": "Zh", "en": "En"}.get(value.language or "", "")
            yield (
                str(subject).removeprefix(BASE),
                name + language,
                value.toPython() if value.datatype else str(value),
            )


def ask(graph: rdflib.Graph, folder: Path) -> dict[str, int]:
    """How many rows each question gives."""
    return {
        file.stem: len(list(graph.query(file.read_text(encoding="utf-8"))))
        for file in sorted((folder / "questions").glob("*.rq"))
    }


def main(folder: Path) -> None:
    begin = time.process_time()
    graph = rdflib.Graph()
    graph.parse(folder / "graph.nt", format="nt")
    loaded = time.process_time()
    rows = ask(graph, folder)
    asked = time.process_time()
    memory = peak()
    found = {}
    if "--losses" in sys.argv:
        found["rdf"] = losses(
            folder,
            {str(s).removeprefix(BASE) for s in graph.subjects()},
            values(graph),
            (
                (str(p).removeprefix(VOCABULARY), str(s).removeprefix(BASE), str(o).removeprefix(BASE))
                for s, p, o in graph
                if isinstance(o, rdflib.URIRef)
            ),
        )
    second = list(graph.subjects(object=rdflib.Literal(SECOND)))
    both = len(list(graph.objects(second[0], rdflib.URIRef(VOCABULARY + "title")))) if second else 0
    print(
        json.dumps(
            {
                "peak": memory,
                "version": rdflib.__version__,
                "load": loaded - begin,
                "ask": asked - loaded,
                "rows": rows,
                "losses": found,
                "second version": "both values are kept, nothing is said" if both > 1 else "lost",
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
