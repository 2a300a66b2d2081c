from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import RegisterError
from loaders.instruments import read_instruments
from loaders.reading import Reading
from ontology.instruments import InstrumentRegister

TABLE = """
[[instrument]]
id = "{id}"
zh = "{id}"
en = "{id}"
family = "treasure"
definition = "For a test."
cues = {cues}
"""


def found(text: str) -> dict[str, str]:
    reading = Reading.of(text)
    mentions = read_instruments(reading, 0, len(reading.plain))
    return {m.id.removeprefix("instrument/"): m.span.quote for m in mentions}


@pytest.mark.parametrize(
    ("text", "instrument", "quote"),
    [
        ("对购买新能源汽车的给予每辆最高2000元补贴。", "subsidy", "给予每辆最高2000元补贴"),
        ("全年发放消费券10亿元,参与商家20万家。", "voucher", "消费券10亿元"),
        ("落实二手车交易各项税收优惠政策。", "tax", "税收优惠政策"),
        ("引导金融机构加大消费信贷投放力度。", "credit", "金融机构加大消费信贷投放力度"),
        ("加大政府采购对绿色产品的支持力度。", "procurement", "政府采购对绿色产品的支持力度"),
        ("新建公共充电桩4000个。", "infrastructure", "新建公共充电桩4000个"),
        ("支持晋城市开展现房销售试点。", "pilot", "试点"),
        ("推动家政服务业立法。", "legislation", "立法"),
        ("放宽汽车摇号、限行政策。", "deregulation", "放宽汽车摇号、限行政策"),
        ("严厉打击价格欺诈等违法行为。", "enforcement", "打击价格欺诈等违法行为"),
        ("支持企业投保国内贸易信用保险。", "insurance", "信用保险"),
        ("鼓励带薪休假。", "working-time", "带薪休假"),
    ],
)
def test_an_instrument_is_shown_with_its_cue_and_short_object(text: str, instrument: str, quote: str) -> None:
    assert found(text)[instrument] == quote


@pytest.mark.parametrize(
    ("text", "instrument"),
    [
        ("降低保险费率。", "social-transfer"),  # 低保
        ("促进线上线下融合。", "digital-platform"),  # 上线
        ("设立法人机构。", "legislation"),  # 立法
        ("由市综合执法局负责。", "enforcement"),
        ("打击虚假宣传。", "information"),
        ("优化政务服务中心布局。", "administrative-service"),
    ],
)
def test_a_cue_inside_another_word_shows_nothing(text: str, instrument: str) -> None:
    assert instrument not in found(text)


def test_what_a_cited_document_is_about_is_no_instrument_of_the_measure() -> None:
    assert found("落实《新能源汽车购车补贴实施细则》。") == {}


def test_each_instrument_is_named_once_and_the_pair_of_verb_and_object_wins() -> None:
    assert found("完善补贴政策,给予企业奖补。完善补贴政策。") == {"subsidy": "给予企业奖补"}


def test_a_pair_does_not_reach_over_a_clause() -> None:
    assert "subsidy" not in found("给予支持,不是补贴。")


def test_the_responsibility_note_is_not_read() -> None:
    reading = Reading.of("办好此事。(责任单位:信用监管处)")
    note = reading.plain.index("(")
    end = len(reading.plain)
    assert read_instruments(reading, 0, end)
    assert read_instruments(reading, 0, end, [(note, end)]) == ()


def test_wrapped_and_full_width_text_is_read_and_quoted_as_stored() -> None:
    assert found("给予每辆最高２０００\n元补贴")["subsidy"] == "给予每辆最高２０００\n元补贴"


def test_the_register_holds_what_a_reader_needs() -> None:
    for instrument in InstrumentRegister.load():
        assert instrument.zh
        assert instrument.en
        assert instrument.definition.endswith(".")
        assert instrument.cues


def test_a_cue_of_two_instruments_is_refused_and_both_are_named(tmp_path: Path) -> None:
    file = tmp_path / "instruments.toml"
    file.write_text(
        TABLE.format(id="one", cues='["甲|乙…丙"]') + TABLE.format(id="two", cues='["乙…丙"]'),
        encoding="utf-8",
    )
    with pytest.raises(RegisterError, match=r"'乙…丙'.*one.*two"):
        InstrumentRegister.read(file)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (TABLE.format(id="one", cues='["甲…"]'), "empty word"),
        (TABLE.format(id="one", cues='["甲"]').replace("treasure", "gold"), "family 'gold'"),
        (TABLE.format(id="one", cues='["甲"]') + 'colour = "red"', "unknown colour"),
        ('[[instrument]]\nid = "one"', "lacks"),
        (TABLE.format(id="one", cues='["甲"]') + TABLE.format(id="one", cues='["乙"]'), "given twice"),
        ("[[instrument", "instruments.toml"),
    ],
)
def test_a_register_that_is_wrong_is_refused_with_the_reason(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "instruments.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RegisterError, match=message):
        InstrumentRegister.read(file)


@given(
    st.lists(
        st.sampled_from(["给予", "补贴", "消费券", ",", "\n", " ", "试点", "10亿元", "。", "《", "》"]),
        max_size=30,
    )
)
def test_every_quote_is_the_text_at_its_span(pieces: list[str]) -> None:
    reading = Reading.of("".join(pieces))
    mentions = read_instruments(reading, 0, len(reading.plain))
    assert all(reading.text[m.span.start : m.span.end] == m.span.quote != "" for m in mentions)
    assert len({m.id for m in mentions}) == len(mentions)
