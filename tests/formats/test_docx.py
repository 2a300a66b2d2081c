"""Word files: the numbers that Word counts, tables, text boxes; what was deleted or hidden is left out."""

import zipfile
from io import BytesIO

import pytest

from kg.errors import InputError
from loaders.docx_file import read_docx

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
LEVELS = "".join(
    f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    for n, (form, text, more) in enumerate(
        [
            ("chineseCounting", "%1、", '<w:pStyle w:val="Head"/>'),
            ("chineseCounting", "（%2）", ""),
            ("decimal", "%3.", '<w:lvlRestart w:val="0"/>'),
            ("decimal", "%1.%2.%4", "<w:isLgl/>"),
            ("bullet", "\uf0b7", ""),
        ]
    )
)
NUMBERING = (
    f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{LEVELS}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num></w:numbering>'
)
STYLES = (
    f'<w:styles {W}><w:style w:type="paragraph" w:styleId="Head"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="sub"/><w:basedOn w:val="Head"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style></w:styles>'
)


def docx(
    body: str, *, numbering: str = NUMBERING, styles: str = STYLES, namespace: str = W, prolog: str = ""
) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "word/document.xml", f"{prolog}<w:document {namespace}><w:body>{body}</w:body></w:document>"
        )
        archive.writestr("word/numbering.xml", numbering)
        archive.writestr("word/styles.xml", styles)
    return file.getvalue()


def p(text: str, level: int | None = None, list_id: int = 1, style: str = "") -> str:
    number = (
        "" if level is None else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    )
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{number}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def lines(body: str, **parts: str) -> list[str]:
    return read_docx(docx(body, **parts), "a.docx").text.split("\n")[:-1]


def test_numbers_are_counted_level_by_level() -> None:
    body = p("甲", 0) + p("乙", 1) + p("丙", 1) + p("丁", 0) + p("戊", 1)
    assert lines(body) == ["一、甲", "（一）乙", "（二）丙", "二、丁", "（一）戊"]


def test_a_level_that_never_restarts_counts_on() -> None:
    body = p("甲", 0) + p("乙", 2) + p("丙", 0) + p("丁", 2)
    assert lines(body) == ["一、甲", "1. 乙", "二、丙", "2. 丁"]


def test_a_number_may_name_the_levels_above_in_digits() -> None:
    assert lines(p("甲", 0) + p("乙", 1) + p("丙", 3)) == ["一、甲", "（一）乙", "1.1.1 丙"]


def test_a_list_may_begin_elsewhere_and_bullets_are_no_numbers() -> None:
    assert lines(p("甲", 0) + p("乙", 0, 2) + p("丙", 4) + p("丁", 0)) == ["一、甲", "五、乙", "丙", "六、丁"]


def test_a_style_gives_numbers_and_its_heirs_have_them_too() -> None:
    assert lines(p("甲", style="Head") + p("乙", style="Sub") + p("丙", 0, 0, style="Head")) == [
        "一、甲",
        "二、乙",
        "丙",
    ]


def test_an_empty_paragraph_takes_no_number() -> None:
    assert lines(p("甲", 0) + p("", 0) + p("乙", 0)) == ["一、甲", "", "二、乙"]


def test_a_ring_of_styles_is_no_hang() -> None:
    ring = f'<w:styles {W}><w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
    assert lines(p("甲", style="A"), styles=ring) == ["甲"]


def test_what_is_deleted_or_hidden_is_left_out_and_what_is_inserted_is_kept() -> None:
    body = (
        "<w:p><w:r><w:t>甲</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    found = read_docx(docx(body), "a.docx")
    assert found.text == "甲新\n"
    assert found.repairs == ("1 passages left out that are marked as deleted",)


def test_a_table_of_contents_is_left_out() -> None:
    assert lines(p("一、甲 1", style="T") + p("甲", 0)) == ["一、甲"]


def test_merged_cells_of_a_table() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"

    rows = [
        cell("序号") + cell("任务") + cell("单位"),
        cell("一、类", '<w:gridSpan w:val="3"/>'),
        cell("1") + cell("甲") + cell("市商务局", '<w:vMerge w:val="restart"/>'),
        cell("2") + cell("乙") + cell("", "<w:vMerge/>"),
    ]
    body = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    assert lines(body) == ["序号\t任务\t单位", "一、类\t\t", "1\t甲\t市商务局", "2\t乙\t市商务局"]


def test_text_boxes_and_controls_are_read_once() -> None:
    box = f"<w:txbxContent>{p('红头')}</w:txbxContent>"
    body = (
        f'<w:p><w:r><mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>'
        f"<w:sdt><w:sdtContent>{p('甲')}</w:sdtContent></w:sdt>"
    )
    assert [line for line in lines(body) if line] == ["红头", "甲"]


def test_files_of_the_strict_standard_are_read() -> None:
    assert lines(p("甲", 0), namespace=STRICT) == ["一、甲"]


def test_entities_are_refused_and_not_expanded() -> None:
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    with pytest.raises(InputError, match="entities"):
        read_docx(docx(p("&b;&x;"), prolog=bomb), "a.docx")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (docx("<w:p>"), "damaged"),
        (docx(""), "empty"),
        (docx(p("甲"))[:-40], "cut off|damaged"),
        (b"PK\x03\x04", "cut off|damaged"),
    ],
)
def test_what_cannot_be_read_says_so(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=f"a.docx: .*({says})"):
        read_docx(data, "a.docx")


def test_deep_nesting_is_refused() -> None:
    deep = "<w:sdt><w:sdtContent>" * 2000 + p("甲") + "</w:sdtContent></w:sdt>" * 2000
    with pytest.raises(InputError, match="damaged"):
        read_docx(docx(deep), "a.docx")
