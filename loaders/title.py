"""The title of a document and the body that hands it on, read from what stands before the numbered text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import Span
from loaders.reading import Reading

_KIND = (
    r"(?:意见|通知|方案|措施|举措|办法|规定|条例|规划|计划|决定|要点|细则|公告|通告|纲要|指南|指引|清单|批复|规范"
    r"|报告|政策|准则|标准|规程|制度|目录|预案|规则|若干条|\d{1,3}条)"
)
_NO_TITLE = r"[^。;《》]"
_MARKED = r"(?:[^。;《》]|《[^。;《》]{2,60}》)"
# 关于印发…的通知: the plan that is handed on is the document, the letter around it is not.
_HANDED_ON = re.compile(
    rf"(?:印发|转发|批转|发布|下发)(?:\(?《(?P<marked>{_MARKED}{{4,120}})》|(?P<plain>{_NO_TITLE}{{4,120}}?))"
    r"(?:和《[^》]{4,80}》|等\S{1,6}文件)*的?通知"
)
_ISSUED = re.compile(rf"印发《(?P<title>{_MARKED}{{4,120}})》(?=\(|$)")
_APPROVED = re.compile(
    rf"《(?P<title>{_MARKED}{{4,120}})》(?:[^。;《》]{{0,30}}(?:同意|审议通过|批准|审定)|印发给)"
)
_ABOUT = re.compile(
    rf"(?:^|(?<=[^\u4e00-\u9fff])|(?<=文件))(?P<title>[\u4e00-\u9fff“”]{{0,40}}?关于[^。;:《》]{{2,90}}?的?(?:实施|指导|若干)?{_KIND}(?:\([^()]{{1,6}}\))?)(?![实的和、要办])"
)
_LINE_END = re.compile(rf"{_KIND}(?:\([^()]{{1,14}}\))?$")
_RESIDUE = re.compile(
    r"^(?:来源|发布|索引|文号|发文|成文|主题|有效|公开|名称|信息|作者|浏览|字体|打印|分享|当前位置|首页|日期|时间|编号"
    r"|附件|第.{1,4}页|# Page|(?:\d{1,3}[.、]?|\d{4}年.{2,8}日)$)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A source line as rules read it, at ``plain[start:end]``."""

    text: str
    start: int
    end: int


def lines_of(reading: Reading, start: int, end: int) -> list[Line]:
    """The lines of ``plain[start:end]`` that hold anything, each folded and without layout."""
    found = []
    at = start
    while at < end:
        newline = reading.text.find("\n", reading.offsets[at])
        stop = end if newline < 0 else min(end, reading.position(newline))
        if stop > at:
            found.append(Line(reading.plain[at:stop], at, stop))
        at = max(stop, at + 1)
    return found


def read_title(reading: Reading, preamble_end: int, box: Sequence[tuple[int, int]] = ()) -> Span | None:
    """The title: of the plan that a letter hands on, else the document's own; None where none is found.

    ``box`` are the ranges of the preamble that an information box takes, in order: no title runs through one.

    >>> read_title(Reading.of("某市人民政府关于印发某市促消费方案的通知\\n各区：\\n现印发给你们。\\n"), 33).quote
    '某市促消费方案'
    """
    starts = [0, *(stop for _, stop in box)]
    ends = [*(start for start, _ in box), preamble_end]
    between = ((start, end) for start, end in zip(starts, ends, strict=True) if start < end)
    return next(filter(None, (_title_between(reading, *piece) for piece in between)), None)


def first_line(reading: Reading, preamble_end: int) -> Span | None:
    """The first line that may be a title, where nothing looks like one."""
    lines = lines_of(reading, 0, preamble_end)
    first = next((line for line in lines if not _RESIDUE.match(line.text)), None)
    return reading.span(first.start, min(first.end, first.start + 80)) if first else None


def _title_between(reading: Reading, start: int, end: int) -> Span | None:
    plain = reading.plain
    handed_on = next(
        (m for m in _HANDED_ON.finditer(plain, start, end) if not _is_cited(plain, m.start())), None
    )
    approved = _APPROVED.search(plain, start, end)
    if handed_on:
        if approved and handed_on["marked"] is None and _same(approved["title"], handed_on["plain"]):
            return reading.span(*approved.span("title"))
        return reading.span(*_trimmed(plain, *handed_on.span("marked" if handed_on["marked"] else "plain")))
    issued = _ISSUED.search(plain, start, min(end, start + 200))
    if issued:
        return reading.span(*issued.span("title"))
    own = _own_lines(lines_of(reading, start, end))
    if own:
        return reading.span(*_trimmed(plain, *own))
    found = approved or _ABOUT.search(plain, start, end)
    return reading.span(*found.span("title")) if found else None


def _is_cited(plain: str, position: int) -> bool:
    """Whether a place stands inside the title marks of another document: 根据《关于印发…的通知》."""
    return plain.rfind("《", max(0, position - 80), position) > plain.rfind(
        "》", max(0, position - 80), position
    )


def _same(one: str, other: str) -> bool:
    return one.endswith(other[-8:]) or other.endswith(one[-8:])


def _trimmed(plain: str, start: int, end: int) -> tuple[int, int]:
    """Without a list number before, a date in brackets behind."""
    head = re.match(r"\d{1,3}[.、]", plain[start:end])
    start += head.end() if head and not plain[start + head.end() : start + head.end() + 1].isdigit() else 0
    tail = re.search(r"\(\d{4}年[^()]{2,10}\)?$", plain[start:end])
    end = start + tail.start() if tail else end
    if plain[end - 1 : end] == "的":
        end -= 1
    return start, end


def _own_lines(lines: list[Line]) -> tuple[int, int] | None:
    """The first run of title-like lines that ends in a kind of document."""
    begin: Line | None = None
    for line in lines[:40]:
        if (
            _RESIDUE.match(line.text)
            or re.search(r"[。:;]|〔\d{4}〕|\[\d{4}\]", line.text)
            or line.text.endswith("文件")
        ):
            begin = None
            continue
        begin = begin or line
        if line.end - begin.start > 120:
            begin = None
            continue
        so_far = "".join(x.text for x in lines if begin.start <= x.start <= line.start)
        open_bracket = so_far.count("(") > so_far.count(")")
        bare = re.sub(r"\(\d{4}年[^()]{2,10}\)$", "", so_far)
        if not open_bracket and _LINE_END.search(bare) and len(bare) >= 6:
            return begin.start, begin.start + len(bare)
    return None
