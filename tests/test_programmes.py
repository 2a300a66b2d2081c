from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import RegisterError
from loaders.programmes import (
    check_register,
    programme_key,
    read_candidates,
    read_programmes,
    recurring,
    settle,
)
from loaders.reading import Reading


def found(text: str) -> list[str]:
    reading = Reading.of(text)
    return [m.id.removeprefix("programme/") for m in read_programmes(reading, 0, len(reading.plain))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("打响“夜色甬城”品牌。", ["夜色甬城"]),
        ("举办“甬江创客”直播电商大赛。", ["甬江创客"]),
        ("开展“绿色出行,助力消费”活动。", ["绿色出行助力消费"]),
        ("举办“金秋购物节”,吸引客流。", ["金秋购物节"]),
        ("推广“政采云”“阳光采购”等服务平台。", ["政采云", "阳光采购"]),
        ("深入实施“百园增绿”。", ["百园增绿"]),
        ("实施“浙里来消费·2023消费提振年”行动。", ["浙里来消费消费提振年", "浙里来消费"]),
    ],
)
def test_the_words_around_a_quotation_make_it_a_programme(text: str, names: list[str]) -> None:
    assert sorted(found(text)) == sorted(names)


@pytest.mark.parametrize(
    "text",
    [
        "严禁“一刀切”式执法。",
        "打通“最后一公里”。",
        "深入实施“八八战略”。",
        "推动“两个先行”。",
        "开通“12345”平台。",
        "(以下简称“夜甬”品牌)",
        "印发《“双促双旺”促消费稳增长实施方案》。",
        "整治“吃拿卡”行动不力问题。",
        "培育“银发”“少儿”经济。",
        "建设“泛三江口”商圈。",
        "落实“谁主管、谁负责,谁审批、谁监管”活动要求。",
    ],
)
def test_phrases_slogans_definitions_and_titles_are_none(text: str) -> None:
    assert found(text) == []


def test_names_of_one_programme_get_one_identifier() -> None:
    assert found("新增“三同”产品20个。") == found("发展同线同标同质产品。") == ["同线同标同质"]
    assert found("推行双随机、一公开监管。") == found("推行“双随机,一公开”。") == ["双随机一公开"]


def test_a_year_or_edition_does_not_part_a_programme_from_itself() -> None:
    assert programme_key("２０２３浙里来消费") == programme_key("浙里来消费")
    assert programme_key("第三届 宁波购物节") == programme_key("宁波购物节")


def test_a_known_name_within_another_one_is_not_meant() -> None:
    assert found("开展“便民办税春风行动”。") == ["便民办税春风行动"]


def test_a_name_known_with_its_quotation_marks_is_read_once() -> None:
    assert found("推进家政服务业提质扩容“领跑者”行动。") == ["家政服务业提质扩容领跑者"]


def test_what_one_measure_makes_certain_holds_for_the_others() -> None:
    reading = Reading.of("升级“湘快办”平台。办好“湘快办”重点实事。")
    cut = reading.plain.index("办好")
    blocks = [read_candidates(reading, 0, cut), read_candidates(reading, cut, len(reading.plain))]
    assert settle(blocks[1:]) == ((),)
    assert [len(mentions) for mentions in settle(blocks)] == [1, 1]


def test_a_name_without_a_word_for_it_becomes_one_when_documents_share_it() -> None:
    documents = []
    for text in ("推动“好米”提质。", "加快推广“好米”。"):
        reading = Reading.of(text)
        documents.append(read_candidates(reading, 0, len(reading.plain)))
    assert recurring(documents) == {"programme/好米"}
    assert recurring(documents[:1]) == frozenset()
    assert len(settle(documents[:1], recurring(documents))[0]) == 1


def test_excluded_ranges_are_not_read() -> None:
    reading = Reading.of("打响“夜色甬城”品牌。")
    assert read_programmes(reading, 0, len(reading.plain), [(0, 10)]) == ()


def test_a_name_of_two_programmes_is_refused_and_both_are_named(tmp_path: Path) -> None:
    file = tmp_path / "programmes.toml"
    file.write_text(
        '[[programme]]\nname = "甲计划"\nalso = ["丙"]\n[[programme]]\nname = "乙计划"\nalso = ["丙"]\n',
        "utf-8",
    )
    with pytest.raises(RegisterError, match=r"甲计划.*乙计划"):
        check_register(file)


def test_the_register_that_ships_is_free_of_clashes() -> None:
    assert check_register() > 80


@given(
    st.lists(
        st.sampled_from(
            ["“", "”", "三同", "一网通办", "夜色", "品牌", "·", "、", "\n", "。", "《", "》", "等活动"]
        ),
        max_size=25,
    )
)
def test_every_quote_is_the_text_at_its_span(pieces: list[str]) -> None:
    reading = Reading.of("".join(pieces))
    candidates = read_candidates(reading, 0, len(reading.plain))
    for mention in (c.mention for c in candidates):
        assert reading.text[mention.span.start : mention.span.end] == mention.span.quote != ""


@given(st.text(max_size=30))
def test_a_key_is_the_key_of_itself(name: str) -> None:
    assert programme_key(programme_key(name)) == programme_key(name)
