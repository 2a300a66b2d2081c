"""The list of places where a measure names things: it reads back, whatever the things are called."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, URIRef

from kg.ids import short_id
from kg.mapping_mentions import mention_id
from kg.mentions import NamedThing, read, written
from ontology.schema import NAMESPACE

NAMES = st.text(alphabet=st.characters(exclude_categories=()), max_size=8) | st.sampled_from(
    ["; 1,2 theme/brand", " ", ",", ";", "\u3000", "\xa0", "\u2028", "\n", "；", "，", "\ud800"]
)
THINGS = st.builds(
    short_id, st.sampled_from(["concept", "theme", "instrument", "programme", "region"]), NAMES
)
SHAPES = Graph().parse(Path(__file__).parent.parent / "ontology" / "shapes.ttl")
PATTERN = next(
    str(SHAPES.value(shape, URIRef("http://www.w3.org/ns/shacl#pattern")))
    for shape in SHAPES.subjects(URIRef("http://www.w3.org/ns/shacl#path"), URIRef(f"{NAMESPACE}mentions"))
)
PLACES = st.builds(NamedThing, st.integers(0, 10**7), st.integers(0, 10**7), THINGS)


@given(NAMES, st.sampled_from(" ,;"))
def test_no_identifier_holds_what_separates_the_places(name: str, separator: str) -> None:
    assert separator not in short_id("programme", name)
    assert not re.search(r"\s", short_id("programme", name))


@given(st.sets(PLACES))
def test_places_read_back_in_the_order_of_the_text(places: set[NamedThing]) -> None:
    assert read(written(places)) == tuple(sorted(places))


@given(st.sets(PLACES, min_size=1))
def test_whatever_is_written_has_the_form_that_the_shapes_ask_for(places: set[NamedThing]) -> None:
    assert re.search(PATTERN, written(places))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12,14 ",
        "12 concept/首店",
        "12,14 concept/首店;",
        "12,14 concept/首店; ",
        "12,14 concept/首店,20,22 theme/brand",
        "12,14  concept/首店",
        "-1,14 concept/首店",
        "12,14 agency/330000/commerce",
    ],
)
def test_the_shapes_refuse_other_forms(text: str) -> None:
    assert not re.search(PATTERN, text)


@given(PLACES, PLACES)
def test_two_reviewed_places_of_a_measure_have_two_identifiers(one: NamedThing, two: NamedThing) -> None:
    assert (mention_id("a/1", one) == mention_id("a/1", two)) == (one == two)
