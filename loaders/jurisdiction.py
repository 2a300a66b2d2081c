"""Whose document it is: the region that its issuer or title names, else the one it must be of."""

from __future__ import annotations

import re

from kg.model import Level
from loaders.reading import Reading
from ontology.regions import Region, Regions

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
# The one-character names by which numbers begin (浙政办发), with the first two digits of the code (GB/T 2260).
_PROVINCES = {
    name: code
    for code, names in {
        "11": "京", "12": "津", "13": "冀", "14": "晋", "15": "蒙", "21": "辽", "22": "吉", "23": "黑", "31": "沪", "32": "苏",
        "33": "浙", "34": "皖", "35": "闽", "36": "赣", "37": "鲁", "41": "豫", "42": "鄂", "43": "湘", "44": "粤", "45": "桂",
        "46": "琼", "50": "渝", "51": "川", "52": "贵黔", "53": "云滇", "54": "藏", "61": "陕", "62": "甘", "63": "青", "64": "宁",
        "65": "新",
    }.items()
    for name in names
}  # fmt: skip


def inferred_region(reading: Reading, start: int, number: str | None, regions: Regions) -> Region | None:
    """The region it must be of: by who is addressed before ``start``, the number's first character, the places named."""
    preamble = reading.plain[:start]
    level = next((name for name, pattern in _ADDRESSED if pattern.search(preamble)), None)
    if level == "national" or (number or "").startswith(("国发", "国办", "国函", "中办", "中发")):
        return regions.require("中国")
    province = _PROVINCES.get((number or "-")[0])
    if province and level in (None, "province"):
        return regions.find(province + "0000")
    return _most_named(reading.plain[: start + 3000], level, regions)


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
