"""A batch of records into both stores, and what must hold of them: `store_faults` lists what does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.ids import DEFAULT_BASE, without_clash
from kg.mapping import document_ids, map_document, map_registers
from kg.model import Document
from kg.stores import rdf_text
from kg.stores.ladybug_store import LadybugStore
from kg.stores.loading import load_all
from kg.stores.oxigraph_store import OxigraphStore
from kg.stores.protocol import Store
from kg.stores.read_back import read_tables
from kg.tables import GraphTables, TablesBuilder
from ontology.schema import Schema
from tests.hostile import material


def store_faults(documents: Sequence[Document], folder: Path) -> list[str]:
    """What is wrong with the graph of some records (without the links between them) in both stores."""
    tables = _tables(documents)
    with (
        OxigraphStore(folder / "oxigraph", read_only=False) as rdf,
        LadybugStore(folder / "ladybug", read_only=False) as property_graph,
    ):
        load_all([rdf, property_graph], tables)
        return [
            *_kept(documents, tables),
            *_counted(rdf, tables),
            *_counted(property_graph, tables),
            *_triples(rdf, tables),
            *_property_graph(property_graph, tables),
        ]


def _tables(documents: Sequence[Document]) -> GraphTables:
    """The graph of all records: what a build would take for reprints of each other stands here side by side."""
    registers = material.registers()
    keyed: dict[str, Document] = {}
    for document in documents:
        keyed[without_clash(document.stem, keyed)] = document
    ids = document_ids({key: document.header for key, document in keyed.items()})
    builder = TablesBuilder(Schema.load())
    builder.add(map_registers(registers))
    for key, document in keyed.items():
        builder.add(map_document(document, ids[key], registers))
    return builder.build()


def _kept(documents: Sequence[Document], tables: GraphTables) -> Iterator[str]:
    """Nothing that a record has is missing from the tables."""
    measures = [measure for document in documents for measure in document.measures]
    wanted = {
        "Document": len(documents),
        "Section": sum(len(document.sections) for document in documents),
        "Measure": len(measures),
        "Figure": sum(len(measure.figures) for measure in measures),
        "Responsibility": sum(len(measure.agencies) + len(measure.charged) for measure in measures),
        "Citation": sum(len(one.citations) for one in documents)
        + sum(len(one.citations) for one in measures),
        "Taskforce": sum(len(document.taskforces) for document in documents),
    }
    for name, count in wanted.items():
        if len(tables.nodes.get(name, ())) != count:
            yield f"{count} of {name} were read, {len(tables.nodes.get(name, ()))} are in the graph"


def _counted(store: Store, tables: GraphTables) -> Iterator[str]:
    """A store counts what it was given."""
    counts = {name: count for name, count in store.counts().items() if count}
    if counts != {name: count for name, count in tables.counts().items() if count}:
        yield f"{store.language}: the counts differ from those of the tables"


def _property_graph(store: Store, tables: GraphTables) -> Iterator[str]:
    """The property graph gives back, to the character, what it was given."""
    held = read_tables(store.query, store.language)
    for name, table in tables.nodes.items():
        for id, values in table.items():
            if (found := held.nodes.get(name, {}).get(id)) != values:
                yield f"{name} {id} came back as {_difference(dict(values), found)}"
    for name, pairs in tables.edges.items():
        if list(held.edges.get(name, ())) != list(pairs):
            yield f"edges of {name} came back changed"


def _difference(given: dict[str, object], found: object) -> str:
    if not isinstance(found, dict):
        return "nothing"
    keys = sorted(key for key in {*given, *found} if given.get(key) != found.get(key))
    return "; ".join(f"{key}: {str(given.get(key))[:60]!r} → {str(found.get(key))[:60]!r}" for key in keys)


def _triples(store: OxigraphStore, tables: GraphTables) -> Iterator[str]:
    """The RDF store gives back the triples it was given, and they are valid N-Triples, every IRI too."""
    from pyoxigraph import RdfFormat, parse

    text = store.n_triples()
    lines = sorted(rdf_text.n_triples(tables, Schema.load(), DEFAULT_BASE))
    if text != rdf_text.joined(lines):
        changed = sorted(set(text.decode().split("\n")) ^ set(lines))
        yield f"{len(changed)} triples came back changed: {changed[:2]}"
    try:
        for _ in parse(text, RdfFormat.N_TRIPLES):
            pass
    except SyntaxError as error:
        yield f"the N-Triples cannot be read: {error}"
