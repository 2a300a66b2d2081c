"""A graph read back out of a store of either language, as the tables it was loaded from."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kg.stores.protocol import Cell, Language, Rows
from kg.tables import GraphTables, Value
from ontology.schema import NodeClass, Relation, Schema

# Puts a question and gives the answer: `Store.query`, or a graph's own method for one of its stores.
Ask = Callable[[str], Rows]


def read_tables(ask: Ask, language: Language) -> GraphTables:
    """Everything the ontology knows that a store holds; classes and relations without any are left out."""
    schema = Schema.load()
    nodes = {
        name: dict(sorted(_nodes(ask, language, node_class)))
        for name, node_class in sorted(schema.classes.items())
    }
    edges = {
        name: sorted(_edges(ask, language, relation)) for name, relation in sorted(schema.relations.items())
    }
    return GraphTables(
        nodes={name: table for name, table in nodes.items() if table},
        edges={name: pairs for name, pairs in edges.items() if pairs},
    )


def _nodes(ask: Ask, language: Language, node_class: NodeClass) -> Iterator[tuple[str, dict[str, Value]]]:
    properties = sorted(node_class.properties.values(), key=lambda p: p.name)
    if language == "cypher":
        cells = "".join(f", n.`{p.name}` AS `{p.name}`" for p in properties)
        question = f"MATCH (n:`{node_class.name}`) RETURN n.id AS id{cells}"
    else:
        optional = "".join(
            f"OPTIONAL {{ ?id <{p.iri}> ?{p.name}"
            + (f' FILTER(LANG(?{p.name}) = "{p.language}")' if p.language else "")
            + " } "
            for p in properties
        )
        names = " ".join(f"?{p.name}" for p in properties)
        question = f"SELECT ?id {names} WHERE {{ ?id a <{node_class.iri}> {optional}}}"
    for id, *values in ask(question).rows:
        yield (
            str(id),
            {p.name: _value(p.datatype, v) for p, v in zip(properties, values, strict=True) if v is not None},
        )


def _value(datatype: str, cell: Cell) -> Value:
    """A cell as a value of its datatype: rows have a text where JSON has no number."""
    assert isinstance(cell, str | int | float)
    return float(cell) if datatype == "double" else cell


def _edges(ask: Ask, language: Language, relation: Relation) -> Iterator[tuple[str, str]]:
    if language == "cypher":
        question = f"MATCH (a)-[:`{relation.type_name}`]->(b) RETURN a.id AS a, b.id AS b"
    else:
        question = f"SELECT ?a ?b WHERE {{ ?a <{relation.iri}> ?b }}"
    for start, end in ask(question).rows:
        yield str(start), str(end)
