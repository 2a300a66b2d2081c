"""Quantities not written with a plain number: in Chinese characters, as 十大, 翻番, 百分之, or a clock time.

Unqualified small numbers in Chinese characters (三项制度, 两个基地) mostly belong to names, and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.model import Comparator
from loaders.numbers import Numeral, chinese_numerals, chinese_value
from loaders.quantities import Qualifier, Quantity, Unit

_CLOCK = re.compile(
    r"(?<![0-9:.])([01]?[0-9]|2[0-4]):([0-5][0-9])(?:(?:-|—|–|~|至|到)(?:次日)?([01]?[0-9]|2[0-4]):([0-5][0-9]))?"
    r"(?![0-9:])(后|以后|之后|起|前|以前|之前)?"
)
_OPENING = re.compile(r"免费|开放|营业|停放|运营|延时|通宵|延长")
_PER_CENT = re.compile(r"(百|千)分之([0-9]{1,3}(?:\.[0-9]{1,3})?|[〇零一二两三四五六七八九十百]{1,5})")
_BIG = re.compile(
    r"(?:[三四五六七八九]|十[一二三四五六七八九]?|二十)大"
    r"(?![型会学小众力幅道厦桥队]|中(?!心)|数据|规模|部分|多数|召开|精神)(?=[一-龥“]{2})"
)
# 党的二十大, “六大…”: congresses and quoted names
_NO_BIG_BEFORE = ("党的", "第", "“", "的十", "十", "九")
_CONGRESSES = frozenset(("二十大", "十九大", "十八大", "十七大", "十六大"))
_DOUBLED = re.compile(r"(?:实现)?翻([一二两三1-3])?番")
_NO_CHINESE_BEFORE = ("第", "之", "星", "初", "“", "‘", "每")
_TERM_BEFORE = re.compile(r"(?:有效期|期限)[为是]?$|为期$|届满$|不满$")


def written_quantities(qualifier: Qualifier, start: int, end: int) -> Iterator[Quantity]:
    """All of them in ``plain[start:end]``, kind by kind; most items lack the sign of most kinds."""
    plain = qualifier.reading.plain
    yield from _chinese(qualifier, start, end)
    if plain.find("分之", start, end) >= 0:
        yield from _per_cent(qualifier, start, end)
    if plain.find("大", start, end) >= 0:
        yield from _big(plain, start, end)
    if plain.find("番", start, end) >= 0:
        yield from _doubled(plain, start, end)
    if plain.find(":", start, end) >= 0:
        yield from _clock(plain, start, end)


def _chinese(qualifier: Qualifier, start: int, end: int) -> Iterator[Quantity]:
    """Time limits, large numbers and qualified small ones: 三个月内, 超千亿元, 不少于两次, 近百场."""
    plain = qualifier.reading.plain
    for numeral in chinese_numerals(plain, start, end):
        before = plain[numeral.start - 1 : numeral.start] if numeral.start > start else ""
        if before in _NO_CHINESE_BEFORE or plain.startswith("大", numeral.digits_end):
            continue
        if before == "近" and numeral.value < 100:
            continue
        unit = qualifier.unit(numeral.end, end)
        if unit is None or unit.kind == "places":
            continue
        # 万套, 亿元 without a digit in front: only where it is bounded (超亿元).
        scale_only = not plain[numeral.start : numeral.end].strip("万亿")
        if scale_only and not qualifier.before(numeral.start, start).bounds:
            continue
        quantity = qualifier.quantity(numeral, unit, start, end)
        if _chinese_counts(plain, quantity, numeral, start):
            yield quantity


def _chinese_counts(plain: str, quantity: Quantity, numeral: Numeral, start: int) -> bool:
    bounded = quantity.comparator != "="
    if quantity.kind == "time":
        front = plain[max(start, quantity.start - 4) : quantity.start]
        return bounded or front.endswith("连续") or _TERM_BEFORE.search(front) is not None
    if quantity.kind == "money" or quantity.unit in ("%", "百分点", "倍"):
        return numeral.value > 1 or bounded
    return bounded and numeral.value > 1


def _per_cent(qualifier: Qualifier, start: int, end: int) -> Iterator[Quantity]:
    """百分之三十 is 30 %."""
    for match in _PER_CENT.finditer(qualifier.reading.plain, start, end):
        number = match[2]
        value = float(number) if number[0].isdigit() else chinese_value(number)
        if value is None:
            continue
        numeral = Numeral(match.start(), match.end(), match.end(), number, 1, chinese=not number[0].isdigit())
        unit = Unit("%" if match[1] == "百" else "‰", "share", match.end())
        yield replace(qualifier.quantity(numeral, unit, start, end), value=float(value))


def _big(plain: str, start: int, end: int) -> Iterator[Quantity]:
    """十大消费会展项目 is ten of them."""
    for match in _BIG.finditer(plain, start, end):
        if match.group() in _CONGRESSES or plain[max(start, match.start() - 2) : match.start()].endswith(
            _NO_BIG_BEFORE
        ):
            continue
        value = float(chinese_value(match.group()[:-1]) or 0)
        yield Quantity(match.start(), match.end(), match.start(), value, None, "个", "big")


def _doubled(plain: str, start: int, end: int) -> Iterator[Quantity]:
    """翻一番 is one doubling, 翻两番 two."""
    for match in _DOUBLED.finditer(plain, start, end):
        printed = match[1] or "一"
        value = float(printed) if printed.isdigit() else float(chinese_value(printed) or 0)
        yield Quantity(match.start(), match.end(), match.start(), value, None, "番", "ratio", trend="growth")


def _clock(plain: str, start: int, end: int) -> Iterator[Quantity]:
    """Opening and free-of-charge times: 每天20:00后免费 is from hour 20 on."""
    for match in _CLOCK.finditer(plain, start, end):
        around = plain[max(start, match.start() - 30) : min(end, match.end() + 30)]
        if not _OPENING.search(around):
            continue
        value = int(match[1]) + int(match[2]) / 60
        upper = int(match[3]) + int(match[4]) / 60 if match[3] else None
        comparator: Comparator = "="
        if match[5]:
            comparator = "<=" if "前" in match[5] else ">="
        daily = plain[max(start, match.start() - 2) : match.start()] in ("每天", "每日")
        at = match.start() - 2 * daily
        yield Quantity(at, match.end(), match.start(), float(value), upper, "时", "clock", comparator)
