"""When a document was signed, printed or published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from loaders.ordinals import chinese_number
from loaders.reading import Reading
from loaders.title import lines_of

# Years a policy document can be of; any other was read from damaged digits.
_YEARS = "1900", "2199"
_DATE = r"(\d{4}|[〇○零O一二三四五六七八九]{4})年(\d{1,2}|[一二三四五六七八九十]{1,3})月(\d{1,2}|[一二三四五六七八九十]{1,3})日?"
_ANY = re.compile(_DATE)
_ALONE = re.compile(rf"^\(?{_DATE}\)?$")
_AFTER_BODY = re.compile(rf"(?:政府|办公厅|办公室|委员会|[厅局部院署])\s?{_DATE}")
_PRINTED = re.compile(rf"{_DATE}印发")
_TITLE = re.compile(rf"\({_DATE}\)")
_LABELLED = re.compile(
    r"(?P<kind>成文|签发|发布|发文|公开|生成|印发|发表)(?:日期|时间)\s?[:：]?\s?(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})"
)
_LABEL_KINDS = {"成文": "signed", "签发": "signed", "印发": "printed"}
# From the one that is a document's date to the one that stands for it where no other is known.
KINDS = ("signed", "printed", "published")
_DIGITS = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "O": "0"}


@dataclass(frozen=True, slots=True)
class IssueDate:
    """An ISO date at ``plain[start:end]`` and its kind: signed · printed · published."""

    iso: str
    kind: str
    start: int
    end: int


def read_issue_date(reading: Reading, body_start: int, body_end: int) -> IssueDate | None:
    """The day of signing, else of printing, else of publication, from before and after the numbered text.

    >>> found = read_issue_date(Reading.of("某市人民政府办公厅\\n２０２３年３月３１日\\n"), 19, 19)
    >>> found.iso, found.kind
    ('2023-03-31', 'signed')
    """
    found = list(_dates(reading, body_start, body_end))
    for kind in KINDS:
        for candidate in found:
            if candidate.kind == kind:
                return candidate
    return None


def _dates(reading: Reading, body_start: int, body_end: int) -> Iterator[IssueDate]:
    plain = reading.plain
    ranges = ((0, body_start), (body_end, len(plain)))
    for start, end in ranges:
        for line in lines_of(reading, start, end):
            alone = _ALONE.match(line.text)
            if alone:
                yield from _made("signed", alone.groups(), line.start, line.end)
    for start, end in ranges:
        for match in _LABELLED.finditer(plain, start, end):
            kind = _LABEL_KINDS.get(match["kind"], "published")
            yield from _made(kind, (match["year"], match["month"], match["day"]), match.start(), match.end())
        for pattern, kind in ((_PRINTED, "printed"), (_AFTER_BODY, "signed")):
            for match in pattern.finditer(plain, start, end):
                if kind == "printed" or not plain.startswith("印发", match.end()):
                    yield from _made(kind, match.groups(), match.start(1), match.end())
    for match in _TITLE.finditer(plain, 0, min(body_start, 400)):
        yield from _made("signed", match.groups(), match.start(1), match.end() - 1)


def _made(kind: str, parts: tuple[str, ...], start: int, end: int) -> Iterator[IssueDate]:
    iso = iso_date(*parts)
    if iso:
        yield IssueDate(iso, kind, start, end)


def iso_date(year: str, month: str, day: str) -> str | None:
    """An ISO date from printed parts, digits of either kind; None where there is no such day.

    >>> iso_date("二〇二三", "十二", "三十一"), iso_date("2023", "2", "30")
    ('2023-12-31', None)
    >>> iso_date("6367", "2", "3"), "a damaged year is none"
    (None, 'a damaged year is none')
    """
    digits = "".join(_DIGITS.get(c, c) for c in year)
    if not _YEARS[0] <= digits <= _YEARS[1]:
        return None
    numbers = [int(p) if p.isdecimal() else chinese_number(p) for p in (digits, month, day)]
    try:
        return date(*(n or 0 for n in numbers)).isoformat()
    except ValueError:
        return None
