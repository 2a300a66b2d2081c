"""A graph as N-Triples: what the RDF store loads, what is exported, what golden files compare.

The text is sorted and canonical (one spelling for each term, the one Oxigraph writes), so that the same graph
gives the same bytes on each run and from either side: from the tables or out of the store.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any

from kg.ids import DEFAULT_BASE, to_iri
from kg.tables import GraphTables, Value
from ontology.schema import LiteralProperty, Schema

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
XSD = "http://www.w3.org/2001/XMLSchema#"

_ESCAPES: dict[str, str] = {chr(code): f"\\u{code:04X}" for code in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)} | {
    character: "\\" + letter
    for character, letter in {
        "\b": "b",
        "\t": "t",
        "\n": "n",
        "\f": "f",
        "\r": "r",
        '"': '"',
        "\\": "\\",
    }.items()
}


_ESCAPED = re.compile(r'[\x00-\x1f\x7f\ufffe\uffff"\\]')


def quoted(text: str) -> str:
    r"""A text as N-Triples writes it.

    >>> print(quoted('行\n"a"'))
    "行\n\"a\""
    """
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    return _ESCAPED.sub(_escape, text) if _needs_escape(text) else text


def _needs_escape(text: str) -> bool:
    # Most texts need none, and to see that takes a tenth of the time of looking for some.
    return not text.isprintable() or '"' in text or "\\" in text


def _escape(found: re.Match[str]) -> str:
    return _ESCAPES[found.group()]


def number_text(value: float) -> str:
    """A double without exponent, as Oxigraph writes it back; the shortest that reads as the same number.

    >>> number_text(10000.0), number_text(4.5), number_text(1e-7), number_text(float("-inf"))
    ('10000', '4.5', '0.0000001', '-INF')
    """
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "INF" if value > 0 else "-INF"
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def literal_text(value: Value, language: str | None = None) -> str:
    """A value with its language or datatype as N-Triples writes it.

    >>> literal_text("汽车", "zh"), literal_text("5")
    ('"汽车"@zh', '"5"')
    >>> literal_text(True)
    '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'
    """
    if isinstance(value, str):
        return f"{quoted(value)}@{language}" if language else quoted(value)
    if isinstance(value, bool):
        return f'"{str(value).lower()}"^^<{XSD}boolean>'
    if isinstance(value, int):
        return f'"{value}"^^<{XSD}integer>'
    return f'"{number_text(value)}"^^<{XSD}double>'


def n_triples(tables: GraphTables, schema: Schema, base: str = DEFAULT_BASE) -> Iterator[str]:
    """The graph as lines of N-Triples without line ends, in no order."""
    return chain.from_iterable(_blocks(tables, schema, base))


def _blocks(tables: GraphTables, schema: Schema, base: str) -> Iterator[Iterable[str]]:
    """The lines property by property, which is twice as fast as node by node."""
    start_of_iri = f"<{to_iri('', base)}"
    for class_name, nodes in tables.nodes.items():
        node_class = schema.classes[class_name]
        rows = nodes.values()
        subjects = [f"{start_of_iri}{id}> <" for id in nodes]
        of_class = f"{RDF_TYPE}> <{node_class.iri}> ."
        yield [subject + of_class for subject in subjects]
        for name, literal in node_class.properties.items():
            held = [values[name] for values in rows if name in values]
            if not held:
                continue
            # Most properties are of all nodes, or of none.
            of = (
                subjects
                if len(held) == len(subjects)
                else [subject for subject, values in zip(subjects, rows, strict=True) if name in values]
            )
            contents, end = _contents(held, literal)
            for iri in _predicates(literal):
                middle = f'{iri}> "'
                yield [f"{subject}{middle}{text}{end}" for subject, text in zip(of, contents, strict=True)]
    for relation, pairs in tables.edges.items():
        middle = f"> <{schema.relations[relation].iri}> {start_of_iri}"
        yield [f"{start_of_iri}{start}{middle}{end}> ." for start, end in pairs]


def _contents(values: Sequence[Any], literal: LiteralProperty) -> tuple[Sequence[object], str]:
    """What stands between the quotation marks of a property's terms, and how its lines go on behind."""
    if literal.datatype == "integer":
        return values, f'"^^<{XSD}integer> .'
    if literal.datatype == "boolean":
        return ["true" if value else "false" for value in values], f'"^^<{XSD}boolean> .'
    if literal.datatype == "double":
        return [number_text(value) for value in values], f'"^^<{XSD}double> .'
    # Most texts need no escape: all of them are looked through at once.
    if _needs_escape("".join(values)):
        values = [_escaped(text) for text in values]
    return values, f'"@{literal.language} .' if literal.language else '" .'


def sorted_n_triples(tables: GraphTables, schema: Schema, base: str = DEFAULT_BASE) -> bytes:
    """The graph as sorted N-Triples, the same bytes each time."""
    return joined(sorted(n_triples(tables, schema, base)))


def n_triples_text(tables: GraphTables, schema: Schema, base: str = DEFAULT_BASE) -> bytes:
    """The same lines as a file: what `joined` makes of them, without all of them in memory at once."""
    return b"".join([joined(lines) for lines in _blocks(tables, schema, base)])


def joined(lines: Iterable[str]) -> bytes:
    """Lines as a file, each with its end."""
    return "\n".join((*lines, "")).encode()


def _predicates(literal: LiteralProperty) -> tuple[str, ...]:
    """Labels are also ``rdfs:label``, which every RDF tool shows: the embedded engine draws no inferences."""
    return (literal.iri, RDFS_LABEL) if literal.language else (literal.iri,)
