"""The ontology: every term is labelled, defined and aligned, names follow the rules, and code uses no other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from kg.errors import RegisterError
from ontology.schema import NAMESPACE, Schema, type_name

ROOT = Path(__file__).parent.parent
FILE = ROOT / "ontology" / "policy.ttl"
KINDS = (OWL.Class, OWL.DatatypeProperty, OWL.ObjectProperty)
# Reserved in Cypher as Ladybug or Neo4j parses it: such a name would need backticks in every query.
RESERVED = {
    *(
        "all",
        "and",
        "any",
        "as",
        "asc",
        "by",
        "call",
        "case",
        "column",
        "contains",
        "copy",
        "count",
        "create",
    ),
    *("default", "delete", "desc", "detach", "distinct", "drop", "else", "end", "ends", "exists", "false"),
    *(
        "from",
        "group",
        "headers",
        "in",
        "is",
        "limit",
        "load",
        "macro",
        "match",
        "merge",
        "not",
        "null",
        "on",
    ),
    *(
        "optional",
        "or",
        "order",
        "primary",
        "profile",
        "return",
        "set",
        "shortest",
        "skip",
        "starts",
        "table",
    ),
    *("then", "to", "true", "union", "unique", "unwind", "when", "where", "with", "xor", "yield"),
}
ALIGNED = {
    "eli": "http://data.europa.eu/eli/ontology#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "dcterms": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
}


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph().parse(FILE, format="turtle")


def own_terms(graph: Graph) -> list[URIRef]:
    found = {s for kind in KINDS for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef)}
    return sorted(found)


def test_every_term_has_one_label_and_definition_in_each_language(graph: Graph) -> None:
    for term in own_terms(graph):
        for predicate in (RDFS.label, SKOS.definition):
            texts = [text for text in graph.objects(term, predicate) if isinstance(text, Literal)]
            assert sorted(str(text.language) for text in texts) == ["en", "zh"], (term, predicate)


def test_no_two_terms_have_the_same_label(graph: Graph) -> None:
    for kind in KINDS:
        labels = [
            label for term in graph.subjects(RDF.type, kind) for label in graph.objects(term, RDFS.label)
        ]
        assert len(labels) == len(set(labels))


def test_every_relation_and_literal_has_a_domain_and_a_range(graph: Graph) -> None:
    for term in own_terms(graph):
        if (term, RDF.type, OWL.Class) not in graph:
            assert len(list(graph.objects(term, RDFS.domain))) == 1, term
            assert len(list(graph.objects(term, RDFS.range))) == 1, term


def test_everything_said_is_about_a_term_that_is_defined(graph: Graph) -> None:
    subjects = {s for s in graph.subjects() if isinstance(s, URIRef) and str(s).startswith(NAMESPACE)}
    objects = {o for o in graph.objects() if isinstance(o, URIRef) and str(o).startswith(NAMESPACE)}
    assert subjects | objects == set(own_terms(graph))


@pytest.mark.parametrize("vocabulary", ALIGNED.values(), ids=ALIGNED)
def test_the_ontology_builds_on_known_vocabularies(graph: Graph, vocabulary: str) -> None:
    above = {o for p in (RDFS.subClassOf, RDFS.subPropertyOf) for o in graph.objects(None, p)}
    assert any(str(term).startswith(vocabulary) for term in above)


def test_every_class_is_below_one_of_a_known_vocabulary(graph: Graph) -> None:
    for term in graph.subjects(RDF.type, OWL.Class):
        if isinstance(term, URIRef):
            above = set(graph.transitive_objects(term, RDFS.subClassOf))
            assert any(not str(one).startswith(NAMESPACE) for one in above), term


def test_names_follow_the_rule() -> None:
    schema = Schema.load()
    assert all(re.fullmatch(r"[A-Z][A-Za-z]+", name) for name in schema.classes)
    assert all(re.fullmatch(r"[a-z][A-Za-z]+", name) for name in (*schema.literals, *schema.relations))
    assert len({relation.type_name for relation in schema.relations.values()}) == len(schema.relations)


def test_no_name_needs_quoting_in_cypher() -> None:
    schema = Schema.load()
    names = {*schema.classes, *schema.literals, *(r.type_name for r in schema.relations.values()), "id"}
    assert {name for name in names if name.lower() in RESERVED} == set()


def test_literals_and_relations_have_names_of_their_own() -> None:
    schema = Schema.load()
    assert not set(schema.literals) & set(schema.relations)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("responsibleAgency", "RESPONSIBLE_AGENCY"),
        ("about", "ABOUT"),
        ("partOfProgramme", "PART_OF_PROGRAMME"),
    ],
)
def test_type_names_come_from_relations_by_rule(name: str, expected: str) -> None:
    assert type_name(name) == expected
    assert Schema.load().relations[name].type_name == expected


def test_superclasses_pass_on_their_properties_and_have_no_nodes() -> None:
    schema = Schema.load()
    assert not {"Passage", "Fact", "SubjectTerm"} & set(schema.classes)
    assert {"startOffset", "quote"} <= set(schema.classes["Figure"].properties)
    assert "quote" not in schema.classes["Sentence"].properties


def test_language_tags_become_names() -> None:
    labels = Schema.load().classes["Theme"].properties
    assert labels["labelZh"].language == "zh"
    assert labels["labelEn"].language == "en"
    assert labels["labelZh"].iri == labels["labelEn"].iri == NAMESPACE + "label"


def test_a_misspelt_term_is_an_error() -> None:
    with pytest.raises(AttributeError, match="no term 'Measur'"):
        _ = Schema.load().terms.Measur


def test_a_term_is_its_iri() -> None:
    terms = Schema.load().terms
    assert terms.responsibleAgency == NAMESPACE + "responsibleAgency"
    assert "responsibleAgency" in terms
    assert "Measure" in dir(terms)


def calls(path: Path, method: str) -> list[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == method
    ]


MAPPINGS = sorted((ROOT / "kg").glob("mapping*.py"))


@pytest.mark.parametrize("path", MAPPINGS, ids=lambda path: path.stem)
def test_every_name_that_a_mapping_uses_is_in_the_ontology(path: Path) -> None:
    schema = Schema.load()
    for call in calls(path, "node"):
        if isinstance(call.args[0], ast.Constant):
            node_class = schema.classes[str(call.args[0].value)]
            assert {word.arg for word in call.keywords if word.arg} <= set(node_class.properties)
    for call in calls(path, "edge"):
        if isinstance(call.args[0], ast.Constant):
            assert call.args[0].value in schema.relations


# -- an ontology that contradicts itself ---------------------------------------------------------------

HEAD = f"""
@prefix : <{NAMESPACE}> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:Thing a owl:Class .
"""


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        (":size a owl:DatatypeProperty ; rdfs:domain :Thing ; rdfs:range xsd:date .", "has the range"),
        (":size a owl:DatatypeProperty ; rdfs:domain :Thing .", "needs one rdfs:range"),
        (":size a owl:DatatypeProperty ; rdfs:range xsd:string .", "needs one rdfs:domain"),
        (
            ":near a owl:ObjectProperty ; rdfs:domain :Thing ; rdfs:range :Nothing .",
            "no class of the ontology",
        ),
        (":near a owl:ObjectProperty ; rdfs:domain :Thing, :Other ; rdfs:range :Thing .", "not 2"),
        (":Part a owl:Class ; rdfs:subClassOf :Nothing .", "no class of the ontology"),
        (":A a owl:Class ; rdfs:subClassOf :B . :B a owl:Class ; rdfs:subClassOf :A .", "subclass of itself"),
        ("this is no turtle", "no Turtle"),
    ],
)
def test_an_ontology_that_contradicts_itself_is_refused(turtle: str, message: str) -> None:
    with pytest.raises(RegisterError, match=message):
        Schema.parse((HEAD + turtle).encode())


def test_a_union_stands_for_the_node_classes_below_its_members() -> None:
    turtle = """:A a owl:Class ; rdfs:subClassOf :Thing . :B a owl:Class ; rdfs:subClassOf :Thing . :C a owl:Class .
    :near a owl:ObjectProperty ; rdfs:domain [ owl:unionOf ( :Thing :C ) ] ; rdfs:range :C ."""
    schema = Schema.parse((HEAD + turtle).encode())
    assert schema.relations["near"].domain == {"A", "B", "C"}
    assert set(schema.classes) == {"A", "B", "C"}
