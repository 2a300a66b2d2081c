"""A file with several plans is several documents; an annex is none."""

import itertools
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.file_text import FileText
from loaders.several_plans import split_plans
from loaders.text_file import read_text_file
from tests.formats.records import read_all

VARIETY = Path(__file__).parent.parent / "variety"
BODY = "".join(
    f"{number}、第{number}项重点任务\n（一）支持企业。{'支持企业发展，扩大消费规模。' * 12}\n（二）办好活动。{'办好各类活动。' * 12}\n"
    for number in "一二三"
)
LETTER = (
    "宁波市人民政府办公厅关于印发《宁波市促消费方案》和《宁波市稳外贸方案》的通知\n甬政办发〔2023〕9号\n各区：\n"
    "现将《宁波市促消费方案》和《宁波市稳外贸方案》印发给你们。\n宁波市人民政府办公厅\n2023年3月5日\n"
)


def titled(text: str) -> list[str]:
    return [part.text.strip().split("\n")[0] for part in split_plans(FileText(text))]


def document(place: str, year: int) -> str:
    return f"{place}人民政府关于促进消费的意见\n{place[0]}政发〔{year}〕3号\n各区：\n{BODY}{place}人民政府\n{year}年5月4日\n"


def test_a_letter_that_hands_on_two_plans_gives_two_documents(tmp_path: Path) -> None:
    file = tmp_path / "two.txt"
    file.write_text(f"{LETTER}宁波市促消费方案\n{BODY}附件2\n宁波市稳外贸方案\n{BODY}", encoding="utf-8")
    first, second = read_all(file)
    assert (first.stem, second.stem) == ("two-1", "two-2")
    assert (first.header.title, second.header.title) == ("宁波市促消费方案", "宁波市稳外贸方案")
    # What the letter says holds for both.
    for header in (first.header, second.header):
        assert (header.document_number, header.issued_on) == ("甬政办发〔2023〕9号", "2023-03-05")
        assert header.issuer == "宁波市人民政府办公厅"
    assert len(first.measures) == len(second.measures) == 6


def test_documents_one_after_the_other_are_told_by_their_heads() -> None:
    text = document("宁波市", 2022) + document("杭州市", 2023) + document("金华市", 2024)
    assert titled(text) == [f"{place}人民政府关于促进消费的意见" for place in ("宁波市", "杭州市", "金华市")]


def test_a_plan_without_a_head_of_its_own_is_told_by_its_title() -> None:
    assert titled(f"宁波市促消费方案\n{BODY}杭州市促消费方案\n{BODY}") == [
        "宁波市促消费方案",
        "杭州市促消费方案",
    ]


def test_an_annex_is_no_plan() -> None:
    text = f"宁波市促消费方案\n{BODY}附件：\n1.宁波市促消费实施细则\n附件1\n宁波市促消费实施细则\n{BODY}"
    assert len(titled(text)) == 1


def test_what_the_plan_announces_is_no_plan_of_its_own() -> None:
    text = f"宁波市促消费方案\n{BODY}具体按照宁波市促消费实施细则执行。\n宁波市促消费实施细则\n{BODY}"
    assert len(titled(text)) == 1


def test_real_documents_hold_one_plan_each() -> None:
    assert {len(split_plans(FileText(read_text_file(file)))) for file in VARIETY.glob("*.txt")} == {1}


def test_real_documents_in_one_file_are_parted_where_they_begin() -> None:
    files = sorted(VARIETY.glob("*.txt"))
    for one, other in itertools.permutations(files, 2):
        texts = [read_text_file(file).strip() + "\n" for file in (one, other)]
        parts = split_plans(FileText("".join(texts)))
        assert [part.text for part in parts] == texts, (one.name, other.name)


@given(
    st.lists(
        st.sampled_from([LETTER, BODY, "宁波市稳外贸方案\n", "附件2\n", document("宁波市", 2022)]), max_size=8
    )
)
@settings(max_examples=60, deadline=None)
def test_no_text_is_lost_between_plans(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert "".join(part.text for part in split_plans(FileText(text))) == text
