"""Places that are named beside known ones and that the register of regions does not hold: 温州市、古雷开发区."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.model import Mention, Span
from loaders.reading import Reading
from ontology.regions import Regions

# 等 (U+7B49) ends a list and is in no place's name.
_NEXT = re.compile(
    r"[、和与及](?P<name>(?![各其全本外省市县区])[\u4e00-\u7b48\u7b4a-\u9fff]{2,7}?(?:新区|开发区|高新区|经开区|合作区|示范区|度假区|市|县|区|旗))"
    r"(?=[、，,。;和与及等开建打创先试率]|$)"
)
# What ends like a place and is a kind of place.
_KINDS = re.compile(
    r"(?:地|社|街|园|景|片|校|库|厂|牧|林|灾|山|城|老|郊|辖|港|矿|湖|海|特|专|功能|居住|商务|工业|保税|自贸)区$|城市$|都市$|地市$|县市$|超市$|集市$|股市$|楼市$|夜市$|上市$|门市$"
)


def unknown_places(reading: Reading, known: Iterable[Mention], region: str | None) -> tuple[Span, ...]:
    """The names that follow a known place in a list and that no region of the register bears.

    >>> reading = Reading.of("支持宁波市、古雷开发区等地先行。")
    >>> from loaders.places import read_places
    >>> known = read_places(reading, 0, len(reading.plain), None)
    >>> [span.quote for span in unknown_places(reading, known, None)]
    ['古雷开发区']
    """
    regions = Regions.load()
    found: dict[int, Span] = {}
    for mention in known:
        at = reading.position(mention.span.end)
        while following := _NEXT.match(reading.plain, at):
            name = following["name"]
            at = following.end()
            if not _KINDS.search(name) and not _is_known(name, region, regions):
                span = reading.span(*following.span("name"))
                found.setdefault(span.start, span)
    return tuple(found[start] for start in sorted(found))


def _is_known(name: str, region: str | None, regions: Regions) -> bool:
    """Whether a region bears the name, or two one after the other do (大同浑源县)."""
    if regions.find(name, region) is not None:
        return True
    return any(
        regions.find(name[length:], outer.code) is not None for outer, length in regions.leading(name, region)
    )
