"""The folded view of a text leads every character back to its source."""

from hypothesis import given
from hypothesis import strategies as st

from loaders.reading import Reading, fold

LAYOUT = (
    "０１２３４９％（），。；：、 　\n\r\t\x0c—-·. #Page12一二三四省市区ab“”《》«»〔〕\u200b\u202e\ufeff①⑴⒈"
)
texts = st.text(alphabet=st.one_of(st.sampled_from(LAYOUT), st.characters(exclude_categories=["Cs"])))


@given(texts)
def test_every_character_of_the_view_leads_back_to_the_source(text: str) -> None:
    reading = Reading.of(text)
    assert len(reading.offsets) == len(reading.plain) + 1
    assert list(reading.offsets) == sorted(reading.offsets)
    for at, character in enumerate(reading.plain):
        source = text[reading.offsets[at]]
        assert character in (fold(source), "。", " ")


def test_page_marks_are_left_out_at_the_head_of_a_text_and_of_its_lines() -> None:
    for text in ("- 3 -\n一、任务", "# Page 1\n一、任务", "一、\n— 12 —\n任务", "\n第 2 页\n一、任务\n·4·"):
        assert Reading.of(text).plain == "一、任务"
    assert Reading.of("任务- 3 -\n完").plain == "任务-3-完"


@given(texts, st.data())
def test_a_span_quotes_its_text(text: str, data: st.DataObject) -> None:
    reading = Reading.of(text)
    start = data.draw(st.integers(0, len(reading.plain)))
    end = data.draw(st.integers(start, len(reading.plain)))
    span = reading.span(start, end)
    assert text[span.start : span.end] == span.quote


@given(texts)
def test_positions_and_offsets_are_inverse(text: str) -> None:
    reading = Reading.of(text)
    assert all(reading.position(reading.offsets[at]) == at for at in range(len(reading.plain)))


@given(texts)
def test_sentences_cover_the_text_without_gap_or_overlap(text: str) -> None:
    reading = Reading.of(text)
    at = 0
    for start, end in reading.sentences(0, len(reading.plain)):
        assert start == at < end
        at = end
    assert at == len(reading.plain)


def test_a_word_wrapped_over_a_page_mark_is_one_word() -> None:
    assert Reading.of("累计培\n\n# Page 12:\n育10家").plain == "累计培育10家"
    assert Reading.of("累计培\n— 3 —\n育10家").plain == "累计培育10家"


def test_a_blank_between_digits_is_kept_and_one_at_a_line_break_is_not() -> None:
    assert Reading.of("增长 ４ ５％").plain == "增长4 5%"
    assert Reading.of("增长 ４\n５％").plain == "增长45%"
    assert Reading.of("１００００ 个").plain == "10000个"


def test_a_half_width_full_stop_after_chinese_is_a_full_stop_and_a_decimal_point_is_not() -> None:
    assert Reading.of("给予奖励.最高2.5万元.其他").plain == "给予奖励。最高2.5万元。其他"
    assert Reading.of("1.举办活动").plain == "1.举办活动"


def test_a_full_stop_in_brackets_ends_no_sentence() -> None:
    reading = Reading.of("甲（乙。丙）丁。戊")
    assert [reading.plain[a:b] for a, b in reading.sentences(0, len(reading.plain))] == [
        "甲(乙。丙)丁。",
        "戊",
    ]
