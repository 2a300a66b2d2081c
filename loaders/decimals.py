"""Decimal points that a PDF dropped: ``4 5%`` is 4.5 %, ``1 1万辆`` is 11,000, ``05%`` is 0.5 %.

A number is repaired only with a reason:

- a **leading zero**: no whole number begins with one (``05%``), so a point stood behind it;
- a **lone blank** between two groups of digits that no layout explains: it does not part thousands
  (``10 000``), the text does not space its digits out (``2 0 2 3 年``), what is counted can be divided
  (a share, or so many 万), and the text prints no decimal point of that width anywhere, so points were lost.

What is merely implausible (``25万个`` where 2.5万 is likely) is reported as a doubt and left as printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.numbers import Numeral, amount
from loaders.reading import Reading

# A point between digits; ordinals (1.2023年 …) and paths (2.1.7) are none.
# What may not stand before the first digit is looked at behind it: so a search is for digits, which are few.
_POINT = re.compile(r"\d(?<![\d.．]\d)\d{0,5}[.．]\d{1,4}(?![\d.．]|[^\S\n]?年)")
_SPACED_OUT = re.compile(r"\d(?<!\d\d)(?<!\d[^\S\n]\d)(?:[^\S\n]\d){2,}(?!\d)")
_LOST = re.compile(r"\d(?<![\d.]\d)(?:(?<=0)\d{1,2}|\d{0,2} \d?[1-9])(?=%|‰|万|亿|个百分点|百分点)")


@dataclass(frozen=True, slots=True)
class DecimalProfile:
    """How a whole text writes its numbers: the ground on which a blank is judged."""

    wide_points: bool
    narrow_points: bool
    spaced_out: bool
    lost: bool

    @classmethod
    def of(cls, reading: Reading) -> DecimalProfile:
        """Read the habits of a text.

        >>> DecimalProfile.of(Reading.of("增长４ ５％，新增１ １ 万辆")).lost
        True
        """
        points = [point.group() for point in _POINT.finditer(reading.text)]
        wide = any(point[0] > "\x7f" for point in points)
        narrow = any(point[0] <= "\x7f" for point in points)
        spaced = _SPACED_OUT.search(reading.text) is not None
        lost = not (wide or spaced) and _LOST.search(reading.plain) is not None
        return cls(wide, narrow, spaced, lost)

    def prints_points(self, source: str) -> bool:
        """Whether the text prints decimal points in digits of the width of ``source``."""
        return self.wide_points if source[:1] > "\x7f" else self.narrow_points


@dataclass(frozen=True, slots=True)
class Restored:
    """The value of a numeral, with the reason if its point was put back, or a doubt."""

    value: float
    note: str = ""
    doubt: str = ""

    @property
    def repaired(self) -> bool:
        """Whether a decimal point was put back."""
        return bool(self.note)


def restore(numeral: Numeral, source: str, divisible: bool, profile: DecimalProfile) -> Restored:
    """What ``numeral`` is worth; ``source`` are its digits as the document prints them.

    ``divisible`` says that what is counted can be a fraction (per cent, 万 of something, kilometres).
    """
    if numeral.chinese:
        return Restored(numeral.value)
    groups = numeral.printed.split(" ")
    joined = "".join(groups)
    if re.fullmatch(r"0[0-9]{1,3}", joined) and joined.strip("0") and divisible:
        value = amount(f"0.{joined[1:]}", numeral.scale)
        return Restored(
            value, _note(source, f"0.{joined[1:]}", "整数不以0开头", "no whole number begins with zero")
        )
    if len(groups) != 2 or not divisible:
        return Restored(numeral.value, doubt=_suspicion(numeral, source, profile))
    whole, rest = groups
    if len(rest) > 2 or len(whole) > 3 or whole.startswith("0") or profile.spaced_out:
        return Restored(numeral.value)
    restored = f"{whole}.{rest}"
    if rest.endswith("0") or profile.prints_points(source):
        return Restored(numeral.value, doubt=f"“{source}” could be {restored} 或丢失小数点")
    return Restored(
        amount(restored, numeral.scale),
        _note(
            source,
            restored,
            "数字间有孤立空格，全文不印小数点",
            "a lone blank between digits in a text that prints no decimal point",
        ),
    )


def _note(source: str, value: str, zh: str, en: str) -> str:
    return f"小数点丢失：原文“{source}”，{zh}，还原为{value} (lost decimal point restored: {en})"


def _suspicion(numeral: Numeral, source: str, profile: DecimalProfile) -> str:
    """A doubt about 24万 in a text that lost points elsewhere: 2.4万 would look the same."""
    printed = numeral.printed
    if not profile.lost or numeral.scale < 10**4 or not re.fullmatch(r"[1-9][1-9]", printed):
        return ""
    return f"“{source}”: this text lost decimal points elsewhere, {printed[0]}.{printed[1]} is possible 或丢失小数点"
