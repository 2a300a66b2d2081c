"""Which of a page's lines are the document: those of the smallest element that holds nearly all of its sentences.

Sentences outside of links are what menus, lists of news and footers lack. Numbered headings and responsibility
notes weigh more, since nothing but a document has them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from loaders.html_lines import Line
from loaders.web_page import WebPage

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SENTENCE = re.compile(r"[。；：，;]")
_DOCUMENT = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、]|第[一二三四五六七八九十百]{1,4}[条章]"
)
_KIND = re.compile(
    r"意见|通知|方案|措施|举措|办法|规定|条例|规划|计划|决定|要点|细则|公告|通告|纲要|清单|批复|政策"
)
_SPACE = re.compile(r"\s+")
# The share of the page's sentences that the element has to hold, and of a line that may be links.
_NEARLY_ALL = 0.85
_MOST_LINKED = 0.5
_WEIGHT_OF_ITEMS = 3
# What is a part of a text and never the whole of it, even where it has most of its words.
_PARTS = ("table", "p", "pre", "ul", "ol", "span", "font")
_LONGEST_RESIDUE = 80
_LINES_OF_TITLE = 40


def main_lines(lines: Sequence[Line], title: str | None = None) -> list[str]:
    """The lines of the document, after the page's headline where the text does not repeat it."""
    if not lines:
        return []
    words = WebPage.load()
    weights = [_weight(line, words) for line in lines]
    inside = _inside(lines, weights)
    kept = [(line, weight) for line, weight in zip(lines, weights, strict=True) if line.owner in inside]
    heavy = [number for number, (_, weight) in enumerate(kept) if weight]
    first, last = (heavy[0], heavy[-1]) if heavy else (0, len(kept) - 1)
    texts = [line.text for line, _ in kept[:first] if not _is_residue(line, words)]
    texts += [line.text for line, _ in kept[first : last + 1]]
    texts += _behind([line for line, _ in kept[last + 1 :]], words)
    return [title, *texts] if title and _is_missing(title, texts) else texts


def _behind(lines: Sequence[Line], words: WebPage) -> list[str]:
    """The lines after the last sentence: signature, date and annexes, up to where the page goes on."""
    end = next((n for n, line in enumerate(lines) if _is_residue(line, words)), len(lines))
    return [line.text for n, line in enumerate(lines) if n < end or line.text.startswith("附")]


def _weight(line: Line, words: WebPage) -> int:
    text = line.text
    if line.linked > _MOST_LINKED * len(text) or _begins_residue(text, words) or _is_box(text, words):
        return 0
    if _DOCUMENT.match(text):
        return _WEIGHT_OF_ITEMS * len(text)
    return len(text) if _SENTENCE.search(text) else 0


def _inside(lines: Sequence[Line], weights: Sequence[int]) -> set[HtmlElement]:
    """The smallest element with nearly all weight, and all below it."""
    from lxml import etree

    own: dict[HtmlElement, int] = defaultdict(int)
    for line, weight in zip(lines, weights, strict=True):
        own[line.owner] += weight
    root = lines[0].owner.getroottree().getroot()
    total: dict[HtmlElement, int] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        total[element] = own.get(element, 0) + sum(total[child] for child in element if child in total)
    node = root
    while True:
        heaviest = max(node, key=lambda child: total.get(child, 0), default=None)
        is_part = heaviest is not None and heaviest in own and heaviest.tag in _PARTS
        if (
            heaviest is None
            or is_part
            or not total.get(heaviest)
            or total[heaviest] < _NEARLY_ALL * total[root]
        ):
            return set(node.iter())
        node = heaviest


def _begins_residue(text: str, words: WebPage) -> bool:
    return len(text) <= _LONGEST_RESIDUE and text.lstrip("【[〖| ·").startswith(words.residue)


def _is_box(text: str, words: WebPage) -> bool:
    """Whether a line is of an information box: 发文机关：…"""
    return _SPACE.sub("", re.split("[:：\t]", text[:_LONGEST_RESIDUE])[0]) in words.labels


def _is_residue(line: Line, words: WebPage) -> bool:
    """Whether a line before or after the sentences belongs to the page: a menu, a button, a link to the next page."""
    is_link = line.linked > 0.8 * len(line.text) and not line.text.startswith("附")
    return is_link or _begins_residue(line.text, words)


def _is_missing(title: str, texts: Sequence[str]) -> bool:
    begins = _SPACE.sub("", "".join(texts[:_LINES_OF_TITLE]))
    return _KIND.search(title) is not None and _SPACE.sub("", title) not in begins
