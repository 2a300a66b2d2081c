"""Printed ordinals: 一、 （一） 1. （1） ① 第一条 1.1, found in the folded view of a text.

A style's rank says how deep it stands in official numbering (GB/T 9704: 一、 →（一）→ 1. →（1）); articles
and chapters stand above them, dotted numbers count their own depth.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from loaders.reading import Reading

_CN = "零〇一二三四五六七八九十百"
_ORDINAL = re.compile(
    # Nearly all characters begin no ordinal: one look spares them the alternatives.
    rf"(?=[第{_CN}(〔㈠-㈩0-9⒈-⒛⑴-⒇①-⑳])(?:第(?P<division>[{_CN}]{{1,5}}|\d{{1,3}})(?P<division_kind>[编章节条])"
    rf"|(?<![、{_CN}])(?P<comma>[{_CN}]{{1,5}})(?:[、.]|。(?=\S)|,(?=[^{_CN}\d]))(?![{_CN}][、级次类线])"
    rf"|[(〔](?P<bracket>[{_CN}]{{1,5}})[)〕][、.。]?"
    r"|(?P<enclosed>[㈠-㈩])"
    r"|(?P<dotted>\d{1,2}(?:\.\d{1,2}){1,3})(?![\d.%])(?=[ \u4e00-\u9fff“《])"
    r"|(?P<point>\d{1,3})(?:[、]|\.(?!\d)|。)"
    r"|(?P<full_stop>[⒈-⒛])"
    r"|[(〔](?P<number>\d{1,3})[)〕][、.。]?"
    r"|(?P<enclosed_number>[⑴-⒇])"
    r"|(?P<half>\d{1,2})\)"
    r"|(?P<circled>[①-⑳])"
    # An ordinal that has lost its point; the outline takes it only where it is due at a paragraph's head.
    r"|(?<!\d)(?P<bare>\d{1,3})(?=[\u4e00-\u9fff“《])(?![年月日时号项个家万亿元人次户件种类条款章届級级岁周余多千百米亩吨台辆套场]))"
)
RANKS = {
    "part": 0,
    "chapter": 1,
    "division": 2,
    "article": 3,
    "comma": 4,
    "bracket": 5,
    "point": 6,
    "number": 7,
    "half": 8,
    "circled": 9,
}
_DIVISIONS = {"编": "part", "章": "chapter", "节": "division", "条": "article"}
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0}


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A printed ordinal at ``plain[start:end]``.

    ``style`` is a key of ``RANKS`` or ``dotted``; ``numbers`` its value, several for a dotted one; ``is_bare``
    says that the point after the number is lost.
    ``heads_line`` says that only layout stands before it on its line, ``stop_before`` that a full stop or
    nothing does.
    """

    start: int
    end: int
    style: str
    numbers: tuple[int, ...]
    heads_line: bool
    stop_before: bool
    is_bare: bool = False

    @property
    def number(self) -> int:
        """The ordinal's own number: the last of a dotted one."""
        return self.numbers[-1]

    @property
    def rank(self) -> int:
        """How deep the style stands; a dotted number as deep as it has parts."""
        return RANKS["comma"] + len(self.numbers) - 1 if self.style == "dotted" else RANKS[self.style]


def chinese_number(text: str) -> int | None:
    """The value of a Chinese ordinal up to 999, or None where it is none.

    >>> [chinese_number(n) for n in ("三", "十", "十二", "二十", "二十五", "一百零三", "十十")]
    [3, 10, 12, 20, 25, 103, None]
    """
    match = re.fullmatch(
        r"(?:([一二三四五六七八九])百)?零?(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?", text
    )
    if not text or match is None:
        return None
    hundreds, tens, ten, ones = match.groups()
    return 100 * _DIGITS.get(hundreds, 0) + 10 * (_DIGITS.get(tens, 1) if ten else 0) + _DIGITS.get(ones, 0)


@lru_cache(maxsize=2)
def find_ordinals(reading: Reading) -> tuple[Ordinal, ...]:
    """All that looks like an ordinal, in order; whether it is one is for the outline to say.

    The last ones are kept, as the readings are.
    """
    return tuple(_ordinals(reading))


def _ordinals(reading: Reading) -> Iterator[Ordinal]:
    plain, offsets = reading.plain, reading.offsets
    for found in _ORDINAL.finditer(plain):
        match = _at_line_head(found, reading)
        start = match.start()
        before = plain[start - 1] if start else "。"
        heads_line = start == 0 or offsets[start - 1] < reading.line_start(offsets[start])
        if not heads_line and before not in "。!?:;)〕】” " and not _may_follow_heading(match):
            continue
        bare = match.lastgroup == "bare"
        style, numbers = _style(match)
        if numbers and (heads_line or not bare):
            yield Ordinal(start, match.end(), style, numbers, heads_line, before in "。!?", bare)


def _at_line_head(match: re.Match[str], reading: Reading) -> re.Match[str]:
    """The ordinal from where a line begins inside it: ``…1`` and ``2.…`` on two lines read ``12.`` without layout."""
    if match.lastgroup in ("point", "dotted", "bare"):
        for at in range(match.start() + 1, match.end()):
            if "\n" in reading.text[reading.offsets[at - 1] : reading.offsets[at]]:
                return _ORDINAL.match(reading.plain, at) or match
    return match


def _may_follow_heading(match: re.Match[str]) -> bool:
    """Whether the ordinal is of a kind that can follow a heading without a mark between (二、任务（一）…)."""
    return match.lastgroup in ("bracket", "comma", "enclosed", "point")


def _style(match: re.Match[str]) -> tuple[str, tuple[int, ...]]:
    kind = match.lastgroup or ""
    if kind == "division_kind":
        value, kind = match["division"], _DIVISIONS[match["division_kind"]]
    else:
        value = match[kind]
    if kind == "dotted":
        return kind, tuple(int(n) for n in value.split("."))
    kind = {"enclosed": "bracket", "full_stop": "point", "enclosed_number": "number", "bare": "point"}.get(
        kind, kind
    )
    value = unicodedata.normalize("NFKC", value).strip("().")
    number = int(value) if value.isdecimal() else chinese_number(value)
    return kind, (number,) if number else ()
