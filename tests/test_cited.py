"""Which documents citations mean, which are wanted, and what stays open."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cited import References, by_document, resolve
from kg.citing import CitingDocument, citing_document
from kg.document_names import full_name
from kg.model import Document, Header
from loaders.citations import read_citations
from loaders.orders import read_orders
from loaders.reading import Reading
from ontology.regions import Regions

REGIONS = Regions.load()


def document(stem: str, text: str = "", **header: str) -> CitingDocument:
    """A document of Zhejiang's government but for what ``header`` says, whose text stands outside of measures."""
    fields = {
        "title": f"{stem}方案",
        "issuer": "浙江省人民政府办公厅",
        "issued_on": "2023-06-01",
        "region_code": "330000",
    }
    made = Header(**{**fields, **header})  # type: ignore[arg-type]
    reading = Reading.of(text)
    citations = read_citations(reading, 0, len(reading.plain))
    return citing_document(Document(stem, text, made, (), (), citations=citations), REGIONS)


def city(stem: str, text: str = "", **header: str) -> CitingDocument:
    fields = {"issuer": "宁波市人民政府办公室", "region_code": "330200", "issued_on": "2023-09-01"}
    return document(stem, text, **{**fields, **header})


HELD = document(
    "held", title="关于进一步扩大消费促进高质量发展若干举措", document_number="浙政办发〔2023〕26号"
)


def meant(citing: CitingDocument, *held: CitingDocument) -> list[str]:
    found = resolve([citing, *held])
    assert len(found.resolved) + len(found.open) + sum(len(one.places) for one in found.wanted) == sum(
        len(one.citations) for one in (citing, *held)
    )
    return [one.held for one in found.resolved if one.stem == citing.stem]


@pytest.mark.parametrize(
    "text",
    [
        "按照浙政办发〔2023〕26号文件",
        "按照浙政办发［２０２３］２６号文件",
        "按照浙政办发【2023】26 号文件",
        "按照《某个写错的办法》（浙政办发〔2023〕26号）",
        "落实《浙江省人民政府办公厅印发关于进一步扩大消费促进高质量发展若干举措的通知》",
        "落实《浙江省人民政府办公厅关于印发〈关于进一步扩大消费促进高质量发展若干举措〉的通知》",
        "落实《关于进一步扩大消费促进高质量发展若干举措》",
        "落实省政府办公厅《关于进一步扩大消费促进高质量发展若干举措》",
        "落实《省政府关于进一步扩大消费促进高质量发展的若干举措》".replace("的若干", "若干"),
        "落实《浙江省关于进一步扩大消费促进高质量发展若干举措》",
    ],
)
def test_a_document_is_found_by_its_number_and_by_its_title_in_any_dress(text: str) -> None:
    assert meant(city("citing", text), HELD) == ["held"]


@pytest.mark.parametrize(
    "text",
    [
        "按照浙政办发〔2023〕27号文件",
        "落实《关于进一步扩大消费促进高质量发展若干举措》（浙政办发〔2022〕26号）",
        "落实《江苏省关于进一步扩大消费促进高质量发展若干举措》",
        "落实《市政府关于进一步扩大消费促进高质量发展若干举措》",
    ],
)
def test_another_number_or_another_body_is_another_document(text: str) -> None:
    assert meant(city("citing", text), HELD) == []


def test_a_title_without_place_means_a_document_of_ones_own_places_alone() -> None:
    text = "落实《进一步优化营商环境实施方案》"
    held = city("held", title="进一步优化营商环境实施方案", region_code="330100", issuer="杭州市人民政府")
    assert meant(city("citing", text), held) == []
    assert meant(city("citing", text, region_code="330106"), held) == ["held"]


def test_a_law_without_place_is_not_the_provinces() -> None:
    held = document("held", title="浙江省优化营商环境条例")
    assert meant(city("citing", "落实《优化营商环境条例》"), held) == []
    assert meant(city("citing", "落实《浙江省优化营商环境条例》"), held) == ["held"]


def test_a_document_that_came_later_is_not_meant_by_its_title() -> None:
    later = replace(HELD, issued_on="2024-01-01", number=None)
    assert meant(city("citing", "落实《关于进一步扩大消费促进高质量发展若干举措》"), later) == []


def test_of_two_under_one_number_the_title_decides_and_else_it_stays_open() -> None:
    other = replace(HELD, stem="other", names=(("别的方案", True),))
    number = "（浙政办发〔2023〕26号）"
    titled = city("citing", f"落实《关于进一步扩大消费促进高质量发展若干举措》{number}")
    assert meant(titled, HELD, other) == ["held"]
    found = resolve([city("citing", "按照浙政办发〔2023〕26号文件"), HELD, other])
    assert (found.resolved, found.wanted, found.open) == ((), (), (("citing", "citation-1"),))


def test_a_title_that_two_documents_bear_stays_open() -> None:
    held = [replace(HELD, stem=stem, number=None) for stem in ("one", "two")]
    found = resolve([city("citing", "落实《关于进一步扩大消费促进高质量发展若干举措》"), *held])
    assert (found.resolved, found.wanted, len(found.open)) == ((), (), 1)


def test_a_repeal_is_handed_on() -> None:
    citing = city("citing", "《关于进一步扩大消费促进高质量发展若干举措》同时废止。")
    places = tuple(replace(place, repealed=True) for place in citing.citations)
    assert resolve([replace(citing, citations=places), HELD]).resolved[0].repealed


# -- wanted documents -----------------------------------------------------------------------------------


def wanted(*documents: CitingDocument) -> dict[str, list[str]]:
    return {one.id: [stem for stem, _ in one.places] for one in resolve(documents).wanted}


def test_what_is_cited_and_not_held_is_wanted_with_all_who_cite_it() -> None:
    one = city("one", "按国办发〔2022〕9号、国办发[2022]9号")
    two = document("two", "落实《国务院办公厅关于促消费的意见》（国办发〔2022〕9号）")
    [found] = resolve([one, two]).wanted
    assert (found.id, found.title, found.number) == (
        "wanted/国办发-2022-9",
        "国务院办公厅关于促消费的意见",
        "国办发〔2022〕9号",
    )
    assert [stem for stem, _ in found.places] == ["one", "one", "two"] and not found.announced


def test_a_title_with_a_number_elsewhere_is_the_document_of_that_number() -> None:
    one = document("one", "落实《国务院办公厅关于促消费的意见》（国办发〔2022〕9号）")
    two = document("two", "落实国务院办公厅《关于促消费的意见》")
    assert wanted(one, two) == {"wanted/国办发-2022-9": ["one", "two"]}


def test_a_law_is_one_wanted_document_however_it_is_named() -> None:
    one, two = document("one", "《中华人民共和国反垄断法》"), city("two", "《反垄断法》")
    assert wanted(one, two) == {"wanted/反垄断法": ["one", "two"]}


def test_a_relative_name_is_the_citing_places_own() -> None:
    one = document("one", "落实《自治区行政执法监督条例》", region_code="650000")
    two = document("two", "落实《自治区行政执法监督条例》", region_code="450000")
    assert set(wanted(one, two)) == {
        "wanted/新疆维吾尔自治区行政执法监督条例",
        "wanted/广西壮族自治区行政执法监督条例",
    }


def test_a_document_still_to_be_made_is_marked_so() -> None:
    announcing = document("one", "研究制定《某某管理办法》")
    assert resolve([announcing]).wanted[0].announced
    assert not resolve([announcing, city("two", "落实《某某管理办法》")]).wanted[0].announced


@pytest.mark.parametrize(
    ("name", "code", "full"),
    [
        ("市场准入负面清单", "330200", "市场准入负面清单"),
        ("区域协调发展规划", "330203", "区域协调发展规划"),
        ("市政府若干措施", "330203", "宁波市政府若干措施"),
        ("市政府若干措施", "110113", "北京市政府若干措施"),
        ("省委意见", "100000", "省委意见"),
    ],
)
def test_only_names_that_begin_with_a_body_of_ones_own_places_are_completed(
    name: str, code: str, full: str
) -> None:
    assert full_name(name, REGIONS.chain(code)) == full


# -- orders ---------------------------------------------------------------------------------------------

ORDER = "按照省政府优化营商环境有关部署，结合实际。"


def ordered(text: str, *held: CitingDocument) -> list[str]:
    return [one.held for one in resolve([city("citing", text), *held]).orders]


def test_an_order_means_the_one_document_of_its_body_on_its_topic() -> None:
    held = document("held", title="浙江省进一步优化营商环境工作方案")
    assert ordered(ORDER, held, HELD) == ["held"]
    assert ordered("按照市政府优化营商环境有关部署。", held) == []
    assert ordered("按照省政府食品安全有关部署。", held) == []


def test_an_order_that_two_could_be_meant_by_or_that_came_later_or_long_ago_means_none() -> None:
    held = document("held", title="浙江省进一步优化营商环境工作方案")
    assert ordered(ORDER, held, replace(held, stem="other")) == []
    assert ordered(ORDER, replace(held, issued_on="2023-09-02")) == []
    assert ordered(ORDER, replace(held, issued_on="2020-09-02")) == []


@pytest.mark.parametrize(
    "text",
    [
        "认真落实党中央、国务院决策部署",
        "按照省委、省政府工作要求",
        "落实省委经济工作会议部署",
        "按照区人民政府按照本方案要求",
    ],
)
def test_phrases_without_a_topic_are_no_order(text: str) -> None:
    reading = Reading.of(text)
    assert list(read_orders(reading, 0, len(reading.plain))) == []


# -- all of it ------------------------------------------------------------------------------------------


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_documents_makes_no_difference(order: random.Random) -> None:
    documents = [
        HELD,
        city("a", "按国办发〔2022〕9号、浙政办发〔2023〕26号。" + ORDER),
        document(
            "b", "《国务院办公厅关于促消费的意见》（国办发〔2022〕9号）", title="浙江省优化营商环境方案"
        ),
        city("c", "国务院办公厅《关于促消费的意见》《反垄断法》"),
    ]
    expected = resolve(documents)
    assert len(expected.resolved) == len(expected.orders) == 1 and len(expected.wanted) == 2
    order.shuffle(documents)
    assert resolve(documents) == expected


def test_the_references_of_single_documents_are_together_all_references() -> None:
    cites = "按国办发〔2022〕9号、国办发〔2022〕9号、浙政办发〔2023〕26号。" + ORDER
    held = document("b", title="浙江省优化营商环境方案")
    whole = resolve([HELD, city("a", cites), city("c", cites), held])
    pieces = by_document(whole)
    assert set(pieces) == {"a", "c"}
    assert {one for piece in pieces.values() for one in piece.resolved} == set(whole.resolved)
    assert {one for piece in pieces.values() for one in piece.orders} == set(whole.orders)
    places = [place for piece in pieces.values() for one in piece.wanted for place in one.places]
    assert sorted(places) == [place for one in whole.wanted for place in one.places]


def test_nothing_cited_is_nothing_wanted() -> None:
    assert resolve([]) == References((), (), (), ())
