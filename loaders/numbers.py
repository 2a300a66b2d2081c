"""Numerals of a text and what they are worth: 2.75, 24万, 3千, 1 200, 二十五, 百分之三十.

The numerals are found here; whether a blank or a leading zero stands for a lost decimal point is decided
in ``loaders.decimals``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = dict(zip("〇零一二三四五六七八九", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)) | {"两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
SCALES = {
    "百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7,
    "亿": 10**8, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
}  # fmt: skip

_ARABIC = re.compile(r"[0-9](?:[0-9]|[ .](?=[0-9])|,(?=[0-9]{3}(?![0-9])))*+")
# 千瓦, 千伏, 千米, 千克 … and 百分点 are units; their first character is no multiplier.
_SCALE = re.compile(
    r"(?P<more>余|多|几)?(?P<scale>万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千(?![瓦伏米克兆卡帕焦])|百(?!分))?(?P<more2>余|多|几)?"
)
_CHINESE = re.compile(r"[〇零一二两三四五六七八九十百千万亿]++")
_LONGEST = 24  # characters of digits and blanks; longer runs are codes or tables
_PLAIN_NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,8})?|[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,4})?")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral at ``plain[start:end]``, scale and 余 included; ``digits_end`` is where its digits end.

    ``printed`` are the digits as the reading has them (``3 85``), ``scale`` what they are multiplied by;
    ``more`` says that 余 or 多 follows; ``chinese`` that it is written in Chinese characters.
    """

    start: int
    end: int
    digits_end: int
    printed: str
    scale: int
    more: bool = False
    chinese: bool = False

    @property
    def value(self) -> float:
        """What it is worth when the blanks in it are layout."""
        if self.chinese:
            return float(chinese_value(self.printed) or 0)
        return amount(self.printed.replace(" ", "").replace(",", ""), self.scale)


def amount(digits: str, scale: int = 1) -> float:
    """Digits times scale, without binary rounding on the way.

    >>> amount("1.1", 10_000), amount("2.75")
    (11000.0, 2.75)
    """
    return float(Decimal(digits) * scale)


def chinese_value(text: str) -> int | None:
    """The value of a numeral in Chinese characters; None where it is none (一二, 三五).

    >>> [chinese_value(t) for t in ("十", "二十五", "一百零八", "两千", "千亿", "三万五千", "一二")]
    [10, 25, 108, 2000, 100000000000, 35000, None]
    """
    total = section = 0
    digit: int | None = None
    for character in text:
        if character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
        elif character in _SMALL:
            section += (1 if digit is None else digit) * _SMALL[character]
            digit = None
        else:
            whole = section + (digit or 0)
            if whole == 0 and total == 0:
                whole = 1  # 亿元, 万套: the scale alone
            total = (
                (total + whole) * _LARGE[character]
                if character == "亿"
                else total + whole * _LARGE[character]
            )
            section, digit = 0, None
    return total + section + (digit or 0)


def arabic_numerals(plain: str, start: int, end: int) -> Iterator[Numeral]:
    """The numerals written with digits in ``plain[start:end]``; versions and paths (2.1.7) are left out."""
    for run in _ARABIC.finditer(plain, start, end):
        printed = run.group()
        if len(printed) > _LONGEST or not _is_number(printed):
            continue
        rest = _SCALE.match(plain, run.end(), end)
        if rest is None:
            continue
        scale = rest["scale"]
        more = bool(rest["more"] or rest["more2"])
        stop = rest.end() if scale or rest["more"] else rest.start() + len(rest.group())
        yield Numeral(run.start(), stop, run.end(), printed, SCALES.get(scale or "", 1), more)


def _is_number(printed: str) -> bool:
    if " " in printed:
        return all(part.isdigit() for part in printed.split(" "))
    return _PLAIN_NUMBER.fullmatch(printed) is not None


def chinese_numerals(plain: str, start: int, end: int) -> Iterator[Numeral]:
    """The numerals written in Chinese characters that do not follow a digit (the 万 of 5万 is a scale)."""
    for run in _CHINESE.finditer(plain, start, end):
        printed = run.group()
        before = plain[run.start() - 1] if run.start() else ""
        if len(printed) > _LONGEST or before.isdigit() or before in (".", "%"):
            continue
        if chinese_value(printed) is None:
            continue
        more = plain[run.end() : run.end() + 1] in ("余", "多")
        yield Numeral(run.start(), run.end() + more, run.end(), printed, 1, more, chinese=True)
