"""Answers of a SPARQL engine as rows of plain values."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from kg.stores.protocol import Cell, Rows
from kg.stores.rdf_text import XSD
from kg.tables import Value
from ontology.schema import NAMESPACE, Schema

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Triple

    Term = NamedNode | BlankNode | Literal | Triple

# Beside the project's own names, those that answers about a graph hold most often.
_PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": XSD,
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "eli": "http://data.europa.eu/eli/ontology#",
}
_SIGNED = ("long", "int", "short", "byte")
_INTEGERS = frozenset(
    XSD + name
    for name in (
        "integer",
        *_SIGNED,
        *(f"unsigned{name.capitalize()}" for name in _SIGNED),
        *(f"{sign}Integer" for sign in ("positive", "negative", "nonPositive", "nonNegative")),
    )
)
_REALS = frozenset(XSD + name for name in ("decimal", "double", "float"))


class RdfNames:
    """Short names for IRIs and plain values for literals.

    >>> names = RdfNames(Schema.load(), "https://data.example/")
    >>> names.short("https://data.example/region/330000"), names.short(NAMESPACE + "Measure")
    ('region/330000', 'Measure')
    >>> names.short("http://www.w3.org/2004/02/skos/core#broader"), names.short("https://other.example/a")
    ('skos:broader', 'https://other.example/a')
    """

    def __init__(self, schema: Schema, base: str) -> None:
        self._schema = schema
        self._base = base

    def short(self, iri: str) -> str:
        """The short form of an IRI: id, name in the ontology or prefixed name, else the IRI itself."""
        if iri.startswith(NAMESPACE):
            return iri.removeprefix(NAMESPACE)
        if iri.startswith(self._base):
            return iri.removeprefix(self._base)
        for prefix, namespace in _PREFIXES.items():
            if iri.startswith(namespace):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri

    def property_name(self, iri: str, language: str | None) -> str | None:
        """The name of a literal property in the property graph (labelZh), or None for no property of ours."""
        return self._properties.get((iri, language))

    def value(self, literal: Literal) -> Value:
        """A literal as a plain value; what JSON has no number for (INF, NaN) stays a text."""
        datatype = literal.datatype.value
        if datatype in _INTEGERS:
            return int(literal.value)
        if datatype in _REALS:
            return float(literal.value) if literal.value not in ("INF", "-INF", "NaN") else literal.value
        if datatype == XSD + "boolean":
            return literal.value in ("true", "1")
        return literal.value

    def cell(self, term: Term | None, *, terms: bool) -> Cell:
        """A term of an answer as a cell; with ``terms`` as N-Triples writes it."""
        from pyoxigraph import Literal, NamedNode

        if term is None:
            return None
        if terms:
            return str(term)
        if isinstance(term, Literal):
            return self.value(term)
        return self.short(term.value) if isinstance(term, NamedNode) else str(term)

    @cached_property
    def _properties(self) -> dict[tuple[str, str | None], str]:
        return {(p.iri, p.language): p.name for p in self._schema.literals.values()}


def answer_rows(
    answer: QuerySolutions | QueryBoolean | QueryTriples, names: RdfNames, *, terms: bool = False
) -> Rows:
    """The rows of an answer: of SELECT as they are, of ASK one, of CONSTRUCT and DESCRIBE s, p and o, sorted."""
    from pyoxigraph import QueryBoolean, QuerySolutions

    if isinstance(answer, QueryBoolean):
        return Rows(("ask",), [(bool(answer),)])
    if isinstance(answer, QuerySolutions):
        columns = [variable.value for variable in answer.variables]
        return Rows.of(columns, [_row(solution, names, terms) for solution in answer])
    triples = sorted({(str(t.subject), str(t.predicate), str(t.object)): t for t in answer}.items())
    return Rows(("s", "p", "o"), [_row((t.subject, t.predicate, t.object), names, terms) for _, t in triples])


def _row(cells: Iterable[Term | None], names: RdfNames, terms: bool) -> tuple[Cell, ...]:
    return tuple(names.cell(term, terms=terms) for term in cells)
