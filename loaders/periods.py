"""Time expressions: when a target is due. ``2023``, ``2023-02``, an end date, or a range ``2023/2027``.

2月底前 is ``2023-02`` and 全年 is ``2023`` in a document of 2023: only the document's own year says so, and
``Period.inferred`` marks it. Dates are found also because their numbers count nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_YEAR = r"(?:19|20)[0-9]{2}"
_TO = r"(?:-|—|–|~|至|到)+"
_TIME = re.compile(
    rf"""(?=[0-9“‘今本年上下全明去一二三四])(?:
      (?<![0-9])(?P<from_year>{_YEAR})(?:年(?P<from_month>1[0-2]|0?[1-9])月(?:[0-9]{{1,2}}日)?|年度?)?(?:起)?{_TO}
        (?P<to_year>{_YEAR})(?:年|学年)(?:(?P<to_month>1[0-2]|0?[1-9])月(?:[0-9]{{1,2}}日)?)?(?P<to_end>年?[底末])?
    | (?<![0-9])(?P<year>{_YEAR})年(?:
          (?P<month>1[0-2]|0?[1-9])月(?:份)?(?:(?P<day>3[01]|[12][0-9]|0?[1-9])日|(?P<month_end>[底末]))?
        | (?P<half>[上下])半年
        | 第?(?P<quarter>[一二三四1-4])季度
        | (?P<year_end>年?[底末]|年年[底末])
        | 度?)
    | [“‘](?P<plan>十[二三四五六七])五[”’](?P<plan_end>期?末|时期末)?
    | (?<![0-9.])(?P<alone_month>1[0-2]|0?[1-9])月(?:份)?(?:(?P<alone_day>3[01]|[12][0-9]|0?[1-9])日|(?P<alone_end>[底末]))?
    | (?<![每半0-9])(?P<this_end>[今本]?年[底末])
    | (?<![每])(?P<this_half>(?:今年|本年)?[上下])半年
    | (?<![0-9一二两三四五六七八九十半])(?P<this>全年|年内|今年|本年度|本年)
    | (?P<this_quarter>[一二三四])季度
    | (?P<next>明年)
    | (?P<last>去年|上年度?|上一年度?)
    )""",
    re.VERBOSE,
)
_PLANS = {"十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026, "十六": 2031, "十七": 2036}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True, slots=True)
class Period:
    """A time expression at ``plain[start:end]``; ``value`` is None where the document's year is not known.

    ``since`` says that it tells from when or until when something else was so (2021年6月后签发的), and is no
    date for a target.
    """

    start: int
    end: int
    value: str | None
    inferred: bool = False
    since: bool = False
    past: bool = False


def find_periods(plain: str, start: int, end: int, year: str | None = None) -> Iterator[Period]:
    """The time expressions of ``plain[start:end]``; ``year`` is the document's own.

    >>> text = "到2025年底,今年6月30日前,全年"
    >>> [(p.value, p.inferred) for p in find_periods(text, 0, len(text), "2023")]
    [('2025-12-31', False), ('2023-06-30', True), ('2023', True)]
    """
    for match in _TIME.finditer(plain, start, end):
        value, inferred = _value(match, year)
        if match["this"] == "今年" and _goes_on(plain, match.end()):
            continue
        behind = plain[match.end() : match.end() + 2]
        since = (
            match["last"] is not None
            or plain[match.start() - 1 : match.start()] in ("较", "比")
            or behind[:1] == "后"
            or behind in ("以来", "之后", "以后", "第一")
            or plain.startswith("第", match.end())
        )
        latest = (value or "")[-10:] if "/" not in (value or "") else (value or "").split("/")[1]
        past = bool(year and latest and latest[:4] < year)
        yield Period(match.start(), match.end(), value, inferred, since, past)


def _goes_on(plain: str, at: int) -> bool:
    """今年 in front of a month or 底: what follows says it more exactly."""
    return re.match(r"(?:1[0-2]|[1-9])月|[底末]|年底|[上下]半年", plain[at : at + 4]) is not None


def _value(match: re.Match[str], year: str | None) -> tuple[str | None, bool]:
    """The value of a time expression, and whether only the document's year gave it."""
    if match["from_year"]:
        upto = f"{match['to_year']}-12-31" if match["to_end"] else _month(match["to_year"], match["to_month"])
        return f"{_month(match['from_year'], match['from_month'])}/{upto}", False
    if match["year"]:
        return _printed_year(match), False
    if match["plan"]:
        first = _PLANS[match["plan"]]
        return (f"{first + 4}-12-31" if match["plan_end"] else f"{first}/{first + 4}"), False
    if year is None:
        return None, True
    if match["alone_month"]:
        return _month(year, match["alone_month"], match["alone_day"]), True
    if match["this_end"]:
        return f"{year}-12-31", True
    if match["this_half"]:
        return _half(year, match["this_half"][-1]), True
    if match["this_quarter"]:
        return _quarter(year, match["this_quarter"]), True
    shift = 1 if match["next"] else -1 if match["last"] else 0
    return str(int(year) + shift), True


def _printed_year(match: re.Match[str]) -> str:
    year = match["year"]
    if match["month"]:
        return _month(year, match["month"], match["day"])
    if match["half"]:
        return _half(year, match["half"])
    if match["quarter"]:
        return _quarter(year, match["quarter"])
    return f"{year}-12-31" if match["year_end"] else str(year)


def _month(year: str, month: str | None, day: str | None = None) -> str:
    if not month:
        return year
    return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")


def _quarter(year: str, quarter: str) -> str:
    last = _QUARTERS[quarter] * 3
    return f"{year}-{last - 2:02}/{year}-{last:02}"


def _half(year: str, half: str) -> str:
    return f"{year}-01/{year}-06" if half == "上" else f"{year}-07/{year}-12"
