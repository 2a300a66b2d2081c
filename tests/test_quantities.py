"""Quantities: numeral, unit and qualifying words; and what is no quantity."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.quantities import Quantity
from loaders.quantity_scanner import QuantityScanner
from loaders.quantity_words import QuantityWords, any_of
from loaders.reading import Reading


def scan(text: str) -> list[Quantity]:
    reading = Reading.of(text)
    return QuantityScanner(reading).scan(0, len(reading.plain), [])


@pytest.mark.parametrize(
    ("text", "value", "unit", "comparator"),
    [
        ("增长６％", 6, "%", "="),
        ("零售额达到6万亿元", 6e12, "元", "="),
        ("客流超过5000万人次", 5e7, "人次", ">"),
        ("培育30家以上", 30, "家", ">="),
        ("不少于１００ 场", 100, "场", ">="),
        ("新增200个左右", 200, "个", "~"),
        ("最高不超过１００万元", 1e6, "元", "<="),
        ("力争突破８家", 8, "家", ">"),
        ("占比低于0.02%", 0.02, "%", "<"),
        ("压缩至3个工作日内", 3, "工作日", "<="),
        ("举办２００余场", 200, "场", ">"),
        ("近10万人", 100_000, "人", "~"),
        ("建设25万套（间）", 250_000, "套(间)", "="),
        ("更新1.5万台(套)", 15_000, "台(套)", "="),
        ("提高0.5个百分点", 0.5, "百分点", "="),
        ("按1000元/人的标准", 1000, "元/人", "="),
        ("超千亿元", 1e11, "元", ">"),
        ("连续3个月", 3, "个月", "="),
        ("有效期五年", 5, "年", "="),
        ("十五个工作日内", 15, "工作日", "<="),
        ("百分之三十以上", 30, "%", ">="),
        ("山区26县", 26, "个", "="),
        ("打造十大消费会展项目", 10, "个", "="),
        ("交易额翻一番", 1, "番", "="),
        ("网办率不得低于90%", 90, "%", ">="),
        ("每辆最高2000元", 2000, "元", "<="),
    ],
)
def test_number_unit_and_comparator_are_read(text: str, value: float, unit: str, comparator: str) -> None:
    (quantity,) = scan(text)
    assert (quantity.value, quantity.unit, quantity.comparator) == (value, unit, comparator)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("打造１－２家企业", 1, 2, "家"),
        ("增长5%至10%", 5, 10, "%"),
        ("给予10-20%优惠", 10, 20, "%"),
        ("新增1至2万个", 10_000, 20_000, "个"),
        ("不超过6至12个月", 6, 12, "个月"),
    ],
)
def test_ranges_have_two_ends(text: str, low: float, high: float, unit: str) -> None:
    (quantity,) = scan(text)
    assert (quantity.value, quantity.value_max, quantity.unit) == (low, high, unit)


@pytest.mark.parametrize(
    "text",
    [
        "开通12345热线和12315平台",
        "建设5G基站和5A级景区",
        "举办第八届文化节",
        "轨道交通7号线开通",
        "推行1+N模式和“1+10+N”体系",
        "提供7×24小时服务",
        "建设24小时自助服务区",
        "建设15分钟便民生活圈",
        "实施三年行动计划",
        "落实三项制度、两个清单",
        "党的二十大精神",
        "培育一批企业，推行一件事一次办",
        "会议于20:00开始",
        "近三年优惠政策",
        "联系电话:8910990张某",
        "引进2.0版系统",
        "每月25日前报送",
    ],
)
def test_what_counts_nothing_is_no_quantity(text: str) -> None:
    assert scan(text) == []


@pytest.mark.parametrize("text", ["引进人才、许可34项", "公共5项服务", "首都5家企业", "人均5平方米"])
def test_the_end_of_a_word_is_no_qualifier(text: str) -> None:
    (quantity,) = scan(text)
    assert quantity.words == ()


def test_a_clock_time_counts_where_something_is_open_or_free() -> None:
    (quantity,) = scan("每天 20:00 后免费乘坐轨道交通")
    assert (quantity.value, quantity.unit, quantity.comparator) == (20, "时", ">=")


def test_nothing_is_read_under_a_mask() -> None:
    reading = Reading.of("新增10个，培育20家")
    scanner = QuantityScanner(reading)
    assert [q.value for q in scanner.scan(0, len(reading.plain), [(0, 6)])] == [20]


@given(
    st.integers(min_value=1, max_value=99_999),
    st.sampled_from(["家", "个", "场次", "辆", "公里", "%", "万元", "亿件"]),
    st.sampled_from(
        [("不少于", ">="), ("超过", ">"), ("不超过", "<="), ("约", "~"), ("达到", "="), ("", "=")]
    ),
    st.sampled_from(["%d", "%d ", " %d ", "%d\n"]),
)
def test_a_generated_quantity_reads_back(
    number: int, unit: str, before: tuple[str, str], layout: str
) -> None:
    word, comparator = before
    (quantity,) = scan(f"指标{word}{layout % number}{unit}。")
    scale = {"万": 10**4, "亿": 10**8}.get(unit[0], 1)
    assert quantity.value == number * scale
    assert quantity.unit == (unit[1:] if scale > 1 else unit)
    assert quantity.comparator == comparator


@given(
    st.text(alphabet="0123456789 .,%万亿十百千一二三个家元年月日至-()“”、,以上不超过每分别大期", max_size=80)
)
def test_quantities_never_overlap_and_stay_inside(text: str) -> None:
    reading = Reading.of(text)
    at = 0
    for quantity in QuantityScanner(reading).scan(0, len(reading.plain), []):
        assert at <= quantity.start <= quantity.number < quantity.end <= len(reading.plain)
        at = quantity.end


def test_no_word_is_in_two_groups_of_the_word_lists() -> None:
    words = QuantityWords.load()
    assert words.unit_kinds["场次"] == "count"
    assert words.before_kinds["不超过"] == "<="


def test_the_longest_word_wins() -> None:
    assert any_of(["超", "超过", "超过"]) == "(?:超过|超)"
