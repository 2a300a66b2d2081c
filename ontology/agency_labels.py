"""Official names of bodies in a region, Chinese and English."""

from __future__ import annotations

from ontology.agency_names import LEVELS, Body, NameTables
from ontology.regions import Region, Regions

_MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})
_ENGLISH_TYPES = (
    ("部", "Ministry"),
    ("厅", "Department"),
    ("委员会", "Commission"),
    ("委", "Commission"),
    ("署", "Office"),
    ("办公室", "Office"),
    ("总局", "Administration"),
    ("局", "Bureau"),
)


def chinese_label(body: Body, region: Region, seat: Region, tables: NameTables, regions: Regions) -> str:
    """The official full name of a body: 浙江省商务厅, 国家金融监督管理总局宁波监管局.

    ``seat`` is the place that was printed; it tells the capital that a branch is called after.
    """
    if region.level == "national":
        return body.labels[0] or region.name + body.labels[1]
    label = _label(body, region, tables, regions)
    if "{" in label:
        label = label.replace("{r}", region.name).replace("{s}", region.short)
        return label.replace("{c}", _capital(seat, regions).short)
    if body.kind != "party":
        return region.name + label
    name = region.short if region.name.endswith("自治州") else region.name
    committee = "党委" if name.endswith(("自治区", "地区")) else "委"
    return name + committee + label.removeprefix("委")


def english_label(body: Body, region: Region, tables: NameTables, regions: Regions) -> str:
    """The English name: Zhejiang Department of Commerce, National Bureau of Statistics."""
    national = region.level == "national"
    if national and body.en_national:
        return body.en_national
    label = body.labels[0] if national else _label(body, region, tables, regions)
    kind = next((word for ending, word in _ENGLISH_TYPES if label.endswith(ending)), "Authority")
    name = body.en.replace("{}", kind)
    if body.kind in ("central-branch", "judicial"):
        return name if national else f"{name}, {region.name_en}"
    if national:
        return name if name.startswith("Ministry") or "{}" not in body.en else f"National {name}"
    return f"{region.name_en} {name}"


def _label(body: Body, region: Region, tables: NameTables, regions: Regions) -> str:
    rank = LEVELS.index(region.level)
    if body.kind == "central-branch" and region.code in tables.separately_planned:
        rank = 1
    for place in regions.chain(region.code):
        official = tables.official.get(place.code, {}).get(body.slug)
        if official:
            return official[rank - 1]
    if body.municipality and region.code in _MUNICIPALITIES:
        return body.municipality
    return body.labels[rank]


def _capital(seat: Region, regions: Regions) -> Region:
    code = seat.code[:2] + "0100"
    return regions[code] if seat.level == "province" and code in regions else seat
