"""The place in a printed agency name: 省 + 商务厅, 浙江省宁波市 + 商务局, 国家 + 统计局."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ontology.regions import NATION, Region, Regions


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name's body is; ``below`` when it means the several bodies below the document's region."""

    region: Region
    printed: str = ""
    below: bool = False

    @property
    def bare(self) -> bool:
        """Whether the place is named without 省 市 区 县 州: 宁波金融监管局."""
        return bool(self.printed) and self.printed[-1] not in "省市区县州盟旗级直"


# A level word in front of a name, and how the name of the region it means ends.
_LEVEL_WORDS = {
    "自治区": ("自治区",),
    "省": ("省", "自治区"),
    "市": ("市",),
    "州": ("自治州",),
    "盟": ("盟",),
    "地区": ("地区",),
    "区": ("区",),
    "县": ("县",),
    "旗": ("旗",),
}
_LEVEL_WORD = re.compile(r"[全本我原]?(自治区|地区|省|市(?!场|容)|州|盟|区|县|旗)(?:[级直属])?")
NATION_WORD = re.compile(r"国务院|国家|全国|中央|中华人民共和国|中国")


class PlaceReader:
    """Reads places for one document: its region, and the one that names without a place inherit."""

    def __init__(self, regions: Regions, region: str, hint: str | None) -> None:
        self.regions = regions
        self.region = regions[region]
        self.home = regions[hint] if hint else self.region

    def of(self, name: str, within: Region | None = None) -> Iterator[tuple[Place, str]]:
        """The ways to read a place off the front of a name, likeliest first, with what is left."""
        if within is None:
            yield Place(self.home), name
            nation = NATION_WORD.match(name)
            if nation:
                yield Place(self.regions[NATION], nation.group()), name[nation.end() :]
        word = _LEVEL_WORD.match(name)
        if word and word.end() < len(name):
            start = within or self.region
            region = self._above(word.group(1), start)
            yield Place(region or start, word.group(), below=region is None), name[word.end() :]
        for region, length in self.regions.leading(name, (within or self.region).code):
            if length == len(name) or (within and not self.regions.inside(region.code, within.code)):
                continue
            yield Place(region, name[:length]), name[length:]
            if region is not within:
                yield from self.of(name[length:], region)

    def _above(self, word: str, start: Region) -> Region | None:
        """The region a level word means in a document of ``start``: its own or one above it."""
        for region in self.regions.chain(start.code):
            if region.name.endswith(_LEVEL_WORDS[word]) and not (
                # 区 alone is an autonomous region only in that region's own documents.
                word == "区" and region.level == "province" and start is not region
            ):
                return region
        return None

    def by_level_word(self, name: str) -> tuple[Region, int] | None:
        """The region that a level word in front means, with the word's length: 市 + 某某中心."""
        word = _LEVEL_WORD.match(name)
        if word is None or word.end() == len(name):
            return None
        region = self._above(word.group(1), self.region)
        return (region, word.end()) if region else None

    def of_own_name(self, name: str) -> tuple[Region, int] | None:
        """The region whose name begins a body's own name, with its length: 宁波 in 宁波银行."""
        for region, length in self.regions.leading(name, self.region.code):
            full = name[:length] == region.name
            if length < len(name) and (full or region.level != "county" or region is self.region):
                return region, length
        return None
