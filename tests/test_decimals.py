"""Lost decimal points: put back with a reason only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.figures import read_figures
from loaders.reading import Reading


def read(text: str) -> tuple[float, bool, str, str]:
    reading = Reading.of(text)
    (figure,) = read_figures(reading, 0, len(reading.plain), year="2023")
    return figure.value, figure.decimal_repaired, figure.note, figure.doubt


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("社会消费品零售总额增长 ４ ５％以上。", 4.5),
        ("新增或更新公交车 １ １ 万辆。", 11_000),
        ("快递末端服务网点达到 ３ ８５ 万个。", 38_500),
        ("按其销售额的０５％给予奖励。", 0.5),
        ("继续减按０５％征收率征收增值税。", 0.5),
        ("森林覆盖率提高０ ５个百分点。", 0.5),
        ("交易额达到１２ ５亿元。", 1_250_000_000),
        ("合格率达到９８ ５％。", 98.5),
    ],
)
def test_a_lost_point_is_put_back_with_a_reason(text: str, value: float) -> None:
    given_value, repaired, note, _ = read(text)
    assert (given_value, repaired) == (value, True)
    assert "小数点丢失" in note
    assert "lost decimal point" in note


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("新建充电桩 １００００ 个。", 10_000),
        ("新建充电桩 １ ２００ 个。", 1_200),
        ("投资达到 １０ ０００ 万元。", 100_000_000),
        ("新建充电桩 １ ２ 个。", 12),
        ("举办活动１ ０ ０场。", 100),
        ("增长１ ０％。", 10),
        ("办理时限不超过2 3日。", 23),
    ],
)
def test_a_blank_that_layout_explains_changes_nothing(text: str, value: float) -> None:
    given_value, repaired, note, _ = read(text)
    assert (given_value, repaired, note) == (value, False, "")


def test_a_text_that_spaces_its_digits_out_lost_no_points() -> None:
    value, repaired, _, _ = read("２ ０ ２ ３ 年零售额增长 １ ５％。")
    assert (value, repaired) == (15, False)


def test_a_text_that_prints_points_is_only_doubted() -> None:
    reading = Reading.of("人均面积达到2.75平方米,零售额增长 1 5%。")
    area, growth = read_figures(reading, 0, len(reading.plain))
    assert (area.value, area.decimal_repaired) == (2.75, False)
    assert (growth.value, growth.decimal_repaired) == (15, False)
    assert "1.5" in growth.doubt


def test_a_leading_zero_is_repaired_even_where_points_are_printed() -> None:
    reading = Reading.of("人均面积达到2.75平方米,按05%给予补贴。")
    assert [f.value for f in read_figures(reading, 0, len(reading.plain))] == [2.75, 0.5]


def test_what_is_merely_implausible_is_reported_and_left_as_printed() -> None:
    reading = Reading.of("零售总额增长 ４ ５％,累计培育放心消费单位 ２４万家。")
    growth, units = read_figures(reading, 0, len(reading.plain))
    assert growth.decimal_repaired
    assert (units.value, units.decimal_repaired) == (240_000, False)
    assert "2.4" in units.doubt


def test_an_impossible_rate_is_doubted() -> None:
    value, repaired, _, doubt = read("社会消费品零售总额增长45%。")
    assert (value, repaired) == (45, False)
    assert "增速过高" in doubt


@given(
    st.integers(min_value=1, max_value=10**6),
    st.sampled_from(["个", "家", "%", "万元", "亿元", "场次", "公里"]),
)
def test_numbers_without_blanks_are_never_repaired(number: int, unit: str) -> None:
    reading = Reading.of(f"零售额增长 ４ ５％。新增网点{number}{unit}。")
    figures = read_figures(reading, 0, len(reading.plain))
    assert [f.decimal_repaired for f in figures] == [True, False]


@given(st.integers(min_value=1, max_value=999), st.integers(min_value=1, max_value=9))
def test_a_repair_puts_the_point_where_the_blank_stands(whole: int, tenth: int) -> None:
    value, repaired, _, _ = read(f"零售额增长{whole} {tenth}%。")
    assert repaired
    assert value == pytest.approx(whole + tenth / 10)
