"""How fast the embedded stores are loaded, beside the engines' own bulk loaders on the same rows.

    python -m benchmarks.large_graph FOLDER
    python -m benchmarks.loading FOLDER [--rounds 5]

What is timed of ours is `Store.load` from the tables in memory to a store that is closed, the writing of rows for
the engine included. The engines' own: Oxigraph's ``bulk_load`` of an N-Triples file, Ladybug's ``COPY`` of Parquet
files, its own fastest format, into tables that are made in the same time; their files are made before. Both in turn,
each round on an empty folder, and the ratio of the medians: 0.8 is the least.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import ladybug
import pyoxigraph

from kg.graph import Dumps
from kg.stores.ladybug_tables import definitions
from kg.stores.protocol import open_store
from kg.stores.read_back import read_tables
from kg.tables import GraphTables
from ontology.schema import Schema

LEAST = 0.8

# Loads into a path where nothing is yet.
Load = Callable[[Path], None]


def ours(scheme: str, tables: GraphTables) -> Load:
    """The store's own ``load``."""

    def load(path: Path) -> None:
        with open_store(f"{scheme}:{path}", read_only=False) as store:
            store.load(tables)

    return load


def oxigraph_bulk(file: Path) -> Load:
    """Oxigraph's bulk loader on a file of N-Triples."""

    def load(path: Path) -> None:
        store = pyoxigraph.Store(str(path))
        store.bulk_load(path=str(file), format=pyoxigraph.RdfFormat.N_TRIPLES)
        store.flush()

    return load


def ladybug_copy(copies: list[str]) -> Load:
    """Ladybug's COPY of files that are there."""

    def load(path: Path) -> None:
        database = ladybug.Database(path)
        connection = ladybug.Connection(database)
        connection.execute("BEGIN TRANSACTION")
        for statement in (*definitions(Schema.load()), *copies):
            connection.execute(statement)
        connection.execute("COMMIT")
        connection.close()
        database.close()

    return load


def parquet_files(source: Path, tables: GraphTables, folder: Path) -> Iterator[str]:
    """Write each table of a database to a Parquet file, and give the statement that loads it again."""
    database = ladybug.Database(source, read_only=True)
    connection = ladybug.Connection(database)
    schema, class_of = Schema.load(), tables.index()
    for name in tables.nodes:
        columns = ", ".join(
            f"n.`{column}` AS `{column}`" for column in ("id", *schema.classes[name].properties)
        )
        known = ", ".join(f"`{column}`" for column in ("id", *schema.classes[name].properties))
        file = folder / f"{name}.parquet"
        connection.execute(f"COPY (MATCH (n:`{name}`) RETURN {columns}) TO '{file}'")
        yield f"COPY `{name}`({known}) FROM '{file}'"
    for name, pairs in tables.edges.items():
        kind = schema.relations[name].type_name
        for start, end in sorted({(class_of[a], class_of[b]) for a, b in pairs}):
            file = folder / f"{kind}-{start}-{end}.parquet"
            connection.execute(
                f"COPY (MATCH (a:`{start}`)-[:`{kind}`]->(b:`{end}`) RETURN a.id AS a, b.id AS b) TO '{file}'"
            )
            yield f"COPY `{kind}` FROM '{file}' (FROM='{start}', TO='{end}')"
    connection.close()
    database.close()


def seconds(load: Load) -> float:
    """How long a load into an empty folder takes."""
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        load(Path(folder) / "store")
        return time.perf_counter() - begin


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    files = Path(tempfile.mkdtemp())
    with open_store(f"ladybug:{arguments.folder / 'ladybug'}") as graph:
        tables = read_tables(graph.query, "cypher")
    with open_store(f"oxigraph:{arguments.folder / 'oxigraph'}") as dumped:
        assert isinstance(dumped, Dumps)
        (files / "graph.nt").write_bytes(dumped.n_triples())
    copies = list(parquet_files(arguments.folder / "ladybug", tables, files))
    pairs = {
        "oxigraph": (ours("oxigraph", tables), oxigraph_bulk(files / "graph.nt")),
        "ladybug": (ours("ladybug", tables), ladybug_copy(copies)),
    }
    print(f"{'seconds, median':20} {'ours':>8} {'own':>8} {'ratio':>6}")
    for engine, both in pairs.items():
        rounds = [[seconds(load) for load in both] for _ in range(arguments.rounds)]
        mine, own = (statistics.median(times) for times in zip(*rounds, strict=True))
        mark = "" if own / mine >= LEAST else " !"
        print(f"{engine:20} {mine:8.2f} {own:8.2f} {own / mine:6.2f}{mark}", flush=True)
    shutil.rmtree(files)


if __name__ == "__main__":
    main()
