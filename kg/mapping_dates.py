"""Day bounds of printed periods, computed once at build: subtracting and comparing dates differs in every engine."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta

_CHINESE_DIGIT = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
_DAY = r"(?P<year>(?:19|20)\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
_FROM_DAY = re.compile(rf"自{_DAY}起")
_FROM_ISSUE = re.compile(r"自(?:印发|发布|公布|下发|发文)(?:之日|日)?起")
_UNTIL_DAY = re.compile(rf"(?:至|到){_DAY}")
_UNTIL_YEAR_END = re.compile(r"(?:至|到)(?P<year>(?:19|20)\d\d)年(?:年?[底末])")
_YEARS = re.compile(r"(?:有效期|期限|有效期限)(?:为)?(?P<years>\d{1,2}|[一二两三四五六七八九十])年")


def day_bounds(period: str | None) -> tuple[str, str] | None:
    """First and last day of a period of the records, as ISO dates; None for none, or for one that is no date.

    An end date alone (2025年底 → ``2025-12-31``) is a period of that one day.

    >>> day_bounds("2023"), day_bounds("2024-02")
    (('2023-01-01', '2023-12-31'), ('2024-02-01', '2024-02-29'))
    >>> day_bounds("2023/2027"), day_bounds("2025-12-31")
    (('2023-01-01', '2027-12-31'), ('2025-12-31', '2025-12-31'))
    >>> day_bounds("2023-02-30") is None
    True
    """
    if not period:
        return None
    first, _, last = period.partition("/")
    try:
        return _days(first)[0].isoformat(), _days(last or first)[1].isoformat()
    except (ValueError, OverflowError):
        return None


def _days(text: str) -> tuple[date, date]:
    numbers = [int(number) for number in text.split("-")]
    match numbers:
        case [year]:
            return date(year, 1, 1), date(year, 12, 31)
        case [year, month] if 1 <= month <= 12:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        case [year, month, day]:
            return date(year, month, day), date(year, month, day)
    raise ValueError(text)


def validity_bounds(validity: str | None, issued_on: str | None) -> tuple[str | None, str | None]:
    """First and last day in force by what a document says of itself, as far as it says so.

    >>> validity_bounds("本办法自2023年8月1日起施行，有效期5年。", "2023-07-12")
    ('2023-08-01', '2028-07-31')
    >>> validity_bounds("自印发之日起施行，有效期至2025年12月31日", "2023-03-06")
    ('2023-03-06', '2025-12-31')
    >>> validity_bounds(None, "2023-03-06")
    (None, None)
    """
    text = "".join(unicodedata.normalize("NFKC", validity or "").split())
    first = _day(_FROM_DAY.search(text))
    if first is None and _FROM_ISSUE.search(text) and (issued := day_bounds(issued_on)):
        first = date.fromisoformat(issued[0])
    last = _day(_UNTIL_DAY.search(text))
    if last is None and (match := _UNTIL_YEAR_END.search(text)):
        last = date(int(match["year"]), 12, 31)
    if last is None and first and (match := _YEARS.search(text)):
        last = _years_later(first, _CHINESE_DIGIT.get(match["years"]) or int(match["years"]))
    if first and last and last < first:
        last = None
    return first.isoformat() if first else None, last.isoformat() if last else None


def _day(match: re.Match[str] | None) -> date | None:
    if match is None:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _years_later(first: date, years: int) -> date:
    """The day before the same day ``years`` later; 29 February comes back as 1 March."""
    try:
        same = first.replace(year=first.year + years)
    except ValueError:
        same = date(first.year + years, 3, 1)
    return same - timedelta(days=1)
