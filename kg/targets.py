"""The target cascade: the same metric up and down the chain and over time, with share, gap and pace.

Two targets are compared only where unit and kind of change agree: 300 newly grown firms with 30 newly grown firms,
a growth rate with a growth rate, never a stock with what is added to it. The metric must be the same in name; where
their two measures are linked, a looser name will do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.alignment.candidates import Comparison
from kg.alignment.records import Alignment, MeasureName, Relation
from kg.folding import fold
from kg.model import Document, Figure
from ontology.regions import Regions

# The measures that are linked, lower and upper.
Linked = Collection[tuple[MeasureName, MeasureName]]

ALIKE = 0.8  # Dice coefficient of the characters of two metrics that are one
ALIKE_IF_LINKED = 0.6
SHORTEST_ENDING = 6  # characters of a metric with which a longer one may end
SHORTEST_ENDING_IF_LINKED = 4

_ACT = re.compile(r"\([^()]*\)$")
_PUT_FORWARD = re.compile("参评|申报|推荐|提名|入围")
_MARKS = re.compile(r"[“”\"'《》〔〕()\s]")
_SCOPE = re.compile(r"^(?:全(?:国|省|市|区|县|年)|(?:国家|省|市|区|县)级(?:以上)?|各类|一批|新型|重点)+")
_LIST = re.compile(r"[、，,]|和|及|与")
_EVENT_UNITS = frozenset(["场", "场次", "次", "次数", "届", "人次", "家次", "件", "列", "趟"])
_ONE_UNIT = {
    "场次": "场",
    "次": "场",
    "届": "场",
    "台(套)": "台",
    "套(间)": "套",
    "家": "个",
    "处": "个",
    "座": "个",
}
_ONE_UNIT |= {"所": "个", "种": "个", "项": "个", "户": "个", "款": "个", "百分点": "%"}


@dataclass(frozen=True, slots=True)
class TargetAlignment:
    """That two figures set a target for one metric, at two levels or times.

    ``share`` is lower / upper and ``gap`` upper − lower in the figures' unit, both None where the two are for
    different years. ``pace`` is the change of one place's target per year, None between places or within a year.
    ``linked`` says that their measures are linked as well.
    """

    lower: MeasureName
    upper: MeasureName
    lower_figure: Figure
    upper_figure: Figure
    relation: Relation
    metric: str
    share: float | None
    gap: float | None
    pace: float | None
    linked: bool


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that sets a target, and its number in its measure, with what of it is compared."""

    name: MeasureName
    figure: Figure
    number: int
    kind: str
    unit: str
    metric: str
    parts: tuple[str, ...]
    year: int | None


def compare_targets(
    documents: Iterable[Document],
    comparisons: Iterable[Comparison],
    links: Iterable[Alignment],
    regions: Regions,
) -> tuple[TargetAlignment, ...]:
    """The targets that belong together in documents that were compared, in their order."""
    comparisons = list(comparisons)
    named = {c.lower for c in comparisons} | {c.upper for c in comparisons}
    targets = {d.stem: list(targets_of(d, regions)) for d in documents if d.stem in named}
    linked = {(link.lower, link.upper) for link in links}
    return tuple(
        target_alignment(lower, upper, comparison, linked)
        for comparison in comparisons
        for lower, upper in matched_targets(
            targets.get(comparison.lower, ()), targets.get(comparison.upper, ()), comparison, linked
        )
    )


def targets_of(document: Document, regions: Regions) -> Iterator[Target]:
    """The targets of a document, in their order."""
    places = _place_names(document.header.region_code, regions)
    year = int(document.header.issued_on[:4]) if document.header.issued_on else None
    for measure in document.measures:
        for number, figure in enumerate(measure.figures, 1):
            if figure.type == "target":
                metric = core(figure.metric, places)
                yield Target(
                    MeasureName(document.stem, measure.path),
                    figure,
                    number,
                    kind_of(figure),
                    unit_of(figure.unit),
                    metric,
                    tuple(part for part in _LIST.split(metric) if len(part) > 1),
                    int(figure.period.split("/")[-1][:4]) if figure.period else year,
                )


def matched_targets(
    lower: Iterable[Target], upper: Iterable[Target], comparison: Comparison, linked: Linked
) -> Iterator[tuple[Target, Target]]:
    """The targets of a lower document that belong together with one of an upper one, and this one."""
    above = _by_kind(upper)
    for target in lower:
        others = [o for o in above.get((target.kind, target.unit), ()) if _can_be_part(target, o, comparison)]
        match = _best(target, others, linked)
        if match is not None:
            yield target, match


def kind_of(figure: Figure) -> str:
    """What kind of amount a figure is: growth, share, cumulative, made (in a period), standing, or of these put forward.

    What is held, built or grown within a year is ``made``, whether the text says 新增 or only 建设. What is put
    forward for a title (企业参评中华老字号) does not bear it yet, and is no part of those that do.
    """
    if _PUT_FORWARD.search(figure.metric):
        return "put forward" if figure.change in ("level", "new") else f"put forward, {figure.change}"
    if figure.change == "new":
        return "made"
    if figure.change != "level":
        return figure.change
    if figure.unit in _EVENT_UNITS or _ACT.search(figure.metric):
        return "made"
    return "standing"


def unit_of(unit: str) -> str:
    """The unit as it is compared: 家, 处 and 个 count things, 场 and 场次 events.

    >>> unit_of("家"), unit_of("场次"), unit_of("元")
    ('个', '场', '元')
    """
    return _ONE_UNIT.get(unit, unit)


def core(metric: str, places: Sequence[str] = ()) -> str:
    """A metric without the act in brackets, quotation marks, scope and own place at its head.

    >>> core("省级内外贸一体化改革试点产业基地(新增)"), core("浙江老字号(累计培育)", ["浙江"])
    ('内外贸一体化改革试点产业基地', '老字号')
    """
    name = _MARKS.sub("", _ACT.sub("", "".join(map(fold, metric))))
    while True:
        shorter = _SCOPE.sub("", name)
        shorter = next((shorter[len(p) :] for p in places if shorter.startswith(p)), shorter)
        if shorter == name or len(shorter) < 2:
            return name
        name = shorter


def _place_names(code: str | None, regions: Regions) -> list[str]:
    if code is None:
        return []
    names = [n for region in regions.chain(code) for n in (region.name, region.short)]
    return sorted(set(names), key=lambda name: (-len(name), name))


def _by_kind(targets: Iterable[Target]) -> Mapping[tuple[str, str], list[Target]]:
    found: dict[tuple[str, str], list[Target]] = defaultdict(list)
    for target in targets:
        found[target.kind, target.unit].append(target)
    return found


def _can_be_part(lower: Target, upper: Target, comparison: Comparison) -> bool:
    """Whether the lower amount can be a part of the upper one: a city has no more of a thing than its province."""
    upwards = comparison.relation in ("implements", "anticipates")
    return not (
        upwards
        and lower.year == upper.year
        and lower.kind in ("made", "cumulative")
        and lower.figure.value > upper.figure.value
    )


def _best(target: Target, others: Iterable[Target], linked: Linked) -> Target | None:
    """The most like of the targets that are of one metric, the first of several."""
    best, match = 0.0, None
    for other in others:
        alike = _alike(target, other, (target.name, other.name) in linked)
        if alike > best:
            best, match = alike, other
    return match


def _alike(one: Target, other: Target, linked: bool) -> float:
    """Between 0, another metric, and 1, the same."""
    if one.metric == other.metric:
        return 1.0
    if one.metric in other.parts or other.metric in one.parts:
        return 0.95
    shorter, longer = sorted((one.metric, other.metric), key=len)
    if len(shorter) >= (SHORTEST_ENDING_IF_LINKED if linked else SHORTEST_ENDING) and longer.endswith(
        shorter
    ):
        return 0.9
    dice = _dice(one.metric, other.metric)
    return dice if dice >= (ALIKE_IF_LINKED if linked else ALIKE) else 0.0


def _dice(one: str, other: str) -> float:
    letters, others = set(one), set(other)
    return 2 * len(letters & others) / ((len(letters) + len(others)) or 1)


def target_alignment(lower: Target, upper: Target, comparison: Comparison, linked: Linked) -> TargetAlignment:
    """What two targets that belong together say of each other."""
    below, above = lower.figure.value, upper.figure.value
    same_year = lower.year == upper.year or None in (lower.year, upper.year)
    years = (lower.year or 0) - (upper.year or 0)
    one_place = comparison.relation == "continues"
    return TargetAlignment(
        lower.name,
        upper.name,
        lower.figure,
        upper.figure,
        comparison.relation,
        upper.metric if len(upper.metric) <= len(lower.metric) else lower.metric,
        share=round(below / above, 4) if same_year and above and not one_place else None,
        gap=above - below if same_year and not one_place else None,
        pace=round((below - above) / years, 4) if one_place and not same_year and years else None,
        linked=(lower.name, upper.name) in linked,
    )
