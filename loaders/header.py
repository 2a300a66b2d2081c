"""The header of a document: title, number, issuer, date, level and region, each with where it was read.

What the text prints wins; the page around it and ``corpus.toml`` beside the file supply what it does not print; the
rest is inferred from who is addressed and from the number's first character. Where sources differ both values are
kept and the conflict is reported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from kg.model import Header, Level, Problem, Span
from loaders.dates import read_issue_date
from loaders.header_sources import PAGE, TABLE, TEXT, Fields, facts_of_page
from loaders.info_box import InfoBox, read_info_box
from loaders.issuers import Found, is_body, read_issuer
from loaders.jurisdiction import inferred_region, region_at_head
from loaders.outline import Outline
from loaders.reading import Reading
from loaders.title import first_line, lines_of, read_title
from ontology.regions import Region, Regions

_NUMBER = re.compile(
    r"(?P<prefix>[\u4e00-\u9fff]{2,14}(?:\([\u4e00-\u9fff]{1,4}\))?)[〔\[(【<?](?P<year>(?:19|20)\d{2})[〕\])】>?]"
    r"(?:第)?(?P<serial>\d{1,5})(?P<mark>号)?"
)
_LEVELS: Mapping[str, Level] = {
    "national": "national",
    "province": "province",
    "city": "city",
    "county": "county",
}
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
class _Claims:
    """What the three sources say, by field."""

    text: Mapping[str, str | None]
    page: Mapping[str, str]
    table: Mapping[str, str]

    def of(self, name: str) -> dict[str, str | None]:
        return {TEXT: self.text.get(name), PAGE: self.page.get(name), TABLE: self.table.get(name)}


def read_header(
    reading: Reading,
    outline: Outline,
    regions: Regions,
    stem: str,
    supplied: Mapping[str, str] | None = None,
    facts: Mapping[str, str] | None = None,
) -> tuple[Header, tuple[Problem, ...]]:
    """The header of a text, and what was in conflict.

    ``supplied`` is its table of ``corpus.toml``, ``facts`` what the page around it says (``FileText.facts``).
    """
    start = outline.body_start if outline.blocks else min(len(reading.plain), 1500)
    end = outline.body_end if outline.blocks else len(reading.plain)
    box = read_info_box(reading, start)
    page = {**box.facts, **(facts or {})}
    around = facts_of_page(page)
    claims = _Claims(_printed(reading, start, end, box, regions), around, supplied or {})
    found = Fields(stem)
    for name in ("title", "document_number", "issuer", "validity", "source"):
        found.settle(name, claims.of(name))
    if "issuer" not in found.values and is_body(page.get("source", "")):
        # Where a page took its text from (来源) is the issuer as often as not: better than none.
        found.settle("issuer", {PAGE: page["source"]})
    found.settle_date(claims.text, claims.page, claims.table)
    if "title" not in found.values:
        first = first_line(reading, start)
        found.settle("title", {TEXT: _as_printed(reading, first)} if first else {"file name": stem})
    region = _settle_region(found, claims, reading, start, regions)
    known = {field.name for field in fields(Header)} - {"level", "region"}
    values = {name: value for name, value in found.values.items() if name in known}
    header = Header(
        **values,
        level=region.level if region else _LEVELS.get(found.values.get("level", "")),
        region=region.name if region else None,
        region_code=region.code if region else None,
        sources=found.sources,
    )
    return header, tuple(found.problems)


def _printed(reading: Reading, start: int, end: int, box: InfoBox, regions: Regions) -> dict[str, str | None]:
    title = read_title(reading, start, box.ranges)
    issued = read_issue_date(reading, start, end)
    issuer = read_issuer(reading, start, end, regions)
    number = _number(reading, start)
    return {
        "title": _as_printed(reading, title) if title else None,
        "document_number": number.value if number else None,
        "issuer": issuer.value if issuer else None,
        "issued_on": issued.iso if issued else None,
        "issued_on_kind": issued.kind if issued else None,
    }


def _as_printed(reading: Reading, span: Span) -> str:
    return reading.printed(reading.position(span.start), reading.position(span.end))


def _settle_region(
    found: Fields, claims: _Claims, reading: Reading, start: int, regions: Regions
) -> Region | None:
    """The jurisdiction: as issuer or title begin, else as supplied, else inferred; the level is the region's."""
    said = _regions_by_source(found, claims, regions)
    if not said:
        number = found.values.get("document_number")
        inferred = inferred_region(reading, start, number, regions)
        said = {"inferred": inferred} if inferred else {}
    found.settle("region", {source: region.name for source, region in said.items()})
    levels: dict[str, str | None] = {source: region.level for source, region in said.items()}
    found.settle("level", levels if TABLE in levels else {**levels, TABLE: claims.table.get("level")})
    return next(iter(said.values()), None)


def _regions_by_source(found: Fields, claims: _Claims, regions: Regions) -> dict[str, Region]:
    said: dict[str, Region | None] = {
        TEXT: None,
        PAGE: regions.find(claims.page.get("region", "")),
        TABLE: None,
    }
    for name in ("issuer", "title"):
        region = region_at_head(found.values.get(name, ""), regions)
        if region and found.sources[name] in said:
            said[found.sources[name]] = region
            break
    if claims.table.get("region"):
        said[TABLE] = regions.require(claims.table["region"])
    return {source: region for source, region in said.items() if region}


def _number(reading: Reading, end: int) -> Found | None:
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


def _numbered(match: re.Match[str], shift: int) -> Found:
    prefix = re.sub(r"^.*?(?:文件|文号|字号)", "", match["prefix"])
    value = f"{prefix}〔{match['year']}〕{int(match['serial'])}号"
    return Found(value, match.start() + shift, match.end() + shift)
