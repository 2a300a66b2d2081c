"""The information box of a web page in copied text: 发文机关：…, 文号：…, or label and value in columns of their own."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from kg.ids import document_number
from loaders.dates import iso_date
from loaders.issuers import is_body
from loaders.reading import Reading, fold
from loaders.web_page import WebPage

FILE = Path(__file__).with_name("info_box.toml")
LINES = 60  # from the beginning of the text; a box stands above it
LEAST_LABELS = 2  # one alone may be the text's own word
LINE_MAX = 1000  # characters
VALUE_MAX = 120  # characters
_LONGEST = {"validity": 6, "source": 30}  # 有效, 市政府办公室; longer ones are the next line of the text

_CELL = re.compile(r"[^\t|]+")
_DATE = re.compile(r"((?:19|20)\d\d)\s?[-年/.]\s?(\d{1,2})\s?[-月/.]\s?(\d{1,2})")


@dataclass(frozen=True, slots=True)
class InfoBox:
    """What a box says, by the names of ``FileText.facts``, and where its lines stand in the plain text."""

    facts: Mapping[str, str]
    ranges: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    line: int
    text: str


def read_info_box(reading: Reading, end: int) -> InfoBox:
    """The box above the numbered text, which begins at ``plain[end]``; empty where there is none.

    >>> text = "发文机关：某市人民政府\\n文　　号：某政发〔2023〕5号\\n成文日期：2023年3月1日\\n某方案\\n"
    >>> read_info_box(Reading.of(text), 40).facts
    {'issuer': '某市人民政府', 'document_number': '某政发〔2023〕5号', 'signed_on': '2023-03-01'}
    """
    lines = _lines(reading, end)
    cells = [
        _Cell(number, cell.group().strip())
        for number, (start, stop) in enumerate(lines)
        for cell in _CELL.finditer("".join(map(fold, reading.text[start:stop])))
        if cell.group().strip()
    ]
    facts: dict[str, str] = {}
    taken: list[int] = []
    for name, value, held in _labelled(cells):
        taken += held
        if value and name and name not in facts:
            facts[name] = value
    if len(taken) < LEAST_LABELS:
        return InfoBox({}, ())
    ranges = [(reading.position(lines[n][0]), reading.position(lines[n][1])) for n in sorted(set(taken))]
    return InfoBox(facts, tuple(ranges))


def _lines(reading: Reading, end: int) -> list[tuple[int, int]]:
    """The first lines of the source above ``plain[end]``."""
    last = reading.offsets[end]
    starts = [start for start in reading.line_starts[:LINES] if start < last]
    # A line longer than any box's is text that lost its line breaks: its beginning is enough.
    return [(start, min(stop, start + LINE_MAX)) for start, stop in pairwise([*starts, last])]


def _labelled(cells: list[_Cell]) -> Iterator[tuple[str, str, list[int]]]:
    """Each label with the fact it gives (or none), its value, and the lines that they take."""
    for cell, after in pairwise([*cells, _Cell(-1, "")]):
        if len(cell.text) > 4 * VALUE_MAX:
            continue
        labels = [found for found in _label().finditer(cell.text) if _stands(found, cell.text)]
        ends = [*(found.start() for found in labels[1:]), len(cell.text)][: len(labels)]
        for found, end in zip(labels, ends, strict=True):
            name = _names()[_bare(found["label"])]
            value, held = _value(name, cell.text[found.end() : end]), [cell.line]
            alone = not cell.text[found.end() :].strip()
            # In columns the value stands in the next cell; a label with a colon and nothing else may have none.
            if alone and (name or not found["colon"]) and not _is_label(after.text) and after.line >= 0:
                value = _value(name, after.text)
                held += [after.line] * bool(value or not name)
            yield name, value, held


def _stands(found: re.Match[str], cell: str) -> bool:
    """Whether a label has a colon, or the cell for itself."""
    return bool(found["colon"] or (found.start() == 0 and found.end() == len(cell)))


def _is_label(cell: str) -> bool:
    found = _label().match(cell)
    return bool(found and _stands(found, cell))


def _value(name: str, value: str) -> str:
    """What a fact's value says, nothing where it cannot be one."""
    if name.endswith("_on"):
        found = _DATE.search(value)
        return (iso_date(*found.groups()) or "") if found else ""
    value = "".join(value.split())
    fits = {"document_number": document_number(value) is not None, "issuer": is_body(value)}
    return value if len(value) <= _LONGEST.get(name, VALUE_MAX) and fits.get(name, True) else ""


def _bare(label: str) -> str:
    return "".join(label.split())


@cache
def _label() -> re.Pattern[str]:
    """Any of the labels, its characters spaced or not."""
    spaced = (r"\s{0,4}".join(name) for name in sorted(_names(), key=len, reverse=True))
    return re.compile(rf"(?<![\u4e00-\u9fff])(?P<label>{'|'.join(spaced)})[\]】]?\s?(?P<colon>:)?")


@cache
def _names() -> Mapping[str, str]:
    """The labels and the facts they give, an empty name for none."""
    others = tomllib.loads(FILE.read_text(encoding="utf-8"))["labels"]
    return {**dict.fromkeys(others, ""), **WebPage.load().labels}
