from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.places import read_places
from loaders.reading import Reading
from loaders.unknown_places import unknown_places
from ontology.regions import Region, Regions

ZHEJIANG, NINGBO, SHANXI, NANJING = map(Regions.load().__getitem__, ("330000", "330200", "140000", "320100"))


def found(text: str, region: Region | None = ZHEJIANG) -> list[str]:
    reading = Reading.of(text)
    return [m.span.quote for m in read_places(reading, 0, len(reading.plain), region)]


def test_places_of_a_list_are_each_named() -> None:
    assert found("支持杭州市、宁波市、温州市对标国际消费中心城市。") == ["杭州市", "宁波市", "温州市"]


def test_a_district_behind_its_city_is_one_place() -> None:
    reading = Reading.of("支持温州市瓯海区、义乌市、青田县等地打造品牌进口超市。")
    places = read_places(reading, 0, len(reading.plain), ZHEJIANG)
    assert [(m.id, m.label) for m in places] == [
        ("region/330304", "瓯海区"),
        ("region/330782", "义乌市"),
        ("region/331121", "青田县"),
    ]


def test_short_names_are_read_in_a_list_and_between_words_that_mean_a_place() -> None:
    assert found("推动太原晋源区、大同浑源县等县先行。", SHANXI) == ["太原晋源区", "大同浑源县"]
    assert found("推动阳泉等市申建千兆城市。", SHANXI) == ["阳泉"]


@pytest.mark.parametrize(
    "text",
    [
        "办好杭州亚运会。",
        "杭州海关、宁波海关负责。",
        "由杭州市商务局牵头。",
        "推进温州机场改造。",
        "借助中国义乌文化和旅游产品交易博览会。",
        "开展“杭州好味道”活动。",
        "落实《杭州市优化营商环境条例》。",
        "加快重大连接工程。",
        "推进温州大学建设。",
    ],
)
def test_a_region_in_the_name_of_something_else_is_no_place(text: str) -> None:
    assert found(text) == []


def test_the_own_region_and_those_above_it_are_no_places() -> None:
    assert found("支持宁波市、浙江省打造样板。", NINGBO) == []
    assert found("与上海、宁波、杭州等地共建。", NINGBO) == ["上海", "杭州"]


def test_a_name_borne_by_many_is_the_one_of_the_documents_city() -> None:
    reading = Reading.of("支持鼓楼区开展试点。")
    assert [m.id for m in read_places(reading, 0, len(reading.plain), NANJING)] == ["region/320106"]
    assert read_places(reading, 0, len(reading.plain), None) == ()


def test_a_document_without_region_still_names_places() -> None:
    assert found("支持杭州市开展试点。", None) == ["杭州市"]


def test_a_place_is_named_once() -> None:
    assert found("支持杭州市先行。鼓励杭州市探索。") == ["杭州市"]


def test_a_name_wrapped_over_two_lines_is_quoted_as_stored() -> None:
    assert found("支持杭\n州市、宁波市开展试点") == ["杭\n州市", "宁波市"]


def test_excluded_ranges_are_not_read() -> None:
    reading = Reading.of("支持杭州市开展试点。")
    assert read_places(reading, 0, len(reading.plain), ZHEJIANG, [(0, 5)]) == ()


@given(
    st.lists(
        st.sampled_from(["支持", "杭州市", "温州", "、", "瓯海区", "等", "海关", "\n", "。", "“", "”"]),
        max_size=25,
    )
)
def test_every_quote_is_the_text_at_its_span(pieces: list[str]) -> None:
    reading = Reading.of("".join(pieces))
    places = read_places(reading, 0, len(reading.plain), ZHEJIANG)
    assert all(reading.text[m.span.start : m.span.end] == m.span.quote != "" for m in places)


def test_a_place_in_a_list_that_no_region_bears_is_reported() -> None:
    reading = Reading.of(
        "支持宁波市、古雷开发区、温州市和平湖新区开展试点。支持杭州市、大同浑源县等地。支持宁波市、各县区。"
    )
    known = read_places(reading, 0, len(reading.plain), None)
    assert [span.quote for span in unknown_places(reading, known, None)] == ["古雷开发区", "平湖新区"]
