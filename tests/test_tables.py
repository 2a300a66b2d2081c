"""Parts put together into tables: nothing is lost or invented, and the order of the parts changes nothing."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import RegisterError
from kg.tables import Conflict, GraphTables, Part, TablesBuilder
from ontology.schema import Schema


def build(*parts: Part) -> tuple[GraphTables, tuple[Conflict, ...]]:
    builder = TablesBuilder(Schema.load())
    for part in parts:
        builder.add(part)
    return builder.build(), builder.conflicts


def region(source: str, number: str = "330000", /, **values: Any) -> Part:
    part = Part(source)
    part.node("Region", f"region/{number}", **values)
    return part


def test_the_same_node_twice_is_one_node() -> None:
    tables, conflicts = build(region("a", level="province"), region("b", level="province"))
    assert tables.counts() == {"Region": 1}
    assert conflicts == ()


def test_values_that_one_part_lacks_are_joined() -> None:
    tables, conflicts = build(region("a", labelZh="浙江省"), region("b", labelEn="Zhejiang"))
    assert tables.nodes["Region"]["region/330000"] == {"labelZh": "浙江省", "labelEn": "Zhejiang"}
    assert conflicts == ()


def test_different_values_are_reported_with_all_their_sources() -> None:
    parts = [region("a", labelZh="浙江省"), region("b", labelZh="浙江"), region("c", labelZh="浙江省")]
    tables, (conflict,) = build(*parts)
    assert tables.nodes["Region"]["region/330000"]["labelZh"] == "浙江"
    assert conflict.values == (("浙江", "b"), ("浙江省", "a"), ("浙江省", "c"))
    assert str(conflict) == (
        "Region region/330000 has different values of labelZh: '浙江' in b; '浙江省' in a; '浙江省' in c"
    )


def test_a_conflict_names_the_source_that_first_gave_the_value() -> None:
    _, (conflict,) = build(
        region("a", level="province"), region("b", labelZh="浙"), region("c", labelZh="江")
    )
    assert conflict.values == (("江", "c"), ("浙", "b"))


def test_two_values_inside_one_part_are_a_conflict_too() -> None:
    part = region("a", labelZh="浙江省")
    part.node("Region", "region/330000", labelZh="浙江")
    _, (conflict,) = build(part)
    assert conflict.values == (("浙江", "a"), ("浙江省", "a"))


def test_a_later_part_does_not_change_an_earlier_one() -> None:
    first = region("a", labelZh="浙江省")
    build(first, region("b", labelEn="Zhejiang"))
    assert first.nodes["Region"] == [("region/330000", {"labelZh": "浙江省"})]


def test_values_of_nothing_are_left_out() -> None:
    assert Part("a").node("Region", "region/1", labelZh="", labelEn=None) == "region/1"
    tables, _ = build(region("a", labelZh="", labelEn=None, level="city"))
    assert tables.nodes["Region"]["region/330000"] == {"level": "city"}


def test_falsehood_and_zero_are_values() -> None:
    part = Part("a")
    part.node("Measure", "x/1", localities=False, startOffset=0)
    assert build(part)[0].nodes["Measure"]["x/1"] == {"localities": False, "startOffset": 0}


def edges(*pairs: tuple[str, str, str]) -> Part:
    part = region("a", labelZh="浙江省")
    part.node("Region", "region/330200", labelZh="宁波市")
    part.node("Theme", "theme/brand", labelZh="品牌")
    for relation, start, end in pairs:
        part.edge(relation, start, end)
    return part


def test_edges_are_sorted_and_distinct() -> None:
    part = edges(("partOf", "region/330200", "region/330000"), ("partOf", "region/330200", "region/330000"))
    assert build(part)[0].edges["partOf"] == [("region/330200", "region/330000")]


def test_an_edge_may_come_before_its_nodes() -> None:
    early = Part("b")
    early.edge("partOf", "region/330200", "region/330000")
    assert build(early, edges())[0].counts()["partOf"] == 1


@pytest.mark.parametrize(
    ("part", "message"),
    [
        (edges(("partOf", "region/330200", "region/999999")), "there is no node region/999999"),
        (edges(("partOf", "region/999999", "region/330000")), "there is no node region/999999"),
        (
            edges(("partOf", "region/330200", "theme/brand")),
            "theme/brand is a Theme, and partOf goes to Region",
        ),
        (
            edges(("partOf", "theme/brand", "region/330200")),
            "theme/brand is a Theme, and partOf goes from Region",
        ),
        (edges(("partof", "region/330200", "region/330000")), "no relation 'partof'"),
        (region("a", lebel="x"), "no property 'lebel' of Region"),
        (region("a", quote="x"), "no property 'quote' of Region"),
        (region("a", labelZh=5), "labelZh of Region region/330000 has to be of type string, not 5"),
    ],
)
def test_what_the_ontology_does_not_know_is_an_error(part: Part, message: str) -> None:
    with pytest.raises(RegisterError, match=message):
        build(part)


@pytest.mark.parametrize("name", ["Regio", "Passage", ""])
def test_a_class_that_has_no_nodes_is_an_error(name: str) -> None:
    part = Part("a")
    part.node(name, "x")
    with pytest.raises(RegisterError, match="no class"):
        build(part)


def test_a_truth_value_is_no_number() -> None:
    part = Part("a")
    part.node("Measure", "x/1", startOffset=True)
    with pytest.raises(RegisterError, match="of type integer, not True"):
        build(part)


def test_an_identifier_in_two_classes_is_an_error() -> None:
    part = region("a", labelZh="浙江省")
    part.node("Theme", "region/330000", labelZh="浙江省")
    with pytest.raises(RegisterError, match="region/330000 is a Region and a Theme"):
        build(part)


def test_the_index_knows_the_class_of_every_node() -> None:
    assert build(edges())[0].index() == {
        "region/330000": "Region",
        "region/330200": "Region",
        "theme/brand": "Theme",
    }


LABELS = st.dictionaries(st.sampled_from(["labelZh", "labelEn", "code"]), st.sampled_from("甲乙丙"))


@given(st.lists(st.tuples(st.sampled_from(["1", "2", "3"]), LABELS), max_size=8), st.randoms())
def test_the_order_of_the_parts_changes_no_table(
    rows: list[tuple[str, dict[str, str]]], chance: random.Random
) -> None:
    parts = [region(str(number), code, **values) for number, (code, values) in enumerate(rows)]
    shuffled = list(parts)
    chance.shuffle(shuffled)
    one, two = build(*parts), build(*shuffled)
    assert one[0] == two[0]
    assert list(one[0].nodes.get("Region", ())) == list(two[0].nodes.get("Region", ()))
    assert {(c.id, c.property) for c in one[1]} == {(c.id, c.property) for c in two[1]}
