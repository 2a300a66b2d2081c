"""Who issued a document: the signature, the title, the page around the text or the print line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.jurisdiction import region_at_head
from loaders.reading import Reading
from loaders.title import Line, lines_of
from ontology.regions import Regions

_BODY = r"(?:政府|办公厅|办公室|委员会|小组|总局|[委厅局部院署行会])"
_IS_BODY = re.compile(rf"[\u4e00-\u9fff()、\s]{{2,60}}{_BODY}")
_SIGNATURE = re.compile(rf"^[\u4e00-\u9fff()、]{{2,40}}{_BODY}$")
_DEPUTY = re.compile(r"\((?:代章|盖章|印章|章)\)$")
MOST_SIGNERS = 40  # lines above the date
_TITLE_ISSUER = re.compile(
    rf"^(?:\d{{1,3}}[.、])?(?P<issuer>[\u4e00-\u9fff]{{2,40}}?{_BODY})(?:等[\d一二三四五六七八九十]{{1,3}}(?:个)?(?:部门|单位))?(?:关于|印发|就|转发|批转)"
)
_LABELLED = re.compile(
    r"(?:来源|发布机构|发文机关|发文单位|制发机关|发布单位)\s?:\s?(?P<issuer>[\u4e00-\u9fff]{4,30}?)(?=发布|发文|成文|时间|日期|\s|$|[^\u4e00-\u9fff])"
)
_PRINTED = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff]{4,30}(?:政府|办公厅|办公室|委员会|厅|局))(?:文件|\s?\d{4}年\d{1,2}月\d{1,2}日印发)"
)
_DATE_LINE = re.compile(r"^(?:\d{4}|[〇○零二一三四五六七八九]{4})年.{2,8}日$")


@dataclass(frozen=True, slots=True)
class Found:
    """A value read at ``plain[start:end]``."""

    value: str
    start: int
    end: int


def is_body(name: str) -> bool:
    """Whether a name is that of a public body, by how it ends.

    >>> is_body("某市人民政府办公室"), is_body("某某日报"), is_body("中国政府网")
    (True, False, False)
    """
    return bool(_IS_BODY.fullmatch(name))


def read_issuer(reading: Reading, start: int, end: int, regions: Regions) -> Found | None:
    """Who signed; else who the title, the page around the text or the print line names.

    Where several sign, or the signature leaves its region out, the title names the leading body.
    """
    titled = _title_issuer(reading, start)
    signed = _signatures(reading, start, end)
    joint = titled is not None and reading.plain.startswith("等", titled.end)
    if len(signed) == 1 and not joint and (titled is None or region_at_head(signed[0].value, regions)):
        return signed[0]
    if titled and len(signed) > 1 and "".join(one.value for one in signed) == titled.value:
        return Found("、".join(one.value for one in signed), titled.start, titled.end)
    if titled or signed:
        return titled or signed[0]
    for pattern in (_LABELLED, _PRINTED):
        for a, b in ((0, start), (end, len(reading.plain))):
            found = pattern.search(reading.plain, a, b)
            if found:
                return Found(found["issuer"], *found.span("issuer"))
    return None


def _signatures(reading: Reading, start: int, end: int) -> list[Found]:
    """The lines of bodies right above a date that stands alone."""
    for a, b in ((0, start), (end, len(reading.plain))):
        lines = lines_of(reading, a, b)
        for index, line in enumerate(lines):
            if not _DATE_LINE.match(line.text):
                continue
            above: list[Found] = []
            for signer in reversed(_without_bracket(lines[max(0, index - MOST_SIGNERS) : index])):
                name = _DEPUTY.sub("", signer.text)
                if not _SIGNATURE.match(name):
                    break
                above.append(Found(name, signer.start, signer.start + len(name)))
            if above:
                return above[::-1]
    return []


def _without_bracket(lines: list[Line]) -> list[Line]:
    """Without a bracket below the signature, of one line or several: （某厅 某行代章）."""
    if not lines or not lines[-1].text.endswith(")") or _DEPUTY.search(lines[-1].text):
        return lines
    at = next((n for n in range(len(lines) - 1, -1, -1) if lines[n].text.startswith("(")), len(lines))
    return lines[:at] if len(lines) - at <= 4 else lines


def _title_issuer(reading: Reading, start: int) -> Found | None:
    for line in _joined(lines_of(reading, 0, start)):
        match = _TITLE_ISSUER.match(line.text)
        if match:
            return Found(
                match["issuer"], line.start + match.start("issuer"), line.start + match.end("issuer")
            )
    return None


def _joined(lines: list[Line]) -> list[Line]:
    """Each line with the two after it: a title may be wrapped inside its issuer's name."""
    return [
        Line("".join(x.text for x in lines[n : n + 3]), line.start, line.end) for n, line in enumerate(lines)
    ]
