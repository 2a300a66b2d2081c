"""What the ontology defines, read from ``policy.ttl`` for the code that builds, stores and asks.

The file is the only place where classes and relations are defined. From it follow, by rule:

- a class without subclasses is a node class; its superclasses only pass their properties on to it;
- a relation's name in capitals is its type in the property graph (``responsibleAgency`` →
  ``RESPONSIBLE_AGENCY``);
- a literal property keeps its name, but one of ``rdf:langString`` becomes one for each language
  (``label`` → ``labelZh``, ``labelEn``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from kg.errors import RegisterError

NAMESPACE = "https://policy.example/ontology#"
LANGUAGES = ("zh", "en")

Datatype = Literal["string", "integer", "double", "boolean"]

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_LANG_STRING = _RDF + "langString"
_DATATYPES: dict[str, Datatype] = {
    _XSD + "string": "string",
    _XSD + "integer": "integer",
    _XSD + "double": "double",
    _XSD + "boolean": "boolean",
    _LANG_STRING: "string",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A named thing of the ontology with its labels; ``name`` is the local name of ``iri``."""

    name: str
    iri: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LiteralProperty(Term):
    """A property with plain values.

    ``language`` is the tag its values carry in RDF, or None; ``domain`` the node classes that have it.
    """

    datatype: Datatype
    language: str | None
    functional: bool
    domain: frozenset[str]


@dataclass(frozen=True, slots=True)
class Relation(Term):
    """A relation between nodes of the classes ``domain`` and ``range``; ``type_name`` as Cypher names it."""

    type_name: str
    functional: bool
    domain: frozenset[str]
    range: frozenset[str]


@dataclass(frozen=True, slots=True)
class NodeClass(Term):
    """A class that nodes have, with all its literal properties, inherited ones too."""

    properties: Mapping[str, LiteralProperty]


def type_name(relation: str) -> str:
    """The property graph's name of a relation.

    >>> type_name("responsibleAgency"), type_name("about")
    ('RESPONSIBLE_AGENCY', 'ABOUT')
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", relation).upper()


class Terms:
    """The IRIs of all names in the ontology as attributes; a misspelt one is an error.

    >>> Schema.load().terms.Measure
    'https://policy.example/ontology#Measure'
    >>> Schema.load().terms.Measur
    Traceback (most recent call last):
    AttributeError: the ontology has no term 'Measur'
    """

    __slots__ = ("_iris",)

    def __init__(self, names: Iterator[str]) -> None:
        self._iris = {name: NAMESPACE + name for name in names}

    def __getattr__(self, name: str) -> str:
        """The IRI of ``name``; raises AttributeError where the ontology lacks it."""
        try:
            return self._iris[name]
        except KeyError:
            raise AttributeError(f"the ontology has no term {name!r}") from None

    def __contains__(self, name: object) -> bool:
        """Whether the ontology has the name."""
        return name in self._iris

    def __dir__(self) -> list[str]:
        """All names, for completion in a console."""
        return sorted(self._iris)


@dataclass(frozen=True, slots=True)
class Schema:
    """The node classes, literal properties and relations by name, and the closed namespace of them."""

    classes: Mapping[str, NodeClass]
    literals: Mapping[str, LiteralProperty]
    relations: Mapping[str, Relation]
    terms: Terms

    @staticmethod
    def load() -> Schema:
        """The schema of ``policy.ttl``, read once; raises RegisterError where it contradicts itself.

        >>> Schema.load().relations["responsibleAgency"].type_name
        'RESPONSIBLE_AGENCY'
        >>> sorted(Schema.load().relations["broader"].range)
        ['Concept', 'Theme']
        """
        return _load()

    @staticmethod
    def parse(turtle: bytes) -> Schema:
        """The schema of an ontology given as Turtle; raises RegisterError where it contradicts itself."""
        return _SchemaReader(turtle).schema()


@cache
def _load() -> Schema:
    return Schema.parse(files("ontology").joinpath("policy.ttl").read_bytes())


class _SchemaReader:
    """Collects the statements of the ontology and derives the schema from them."""

    def __init__(self, turtle: bytes) -> None:
        # Imported here: nothing else of a command that asks no graph needs the engine.
        from pyoxigraph import Literal as RdfLiteral
        from pyoxigraph import RdfFormat, parse

        self._objects: dict[tuple[str, str], list[str]] = {}
        self._texts: dict[tuple[str, str], dict[str, str]] = {}
        self._kinds: dict[str, set[str]] = {}
        try:
            for quad in parse(turtle, format=RdfFormat.TURTLE):
                subject, predicate = quad.subject.value, quad.predicate.value
                if isinstance(quad.object, RdfLiteral):
                    texts = self._texts.setdefault((subject, predicate), {})
                    texts[quad.object.language or ""] = quad.object.value
                elif predicate == _RDF + "type":
                    self._kinds.setdefault(quad.object.value, set()).add(subject)
                else:
                    self._objects.setdefault((subject, predicate), []).append(quad.object.value)
        except SyntaxError as error:
            raise RegisterError(f"policy.ttl is no Turtle: {error}") from error
        self._leaves = self._leaf_classes()

    def schema(self) -> Schema:
        """Everything the statements define."""
        literals = {p.name: p for iri in self._named("DatatypeProperty") for p in self._literals(iri)}
        relations = {r.name: r for r in map(self._relation, self._named("ObjectProperty"))}
        names = sorted(n for leaves in self._leaves.values() for n in leaves)
        classes = {
            name: NodeClass(
                *self._term(NAMESPACE + name),
                properties={p.name: p for p in literals.values() if name in p.domain},
            )
            for name in dict.fromkeys(names)
        }
        every = [iri for kind in ("Class", "DatatypeProperty", "ObjectProperty") for iri in self._named(kind)]
        return Schema(classes, literals, relations, Terms(_local(iri) for iri in every))

    def _named(self, kind: str) -> list[str]:
        return sorted(iri for iri in self._kinds.get(_OWL + kind, ()) if iri.startswith(NAMESPACE))

    def _leaf_classes(self) -> dict[str, frozenset[str]]:
        """For each class the node classes below it, itself where it has none below."""
        children: dict[str, list[str]] = {iri: [] for iri in self._named("Class")}
        for iri in children:
            for parent in self._objects.get((iri, _RDFS + "subClassOf"), ()):
                if parent in children:
                    children[parent].append(iri)
                elif parent.startswith(NAMESPACE):
                    raise RegisterError(f"{iri} is below {parent}, which is no class of the ontology")

        def leaves(iri: str, above: tuple[str, ...]) -> frozenset[str]:
            if iri in above:
                raise RegisterError(f"{iri} is a subclass of itself")
            if not children[iri]:
                return frozenset((_local(iri),))
            return frozenset().union(*(leaves(child, (*above, iri)) for child in children[iri]))

        return {iri: leaves(iri, ()) for iri in children}

    def _term(self, iri: str) -> tuple[str, str, dict[str, str], dict[str, str]]:
        labels = self._texts.get((iri, _RDFS + "label"), {})
        return _local(iri), iri, labels, self._texts.get((iri, _SKOS + "definition"), {})

    def _functional(self, iri: str) -> bool:
        return iri in self._kinds.get(_OWL + "FunctionalProperty", ())

    def _literals(self, iri: str) -> Iterator[LiteralProperty]:
        name, _, labels, definitions = self._term(iri)
        datatype = self._one(iri, "range")
        if datatype not in _DATATYPES:
            raise RegisterError(f"{iri} has the range {datatype}; use one of {', '.join(_DATATYPES)}")
        for language in LANGUAGES if datatype == _LANG_STRING else (None,):
            yield LiteralProperty(
                name + (language.capitalize() if language else ""),
                iri,
                labels,
                definitions,
                datatype=_DATATYPES[datatype],
                language=language,
                functional=self._functional(iri),
                domain=self._classes(iri, "domain"),
            )

    def _relation(self, iri: str) -> Relation:
        return Relation(
            *self._term(iri),
            type_name=type_name(_local(iri)),
            functional=self._functional(iri),
            domain=self._classes(iri, "domain"),
            range=self._classes(iri, "range"),
        )

    def _one(self, iri: str, side: str) -> str:
        found = self._objects.get((iri, _RDFS + side), [])
        if len(found) != 1:
            raise RegisterError(f"{iri} needs one rdfs:{side} (a union for several), not {len(found)}")
        return found[0]

    def _classes(self, iri: str, side: str) -> frozenset[str]:
        top = self._one(iri, side)
        union = self._objects.get((top, _OWL + "unionOf"))
        members = self._list(union[0]) if union else [top]
        if unknown := [member for member in members if member not in self._leaves]:
            raise RegisterError(f"rdfs:{side} of {iri} is {unknown[0]}, which is no class of the ontology")
        return frozenset().union(*(self._leaves[member] for member in members))

    def _list(self, head: str) -> list[str]:
        members = []
        while head != _RDF + "nil":
            members.append(self._objects[head, _RDF + "first"][0])
            head = self._objects[head, _RDF + "rest"][0]
        return members


def _local(iri: str) -> str:
    return iri.removeprefix(NAMESPACE)
