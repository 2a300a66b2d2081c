"""Places a measure singles out: 支持杭州市、宁波市…, 与山东省协作. Words around them are in ``places.toml``.

A name counts when it stands free: in a list of places or after a word that acts on places, and not as the
beginning of the name of a body (杭州海关), an event (杭州亚运会) or a product, inside quotation marks or in the
title of a document. The document's own region and those above it are no places in this sense.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from ahocorasick_rs import AhoCorasick, MatchKind

from kg.model import Mention
from loaders.reading import Reading
from ontology.regions import Region, Regions

FILE = Path(__file__).with_name("places.toml")
NAME_REACH = 8  # characters from a region's name to the word that makes it part of another name

_QUOTED = re.compile(r"“[^“”。]{1,60}”|《[^《》]{1,120}》")
_JOINT = re.compile(r"[、和及与]|以及")
_SUFFIX = re.compile(r"(?:省|市|县|区|州|盟|旗|特别行政区)$")


@dataclass(frozen=True, slots=True)
class _Words:
    names: AhoCorasick
    spelt: tuple[str, ...]
    before: re.Pattern[str]
    after: re.Pattern[str]
    longer: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Place:
    """A region's name at ``start`` to ``end`` of the plain text; 温州市瓯海区 is one place."""

    region: Region
    start: int
    end: int


def read_places(
    reading: Reading,
    start: int,
    end: int,
    region: Region | None,
    exclude: Sequence[tuple[int, int]] = (),
) -> tuple[Mention, ...]:
    """The regions singled out in ``plain[start:end]``, each once, in order of place.

    ``region`` is the document's own, in which short and repeated names are looked for.
    ``exclude`` are plain ranges not to read, such as the responsibility note.

    >>> reading = Reading.of("支持杭州市、温州市瓯海区等地先行。办好杭州亚运会。杭州海关负责。")
    >>> zhejiang = Regions.load()["330000"]
    >>> [(m.id, m.span.quote) for m in read_places(reading, 0, len(reading.plain), zhejiang)]
    [('region/330100', '杭州市'), ('region/330304', '温州市瓯海区')]
    """
    regions = Regions.load()
    code = region.code if region else None
    own = {above.code for above in regions.chain(code)} if code else set()
    skipped = [*exclude, *(m.span() for m in _QUOTED.finditer(reading.plain, start, end))]
    found: dict[str, Mention] = {}
    for group in _groups(reading.plain, list(_places(reading.plain, start, end, code, skipped))):
        if not _stands_free(reading.plain, start, end, group):
            continue
        for place in group:
            if place.region.code not in own:
                mention = Mention(place.region.id, place.region.name, reading.span(place.start, place.end))
                found.setdefault(place.region.id, mention)
    return tuple(found.values())


@cache
def _words() -> _Words:
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    names = sorted(set(Regions.load().names()) - set(table["common"]))
    after = _any(table["after"])
    # 国际 may begin what a place has (广州国际消费中心城市) or an airport's name: it alone parts nothing.
    parting = _any([word for word in table["after"] if word != "国际"])
    return _Words(
        AhoCorasick(names, matchkind=MatchKind.LeftmostLongest),
        tuple(names),
        re.compile(rf"(?:^|[,。;)]|{_any(table['before'])})$"),
        re.compile(rf"{after}|$"),
        # A verb between the two (杭州市|打造…中心) keeps them apart.
        re.compile(rf"(?:(?!{parting})[一-鿿A-Z]){{0,{NAME_REACH}}}?(?:{_any(table['names'])})"),
    )


def _any(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _places(
    plain: str, start: int, end: int, region_code: str | None, skipped: Sequence[tuple[int, int]]
) -> Iterator[_Place]:
    regions, words = Regions.load(), _words()
    text = plain[start:end]
    last: _Place | None = None
    for index, begin, stop in words.names.find_matches_as_indexes(text):
        begin, stop = start + begin, start + stop
        if skipped and any(a < stop and begin < b for a, b in skipped):
            continue
        inner = last is not None and last.end == begin
        within = last.region.code if inner and last else region_code
        region = _region(words.spelt[index], within)
        if region is None:
            continue
        if (
            last
            and inner
            and region.code != last.region.code
            and regions.inside(region.code, last.region.code)
        ):
            last = _Place(region, last.start, stop)
            continue
        if last:
            yield last
        last = _Place(region, begin, stop)
    if last:
        yield last


@lru_cache(maxsize=4096)
def _region(name: str, within: str | None) -> Region | None:
    """The region of a name; kept, since a document names few places, over and over."""
    return Regions.load().find(name, within)


def _groups(plain: str, places: Sequence[_Place]) -> Iterator[list[_Place]]:
    """Places listed one after the other: 杭州市、宁波市和温州市."""
    group: list[_Place] = []
    for place in places:
        if group and not _JOINT.fullmatch(plain, group[-1].end, place.start):
            yield group
            group = []
        group.append(place)
    if group:
        yield group


def _stands_free(plain: str, start: int, end: int, group: Sequence[_Place]) -> bool:
    words = _words()
    first, last = group[0], group[-1]
    if words.longer.match(plain, last.end, end):
        return False
    before = bool(words.before.search(plain[max(start, first.start - 4) : first.start]))
    after = bool(words.after.match(plain, last.end, end))
    if len(group) > 1:
        return before or after
    # A short name alone (大连接, 长安) needs both sides to say that a place is meant.
    full = bool(_SUFFIX.search(plain[first.start : first.end])) and first.end - first.start > 2
    return before if full else before and after
