"""Small graphs made by hand for the servers' tests: plain ones, and ones full of hostile texts."""

from __future__ import annotations

import itertools

from kg.tables import GraphTables, Part, TablesBuilder, Value
from ontology.schema import LiteralProperty, Schema

HOSTILE = (
    '"',
    "'",
    "`",
    "``",
    "\\",
    '\\"',
    "\\u0022 } #",
    "\\n",
    "a\nb",
    "a\r\nb\rc",
    "\t",
    " space at both ends ",
    "}) RETURN 1 //",
    "'}) DETACH DELETE n //",
    "$graph",
    "row.id",
    "\x00",
    "a\x00b",
    "\x01\x1a\x7f\x85",
    "\u202e反转\u202c\u200f\u2066",
    "\u2028\u2029\u200b\ufeff",
    "\ufffe\uffff",
    "𠀀🀄",
    "e\u0301 é",
    "=1+1",
    "null",
    "'; DROP TABLE Measure; --",
    '" . } INSERT DATA { <http://a> <http://b> <http://c> } #',
    '"""',
    "'''",
    "?x ${y} %s {0}",
    "各市、县〔市、区〕政府“引号”",
    "字" * 60_000,
)


def _value(literal: LiteralProperty, number: int, text: str) -> Value:
    values: dict[str, Value] = {
        "string": f"{text}{number}",
        "integer": number - 1,
        "double": (number - 1) * 1.1e7 / 3,
        "boolean": number % 2 == 0,
    }
    return values[literal.datatype]


def whole_schema(per_class: int = 4, text: str = "加快推进“新能源”汽车消费") -> GraphTables:
    """A graph with every class, property and relation of the ontology, each property missing on some node."""
    schema = Schema.load()
    part = Part("test")
    ids = {name: [f"{name.lower()}/{number}" for number in range(per_class)] for name in schema.classes}
    for name, node_class in schema.classes.items():
        properties = sorted(node_class.properties.items())
        for number, id in enumerate(ids[name]):
            part.node(
                name, id, **{p: _value(literal, number, text) for p, literal in properties[number % 2 :]}
            )
    for name, relation in schema.relations.items():
        for start, end in itertools.product(sorted(relation.domain), sorted(relation.range)):
            for number in range(per_class):
                part.edge(name, ids[start][number], ids[end][number * 7 % per_class])
    return _built(part)


def hostile() -> GraphTables:
    """A graph with each of the hostile texts in every text property of every class."""
    schema = Schema.load()
    part = Part("test")
    for name, node_class in schema.classes.items():
        texts = [p.name for p in node_class.properties.values() if p.datatype == "string"]
        # The longest once: it is there for its length.
        chosen = HOSTILE if name == "Measure" else HOSTILE[:-1]
        for number, text in enumerate(chosen):
            part.node(name, f"{name.lower()}/{number}", **dict.fromkeys(texts, text))
    return _built(part)


def measures(numbers: range, title: str = "措施") -> GraphTables:
    """A document with measures, each linked to it and to the one after."""
    part = Part("test")
    document = part.node("Document", "330000/2023/doc", title="方案", stem="doc", year=2023)
    for number in numbers:
        node = part.node("Measure", f"330000/2023/doc/{number}", path=str(number), title=f"{title}{number}")
        part.edge("inDocument", node, document)
        if number + 1 in numbers:
            part.edge("relatesTo", node, f"330000/2023/doc/{number + 1}")
    return _built(part)


def _built(part: Part) -> GraphTables:
    builder = TablesBuilder(Schema.load())
    builder.add(part)
    return builder.build()
