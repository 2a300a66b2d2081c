"""The graph in this project's two embedded stores."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.peers.losses import losses, peak
from kg.stores.loading import load_all
from kg.stores.protocol import open_store
from kg.stores.read_back import read_tables
from kg.tables import Part, TablesBuilder
from ontology.schema import Schema


def main(folder: Path) -> None:
    begin = time.process_time()
    builder = TablesBuilder(Schema.load())
    part, second = Part("the first source"), Part("the second source")
    lines = (folder / "nodes.jsonl").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        node = json.loads(line)
        (part if number < len(lines) else second).node(node["class"], node["id"], **node["values"])
    for line in (folder / "edges.jsonl").read_text(encoding="utf-8").splitlines():
        edge = json.loads(line)
        part.edge(edge["relation"], edge["start"], edge["end"])
    builder.add(part)
    builder.add(second)
    tables = builder.build()
    with tempfile.TemporaryDirectory() as place:
        stores = [open_store(f"{name}:{place}/{name}", read_only=False) for name in ("oxigraph", "ladybug")]
        load_all(stores, tables)
        loaded = time.process_time()
        rows = {
            file.stem: len(stores[0].query(file.read_text(encoding="utf-8")).rows)
            for file in sorted((folder / "questions").glob("*.rq"))
        }
        asked = time.process_time()
        memory = peak()
        found = {}
        for store in stores if "--losses" in sys.argv else ():
            held = read_tables(store.query, store.language)
            found[store.language] = losses(
                folder,
                held.index(),
                ((id, k, v) for t in held.nodes.values() for id, vs in t.items() for k, v in vs.items()),
                ((name, a, b) for name, pairs in held.edges.items() for a, b in pairs),
            )
        for store in stores:
            store.close()
    print(
        json.dumps(
            {
                "peak": memory,
                "version": "this checkout",
                "load": loaded - begin,
                "ask": asked - loaded,
                "rows": rows,
                "losses": found,
                "second version": "; ".join(map(str, builder.conflicts)) or "lost",
            },
            ensure_ascii=False,
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
