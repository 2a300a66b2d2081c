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
from itertools import takewhile

from kg.model import Comparator, Figure, FigureType
from loaders.clauses import Place, period_of, place_quantities
from loaders.decimals import DecimalProfile
from loaders.figure_types import FigureTyper, Part
from loaders.metrics import MetricNamer, Name
from loaders.periods import Period, find_periods
from loaders.quantities import Quantity, QuantityScanner, Range
from loaders.quantity_words import QuantityWords
from loaders.reading import Reading
from loaders.rule_metrics import RuleNamer
from loaders.shared_metrics import shared_names

# Names: “30分钟职业技能培训圈”, 《…三年行动计划(2022-2024年)》, document numbers.
_NAME = re.compile(r"“[^“”]{1,24}”|《[^《》]{1,80}》|[〔\[][0-9]{4}[〕\]]第?[0-9]{1,4}号")
_FREE = re.compile(r"[^,;。、]{0,12}(?:免费|开放|营业|运营|停放)[^,;。]{0,12}")
_OUTER = re.compile(r"不(超过|高于|低于|少于)[^,;。]{1,16}的$")
# The document's own validity is read by the header, not as a figure of its last item.
_VALIDITY = re.compile(r"本(?:[一-龥]{0,12})自[^。;]{0,40}(?:施行|实施|执行|生效|有效)")
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

    def __post_init__(self) -> None:
        """Make the parts that share the word lists."""
        self.namer = MetricNamer(self.words)
        self.rules = RuleNamer(self.namer)
        self.typer = FigureTyper(self.words)

    @classmethod
    def of(cls, reading: Reading, year: str | None) -> FigureReader:
        """A reader for a document whose own year is ``year`` (None where it is not known)."""
        words = QuantityWords.load()
        return cls(reading, year, words, QuantityScanner(reading, DecimalProfile.of(reading), words))

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
        periods = [p for p in periods if not _inside(p.start, outside)]
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
        starts = [period.start for period in periods]
        inherited: Period | None = None
        for begin, stop in self.reading.sentences(start, end):
            yield (begin, stop), inherited
            here = [p for p in periods[bisect_left(starts, begin) : bisect_left(starts, stop)] if not p.since]
            if plain[stop - 1] == ";":
                inherited = here[-1] if here else inherited
            else:
                inherited = None

    def _sentence(
        self,
        sentence: Range,
        quantities: Sequence[Quantity],
        periods: Sequence[Period],
        walls: Sequence[Range],
        inherited: Period | None,
    ) -> Iterator[Figure]:
        here = [p for p in periods if sentence[0] <= p.start < sentence[1]]
        places = place_quantities(self.reading.plain, sentence, quantities, here, walls)
        state = _State()
        for index, place in enumerate(places):
            period = period_of(place.quantity, sentence, here, inherited)
            yield from self._figures(place, places[index + 1 : index + 1 + _LIST], period, state)

    def _figures(
        self, place: Place, later: Sequence[Place], period: Period | None, state: _State
    ) -> Iterator[Figure]:
        if place.follows and state.place is not None and not place.quantity.words:
            place = _like(place, state.place)
            type_, part = state.type, state.part
        else:
            type_, part = self.typer.of(place, self.reading.plain, period)
            state.shares = []
            state.index = 0
        if place.quantity.kind == "big" and _listed_with_count(later):
            type_ = "target"
        name = self._name(place, later[0] if later else None, part, state)
        for metric, quote_start in self._shared(place, later, name, state):
            yield self._figure(place, type_, replace(name, metric=metric, quote_start=quote_start), period)
        state.place, state.type, state.part = place, type_, part
        state.verb, state.noun = name.verb, name.noun

    def _name(self, place: Place, following: Place | None, part: Part, state: _State) -> Name:
        plain = self.reading.plain
        shared, shared_end = self._shared_noun(place, following)
        name = self.namer.name(place, state.verb, shared)
        if shared_end:
            name = replace(name, quote_end=shared_end)
        if part == "plain":
            return name
        before = plain[place.sentence[0] : place.quantity.start]
        rest = plain[place.quantity.end : place.clause_end + 20]
        metric = self.rules.name(place, part, before[-120:], rest[:60], state.noun)
        if place.quantity.kind == "clock":
            free = _FREE.search(plain, place.quantity.end, place.sentence[1])
            if free is not None:
                return replace(name, metric=f"{free.group()}{metric}", quote_end=free.end())
        quote_end = name.quote_end
        if len(place.right_text) > 1 and not re.match(r"[且并或及和与,]", place.right_text):
            quote_end = place.right_end
        return replace(name, metric=metric or name.metric, quote_end=quote_end)

    def _shared_noun(self, place: Place, following: Place | None) -> tuple[str, int]:
        """2个国家级和10个省级集聚区: what the first one counts stands behind the second."""
        text = place.right_text
        if following is None or following.quantity.unit != place.quantity.unit:
            return "", 0
        bare = re.sub(r"(?:和|及|与|、|或)+$", "", text)
        if not bare or len(bare) > 6 or bare == text or following.quantity.start != place.right_end:
            return "", 0
        other = following.right_text
        cut = other.find(bare[-1])
        return (other[cut + 1 :] if 0 <= cut <= 6 else other), following.right_end

    def _shared(self, place: Place, later: Sequence[Place], name: Name, state: _State) -> Iterator[tuple[str, int]]:
        """The things a number under 分别 or 均 stands for, with where the quote of each begins."""
        if place.follows and state.shares:
            state.index += 1
            start, thing = state.shares[state.index] if state.index < len(state.shares) else (name.quote_start, name.metric)
            yield thing, start
            return
        if not place.quantity.sharing & {"分别", "均", "都"}:
            yield name.metric, name.quote_start
            return
        things = self._things(place, name)
        count = 1 + sum(1 for _ in takewhile(lambda other: other.follows and not other.quantity.words, later))
        if len(things) > 1 and count == 1:
            yield from ((thing, start) for start, thing in things)
        elif len(things) > 1 and count == len(things):
            state.shares = things
            yield things[0][1], things[0][0]
        else:
            yield name.metric, name.quote_start

    def _things(self, place: Place, name: Name) -> list[tuple[int, str]]:
        """The list in front of a shared number, as plain positions and names."""
        noun = self.namer.stem(place.left_text).noun
        offset = place.quantity.start - len(noun)
        if self.reading.plain[offset : place.quantity.start] != noun:
            offset = place.left
        ending = ""
        if name.change == "growth":
            ending = "增长率" if place.quantity.trend == "growth" else "降幅"
        return [(offset + start, thing + ending) for start, thing in shared_names(noun, self.words)]

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
            if quantity.unit == plausible.unit and quantity.value > plausible.most and plausible.metric.search(metric):
                return plausible.why
        return ""


@dataclass(slots=True)
class _State:
    """What the figures of one sentence hand on to the next in a list."""

    place: Place | None = None
    type: FigureType = "target"
    part: Part = "plain"
    verb: str = ""
    noun: str = ""
    shares: list[tuple[int, str]] = field(default_factory=list)
    index: int = 0


def _like(place: Place, before: Place) -> Place:
    """A quantity that directly follows another in a list reads the words in front of that one."""
    quantity = replace(
        place.quantity,
        comparator=place.quantity.comparator if place.quantity.comparator != "=" else before.quantity.comparator,
        trend=before.quantity.trend,
        sharing=before.quantity.sharing,
        per=before.quantity.per,
    )
    return replace(place, quantity=quantity, left_text=before.left_text)


def _listed_with_count(later: Sequence[Place]) -> bool:
    """十大晋菜、50种小吃: whether a plain count closes the list that a 十大 stands in."""
    for place in later:
        if not place.joined and not place.left_text == "":
            return False
        if place.quantity.kind == "count":
            return True
    return False


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
