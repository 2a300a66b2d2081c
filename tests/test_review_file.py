"""The table of decisions: what is written is read again, a spreadsheet can do no harm, a bad row is named."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import FOLDER
from kg.errors import InputError
from kg.mapping import document_ids
from kg.review.apply import review_documents, review_links
from kg.review.file import COLUMNS, append_decision, read_decisions
from kg.review.records import VERDICTS, Decision, in_stems, settle
from kg.review.values import read_values, write_values
from loaders.sources import find_sources
from ontology.registers import Registers
from tests.assembled import read_all
from tests.review_graph import row

ROOT = Path(__file__).parent.parent

HEADER = "kind,measure,upper,decision,value,by,on,comment,quote,upper_quote,start\n"
DAY = "2024-05-03"

# Whatever a file can hold; lone surrogates are no UTF-8.
any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
hostile = st.one_of(
    any_text,
    st.sampled_from(
        ["=1+1", "+86", "-5", "@SUM(A1)", "'=x", "''", "'", '"', 'a"b,c\n', "\r", "\t=1", "2.10", "\ufeff"]
    ),
    st.text(st.sampled_from("=+-@'\",;；\\\r\n\t 1.首"), max_size=12),
)
filled = hostile.filter(lambda text: bool(text.strip()))
name = filled.map(str.strip)


@st.composite
def decisions(draw: st.DrawFn) -> Decision:
    day = draw(st.dates()).isoformat() + draw(st.sampled_from(["", "T08:09:10+08:00", "T23:59:59Z"]))
    fields: dict[str, Any] = {"by": draw(name), "comment": draw(hostile), "on": day}
    path = draw(st.from_regex(r"[1-9]{1,2}(\.[0-9]{1,2}){0,2}", fullmatch=True))
    stem = draw(name.filter(lambda text: "/" not in text))
    if draw(st.booleans()):
        return row(
            "link",
            f"{stem}/{path}",
            draw(st.sampled_from(["accept", "reject", "add"])),
            upper=f"{draw(name)}/{path}",
            quote=draw(hostile),
            upper_quote=draw(hostile),
            **fields,
        )
    start = draw(st.none() | st.integers(0, 10**9))
    decision = row("figure", f"{stem}/{path}", "drop", quote=draw(filled), start=start, **fields)
    if draw(st.booleans()):
        return decision
    values = (("metric", draw(name)), ("unit", draw(hostile).strip()), ("value", str(draw(st.integers()))))
    return Decision(
        **{f: getattr(decision, f) for f in decision.__slots__} | {"verdict": "change", "values": values}
    )


@given(st.lists(decisions(), max_size=4))
@settings(max_examples=150, deadline=None)
def test_what_is_appended_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, made: list[Decision]
) -> None:
    path = tmp_path_factory.mktemp("table") / "decisions.csv"
    for decision in made:
        append_decision(path, decision)
    assert read_decisions(path) == tuple(made)


@given(
    st.lists(st.tuples(st.sampled_from(["metric", "unit"]), name), unique_by=lambda pair: pair[0], min_size=1)
)
def test_values_are_read_as_they_were_written(values: list[tuple[str, str]]) -> None:
    assert read_values("figure", "change", write_values(tuple(values))) == tuple(values)


@given(filled)
def test_no_cell_begins_like_a_formula(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("table") / "decisions.csv"
    append_decision(path, row("figure", "a/1", "drop", quote=text, comment=text, by=text.strip()))
    cells = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))[1]
    assert not [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@")]


def test_a_new_file_begins_with_a_byte_order_mark_and_the_header(tmp_path: Path) -> None:
    append_decision(tmp_path / "d.csv", row("theme", "a/1", "drop", quote="brand"))
    text = (tmp_path / "d.csv").read_bytes().decode("utf-8")
    assert text.startswith("\ufeff" + ",".join(COLUMNS))


def test_a_path_that_looks_like_a_number_stays_as_it_is() -> None:
    # A cell 2.10 of its own would come back from a spreadsheet as 2.1; STEM/PATH is text everywhere.
    assert row("theme", "zj-2023/2.10", "drop", quote="brand").path == "2.10"


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_spreadsheets_may_save_it_in_their_manner(tmp_path: Path, mark: str, ending: str) -> None:
    path = tmp_path / "d.csv"
    text = mark + HEADER + "figure,zj/1.1,,change,value=25,读者,2024/5/3,,首店300家,,\n,,,,,,,,,,\n"
    path.write_bytes(text.replace("\n", ending).encode())
    [found] = read_decisions(path)
    assert (found.on, found.values, found.by, found.line) == (DAY, (("value", "25"),), "读者", 2)


def test_columns_may_stand_in_any_order_and_others_beside_them(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text(
        "on,by,mine,quote,decision,kind,measure\n2024-05-03,x,?,brand,drop,theme,zj/1.1", encoding="utf-8"
    )
    append_decision(path, row("theme", "zj/1.2", "drop", quote="catering"))
    assert [(d.measure, d.quote) for d in read_decisions(path)] == [
        ("zj/1.1", "brand"),
        ("zj/1.2", "catering"),
    ]


def test_a_column_that_a_decision_needs_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("kind,measure,decision,by,on,quote\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"line 1: the header needs comment"):
        append_decision(path, row("theme", "zj/1.2", "drop", quote="catering", comment="why"))
    assert read_decisions(path) == ()


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    assert read_decisions(tmp_path / "none.csv") == ()


BAD = {
    "figures,a/1,,drop,,x,2024-05-03,,q,,": "kind is 'figures', which is none of link, figure",
    "figure,a/1,,reject,,x,2024-05-03,,q,,": "about a figure it is one of accept, drop, change, add",
    "figure,a/1,,drop,,,2024-05-03,,q,,": "by is empty",
    "figure,a/1,,drop,,x,3.5.24,,q,,": "on is '3.5.24', which is no date",
    "figure,a/1,,drop,,x,2024-02-30,,q,,": "no day of the calendar",
    "figure,a/1,,drop,,x,2024-05-03T25:00:00,,q,,": "no time of the day",
    "figure,a/1,,drop,,x,2024-05-03,,,,": "quote is empty",
    "figure,a/1,,change,,x,2024-05-03,,q,,": "says nothing new",
    "figure,a/1,,change,value=25万,x,2024-05-03,,q,,": "value is no number; give base units, 25万 as 250000",
    "figure,a/1,,change,value=nan,x,2024-05-03,,q,,": "value is no number",
    "figure,a/1,,change,value=1; value=2,x,2024-05-03,,q,,": "value is given twice",
    "figure,a/1,,change,vlaue=1,x,2024-05-03,,q,,": "'vlaue=1' is none of value=",
    "figure,a/1,,change,comparator==>,x,2024-05-03,,q,,": "comparator has to be one of =, >=",
    "figure,a/1,,change,period=2023年,x,2024-05-03,,q,,": "period is no period; one looks like 2023",
    "figure,a/1,,change,period=2027/2023,x,2024-05-03,,q,,": "period is no period",
    "figure,a/1,,add,value=3,x,2024-05-03,,q,,": "a new figure needs metric=",
    "figure,a/1,,drop,value=3,x,2024-05-03,,q,,": "nothing new can be said of what is taken away",
    "figure,a/1,,drop,,x,2024-05-03,,q,,-3": "start is '-3', which is no offset",
    "figure,a,,drop,,x,2024-05-03,,q,,": "measure is written STEM/PATH",
    "figure,a/1,b/1,drop,,x,2024-05-03,,q,,": "a decision about a figure has no upper",
    "theme,a/1,,change,score=2,x,2024-05-03,,brand,,": "score has to lie between 0 and 1",
    "link,a/1,,accept,,x,2024-05-03,,,,": "a decision about a link needs upper",
    "link,a/1,b,accept,,x,2024-05-03,,,,": "measure and upper are written STEM/PATH",
    "link,a/1,b/1,retype,strength=strong,x,2024-05-03,,,,": "strength has to be one of direct, partial",
    "figure,a/1,,drop,,x,2024-05-03,a,b,c,d,e": "more cells than the header",
    'figure,a/1,,drop,,x,2024-05-03,"a"b,q,,': "line 3",
}


@pytest.mark.parametrize("line", BAD)
def test_a_bad_row_is_named_by_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "d.csv"
    path.write_text(f'{HEADER}theme,a/1,,drop,,x,{DAY},"two words",brand,,\n{line}\n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_decisions(path)
    assert BAD[line] in str(caught.value)
    assert f"{path}: line 3" in str(caught.value)


def test_the_line_is_that_of_the_file_when_cells_have_several_lines(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text(f'{HEADER}theme,a/1,,drop,,x,{DAY},"one\ntwo",brand,,\nnothing\n', encoding="utf-8")
    with pytest.raises(InputError, match="line 4: measure is empty"):
        read_decisions(path)


def test_another_encoding_is_named_and_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_bytes(HEADER.encode() + "theme,a/1,,drop,,读者,2024-05-03,,brand,,\n".encode("gb18030"))
    with pytest.raises(InputError, match="line 2 is no UTF-8; save it as “CSV UTF-8”"):
        read_decisions(path)


def test_a_file_without_our_header_is_refused(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("a;b;c\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 1: the header lacks kind, measure, decision, by, on"):
        read_decisions(tmp_path / "d.csv")


# -- how decisions add up ---------------------------------------------------------------------------------


@given(st.permutations(range(4)))
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    rows = [
        row("figure", "a/1", "change", "value=1; unit=家", quote="q", on="2024-05-01"),
        row("figure", "a/1", "drop", quote="q", on="2024-05-02"),
        row("figure", "a/1", "change", "unit=个", quote="q", on="2024-05-03T08:00:00+08:00"),
        row("figure", "a/1", "change", "value=3", quote="q", on="2024-05-03T00:30:00Z"),
    ]
    effect = settle(rows[n] for n in order)
    assert (effect.removes, dict(effect.values), effect.last) == (
        False,
        {"unit": "个", "value": "3"},
        rows[3],
    )


def test_of_one_moment_the_later_line_wins(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    append_decision(path, row("theme", "a/1", "drop", quote="brand"))
    append_decision(path, row("theme", "a/1", "accept", quote="brand"))
    assert settle(reversed(read_decisions(path))).last.verdict == "accept"


def test_a_document_may_be_named_by_its_identifier() -> None:
    ids = {"zj": "330000/2023/浙政办发-2023-26", "nb": "330200/2023/甬政办发-2023-40"}
    made = row("link", "330200/2023/甬政办发-2023-40/1", "accept", upper="330000/2023/浙政办发-2023-26/1.1")
    [named] = in_stems([made], ids)
    assert (named.measure, named.upper) == ("nb/1", "zj/1.1")


# -- the example of the documentation -------------------------------------------------------------------


def test_the_example_of_the_documentation_applies_to_the_bundled_documents(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "review.md").read_text(encoding="utf-8")
    lines = [line[4:] for line in text.splitlines() if line.startswith("    ") and line.count(",") > 8]
    (tmp_path / "d.csv").write_text("\n".join(lines), encoding="utf-8")
    documents = {d.stem: d for d in read_all(find_sources([FOLDER]), Registers.load())}
    ids = document_ids({stem: document.header for stem, document in documents.items()})
    reviewed = review_documents(documents, ids, read_decisions(tmp_path / "d.csv"), Registers.load())
    links = review_links([], reviewed, Registers.load())
    assert (reviewed.problems, links.problems) == ((), ())
    assert {one.decision.kind for one in (*reviewed.applied, *links.applied)} == set(VERDICTS)
