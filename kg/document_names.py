"""The names by which documents cite each other, brought to one form.

A document is cited by its number, or by its title in many dresses: with the letter that handed it on (某省人民政府
关于印发…的通知), with or without 关于, with its issuer before the 《 or a relative one (省政府《…》, 自治区…条例).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.ids import parts
from kg.model import Citation, Header
from loaders.citations import title_key
from ontology.regions import Region, Regions

Chain = Sequence[Region]

_LEVELS = {
    "省": ("province",),
    "自治区": ("province",),
    "市": ("city", "province"),
    "州": ("city",),
    "盟": ("city",),
    "区": ("county",),
    "县": ("county",),
    "旗": ("county",),
}
# 市政府, 省委办公厅, 自治区优化营商环境条例, 全省…: a place that only the citing document's own tells.
_RELATIVE = re.compile(r"(?:全|我|本)?(?P<word>自治区|[省市区县州盟旗])(?=委|党委|人民政府|政府|\w{4,})")
_BODY_AFTER = re.compile(r"党委|委|人民政府|政府")
_NOTICE = re.compile(r"(?<=[案法施划要点见则录单策条定范])的?通知$")
_OFFICE = re.compile(r"(政府|国务院|党委|[省市区县州]委)办公[厅室]")
_LAW = re.compile(r"(?:条例|法|规定|办法|规则|细则)$")


def bare(key: str) -> str:
    """A ``title_key`` without what is left out as easily as not: 关于, 印发, 人民, 办公厅, the closing 的通知.

    >>> bare(title_key("浙江省人民政府办公厅印发关于进一步扩大消费若干举措的通知"))
    '浙江省政府进一步扩大消费若干举措'
    >>> bare("某市落实工作方案的通知")
    '某市落实工作方案'
    """
    key = re.sub(r"关于(?:印发|发布|公布)?", "", key, count=1)
    key = _OFFICE.sub(r"\1", key.replace("人民政府", "政府"))
    return _NOTICE.sub("", key).removeprefix("中华人民共和国")


def cited_name(citation: Citation) -> str | None:
    """The title of a citation with the government named before it, in bare form; None for a number alone."""
    if citation.title is None:
        return None
    # The identifier of a title without number holds the government that stood before the 《.
    return bare(parts(citation.id)[-1] if citation.number is None else title_key(citation.title))


def full_name(name: str, chain: Chain) -> str:
    """A bare name with a relative place made plain, by the citing document's regions from its own upwards.

    >>> chain = Regions.load().chain("330200")
    >>> full_name("省政府进一步扩大消费若干举措", chain)
    '浙江省政府进一步扩大消费若干举措'
    >>> full_name("优化营商环境条例", chain)
    '优化营商环境条例'
    """
    found = _RELATIVE.match(name)
    if found is None or _begins_with_region(name, chain):
        return name
    region = next((r for level in _LEVELS[found["word"]] for r in chain if r.level == level), None)
    if region is None or (found["word"] in "市区县州盟旗" and not _BODY_AFTER.match(name, found.end())):
        return name
    return region.name + name[found.end() :]


def _begins_with_region(name: str, chain: Chain) -> bool:
    return any(name.startswith(region.name) for region in chain)


def held_names(header: Header, regions: Regions) -> Iterator[tuple[str, bool]]:
    """The bare names of a document, and whether each tells whose it is.

    A name without place and issuer, of which every place may have one, is met only by documents of its own places.
    """
    title = bare(title_key(header.title))
    issuer = bare(title_key(header.issuer)) if header.issuer else ""
    region = regions[header.region_code] if header.region_code else None
    own = title.removeprefix(issuer)
    told = bool(issuer and title.startswith(issuer)) or bool(region and title.startswith(_heads(region)))
    if region is None or region.level == "national" or told:
        yield title, True
    else:
        yield title, False
    if issuer and own:
        yield issuer + own, True
    if region is not None:
        for name in _heads(region):
            if own.startswith(name):
                own = own.removeprefix(name)
                break
        else:
            yield region.name + own, True
        if own != title and not _LAW.search(own):
            # 《优化营商环境条例》 is the nation's, not the province's without its name.
            yield own, False


def _heads(region: Region) -> tuple[str, ...]:
    return region.name, region.short
