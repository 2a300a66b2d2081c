"""JSON-LD: a JSON object a node, with a context that makes the same RDF graph of it.

Programs that know nothing of RDF read ``@graph`` as plain JSON: ``id``, ``type``, properties and, for each
relation, the id or the ids at its end.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, BinaryIO

from kg.export.source import Losses, Source
from kg.ids import to_iri
from kg.stores.rdf_text import RDFS_LABEL, XSD, number_text
from kg.tables import Value
from ontology.schema import NAMESPACE, LiteralProperty, Schema


def write(source: Source, out: BinaryIO) -> Losses:
    """Write the graph, a node a line."""
    schema = source.schema
    relations: dict[str, dict[str, list[str]]] = {}
    for name, pairs in source.tables.edges.items():
        for start, end in pairs:
            relations.setdefault(start, {}).setdefault(name, []).append(_id(end, source.base))
    context = json.dumps(context_of(schema, source.base), ensure_ascii=False, indent=1)
    out.write(f'{{"@context": {context},\n"@graph": ['.encode())
    separator = "\n"
    for class_name, nodes in source.tables.nodes.items():
        properties = schema.classes[class_name].properties
        for id, values in nodes.items():
            node = {"id": _id(id, source.base), "type": class_name}
            node |= _literals(properties, values) | relations.get(id, {})
            out.write((separator + json.dumps(node, ensure_ascii=False)).encode())
            separator = ",\n"
    out.write(b"\n]}\n")
    return Losses()


def context_of(schema: Schema, base: str) -> dict[str, Any]:
    """The context: what each key of a node means.

    >>> context_of(Schema.load(), "https://policy.example/")["inDocument"]
    {'@type': '@id'}
    """
    context: dict[str, Any] = {"@version": 1.1, "@vocab": NAMESPACE, "id": "@id", "type": "@type"}
    context["rdfs"] = RDFS_LABEL.removesuffix("label")
    if _has_relative(base):
        context["@base"] = base
    for literal in schema.literals.values():
        if literal.language:
            name = _plain_name(literal)
            context[name] = {"@id": literal.iri, "@container": "@language"}
            # Every RDF tool shows rdfs:label; the store holds both.
            context["rdfs:label"] = {"@id": RDFS_LABEL, "@container": "@language"}
        elif literal.datatype == "double":
            # A JSON number without a fraction would be read as an integer.
            context[literal.name] = {"@type": XSD + "double"}
    context |= {name: {"@type": "@id"} for name in schema.relations}
    return context


def _literals(properties: Mapping[str, LiteralProperty], values: Mapping[str, Value]) -> dict[str, Any]:
    node: dict[str, Any] = {}
    for name, value in values.items():
        literal = properties[name]
        if literal.language:
            for key in (_plain_name(literal), "rdfs:label"):
                node.setdefault(key, {})[literal.language] = value
        elif isinstance(value, float) and not math.isfinite(value):
            node[name] = number_text(value)
        else:
            node[name] = value
    return node


def _plain_name(literal: LiteralProperty) -> str:
    return literal.iri.removeprefix(NAMESPACE)


def _id(id: str, base: str) -> str:
    return id if _has_relative(base) else to_iri(id, base)


def _has_relative(base: str) -> bool:
    return base.startswith(("http://", "https://")) and base.endswith("/") and "?" not in base
