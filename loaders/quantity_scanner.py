"""Finds the quantities of a text, and leaves out what looks like a number and counts nothing.

No quantities: 5G, 12345热线, 第八届, 7号线, “30分钟…圈”, dates, three-digit codes, 三年行动. What a quantity is for
(target, parameter, context) and what it counts are read by ``loaders.figures``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from loaders.decimals import DecimalProfile
from loaders.numbers import Numeral, arabic_numerals
from loaders.quantities import Qualifier, Quantity, Range, Unit, Upper
from loaders.reading import Reading
from loaders.written_quantities import written_quantities

# 5G, DN200, 1+6, 第8届, (含100万元), 每增加1人
_NO_NUMBER_BEFORE = re.compile(
    r"[A-Za-z+×*/∶.&#Ⅰ-Ⅻ第〔-]$|[A-Za-z0-9]:$|\(不?含$|每(?:增加|新增|满|增|招用|吸纳|新招用)$"
)
_NO_NUMBER_BEHIND = re.compile(r"[+×*∶]|:[0-9]|-[0-9]{3}")
_RANGE = re.compile(r"(?:-|—|–|~|至|到)(?=[0-9])")
_FROM = re.compile(r"(?:由|从)(?:原来?的?|现行的?)?$|原来?$")
_NAME_BEHIND = re.compile(r"[^,。;:、!?()]{0,12}")
# Numbers of seven digits that count other things than these are telephone numbers.
_LARGE_COUNTS = frozenset(("元", "人", "人次", "户", "家", "件", "吨", "亩", "次", "美元"))
_IMPLIED = (
    (re.compile(r"人次数?$"), "人次"),
    (re.compile(r"(?:人数|人口|人员数|职工数)$"), "人"),
    (re.compile(r"(?:户数|用户数?|户)$"), "户"),
    (re.compile(r"(?:家数|企业数)$"), "家"),
    (re.compile(r"场次$"), "场次"),
    (re.compile(r"(?:次数|频次)$"), "次"),
    (re.compile(r"(?:数量|总量|总数|数|量)$"), "个"),
)


class QuantityScanner:
    """Finds the quantities of one document.

    >>> reading = Reading.of("举办活动不少于１００场次，增长１０％左右，12345热线。")
    >>> scanner = QuantityScanner(reading)
    >>> [(q.value, q.unit, q.comparator) for q in scanner.scan(0, len(reading.plain), [])]
    [(100.0, '场次', '>='), (10.0, '%', '~')]
    """

    def __init__(self, reading: Reading) -> None:
        """Read the document's habits of writing numbers."""
        self.plain = reading.plain
        self.qualifier = Qualifier(reading, DecimalProfile.of(reading))
        self.words = self.qualifier.words

    def scan(self, start: int, end: int, masks: Sequence[Range]) -> list[Quantity]:
        """The quantities of ``plain[start:end]`` in order, none in or across a mask (dates, names, notes)."""
        found = [*self._arabic(start, end), *written_quantities(self.qualifier, start, end)]
        found.sort(key=lambda quantity: (quantity.number, -quantity.end))
        kept: list[Quantity] = []
        bounds = sorted(masks)
        at = 0
        for quantity in found:
            while at < len(bounds) and bounds[at][1] <= quantity.number:
                at += 1
            masked = at < len(bounds) and bounds[at][0] < quantity.end and quantity.number < bounds[at][1]
            if masked or (kept and quantity.number < kept[-1].end):
                continue
            floor = max(kept[-1].end if kept else start, bounds[at - 1][1] if at else start)
            kept.append(quantity if quantity.start >= floor else replace(quantity, start=floor))
        return kept

    def _arabic(self, start: int, end: int) -> Iterator[Quantity]:
        done = start
        for numeral in arabic_numerals(self.plain, start, end):
            if numeral.start < done or _NO_NUMBER_BEHIND.match(self.plain, numeral.end, end):
                continue
            if _NO_NUMBER_BEFORE.search(self.plain[max(start, numeral.start - 4) : numeral.start]):
                continue
            quantity = self._quantity(numeral, start, end)
            if quantity is not None and self._counts(quantity, numeral, start, end):
                done = quantity.end
                yield quantity

    def _quantity(self, numeral: Numeral, start: int, end: int) -> Quantity | None:
        unit = self.qualifier.unit(numeral.end, end)
        upper = self._upper(numeral, unit, end)
        if upper is not None:
            unit = self.qualifier.unit(upper.numeral.end, end)
        unit = unit or self._implied_unit(numeral, start)
        return self.qualifier.quantity(numeral, unit, start, end, upper) if unit else None

    def _upper(self, numeral: Numeral, unit: Unit | None, end: int) -> Upper | None:
        """The upper end of a range (1-2家, 5%至10%), where it has the same unit."""
        dash = _RANGE.match(self.plain, unit.end if unit else numeral.end, end)
        if dash is None:
            return None
        upper = next(arabic_numerals(self.plain, dash.end(), min(end, dash.end() + 30)), None)
        if upper is None or upper.start != dash.end():
            return None
        upper_unit = self.qualifier.unit(upper.end, end)
        if upper_unit is None or (unit is not None and unit.text != upper_unit.text):
            return None
        return Upper(upper, upper.scale if numeral.scale == 1 and unit is None else numeral.scale)

    def _implied_unit(self, numeral: Numeral, start: int) -> Unit | None:
        """参与总人数达到100万: what is counted says the unit."""
        if numeral.end < len(self.plain) and self.plain[numeral.end] not in ",。;、)以左!":
            return None
        front = self.qualifier.before(numeral.start, start).start
        name = self.plain[max(start, front - 4) : front]
        if front == numeral.start:
            return None
        for pattern, unit in _IMPLIED:
            if pattern.search(name):
                return Unit(unit, "count", numeral.end)
        return None

    def _counts(self, quantity: Quantity, numeral: Numeral, start: int, end: int) -> bool:
        """Whether a number with a unit counts something, and is no name, date, code or ordinal."""
        behind = _NAME_BEHIND.match(self.plain, quantity.end, end)
        rest = behind.group() if behind else ""
        spatial = quantity.kind == "time" or quantity.unit in ("公里", "米")
        if spatial and self.words.names["circle"].search(rest):
            return False
        if quantity.unit in ("千伏", "伏"):
            return quantity.comparator != "="
        if self._is_code(numeral) and quantity.unit not in _LARGE_COUNTS:
            return False
        return quantity.kind != "time" or self._lasts(quantity, numeral, rest, start)

    @staticmethod
    def _is_code(numeral: Numeral) -> bool:
        """Whether digits are as many as a telephone number has."""
        digits = numeral.printed.replace(" ", "")
        return len(digits) >= 7 and digits.isdigit() and not digits.endswith("000") and numeral.scale == 1

    def _lasts(self, quantity: Quantity, numeral: Numeral, rest: str, start: int) -> bool:
        """Whether a number of years, days or hours is a duration, and no date or part of a name."""
        plain = self.plain
        if quantity.unit == "日":
            dated = plain[quantity.end : quantity.end + 1] == "前" or numeral.value > 400
            if dated or plain[max(start, numeral.start - 2) : numeral.start] == "每月":
                return False
        if quantity.unit in ("年", "周年") and numeral.value > 100:
            return False
        if quantity.unit in ("岁", "周岁"):
            return self.words.names["ages"].match(rest) is None
        if re.match(r"的?(?:时间|努力)", rest):
            return False
        front = plain[max(start, quantity.start - 4) : quantity.start]
        qualified = quantity.comparator != "=" or any(word not in quantity.sharing for word in quantity.words)
        if qualified or quantity.per or quantity.value_max is not None:
            return not (quantity.unit == "年" and self.words.names["plan"].match(rest))
        return bool(
            _FROM.search(front)
            or self.words.duration_before.search(front)
            or self.words.duration_behind.match(rest)
        )
