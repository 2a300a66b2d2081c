from __future__ import annotations

import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import AmbiguousName, InputError, RegisterError, UsageError
from ontology.region_matcher import RegionMatcher
from ontology.regions import NATION, Region, Regions

ONTOLOGY = Path(__file__).parents[1] / "ontology"
HEADER = "code,name,short,name_en,level,parent,since,until,successor,former\n"
NATION_ROW = "100000,中国,,China,national,,,,,\n"


@pytest.fixture(scope="module")
def regions() -> Regions:
    return Regions.load()


@pytest.fixture(scope="module")
def matcher() -> RegionMatcher:
    return RegionMatcher.load()


def register(tmp_path: Path, rows: str) -> Regions:
    path = tmp_path / "regions.csv"
    path.write_text("# a comment\n" + HEADER + NATION_ROW + rows, encoding="utf-8")
    return Regions.load(path)


def codes(matcher: RegionMatcher, text: str, within: str = NATION) -> list[tuple[str, str]]:
    return [(text[start:end], code) for start, end, code in matcher.find_in(text, within)]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("中国", "100000"),
        ("全国", "100000"),
        ("浙江", "330000"),
        ("浙江省", "330000"),
        ("内蒙古", "150000"),
        ("宁波", "330200"),
        ("恩施州", "422800"),
        ("喀什", "653100"),
        ("锡林郭勒盟", "152500"),
        ("浦东新区", "310115"),
        ("仙桃市", "429004"),
        ("昆山市", "320583"),
        ("前郭尔罗斯蒙古族自治县", "220721"),
    ],
)
def test_a_name_is_found_without_context(regions: Regions, name: str, code: str) -> None:
    assert regions.require(name).code == code


def test_a_county_short_name_counts_within_its_own_city_alone(regions: Regions) -> None:
    assert regions.find("海曙") is None
    assert regions.find("海曙", within="330000") is None
    found = regions.find("海曙", within="330200")
    assert found is not None and found.name == "海曙区"


def test_a_shared_county_name_is_the_one_of_the_document(regions: Regions) -> None:
    assert regions.find("鼓楼区") is None
    assert regions.require("鼓楼区", within="320100").code == "320106"
    assert regions.require("鼓楼区", within="350100").code == "350102"
    assert regions.require("西湖区", within="330200").code == "330106", "the nearest one up the chain"


def test_a_short_name_of_a_province_is_the_province_even_where_a_district_has_it(regions: Regions) -> None:
    assert regions.require("河北", within="120000").name == "河北省"
    assert regions.require("吉林", within="220200").name == "吉林省"


def test_a_district_of_a_municipality_has_it_as_parent(regions: Regions) -> None:
    assert [region.name for region in regions.chain("310101")] == ["黄浦区", "上海市", "中国"]
    assert regions.level("310101") == "county"


def test_a_county_led_by_its_province_has_it_as_parent(regions: Regions) -> None:
    assert [region.name for region in regions.chain("419001")] == ["济源市", "河南省", "中国"]


def test_a_dissolved_region_keeps_its_dates_and_its_successor(regions: Regions) -> None:
    gone = regions.require("下城区", within="330100")
    assert (gone.until, gone.successor) == (2021, "330105")
    assert regions.require("莱芜市").successor == "370100"


def test_a_renamed_region_is_found_by_its_former_name(regions: Regions) -> None:
    assert regions.require("庐山区", within="360400").name == "濂溪区"


def test_require_says_what_is_near_and_who_bears_the_name(regions: Regions) -> None:
    with pytest.raises(UsageError, match="宁波市"):
        regions.require("宁坡市")
    with pytest.raises(AmbiguousName) as error:
        regions.require("鼓楼区")
    assert any("320106" in candidate for candidate in error.value.candidates)


def test_an_unknown_code_is_a_usage_error(regions: Regions) -> None:
    with pytest.raises(UsageError, match="999999"):
        regions.chain("999999")


def test_every_region_leads_up_to_the_nation_through_falling_levels(regions: Regions) -> None:
    ranks = {"national": 0, "province": 1, "city": 2, "county": 3}
    for region in regions:
        chain = regions.chain(region.code)
        assert chain[-1].code == NATION
        levels = [ranks[above.level] for above in chain]
        assert levels == sorted(levels, reverse=True) and len(set(levels)) == len(levels)


def test_the_register_is_complete_and_says_where_it_comes_from(regions: Regions) -> None:
    current = [region for region in regions if region.until is None]
    assert sum(region.level == "province" for region in current) == 34
    assert sum(region.level == "city" for region in current) == 333
    assert sum(region.level == "county" for region in current) > 2800
    comment = (ONTOLOGY / "regions.csv").read_text(encoding="utf-8").partition("code,")[0]
    assert "GB/T 2260" in comment and "licence" in comment and re.search(r"20\d\d-\d\d-\d\d", comment)


def test_codes_are_six_digits_of_their_province(regions: Regions) -> None:
    for region in regions:
        province = regions.chain(region.code)[-2:][0]
        assert re.fullmatch(r"\d{6}", region.code)
        assert region.code == NATION or region.code[:2] == province.code[:2]


@settings(max_examples=200)
@given(st.sampled_from(list(Regions.load())))
def test_a_full_name_is_found_from_the_region_itself(region: Region) -> None:
    found = Regions.load().find(region.name, within=region.code)
    assert found is not None and found.name in (region.name, "中国")


@given(st.text(max_size=12))
def test_any_text_is_looked_up_without_an_error(name: str) -> None:
    found = Regions.load().find(name, within="330200")
    assert found is None or found.code in Regions.load()


def test_two_owners_of_one_name_within_one_parent_are_refused_with_both(tmp_path: Path) -> None:
    rows = "330000,浙江省,浙江,Zhejiang,province,100000,,,,\n340000,江浙省,浙江,X,province,100000,,,,\n"
    with pytest.raises(RegisterError, match=r"浙江 is claimed by 330000 浙江省 and 340000 江浙省"):
        register(tmp_path, rows)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("330000,浙江省,浙江,Zhejiang,province,999999,,,,\n", "no parent"),
        ("330200,宁波市,宁波,Ningbo,city,330000,,,,\n", "no parent"),
        ("33,浙江省,浙江,Zhejiang,province,100000,,,,\n", "not a region"),
        ("330000,浙江省,浙江\n", "3 cells"),
        ("330000,浙江省,浙江,Zhejiang,province,100000,,2020,123456,\n", "unknown successor"),
        ("100000,又一国,,X,national,,,,,\n", "has the code of 中国"),
    ],
)
def test_a_broken_row_is_refused(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(RegisterError, match=message):
        register(tmp_path, row)


def test_a_file_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.csv"):
        Regions.load(tmp_path / "nowhere.csv")


def test_the_register_loads_in_time() -> None:
    path = ONTOLOGY / "regions.csv"
    best = min(_seconds(path) for _ in range(5))
    assert best < 0.12, "30 ms are meant; four times that on a busy machine"


def _seconds(path: Path) -> float:
    start = time.perf_counter()
    Regions.load(path)
    return time.perf_counter() - start


@pytest.mark.parametrize(
    ("text", "within", "found"),
    [
        ("在山东省和山东济南", NATION, [("山东省", "370000"), ("山东", "370000"), ("济南", "370100")]),
        ("南京路步行街、南京东路、中山东路", NATION, []),
        ("赴北京、上海、广州", NATION, [("北京", "110000"), ("上海", "310000"), ("广州", "440100")]),
        ("支持海曙、鄞州打造", "330200", [("海曙", "330203"), ("鄞州", "330212")]),
        ("支持海曙、鄞州打造", NATION, []),
        (
            "济南市市中区与枣庄市市中区",
            NATION,
            [("济南市", "370100"), ("市中区", "370103"), ("枣庄市", "370400"), ("市中区", "370402")],
        ),
        ("城区、郊区和新区发展朝阳产业", "140400", []),
        ("建设示范县，提高县域能力，推动沿海城市", NATION, []),
        ("规范杭州市场秩序", NATION, [("杭州", "330100")]),
        ("宁波银行、浙江大学", NATION, []),
        ("实现长治久安和幸福安康", NATION, []),
        ("宁波海曙区", NATION, [("宁波", "330200"), ("海曙区", "330203")]),
    ],
)
def test_regions_in_running_text(
    matcher: RegionMatcher, text: str, within: str, found: list[tuple[str, str]]
) -> None:
    assert codes(matcher, text, within) == found


def test_an_ambiguous_county_is_left_out_and_read_behind_its_city(matcher: RegionMatcher) -> None:
    assert codes(matcher, "鼓楼区") == []
    assert codes(matcher, "南京市鼓楼区") == [("南京市", "320100"), ("鼓楼区", "320106")]


@given(st.text(alphabet="宁波市海曙区浙江省杭州南京东路中山西湖县城的和在", max_size=40))
def test_places_are_in_order_and_do_not_overlap(text: str) -> None:
    found = RegionMatcher.load().find_in(text, "330200")
    assert all(0 <= start < end <= len(text) for start, end, _ in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))


def test_a_stretch_of_a_text_is_searched_alone(matcher: RegionMatcher) -> None:
    text = "浙江和宁波"
    assert matcher.find_in(text, NATION, 2) == [(3, 5, "330200")]
    assert matcher.find_in(text, NATION, 0, 4) == [(0, 2, "330000")]
