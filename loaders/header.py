"""The header of a document: title, number, issuer, date, level and region, each with where it was read.

What the text prints wins; ``corpus.toml`` beside the file supplies what it does not print; the rest is inferred
from who is addressed and from the number's first character. Where the two differ both are kept and reported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from kg.ids import document_number
from kg.model import Header, Level, Problem, Span
from loaders.dates import read_issue_date
from loaders.outline import Outline
from loaders.reading import Reading
from loaders.title import Line, lines_of, read_title
from ontology.regions import Region, Regions

_NUMBER = re.compile(
    r"(?P<prefix>[\u4e00-\u9fff]{2,14}(?:\([\u4e00-\u9fff]{1,4}\))?)[〔\[(【<](?P<year>(?:19|20)\d{2})[〕\])】>]"
    r"(?:第)?(?P<serial>\d{1,5})(?P<mark>号)?"
)
_BODY = r"(?:政府|办公厅|办公室|委员会|小组|总局|[委厅局部院署行会])"
_SIGNATURE = re.compile(rf"^[\u4e00-\u9fff()、]{{2,40}}{_BODY}$")
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
_ADDRESSED: tuple[tuple[Level, re.Pattern[str]], ...] = (
    ("national", re.compile(r"各省、自治区、直辖市|国务院各部委")),
    (
        "province",
        re.compile(
            r"各市、县|各市\(?州|各设区市|各州、市|各市州|各市人民政府|各省辖市|各地级以上市|省政府各|省人民政府各|自治区各|各盟"
        ),
    ),
    (
        "city",
        re.compile(
            r"各区\(县|各县\(市|各县\(区|各区、县|各旗|市直各|市政府各|市人民政府各|各县市区|各县、区|州级各"
        ),
    ),
    ("county", re.compile(r"各(?:乡)?镇|各乡|各街道|区政府各|县政府各|各地区和街道")),
)
_PROVINCES = dict(
    zip(
        "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵黔云滇藏陕甘青宁新",
        [
            "11",
            "12",
            "13",
            "14",
            "15",
            "21",
            "22",
            "23",
            "31",
            "32",
            "33",
            "34",
            "35",
            "36",
            "37",
            "41",
            "42",
            "43",
            "44",
            "45",
            "46",
            "50",
            "51",
            "52",
            "52",
            "53",
            "53",
            "54",
            "61",
            "62",
            "63",
            "64",
            "65",
        ],
        strict=True,
    )
)
SUPPLIED = (
    "title",
    "document_number",
    "issuer",
    "issued_on",
    "issued_on_kind",
    "level",
    "region",
    "validity",
    "source",
)


@dataclass(frozen=True, slots=True)
class _Found:
    value: str
    start: int
    end: int


def read_header(
    reading: Reading, outline: Outline, regions: Regions, stem: str, supplied: Mapping[str, str] | None = None
) -> tuple[Header, tuple[Problem, ...]]:
    """The header of a text, completed by ``supplied`` (a table of ``corpus.toml``), and what was in conflict."""
    start = outline.body_start if outline.blocks else min(len(reading.plain), 1500)
    end = outline.body_end if outline.blocks else len(reading.plain)
    title = read_title(reading, start)
    issued = read_issue_date(reading, start, end)
    issuer = _issuer(reading, start, end, regions)
    number = _number(reading, start)
    printed: dict[str, str | None] = {
        "title": _printed(reading, title) if title else None,
        "document_number": number.value if number else None,
        "issuer": issuer.value if issuer else None,
        "issued_on": issued.iso if issued else None,
        "issued_on_kind": issued.kind if issued else None,
    }
    header, problems = _completed(printed, dict(supplied or {}), stem)
    region, origin = _region(reading, start, header, regions)
    sources = dict(header.sources)
    if region is not None:
        sources["region"] = sources["level"] = origin
        header = replace(header, region=region.name, region_code=region.code, level=region.level)
    return replace(header, sources=sources), problems


def _printed(reading: Reading, span: Span) -> str:
    return reading.printed(reading.position(span.start), reading.position(span.end))


def _completed(
    printed: Mapping[str, str | None], supplied: dict[str, str], stem: str
) -> tuple[Header, tuple[Problem, ...]]:
    values: dict[str, str | None] = {}
    sources: dict[str, str] = {}
    problems = []
    for name in SUPPLIED:
        text, given = printed.get(name), supplied.get(name)
        values[name] = text or given
        if text or given:
            sources[name] = "text" if text else "corpus.toml"
        if text and given and _normal(text) != _normal(given):
            what = f"{name}: the text says {text!r}, corpus.toml {given!r}; the text is kept"
            problems.append(Problem("conflict", stem, what))
    if printed.get("issued_on") is None and values["issued_on"] and not supplied.get("issued_on_kind"):
        values["issued_on_kind"] = "published"
    if values["title"] is None:
        values["title"], sources["title"] = stem, "file name"
    known = {f.name for f in fields(Header)}
    arguments = {k: v for k, v in values.items() if k in known and k not in ("level", "region")}
    level = supplied.get("level")
    header = Header(**arguments, sources=sources)  # type: ignore[arg-type]  # keys are checked above
    return replace(header, level=level, region=supplied.get("region")), tuple(problems)  # type: ignore[arg-type]


def _normal(value: str) -> str:
    return document_number(value) or "".join(value.split())


def _number(reading: Reading, end: int) -> _Found | None:
    """The document's own number: a line that holds it alone or ends with it, else the first not cited."""
    for line in lines_of(reading, 0, end):
        match = _NUMBER.search(line.text)
        if (
            match
            and match.end() == len(line.text)
            and not re.search(r"[(《》,、根据]", line.text[: match.start()])
        ):
            return _numbered(match, line.start)
    for match in _NUMBER.finditer(reading.plain, 0, min(end, 400)):
        before = reading.plain[max(0, match.start() - 20) : match.start()]
        if match["mark"] and not re.search(r"[(《》]|根据|按照|落实|贯彻", before + match["prefix"]):
            return _numbered(match, 0)
    return None


def _numbered(match: re.Match[str], shift: int) -> _Found:
    prefix = re.sub(r"^.*?(?:文件|文号|字号)", "", match["prefix"])
    value = f"{prefix}〔{match['year']}〕{int(match['serial'])}号"
    return _Found(value, match.start() + shift, match.end() + shift)


def _issuer(reading: Reading, start: int, end: int, regions: Regions) -> _Found | None:
    """Who signed; else who the title, the page around the text or the print line names.

    Where several sign, or the signature leaves its region out, the title names the leading body.
    """
    titled = _title_issuer(reading, start)
    signed = _signatures(reading, start, end)
    joint = titled is not None and reading.plain.startswith("等", titled.end)
    if len(signed) == 1 and not joint and (titled is None or region_at_head(signed[0].value, regions)):
        return signed[0]
    if titled or signed:
        return titled or signed[0]
    for pattern in (_LABELLED, _PRINTED):
        for a, b in ((0, start), (end, len(reading.plain))):
            found = pattern.search(reading.plain, a, b)
            if found:
                return _Found(found["issuer"], *found.span("issuer"))
    return None


def _signatures(reading: Reading, start: int, end: int) -> list[_Found]:
    """The lines of bodies right above a date that stands alone."""
    for a, b in ((0, start), (end, len(reading.plain))):
        lines = lines_of(reading, a, b)
        for index, line in enumerate(lines):
            above: list[_Found] = []
            while _DATE_LINE.match(line.text) and index > len(above):
                signer = lines[index - 1 - len(above)]
                if not _SIGNATURE.match(signer.text):
                    break
                above.append(_Found(signer.text, signer.start, signer.end))
            if above:
                return above[::-1]
    return []


def _title_issuer(reading: Reading, start: int) -> _Found | None:
    for line in _joined(lines_of(reading, 0, start)):
        match = _TITLE_ISSUER.match(line.text)
        if match:
            return _Found(
                match["issuer"], line.start + match.start("issuer"), line.start + match.end("issuer")
            )
    return None


def _joined(lines: list[Line]) -> list[Line]:
    """Each line with the two after it: a title may be wrapped inside its issuer's name."""
    return [
        Line("".join(x.text for x in lines[n : n + 3]), line.start, line.end) for n, line in enumerate(lines)
    ]


def _region(reading: Reading, start: int, header: Header, regions: Regions) -> tuple[Region | None, str]:
    """The jurisdiction: as supplied, as the issuer or title begins, else inferred from who is addressed."""
    if header.region:
        return regions.require(header.region), "corpus.toml"
    for text in (header.issuer, header.title):
        region = region_at_head(text or "", regions)
        if region is not None:
            return region, "text"
    preamble = reading.plain[:start]
    level = next((name for name, pattern in _ADDRESSED if pattern.search(preamble)), None)
    if level == "national" or (header.document_number or "").startswith(
        ("国发", "国办", "国函", "中办", "中发")
    ):
        return regions.require("中国"), "inferred"
    province = _PROVINCES.get((header.document_number or "-")[0])
    if province and level in (None, "province"):
        return regions.find(province + "0000"), "inferred"
    return _most_named(reading.plain[: start + 3000], level, regions), "inferred"


def region_at_head(text: str, regions: Regions) -> Region | None:
    """The region whose name a body's name or a title begins with, the lowest one.

    ``北京市顺义区人民政府`` is of 顺义区; ministries and the State Council are of the nation.
    """
    text = re.sub(r"^(?:\d{1,3}[.、])?(?:关于)?(?:印发)?《?(?:中共)?", "", text)
    if re.match(
        r"国务院|中央|中华人民共和国|国家(?!级)|全国|中国(?:人民银行|证监会|银保监会)(?:办公厅)?(?:$|关于)|[\u4e00-\u9fff]{2,12}部(?:办公厅|关于|等|$)|[\u4e00-\u9fff]{2,8}总局",
        text,
    ):
        return regions.require("中国")
    found: Region | None = None
    at = 0
    while True:
        for length in range(min(12, len(text) - at), 1, -1):
            region = regions.find(text[at : at + length], within=found.code if found else None)
            if (
                region is not None
                and region.level != "national"
                and (found is None or region.code != found.code)
            ):
                found, at = region, at + length
                break
        else:
            return found


def _most_named(text: str, level: Level | None, regions: Regions) -> Region | None:
    counts: dict[str, int] = {}
    for match in re.finditer(r"[\u4e00-\u9fff]{2,7}?(?:省|自治区|市|州|县|区)", text):
        for start in range(match.start(), match.end() - 1):
            region = regions.find(text[start : match.end()])
            if region is not None and region.level != "national" and (level is None or region.level == level):
                counts[region.code] = counts.get(region.code, 0) + 1
                break
    best = max(counts, key=lambda code: (counts[code], code), default=None)
    return regions.find(best) if best and counts[best] >= 2 else None
