"""Bodies charged with something in the running text, and those merely mentioned."""

from __future__ import annotations

import pytest

from loaders.agency_records import Identify, identify_with
from loaders.charged import read_charged
from loaders.reading import Reading
from ontology.agencies import AgencyRegister


@pytest.fixture(scope="module")
def identify() -> Identify:
    return identify_with(AgencyRegister.load(), "330200")


def charged(text: str, identify: Identify) -> list[tuple[str, str]]:
    reading = Reading.of(text)
    return [(body.name, body.manner) for body in read_charged(reading, 0, len(reading.plain), (), identify)]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("国家统计局要完善服务消费统计监测。", [("国家统计局", "responsible")]),
        ("国家发展改革委、商务部等有关部门要发挥作用。", [("国家发展改革委", "responsible"), ("商务部", "responsible")]),
        ("压实责任。市商务局要牵头制订支持政策。", [("市商务局", "lead")]),
        ("具体方案由市商务局牵头制定。", [("市商务局", "lead")]),
        ("由市商务局牵头，市财政局、市税务局配合，推进工作。", [("市商务局", "lead"), ("市财政局", "support"), ("市税务局", "support")]),
        ("市财政局会同市商务局制定办法。", [("市财政局", "responsible"), ("市商务局", "joint")]),
        ("市商务局要会同市财政局，制定办法。", [("市商务局", "responsible"), ("市财政局", "joint")]),
        ("专班办公室设在市商务局，负责协调。", [("市商务局", "responsible")]),
        ("人民银行要引导金融机构降低利率。", [("人民银行", "responsible")]),
        ("一是市商务局负责促销；二是市经信局牵头推进。", [("市商务局", "responsible"), ("市经信局", "lead")]),
        ("申报材料由市商务局审核。", [("市商务局", "responsible")]),
        ("省消费专班统筹协调各项举措落实。", [("省消费专班", "responsible")]),
        ("市商务局：负责日常工作。", [("市商务局", "responsible")]),
    ],
)  # fmt: skip
def test_a_body_with_a_duty_is_charged(text: str, bodies: list[tuple[str, str]], identify: Identify) -> None:
    assert charged(text, identify) == bodies


@pytest.mark.parametrize(
    "text",
    [
        "企业可向市商务局申报补贴。", "方案已经市政府同意。", "经省商务厅认定的企业应当备案。", "各区县政府应落实主体责任。",
        "有关部门要加强协调。", "各级各部门要抓好落实。", "市、县商务局要做好统计。", "行业协会要加强自律。",
        "市场主体要依法经营。", "支持市体育局、市文旅局办赛。", "金融机构要加大信贷投放。", "围绕市委、市政府制定出台的政策。",
        "成立由市商务局牵头的工作专班。", "由于市商务局要求较高。",
    ],
)  # fmt: skip
def test_a_body_merely_mentioned_is_not_charged(text: str, identify: Identify) -> None:
    assert charged(text, identify) == []


def test_a_note_of_responsibility_is_not_read_as_running_text(identify: Identify) -> None:
    reading = Reading.of("市商务局要办展。（市财政局负责）由市经信局牵头。")
    note = (reading.plain.index("("), reading.plain.index(")") + 1)
    bodies = read_charged(reading, 0, len(reading.plain), [note], identify)
    assert [body.name for body in bodies] == ["市商务局", "市经信局"]


def test_a_body_charged_twice_counts_once(identify: Identify) -> None:
    assert charged("市商务局要办展。市商务局要办节。", identify) == [("市商务局", "responsible")]


def test_the_span_holds_the_printed_name(identify: Identify) -> None:
    text = "压实责任。市商\n务局要牵头推进。"
    reading = Reading.of(text)
    (body,) = read_charged(reading, 0, len(reading.plain), (), identify)
    assert (body.name, text[body.span.start : body.span.end]) == ("市商务局", "市商\n务局")
