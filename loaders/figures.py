"""The figures of a document's items: targets, parameters of rules and context, each a ``kg.model.Figure``.

    Reading ─ periods ─ quantities ─ clauses ─ type ─ metric ─ Figure

``FigureReader`` holds what is read once for a whole document (its own year, its habits of writing numbers);
``read`` is then called for each item.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg.model import Comparator, Figure, FigureType
from loaders.clauses import Place, period_of, periods_between, place_quantities
from loaders.figure_lists import ListState, Sharer, ends_in_count, like
from loaders.figure_types import FigureTyper, Part
from loaders.metrics import MetricNamer, Name
from loaders.periods import Period, find_periods
from loaders.quantities import Quantity, Range
from loaders.quantity_scanner import QuantityScanner
from loaders.quantity_words import QuantityWords
from loaders.reading import Reading
from loaders.rule_metrics import RuleNamer

# Names: “30分钟职业技能培训圈”, 《…三年行动计划(2022-2024年)》, document numbers.
_NAME = re.compile(r"“[^“”]{1,24}”|《[^《》]{1,80}》|[〔\[][0-9]{4}[〕\]]第?[0-9]{1,4}号")
_FREE = re.compile(r"[^,;。、]{0,12}(?:免费|开放|营业|运营|停放)[^,;。]{0,12}")
_OUTER = re.compile(r"不(超过|高于|低于|少于)[^,;。]{1,16}的$")
# The document's own validity is read by the header, not as a figure of its last item.
_VALIDITY = re.compile(r"本(?:[一-龥]{0,12})自[^。;]{0,40}(?:施行|实施|执行|生效|有效)")
_NEAR = 24  # characters that a rule's quote goes back for what it counts
_LIST = 12  # numbers that one 分别 can share out


@dataclass(slots=True)
class FigureReader:
    """Reads the figures of one document, item by item.

    >>> reading = Reading.of("2023年新增百姓健身房600家。（责任单位：省体育局）")
    >>> reader = FigureReader.of(reading, "2023")
    >>> [(f.metric, f.value, f.unit, f.period) for f in reader.read(0, len(reading.plain))]
    [('百姓健身房(新增)', 600.0, '家', '2023')]
    """

    reading: Reading
    year: str | None
    words: QuantityWords
    scanner: QuantityScanner
    namer: MetricNamer = field(init=False)
    rules: RuleNamer = field(init=False)
    typer: FigureTyper = field(init=False)
    sharer: Sharer = field(init=False)

    def __post_init__(self) -> None:
        """Make the parts that share the word lists."""
        self.namer = MetricNamer(self.words)
        self.rules = RuleNamer(self.namer)
        self.typer = FigureTyper(self.words)
        self.sharer = Sharer(self.reading.plain, self.namer, self.rules)

    @classmethod
    def of(cls, reading: Reading, year: str | None) -> FigureReader:
        """A reader for a document whose own year is ``year`` (None where it is not known)."""
        words = QuantityWords.load()
        return cls(reading, year, words, QuantityScanner(reading))

    def read(self, start: int, end: int, exclude: Sequence[Range] = ()) -> tuple[Figure, ...]:
        """The figures of ``plain[start:end]`` in order; ``exclude`` are plain ranges that are not read."""
        plain = self.reading.plain
        walls = sorted(range_ for range_ in exclude if range_[0] < end and start < range_[1])
        names = [match.span() for match in _NAME.finditer(plain, start, end)]
        periods = [p for p in find_periods(plain, start, end, self.year) if not _inside(p.start, walls)]
        masks = _merged([*walls, *names, *((p.start, p.end) for p in periods)])
        quantities = self.scanner.scan(start, end, masks)
        if not quantities:
            return ()
        outside = _merged(names)
        periods = [p for p in periods if plain[p.start] in "“‘" or not _inside(p.start, outside)]
        found: list[Figure] = []
        for sentence, inherited in self._sentences(start, end, periods, walls):
            low = bisect_left(quantities, sentence[0], key=lambda q: q.number)
            high = bisect_left(quantities, sentence[1], key=lambda q: q.number)
            if low < high and not _VALIDITY.search(plain, sentence[0], sentence[1]):
                found += self._sentence(sentence, quantities[low:high], periods, walls, inherited)
        return tuple(_without_repeated_context(found))

    def _sentences(
        self, start: int, end: int, periods: Sequence[Period], walls: Sequence[Range]
    ) -> Iterator[tuple[Range, Period | None]]:
        """Sentences with the period they inherit: over a semicolon from the part before."""
        plain = self.reading.plain
        inherited: Period | None = None
        opening: Period | None = None
        for begin, stop in self.reading.sentences(start, end):
            yield (begin, stop), inherited or opening
            here = [p for p in periods_between(periods, begin, stop) if not p.since]
            inherited = (here[-1] if here else inherited) if plain[stop - 1] == ";" else None
            if here:
                opening = here[-1] if self._opens(begin, stop, here[-1]) else None

    def _opens(self, begin: int, stop: int, period: Period) -> bool:
        """Whether a sentence only sets the time for those after it: 到2025年,…明显提升。——…达到400家。"""
        plain = self.reading.plain
        until = plain[max(begin, period.start - 2) : period.start]
        follows = plain[stop : stop + 1] in ("—", "-") or plain[stop - 1] == ":"
        return follows and until.endswith(("到", "至", "年"))

    def _sentence(
        self,
        sentence: Range,
        quantities: Sequence[Quantity],
        periods: Sequence[Period],
        walls: Sequence[Range],
        inherited: Period | None,
    ) -> Iterator[Figure]:
        here = periods_between(periods, *sentence)
        places = place_quantities(self.reading.plain, sentence, quantities, here, walls)
        state = ListState()
        for index, place in enumerate(places):
            period = period_of(place.quantity, sentence, here, inherited)
            yield from self._figures(place, places[index + 1 : index + 1 + _LIST], period, state)

    def _figures(
        self, place: Place, later: Sequence[Place], period: Period | None, state: ListState
    ) -> Iterator[Figure]:
        if state.place is not None and state.takes_over(place):
            place = like(place, state.place)
            type_, part = state.type, state.part
        else:
            type_, part = self.typer.of(place, self.reading.plain, period)
            state.begin(place)
        if state.continues_scope(place):
            type_, part = "context", "plain"
        if place.quantity.kind == "big" and ends_in_count(later):
            type_ = "target"
        before, state.part = state.name, part
        name = self._name(place, later[0] if later else None, part, before)
        for shared in self.sharer.names(place, later, name, state):
            yield self._figure(place, type_, shared, period)
        state.place, state.type, state.part, state.name = place, type_, part, name

    def _name(self, place: Place, following: Place | None, part: Part, before: Name | None) -> Name:
        plain = self.reading.plain
        shared, shared_end = self._shared_noun(place, following)
        name = self.namer.name(place, before, shared)
        if shared_end:
            name = replace(name, quote_end=shared_end)
        borrowed = name.noun in place.previous_clause and name.noun not in place.left_text + place.right_text
        if borrowed and not place.joined:
            # The quote holds what is counted, also where only the clause before names it.
            start = plain.rfind(name.noun, place.sentence[0], place.left)
            near = part == "plain" or place.quantity.start - start <= _NEAR
            name = replace(name, quote_start=start if start >= 0 and near else name.quote_start)
        if part == "plain":
            return name
        sentence = plain[place.sentence[0] : place.quantity.start]
        rest = plain[place.quantity.end : place.clause_end + 20]
        metric = self.rules.name(place, part, sentence[-120:], rest[:60], before.noun if before else "")
        if place.quantity.kind == "clock" and not _FREE.search(place.left_text):
            free = _FREE.search(plain, place.quantity.end, place.sentence[1])
            if free is not None:
                metric = self.rules.opening(place, free.group())
                return replace(name, metric=metric, quote_end=free.end())
        quote_end = name.quote_end
        if len(place.right_text) > 1 and not re.match(r"[且并或及和与,]", place.right_text):
            quote_end = place.right_end
        return replace(name, metric=metric or name.metric, quote_end=quote_end)

    def _shared_noun(self, place: Place, following: Place | None) -> tuple[str, int]:
        """2个国家级和10个省级集聚区: what the first one counts stands behind the second."""
        text = place.right_text
        if following is None or following.quantity.unit != place.quantity.unit:
            return "", 0
        between = self.reading.plain[place.right_end : following.quantity.start]
        bare = re.sub(r"(?:和|及|与|、|或)+$", "", text)
        if not re.fullmatch(r".{0,5}[级类型式批星]", bare) or not re.fullmatch(
            r"(?:和|及|与|、|或|以及)", between
        ):
            return "", 0
        other = following.right_text
        cut = other.find(bare[-1])
        return (other[cut + 1 :], following.right_end) if 0 <= cut <= 6 else ("", 0)

    def _figure(self, place: Place, type_: FigureType, name: Name, period: Period | None) -> Figure:
        quantity = place.quantity
        span = self.reading.span(min(name.quote_start, quantity.start), max(name.quote_end, quantity.end))
        doubt = quantity.doubt or self._doubt(quantity, name.metric)
        value = period.value if period else None
        return Figure(
            span, type_, name.metric, quantity.value, quantity.value_max, quantity.unit,
            _outer_comparator(place), name.change, value, bool(value and period and period.inferred),
            quantity.repaired, quantity.note, doubt,
        )  # fmt: skip

    def _doubt(self, quantity: Quantity, metric: str) -> str:
        for plausible in self.words.plausible:
            if (
                quantity.unit == plausible.unit
                and quantity.value > plausible.most
                and plausible.metric.search(metric)
            ):
                return plausible.why
        return ""


def _outer_comparator(place: Place) -> Comparator:
    """The comparator, also of 不超过各市实际支出的50%."""
    outer = _OUTER.search(place.left_text)
    if place.quantity.comparator == "=" and outer is not None:
        return "<=" if outer[1] in ("超过", "高于") else ">="
    return place.quantity.comparator


def _without_repeated_context(figures: Sequence[Figure]) -> Iterator[Figure]:
    """The figures without context that an item repeats (山区26县 in every sentence)."""
    seen: set[tuple[str, float, str]] = set()
    for figure in figures:
        key = (figure.metric, figure.value, figure.unit)
        if figure.type != "context" or key not in seen:
            yield figure
        seen.add(key)


def _merged(ranges: Sequence[Range]) -> list[Range]:
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _inside(at: int, ranges: Sequence[Range]) -> bool:
    """Whether a position lies in one of the ranges (sorted, not overlapping)."""
    index = bisect_right(ranges, at, key=lambda range_: range_[0]) - 1
    return index >= 0 and ranges[index][1] > at


def read_figures(
    reading: Reading, start: int, end: int, *, year: str | None = None, exclude: Sequence[Range] = ()
) -> tuple[Figure, ...]:
    """The figures of one item; for many items of a document make one ``FigureReader``.

    >>> text = Reading.of("餐饮业、住宿业营业额分别增长10%、5%。")
    >>> [(f.metric, f.value) for f in read_figures(text, 0, len(text.plain))]
    [('餐饮业营业额增长率', 10.0), ('住宿业营业额增长率', 5.0)]
    """
    return FigureReader.of(reading, year).read(start, end, exclude)
