"""Graphs for the stores' tests, made from the ontology as it stands."""

from __future__ import annotations

import itertools

from kg.tables import GraphTables, Part, TablesBuilder, Value
from ontology.schema import LiteralProperty, Schema

HOSTILE = (
    "",
    '"',
    '""',
    "'",
    "\\",
    '\\"',
    "\\N",
    "\\n",
    "a\nb",
    "a\r\nb",
    "\r",
    "\n",
    "\t",
    " lead",
    "trail ",
    ",",
    "a,b;c|d",
    "#c",
    "null",
    "NULL",
    "true",
    "[1,2]",
    "{a: 1}",
    "中文“引号”，、",
    "各市、县〔市、区〕政府",
    "𠀀",
    "\x00",
    "a\x00b",
    "\x01\x1a\x7f\x85",
    "\u2028\u2029\u200b",
    "\ufeffx",
    "\ufffe\uffff",
    "e\u0301",
    "1",
    "1.0",
    "'; DROP TABLE Measure; --",
    '" . <http://a> <http://b> <http://c> . #',
    "字" * 400_000,
)


def _value(literal: LiteralProperty, number: int, text: str) -> Value:
    values: dict[str, Value] = {
        "string": f"{text}{number}",
        "integer": number,
        "double": number * 1.1,
        "boolean": number % 2 == 0,
    }
    return values[literal.datatype]


def make_tables(size: int, text: str = "加快推进“新能源”汽车消费") -> GraphTables:
    """A graph with about ``size`` nodes that has every class, property and relation of the ontology."""
    schema = Schema.load()
    per_class = max(3, size // len(schema.classes))
    part = Part("test")
    ids = {name: [f"{name.lower()}/{n}" for n in range(per_class)] for name in schema.classes}
    for name, node_class in schema.classes.items():
        properties = sorted(node_class.properties.items())
        for number, id in enumerate(ids[name]):
            # Every property is missing on some node.
            kept = {p: _value(literal, number, text) for p, literal in properties[number % 2 :]}
            part.node(name, id, **kept)
    for name, relation in schema.relations.items():
        for start, end in itertools.product(sorted(relation.domain), sorted(relation.range)):
            for number in range(per_class):
                part.edge(name, ids[start][number], ids[end][number * 7 % per_class])
    builder = TablesBuilder(schema)
    builder.add(part)
    return builder.build()
