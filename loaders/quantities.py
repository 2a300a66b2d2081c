"""Quantities of a text: a numeral with its unit and the words that qualify it.

``不少于100场次`` is 100 场次, at least; ``1-2家`` one to two; ``200余场`` more than 200; ``近10万人`` about
100,000. What looks like a number and counts nothing is left out: 5G, 12345热线, 第八届, 7号线, “30分钟…圈”,
dates, clock times, 三年行动. What a quantity is for (target, parameter, context) and what it counts are read
by ``loaders.figures``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg.model import Comparator
from loaders.decimals import DecimalProfile, Restored, restore
from loaders.numbers import Numeral, arabic_numerals, chinese_numerals, chinese_value
from loaders.quantity_words import QuantityWords
from loaders.reading import Reading

Range = tuple[int, int]

_BEFORE = 10  # characters in front of a number that one qualifying word can have
_NO_NUMBER_BEFORE = re.compile(r"[A-Za-z+×*/∶.&#Ⅰ-Ⅻ第〔-]$|[A-Za-z0-9]:$")
_NO_NUMBER_BEHIND = re.compile(r"[+×*∶]|:[0-9]|-[0-9]{3}")
_RANGE = re.compile(r"(?:-|—|–|~|至|到)(?=[0-9])")
_PER = re.compile(
    r"每(?:一)?(?:[年月日天周人户家个辆台套场次项件名类吨亩床位所间座条区县市镇村班]|季度?|单位|平方米|千瓦|学年|企业|工作日)(?:每[年月人户])?$"
)
_CLOCK = re.compile(
    r"(?<![0-9:.])([01]?[0-9]|2[0-4]):([0-5][0-9])(?:(?:-|—|–|~|至|到)(次日)?([01]?[0-9]|2[0-4]):([0-5][0-9]))?(?![0-9:])(后|以后|之后|起|前|以前|之前)?"
)
_OPENING = re.compile(r"免费|开放|营业|停放|运营|延时|通宵|延长")
_PERCENT_WORDS = re.compile(r"(百|千)分之([0-9]{1,3}(?:\.[0-9]{1,3})?|[〇零一二两三四五六七八九十百]{1,5})")
_BIG = re.compile(
    r"(?:[三四五六七八九]|十[一二三四五六七八九]?|二十)大(?![型会学小众力幅道厦桥队]|中(?!心)|数据|规模|部分|多数|召开|精神)"
)
_DURATION_BEFORE = re.compile(
    r"(?:有效期|期限|为期|连续|满|延长|毕业|离校|时限|时间|年限|周期|服务期|缓缴|延期|展期|延续|保存|签订|超期|逾期|试用期|过渡期|工期|时长|售后|就业|经营|成立|注册)[为是在至]?$"
)
_DURATION_BEHIND = re.compile(
    r"的?(?:完成|办结|答复|响应|免费|补贴|奖励|优惠|全额|社保|期限|公示|到场|反馈|送达|上门|必达|期|合同|以前|前完成)"
)
_CHINESE_TIME = re.compile(r"(?:个工作日|工作日|个自然日|个月|小时|分钟|天|日|年|周|个季度)")
_NAME_BEHIND = re.compile(r"[^,。;:、!?()]{0,12}")
_COUNTED = (
    (re.compile(r"人次数?$"), "人次"),
    (re.compile(r"(?:人数|人口|人员数|职工数)$"), "人"),
    (re.compile(r"(?:户数|用户数?|户)$"), "户"),
    (re.compile(r"(?:家数|企业数)$"), "家"),
    (re.compile(r"场次$"), "场次"),
    (re.compile(r"(?:次数|频次)$"), "次"),
    (re.compile(r"(?:数量|总量|总数|数|量)$"), "个"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """A numeral with unit and qualifiers: all of it stands at ``plain[start:end]``, digits at ``number``.

    ``kind`` is the unit's group in ``quantities.toml``; ``sharing`` the words that share it out (分别, 均, 各);
    ``trend`` is ``growth`` or ``decline`` where the number says by how much something changes; ``per`` is 每辆
    and the like. ``attributive`` says that 的 or a noun it narrows down follows.
    """

    start: int
    end: int
    number: int
    value: float
    value_max: float | None
    unit: str
    kind: str
    comparator: Comparator = "="
    sharing: frozenset[str] = frozenset()
    trend: str = ""
    per: str = ""
    words: tuple[str, ...] = ()
    repaired: bool = False
    note: str = ""
    doubt: str = ""
    chinese: bool = False


@dataclass(frozen=True, slots=True)
class _Unit:
    text: str
    kind: str
    end: int


@dataclass(slots=True)
class QuantityScanner:
    """Finds the quantities of one document.

    >>> reading = Reading.of("举办活动不少于１００场次，增长１０％左右，12345热线。")
    >>> scanner = QuantityScanner(reading, DecimalProfile.of(reading))
    >>> [(q.value, q.unit, q.comparator) for q in scanner.scan(0, len(reading.plain), [])]
    [(100.0, '场次', '>='), (10.0, '%', '~')]
    """

    reading: Reading
    profile: DecimalProfile
    words: QuantityWords = field(default_factory=QuantityWords.load)

    def scan(self, start: int, end: int, masks: Sequence[Range]) -> list[Quantity]:
        """The quantities of ``plain[start:end]`` in order, none in or across a mask (dates, names, notes)."""
        found = [*self._arabic(start, end), *self._chinese(start, end)]
        found += [*self._clock(start, end), *self._big(start, end), *self._per_cent_words(start, end)]
        found.sort(key=lambda quantity: (quantity.number, -quantity.end))
        kept: list[Quantity] = []
        bounds = sorted(masks)
        at = 0
        for quantity in found:
            while at < len(bounds) and bounds[at][1] <= quantity.number:
                at += 1
            if at < len(bounds) and bounds[at][0] < quantity.end and quantity.number < bounds[at][1]:
                continue
            if kept and quantity.number < kept[-1].end:
                continue
            floor = max(start, kept[-1].end if kept else start, bounds[at - 1][1] if at else start)
            kept.append(
                quantity if quantity.start >= floor else replace(quantity, start=min(floor, quantity.number))
            )
        return kept

    # -------------------------------------------------------------- with digits

    def _arabic(self, start: int, end: int) -> Iterator[Quantity]:
        plain = self.reading.plain
        done = start
        for numeral in arabic_numerals(plain, start, end):
            if numeral.start < done:
                continue
            if _NO_NUMBER_BEFORE.search(plain[max(start, numeral.start - 2) : numeral.start]):
                continue
            if _NO_NUMBER_BEHIND.match(plain, numeral.end, end):
                continue
            quantity = self._quantity(numeral, start, end)
            if quantity is not None:
                done = quantity.end
                yield quantity

    def _quantity(self, numeral: Numeral, start: int, end: int) -> Quantity | None:
        plain = self.reading.plain
        unit = self._unit(numeral.end, end)
        upper, unit, upper_scale = self._upper(numeral, unit, end)
        if unit is None:
            unit = self._implied_unit(numeral, start)
        if unit is None or (
            plain[unit.end - 1 : unit.end + 1].isascii()
            and plain[unit.end - 1 : unit.end + 1].isalnum()
            and not unit.text
        ):
            return None
        quantity = self._qualified(numeral, unit, upper, upper_scale, start, end)
        return quantity if self._counts(quantity, numeral, start, end) else None

    def _upper(
        self, numeral: Numeral, unit: _Unit | None, end: int
    ) -> tuple[Numeral | None, _Unit | None, int]:
        """The upper end of a range (1-2家, 5%至10%), its unit, and the scale both share."""
        plain = self.reading.plain
        dash = _RANGE.match(plain, unit.end if unit else numeral.end, end)
        if dash is None:
            return None, unit, 1
        upper = next(arabic_numerals(plain, dash.end(), min(end, dash.end() + 30)), None)
        if upper is None or upper.start != dash.end():
            return None, unit, 1
        upper_unit = self._unit(upper.end, end)
        if upper_unit is None or (unit is not None and unit.text != upper_unit.text):
            return None, unit, 1
        shared = upper.scale if numeral.scale == 1 and unit is None else numeral.scale
        return upper, upper_unit, shared

    def _unit(self, at: int, end: int) -> _Unit | None:
        """The unit printed at a position; 套(间) and 台(套) whole."""
        plain = self.reading.plain
        match = self.words.unit.match(plain, at, end)
        if match is None:
            return None
        text = match.group()
        behind = plain[match.end() : match.end() + 1] if match.end() < end else ""
        if behind and behind in self.words.not_unit.get(text[-1], ""):
            return None
        if text.isascii() and text.isalpha() and behind.isascii() and behind.isalnum():
            return None
        kind = self.words.unit_kinds[text]
        if kind == "places":
            return _Unit("个", kind, at)
        bracket = self.words.bracketed.match(plain, match.end(), end)
        if bracket is not None and kind == "count":
            return _Unit(plain[at : bracket.end()], kind, bracket.end())
        if text.startswith("个") and text in ("个工作日", "个百分点", "个自然日"):
            text = text[1:]
        return _Unit(text, kind, match.end())

    def _implied_unit(self, numeral: Numeral, start: int) -> _Unit | None:
        """参与总人数达到100万: what is counted says the unit."""
        plain = self.reading.plain
        if numeral.end < len(plain) and plain[numeral.end] not in ",。;、)以左!":
            return None
        before = self._strip(numeral.start, start)[0]
        name = plain[max(start, before - 4) : before]
        if before == numeral.start:
            return None
        for pattern, unit in _COUNTED:
            if pattern.search(name):
                return _Unit(unit, "count", numeral.end)
        return None

    def _strip(self, at: int, floor: int) -> tuple[int, list[tuple[str, str]], str]:
        """Take the qualifying words off in front of ``at``: where they begin, the words, and 每辆."""
        plain = self.reading.plain
        words: list[tuple[str, str]] = []
        per = ""
        for _ in range(5):
            window = plain[max(floor, at - _BEFORE) : at]
            match = self.words.before.search(window)
            if match is not None:
                words.append((match.group(), self.words.before_kinds[match.group()]))
            else:
                match = None if per else _PER.search(window)
                if match is None:
                    break
                per = match.group()
            at -= len(match.group())
        return at, words, per

    def _qualified(
        self, numeral: Numeral, unit: _Unit, upper: Numeral | None, scale: int, start: int, end: int
    ) -> Quantity:
        at, words, per = self._strip(numeral.start, start)
        stop, comparator = self._behind(unit.end, end)
        kinds = [kind for _, kind in words]
        bounds = [kind for kind in kinds if kind in (">", ">=", "<", "<=", "~")]
        if bounds:
            comparator = bounds[-1] if len(bounds) == 1 else bounds[0]
        elif numeral.more and comparator == "=":
            comparator = ">"
        low = self._restore(numeral, unit)
        value, value_max = low.value, None
        notes, doubts = [low.note], [low.doubt]
        if upper is not None:
            high = self._restore(upper, unit)
            value_max = high.value
            if scale != numeral.scale:
                value = value * scale / numeral.scale
            notes.append(high.note)
            doubts.append(high.doubt)
        trend = next((kind for kind in kinds if kind in ("growth", "decline")), "")
        return Quantity(
            at, stop, numeral.start, value, value_max, unit.text, unit.kind, _comparator(comparator),
            frozenset(word for word, kind in words if kind == "share"), trend, per,
            tuple(word for word, _ in words), any(notes), "；".join(filter(None, notes)), "；".join(filter(None, doubts)),
            numeral.chinese,
        )  # fmt: skip

    def _restore(self, numeral: Numeral, unit: _Unit) -> Restored:
        source = self.reading.span(numeral.start, numeral.digits_end).quote
        divisible = numeral.scale > 100 or unit.kind in ("share", "ratio", "physical")
        return restore(
            numeral,
            source,
            divisible and not (numeral.scale == 1 and unit.text in self.words.whole),
            self.profile,
        )

    def _behind(self, at: int, end: int) -> tuple[int, str]:
        """The qualifying words behind a unit: 以上, (含)以下, 左右."""
        plain = self.reading.plain
        match = self.words.after.match(plain, at, end)
        if match is None:
            note = re.compile(r"\(含[^()]{0,10}\)").match(plain, at, end)
            match = self.words.after.match(plain, note.end(), end) if note else None
        if match is None:
            return at, "="
        if match.group() == "内" and plain[match.end() : match.end() + 1] in ("外", "部", "容", "地", "涵"):
            return at, "="
        return match.end(), self.words.after_kinds[match.group()]

    def _counts(self, quantity: Quantity, numeral: Numeral, start: int, end: int) -> bool:
        """Whether a number with a unit counts something, and is no name, date or ordinal."""
        plain = self.reading.plain
        behind = _NAME_BEHIND.match(plain, quantity.end, end)
        rest = behind.group() if behind else ""
        if quantity.kind == "time" or quantity.unit in ("公里", "米"):
            if self.words.names["circle"].search(rest):
                return False
        if quantity.kind != "time":
            return True
        qualified = quantity.comparator != "=" or any(word not in quantity.sharing for word in quantity.words)
        if quantity.unit in ("年", "周年", "日") and numeral.value > (100 if quantity.unit != "日" else 400):
            return False
        if (
            (quantity.unit == "日"
            and plain[quantity.end : quantity.end + 1] == "前")
            or "每月" in plain[max(start, numeral.start - 2) : numeral.start]
        ):
            return False
        if quantity.unit in ("岁", "周岁"):
            return True
        if qualified or quantity.per or quantity.value_max is not None:
            return not (quantity.unit == "年" and self.words.names["plan"].match(rest))
        if _DURATION_BEFORE.search(plain[max(start, quantity.start - 4) : quantity.start]):
            return True
        return _DURATION_BEHIND.match(rest) is not None

    # -------------------------------------------------------------- in Chinese characters

    def _chinese(self, start: int, end: int) -> Iterator[Quantity]:
        """Quantities in Chinese characters: time limits, large numbers, qualified small ones.

        Unqualified small numbers (三项制度, 两个基地) mostly belong to names, and are left out.
        """
        plain = self.reading.plain
        for numeral in chinese_numerals(plain, start, end):
            if (
                plain[numeral.start - 1 : numeral.start] in ("第", "之", "星", "初", "“", "‘", "近", "每")
                or plain[numeral.digits_end : numeral.digits_end + 1] == "大"
            ):
                if plain[numeral.start - 1 : numeral.start] != "近" or numeral.value < 100:
                    continue
            unit = self._unit(numeral.end, end)
            if unit is None or unit.kind == "places" or not plain[numeral.start : numeral.end].strip("万亿"):
                if unit is None or unit.kind == "places" or not self._is_bounded(numeral, start):
                    continue
            quantity = self._qualified(numeral, unit, None, 1, start, end)
            if self._chinese_counts(quantity, numeral, start, end):
                yield quantity

    def _is_bounded(self, numeral: Numeral, start: int) -> bool:
        _, words, _ = self._strip(numeral.start, start)
        return any(kind in (">", ">=", "~", "<=", "<") for _, kind in words)

    def _chinese_counts(self, quantity: Quantity, numeral: Numeral, start: int, end: int) -> bool:
        plain = self.reading.plain
        bounded = quantity.comparator != "="
        if quantity.kind == "time":
            if numeral.value == 1 and quantity.unit in ("天", "日", "次") and not bounded:
                return False
            return (
                bounded
                or "连续" in plain[max(start, quantity.start - 2) : quantity.start]
                or re.search(
                    r"有效期[为是]?$|期限[为是]?$|为期$|届满$|不满$",
                    plain[max(start, quantity.start - 4) : quantity.start],
                )
                is not None
            )
        if quantity.kind == "money" or quantity.unit in ("%", "百分点", "倍"):
            return numeral.value > 1 or bounded
        return bounded and numeral.value > 1

    def _per_cent_words(self, start: int, end: int) -> Iterator[Quantity]:
        """百分之三十 is 30 %."""
        for match in _PERCENT_WORDS.finditer(self.reading.plain, start, end):
            number = match[2]
            value = float(number) if number[0].isdigit() else chinese_value(number)
            if value is None:
                continue
            numeral = Numeral(
                match.start(), match.end(), match.end(), number, 1, chinese=not number[0].isdigit()
            )
            quantity = self._qualified(
                numeral, _Unit("%" if match[1] == "百" else "‰", "share", match.end()), None, 1, start, end
            )
            yield replace(quantity, value=float(value))

    def _big(self, start: int, end: int) -> Iterator[Quantity]:
        """十大消费会展项目 is ten of them; 二十大 and 十九大 are congresses."""
        plain = self.reading.plain
        for match in _BIG.finditer(plain, start, end):
            before = plain[max(start, match.start() - 2) : match.start()]
            if before.endswith(("党的", "第", "“", "‘", "的十", "十", "九")) or not re.match(
                r"[一-龥“]{2}", plain[match.end() : match.end() + 2]
            ):
                continue
            if match.group() in ("二十大", "十九大", "十八大", "十七大", "十六大"):
                continue
            value = chinese_value(match.group()[:-1])
            yield Quantity(
                match.start(), match.end(), match.start(), float(value or 0), None, "个", "big", chinese=True
            )

    def _clock(self, start: int, end: int) -> Iterator[Quantity]:
        """Opening and free-of-charge times: 每天20:00后免费 is from hour 20 on."""
        plain = self.reading.plain
        for match in _CLOCK.finditer(plain, start, end):
            around = plain[max(start, match.start() - 30) : min(end, match.end() + 30)]
            if not _OPENING.search(around):
                continue
            value = int(match[1]) + int(match[2]) / 60
            upper = int(match[4]) + int(match[5]) / 60 if match[4] else None
            comparator: Comparator = "="
            if match[6]:
                comparator = "<=" if "前" in match[6] else ">="
            at = match.start() - (
                2 if plain[max(start, match.start() - 2) : match.start()] in ("每天", "每日") else 0
            )
            yield Quantity(at, match.end(), match.start(), float(value), upper, "时", "clock", comparator)


def _comparator(text: str) -> Comparator:
    known: dict[str, Comparator] = {">=": ">=", ">": ">", "<=": "<=", "<": "<", "~": "~"}
    return known.get(text, "=")
