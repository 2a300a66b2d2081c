"""Items are found in every layout, and numbers that are no ordinals are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.ordinals import chinese_number
from loaders.outline import Outline, read_outline
from loaders.reading import Reading
from loaders.roles import role_of

DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (DIGITS[ones] if ones else "")


def outline_of(text: str) -> Outline:
    return read_outline(Reading.of(text))


def paths(text: str) -> list[str]:
    return [block.path for block in outline_of(text).blocks]


@given(st.integers(1, 99))
def test_chinese_numbers_round_trip(number: int) -> None:
    assert chinese_number(chinese(number)) == number


@given(st.text())
def test_any_text_is_read_without_error_and_blocks_do_not_overlap(text: str) -> None:
    reading = Reading.of(text)
    at = 0
    for block in read_outline(reading).blocks:
        assert at <= block.start <= block.head <= block.body <= block.end <= len(reading.plain)
        at = block.end


sections = st.lists(st.integers(0, 4), min_size=1, max_size=6)


@given(sections, st.sampled_from(["（{}）", "({})", "〔{}〕", "（{}） "]), st.booleans(), st.integers(20, 60))
def test_a_generated_outline_is_found_again(
    counts: list[int], bracket: str, continuous: bool, width: int
) -> None:
    lines, expected, running = [], [], 0
    for number, count in enumerate(counts, 1):
        lines.append(f"{chinese(number)}、做好第一方面工作" + ("" if count else "。各地各部门要抓紧办理。"))
        expected += [] if count else [str(number)]
        for sub in range(1, count + 1):
            running = running + 1 if continuous else sub
            lines.append(
                f"{bracket.format(chinese(running))}推进有关事项。到年底建成10个站点，覆盖面达到90%以上。"
            )
            expected.append(f"{number}.{running}")
    wrapped = "\n".join(line[at : at + width] for line in lines for at in range(0, len(line), width))
    assert paths("关于促进工作的通知\n" + wrapped) == expected


@given(st.lists(st.integers(0, 4), min_size=2, max_size=6))
def test_a_text_that_has_lost_every_line_break_has_the_same_items(counts: list[int]) -> None:
    pieces, expected = ["关于促进工作的通知。为做好工作，制定本方案。"], []
    for number, count in enumerate(counts, 1):
        pieces.append(f"{chinese(number)}、做好有关工作" + ("" if count else "。各地要抓紧办理。"))
        expected += [] if count else [str(number)]
        for sub in range(1, count + 1):
            pieces.append(f"（{chinese(sub)}）推进有关事项。到年底建成10个站点。")
            expected.append(f"{number}.{sub}")
    assert paths("".join(pieces) + "抓好落实。" * 800) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、任务\n1.办节。办好。\n2.设点。设好。\n", ["1.1", "1.2"]),
        ("一、任务\n１．办节。办好。\n２．设点。设好。\n", ["1.1", "1.2"]),
        (
            "第一章 总则\n第一条 为促进消费。\n第二条 适用本省。\n第二章 措施\n第三条 办节。\n",
            ["1.1", "1.2", "2.3"],
        ),
        ("1 总则\n1.1 目的。为了消费。\n1.2 范围。本省。\n2 措施\n2.1 办节。办好。\n", ["1.1", "1.2", "2.1"]),
        ("一、任务\n㈠办节。办好。\n㈡设点。设好。\n", ["1.1", "1.2"]),
        ("一、任务（一）办节。办好。（二）设点。设好。\n二、保障。抓好。\n", ["1.1", "1.2", "2"]),
        ("一、任务\n29.办节。\n", ["1"]),
    ],
)
def test_styles_of_numbering(text: str, expected: list[str]) -> None:
    assert paths(text) == expected


@pytest.mark.parametrize(
    "body",
    [
        "主要包括：（1）办节；（2）设点；（3）补贴。",
        "一是办节。二是设点。三是补贴。",
        "一、二、三产业融合发展，",
        "推广经验，5G基站达到\n10个，\n2.5万户受益。",
        "符合下列条件：\n（一）成立满一年；\n（二）守信经营；\n（三）依法纳税。\n",
    ],
)
def test_an_enumeration_in_a_sentence_is_no_item(body: str) -> None:
    assert paths(f"一、发展产业。{body}\n二、做好保障。抓好落实。\n") == ["1", "2"]


def test_a_number_over_two_lines_is_not_taken_for_an_ordinal() -> None:
    assert paths("一、任务\n1.事项名称：联办1\n2.实施机构：企业\n3.时限：1个工作日\n") == [
        "1.1",
        "1.2",
        "1.3",
    ]


def test_a_list_number_above_the_title_does_not_hide_the_outline() -> None:
    outline = outline_of(
        "1. 某省人民政府关于促进工作的通知\n为做好工作，通知如下。\n一、办节。办好。\n二、设点。设好。\n"
    )
    assert [block.path for block in outline.blocks] == ["1", "2"]


def test_a_table_of_contents_is_not_the_outline() -> None:
    contents = "目录\n第一章\n总则\n第二章\n措施\n"
    body = "第一章 总则\n第一条 为了促进消费，制定本条例，各地遵照执行。\n第二章 措施\n第二条 各地应当办节，扩大消费规模。\n"
    assert paths(contents + body) == ["1.1", "2.2"]


def test_an_annex_is_left_aside_and_reported() -> None:
    text = "一、办节。办好。\n二、设点。设好。\n附件\n任务清单\n一、甲事。\n二、乙事。\n"
    reading = Reading.of(text)
    outline = read_outline(reading)
    assert [block.path for block in outline.blocks] == ["1", "2"]
    assert [problem.kind for problem in outline.problems(reading, "x")] == ["left-aside"]


@pytest.mark.parametrize(
    "named",
    [
        "清单（详见\n附件2）。",
        "清单，按照\n附件2所列时限办理。",
        "清单见附件1和\n附件2。",
        "清单（附件1、\n附件2、附件3）。",
    ],
)
def test_an_annex_named_in_a_sentence_at_the_head_of_a_wrapped_line_ends_nothing(named: str) -> None:
    text = f"一、办节。完善{named}办好各类活动。\n二、设点。设好。\n三、补贴。给予支持。\n"
    assert paths(text) == ["1", "2", "3"]
    assert paths(text + f"四、督查。加强督查。完善{named}\n") == ["1", "2", "3", "4"]


def test_a_missing_and_a_repeated_ordinal_are_taken_and_reported() -> None:
    outline = outline_of(
        "一、任务\n（一）办节。办好。\n（三）设点。设好。\n（三）补贴。按规定给予补贴支持。\n"
    )
    assert [block.path for block in outline.blocks] == ["1.1", "1.3", "1.3-2"]
    assert len(outline.gaps) == 2


@pytest.mark.parametrize(
    ("title", "headings", "role"),
    [
        ("加强财税支持", ["强化保障措施，进一步夯实消费高质量发展基础"], "safeguard"),
        ("指导思想", ["总体要求"], "general"),
        ("总体目标要求", [], "general"),
        ("加强组织领导", [], "safeguard"),
        ("提升金融要素保障覆盖面和可得性", ["主要任务"], "measure"),
        ("加强医疗保障", ["实施居民减负保障行动"], "measure"),
    ],
)
def test_roles(title: str, headings: list[str], role: str) -> None:
    assert role_of(title, headings) == role


def test_a_title_ends_at_its_full_stop_or_with_its_line() -> None:
    text = "一、总体要求\n坚持以人民为中心的发展思想，不断满足人民日益增长的美好生活需要。\n二、办节。办好节日。\n"
    assert [block.title for block in outline_of(text).blocks] == ["总体要求", "办节"]
