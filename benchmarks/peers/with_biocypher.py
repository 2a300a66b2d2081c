"""biocypher: nodes and edges → files for Neo4j's importer; questions wait for a server that has imported them.

The schema names every class and relation with its properties; there is no ontology above them (headless), since
the default one is fetched from the web. It runs in the environment of the peers.
"""

from __future__ import annotations

import contextlib
import csv
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from losses import SECOND, Triple, losses, peak  # type: ignore[import-not-found]  # beside this file

_TYPES = {str: "str", int: "int", float: "float", bool: "bool"}
csv.field_size_limit(10**9)


def schema(nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> dict[str, Any]:
    """The schema configuration: every class with its properties, every relation."""
    found: dict[str, Any] = {}
    for node in nodes:
        entry = {
            "represented_as": "node",
            "preferred_id": "id",
            "input_label": node["class"],
            "properties": {},
        }
        properties = found.setdefault(node["class"], entry)["properties"]
        for name, value in node["values"].items():
            properties[name] = _TYPES[type(value)]
    for edge in edges:
        found[edge["relation"]] = {"represented_as": "edge", "input_label": edge["relation"]}
    return found


def write(nodes: list[dict[str, Any]], edges: list[dict[str, Any]], place: Path) -> None:
    """Write the importer's files."""
    import yaml  # type: ignore[import-untyped]  # in the environment of the peers

    (place / "schema.yaml").write_text(
        yaml.safe_dump(schema(nodes, edges), allow_unicode=True), encoding="utf-8"
    )
    settings = {"dbms": "neo4j", "offline": True, "head_ontology": None, "log_to_disk": False, "debug": False}
    configuration = {"biocypher": settings, "neo4j": {"file_format": "csv"}}
    (place / "config.yaml").write_text(yaml.safe_dump(configuration), encoding="utf-8")
    from biocypher import BioCypher  # type: ignore[import-not-found]  # in the environment of the peers

    writer = BioCypher(
        biocypher_config_path=str(place / "config.yaml"),
        schema_config_path=str(place / "schema.yaml"),
        output_directory=str(place / "out"),
    )
    writer.write_nodes((n["id"], n["class"], n["values"]) for n in nodes)
    writer.write_edges((None, e["start"], e["end"], e["relation"], {}) for e in edges)
    writer.log_duplicates()
    writer.log_missing_input_labels()
    writer.write_import_call()


def tables(place: Path) -> Iterator[tuple[list[str], list[list[str]]]]:
    """The header and the rows of every file for the importer."""
    for header in sorted((place / "out").glob("*-header.csv")):
        names = header.read_text(encoding="utf-8").strip().split(",")
        rows = []
        for part in sorted((place / "out").glob(header.name.replace("-header", "-part*"))):
            with part.open(encoding="utf-8", newline="") as file:
                rows += list(csv.reader(file))
        yield names, rows


def values(found: list[tuple[list[str], list[list[str]]]]) -> Iterator[Triple]:
    """The values of nodes as Neo4j's importer would type them."""
    for names, rows in found:
        for row in rows if names[0] == ":ID" else ():
            for name, cell in zip(names[1:], row[1:], strict=True):
                key, _, type_name = name.partition(":")
                if cell and type_name in ("long", "double"):
                    yield row[0], key, float(cell)
                elif cell and type_name == "boolean":
                    yield row[0], key, cell == "true"
                elif cell and type_name != "LABEL":
                    yield row[0], key, cell


def edge_rows(found: list[tuple[list[str], list[list[str]]]]) -> Iterator[tuple[str, str, str]]:
    """The edges, with the name of the relation as it was given: biocypher writes WordsInThisCase."""
    for names, rows in found:
        for row in rows if ":START_ID" in names else ():
            relation = row[names.index(":TYPE")]
            yield (
                relation[0].lower() + relation[1:],
                row[names.index(":START_ID")],
                row[names.index(":END_ID")],
            )


def main(folder: Path) -> None:
    nodes = [json.loads(line) for line in (folder / "nodes.jsonl").read_text(encoding="utf-8").splitlines()]
    edges = [json.loads(line) for line in (folder / "edges.jsonl").read_text(encoding="utf-8").splitlines()]
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        os.chdir(place)  # it reads and writes beside where it is started
        begin = time.process_time()
        with contextlib.redirect_stdout(sys.stderr):
            write(nodes, edges, place)
        done = time.process_time()
        memory = peak()
        found = list(tables(place)) if "--losses" in sys.argv else []
        os.chdir(here)
    node_ids = {row[0] for names, rows in found if names[0] == ":ID" for row in rows}
    held = list(values(found))
    both = sum(value == SECOND for _, _, value in held)
    print(
        json.dumps(
            {
                "peak": memory,
                "version": version("biocypher"),
                "load": done - begin,
                "losses": {"import files": losses(folder, node_ids, held, edge_rows(found))} if found else {},
                "second version": "both are written" if both else "the second is dropped, the log names it",
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
