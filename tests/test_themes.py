"""Concepts found in a text, and the themes of a measure."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import ThemeScore
from loaders.concepts import find_hits, read_concepts, words_of
from loaders.outline import read_outline
from loaders.reading import Reading
from loaders.themes import MOST_THEMES, read_themes
from ontology.themes import ThemeScheme

CORPUS = Path(__file__).parent.parent / "corpus"


@pytest.fixture(scope="module")
def scheme() -> ThemeScheme:
    return ThemeScheme.load()


def labels(text: str) -> list[str]:
    reading = Reading.of(text)
    return [mention.label for mention in read_concepts(reading, 0, len(reading.plain), ThemeScheme.load())]


def themes(text: str) -> list[tuple[ThemeScore, ...]]:
    reading = Reading.of(text)
    return [read_themes(reading, block, ThemeScheme.load()) for block in read_outline(reading).blocks]


def ids(text: str) -> list[list[str]]:
    return [[theme.id for theme in found] for found in themes(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("打造15分钟生活圈", ["一刻钟便民生活圈"]),
        ("推动“同线同标同质”产品", ["同线同标同质"]),
        ("新能源汽车充电桩", ["新能源汽车", "充电设施"]),
        ("发展农村直播电商", ["农村电商"]),
        ("境外旅客购物离境退税", ["离境退税"]),
        ("县乡村三级物流", ["农村物流"]),
        ("夜间文化和旅游消费集聚区", ["文旅消费集聚区"]),
    ],
)
def test_the_longest_name_counts(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


def test_wrapped_and_full_width_names_are_found_with_their_exact_place() -> None:
    text = "新建１\n５分钟便民\n生活圈10个"
    reading = Reading.of(text)
    (mention,) = read_concepts(reading, 2, len(reading.plain), ThemeScheme.load())
    assert mention.id == "concept/一刻钟便民生活圈"
    assert mention.span.quote == "１\n５分钟便民\n生活圈"
    assert text[mention.span.start : mention.span.end] == mention.span.quote


@pytest.mark.parametrize(
    "text", ["落实国家政策", "其中医疗机构", "网上市场", "省市场监管局", "国家农业发展银行"]
)
def test_a_name_inside_another_word_does_not_count(text: str) -> None:
    assert not {"家政服务", "中医药", "企业上市", "市场监管", "农业"} & set(labels(text))


@pytest.mark.parametrize(
    "text",
    [
        "会同文化和旅游厅研究",
        "由财政部、教育部制定",
        "省卫生健康委等要做好",
        "交通运输部门要做好",
        "国家体育总局",
    ],
)
def test_the_name_of_a_body_is_no_concept(text: str) -> None:
    assert not {"旅游", "财政支持", "教育消费", "医疗服务", "综合交通", "体育消费"} & set(labels(text))


def test_a_responsibility_note_names_no_concepts() -> None:
    assert labels("举办马拉松。（责任单位：市商务局、市金融中心、轨道交通集团）") == ["马拉松"]


@pytest.mark.parametrize(
    ("text", "found"),
    [("完善家政行业信用体系", True), ("完善家政服务,健全信用体系", False), ("家政企业与行业各方信用", False)],
)
def test_two_words_with_a_short_gap_count_as_one_name(text: str, found: bool) -> None:
    assert ("家政信用" in labels(text)) is found


def test_a_concept_is_given_once_at_its_first_place() -> None:
    reading = Reading.of("首店经济好，再引首店")
    mentions = [
        m for m in read_concepts(reading, 0, len(reading.plain), ThemeScheme.load()) if m.label == "首店"
    ]
    assert [(m.span.start, m.span.quote) for m in mentions] == [(0, "首店经济")]


def test_every_hit_is_kept_where_a_caller_wants_them_all(scheme: ThemeScheme) -> None:
    reading = Reading.of("首店经济好，再引首店")
    hits = find_hits(reading, 0, len(reading.plain), scheme)
    assert [reading.plain[hit.start : hit.end] for hit in hits if hit.owner.zh == "首店"] == [
        "首店经济",
        "首店",
    ]


def test_notes_that_are_at_hand_are_not_looked_for_again(scheme: ThemeScheme) -> None:
    reading = Reading.of("首店首店")
    assert len(find_hits(reading, 0, 4, scheme, notes=[(2, 4)])) == 1


def test_the_title_gives_the_main_theme() -> None:
    text = "一、任务\n（一）发展首店经济。支持商圈引进品牌，给予补贴。\n（二）完善物流体系。建设农村物流网点，建设冷链物流。\n"
    assert [found[0] for found in ids(text)] == ["brand", "logistics"]


def test_a_general_title_leaves_the_main_theme_to_the_text() -> None:
    text = (
        "一、任务\n（一）创新机制。办好马拉松，开放体育场馆，发展冰雪运动。\n（二）扩大规模。新建充电桩。\n"
    )
    assert [found[0] for found in ids(text)] == ["sports", "new-energy-vehicle"]


def test_the_heading_gives_the_theme_where_an_item_says_nothing() -> None:
    text = "一、扩大汽车消费\n（一）甲乙丙。明确丁戊。\n二、发展养老\n（一）己庚辛。明确壬癸。\n"
    assert ids(text) == [["automobile"], ["elderly-care"]]


def test_a_side_remark_is_no_theme() -> None:
    text = (
        "一、任务\n（一）繁荣餐饮。举办美食节。培育老字号餐馆。发展团餐。推广预制菜。引进名厨。打造美食街区。"
        "支持餐饮企业贷款。评定钻级酒家。\n（二）做好托育。新增托位。\n"
    )
    assert ids(text) == [["catering"], ["childcare"]]


def test_an_item_without_title_is_read_by_its_first_clause() -> None:
    text = "1.支持银行发放消费贷款，用于汽车、家电、家装。\n2.发展民宿。\n"
    assert ids(text)[0][0] == "finance"


def test_general_wording_says_nothing_of_the_theme() -> None:
    text = "一、总体要求\n以习近平新时代中国特色社会主义思想为指导，加快养老服务发展。\n二、任务\n（一）托育。新增托位。\n"
    assert ids(text)[0][0] == "elderly-care"


def test_an_item_without_a_known_word_has_no_theme() -> None:
    assert ids("一、前言\n（一）甲乙。丙丁戊己。\n（二）庚辛。壬癸子丑。\n") == [[], []]


def test_the_evidence_stands_in_the_item_and_speaks_for_the_theme(scheme: ThemeScheme) -> None:
    reading = Reading.of((CORPUS / "nb-2025.txt").read_text(encoding="utf-8"))
    for block in read_outline(reading).blocks:
        span = reading.span(block.start, block.end)
        for theme in read_themes(reading, block, scheme):
            for evidence in theme.evidence:
                assert span.start <= evidence.start < evidence.end <= span.end
                owners = [hit.owner for hit in words_of("".join(evidence.quote.split()), scheme)]
                assert any(theme.id in _spoken_for(owner.id, scheme) for owner in owners)


def _spoken_for(owner: str, scheme: ThemeScheme) -> set[str]:
    concept = scheme.concepts.get(owner)
    return {theme.id for theme in scheme.themes_of(concept)} if concept else {owner}


MAIN_THEMES = {
    "sx-2023": {"2.2": "automobile", "2.5": "new-energy-vehicle", "3.10": "housing", "4.12": "catering",
                "4.16": "exhibition", "5.21": "agricultural-product", "6.24": "green-consumption",
                "8.31": "finance", "8.32": "consumer-rights"},
    "nb-2025": {"1.1": "employment-income", "2.3": "elderly-care", "2.4": "social-security", "3.1": "housing",
                "4.4": "sports", "5.2": "consumption-venue", "5.3": "community-commerce", "5.4": "logistics",
                "5.5": "trade-integration", "6.2": "market-regulation", "6.3": "transport"},
}  # fmt: skip


@pytest.mark.parametrize("stem", MAIN_THEMES)
def test_main_themes_are_those_that_a_reader_would_give(stem: str, scheme: ThemeScheme) -> None:
    reading = Reading.of((CORPUS / f"{stem}.txt").read_text(encoding="utf-8"))
    found = {block.path: read_themes(reading, block, scheme)[0].id for block in read_outline(reading).blocks}
    assert {path: found[path] for path in MAIN_THEMES[stem]} == MAIN_THEMES[stem]


WORDS = st.sampled_from(
    [
        "首店",
        "充电桩",
        "物流",
        "家政",
        "信用",
        "，",
        "。",
        "省",
        "局",
        "１５分钟生活圈",
        "\n",
        "甲",
        "5G",
        "(",
        ")",
        "《",
    ]
)


@settings(deadline=None, max_examples=60)
@given(st.lists(WORDS, max_size=40).map("".join))
def test_mentions_and_themes_hold_on_any_text(text: str) -> None:
    scheme = ThemeScheme.load()
    reading = Reading.of(text)
    mentions = read_concepts(reading, 0, len(reading.plain), scheme)
    assert len({mention.id for mention in mentions}) == len(mentions)
    for mention in mentions:
        assert text[mention.span.start : mention.span.end] == mention.span.quote != ""
    for found in themes("1." + text + "\n2." + text):
        assert len(found) <= MOST_THEMES
        assert all(0 < theme.score <= 1 for theme in found)
        assert sum(theme.score for theme in found) <= 1.01
