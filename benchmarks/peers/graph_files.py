"""The graph that all tools are given, as files each of them can start from.

``graph.nt`` sorted N-Triples; ``nodes.jsonl`` one node a line (``class``, ``id``, ``values``), ``edges.jsonl`` one
edge a line (``relation``, ``start``, ``end``); ``questions`` the canned questions with the parameters of their
headers. The last line of the nodes is a second version of one of them, with another value: two sources that do not
agree, as happens in every folder of documents.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from benchmarks.peers.losses import SECOND
from kg.ids import DEFAULT_BASE
from kg.stores.rdf_text import n_triples
from kg.tables import GraphTables
from ontology.schema import Schema

QUESTIONS = ("documents", "duties", "implementers", "programmes", "targets", "text-mentions")


def write_files(tables: GraphTables, folder: Path) -> None:
    """Write the files of a graph into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    schema = Schema.load()
    lines: list[dict[str, object]] = [
        {"class": name, "id": id, "values": dict(values)}
        for name, table in tables.nodes.items()
        for id, values in table.items()
    ]
    second = next(line for line in lines if line["class"] == "Measure")
    lines.append(second | {"values": {"title": SECOND}})
    _write(folder / "nodes.jsonl", lines)
    _write(
        folder / "edges.jsonl",
        [
            {"relation": name, "start": start, "end": end}
            for name, pairs in tables.edges.items()
            for start, end in pairs
        ],
    )
    text = "\n".join(n_triples(tables, schema, DEFAULT_BASE))
    title = schema.classes["Measure"].properties["title"].iri
    text += f'\n<{DEFAULT_BASE}{second["id"]}> <{title}> "{SECOND}" .\n'
    (folder / "graph.nt").write_text(text, encoding="utf-8")
    (folder / "questions").mkdir(exist_ok=True)
    for name in QUESTIONS:
        shutil.copy(Path("queries") / f"{name}.rq", folder / "questions")


def _write(file: Path, lines: list[dict[str, object]]) -> None:
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    file.write_text(text, encoding="utf-8")
