from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Citation
from loaders.citations import (
    citation_id,
    numbers_by_title,
    read_citations,
    read_repeals,
    read_validity,
    title_key,
)
from loaders.reading import Reading


def cited(text: str, own_title: str | None = None, own_number: str | None = None) -> list[Citation]:
    reading = Reading.of(text)
    return list(read_citations(reading, 0, len(reading.plain), own_title=own_title, own_number=own_number))


def ids(text: str, own_title: str | None = None) -> list[str]:
    return [c.id.removeprefix("citation/") for c in cited(text, own_title)]


@pytest.mark.parametrize(
    "number",
    [
        "国办发〔2022〕30号",
        "国办发［2022］30 号",
        "国办发(2022)30号",
        "国办发【２０２２】３０号",
        "国办发〔2022〕\n30号",
    ],
)
def test_a_title_and_its_number_are_one_citation_in_every_style(number: str) -> None:
    (citation,) = cited(f"按照《国务院办公厅关于降低交易成本的意见》（{number}）要求")
    assert citation.id == "citation/国办发-2022-30"
    assert citation.title == "国务院办公厅关于降低交易成本的意见"
    assert citation.number == "国办发〔2022〕30号"
    assert citation.span.quote.endswith("）")


@pytest.mark.parametrize(
    ("text", "id", "quote"),
    [
        ("根据国办发〔2022〕9号文件精神", "国办发-2022-9", "国办发〔2022〕9号"),
        (
            "对《某细则》(商务部令2020年第2号)施行前",
            "商务部令-2020年-第2号",
            "《某细则》(商务部令2020年第2号)",
        ),
        ("依据国务院令第722号,", "国务院令-_-第722号", "国务院令第722号"),
    ],
)
def test_numbers_stand_alone_or_name_an_order(text: str, id: str, quote: str) -> None:
    assert [(c.id, c.span.quote) for c in cited(text)] == [(f"citation/{id}", quote)]


@pytest.mark.parametrize(
    "text",
    [
        "阅读《红楼梦》。",
        "送达《信用修复告知书》。",
        "推出《你好，体验官》。",
        "各县《市、区》人民政府",
        "12345平台(2022)等30号线",
        "2号线第2号车站",
    ],
)
def test_books_forms_and_other_numbers_are_no_citations(text: str) -> None:
    assert ids(text) == []


def test_the_documents_own_title_and_its_cover_letter_are_no_citations() -> None:
    text = "《扩大消费若干举措》已经省政府同意，现印发给你们。关于印发《扩大消费若干举措》的通知"
    assert ids(text) == []
    assert ids("《扩大消费若干举措》的任务", own_title="扩大消费若干举措") == []
    assert (
        ids("《扩大消费若干举措》的任务", own_title="浙江省人民政府办公厅关于印发扩大消费若干举措的通知")
        == []
    )
    assert cited("浙政办发〔2023〕26号", own_number="浙政办发〔２０２３〕２６") == []


def test_a_higher_document_of_the_same_name_is_a_citation() -> None:
    text = "落实《某省人民政府办公厅关于印发进一步优化营商环境实施方案的通知》"
    assert len(ids(text, own_title="进一步优化营商环境实施方案")) == 1


def test_nested_titles_are_one_citation() -> None:
    (citation,) = cited("落实《某省落实〈区域全面经济伙伴关系协定〉（RCEP）行动计划》，")
    assert citation.title == "某省落实《区域全面经济伙伴关系协定》(RCEP)行动计划"
    (citation,) = cited("依据《某市人民政府关于印发〈某市推广改革实施方案〉的通知》（某政办发〔2023〕5号）")
    assert citation.number == "某政办发〔2023〕5号"


def test_a_title_with_a_closing_mark_too_few_ends_at_its_number() -> None:
    (citation,) = cited(
        "依据《某市政府关于印发〈某市推广改革实施方案的通知》（某政办发〔2023〕5号），结合实际"
    )
    assert citation.number == "某政办发〔2023〕5号"


def test_a_short_form_leads_to_the_document_cited_before() -> None:
    first, second = cited("实施《某省优化营商环境条例》（以下简称《条例》），完善以《条例》为基础的制度")
    assert first.id == second.id == "citation/某省优化营商环境条例"
    assert second.span.quote == "《条例》"
    assert ids("对《实施方案》进展情况") == []


def test_a_title_gets_the_number_it_has_elsewhere_in_the_document() -> None:
    reading = Reading.of("按《某省办法》（某政发〔2020〕1号）。落实《某省办法》。")
    start = reading.plain.index("落实")
    numbers = numbers_by_title(reading)
    (citation,) = read_citations(reading, start, len(reading.plain), numbers=numbers)
    assert citation.id == "citation/某政发-2020-1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("中华人民共和国行政处罚法", "行政处罚法"),
        ("某市改革方案（试行）", "某市改革方案"),
        ("北京市政府关于印发《北京市推广改革方案》的通知", "北京市推广改革方案"),
        ("某省“四电”实施方案", "某省 「四电」实施方案"),
    ],
)
def test_two_spellings_of_a_title_have_one_key(one: str, other: str) -> None:
    assert title_key(one) == title_key(other)


def test_plans_of_one_name_by_two_provinces_stay_two() -> None:
    one, two = (f"{p}人民政府关于印发进一步优化环境实施方案的通知" for p in ("甲省", "乙省"))
    assert title_key(one) != title_key(two)


def test_repeals_are_told_from_other_citations() -> None:
    reading = Reading.of(
        "按照《甲办法》执行。本办法自2023年8月1日起施行，《乙办法》（某政发〔2019〕3号）同时废止。废止《丙规定》《丁规定》。"
    )
    repealed = read_repeals(reading, 0, len(reading.plain))
    assert [c.id for c in repealed] == ["citation/某政发-2019-3", "citation/丙规定", "citation/丁规定"]


@pytest.mark.parametrize(
    "text",
    [
        "本方案自印发之日起施行，有效期至2025 年12 月31 日。",
        "本文件自印发之日起执行,有效期５年,相关措施有施行时限的按其规定执行.",
        "本政策自印发之日起实施，执行期限至2023 年12 月31 日。",
        "本办法由省局进行解释，自2023年8月1日起施行。",
    ],
)
def test_a_statement_of_validity_is_read_as_stored(text: str) -> None:
    span = read_validity(Reading.of(f"一、某事。\n{text}\n附件"))
    assert span is not None
    assert span.quote == text


@pytest.mark.parametrize(
    "text",
    [
        "给予5折内优惠，政策执行至2024年9月30日。",
        "上述措施中，票据业务执行期限为长期，其余措施执行期限至2024年9月30日。",
        "原行政许可仍在有效期内的，直接更换新证。",
        "持续清理和废止含市场准入限制的规定。",
    ],
)
def test_the_term_of_one_measure_is_no_validity_of_the_document(text: str) -> None:
    assert read_validity(Reading.of(text)) is None


@given(
    st.lists(
        st.sampled_from(
            [
                "《",
                "》",
                "〈",
                "〉",
                "办法",
                "关于",
                "（",
                "）",
                "国办发",
                "〔2022〕",
                "9号",
                "\n",
                "废止",
                "第2号令",
            ]
        ),
        max_size=25,
    )
)
def test_every_quote_is_the_text_at_its_span(pieces: list[str]) -> None:
    reading = Reading.of("".join(pieces))
    end = len(reading.plain)
    for citation in (*read_citations(reading, 0, end), *read_repeals(reading, 0, end)):
        assert reading.text[citation.span.start : citation.span.end] == citation.span.quote != ""
    read_validity(reading)


@given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))
def test_an_id_tells_titles_from_numbers_and_is_stable(title: str, number: str) -> None:
    assert citation_id(title, None) == citation_id(title_key(title), None)
    assert citation_id(title, number) == citation_id(None, number)
