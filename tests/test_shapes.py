"""The SHACL shapes: a graph that keeps them conforms, and each shape has data that breaks it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, XSD, Graph, Literal, URIRef

from kg.check import Violation, check
from kg.errors import InputError
from kg.ids import DEFAULT_BASE
from ontology.schema import NAMESPACE, Schema
from tests.good_graph import ALIGNMENT, CITY, FIGURE, LOWER, MENTION, PROVINCE, UPPER, good_lines

SHAPES = Path(__file__).parent.parent / "ontology" / "shapes.ttl"
SH = "http://www.w3.org/ns/shacl#"


def graph_with(changes: Iterable[tuple[str, str, list[Any]]] = ()) -> Graph:
    """The good graph, where each (node, property, values) takes the place of the node's values."""
    graph = Graph().parse(data="\n".join(good_lines()), format="nt")
    for node, name, values in changes:
        graph.remove((iri(node), term(name), None))
        for value in values:
            graph.add((iri(node), term(name), value if isinstance(value, URIRef) else Literal(value)))
    return graph


def iri(id: str) -> URIRef:
    return URIRef(DEFAULT_BASE + id)


def term(name: str) -> URIRef:
    return URIRef(NAMESPACE + name)


def said(violations: Iterable[Violation]) -> list[str]:
    return [str(violation) for violation in violations]


def test_the_hand_made_graph_conforms() -> None:
    assert check(good_lines()) == ()


def test_the_hand_made_graph_has_a_node_of_every_class() -> None:
    found = {str(kind).removeprefix(NAMESPACE) for kind in graph_with().objects(None, RDF.type)}
    assert found == set(Schema.load().classes)


# -- core constraints: broken one by one, as the file lists them ---------------------------------------


@cache
def shapes() -> Graph:
    return Graph().parse(SHAPES, format="turtle")


def sh(name: str) -> URIRef:
    return URIRef(SH + name)


# Each constraint with what breaks it, given its limit and the values of a good node, and what is said then.
BREAKS: dict[str, tuple[Any, str]] = {
    "minCount": (lambda limit, good: [], "is missing"),
    "maxCount": (lambda limit, good: [*good, other(good[0])], "stands more than once"),
    "datatype": (lambda limit, good: [Literal("x", datatype=URIRef("urn:other"))], "which is no"),
    "in": (lambda limit, good: [Literal("no such value")], "which is none of"),
    "pattern": (lambda limit, good: [Literal("20x3")], "which has not the form"),
    "class": (lambda limit, good: [iri("review/1")], "which is no"),
    "minLength": (lambda limit, good: [Literal("", lang=good[0].language)], "is empty"),
    "minInclusive": (lambda limit, good: [Literal(limit.toPython() - 1)], "less than"),
    "maxInclusive": (lambda limit, good: [Literal(limit.toPython() + 1)], "more than"),
    "lessThan": (lambda limit, good: [Literal(9999)], "not less than"),
    "lessThanOrEquals": (
        lambda limit, good: [Literal("2999-01-01") if good[0].datatype == XSD.string else Literal(1e9)],
        "more than",
    ),
    "uniqueLang": (lambda limit, good: [*good, Literal("又名", lang="zh")], "more than once in one language"),
    "languageIn": (lambda limit, good: [*good, Literal("nom", lang="fr")], "in a language that is none of"),
}


def other(good: Any) -> Any:
    """A second value that is as right as the first."""
    if isinstance(good, URIRef):
        return URIRef(good + "-2")
    value = good.toPython()
    return Literal(
        not value if isinstance(value, bool) else value + 1 if not isinstance(value, str) else value + "0"
    )


def core_constraints() -> list[tuple[str, str, str]]:
    """Every (class, property, constraint) of the property shapes with a plain path."""
    found = set()
    for node_shape, property_shape in shapes().subject_objects(sh("property")):
        path = shapes().value(property_shape, sh("path"))
        if not isinstance(path, URIRef):
            continue
        for target in shapes().objects(node_shape, sh("targetClass")):
            for name in shapes().predicates(property_shape):
                constraint = str(name).removeprefix(SH)
                if constraint not in ("path", "or", "message"):
                    found.add((local(target), local(path), constraint))
    return sorted(found)


def local(node: Any) -> str:
    return str(node).removeprefix(NAMESPACE)


def limit_of(class_name: str, property_name: str, constraint: str) -> Any:
    return next(
        limit
        for node_shape in shapes().subjects(sh("targetClass"), term(class_name))
        for property_shape in shapes().objects(node_shape, sh("property"))
        if shapes().value(property_shape, sh("path")) == term(property_name)
        and (limit := shapes().value(property_shape, sh(constraint))) is not None
    )


def grouped() -> list[tuple[str, str]]:
    """Every class with every kind of constraint that its properties have."""
    return sorted({(class_name, constraint) for class_name, _, constraint in core_constraints()})


@pytest.mark.parametrize(("class_name", "constraint"), grouped())
def test_data_that_breaks_a_constraint_is_named(class_name: str, constraint: str) -> None:
    graph = graph_with()
    properties = [p for c, p, kind in core_constraints() if (c, kind) == (class_name, constraint)]
    breaking, words = BREAKS[constraint]
    broken = {name: break_one(graph, class_name, name, constraint, breaking) for name in properties}
    found = {(v.node, v.property) for v in check(graph) if words in v.what}
    assert {(node, name) for name, node in broken.items()} <= found


def break_one(graph: Graph, class_name: str, name: str, constraint: str, breaking: Any) -> str:
    """Break a constraint at the last node of a class that has the property; the node's short id."""
    nodes = sorted(graph.subjects(RDF.type, term(class_name)), key=str)
    node = max(nodes, key=lambda node: graph.value(node, term(name)) is not None)
    good = sorted(graph.objects(node, term(name)), key=str)
    values = breaking(limit_of(class_name, name, constraint), good)
    graph.remove((node, term(name), None))
    for value in values:
        graph.add((node, term(name), value))
    return str(node).removeprefix(DEFAULT_BASE)


# -- the rules that take several values together -------------------------------------------------------

RULES: list[tuple[str, list[tuple[str, str, list[Any]]], str]] = [
    (
        "a quote in its sentence",
        [(FIGURE, "quote", ["商店"])],
        f"Figure {FIGURE}: the quote does not stand in its sentence where it says: '商店'",
    ),
    (
        "a quote in its sentence and not before it",
        [(FIGURE, "startOffset", [9])],
        f"Figure {FIGURE}: the quote does not stand in its sentence where it says: '首店30家'",
    ),
    (
        "a sentence in its measure",
        [(f"{LOWER}/sentence-1", "startOffset", [11])],
        f"Sentence {LOWER}/sentence-1: the sentence does not stand in its measure's text where it says: '引进首店30家。'",
    ),
    (
        "a main theme among the themes",
        [(LOWER, "about", [])],
        f"Measure {LOWER}: its main theme is not among its themes: theme/brand",
    ),
    (
        "evidence for an agency",
        [(f"{LOWER}/responsibility-1", "heldBy", [iri("agency/330200/x")])],
        f"Measure {LOWER}: an agency answers for it and no responsibility says where that was read: "
        "agency/330200/commerce",
    ),
    (
        "a direct edge beside a responsibility",
        [(LOWER, "responsibleAgency", [])],
        f"Responsibility {LOWER}/responsibility-1: the direct edge from its measure to its agency is missing: "
        "agency/330200/commerce",
    ),
    (
        "the direct edge of the right kind",
        [(f"{LOWER}/responsibility-1", "origin", ["text"])],
        f"Responsibility {LOWER}/responsibility-1: the direct edge from its measure to its agency is missing: "
        "agency/330200/commerce",
    ),
    (
        "a note beside a repair",
        [(FIGURE, "note", [])],
        f"Figure {FIGURE}: its decimal point was repaired and no note says why",
    ),
    (
        "a figure of one measure",
        [(LOWER, "hasFigure", [])],
        f"Figure {FIGURE}: has figure (from the other node) is missing",
    ),
    (
        "a figure of one measure alone",
        [(UPPER, "hasFigure", [iri(FIGURE), iri(f"{UPPER}/figure-1")])],
        f"Figure {FIGURE}: has figure (from the other node) stands more than once",
    ),
    (
        "a mention of something that can be mentioned",
        [(MENTION, "mentionOf", [iri(CITY)])],
        f"Mention {MENTION}: mention of leads to a node of another kind",
    ),
    (
        "a place for a thing that is named",
        [(LOWER, "mentions", [])],
        f"Measure {LOWER}: it names a thing and its mentions do not say where: concept/首店",
    ),
    (
        "a place for this very thing and not for one that begins so",
        [(LOWER, "mentions", ["12,14 concept/首店经济"])],
        f"Measure {LOWER}: it names a thing and its mentions do not say where: concept/首店",
    ),
    (
        "a place for each of several things",
        [
            (LOWER, "usesInstrument", [iri("instrument/subsidy")]),
            (LOWER, "namesPlace", [iri("region/330200")]),
            (LOWER, "mentions", ["12,14 region/330200; 12,14 concept/首店"]),
        ],
        f"Measure {LOWER}: it names a thing and its mentions do not say where: instrument/subsidy",
    ),
    (
        "mentions that begin in the measure",
        [(LOWER, "mentions", ["9,14 concept/首店"])],
        f"Measure {LOWER}: its mentions do not lie within its text: '9,14 concept/首店'",
    ),
    (
        "mentions that end in the measure",
        [(LOWER, "mentions", ["12,14 concept/首店; 15,19 theme/brand"])],
        f"Measure {LOWER}: its mentions do not lie within its text: '12,14 concept/首店; 15,19 theme/brand'",
    ),
    (
        "a reviewed mention among the mentions",
        [(LOWER, "mentions", ["12,15 concept/首店"])],
        f"Mention {MENTION}: its measure's mentions do not list it: concept/首店",
    ),
    (
        "no reviewed mention by the end of another's offset",
        [(LOWER, "mentions", ["112,14 concept/首店"])],
        f"Mention {MENTION}: its measure's mentions do not list it: concept/首店",
    ),
    (
        "a mention of its own for what was reviewed alone",
        [(MENTION, "reviewed", [False])],
        f"Mention {MENTION}: reviewed is 'false', which is none of true",
    ),
    (
        "a citation by title or number",
        [(f"{LOWER}/citation-1", "citedTitle", []), (f"{LOWER}/citation-1", "citedNumber", [])],
        f"Citation {LOWER}/citation-1: cited title or cited number or cited body is missing",
    ),
    (
        "a citation of a document held or wanted",
        [(f"{LOWER}/citation-1", "refersTo", [iri(UPPER)])],
        f"Citation {LOWER}/citation-1: refers to leads to a node of another kind",
    ),
    (
        "a direct edge beside a citation",
        [(CITY, "wants", [])],
        f"Citation {CITY}/order-1: the direct edge from its document to the one it means is missing: "
        "wanted/国发-2022-5",
    ),
    (
        "a wanted document that is cited",
        [(CITY, "wants", [])],
        "WantedDocument wanted/国发-2022-5: wants (from the other node) is missing",
    ),
    (
        "near copies of another place",
        [(PROVINCE, "jurisdiction", [iri("region/330200")])],
        "NearCopy copy/1: both measures are of one place: region/330200",
    ),
    (
        "a citation in one place",
        [(f"{LOWER}/citation-1", "inDocument", [iri(CITY)])],
        f"Citation {LOWER}/citation-1: in measure or in document stands more than once",
    ),
    (
        "regions inside the nation",
        [("region/330200", "partOf", [])],
        "Region region/330200: every region but the nation is part of another",
    ),
    (
        "the nation inside nothing",
        [("region/100000", "partOf", [iri("region/330000")])],
        "Region region/100000: every region but the nation is part of another",
    ),
    (
        "concepts below concepts and themes",
        [("concept/首店", "broader", [iri("instrument/subsidy")])],
        "Concept concept/首店: broader leads to a node of another kind",
    ),
    (
        "implements along time's arrow",
        [(CITY, "issuedOn", ["2023-02-07"])],
        f"Alignment {ALIGNMENT}: the relation goes against the order in which the two documents were issued: "
        "'implements'",
    ),
    (
        "no claim about time without a date",
        [(PROVINCE, "issuedOn", [])],
        f"Alignment {ALIGNMENT}: the relation goes against the order in which the two documents were issued: "
        "'implements'",
    ),
    (
        "anticipates against time's arrow alone",
        [(ALIGNMENT, "relation", ["anticipates"])],
        f"Alignment {ALIGNMENT}: the relation goes against the order in which the two documents were issued: "
        "'anticipates'",
    ),
    (
        "levels in order",
        [(CITY, "level", ["national"])],
        f"Alignment {ALIGNMENT}: the relation does not fit the levels of the two documents: 'implements'",
    ),
    (
        "one level for continues",
        [(ALIGNMENT, "relation", ["continues"])],
        f"Alignment {ALIGNMENT}: the relation does not fit the levels of the two documents: 'continues'",
    ),
    (
        "no comparison of a document with itself",
        [(CITY, "comparedWith", [iri(CITY)])],
        f"Document {CITY}: it is compared with itself or with a document of a lower level: {CITY}",
    ),
    (
        "no comparison downwards",
        [(PROVINCE, "comparedWith", [iri(CITY)])],
        f"Document {PROVINCE}: it is compared with itself or with a document of a lower level: {CITY}",
    ),
    (
        "a direct edge beside an alignment",
        [(LOWER, "implements", [])],
        f"Alignment {ALIGNMENT}: the direct edge between its measures is missing: 'implements'",
    ),
    (
        "evidence in the aligned measures",
        [(ALIGNMENT, "upperStart", [9000])],
        f"Alignment {ALIGNMENT}: its evidence is not in the text of its measure: '首店'",
    ),
    (
        "evidence at its place",
        [(ALIGNMENT, "lowerStart", [13])],
        f"Alignment {ALIGNMENT}: its evidence is not in the text of its measure: '首店'",
    ),
    (
        "targets of one kind of change",
        [(FIGURE, "change", ["growth"])],
        f"TargetAlignment target/1: the two figures differ in unit or kind of change: {FIGURE}",
    ),
    (
        "targets of one unit",
        [(FIGURE, "unit", ["%"])],
        f"TargetAlignment target/1: the two figures differ in unit or kind of change: {FIGURE}",
    ),
    (
        "a review of something that can be reviewed",
        [("review/1", "reviews", [iri("theme/brand")])],
        "Review review/1: reviews leads to a node of another kind",
    ),
    (
        "only properties of the ontology",
        [(CITY, "misspelt", ["x"])],
        f"Document {CITY}: the ontology has no property misspelt",
    ),
]


@pytest.mark.parametrize(
    ("changes", "expected"), [rule[1:] for rule in RULES], ids=[rule[0] for rule in RULES]
)
def test_data_that_breaks_a_rule_is_said_in_plain_words(
    changes: list[tuple[str, str, list[Any]]], expected: str
) -> None:
    assert expected in said(check(graph_with(changes)))


def test_every_rule_of_several_values_is_broken_by_a_test() -> None:
    messages = {str(message) for message in shapes().objects(None, sh("message"))}
    assert messages
    assert {message for message in messages if not any(message in rule[2] for rule in RULES)} == set()


def test_plain_pyshacl_finds_what_the_questions_to_the_engine_find() -> None:
    from pyshacl import validate

    graph = graph_with(
        [
            (FIGURE, "quote", ["商店"]),
            (FIGURE, "change", ["growth"]),
            (f"{LOWER}/sentence-1", "startOffset", [11]),
            (LOWER, "about", []),
            (LOWER, "implements", []),
            (f"{LOWER}/responsibility-1", "heldBy", [iri("agency/330200/x")]),
            (CITY, "issuedOn", ["2023-02-07"]),
            (CITY, "level", ["national"]),
            (ALIGNMENT, "upperStart", [9000]),
            (CITY, "wants", []),
            (PROVINCE, "jurisdiction", [iri("region/330200")]),
            (LOWER, "mentions", ["9,14 concept/首店经济"]),
        ]
    )
    _, results, _ = validate(graph, shacl_graph=shapes(), inference="none")
    assert isinstance(results, Graph)
    plain = {
        (local_id(results.value(result, sh("focusNode"))), str(results.value(result, sh("resultMessage"))))
        for result in results.subjects(sh("sourceConstraintComponent"), sh("SPARQLConstraintComponent"))
    }
    messages = {str(shapes().value(rule, sh("message"))) for rule in shapes().objects(None, sh("sparql"))}
    assert {message for _, message in plain} == messages
    asked = {(v.node, v.what.rpartition(": ")[0]) for v in check(graph)}
    assert {(node, what) for node, what in asked if what in messages} == plain


def test_a_number_printed_twice_keeps_its_two_measures() -> None:
    assert not check(graph_with([(LOWER, "path", ["4.3-2"])]))
    assert not check(graph_with([(LOWER, "path", ["4-2.3"])]))
    assert check(graph_with([(LOWER, "path", ["4.3-"])]))


def local_id(node: Any) -> str:
    return str(node).removeprefix(DEFAULT_BASE)


# -- the file as a whole -------------------------------------------------------------------------------


def test_every_property_of_every_class_has_a_shape() -> None:
    schema = Schema.load()
    shaped: dict[str, set[str]] = {name: set() for name in schema.classes}
    for node_shape, property_shape in shapes().subject_objects(sh("property")):
        for target in shapes().objects(node_shape, sh("targetClass")):
            for path in shapes().transitive_objects(property_shape, None):
                shaped[local(target)].add(local(path))
    for name, node_class in schema.classes.items():
        wanted = {local(literal.iri) for literal in node_class.properties.values()}
        wanted |= {relation.name for relation in schema.relations.values() if name in relation.domain}
        assert wanted - shaped[name] == set(), name


def test_functional_properties_are_shaped_so() -> None:
    schema = Schema.load()
    limited = {(c, p) for c, p, constraint in core_constraints() if constraint == "maxCount"}
    for literal in schema.literals.values():
        if literal.functional:
            assert {(c, local(literal.iri)) for c in literal.domain} <= limited


def test_a_node_of_two_classes_is_refused() -> None:
    graph = graph_with()
    graph.add((iri(CITY), RDF.type, term("Measure")))
    assert any("it has 2 classes" in line for line in said(check(graph)))


def test_a_node_without_class_is_refused() -> None:
    graph = graph_with()
    graph.remove((iri(CITY), RDF.type, None))
    assert f"node {CITY}: it has 0 classes; every node has one, its most specific" in said(check(graph))


def test_a_superclass_is_no_class_for_nodes() -> None:
    graph = graph_with()
    graph.set((iri(CITY), RDF.type, term("Passage")))
    assert f"Passage {CITY}: Passage is no class for nodes" in said(check(graph))


def test_line_separators_inside_a_text_part_no_triples() -> None:
    graph = graph_with([(FIGURE, "doubt", ["a\u2028b\x85c\x0bd\r\ne"])])
    assert check(graph) == ()
    assert check(graph.serialize(format="nt").split("\n")) == ()


def test_text_that_is_no_n_triples_is_an_input_error() -> None:
    with pytest.raises(InputError, match="no N-Triples"):
        check(["this is no triple"])


def test_another_base_gives_short_names_too() -> None:
    lines = [line.replace(f"<{DEFAULT_BASE}330200", "<https://data.example/330200") for line in good_lines()]
    lines = [line for line in lines if "#stem" not in line or "city" not in line]
    found = check(lines, base="https://data.example/")
    assert f"Document {CITY}: stem is missing" in said(found)


@pytest.mark.parametrize("base", ["https://data.example/policy#", "https://data.example/concept/"])
def test_a_graph_of_another_base_conforms_too(base: str) -> None:
    lines = [re.sub(f"<{DEFAULT_BASE}(?!ontology#)", f"<{base}", line) for line in good_lines()]
    assert check(lines, base=base) == ()
    lines = [line for line in lines if "#mentions>" not in line]
    assert [v.what.partition(":")[0] for v in check(lines, base=base)] == [
        "it names a thing and its mentions do not say where",
        "its measure's mentions do not list it",
    ]
