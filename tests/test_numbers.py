"""Numerals: what they are worth, in every way of writing them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.numbers import SCALES, amount, arabic_numerals, chinese_numerals, chinese_value

_DIGITS = "零一二三四五六七八九"


def spell(number: int) -> str:
    """A number below 10^12 in Chinese characters."""
    if number >= 10**8:
        return spell(number // 10**8) + "亿" + spell_rest(number % 10**8, 10**7)
    if number >= 10**4:
        return spell(number // 10**4) + "万" + spell_rest(number % 10**4, 10**3)
    written = ""
    gap = False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            written += ("零" if gap and written else "") + _DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return written or "零"


def spell_rest(rest: int, top: int) -> str:
    if rest == 0:
        return ""
    return ("零" if rest < top else "") + spell(rest)


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_a_number_spelt_in_chinese_characters_reads_back(number: int) -> None:
    assert chinese_value(spell(number)) == number


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from(sorted(SCALES)))
def test_digits_with_a_scale_read_back(number: int, scale: str) -> None:
    text = f"{number}{scale}"
    (numeral,) = arabic_numerals(text, 0, len(text))
    assert numeral.value == float(number * SCALES[scale])


@given(st.integers(min_value=0, max_value=9999), st.integers(min_value=1, max_value=99))
def test_decimals_read_back_without_binary_rounding(whole: int, hundredths: int) -> None:
    text = f"{whole}.{hundredths:02}万"
    (numeral,) = arabic_numerals(text, 0, len(text))
    assert numeral.value == whole * 10_000 + hundredths * 100


@given(st.integers(min_value=0, max_value=10**9))
def test_thousands_parted_by_commas_or_blanks_read_back(number: int) -> None:
    for mark in ",", " ":
        text = f"{number:,}".replace(",", mark)
        (numeral,) = arabic_numerals(text, 0, len(text))
        assert numeral.value == number


@pytest.mark.parametrize("text", ["一二", "三五", "二三四"])
def test_digits_in_a_row_are_no_number(text: str) -> None:
    assert chinese_value(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("十", 10), ("两千", 2000), ("百", 100), ("千亿", 10**11), ("一百零八", 108)]
)
def test_short_numerals_have_their_value(text: str, value: int) -> None:
    assert chinese_value(text) == value


def test_paths_and_versions_are_no_numerals() -> None:
    text = "见2.1.7和1.2.3版"
    assert list(arabic_numerals(text, 0, len(text))) == []


def test_the_first_character_of_a_unit_is_no_scale() -> None:
    text = "160千瓦、35千伏、5百分点、3千米、2千家"
    assert [numeral.value for numeral in arabic_numerals(text, 0, len(text))] == [160, 35, 5, 3, 2000]


def test_a_comma_between_numbers_is_not_one_for_thousands() -> None:
    text = "达到20,30家"
    assert [numeral.value for numeral in arabic_numerals(text, 0, len(text))] == [20, 30]


def test_the_scale_of_a_number_in_digits_is_no_numeral_of_its_own() -> None:
    text = "5万家和十家"
    assert [numeral.printed for numeral in chinese_numerals(text, 0, len(text))] == ["十"]


def test_a_word_for_more_is_kept() -> None:
    text = "200余场,10多万人"
    assert [(numeral.value, numeral.more) for numeral in arabic_numerals(text, 0, len(text))] == [
        (200, True),
        (100_000, True),
    ]


def test_amounts_multiply_exactly() -> None:
    assert amount("1.1", 10_000) == 11_000
    assert amount("0.29", 100) == 29
