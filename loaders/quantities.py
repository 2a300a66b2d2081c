"""Quantities: a numeral with its unit and the words that qualify it.

``不少于100场次`` is 100 场次, at least; ``1-2家`` one to two; ``200余场`` more than 200; ``近10万人`` about
100,000. ``Qualifier`` reads what stands around a numeral; ``loaders.quantity_scanner`` finds the numerals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.model import Comparator
from loaders.decimals import DecimalProfile, Restored, restore
from loaders.numbers import Numeral
from loaders.quantity_words import QuantityWords
from loaders.reading import Reading

Range = tuple[int, int]

_BEFORE = 10  # characters in front of a number that one qualifying word can have
_PER = re.compile(
    r"每(?:一)?(?:[年月日天周人户家个辆台套场次项件名类吨亩床位所间座条区县市镇村班]|季度?|单位|平方米|千瓦|学年|企业|工作日)"
    r"(?:每[年月人户])?$"
)
_NOTE = re.compile(r"\(含[^()]{0,10}\)")
# 森林质量提升10万亩: with an amount only these say by how much a number changes.
_AMOUNT_CHANGES = frozenset(("增加", "净增", "减少", "增长", "降低"))
_RELATIVE = ("share", "ratio", "time")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A numeral with unit and qualifiers: all of it stands at ``plain[start:end]``, digits at ``number``.

    ``kind`` is the unit's group in ``quantities.toml``; ``sharing`` the words that share it out (分别, 均, 各);
    ``trend`` is ``growth`` or ``decline`` where the number says by how much something changes; ``per`` is 每辆
    and the like; ``words`` are all words taken off in front, the nearest first.
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


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as printed, its group, and where it ends."""

    text: str
    kind: str
    end: int


@dataclass(frozen=True, slots=True)
class Qualifiers:
    """The words in front of a numeral: where they begin, each with its group, and 每辆."""

    start: int
    words: tuple[tuple[str, str], ...]
    per: str

    @property
    def bounds(self) -> list[str]:
        """The comparators among them, the nearest first."""
        return [kind for _, kind in self.words if kind in (">", ">=", "<", "<=", "~")]


@dataclass(frozen=True, slots=True)
class Upper:
    """The upper end of a range, and the scale it shares with the lower one."""

    numeral: Numeral
    scale: int


@dataclass(slots=True)
class Qualifier:
    """Reads unit and qualifying words around the numerals of one document."""

    reading: Reading
    profile: DecimalProfile
    words: QuantityWords = field(default_factory=QuantityWords.load)

    def unit(self, at: int, end: int) -> Unit | None:
        """The unit printed at a position; 套(间) and 台(套) whole, a bare 县 as 个."""
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
            return Unit("个", kind, at)
        bracket = self.words.bracketed.match(plain, match.end(), end)
        if bracket is not None and kind == "count":
            return Unit(plain[at : bracket.end()], kind, bracket.end())
        if text in ("个工作日", "个百分点", "个自然日"):
            text = text[1:]
        return Unit(text, kind, match.end())

    def before(self, at: int, floor: int, relative: bool = True) -> Qualifiers:
        """The qualifying words in front of ``at``; ``relative`` numbers can have 提升, amounts only 增加."""
        plain = self.reading.plain
        words: list[tuple[str, str]] = []
        per = ""
        for _ in range(5):
            window = plain[max(floor, at - _BEFORE) : at]
            match = None if window.endswith(self.words.not_before) else self.words.before.search(window)
            if match is not None and not relative and not self._fits_amount(match.group()):
                match = None
            if match is not None:
                words.append((match.group(), self.words.before_kinds[match.group()]))
            else:
                match = None if per else _PER.search(window)
                if match is None:
                    break
                per = match.group()
            at -= len(match.group())
        return Qualifiers(at, tuple(words), per)

    def _fits_amount(self, word: str) -> bool:
        return self.words.before_kinds[word] not in ("growth", "decline") or word in _AMOUNT_CHANGES

    def behind(self, at: int, end: int) -> tuple[int, str]:
        """Where the qualifying words behind a unit end (以上, (含)以下, 左右), and their comparator."""
        plain = self.reading.plain
        match = self.words.after.match(plain, at, end)
        if match is None:
            note = _NOTE.match(plain, at, end)
            match = self.words.after.match(plain, note.end(), end) if note else None
        if match is None:
            return at, "="
        if match.group() == "内" and plain[match.end() : match.end() + 1] in ("外", "部", "容", "地", "涵"):
            return at, "="
        return match.end(), self.words.after_kinds[match.group()]

    def quantity(
        self, numeral: Numeral, unit: Unit, start: int, end: int, upper: Upper | None = None
    ) -> Quantity:
        """The quantity of a numeral and its unit, with all that qualifies it."""
        front = self.before(numeral.start, start, unit.kind in _RELATIVE)
        stop, comparator = self.behind(unit.end, end)
        if front.bounds:
            comparator = front.bounds[-1]
        elif numeral.more and comparator == "=":
            comparator = ">"
        low = self._restored(numeral, unit)
        high = self._restored(upper.numeral, unit) if upper else None
        value = low.value * upper.scale / numeral.scale if upper else low.value
        kinds = [kind for _, kind in front.words]
        return Quantity(
            start=front.start,
            end=stop,
            number=numeral.start,
            value=value,
            value_max=high.value if high else None,
            unit=unit.text,
            kind=unit.kind,
            comparator=_comparator(comparator),
            sharing=frozenset(word for word, kind in front.words if kind == "share"),
            trend=next((kind for kind in kinds if kind in ("growth", "decline")), ""),
            per=front.per,
            words=tuple(word for word, _ in front.words),
            repaired=low.repaired or (high is not None and high.repaired),
            note="；".join(part.note for part in (low, high) if part and part.note),
            doubt="；".join(part.doubt for part in (low, high) if part and part.doubt),
        )

    def _restored(self, numeral: Numeral, unit: Unit) -> Restored:
        source = self.reading.span(numeral.start, numeral.digits_end).quote
        divisible = numeral.scale > 100 or unit.kind in ("share", "ratio", "physical")
        whole = numeral.scale == 1 and unit.text in self.words.whole
        return restore(numeral, source, divisible and not whole, self.profile)


def _comparator(text: str) -> Comparator:
    known: dict[str, Comparator] = {">=": ">=", ">": ">", "<=": "<=", "<": "<", "~": "~"}
    return known.get(text, "=")
