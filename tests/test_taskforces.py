"""Taskforces that documents set up, and the bodies in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.model import Taskforce
from loaders.agency_records import Identify, identify_with
from loaders.reading import Reading
from loaders.taskforces import read_taskforces
from ontology.agencies import AgencyRegister


@pytest.fixture(scope="module")
def identify() -> Identify:
    return identify_with(AgencyRegister.load(), "330200")


def members(taskforce: Taskforce) -> list[tuple[str, str]]:
    return [(member.role, member.agency.name) for member in taskforce.members]


def test_members_named_in_running_text_have_their_roles(identify: Identify) -> None:
    text = (
        "市政府成立促消费工作专班，由分管副市长任组长，市商务局、市财政局主要负责人任副组长，"
        "市发改委、市统计局等部门为成员单位，办公室设在市商务局。"
    )
    (taskforce,) = read_taskforces(Reading.of(text), identify)
    assert (taskforce.id, taskforce.label) == ("taskforce/促消费工作专班", "促消费工作专班")
    assert members(taskforce) == [
        ("head", "分管副市长"), ("deputy", "市商务局"), ("deputy", "市财政局"),
        ("member", "市发改委"), ("member", "市统计局"), ("office", "市商务局"),
    ]  # fmt: skip


LIST = """附件
促消费工作领导小组成员名单
组  长：张三  市委常委、副市长
副组长：李四  市政府副秘书长
        王小五  市商务局局长
成  员：赵六  市发展改革委党组书记、主任
        钱七  宁波海关副关长
        孙八八市税务局副局长
        周九  海曙区副区长
领导小组办公室设在市商务局，王小五同志兼任办公室主任。"""


def test_of_persons_in_a_list_only_the_bodies_are_kept(identify: Identify) -> None:
    (taskforce,) = read_taskforces(Reading.of(LIST), identify)
    assert members(taskforce) == [
        ("head", "市委"), ("head", "副市长"), ("deputy", "市政府"), ("deputy", "市商务局"), ("member", "市发展改革委"),
        ("member", "宁波海关"), ("member", "市税务局"), ("member", "海曙区"), ("office", "市商务局"),
    ]  # fmt: skip


@pytest.mark.parametrize("person", ["张三", "李四", "王小五", "赵六", "钱七", "孙八八", "周九"])
def test_names_of_persons_are_never_kept(person: str, identify: Identify) -> None:
    (taskforce,) = read_taskforces(Reading.of(LIST), identify)
    for member in taskforce.members:
        assert person not in member.agency.name + member.agency.label + member.agency.id


def test_a_head_of_government_stands_for_the_government(identify: Identify) -> None:
    (taskforce,) = read_taskforces(Reading.of(LIST), identify)
    assert taskforce.members[1].agency.label == "宁波市人民政府"


def test_a_taskforce_made_of_bodies_has_them_as_members(identify: Identify) -> None:
    text = "组建由市商务局、市财政局等部门有关负责同志组成的宁波市消费工作专班，统筹推进。"
    (taskforce,) = read_taskforces(Reading.of(text), identify)
    assert taskforce.label == "宁波市消费工作专班"
    assert members(taskforce) == [("member", "市商务局"), ("member", "市财政局")]


@pytest.mark.parametrize(
    "text",
    [
        "可成立工作专班统筹推进。",
        "召开联席会议研究问题。",
        "建立工作专班、专项小组推进机制。",
        "各地要成立领导小组。",
        "领导小组每季度开会。",
    ],
)
def test_what_no_document_sets_up_by_name_is_left_out(text: str, identify: Identify) -> None:
    assert read_taskforces(Reading.of(text), identify) == ()


def test_a_taskforce_and_the_list_of_its_members_are_one(identify: Identify) -> None:
    text = (Path(__file__).parent.parent / "corpus" / "nb-2023.txt").read_text(encoding="utf-8")
    (taskforce,) = read_taskforces(Reading.of(text), identify)
    assert taskforce.label == "“双促双旺”促消费稳增长工作专班"
    assert text[taskforce.span.start : taskforce.span.end] == taskforce.label
    roles = [role for role, _ in members(taskforce)]
    assert [roles.count(role) for role in ("head", "deputy", "member", "office")] == [1, 7, 30, 1]
    for member in taskforce.members:
        assert text[member.agency.span.start : member.agency.span.end] == member.agency.span.quote


def test_the_quotation_marks_of_a_name_are_no_part_of_its_identity(identify: Identify) -> None:
    quoted, plain = (
        read_taskforces(Reading.of(f"成立{name}，推进工作。"), identify)[0].id
        for name in ("“双促”工作专班", "双促工作专班")
    )
    assert quoted == plain == "taskforce/双促工作专班"
