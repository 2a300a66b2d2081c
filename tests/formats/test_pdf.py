"""PDF files: running lines gone, lines joined, spaces kept, tables with their rows; what cannot be read says why."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from loaders.pdf_file import read_pdf
from loaders.pdf_lines import Line, PageLines, line_of, rows_of
from loaders.pdf_page import Character, Rule
from loaders.pdf_running import without_running
from loaders.pdf_tables import find_tables
from loaders.pdf_text import joined
from tests.formats.records import MADE


def text_of(name: str) -> str:
    return read_pdf((MADE / name).read_bytes(), name).text


def test_what_the_browser_prints_around_a_page_is_gone() -> None:
    text = text_of("cn-2022.chromium.pdf")
    assert "file:///" not in text and "1/" not in text and "文件\n" not in text


def test_lines_are_joined_to_paragraphs() -> None:
    lines = text_of("cn-2022.chromium.pdf").split("\n")
    assert any(line.startswith("（一）") and len(line) > 150 for line in lines)
    assert "一、应对疫情影响，促进消费有序恢复发展" in lines


@pytest.mark.parametrize("program", ["chromium", "libreoffice"])
def test_a_space_between_digits_is_kept(program: str) -> None:
    assert "增长 ４ ５％以上" in text_of(f"zj-2023.{program}.pdf")


def test_a_row_that_a_page_breaks_is_whole() -> None:
    rows = [line for line in text_of("tasks.chromium.pdf").split("\n") if line.startswith("5\t")]
    assert len(rows) == 1 and "完善线下无理由退货制度。\t市市场监管局" in rows[0]


@pytest.mark.parametrize(
    ("name", "says"),
    [("locked.libreoffice.pdf", "encrypted"), ("scanned.chromium.pdf", "is scanned.*OCR")],
)
def test_what_cannot_be_read_says_why(name: str, says: str) -> None:
    with pytest.raises(InputError, match=f"{name}: .*{says}"):
        text_of(name)


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4 garbage" * 50, b"%PDF-"])
def test_a_damaged_file_says_so(data: bytes) -> None:
    with pytest.raises(InputError, match="damaged"):
        read_pdf(data, "a.pdf")


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray((MADE / "tasks.libreoffice.pdf").read_bytes())
    for _ in range(data.draw(st.integers(1, 30))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(whole) // 2, len(whole)))
    try:
        found = read_pdf(bytes(whole[:cut]), "a.pdf")
    except InputError:
        return
    assert "\x00" not in found.text


def line(text: str, top: float, left: float = 70.0, size: float = 12.0) -> Line:
    return Line(text, left, top, left + size * len(text), top + size, size)


def page(*lines: Line) -> PageLines:
    return PageLines(600, 800, lines)


FULL = "推动消费持续恢复和扩大，增强消费对经济发展的基础作用，支持企业创新发"


def test_page_numbers_and_running_heads_are_left_out() -> None:
    pages = [
        page(line("政府公报 2023年第5期", 20), line(f"第{n}页正文", 300), line(f"— {n} —", 770))
        for n in range(1, 5)
    ]
    assert [[one.text for one in found.lines] for found in without_running(pages)] == [
        [f"第{n}页正文"] for n in range(1, 5)
    ]


def test_a_first_line_that_returns_nowhere_stays() -> None:
    pages = [page(line("甲市促消费方案", 20), line(FULL, 300)), page(line("二、任务", 20), line(FULL, 300))]
    assert without_running(pages) == pages


def test_a_line_that_fills_the_width_goes_on_and_an_indent_begins_anew() -> None:
    lines = [
        line(FULL, 100),
        line("展。", 120),
        line(FULL[:-2], 140, left=94),
        line(FULL, 160),
        line("完", 180),
    ]
    assert joined([page(*lines)]) == f"{FULL}展。\n{FULL[:-2]}{FULL}完\n"


def test_a_paragraph_goes_on_over_a_page() -> None:
    first = page(line(FULL, 100), line(FULL, 120), line(FULL, 140))
    assert joined([first, page(line("展消费。", 60), line("二、任务", 80))]).endswith(
        f"{FULL}展消费。\n二、任务\n"
    )


def test_a_character_printed_twice_is_one() -> None:
    row = [Character("甲", 10, 0, 22, 12), Character("甲", 10.4, 0, 22.4, 12), Character("乙", 22, 0, 34, 12)]
    assert line_of(row).text == "甲乙"


def test_a_raised_figure_stays_in_its_line() -> None:
    row = [
        Character("米", 10, 100, 22, 112),
        Character("2", 22, 98, 26, 105),
        Character("长", 26, 100, 38, 112),
    ]
    assert [line_of(found).text for found in rows_of(row)] == ["米2长"]


def grid(rows: int, columns: int) -> list[Rule]:
    lines = [Rule(True, 100 + 20 * n, 50, 50 + 40 * columns) for n in range(rows + 1)]
    return lines + [Rule(False, 50 + 40 * n, 100, 100 + 20 * rows) for n in range(columns + 1)]


def test_a_grid_of_rules_is_a_table_and_a_missing_rule_merges_cells() -> None:
    rules = [rule for rule in grid(3, 3) if rule != Rule(True, 120, 50, 170)]
    rules.append(Rule(True, 120, 90, 170))
    (table,) = find_tables(rules)
    assert (table.row_count, table.column_count) == (3, 3)
    assert table.cell_at(60, 130) == (0, 0) and table.cell_at(100, 130) == (1, 1)


def test_a_line_under_a_letterhead_is_no_table() -> None:
    assert find_tables([Rule(True, 100, 50, 500), Rule(True, 130, 50, 500)]) == []


def test_spaces_before_a_line_are_no_text() -> None:
    row = [Character(" ", 0, 0, 5, 12), Character("甲", 60, 0, 72, 12)]
    assert line_of(row).text == "甲"


def test_two_columns_are_read_one_after_the_other() -> None:
    text = text_of("sx-2023.columns.pdf")
    assert (
        text.index("一、总体要求")
        < text.index("二、扩大汽车消费")
        < text.index("（七）" if "（七）" in text else "(七)")
    )
    assert max(map(len, text.split("\n"))) > 150
