"""A file that holds several plans → one text for each.

Numbering that begins anew is a plan of its own where the letter at the file's head hands on a document of its title
(关于印发《…》和《…》的通知), where a document's own head stands before it (number, issuer and 关于…), or where its
title stands alone and the text before it names no annex of that title. All else that is numbered anew is an annex,
and stays with its plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from loaders.file_text import FileText
from loaders.numbering import Item, all_parts, read_parts
from loaders.ordinals import find_ordinals
from loaders.paragraphs import Layout
from loaders.reading import Reading
from loaders.tables import find_tables
from loaders.title import Line, lines_of

# Fewer items, or less text, are a list in a letter or in an annex.
_FEWEST_ITEMS = 3
_SHORTEST = 400
_LINES_OF_TITLE = 4
_FIRST = re.compile(
    r"^[^\S\n]*(?:一[、.．,，]|[（(]一[）)]|第[一1][条章编]|[1１][.．、]|\t?1\t)", re.MULTILINE
)
_TITLE_MARKS = r"《[^《》]{4,80}(?:《[^《》]{2,60}》[^《》]{0,40})?》"
_HANDING_ON = re.compile(
    rf"(?:印发|转发|下发|发布|公布|将)(?P<titles>{_TITLE_MARKS}(?:(?:和|及|以及|与|、)?{_TITLE_MARKS})+)"
)
_MARKED = re.compile(_TITLE_MARKS)
_NUMBERED = re.compile(r"[〔\[(（【]\s*[12１２][0-9０-９]{3}\s*[〕\])）】]")
_NUMBER_LINE = re.compile(r"[(]?[\u4e00-\u9fff]{1,14}[〔\[(【](?:19|20)\d{2}[〕\])】]第?\d{1,5}号?[)]?$")
_ISSUER_LINE = re.compile(
    r"[\u4e00-\u9fff]{2,40}?(?:政府|办公厅|办公室|委员会|[委厅局部院署行会])(?:等\S{1,8})?(?:关于|印发|转发)[^。]{4,}"
)
_LIST_NUMBER = re.compile(r"\d{1,3}[.、]")
_ABOVE_HEAD = re.compile(r"[\u4e00-\u9fff]{4,40}文件$|\d{1,3}[.、。]?$|(?:来源|索引号|发布)[^。]{0,40}$")
_SIGNED = re.compile(r"(?<!\()\d{4}年\d{1,2}月\d{1,2}日(?!\))")
_TITLE = re.compile(
    r"[^。;:,]{4,60}(?:意见|方案|措施|举措|办法|规定|条例|规划|计划|要点|细则|纲要|清单|通知)(?:\([^()]{1,14}\))*$"
)


def split_plans(found: FileText) -> tuple[FileText, ...]:
    """The texts of the plans in a file, in order; most files hold one.

    A further plan of one letter says so (``under_letter``), since number, issuer and date stand in the letter.
    """
    if len(_FIRST.findall(found.text)) < 2:
        return (found,)
    borders = [0, *_heads(found.text), len(found.text)]
    cuts = [
        (begin + at, under)
        for begin, end in pairwise(borders)
        for at, under in ((0, False), *_cuts(found.text[begin:end]))
    ]
    if len(cuts) == 1:
        return (found,)
    ends = [*(at for at, _ in cuts[1:]), len(found.text)]
    texts = [(found.text[at:end], under) for (at, under), end in zip(cuts, ends, strict=True)]
    # What a page says around its text holds for none of several documents.
    first = FileText(texts[0][0], repairs=found.repairs, losses=found.losses)
    return (first, *(FileText(text, under_letter=under) for text, under in texts[1:]))


def _heads(text: str) -> Iterator[int]:
    """Where further documents begin with issuer and number, as offsets: in collections of documents."""
    if len(_NUMBERED.findall(text)) < 2:
        return
    reading = Reading.of(text)
    layout = Layout.of(reading)
    lines = lines_of(reading, 0, len(reading.plain))
    begun = 0
    for number in range(1, len(lines)):
        if not _NUMBER_LINE.match(lines[number].text):
            continue
        near = range(max(1, number - _LINES_OF_TITLE), min(len(lines), number + _LINES_OF_TITLE))
        if not any(_is_issuer_line(lines, layout, n) for n in near):
            continue
        at = reading.line_start(reading.offsets[lines[_first_of_head(lines, layout, number)].start])
        first = _FIRST.search(text, begun, at)
        if first and at - first.start() >= _SHORTEST and _FIRST.search(text, at):
            yield at
            begun = at


def _cuts(text: str) -> Iterator[tuple[int, bool]]:
    """Where further plans begin, as offsets of ``text``, and whether the letter at the head hands them on."""
    reading = Reading.of(text)
    layout = Layout.of(reading)
    tables = find_tables(reading)
    ordinals = (
        ordinal
        for ordinal in find_ordinals(reading)
        if not any(table.start <= ordinal.start < table.end for table in tables)
    )
    found = read_parts(ordinals, layout) if tables else all_parts(reading)
    parts = _substantial([items for items, _ in found], len(reading.plain))
    if len(parts) < 2:
        return
    handed_on = _handed_on(reading.plain[: parts[0][0].ordinal.start])
    for before, part in pairwise(parts):
        start, end = before[-1].ordinal.end, part[0].ordinal.start
        named = _named(reading, handed_on, start, end)
        at = _own_head(reading, layout, start, end) if named is None else named
        if at is None:
            at = _title_alone(reading, layout, start, end)
        if at is not None:
            yield reading.line_start(reading.offsets[at]), named is not None


def _substantial(parts: Sequence[Sequence[Item]], length: int) -> list[Sequence[Item]]:
    """The parts that are long enough for a plan."""
    starts = [*(items[0].ordinal.start for items in parts), length]
    return [
        items
        for items, (start, following) in zip(parts, pairwise(starts), strict=True)
        if len(items) >= _FEWEST_ITEMS and following - start >= _SHORTEST
    ]


def _handed_on(preamble: str) -> list[str]:
    """The titles that a letter hands on together, where they are several."""
    found: dict[str, None] = {}
    for letter in _HANDING_ON.finditer(preamble):
        found |= dict.fromkeys(title[1:-1] for title in _MARKED.findall(letter["titles"]))
    return list(found)


def _named(reading: Reading, titles: Sequence[str], start: int, end: int) -> int | None:
    """Where the last of the titles stands as a title, outside of title marks."""
    found = -1
    for title in titles:
        at = reading.plain.rfind(title, start, end)
        while at > found and reading.plain[at - 1] == "《":
            at = reading.plain.rfind(title, start, at)
        found = max(found, at)
    return found if found >= 0 else None


def _own_head(reading: Reading, layout: Layout, start: int, end: int) -> int | None:
    """Where the head of a document begins: its issuer or number, with the letterhead or title above."""
    lines = lines_of(reading, start, end)
    for number, line in enumerate(lines):
        if not number or not layout.heads_paragraph(line.start):
            continue
        if _NUMBER_LINE.match(line.text) or _is_issuer_line(lines, layout, number):
            return lines[_first_of_head(lines, layout, number)].start
    return None


def _is_issuer_line(lines: Sequence[Line], layout: Layout, number: int) -> bool:
    """Whether a paragraph begins like the title of a letter or plan: 某市人民政府关于…"""
    text = _LIST_NUMBER.sub("", "".join(line.text for line in lines[number : number + 3]))
    return _ISSUER_LINE.match(text) is not None and layout.heads_paragraph(lines[number].start)


def _first_of_head(lines: Sequence[Line], layout: Layout, number: int) -> int:
    """The first line of a head: a letterhead, a number in a collection, a title above the document's number."""
    above = range(max(1, number - _LINES_OF_TITLE), number)
    first = next((n for n in above if _begins_head(lines, layout, n, number)), number)
    while first > 1 and _ABOVE_HEAD.match(lines[first - 1].text):
        first -= 1
    return first


def _begins_head(lines: Sequence[Line], layout: Layout, first: int, number: int) -> bool:
    title = "".join(line.text for line in lines[first:number])
    is_title = _TITLE.match(title) is not None and not _SIGNED.search(title)
    return is_title or _is_issuer_line(lines, layout, first)


def _title_alone(reading: Reading, layout: Layout, start: int, end: int) -> int | None:
    """Where the title of another plan stands in a paragraph of its own, and is not announced as an annex."""
    if layout.is_annex_mark_between(start, end):
        return None
    at = layout.body_end(start, end)
    if at >= end:
        return None
    title = next(iter(lines_of(reading, at, end)), None)
    if title is None or not _TITLE.match(title.text) or title.text in reading.plain[:at]:
        return None
    return at
