"""kgx: TSV → N-Triples, which then are asked with rdflib, since kgx itself answers no questions.

Nodes have full IRIs and the classes of the ontology as categories; properties their plain names. kgx fetches the
Biolink model and a JSON-LD context from the web when it is imported: where there is none, the model of the
`biolink-model` package and a context of the usual prefixes stand in, which changes nothing for names that are not
of Biolink. It runs in the environment of the peers.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import rdflib
from losses import SECOND, Triple, losses, peak  # type: ignore[import-not-found]  # beside this file
from with_rdflib import BASE, VOCABULARY, ask  # type: ignore[import-not-found]

_PREFIXES = {
    "biolink": "https://w3id.org/biolink/vocab/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "dct": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "OBAN": "http://purl.org/oban/",
    "PMID": "http://www.ncbi.nlm.nih.gov/pubmed/",
}
_SAID = (
    "the second is dropped, nothing is said",
    "the first is dropped, nothing is said",
    "both are kept, nothing is said",
)
# What kgx makes of properties that the Biolink model knows, too.
_RENAMED = {"label": "title", "Unit": "unit"}
_SPACES = re.compile(r"[\t\r\n]+")


def transform(nodes: Path, edges: Path, out: Path) -> None:
    """What ``kgx transform --input-format tsv --output-format nt`` does."""
    import bmt.toolkit  # type: ignore[import-not-found]  # in the environment of the peers

    model = str(files("biolink_model").joinpath("schema").joinpath("biolink_model.yaml"))
    bmt.toolkit.Toolkit.__init__.__defaults__ = (model, {"predicate mappings": []})
    import kgx.config  # type: ignore[import-not-found]  # in the environment of the peers

    for name in ("biolink", "monarch_context", "obo_context"):
        kgx.config.jsonld_context_map[name] = _PREFIXES
    from kgx.transformer import Transformer  # type: ignore[import-not-found]

    Transformer().transform(
        {"filename": [str(nodes), str(edges)], "format": "tsv"}, {"filename": str(out), "format": "nt"}
    )


def write_tables(folder: Path, nodes: Path, edges: Path) -> None:
    """The graph as the two tables that kgx reads; these have no way to write a tab or a line break in a value."""
    lines = [json.loads(line) for line in (folder / "nodes.jsonl").read_text(encoding="utf-8").splitlines()]
    names = sorted({name for line in lines for name in line["values"]})
    with nodes.open("w", encoding="utf-8", newline="") as file:
        print("id", "category", *names, sep="\t", file=file)
        for line in lines:
            cells = [_SPACES.sub(" ", str(line["values"].get(name, ""))) for name in names]
            print(BASE + line["id"], VOCABULARY + line["class"], *cells, sep="\t", file=file)
    with edges.open("w", encoding="utf-8", newline="") as file:
        print("id", "subject", "predicate", "object", sep="\t", file=file)
        for number, text in enumerate((folder / "edges.jsonl").read_text(encoding="utf-8").splitlines()):
            edge = json.loads(text)
            ends = BASE + edge["start"], VOCABULARY + edge["relation"], BASE + edge["end"]
            print(f"{BASE}edge/{number}", *ends, sep="\t", file=file)


def _short(value: Any) -> str:
    """What kgx has made of an IRI, as the id or the name it was given with."""
    text = str(value).removeprefix("https://www.example.org/UNKNOWN/")
    return text.removeprefix(VOCABULARY).removeprefix(BASE)


def values(graph: rdflib.Graph) -> Iterator[Triple]:
    """The literal values, and those that became IRIs."""
    for subject, predicate, value in graph:
        name = re.split("[/#:]", str(predicate))[-1]
        plain = value.toPython() if isinstance(value, rdflib.Literal) and value.datatype else str(value)
        yield _short(subject), _RENAMED.get(name, name), plain


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        nodes, edges, out = (Path(place) / name for name in ("g_nodes.tsv", "g_edges.tsv", "g.nt"))
        begin = time.process_time()
        write_tables(folder, nodes, edges)
        with contextlib.redirect_stdout(sys.stderr):
            transform(nodes, edges, out)
        converted = time.process_time()
        graph = rdflib.Graph()
        graph.parse(out, format="nt")
        loaded = time.process_time()
        rows = ask(graph, folder)
        asked = time.process_time()
        memory = peak()
        found = {}
        if "--losses" in sys.argv:
            found["N-Triples"] = losses(
                folder,
                {_short(s) for s in graph.subjects()},
                values(graph),
                ((_short(p), _short(s), _short(o)) for s, p, o in graph),
            )
        second = [s for s, _, value in graph if str(value) == SECOND]
        both = len(
            [
                name
                for one, name, _ in values(graph)
                if second and one == _short(second[0]) and name == "title"
            ]
        )
    print(
        json.dumps(
            {
                "peak": memory,
                "version": version("kgx"),
                "load": loaded - begin,
                "of which kgx": converted - begin,
                "ask": asked - loaded,
                "rows": rows,
                "losses": found,
                "second version": _SAID[min(both, 2)],
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
