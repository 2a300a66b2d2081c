"""The target cascade: one metric, one unit, one kind of change, at two levels or times."""

from dataclasses import replace
from functools import cache

import pytest

from kg.align import align
from kg.model import Change, Figure, Span
from kg.targets import TargetAlignment, compare_targets, core, kind_of, targets_of, unit_of
from ontology.registers import Registers
from tests.alignment_documents import bundled

REGISTERS = Registers.load()


@cache
def found() -> dict[tuple[str, str, str], TargetAlignment]:
    links = align(bundled().values(), REGISTERS.themes, REGISTERS.regions)
    targets = compare_targets(bundled().values(), links.compared, links.links, REGISTERS.regions)
    return {(str(t.lower), str(t.upper), t.metric): t for t in targets}


@pytest.mark.parametrize(
    ("lower", "upper", "metric", "share", "gap"),
    [
        ("nb-2023/2.5.2", "zj-2023/2.1.3", "直播式共富工坊", 0.1667, 250),
        ("nb-2023/2.8.3", "zj-2023/2.4.16", "内外贸一体化领跑者企业", 0.1, 270),
        ("nb-2023/2.8.3", "zj-2023/2.4.16", "改革试点产业基地", 0.1, 27),
    ],
)
def test_a_citys_share_of_its_provinces_target(
    lower: str, upper: str, metric: str, share: float, gap: float
) -> None:
    target = found()[lower, upper, metric]
    assert (target.share, target.gap) == (share, gap)
    assert target.pace is None


def test_the_pace_of_one_city_over_time() -> None:
    shops = found()["nb-2025/5.1", "nb-2023/2.7.4", "品牌首店"]
    assert (shops.lower_figure.value, shops.upper_figure.value) == (100, 80)
    assert shops.pace == 10
    assert shops.share is None


def test_firms_put_forward_for_a_title_are_no_firms_that_bear_it() -> None:
    assert not [key for key in found() if key[:2] == ("nb-2023/2.7.3", "zj-2023/2.1.5")]


def test_only_like_kinds_and_units_are_compared() -> None:
    for target in found().values():
        assert kind_of(target.lower_figure) == kind_of(target.upper_figure)
        assert unit_of(target.lower_figure.unit) == unit_of(target.upper_figure.unit)
        assert {target.lower_figure.type, target.upper_figure.type} == {"target"}


def test_a_part_is_no_more_than_the_whole() -> None:
    for target in found().values():
        if (
            target.relation in ("implements", "anticipates")
            and target.share
            and target.lower_figure.unit != "%"
        ):
            assert target.share <= 1


@pytest.mark.parametrize(
    ("metric", "change", "unit", "kind"),
    [
        ("首店(新引进)", "new", "家", "made"),
        ("共富工坊(培育)", "level", "个", "made"),
        ("促消费活动", "level", "场", "made"),
        ("社会消费品零售总额", "level", "元", "standing"),
        ("社会消费品零售总额增长率", "growth", "%", "growth"),
        ("放心消费单位(累计培育)", "cumulative", "家", "cumulative"),
        ("企业参评中华老字号(推荐)", "level", "家", "put forward"),
        ("企业参评中华老字号(推荐)", "new", "家", "put forward"),
        ("企业参评中华老字号(累计推荐)", "cumulative", "家", "put forward, cumulative"),
        ("企业参评中华老字号(推荐)", "growth", "%", "put forward, growth"),
    ],
)
def test_the_kind_of_an_amount(metric: str, change: Change, unit: str, kind: str) -> None:
    assert kind_of(Figure(Span(0, 1, "x"), "target", metric, 1, None, unit, "=", change, None)) == kind


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("“三同”产品(新增)", "三同产品"),
        ("全省社会消费品零售总额", "社会消费品零售总额"),
        ("宁波老字号企业(培育)", "老字号企业"),
        ("省级一刻钟便民生活圈(新增)", "一刻钟便民生活圈"),
        ("全省", "全省"),
    ],
)
def test_the_core_of_a_metric(metric: str, expected: str) -> None:
    assert core(metric, ["宁波市", "宁波", "浙江省", "浙江"]) == expected


def test_figures_at_one_place_have_numbers_of_their_own() -> None:
    document = bundled()["nb-2025"]
    measure = next(m for m in document.measures if any(f.type == "target" for f in m.figures))
    figure = next(f for f in measure.figures if f.type == "target")
    twice = replace(measure, figures=(figure, replace(figure, unit="%", change="growth")))
    found = list(targets_of(replace(document, measures=(twice,)), REGISTERS.regions))
    assert [(target.number, target.unit) for target in found] == [(1, unit_of(figure.unit)), (2, "%")]
