"""What a page says around its text: ``<meta>`` elements, information boxes, the line under a headline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from loaders.html_lines import Line
from loaders.web_page import WebPage

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DATE = re.compile(r"((?:19|20)\d\d)\s?[-年/.]\s?(\d{1,2})\s?[-月/.]\s?(\d{1,2})")
_DATES = ("signed_on", "printed_on", "published_on")
# 浙江省人民政府门户网站 is of 浙江省.
_SITE = re.compile(r"([\u4e00-\u9fff]{1,14}?[省市县区州盟旗])(?:人民)?政府")
_LABEL = re.compile(
    r"(?:^|(?<=[\s|\]】]))[【\[]?([\u4e00-\u9fff](?:[\u4e00-\u9fff]|[ \u3000\xa0]{1,4}(?=[\u4e00-\u9fff])){1,12})[】\]]?\s?[:：]"
)
_SPACE = re.compile(r"[\s\u3000\xa0]+")
_LONGEST = 120
# An information box stands above or below the text, not in the middle of it.
_LINES = 60


def page_facts(page: HtmlElement, lines: Sequence[Line]) -> dict[str, str]:
    """The facts around a page's text, as ``FileText.facts`` names them; a box is believed before ``<meta>``."""
    words = WebPage.load()
    facts: dict[str, str] = {}
    for name, value in (*_from_boxes(lines, words), *_from_meta(page, words), *_from_headline(page)):
        if name in _DATES:
            value = _date(value)
        elif name == "region":
            site = _SITE.match(value)
            value = site.group(1) if site else ""
        if value and name not in facts:
            facts[name] = value
    return facts


def _from_boxes(lines: Sequence[Line], words: WebPage) -> Iterator[tuple[str, str]]:
    near = lines if len(lines) <= 2 * _LINES else [*lines[:_LINES], *lines[-_LINES:]]
    cells = [cell.strip() for line in near for cell in line.text.split("\t")]
    for cell, following in zip(cells, [*cells[1:], ""], strict=False):
        if len(cell) > 4 * _LONGEST:
            continue
        labels = list(_LABEL.finditer(cell))
        ends = [*(label.start() for label in labels[1:]), len(cell)]
        for label, end in zip(labels, ends, strict=False):
            name = words.labels.get(_SPACE.sub("", label.group(1)))
            value = cell[label.end() : end].strip() or (following if end == len(cell) else "")
            if name and 0 < len(value) <= _LONGEST and not _LABEL.match(value):
                yield name, _SPACE.sub(" ", value)


def _from_meta(page: HtmlElement, words: WebPage) -> Iterator[tuple[str, str]]:
    for meta in page.iter("meta"):
        name = words.metas.get(str(meta.get("name") or meta.get("property") or "").lower())
        value = _SPACE.sub(" ", str(meta.get("content") or "")).strip()
        if name and 0 < len(value) <= _LONGEST:
            yield name, value
    for link in page.iter("link"):
        if link.get("rel") == "canonical" and link.get("href"):
            yield "url", str(link.get("href"))


def _from_headline(page: HtmlElement) -> Iterator[tuple[str, str]]:
    headlines = [_SPACE.sub(" ", "".join(h.itertext())).strip() for h in page.iter("h1")]
    if len(headlines) == 1 and 6 <= len(headlines[0]) <= _LONGEST:
        yield "title", headlines[0]


def _date(value: str) -> str:
    """The ISO date in a value, or nothing where it holds none."""
    found = _DATE.search(value)
    try:
        return date(*map(int, found.groups())).isoformat() if found else ""
    except ValueError:
        return ""
