"""``kg show ID --format md``: title, number, issuer, date, item, quoted sentence and source, ready to paste."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kg.cli import commands
from tests.conftest import Kg

NOTICE = """关于支持*首店*经济的通知
甬商发〔2023〕7号

一、主要措施
1. 引进首店。鼓励开设_新_店。
2023年新增首店
30家。（责任单位：市商务局）
2. #培育品牌。1. 评选[老字号]10家。

宁波市商务局
2023年3月1日
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of one document whose source is known and whose text has Markdown's signs in it."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "notice.txt").write_text(NOTICE, encoding="utf-8")
    source = '[notice]\nsource = "https://policy.example/notice?id=7"\n'
    (folder / "corpus.toml").write_text(source, encoding="utf-8")
    commands.main(
        ["build", str(folder / "notice.txt"), "--graph", str(folder / "graph")], standalone_mode=False
    )
    return folder / "graph"


def cited(kg: Kg, id: str, folder: Path | None = None) -> str:
    done = kg("show", id, "--format", "md", folder=folder)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_measure_is_cited_with_everything_a_reader_needs(kg: Kg) -> None:
    assert cited(kg, "zj-2023/2.1.3") == (
        "> 推进电子商务直播基地及公共直播间发展，２０２３ 年新增电子商务直播式“共富工坊”３００ 家。\n\n"
        "《关于进一步扩大消费促进高质量发展若干举措》（浙政办发〔2023〕26号）, 浙江省人民政府办公厅, 2023-03-31, "
        "item 2.1.3 支持电子商务直播发展. <https://policy.example/330000/2023/浙政办发-2023-26/2.1.3>\n"
    )


@pytest.mark.parametrize("part", ["sentence-5", "figure-1"])
def test_a_fact_and_its_sentence_are_cited_by_the_sentence(kg: Kg, part: str) -> None:
    quote, _, reference = cited(kg, f"zj-2023/2.1.3/{part}").partition("\n\n")
    assert quote == cited(kg, "zj-2023/2.1.3").partition("\n\n")[0]
    assert "item 2.1.3 " in reference


def test_every_measure_is_quoted_word_for_word(kg: Kg) -> None:
    rows = json.loads(kg("sparql", "SELECT ?m ?t { ?m a :Measure ; :text ?t }", "--format", "json").stdout)
    for row in rows[::20]:
        quote, _, reference = cited(kg, row["m"]).partition("\n\n")
        plain = re.sub(r"\\([\\`*_\[\]<>~|#.)+=-])", r"\1", quote.removeprefix("> "))
        assert "".join(plain.split()) in "".join(row["t"].split()) != ""
        assert re.match(r"《.+》(（.+号）)?, .+, \d{4}-\d\d-\d\d, item [\d.]+ .+\. <https://", reference)


def test_the_source_is_where_the_document_was_taken_from(kg: Kg, own: Path) -> None:
    assert cited(kg, "notice/1.1", own).splitlines()[-1].endswith(". <https://policy.example/notice?id=7>")
    assert cited(kg, "notice", own).count("<https://policy.example/notice?id=7>") == 1


def test_the_sentence_with_a_target_is_chosen_and_its_lines_joined(kg: Kg, own: Path) -> None:
    assert cited(kg, "notice/1.1", own).startswith(
        "> 2023年新增首店30家。\n\n《关于支持\\*首店\\*经济的通知》"
    )


def test_signs_of_markdown_in_the_text_are_shown_as_they_are(kg: Kg, own: Path) -> None:
    assert cited(kg, "notice/1.1/sentence-2", own).startswith("> 鼓励开设\\_新\\_店。\n")
    assert "item 1.2 #培育品牌" in cited(kg, "notice/1.2", own)
    assert "\\[老字号\\]" in cited(kg, "notice/1.2", own)


def test_a_lost_decimal_point_is_said_beside_the_quote(kg: Kg) -> None:
    out = cited(kg, "zj-2023/1")
    assert "增长 ４ ５％以上" in out
    assert out.endswith("\n\nDecimal point lost in the source: 社会消费品零售总额增长率 is 4.5 %.\n")


def test_a_link_is_cited_from_both_sides(kg: Kg) -> None:
    question = (
        "SELECT ?l ?low ?up { ?l a :Alignment ; :lowerQuote ?low ; :upperQuote ?up } ORDER BY ?l LIMIT 1"
    )
    [row] = json.loads(kg("sparql", question, "--format", "json").stdout)
    lower, upper = cited(kg, row["l"]).split("):\n\n")
    assert lower.startswith("> ") and upper.startswith("> ") and lower.count("《") == upper.count("《") > 0
    for quote, side in ((row["low"], lower), (row["up"], upper)):
        assert "".join(quote.split()) in "".join(side.split())


def test_what_is_in_no_document_is_named_with_its_address(kg: Kg) -> None:
    out = cited(kg, "agency/330000/commerce")
    assert out == "**浙江省商务厅**\n\nhttps://policy.example/agency/330000/commerce\n"
