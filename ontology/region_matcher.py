"""Regions named in running text, with guards against words that only look like places.

The longest name wins (山东省 before 山东, 中山东路 is none). Short names of provinces and prefectures count
unless they are ordinary words too; those of counties only inside the document's own city or right behind
their city (宁波海曙). An ambiguous name is read from the document's region outwards, and left out when it
stays ambiguous. The words are in ``place_words.toml``.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import ahocorasick_rs

from kg.errors import InputError
from ontology.regions import NATION, Region, Regions

_FILE = Path(__file__).with_name("place_words.toml")
# 杭州市场 is 杭州 + 市场, 海曙区域 no 海曙区.
_LONGER_WORD = {"市": "场民值容面", "区": "域间块位别", "县": "域级城乡", "州": "市区县"}
# Names that the end of a word and a generic word make up as well: 示范县, 提高县域, 沿海城市.
_RISKY = re.compile(r".县|.城市")
_LEFT_EDGE = re.compile(r"[^\u4e00-\u9fff]|[在由至对从向赴]")
_LISTS = ("full_name_only", "behind_city_only", "not_places", "not_followed")


class RegionMatcher:
    """Finds regions in text; make it with ``RegionMatcher.load()``."""

    def __init__(self, regions: Regions, words: dict[str, frozenset[str]]) -> None:
        self.regions = regions
        self._behind_city = words["behind_city_only"]
        self._not_places = words["not_places"]
        self._not_followed = re.compile("|".join(sorted(map(re.escape, words["not_followed"]), reverse=True)))
        names = {name for name in regions.names() if len(name) > 1} - words["full_name_only"]
        names -= {"全国", "国家", "我国"}
        self._full = frozenset(region.name for region in regions)
        self._names = sorted(names | self._not_places)
        self._automaton = ahocorasick_rs.AhoCorasick(self._names)

    @classmethod
    def load(cls, regions: Regions | None = None, path: Path | str | None = None) -> RegionMatcher:
        """The matcher of the project's register and words (read once); raises InputError for a bad file."""
        if regions is None and path is None:
            return _default()
        return cls(regions or Regions.load(), _words(Path(path) if path is not None else _FILE))

    def find_in(
        self, text: str, within: str = NATION, start: int = 0, end: int | None = None
    ) -> list[tuple[int, int, str]]:
        """The regions named in ``text[start:end]`` as (start, end, code), in order, none overlapping.

        ``within`` is the code of the document's region, the context for ambiguous names.

        >>> matcher = RegionMatcher.load()
        >>> matcher.find_in("南京路上的海曙区和山东省", within="330200")
        [(5, 8, '330203'), (9, 12, '370000')]
        """
        found: list[tuple[int, int, str]] = []
        end = len(text) if end is None else end
        floor = start
        for first, last, name in self._longest(text, start, end):
            if first < floor:
                continue
            if name in self._not_places:
                floor = last
                continue
            behind = found[-1][2] if found and found[-1][1] == first else None
            if self._is_other_word(text, name, first, last, behind):
                continue
            region = self._region(name, within, behind)
            if region is None:
                continue
            floor = last
            found.append((first, last, region.code))
        return found

    def _longest(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """All hits by place, the longest first, so that a rejected name gives way to a shorter one."""
        hits = self._automaton.find_matches_as_indexes(text[start:end], overlapping=True)
        for which, first, last in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
            yield first + start, last + start, self._names[which]

    def _is_other_word(self, text: str, name: str, first: int, last: int, behind: str | None) -> bool:
        if name not in self._full:
            return self._not_followed.match(text, last) is not None
        if last < len(text) and text[last] in _LONGER_WORD.get(name[-1], ""):
            return True
        edge = first == 0 or behind is not None or _LEFT_EDGE.match(text[first - 1])
        return not edge and _RISKY.fullmatch(name) is not None

    def _region(self, name: str, within: str, behind: str | None) -> Region | None:
        if behind is not None:
            region = self.regions.find(name, behind)
            if region is not None and region.code != behind and self.regions.inside(region.code, behind):
                return region
        if name in self._behind_city:
            return None
        return self.regions.find(name, within)


def _words(path: Path) -> dict[str, frozenset[str]]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(path, f"cannot be read as a list of words ({error})") from error
    return {name: frozenset(str(data.get(name, "")).split()) for name in _LISTS}


@functools.cache
def _default() -> RegionMatcher:
    return RegionMatcher(Regions.load(), _words(_FILE))
