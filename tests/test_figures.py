"""Figures: metric, type, quote; lists, shared numbers; nothing on any text that should not be."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Figure
from loaders.figures import FigureReader, read_figures
from loaders.reading import Reading


def read(text: str, year: str | None = "2023") -> tuple[Figure, ...]:
    reading = Reading.of(text)
    return read_figures(reading, 0, len(reading.plain), year=year)


@pytest.mark.parametrize(
    ("text", "metric", "change"),
    [
        ("2023年新增百姓健身房600家。", "百姓健身房(新增)", "new"),
        ("网络零售额增长6%。", "网络零售额增长率", "growth"),
        ("“品字标浙江制造”企业累计达到3300家。", "“品字标浙江制造”企业(累计)", "cumulative"),
        ("累计培育浙江老字号500家以上。", "浙江老字号(累计培育)", "cumulative"),
        ("数字人民币商圈覆盖率达到70%。", "数字人民币商圈覆盖率", "share"),
        ("举办“宁波购物节”等传统消费主题促消费活动300场。", "传统消费主题促消费活动(举办)", "level"),
        ("打造10个特色鲜明的文旅康养集聚区。", "文旅康养集聚区(打造)", "level"),
        ("加快北大医院太原医院等4个国家区域医疗中心建设。", "国家区域医疗中心建设", "level"),
        ("全省90%以上自建系统规范对接平台。", "自建系统规范对接平台比例", "share"),
        ("完成森林质量提升10万亩。", "森林质量提升(完成)", "level"),
        ("单位能耗下降3%。", "单位能耗降幅", "growth"),
    ],
)
def test_metric_and_change_are_named(text: str, metric: str, change: str) -> None:
    (figure,) = read(text)
    assert (figure.metric, figure.change) == (metric, change)


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("省级财政按各市实际财政支出的50%给予补贴。", "省级财政补贴比例(各市实际财政支出)"),
        ("销售其收购的二手车,继续减按0.5%征收率征收增值税。", "二手车增值税征收率"),
        ("转出个人名下汽车,持相关手续可享受每辆最高2000元补贴。", "转出个人名下汽车补贴上限(每辆)"),
        ("公共停车场停放新能源汽车首次1小时内免费。", "公共停车场停放新能源汽车首次免费时长"),
        ("有关部门在1个工作日以内核发许可证件。", "有关部门核发许可证件时限"),
        ("支持毕业5年以内高校毕业生创业。", "高校毕业生创业毕业年限"),
        ("平均担保费率不高于1%。", "平均担保费率"),
        ("面向毕业生的岗位不得低于40%。", "面向毕业生的岗位比例"),
    ],
)
def test_the_numbers_of_rules_are_parameters(text: str, metric: str) -> None:
    (figure,) = read(text)
    assert (figure.type, figure.metric) == ("parameter", metric)


def test_conditions_and_what_they_grant_are_parameters() -> None:
    figures = read(
        "对已备案的企业，销售额超过5000万元且当年增速达到10%以上的，按销售额的0.5%给予奖励，最高不超过100万元。"
    )
    assert [(f.type, f.comparator, f.value) for f in figures] == [
        ("parameter", ">", 5e7),
        ("parameter", ">=", 10),
        ("parameter", "=", 0.5),
        ("parameter", "<=", 1e6),
    ]
    assert figures[1].metric == "销售额增速门槛"
    assert figures[3].metric == "企业奖励上限"


@pytest.mark.parametrize(
    "text",
    [
        "支持山区26县发展。",
        "聚焦十大标志性产业链。",
        "对26个试点领域目录查缺补漏。",
        "截至2022年底，已建成充电桩3000个。",
        "推进以社区统筹、单位自建等5种模式为主的服务。",
    ],
)
def test_what_is_there_already_or_only_listed_is_context(text: str) -> None:
    (figure,) = read(text)
    assert figure.type == "context"


def test_context_repeated_in_an_item_is_given_once() -> None:
    assert len(read("支持山区26县发展。减免山区26县展位费。")) == 1


def test_a_change_from_to_has_its_target_at_the_end() -> None:
    before, after = read("将退税办理时间由10个工作日压缩至4个工作日。")
    assert (before.type, before.value) == ("context", 10)
    assert (after.type, after.value, after.metric) == ("target", 4, "退税办理时间")


def test_a_list_under_one_verb_shares_it() -> None:
    first, second = read("新引进规模性展览项目5个、会议项目6个。")
    assert (first.metric, second.metric) == ("规模性展览项目(新引进)", "会议项目(新引进)")


def test_numbers_under_fenbie_are_dealt_out() -> None:
    figures = read("职工、城乡居民住院报销比例分别达85%、70%。")
    assert [(f.metric, f.value) for f in figures] == [("职工住院报销比例", 85), ("城乡居民住院报销比例", 70)]
    assert figures[1].span.quote == "城乡居民住院报销比例分别达85%、70%"


def test_one_number_for_several_things_is_given_for_each() -> None:
    figures = read("商贸、文旅、会展等领域促消费活动分别达到100场次。")
    assert [f.metric for f in figures] == ["商贸领域促消费活动", "文旅领域促消费活动", "会展领域促消费活动"]
    assert [f.span.quote for f in figures][1] == "文旅、会展等领域促消费活动分别达到100场次"


def test_sums_granted_in_steps_belong_to_their_steps() -> None:
    figures = read("对新认定的国家级、省级产业园，分别给予200万元、100万元补贴。")
    assert [(f.metric, f.value) for f in figures] == [
        ("国家级产业园补贴标准", 2e6),
        ("省级产业园补贴标准", 1e6),
    ]


def test_a_noun_behind_the_second_number_serves_the_first_too() -> None:
    first, second = read("争创2个国家级和10个省级夜间消费集聚区。")
    assert (first.metric, second.metric) == ("国家级夜间消费集聚区(争创)", "省级夜间消费集聚区(争创)")


def test_a_threshold_inside_a_target_is_a_parameter() -> None:
    threshold, count = read("社会消费品零售总额超千亿元的县（市、区）累计达到5个。")
    assert (threshold.type, threshold.value) == ("parameter", 1e11)
    assert (count.type, count.metric) == ("target", "社会消费品零售总额超千亿元的县(市、区)(累计)")


def test_a_bound_in_front_of_what_the_share_is_of_is_kept() -> None:
    (figure,) = read("按不超过各市实际支出的50%给予补贴。")
    assert figure.comparator == "<="


def test_a_printed_year_is_the_year_of_the_words_behind_it() -> None:
    (figure,) = read("2024年，举办促消费活动，全年不少于2000场次。")
    assert (figure.period, figure.period_inferred, figure.metric) == ("2024", False, "促消费活动")
    assert figure.span.quote == "促消费活动，全年不少于2000场次"


def test_the_year_of_a_comparison_is_no_period() -> None:
    (figure,) = read("能耗较2020年下降14.5%。")
    assert (figure.type, figure.period, figure.metric) == ("target", None, "能耗降幅")


def test_the_documents_own_validity_is_no_figure() -> None:
    assert read("本文件自印发之日起执行，有效期5年。") == ()


def test_notes_are_not_read() -> None:
    reading = Reading.of("新增网点10个。（责任单位：省商务厅等15家单位）")
    note = reading.plain.index("(")
    figures = read_figures(reading, 0, len(reading.plain), exclude=[(note, len(reading.plain))])
    assert [f.value for f in figures] == [10]


def test_only_the_asked_range_is_read() -> None:
    reading = Reading.of("新增网点10个。培育企业20家。")
    middle = reading.plain.index("培")
    reader = FigureReader.of(reading, "2023")
    assert [f.value for f in reader.read(middle, len(reading.plain))] == [20]


_WORDS = [
    "新增",
    "培育",
    "达到",
    "不少于",
    "超过",
    "分别",
    "均",
    "各",
    "其中",
    "按",
    "给予",
    "补贴",
    "最高",
    "的",
    "以上",
    "左右",
    "、",
    "，",
    "；",
    "。",
    "（",
    "）",
    "“",
    "”",
    "企业",
    "网点",
    "零售额",
    "增长",
    "2023年",
    "全年",
    "2月底前",
    "每年",
    "十大",
    "三年",
    "百分之五",
    "5G",
    "12345",
    "10",
    "4",
    "５",
    "０５",
    "1.5",
    "%",
    "％",
    "万",
    "亿",
    "个",
    "家",
    "元",
    "场次",
    "工作日",
    "年",
    "至",
    "-",
    "/",
    ":",
    "\n",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), max_size=40).map("".join))
def test_every_span_quotes_the_text_and_no_two_figures_share_one(text: str) -> None:
    figures = read(text)
    spans = [(f.span.start, f.span.end) for f in figures]
    assert all(text[f.span.start : f.span.end] == f.span.quote for f in figures)
    assert len({(*span, f.metric) for span, f in zip(spans, figures, strict=True)}) == len(spans)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    for figure in read(text):
        assert text[figure.span.start : figure.span.end] == figure.span.quote
        assert figure.metric


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "、",
        "分别",
        "(",
        "“",
        "1个",
        "1个、",
        "2023年1个",
        "新增1家,",
        "三年内",
        "按1%",
        "的",
        "增长",
        "1-",
        "百分之五",
    ],
)
def test_time_grows_with_length_and_no_faster(piece: str) -> None:
    def seconds(times: int) -> float:
        reading = Reading.of(piece * times)
        begin = time.process_time()
        read_figures(reading, 0, len(reading.plain), year="2023")
        return time.process_time() - begin

    seconds(100)
    short = max(seconds(1500), 0.005)
    assert seconds(12_000) < 24 * short
