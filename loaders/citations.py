"""Other documents named in the text: by title (《…》), by number (国办发〔2022〕9号) or both.

A citation's id is made of the number where there is one, else of the title as ``title_key`` brings it to one
form. The document itself (its own title, its cover letter's 《…》已经市政府同意) is no citation. What ends a
document's title, and which papers are none, is in ``citations.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from kg.ids import document_number
from kg.model import Citation, Span
from loaders.citation_names import WRAPPER, citation_id, title_key
from loaders.reading import Reading

__all__ = ["citation_id", "numbers_by_title", "read_citations", "read_repeals", "read_validity", "title_key"]

FILE = Path(__file__).with_name("citations.toml")
TITLE_MAX = 160  # characters; the longest title in the documents read has 92
SENTENCE_MAX = 200  # characters read on either side of a statement of validity
SHORT_FORMS_BACK = 50  # short forms (《条例》) passed over on the way back to the title in full

_MARK = re.compile("[《》]")
# Numbers are found by their rare part (〔2022〕30号, 第2号); the code before it is read backwards from there.
_YEAR_SERIAL = re.compile(
    r" ?[〔\[(【{?] ?(?P<year>(?:19|20)\d\d) ?[〕\])】}?] ?第? ?(?P<serial>\d{1,4})(?!\d) ?(?P<mark>号)?"
)
_CODE = re.compile(r"[一-鿿]{2,12}$")
_ORDER = re.compile(r"第 ?(?P<serial>\d{1,4}) ?号(?P<kind>令|公告|通告)?")
_ORDER_HEAD = re.compile(
    r"(?P<issuer>[一-鿿、]{2,20}?)(?P<kind>令|公告|通告)?(?:(?P<year>(?:19|20)\d\d)年)?$"
)
_AFTER = re.compile(r"\s?[(〔\[]")
_QUALIFIER = re.compile(
    r"[(〔\[](?:[^()〔〕\[\]]{0,8}(?:试行|暂行|修订|修正|征求意见|草案|送审|年版|年本|版|批|[条项个]|\d{4}年?(?:[-—–~至到]+\d{4}年?)?)[^()〔〕\[\]]{0,6})[)〕\]]$"
    r"|(?:\d{1,3}|[一二三四五六七八九十]{1,3})[条项]$"
)
_STANDARD = re.compile(r"(?:GB|DB|CJ|JGJ|SB|TB|YY|HJ|LB|WB|T/)[A-Z/ ]{0,6}\d[\d.\-—– ]{1,14}$")
_COVER = re.compile(
    r"已经[^。《》]{0,40}?(?:同意|通过|批准)|(?:印发|发布|颁布|公布|转发)(?:给|你们|实施|施行)"
)
_COVER_BEFORE = re.compile(r"(?:现将|关于(?:印发|发布|公布)|印发)$")
# 印发《甲》《乙》的通知, 就《丙》公开征求意见: what a letter of this title hands on is the document itself.
_HANDS_ON = re.compile(
    r"(?:印发|发布|公布|下发|就)(?P<titles>(?:和?[（(]?《[^》]{4,140}》)+)\S{0,12}(?:通知|征求意见)"
)
_ALIAS = re.compile(r"以?下(?:简)?称$|简称$")
_ISSUER = re.compile(
    r"(?:[一-鿿]{0,9}(?:省|市|县|区|州|盟|旗))?(?:中共中央|国务院|党委|[省市区县]委|(?:人民)?政府)(?:办公[厅室])?"
    r"(?:(?:联合)?(?:印发|发布|出台|下发)的?)?$"
)
_ISSUED = re.compile(r"(?:联合)?(?:印发|发布|出台|下发)的?$")


@dataclass(frozen=True, slots=True)
class _Shapes:
    endings: tuple[str, ...]
    forms: tuple[str, ...]
    relative: tuple[str, ...]
    short_forms: tuple[str, ...]
    before_number: re.Pattern[str]
    leading: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Number:
    """A document number at ``start`` to ``end`` of the plain text, in its one form."""

    start: int
    end: int
    text: str


def read_citations(
    reading: Reading,
    start: int,
    end: int,
    *,
    own_title: str | None = None,
    own_number: str | None = None,
    numbers: Mapping[str, str] | None = None,
) -> tuple[Citation, ...]:
    """The documents cited in ``plain[start:end]``, in order, each place once.

    ``own_title`` and ``own_number`` are the document's own and never cited. ``numbers`` (from
    ``numbers_by_title``) gives a title that stands alone here the number it has elsewhere in the document.

    >>> reading = Reading.of("根据《国务院办公厅关于进一步优化营商环境的意见》（国办发〔2022〕30 号）和国发[2022]5号")
    >>> [c.id for c in read_citations(reading, 0, len(reading.plain))]
    ['citation/国办发-2022-30', 'citation/国发-2022-5']
    """
    own_keys, own_number = _own(own_title, own_number)
    plain = reading.plain
    found: list[Citation] = []
    taken: list[tuple[int, int]] = []
    for opening, closing in _titles(plain, start, end):
        if not _is_document(plain[opening + 1 : closing - 1]) or _is_own(
            plain, start, opening, closing, own_keys
        ):
            continue
        title, alias = _title_of(plain, opening, closing, own_keys)
        if title is None:
            continue
        number = _number_after(plain, closing, end)
        stop = number.end if number else closing
        taken.append((opening, stop))
        if number and number.text == own_number:
            continue
        name = number.text if number else (numbers or {}).get(title_key(title))
        issued = _with_issuer(plain, start, opening, title)
        span = reading.span(opening, closing if alias else stop)
        found.append(Citation(citation_id(issued, name), title, title, name, span))
    for number in _numbers(plain, start, end):
        if number.text != own_number and not any(a <= number.start < b for a, b in taken):
            span = reading.span(number.start, number.end)
            found.append(Citation(citation_id(None, number.text), number.text, None, number.text, span))
    return tuple(sorted(found, key=lambda citation: citation.span.start))


def numbers_by_title(reading: Reading) -> dict[str, str]:
    """For each title (as ``title_key`` has it) that the document cites with a number, that number.

    >>> numbers_by_title(Reading.of("按《某某办法》（国办发〔2022〕9号）"))
    {'某某办法': '国办发〔2022〕9号'}
    """
    plain = reading.plain
    pairs: dict[str, str] = {}
    for opening, closing in _titles(plain, 0, len(plain)):
        if number := _number_after(plain, closing, len(plain)):
            pairs.setdefault(title_key(plain[opening + 1 : closing - 1]), number.text)
    return pairs


def read_repeals(reading: Reading, start: int, end: int) -> tuple[Citation, ...]:
    """The citations in ``plain[start:end]`` that the document puts out of force (同时废止《…》).

    >>> reading = Reading.of("本办法自发布之日起施行，《某市旧办法》（某政发〔2019〕3号）同时废止。")
    >>> [c.id for c in read_repeals(reading, 0, len(reading.plain))]
    ['citation/某政发-2019-3']
    """
    found: list[Citation] = []
    for begin, stop in reading.sentences(start, end):
        if "废止" in reading.plain[begin:stop] and "》" in reading.plain[begin:stop]:
            for citation in read_citations(reading, begin, stop):
                at, to = reading.position(citation.span.start), reading.position(citation.span.end)
                if _is_repealed(reading.plain[begin:at], reading.plain[to:stop]):
                    found.append(citation)
    return tuple(found)


_VALIDITY = re.compile(
    r"自[^。;,]{1,24}?(?:之日|\d日|日)起(?:开始)?(?:施行|实施|执行|生效)|有效期(?:限)?(?:至|为|到|自|[一二三四五六七八九十两\d])"
    r"|(?:执行|实施|政策)(?:期限|有效期)(?:至|为|到|从|自)"
)
_WHOLE = re.compile(r"(?:^|[。;,)条])(?:本|以上|上述|除[^。;]{2,30}外)[^。;,]{0,20}|^自")
_OTHERS = re.compile(r"(?:上述|其余|其他)[^。;]{0,10}措施[^。;]{0,6}中")


def read_validity(reading: Reading) -> Span | None:
    """What the document says of its own validity (自印发之日起施行，有效期5年), the last such sentence.

    A term of one measure (政策执行至2024年9月30日) is none.

    >>> read_validity(Reading.of("一、总则。\\n本办法自2023年8月1日起施行，有效期5年。")).quote
    '本办法自2023年8月1日起施行，有效期5年。'
    """
    plain = reading.plain
    for match in reversed(list(_VALIDITY.finditer(plain))):
        floor, ceiling = max(0, match.start() - SENTENCE_MAX), match.end() + SENTENCE_MAX
        begin = max(floor, *(plain.rfind(mark, floor, match.start()) + 1 for mark in "。;!?"))
        close = plain.find("。", match.end(), ceiling)
        stop = close + 1 if close >= 0 else min(len(plain), ceiling)
        sentence = plain[begin:stop]
        if whole := _WHOLE.search(sentence, 0, match.start() - begin + 1):
            if _OTHERS.search(sentence):
                continue
            opening = whole.start() + (sentence[whole.start()] in "。;,)条")
            return reading.span(begin + opening, min(stop, begin + opening + 200))
    return None


@cache
def _shapes() -> _Shapes:
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    words = sorted(table["before_number"], key=len, reverse=True)
    return _Shapes(
        tuple(table["endings"]),
        tuple(table["forms"]),
        tuple(table["relative"]),
        tuple(table["short_forms"]),
        re.compile(rf".*(?:{'|'.join(map(re.escape, words))})"),
        # One character alone may begin a name of a place: 和林格尔县, 文山州.
        re.compile(rf"^(?:{'|'.join(re.escape(word) for word in words if len(word) > 1)})+"),
    )


def _titles(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The outermost 《…》 of a range; one that never closes, or runs on too long, is passed over."""
    depth, opening = 0, start
    for mark in _MARK.finditer(plain, start, end):
        if depth and mark.start() - opening > TITLE_MAX:
            depth = 0
        if mark.group() == "《":
            if depth == 0:
                opening = mark.start()
            depth += 1
        elif depth:
            depth -= 1
            # 《甲《乙的通知》（国办发…） has one closing mark too few.
            if depth == 0 or (depth == 1 and _number_after(plain, mark.end(), end)):
                yield opening, mark.end()
                depth = 0


def _is_document(title: str) -> bool:
    shapes = _shapes()
    bare = title.rstrip("》")
    for _ in range(2):
        bare = _QUALIFIER.sub("", bare)
    if bare.endswith(shapes.forms) or title in shapes.relative:
        return False
    return bare.endswith(shapes.endings) or bool(_STANDARD.search(bare)) or (bare != title and len(bare) > 8)


@lru_cache(maxsize=16)
def _own(title: str | None, number: str | None) -> tuple[frozenset[str], str | None]:
    """A document's own keys and number; kept, since each of its items asks."""
    return _own_keys(title), document_number(number) if number else None


def _own_keys(title: str | None) -> frozenset[str]:
    """The keys of a document's own title: as it stands, and without 某政府关于印发…的通知 around it."""
    if not title:
        return frozenset()
    wrapped, hands_on = WRAPPER.match(title), _HANDS_ON.search(title)
    inner = [wrapped["inner"]] if wrapped else []
    inner += hands_on["titles"].strip("和（(《》").split("》《") if hands_on else []
    return frozenset(map(title_key, [title, *inner]))


def _is_own(plain: str, start: int, opening: int, closing: int, own_keys: frozenset[str]) -> bool:
    """Whether the 《…》 is the document's own name; 某政府关于印发《同名方案》的通知 is the one it follows."""
    title = plain[opening + 1 : closing - 1]
    wrapped = WRAPPER.match(title)
    if title_key(title) in own_keys and not (wrapped and wrapped["issuer"]):
        return True
    before = plain[max(0, opening - 8) : opening]
    if _COVER.match(plain, closing):
        return True
    return bool(_COVER_BEFORE.search(before)) and plain.startswith(("的通知", "印发给"), closing)


def _title_of(plain: str, opening: int, closing: int, own_keys: frozenset[str]) -> tuple[str | None, bool]:
    """The title between the marks, and whether it was a short form (《条例》) of one cited before."""
    title = plain[opening + 1 : closing - 1]
    if _ALIAS.search(plain, max(0, opening - 4), opening):
        return None, True
    if title not in _shapes().short_forms:
        return title, False
    if any(key.endswith(title) for key in own_keys):
        return None, True
    at = opening
    for _ in range(SHORT_FORMS_BACK):
        at = plain.rfind(f"{title}》", 0, at)
        first = plain.rfind("《", 0, at) if at >= 0 else -1
        if first < 0 or at - first > TITLE_MAX:
            break
        if at - first > 1:
            return plain[first + 1 : at + len(title)], True
    return None, True


def _with_issuer(plain: str, start: int, opening: int, title: str) -> str:
    """The title with the government named before it: 国务院办公厅《关于…的通知》."""
    if not title.startswith("关于"):
        return title
    before = _ISSUER.search(plain[max(start, opening - 24) : opening])
    if before is None:
        return title
    issuer = _shapes().leading.sub("", _ISSUED.sub("", before.group()))
    return f"{issuer}{title}"


def _number_after(plain: str, closing: int, end: int) -> _Number | None:
    """The number in the brackets right after a title; the bracket is part of it when nothing else is inside."""
    if not _AFTER.match(plain, closing, end):
        return None
    first = next(_numbers(plain, closing + 1, min(end, closing + 60)), None)
    if first is None or first.start > closing + 2:
        return None
    return _Number(
        first.start, first.end + (plain[first.end : first.end + 1] in (")", "〕", "]")), first.text
    )


def _numbers(plain: str, start: int, end: int) -> Iterator[_Number]:
    """Document numbers in running text; a lost 号 is only forgiven before a closing bracket."""
    for match in _YEAR_SERIAL.finditer(plain, start, end):
        before = _CODE.search(plain[max(start, match.start() - 12) : match.start()])
        code = _shapes().before_number.sub("", before.group()) if before else ""
        if len(code) >= 2 and (match["mark"] or plain[match.end() : match.end() + 1] == ")"):
            text = f"{code}〔{match['year']}〕{int(match['serial'])}号"
            yield _Number(match.start() - len(code), match.end(), text)
    for match in _ORDER.finditer(plain, start, end):
        if order := _order(plain, start, match):
            yield order


def _order(plain: str, start: int, match: re.Match[str]) -> _Number | None:
    """商务部令2020年第2号, 国务院令第722号, 国务院第722号令."""
    head = _ORDER_HEAD.search(plain[max(start, match.start() - 28) : match.start()])
    kind = head and (head["kind"] or match["kind"])
    if not head or not kind:
        return None
    issuer = _shapes().before_number.sub("", head["issuer"])
    if len(issuer) < 2:
        return None
    year = f"{head['year']}年" if head["year"] else ""
    begin = match.start() - len(head.group()) + len(head["issuer"]) - len(issuer)
    return _Number(begin, match.end(), f"{issuer}{kind}{year}第{int(match['serial'])}号")


def _is_repealed(before: str, after: str) -> bool:
    """Whether 废止 stands before the title (废止《甲》《乙》) or after it in one clause (《甲》同时废止)."""
    return bool(re.search(r"废止[^,。;]{0,160}$", before)) or bool(
        re.match(r"[^,。;]{0,160},?(?:同时|予以|相应|均)?废止", after)
    )
