"""Time expressions: when a target is due, and what only tells a date."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.figures import read_figures
from loaders.periods import find_periods
from loaders.reading import Reading


def only(text: str, year: str | None = "2023") -> tuple[str | None, bool]:
    (period,) = find_periods(text, 0, len(text), year)
    return period.value, period.inferred


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2023年", "2023"),
        ("2023年度", "2023"),
        ("到2025年底", "2025-12-31"),
        ("2025年年底前", "2025-12-31"),
        ("2023年10月底前", "2023-10"),
        ("2024年9月30日前", "2024-09-30"),
        ("2023年—2027年", "2023/2027"),
        ("2023-2025年", "2023/2025"),
        ("2022年10月至2025年", "2022-10/2025"),
        ("2023年下半年", "2023-07/2023-12"),
        ("2023年第三季度", "2023-07/2023-09"),
        ("“十四五”期间", "2021/2025"),
        ("“十四五”末", "2025-12-31"),
    ],
)
def test_a_printed_year_is_read_as_it_stands(text: str, value: str) -> None:
    assert only(text) == (value, False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("全年", "2023"),
        ("年内", "2023"),
        ("年底前", "2023-12-31"),
        ("2月底前", "2023-02"),
        ("今年6月30日前", "2023-06-30"),
        ("上半年", "2023-01/2023-06"),
        ("三季度", "2023-07/2023-09"),
        ("明年", "2024"),
    ],
)
def test_without_a_year_the_documents_own_gives_it(text: str, value: str) -> None:
    assert only(text) == (value, True)


def test_without_any_year_the_value_stays_unknown() -> None:
    assert only("全年", None) == (None, True)


@pytest.mark.parametrize("text", ["三年行动", "毕业5年内", "近三年", "每年底", "12345热线", "3年内"])
def test_durations_and_codes_are_no_dates(text: str) -> None:
    assert list(find_periods(text, 0, len(text), "2023")) == []


def periods(text: str, year: str | None = "2023") -> list[str | None]:
    reading = Reading.of(text)
    return [figure.period for figure in read_figures(reading, 0, len(reading.plain), year=year)]


def test_a_time_holds_for_the_rest_of_its_sentence() -> None:
    assert periods("2023年新增网点10个，培育企业8家左右；组织活动5场。另建场馆2座。") == [
        "2023",
        "2023",
        "2023",
        None,
    ]


def test_a_time_behind_a_number_does_not_hold_for_it() -> None:
    assert periods("培育100个示范点位，全年增加值增长10%。") == [None, "2023"]


def test_an_opening_sets_the_time_for_the_goals_below_it() -> None:
    text = "到2025年，水平明显提升。——全省企业达到400家。"
    assert periods(text) == ["2025"]


def test_a_time_inside_a_name_holds_for_nothing() -> None:
    assert periods("落实《三年行动计划(2022-2024年)》，新增网点10个。") == [None]


def test_the_time_since_when_papers_were_issued_holds_for_no_target() -> None:
    assert periods("2021年6月后签发的证照全部入库，推出150个免证事项。") == [None]


def test_what_an_earlier_year_had_is_context() -> None:
    reading = Reading.of("2022年，市场主体23.2万户；2023年，市场主体达到23.8万户。")
    figures = read_figures(reading, 0, len(reading.plain), year="2023")
    assert [(f.type, f.period) for f in figures] == [("context", "2022"), ("target", "2023")]


@given(st.integers(min_value=1990, max_value=2049), st.integers(min_value=1, max_value=12))
def test_any_month_reads_back(year: int, month: int) -> None:
    assert only(f"{year}年{month}月") == (f"{year}-{month:02}", False)


@given(st.text(alphabet="0123456789年月日底前全至-—“”十四五上半", max_size=60))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    for period in find_periods(text, 0, len(text), "2023"):
        assert 0 <= period.start < period.end <= len(text)
