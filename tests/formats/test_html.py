"""Web pages: the document is found among what stands around it, tables and counted numbers are kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from loaders.html_file import read_html
from loaders.list_numbers import list_number

BODY = "<p>一、总体要求</p><p>促进消费，扩大内需。</p><p>二、主要任务</p><p>（一）办节。办10场。</p><p>（二）设点。设5个。</p>"
TEXT = "一、总体要求\n促进消费，扩大内需。\n二、主要任务\n（一）办节。办10场。\n（二）设点。设5个。\n"


def page(body: str, head: str = "", encoding: str = "utf-8") -> bytes:
    text = f'<html><head><meta charset="{encoding}">{head}</head><body>{body}</body></html>'
    return text.encode("gb18030" if encoding == "gb2312" else encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "gbk", "big5", "utf-16"])
def test_the_encoding_is_the_one_the_page_names(encoding: str) -> None:
    body = "<p>一、总体要求</p>" if encoding != "big5" else "<p>一、總體要求</p>"
    assert read_html(page(body, encoding=encoding), "a").text[:4] in ("一、总体", "一、總體")


def test_a_page_that_names_the_wrong_encoding_is_read_all_the_same() -> None:
    data = page(BODY, encoding="gb2312").replace(b"gb2312", b"utf-8")
    assert read_html(data, "a").text == TEXT


@pytest.mark.parametrize(
    "around",
    [
        '<div class="topNav"><a>首页</a></div>{}<div class="footer"><p>主办单位：某局，技术支持：某公司。</p></div>',
        "<nav><ul><li>一、政务</li></ul></nav><div><div>{}</div></div><aside>热门，推荐。</aside>",
        "<table><tr><td><a>菜单，一</a></td><td><table><tr><td>{}</td></tr></table></td></tr></table>",
        '<form><div id="zoom">{}</div></form><ul><li><a>关于别的事，通知</a></li><li><a>又一，通知</a></li></ul>',
        '<div style="display:none">隐藏的文字，不显示。</div>{}<script>"一、脚本。"</script>',
        "{}<div>【打印】【关闭】</div><div><a>上一篇：别的通知</a></div>",
    ],
)
def test_the_document_is_found_among_menus_and_footers(around: str) -> None:
    assert read_html(page(around.format(BODY)), "a").text == TEXT


def test_what_the_page_says_of_the_document_is_handed_on() -> None:
    head = '<meta name="PubDate" content="2023-05-06 10:00"><meta name="ContentSource" content="市政府网"><meta name="SiteName" content="宁波市人民政府门户网站">'
    box = "<table><tr><td>发文机关：</td><td>宁波市人民政府</td><td>文　　号：</td><td>甬政发〔2023〕3号</td></tr><tr><td>成文日期：</td><td>2023年5月4日</td><td>有 效 性：</td><td>有效</td></tr></table>"
    line = "<p>标题：宁波市促消费方案</p>"
    found = read_html(page(f"{box}{line}<div>{BODY}</div>", head), "a")
    assert dict(found.facts) == {
        "issuer": "宁波市人民政府",
        "document_number": "甬政发〔2023〕3号",
        "signed_on": "2023-05-04",
        "validity": "有效",
        "title": "宁波市促消费方案",
        "published_on": "2023-05-06",
        "source": "市政府网",
        "region": "宁波市",
    }
    assert found.text == "宁波市促消费方案\n" + TEXT


def test_a_date_that_is_none_is_no_fact() -> None:
    head = '<meta name="PubDate" content="2023-15-46">'
    assert "published_on" not in read_html(page(BODY, head), "a").facts


def test_a_headline_that_the_text_repeats_stands_once() -> None:
    body = f"<h1>宁波市促消费方案</h1><div><p>宁波市促消费方案</p>{BODY}</div>"
    assert read_html(page(body), "a").text.count("促消费方案") == 1


def test_tables_are_kept_row_by_row_with_merged_cells_in_each_row() -> None:
    table = "<table><tr><th>序号</th><th>任务</th><th>单位</th></tr><tr><td>1</td><td>甲<br>乙</td><td rowspan=2>市商务局</td></tr><tr><td>2</td><td>丙</td></tr><tr><td colspan=3>二、丁</td></tr></table>"
    text = read_html(page(BODY + table), "a").text
    assert text == TEXT + "序号\t任务\t单位\n1\t甲 乙\t市商务局\n2\t丙\t市商务局\n二、丁\t\t\n"


def test_numbers_of_lists_are_counted() -> None:
    lists = "<ol start=3><li>甲。</li><li value=7>乙。</li></ol><ol type=a><li>丙。</li></ol><ol style='list-style-type: cjk-ideographic'><li>丁。</li></ol><ul><li>戊。</li></ul>"
    assert read_html(page(lists), "a").text == "3. 甲。\n7. 乙。\na. 丙。\n一、丁。\n戊。\n"


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1001, "一千零一"),
    ],
)
def test_chinese_numbers(number: int, printed: str) -> None:
    assert list_number(number, "chineseCounting") == printed


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<script>load()</script><div id=app></div>", "without text"),
        ("", "empty|no web page|without text"),
        ("<div>" * 3000 + "一、甲。", "nested"),
    ],
)
def test_what_holds_no_text_is_refused(body: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_html(page(body), "a.html")


def test_deep_nesting_below_the_limit_is_read() -> None:
    assert read_html(page("<div>" * 1000 + BODY + "</div>" * 1000), "a").text == TEXT


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<table>",
                "<tr>",
                "<td>",
                "</td>",
                "</table>",
                "<li>",
                "<ol>",
                "</ol>",
                "<br>",
                "<a>",
                "</a>",
                "<!--",
                "-->",
                "一、甲。",
                "&#0;",
                "&lt;",
                "<td rowspan=99999>",
                "<pre>",
                "\n",
                "<form>",
            ]
        )
    )
)
@settings(max_examples=300, deadline=None)
def test_any_page_is_read_or_refused(pieces: list[str]) -> None:
    try:
        text = read_html("".join(pieces).encode(), "a").text
    except InputError:
        return
    assert "\r" not in text and "\x00" not in text and text.endswith("\n")
