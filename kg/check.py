"""Runs the SHACL shapes of ``ontology/shapes.ttl`` over a graph and says in plain words what is wrong.

The shapes are plain SHACL and hold under any validator. Here pyshacl runs their core constraints; their
SPARQL constraints, which it would parse anew for every node (minutes on a graph of 50,000 triples), are
asked once each, over all nodes of their shape's classes, by the embedded SPARQL engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kg.errors import InputError, RegisterError
from kg.ids import DEFAULT_BASE
from ontology.schema import NAMESPACE, Schema

if TYPE_CHECKING:
    import pyoxigraph
    from rdflib import Graph, URIRef
    from rdflib.term import Node

_SH = "http://www.w3.org/ns/shacl#"
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
# Beside the ontology's own label, so that every RDF tool shows it.
_RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"

# What each kind of constraint says when it is broken; {limit} is what the shape asks for.
_WORDS = {
    "MinCount": "{property} is missing",
    "MaxCount": "{property} stands more than once",
    "Datatype": "{property} is {value}, which is no {limit}",
    "In": "{property} is {value}, which is none of {limit}",
    "Pattern": "{property} is {value}, which has not the form {limit}",
    "Class": "{property} leads to {value}, which is no {limit}",
    "MinLength": "{property} is empty",
    "MinInclusive": "{property} is {value}, less than {limit}",
    "MaxInclusive": "{property} is {value}, more than {limit}",
    "LessThan": "{property} is {value}, not less than {limit}",
    "LessThanOrEquals": "{property} is {value}, more than {limit}",
    "UniqueLang": "{property} stands more than once in one language",
    "LanguageIn": "{property} is {value}, in a language that is none of {limit}",
}


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A rule that a node breaks; ``node`` is its short id, ``what`` says it in plain words."""

    class_name: str
    node: str
    property: str
    what: str

    def __str__(self) -> str:
        """The violation as one line."""
        return f"{self.class_name} {self.node}: {self.what}"


def check(graph: Graph | Iterable[str], base: str = DEFAULT_BASE) -> tuple[Violation, ...]:
    """What is wrong with a graph, given as an rdflib graph or as N-Triples; sorted, empty when it conforms.

    ``base`` is that of the graph's identifiers. Raises InputError for text that is no N-Triples.
    """
    from rdflib import Graph

    if isinstance(graph, Graph):
        text = graph.serialize(format="nt", encoding="utf-8")
    else:
        text = "".join(line if line.endswith("\n") else line + "\n" for line in graph).encode()
    store = _store(text)
    if not isinstance(graph, Graph):
        graph = Graph().parse(data=text, format="nt")
    names = _Names(store, base)
    return tuple(sorted({*_unknown(names), *_core(graph, names), *_asked(names)}))


def _store(text: bytes) -> pyoxigraph.Store:
    import pyoxigraph

    store = pyoxigraph.Store()
    try:
        store.bulk_load(text, format=pyoxigraph.RdfFormat.N_TRIPLES)
    except SyntaxError as error:
        raise InputError("graph", f"no N-Triples: {error}") from error
    return store


class _Names:
    """Nodes, classes and properties in a reader's words."""

    def __init__(self, store: pyoxigraph.Store, base: str) -> None:
        self.store = store
        self.base = base
        self.schema = Schema.load()
        rows: Any = store.query(f"SELECT ?node ?class {{ ?node <{_RDF_TYPE}> ?class }}")
        self._classes = {row["node"].value: row["class"].value for row in rows}

    def violation(self, node: str, property: str, what: str) -> Violation:
        kind = self._classes.get(node, "").removeprefix(NAMESPACE) or "node"
        return Violation(kind, node.removeprefix(self.base), property.removeprefix(NAMESPACE), what)

    def value(self, term: str) -> str:
        short = term.removeprefix(NAMESPACE)
        return short.removeprefix(self.base) if short != term or term.startswith(self.base) else f"'{term}'"

    def property(self, iri: str) -> str:
        name = iri.removeprefix(NAMESPACE)
        term = self.schema.relations.get(name) or self.schema.literals.get(name)
        return term.labels["en"] if term else "label" if name == "label" else name


def _unknown(names: _Names) -> Iterator[Violation]:
    """Nodes of no class or of several, and names that the ontology lacks."""
    terms = (*names.schema.literals.values(), *names.schema.relations.values())
    known = {_RDF_TYPE, _RDFS_LABEL, *(term.iri for term in terms)}
    used: Any = names.store.query("SELECT ?p (MIN(?s) AS ?example) { ?s ?p ?o } GROUP BY ?p")
    for row in used:
        if (iri := row["p"].value) not in known:
            what = f"the ontology has no property {names.value(iri)}"
            yield names.violation(row["example"].value, iri, what)
    classes = {node_class.iri for node_class in names.schema.classes.values()}
    typed: Any = names.store.query(
        f"SELECT ?s (COUNT(DISTINCT ?c) AS ?n) (MIN(?c) AS ?class) {{ ?s ?p ?o OPTIONAL {{ ?s <{_RDF_TYPE}> ?c }} }} GROUP BY ?s"
    )
    for row in typed:
        if (count := int(row["n"].value)) != 1:
            what = f"it has {count} classes; every node has one, its most specific"
            yield names.violation(row["s"].value, "", what)
        elif (iri := row["class"].value) not in classes:
            yield names.violation(row["s"].value, "", f"{names.value(iri)} is no class for nodes")


class _Shapes:
    """The shapes graph: core constraints for pyshacl, SPARQL constraints to be asked."""

    def __init__(self, turtle: bytes) -> None:
        from rdflib import Graph, URIRef

        self.graph = Graph().parse(data=turtle, format="turtle")
        self.questions = tuple(self._questions())
        self.core = Graph()
        for triple in self.graph:
            if triple[1] != URIRef(_SH + "sparql"):
                self.core.add(triple)

    def _questions(self) -> Iterator[tuple[str, str]]:
        """The SPARQL constraints as (message, question over all nodes of the shape's classes)."""
        prefixes = "".join(
            f"PREFIX {self.graph.value(declared, _sh('prefix'))}: <{self.graph.value(declared, _sh('namespace'))}> "
            for declared in sorted(self.graph.objects(None, _sh("declare")), key=str)
        )
        for shape, constraint in self.graph.subject_objects(_sh("sparql")):
            classes = sorted(self.graph.objects(shape, _sh("targetClass")), key=str)
            targets = " ".join(target.n3() for target in classes)
            select = str(self.graph.value(constraint, _sh("select")))
            head, _, body = select.partition("{")
            yield (
                str(self.graph.value(constraint, _sh("message"))),
                f"{prefixes}{head}{{ VALUES ?target {{ {targets} }} $this a ?target . {body}",
            )

    def limit(self, shape: Node, component: str) -> Node | None:
        """What a property shape asks for by a constraint."""
        return self.graph.value(shape, _sh(component[0].lower() + component[1:]))

    def words(self, node: Node | None, names: _Names) -> str:
        """A limit in a reader's words: a list as its members, a class or datatype as its name."""
        from rdflib import RDF, URIRef
        from rdflib.collection import Collection

        if node is None:
            return ""
        if (node, RDF.first, None) in self.graph:
            return ", ".join(str(item) for item in Collection(self.graph, node))
        if isinstance(node, URIRef):
            local = str(node).rpartition("#")[2]
            return names.property(str(node)) if local in names.schema.literals else local
        return str(node)

    def path(self, node: Node | None, names: _Names) -> tuple[str, str]:
        """The property of a path, and how a reader would name it."""
        from rdflib import BNode
        from rdflib.collection import Collection

        if node is None:
            return "", ""
        if not isinstance(node, BNode):
            return str(node), names.property(str(node))
        if inverse := self.graph.value(node, _sh("inversePath")):
            return str(inverse), f"{names.property(str(inverse))} (from the other node)"
        options = self.graph.value(node, _sh("alternativePath"))
        members = [str(item) for item in Collection(self.graph, options)] if options else []
        return "|".join(members), " or ".join(names.property(member) for member in members)


def _sh(name: str) -> URIRef:
    from rdflib import URIRef

    return URIRef(_SH + name)


@cache
def _shapes() -> _Shapes:
    return _Shapes(files("ontology").joinpath("shapes.ttl").read_bytes())


def _asked(names: _Names) -> Iterator[Violation]:
    """The SPARQL constraints that nodes break."""
    for message, question in _shapes().questions:
        rows: Any = names.store.query(question)
        for row in rows:
            yield names.violation(row["this"].value, "", f"{message}: {names.value(row['value'].value)}")


def _core(graph: Graph, names: _Names) -> Iterator[Violation]:
    """The core constraints that nodes break."""
    from pyshacl import validate
    from rdflib import RDF

    shapes = _shapes()
    conforms, results, text = validate(graph, shacl_graph=shapes.core, inference="none")
    if not hasattr(results, "subjects"):
        raise RegisterError(f"shapes.ttl: {text}")
    for result in () if conforms else results.subjects(RDF.type, _sh("ValidationResult")):
        yield _violation(results, result, shapes, names)


def _violation(results: Graph, result: Node, shapes: _Shapes, names: _Names) -> Violation:
    focus, value = str(results.value(result, _sh("focusNode"))), results.value(result, _sh("value"))
    shape = results.value(result, _sh("sourceShape"))
    component = str(results.value(result, _sh("sourceConstraintComponent")))
    kind = component.removeprefix(_SH).removesuffix("ConstraintComponent")
    iri, property = shapes.path(shapes.graph.value(shape, _sh("path")), names)
    own_words = shapes.graph.value(shape, _sh("message"))
    words = str(own_words) if own_words else _WORDS.get(kind, f"{{property}} breaks sh:{kind}")
    what = words.format(
        property=property,
        value="" if value is None else names.value(str(value)),
        limit=shapes.words(shapes.limit(shape, kind), names) if shape else "",
    )
    return names.violation(focus, iri, what)
