"""Responsibility notes: who is named in them, in every style that documents print."""

from __future__ import annotations

import json
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.agency_records import Identify, identify_with
from loaders.outline import read_outline
from loaders.reading import Reading
from loaders.responsibility import Responsibility, find_bindings, read_responsibilities
from loaders.responsibility_notes import find_notes, read_note
from ontology.agencies import AgencyRegister

ROOT = Path(__file__).parent
REGIONS = {"cn-2022": "100000", "nb-2023": "330200", "zj-2023": "330000"}


@pytest.fixture(scope="module")
def identify() -> Identify:
    return identify_with(AgencyRegister.load(), "330200")


def read(text: str, identify: Identify) -> dict[str, Responsibility]:
    reading = Reading.of(text)
    outline = read_outline(reading)
    found = read_responsibilities(reading, outline, identify)
    return {block.path: who for block, who in zip(outline.blocks, found, strict=True)}


def read_item(note: str, identify: Identify) -> Responsibility:
    text = f"某市促消费方案\n一、主要任务\n（一）办好活动。举办促销活动。{note}\n（二）发放补贴。扩大范围。\n"
    return read(text, identify)["1.1"]


def named(who: Responsibility) -> list[tuple[str, str]]:
    return [(agency.name, agency.manner) for agency in who.agencies]


@pytest.mark.parametrize(
    ("note", "names"),
    [
        ("（责任单位：市商务局、市财政局）", [("市商务局", "responsible"), ("市财政局", "responsible")]),
        ("(责任单位:市商务局,市财政局)", [("市商务局", "responsible"), ("市财政局", "responsible")]),
        ("（市商务局、市财政局按职责分工负责）", [("市商务局", "responsible"), ("市财政局", "responsible")]),
        ("（牵头单位：市商务局；配合单位：市财政局）", [("市商务局", "lead"), ("市财政局", "support")]),
        ("（市商务局牵头，市财政局、市税务局配合）", [("市商务局", "lead"), ("市财政局", "support"), ("市税务局", "support")]),
        ("（由市商务局负责）", [("市商务局", "responsible")]),
        ("（责任部门：市商务局）", [("市商务局", "responsible")]),
        ("【责任单位：市商务局】", [("市商务局", "responsible")]),
        ("【责任单位】市商务局、市财政局", [("市商务局", "responsible"), ("市财政局", "responsible")]),
        ("[责任单位：市商务局]", [("市商务局", "responsible")]),
        ("〔市商务局会同市财政局负责〕", [("市商务局", "responsible"), ("市财政局", "joint")]),
        ("（市商务局）", [("市商务局", "responsible")]),
        ("（责任单位：市数字经济局〔市经信局〕、市发改委）", [("市数字经济局〔市经信局〕", "responsible"), ("市发改委", "responsible")]),
        ("（省消费专班各成员单位按职责分工负责）", [("省消费专班各成员单位", "responsible")]),
        ("（市委组织部、市投资促进局、市住房和城乡建设局负责）", [("市委组织部", "responsible"), ("市投资促进局", "responsible"), ("市住房和城乡建设局", "responsible")]),
        ("（市财政局和宁波海关负责）", [("市财政局", "responsible"), ("宁波海关", "responsible")]),
        ("（责任领导：张三；责任单位：市商务局；联系人：李四）", [("市商务局", "responsible")]),
        ("（责任单位：危化处、执法局）", [("危化处", "responsible"), ("执法局", "responsible")]),
        ("\n牵头单位：市商务局\n责任单位：市财政局、市文广旅\n游局", [("市商务局", "lead"), ("市财政局", "responsible"), ("市文广旅游局", "responsible")]),
        ("（牵头：市商务局；配合：市财政局）", [("市商务局", "lead"), ("市财政局", "support")]),
        ("（责任单位：州市场监管局、县市场监管局）", [("州市场监管局", "responsible"), ("县市场监管局", "responsible")]),
        ("（责任单位：市商务局  市财政局）", [("市商务局", "responsible"), ("市财政局", "responsible")]),
        ("责任单位：市商务局、市财政局。", [("市商务局", "responsible"), ("市财政局", "responsible")]),
    ],
)  # fmt: skip
def test_every_style_of_note_names_its_bodies(
    note: str, names: list[tuple[str, str]], identify: Identify
) -> None:
    assert named(read_item(note, identify)) == names


@pytest.mark.parametrize(
    "note",
    [
        "（支持范围：家电、汽车）",
        "（含充电时间）",
        "（点）",
        "（详见附件）",
        "（单位负责人签字）",
        "（以下简称市商务局）",
    ],
)
def test_other_brackets_are_no_notes(note: str, identify: Identify) -> None:
    who = read_item(note, identify)
    assert (who.agencies, who.ranges) == ((), ())


@pytest.mark.parametrize(
    "words",
    [
        "各市、县〔市、区〕政府", "各市人民政府", "相关市人民政府", "各区（县、市）政府", "各县（区）人民政府、开发区管委会",
        "各区县（市）", "各地", "各县（市）区、开发区", "各街道", "各地级以上市人民政府", "各市、县〔区〕市场监管局",
        "区县人社局", "各省、自治区、直辖市人民政府",
    ],
)  # fmt: skip
def test_localities_are_a_flag_and_no_agencies(words: str, identify: Identify) -> None:
    who = read_item(f"（市商务局，{words}按职责分工负责）", identify)
    assert (named(who), who.localities) == ([("市商务局", "responsible")], True)


@pytest.mark.parametrize("words", ["海曙区政府", "宁波前湾新区管委会", "市政府办公室"])
def test_a_named_government_or_office_is_an_agency_and_no_locality(words: str, identify: Identify) -> None:
    who = read_item(f"（责任单位：市商务局、{words}）", identify)
    assert ([agency.name for agency in who.agencies], who.localities) == (["市商务局", words], False)


def test_a_body_after_localities_stays_a_body(identify: Identify) -> None:
    who = read_item("（责任单位：各区县人民政府，市市场监管局）", identify)
    assert (named(who), who.localities) == ([("市市场监管局", "responsible")], True)


@pytest.mark.parametrize(
    "words", ["等", "等单位", "等市直有关部门", "、各有关部门", "，市直相关单位", "等16个部门"]
)
def test_unnamed_others_are_et_al(words: str, identify: Identify) -> None:
    who = read_item(f"（市商务局、市财政局{words}按职责分工负责）", identify)
    assert ([agency.name for agency in who.agencies], who.et_al) == (["市商务局", "市财政局"], True)


def test_several_notes_of_an_item_are_joined_and_a_body_counts_once(identify: Identify) -> None:
    who = read_item("（市财政局负责）开展宣传。（市商务局牵头，市财政局配合）", identify)
    assert named(who) == [("市财政局", "support"), ("市商务局", "lead")]
    assert len(who.ranges) == 2


def test_a_deadline_is_no_body_and_its_place_is_given(identify: Identify) -> None:
    text = "一、任务\n（一）办活动。举办。（责任单位：市商务局，完成时限：2023年6月底）\n（二）发券。发放。\n"
    reading = Reading.of(text)
    outline = read_outline(reading)
    who = read_responsibilities(reading, outline, identify)[0]
    assert named(who) == [("市商务局", "responsible")]
    assert [reading.plain[a:b] for a, b in who.deadlines] == ["2023年6月底"]


def test_a_name_without_its_region_takes_that_of_the_one_before(identify: Identify) -> None:
    who = read_item("（责任单位：省商务厅、财政厅，市发改委、商务局）", identify)
    assert [agency.id for agency in who.agencies] == [
        "agency/330000/commerce", "agency/330000/finance", "agency/330200/development-reform", "agency/330200/commerce",
    ]  # fmt: skip
    assert [agency.name for agency in who.agencies] == ["省商务厅", "财政厅", "市发改委", "商务局"]


def test_a_name_wrapped_over_lines_is_printed_without_layout(identify: Identify) -> None:
    who = read_item("（责任单位：市文化和旅\n\n游局、市财 政局）", identify)
    assert [agency.name for agency in who.agencies] == ["市文化和旅游局", "市财政局"]


@pytest.mark.parametrize(
    "sentence",
    [
        "以下工作均需各市、县〔市、区〕政府落实，不再列出", "以下任务均由各区（县、市）政府负责，不再单独列出",
        "各市州、县市区人民政府均为责任单位，以下不再列出",
    ],
)  # fmt: skip
def test_a_sentence_for_what_follows_binds_all_later_items(sentence: str, identify: Identify) -> None:
    text = f"一、总体要求\n办好。\n二、任务\n（一）甲事。办。（市商务局负责。{sentence}）\n（二）乙事。办。（市财政局负责）\n三、保障\n（一）丙事。办。\n"
    found = read(text, identify)
    assert [found[path].localities for path in ("1", "2.2", "3.1")] == [False, True, True]
    assert [agency.name for agency in found["2.2"].agencies] == ["市财政局"]


def test_a_sentence_for_what_precedes_binds_the_items_before_it(identify: Identify) -> None:
    text = (
        "一、任务\n（一）甲事。办。\n（二）乙事。办。\n（三）丙事。以上各项任务均由各区（县、市）政府落实。\n"
    )
    assert [who.localities for who in read(text, identify).values()] == [True, True, True]


@pytest.mark.parametrize("sentence", ["以下简称各区政府", "各市县要抓好落实", "500万元以下的由各区政府审批"])
def test_other_sentences_about_localities_bind_nothing(sentence: str) -> None:
    assert find_bindings(sentence) == ()


def test_the_note_after_a_group_holds_for_the_group_where_that_is_the_habit(identify: Identify) -> None:
    group = "1.甲事。办甲。\n2.乙事。办乙。\n（市商务局牵头，各区政府负责）\n"
    text = f"一、任务\n（一）第一组\n{group}（二）第二组\n{group}"
    found = read(text, identify)
    assert list(found) == ["1.1.1", "1.1.2", "1.2.1", "1.2.2"]
    assert all(named(who) == [("市商务局", "lead")] for who in found.values())
    assert found["1.1.1"].ranges == ()


def test_one_item_without_a_note_takes_nobody_elses(identify: Identify) -> None:
    text = "一、任务\n（一）甲。办。（市商务局负责）\n（二）乙。办。\n（三）丙。办。（市财政局负责）\n"
    assert named(read(text, identify)["1.2"]) == []


def test_the_note_of_a_heading_holds_for_items_without_one(identify: Identify) -> None:
    text = "一、办展（责任单位：市商务局）\n（一）甲。办。\n（二）乙。办。（市财政局负责）\n二、办节\n（一）丙。办。\n"
    found = read(text, identify)
    assert [named(found[path]) for path in ("1.1", "1.2", "2.1")] == [
        [("市商务局", "responsible")], [("市财政局", "responsible")], [],
    ]  # fmt: skip


def test_the_first_body_leads_where_the_document_says_so(identify: Identify) -> None:
    text = "一、任务\n（一）甲。办。（市商务局、市财政局负责）\n（二）乙。排在第一位的为牵头单位。\n"
    assert named(read(text, identify)["1.1"]) == [("市商务局", "lead"), ("市财政局", "responsible")]


def test_spans_quote_the_source_and_lie_in_the_note(identify: Identify) -> None:
    text = "一、任务\n（一）办展。办。（责任单位：市商\n务局、市 财政局）\n（二）发券。发。\n"
    for agency in read(text, identify)["1.1"].agencies:
        assert text[agency.span.start : agency.span.end] == agency.span.quote
        assert "".join(agency.span.quote.split()) == agency.name


def normal(name: str) -> str:
    folded = "".join(unicodedata.normalize("NFKC", name).split())
    return folded.translate(str.maketrans("〔〕[]", "()()"))


@pytest.mark.parametrize("stem", sorted(REGIONS))
def test_the_gold_documents_are_read_as_careful_readers_do(stem: str) -> None:
    gold = json.loads((ROOT / "gold" / f"{stem}.json").read_text(encoding="utf-8"))
    text = (ROOT.parent / "corpus" / f"{stem}.txt").read_text(encoding="utf-8")
    found = read(text, identify_with(AgencyRegister.load(), REGIONS[stem]))
    for measure in gold["measures"]:
        who = found[measure["path"]]
        given = {normal(agency.name) for agency in who.agencies}
        wanted = {normal(name) for name in measure["agencies"]}
        assert (given, who.localities, who.et_al) == (wanted, measure["localities"], measure["et_al"])


BODIES = [
    "市商务局",
    "市委组织部",
    "市住房和城乡建设局",
    "宁波海关",
    "市数字经济局〔市经信局〕",
    "国网宁波供电公司",
]


@given(
    st.lists(st.sampled_from(BODIES), min_size=1, unique=True),
    st.sampled_from(["（责任单位：{}）", "（{}按职责分工负责）", "〔{}负责〕", "责任单位：{}。"]),
    st.lists(st.integers(0, 60), max_size=4),
)
def test_a_list_is_read_whole_wherever_its_lines_are_wrapped(
    bodies: list[str], style: str, breaks: list[int]
) -> None:
    note = style.format("、".join(bodies))
    for at in sorted(breaks, reverse=True):
        note = note[:at] + "\n" + note[at:]
    reading = Reading.of("举办活动。" + note)
    notes = find_notes(reading, 0, len(reading.plain))
    assert len(notes) == 1
    assert [name.name for name in read_note(reading.plain, notes[0]).names] == bodies


@given(st.text(alphabet="市县区各、，。；（）〔〕：责任单位负责牵头商务局等和由要\n", max_size=120))
def test_whatever_the_text_names_are_quoted_and_notes_do_not_overlap(text: str) -> None:
    reading = Reading.of(text)
    notes = find_notes(reading, 0, len(reading.plain))
    assert all(a.end <= b.start for a, b in pairwise(notes))
    for note in notes:
        found = read_note(reading.plain, note)
        assert all(reading.plain[name.start : name.end] == name.name for name in found.names)
