"""The header: what the text prints wins, the page and corpus.toml supply the rest, conflicts are kept and told."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Header
from loaders.header import read_header
from loaders.header_sources import Fields
from loaders.info_box import read_info_box
from loaders.outline import read_outline
from loaders.reading import Reading
from ontology.regions import Regions

BODY = "\n各区、县人民政府：\n现提出以下意见。\n一、恢复消费。支持首店30家。\n二、扩大内需。支持夜市。\n"
LETTER = "嘉兴市人民政府办公室关于印发嘉兴市促消费若干措施的通知\n嘉政办发〔2023〕12号\n"
SIGNED = "嘉兴市人民政府办公室\n2023年3月1日\n"


def header_of(
    text: str, supplied: Mapping[str, str] | None = None, facts: Mapping[str, str] | None = None
) -> tuple[Header, list[str]]:
    reading = Reading.of(text)
    header, problems = read_header(reading, read_outline(reading), Regions.load(), "a", supplied, facts)
    assert {problem.kind for problem in problems} <= {"conflict"}
    return header, [problem.what for problem in problems]


def test_a_printed_header_is_read_whole() -> None:
    header, problems = header_of(LETTER + BODY + SIGNED)
    assert problems == []
    assert (header.title, header.document_number) == ("嘉兴市促消费若干措施", "嘉政办发〔2023〕12号")
    assert (header.issuer, header.issued_on, header.issued_on_kind) == (
        "嘉兴市人民政府办公室",
        "2023-03-01",
        "signed",
    )
    assert (header.level, header.region, header.region_code) == ("city", "嘉兴市", "330400")
    assert set(header.sources.values()) == {"text"}


BOXES = {
    "label and value on a line": "发文机关：嘉兴市人民政府办公室 成文日期：2023年03月01日\n"
    "标　　题：嘉兴市人民政府办公室关于印发嘉兴市促消费若干措施的通知\n"
    "发文字号：嘉政办发〔2023〕12号 发布日期：2023年03月05日\n主 题 词：\n",
    "labels without colon, each value on the next line": "索引号\n113304/2023\n发布机构\n嘉兴市人民政府办公室\n文号\n"
    "嘉政办发〔2023〕12号\n成文日期\n2023-03-01\n发布日期\n2023-03-05\n",
    "labels with colon, each value on the next line": "发文机关：\n嘉兴市人民政府办公室\n发文字号：\n嘉政办发〔2023〕12号\n"
    "成文日期：\n2023年3月1日\n有效性：\n有效\n",
    "cells of a table": "索引号\t3304/2023\t公开形式\t主动公开\n文号\t嘉政办发〔2023〕12号\t发布机构\t嘉兴市人民政府办公室\n"
    "成文日期\t2023-03-01\t有效性\t有效\n",
}


@pytest.mark.parametrize("box", list(BOXES.values()), ids=list(BOXES))
def test_the_box_of_a_web_page_is_read_and_is_no_title(box: str) -> None:
    header, problems = header_of(box + "关于印发嘉兴市促消费若干措施的通知\n" + BODY)
    assert problems == []
    assert header.title == "嘉兴市促消费若干措施"
    assert (header.document_number, header.issuer) == ("嘉政办发〔2023〕12号", "嘉兴市人民政府办公室")
    assert (header.issued_on, header.issued_on_kind, header.region) == ("2023-03-01", "signed", "嘉兴市")


def test_one_label_alone_is_no_box() -> None:
    assert read_info_box(Reading.of("标题：某方案\n正文\n"), 5).ranges == ()


def test_a_page_supplies_what_the_text_does_not_print() -> None:
    facts = {
        "title": "嘉兴市促消费若干措施_嘉兴市人民政府",
        "document_number": "嘉政办发[2023]12号",
        "issuer": "嘉兴市人民政府办公室",
        "signed_on": "2023-03-01",
        "published_on": "2023-03-05",
        "url": "https://policy.example/1",
    }
    header, problems = header_of("嘉兴市促消费若干措施\n" + BODY, facts=facts)
    assert problems == []
    assert (header.document_number, header.issued_on, header.issued_on_kind) == (
        "嘉政办发〔2023〕12号",
        "2023-03-01",
        "signed",
    )
    assert header.source == "https://policy.example/1"
    assert {name for name, source in header.sources.items() if source == "page"} >= {
        "document_number",
        "issuer",
        "issued_on",
    }


def test_the_text_wins_over_the_page_and_the_page_over_the_table_and_all_values_are_kept() -> None:
    header, problems = header_of(
        LETTER + BODY + SIGNED,
        supplied={"document_number": "嘉政办发〔2023〕14号", "issued_on": "2023-03-09"},
        facts={"document_number": "嘉政办发〔2023〕13号", "signed_on": "2023-03-02"},
    )
    assert (header.document_number, header.issued_on) == ("嘉政办发〔2023〕12号", "2023-03-01")
    assert header.sources["document_number"] == header.sources["issued_on"] == "text"
    assert header.sources["document_number (page)"] == "嘉政办发〔2023〕13号"
    assert header.sources["document_number (corpus.toml)"] == "嘉政办发〔2023〕14号"
    assert header.sources["issued_on (page)"] == "2023-03-02"
    assert header.sources["issued_on (corpus.toml)"] == "2023-03-09"
    assert len(problems) == 4 and all("the text is kept" in what for what in problems)


def test_a_page_against_the_table_says_that_the_page_is_kept() -> None:
    supplied, facts = {"issuer": "某市商务局"}, {"issuer": "嘉兴市商务局"}
    header, [what] = header_of("促消费若干措施\n" + BODY, supplied, facts)
    assert header.issuer == "嘉兴市商务局"
    assert what == "issuer: the page says '嘉兴市商务局', corpus.toml '某市商务局'; the page is kept"


def test_days_of_different_kinds_are_no_conflict() -> None:
    header, problems = header_of(
        LETTER + BODY + SIGNED,
        {"issued_on": "2023-03-04", "issued_on_kind": "printed"},
        {"published_on": "2023-03-09"},
    )
    assert (header.issued_on, problems) == ("2023-03-01", [])


def test_the_same_value_in_other_widths_is_no_conflict() -> None:
    supplied = {"document_number": "嘉政办发[２０２３]12", "title": "嘉兴市 促消费若干措施"}
    assert header_of(LETTER + BODY, supplied)[1] == []


def test_where_a_page_took_its_text_from_is_the_issuer_only_where_none_is_named() -> None:
    assert header_of("促消费若干措施\n" + BODY, facts={"source": "嘉兴市商务局"})[0].issuer == "嘉兴市商务局"
    assert header_of("促消费若干措施\n" + BODY, facts={"source": "嘉兴日报"})[0].issuer is None
    header, problems = header_of(LETTER + BODY + SIGNED, facts={"source": "市发改委"})
    assert (header.issuer, problems) == ("嘉兴市人民政府办公室", [])


def test_a_printed_region_wins_over_the_table_and_an_inferred_one_does_not() -> None:
    header, problems = header_of(LETTER + BODY, {"region": "宁波市"})
    assert (header.region, header.sources["region"], header.sources["region (corpus.toml)"]) == (
        "嘉兴市",
        "text",
        "宁波市",
    )
    assert len(problems) == 1
    header, problems = header_of("促消费若干措施\n浙政发〔2023〕1号\n" + BODY, {"region": "宁波市"})
    assert (header.region, header.level, header.sources["region"], problems) == (
        "宁波市",
        "city",
        "corpus.toml",
        [],
    )


def test_a_level_that_is_not_the_regions_is_a_conflict() -> None:
    header, [what] = header_of(LETTER + BODY, {"level": "province"})
    assert header.level == "city" and what.startswith("level: the text says 'city'")


def test_two_who_sign_are_told_apart() -> None:
    text = "中共延安市委延安市人民政府关于印发三年行动方案的通知\n"
    header, _ = header_of(text + "中共延安市委\n延安市人民政府\n2023年4月29日\n" + BODY)
    assert header.issuer == "中共延安市委、延安市人民政府"


@pytest.mark.parametrize(
    "signature",
    [
        "山东省社会信用体系建设领导小组办公室\n（山东省发展和改革委员会\n某某银行济南分行代章）\n",
        "山东省社会信用体系建设领导小组办公室（代章）\n",
    ],
)
def test_a_seal_in_brackets_is_no_signature(signature: str) -> None:
    text = "山东省社会信用体系建设2023年工作要点\n" + signature + "2023年4月10日\n" + BODY
    assert header_of(text)[0].issuer == "山东省社会信用体系建设领导小组办公室"


def test_a_number_that_lost_its_brackets_is_read() -> None:
    assert header_of("某某工作要点\n荆政办发?2023?6号\n" + BODY)[0].document_number == "荆政办发〔2023〕6号"


@given(st.lists(st.sampled_from(["甲", "乙", None]), min_size=3, max_size=3))
def test_every_value_that_a_source_gave_is_kept(values: list[str | None]) -> None:
    fields = Fields("a")
    fields.settle("issuer", dict(zip(("text", "page", "corpus.toml"), values, strict=True)))
    kept = {fields.values["issuer"]} if fields.values else set()
    kept |= {value for name, value in fields.sources.items() if "(" in name}
    assert kept == set(filter(None, values))
    assert len(fields.problems) == sum("(" in name for name in fields.sources)


@given(st.text(alphabet="发文机关字号：: \t|\n|市政府2023年-〔〕日题标", max_size=300))
def test_any_text_has_a_header_and_its_box_lies_in_it(text: str) -> None:
    reading = Reading.of(text)
    box = read_info_box(reading, len(reading.plain))
    assert all(0 <= start <= end <= len(reading.plain) for start, end in box.ranges)
    assert header_of(text)[0].title
