"""Identifiers: injective over lists of parts, the same everywhere, valid in an IRI, and they read back."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

import pyoxigraph
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.ids import (
    DEFAULT_BASE,
    DocumentNumber,
    document_id,
    document_number,
    encode,
    is_short,
    join,
    parts,
    require_base,
    segment,
    segment_parts,
    short_id,
    to_iri,
    to_short,
    without_clash,
)

HOSTILE = [
    "",
    "/",
    "#",
    "?",
    "%",
    "%2F",
    "a/b",
    ".",
    "..",
    "-",
    "_",
    "~2",
    "\x00",
    "\ud800",
    "\u202e",
    "\n",
    "Ａ",
]
TEXTS = st.text(alphabet=st.characters(exclude_categories=()), max_size=8) | st.sampled_from(HOSTILE)
PARTS = st.lists(TEXTS, min_size=1, max_size=5)


def normal(texts: list[str]) -> list[str]:
    return [unicodedata.normalize("NFKC", text) for text in texts]


@given(PARTS, PARTS)
@example(["ab", "c"], ["a", "bc"])
@example(["a/b"], ["a", "b"])
@example(["a", ""], ["a"])
@example([""], ["_"])
@example(["a~2"], ["a"])
def test_two_lists_of_parts_never_give_one_identifier(one: list[str], two: list[str]) -> None:
    assert (short_id(*one) == short_id(*two)) == (normal(one) == normal(two))


@given(PARTS, PARTS)
@example(["a-b", "c"], ["a", "b-c"])
@example(["", ""], [""])
def test_two_lists_of_parts_never_give_one_segment(one: list[str], two: list[str]) -> None:
    assert (segment(*one) == segment(*two)) == (normal(one) == normal(two))


@given(PARTS)
def test_identifiers_read_back(texts: list[str]) -> None:
    assert list(parts(short_id(*texts))) == normal(texts)
    assert list(segment_parts(segment(*texts))) == normal(texts)


@given(PARTS)
def test_identifiers_are_stable_under_normalisation(texts: list[str]) -> None:
    identifier = short_id(*texts)
    assert short_id(*normal(texts)) == identifier
    assert unicodedata.normalize("NFKC", identifier) == identifier


@given(PARTS)
def test_every_identifier_is_a_valid_iri_and_safe_as_a_path(texts: list[str]) -> None:
    iri = to_iri(join(short_id(*texts), segment(*texts)))
    assert pyoxigraph.NamedNode(iri).value == iri
    split = urlsplit(iri)
    assert (split.query, split.fragment) == ("", "")
    for piece in split.path.split("/")[1:]:
        assert piece not in ("", ".", "..")
        assert not set(piece) & set('\\:*?"<>|')


@given(PARTS)
def test_the_short_form_leads_to_the_iri_and_back(texts: list[str]) -> None:
    identifier = short_id(*texts)
    assert to_short(to_iri(identifier)) == identifier
    assert to_short(identifier) == identifier


@given(st.lists(TEXTS, min_size=1, max_size=3), st.integers(0, 4))
def test_a_clash_gets_a_name_that_no_parts_give(texts: list[str], copies: int) -> None:
    identifier = short_id(*texts)
    taken: list[str] = []
    for _ in range(copies + 1):
        taken.append(without_clash(identifier, taken))
    assert len(set(taken)) == copies + 1
    assert taken[0] == identifier
    assert all(is_short(one) for one in taken)
    assert not any("~" in encode(text) for text in texts)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a b",
        "a\n",
        "a/",
        "/a",
        "a//b",
        "a?b",
        "a#b",
        "a%2f",
        "a%G0",
        "..",
        "a/../b",
        "a~",
        "a~0",
        "Ａ",
        "a:b",
    ],
)
def test_what_is_no_identifier_is_refused(text: str) -> None:
    assert not is_short(text)
    with pytest.raises(UsageError, match="is no identifier"):
        to_short(text)


def test_an_iri_of_another_base_is_refused() -> None:
    with pytest.raises(UsageError):
        to_short("https://elsewhere.example/region/330000")
    assert (
        to_short("https://elsewhere.example/region/330000", "https://elsewhere.example/") == "region/330000"
    )


@pytest.mark.parametrize("base", [DEFAULT_BASE, "https://data.example/x#", "urn:policy:/"])
def test_a_base_ends_where_identifiers_begin(base: str) -> None:
    assert require_base(base) == base


@pytest.mark.parametrize("base", ["", "policy", "https://data.example", "https://data.example/ /", "x:/\n"])
def test_what_is_no_base_is_refused(base: str) -> None:
    with pytest.raises(UsageError, match="is no base"):
        require_base(base)


# -- document numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize("brackets", ["〔〕", "[]", "［］", "()", "（）", "【】", "﹝﹞", "〔]", "{}"])
@pytest.mark.parametrize("year", ["2023", "２０２３"])
@pytest.mark.parametrize("serial", ["26号", "２６号", "26", " 26 号", "第26号", "026号"])
def test_a_document_number_has_one_normal_form(brackets: str, year: str, serial: str) -> None:
    assert document_number(f"浙政办发{brackets[0]}{year}{brackets[1]}{serial}") == "浙政办发〔2023〕26号"


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("国务院令第722号", "国务院令第722号"),
        ("商务部公告2023年第15号", "商务部公告2023年第15号"),
        ("国 办 发〔 2022 〕 9 号", "国办发〔2022〕9号"),
        ("闽商务〔2022〕15号", "闽商务〔2022〕15号"),
    ],
)
def test_numbers_of_orders_and_announcements_too(text: str, normal: str) -> None:
    assert document_number(text) == normal
    assert document_number(normal) == normal


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023年3月",
        "〔2023〕26号",
        "浙政办发2023-26",
        "浙政办发〔1023〕26号",
        "关于促进消费的通知",
        "第八届",
    ],
)
def test_what_is_no_document_number_is_none(text: str) -> None:
    assert document_number(text) is None


CODES = st.text(alphabet="国办发浙政甬字函令公告第年", min_size=1, max_size=6)
NUMBERS = st.builds(
    DocumentNumber,
    CODES,
    st.integers(1950, 2099).map(str),
    st.integers(1, 99999).map(str),
    st.just(True),
)


@given(NUMBERS, NUMBERS)
def test_two_document_numbers_never_give_one_identifier(one: DocumentNumber, two: DocumentNumber) -> None:
    ids = [document_id("330000", str(n), issuer=None, issued_on=None, title="") for n in (one, two)]
    assert (ids[0] == ids[1]) == (one == two)


@given(NUMBERS)
def test_a_document_number_reads_back(number: DocumentNumber) -> None:
    assert DocumentNumber.parse(str(number)) == number


def test_an_announcement_and_a_bracketed_number_stay_apart() -> None:
    ids = {
        document_id("100000", number, issuer=None, issued_on=None, title="")
        for number in ("商务部公告〔2023〕15号", "商务部公告2023年第15号", "商务部公告第15号")
    }
    assert len(ids) == 3


# -- identifiers of documents --------------------------------------------------------------------------


def test_a_document_is_named_by_region_year_and_number() -> None:
    named = document_id("330000", "浙政办发〔２０２３〕２６", issuer="x", issued_on="2023-03-31", title="y")
    assert named == "330000/2023/浙政办发-2023-26"


def test_without_number_issuer_date_and_title_name_it() -> None:
    one = document_id("330200", None, issuer="宁波市政府", issued_on="2025-08-01", title="甲方案")
    two = document_id("330200", None, issuer="宁波市政府", issued_on="2025-08-01", title="乙方案")
    assert one.startswith("330200/2025/宁波市政府-20250801-")
    assert one != two


def test_layout_in_a_title_changes_nothing() -> None:
    one = document_id("330200", None, issuer=None, issued_on=None, title="促进\n消费 方案")
    assert one == document_id("330200", None, issuer=None, issued_on=None, title="促进消费方案")
    assert one.startswith("330200/_/_-_-")


@given(TEXTS, st.none() | TEXTS, st.none() | TEXTS, TEXTS)
def test_any_header_gives_a_valid_identifier_of_three_segments(
    region: str, number: str | None, issuer: str | None, title: str
) -> None:
    identifier = document_id(region, number, issuer=issuer, issued_on=None, title=title)
    assert is_short(identifier)
    assert identifier.count("/") == 2
