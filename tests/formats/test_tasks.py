"""Tables of tasks become measures, agencies and periods, whatever file they stand in."""

from pathlib import Path
from typing import Any

import pytest

from kg.model import Document
from loaders.document import read_document
from loaders.reading import Reading
from loaders.tables import find_tables
from ontology.registers import Registers
from tests.formats.records import MADE, facts, read

TABLE = Path(__file__).parent / "tasks.html"
HEAD = (
    "宁波市人民政府办公室关于印发宁波市促消费任务分工表的通知\n各区：\n现印发给你们。\n2023年3月5日\n附件\n"
)
PLAN = "宁波市促消费方案\n一、总体要求\n促进消费。\n二、任务\n（一）办节。办10场。\n（二）设点。设5个。\n三、保障\n加强领导，狠抓落实。\n"


def record(text: str) -> Document:
    return read_document(text, "a", Registers.load(), {"region": "宁波市"})


def bodies(document: Document) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(m.path, [(a.name, a.manner) for a in m.agencies]) for m in document.measures]


FILES = sorted(file for file in MADE.glob("tasks.*") if file.suffix in (".docx", ".pdf"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_table_says_the_same_in_every_format(file: Path) -> None:
    assert without_text(facts(read(file))) == without_text(facts(read(TABLE)))


def without_text(record: Any) -> Any:
    """The record without what tells where a row ends: cells parted by tabs or lines."""
    for measure in record["measures"]:
        del measure["text"]
    return record


def test_rows_are_measures_with_bodies_and_periods() -> None:
    document = read(TABLE)
    assert bodies(document)[:4] == [
        ("1.1", [("市商务局", "lead"), ("市财政局", "support"), ("市发展改革委", "support")]),
        ("1.2", [("市商务局", "lead"), ("市财政局", "support")]),
        ("1.3", [("市商务局", "lead"), ("市经信局", "support")]),
        ("1.4", [("市商务局", "lead"), ("市市场监管局", "support"), ("市文广旅游局", "support")]),
    ]
    first, third, fourth = (document.measures[n] for n in (0, 2, 3))
    assert [(f.value, f.unit, f.period) for f in first.figures] == [
        (10, "场", "2023-12"),
        (2000, "个", "2023"),
    ]
    assert third.localities and fourth.et_al
    assert [m.due and (m.due.period, m.due.span.quote) for m in document.measures[:4]] == [
        ("2023-12", "2023年12月底"),
        ("2023-06", "2023年6月底"),
        None,
        ("2023-10", "2023年10月"),
    ]
    assert [(s.path, s.title) for s in document.sections] == [
        ("1", "激发重点领域消费"),
        ("2", "优化消费环境"),
    ]
    assert document.header.document_number == "甬政办发〔2023〕99号"


def test_a_cell_that_is_empty_in_all_columns_of_bodies_is_merged_with_the_one_above() -> None:
    table = "序号\t任务\t责任单位\n1\t办节\t市商务局\n2\t设点\t\n"
    assert bodies(record(HEAD + table)) == [
        ("1", [("市商务局", "responsible")]),
        ("2", [("市商务局", "responsible")]),
    ]


def test_a_body_that_is_missing_in_one_column_alone_is_missing() -> None:
    table = "序号\t任务\t牵头单位\t配合单位\n1\t办节\t市商务局\t市财政局\n2\t设点\t市教育局\t\n"
    assert bodies(record(HEAD + table))[1] == ("2", [("市教育局", "lead")])


def test_a_row_that_goes_on_over_a_page_is_one_measure() -> None:
    table = "序号\t任务\t责任单位\n1\t办节，\t市商务局\n\t办10场。\t市财政局\n2\t设点。\t市教育局\n"
    found = bodies(record(HEAD + table))
    assert found[0] == ("1", [("市商务局", "responsible"), ("市财政局", "responsible")])
    assert [path for path, _ in found] == ["1", "2"]


def test_labels_in_a_cell_say_more_than_the_heading_of_its_column() -> None:
    table = "序号\t任务\t责任单位\n1\t办节\t牵头单位：市商务局；配合单位：市财政局\n2\t设点\t市教育局\n"
    assert bodies(record(HEAD + table))[0][1] == [("市商务局", "lead"), ("市财政局", "support")]


def test_a_table_may_be_drawn_with_bars() -> None:
    table = "| 序号 | 任务 | 责任单位 |\n|---|---|---|\n| 1 | 办节 | 市商务局 |\n| 2 | 设点 | 市教育局 |\n"
    assert [path for path, _ in bodies(record(HEAD + table))] == ["1", "2"]


def test_a_table_in_the_main_body_stands_below_its_item() -> None:
    text = PLAN.replace(
        "三、", "三、任务分工\n序号\t任务\t责任单位\n1\t办展\t市商务局\n2\t建店\t市教育局\n四、"
    )
    assert [m.path for m in record(text).measures] == ["1", "2.1", "2.2", "3.1", "3.2", "4"]


def test_a_table_in_an_annex_is_no_measure_of_the_plan_and_is_reported() -> None:
    document = record(PLAN + "附件：任务分工表\n序号\t任务\t责任单位\n1\t办展\t市商务局\n2\t建店\t市教育局\n")
    assert [m.path for m in document.measures] == ["1", "2.1", "2.2", "3"]
    assert [p.kind for p in document.problems] == ["left-aside"]


def test_a_letter_of_a_few_items_that_hands_on_a_table_is_not_the_plan() -> None:
    letter = "宁波市人民政府办公室关于印发促消费任务分工的通知\n一、高度重视。各区要落实。\n二、加强督查。按月上报。\n附件：任务分工\n"
    rows = "".join(f"{n}\t办第{n}场展会\t市商务局\n" for n in range(1, 8))
    document = record(f"{letter}序号\t任务\t责任单位\n{rows}")
    assert [m.path for m in document.measures] == [str(n) for n in range(1, 8)]


def test_a_table_of_other_things_has_no_tasks() -> None:
    tables = find_tables(Reading.of("指标\t单位\t2025年\n社零\t亿元\t5000\n网零\t亿元\t3000\n"))
    assert [table.kinds for table in tables] == [()]
    assert [
        m.path for m in record(PLAN + "附件\n指标\t单位\t2025年\n1\t亿元\t5000\n2\t亿元\t3000\n").measures
    ] == ["1", "2.1", "2.2", "3"]


def test_an_ordinal_before_a_tab_is_an_ordinal() -> None:
    assert [m.path for m in record("方案\n一、\t办节。办10场。\n二、\t设点。设5个。\n").measures] == [
        "1",
        "2",
    ]
