"""The register of administrative divisions: nation, provinces, prefectures, counties (``regions.csv``).

A name is looked up from a document's own region outwards: 海曙 is 海曙区 in a document of 宁波市 and nothing
elsewhere, 鼓楼区 is the one of the document's city. ``find`` may return None, ``require`` raises.
"""

from __future__ import annotations

import difflib
import functools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from kg.errors import AmbiguousName, InputError, RegisterError, UsageError
from kg.model import Level

_FILE = Path(__file__).with_name("regions.csv")
_COLUMNS = "code,name,short,name_en,level,parent,since,until,successor,former"
_LEVELS: tuple[Level, ...] = get_args(Level)
_RANK = {level: rank for rank, level in enumerate(_LEVELS)}
NATION = "100000"


@dataclass(frozen=True, slots=True)
class Region:
    """An administrative division.

    ``code`` is its six digits in GB/T 2260; ``short_names`` its other names, the common one first;
    ``name_en`` English or pinyin; ``since`` and ``until`` the years of its beginning (when after 2014)
    and of its end; ``successor`` the code that took its place; ``former_names`` earlier names of the
    same code, each with the year of the change.
    """

    code: str
    name: str
    short_names: tuple[str, ...]
    name_en: str
    level: Level
    parent: str | None
    since: int | None
    until: int | None
    successor: str | None
    former_names: tuple[str, ...]

    @property
    def id(self) -> str:
        """The identifier, e.g. ``region/330000``."""
        return f"region/{self.code}"

    @property
    def short(self) -> str:
        """The common short name, else the full one: 宁波, 赵县."""
        return self.short_names[0] if self.short_names else self.name


class Regions:
    """All regions of the register; make it with ``Regions.load()``."""

    def __init__(self, regions: dict[str, Region], source: Path = _FILE) -> None:
        self._by_code = regions
        self._owners: dict[str, list[Region]] = {}
        _check(regions, source)
        for region in regions.values():
            for name in {region.name, *region.short_names, *map(_without_year, region.former_names)}:
                self._owners.setdefault(name, []).append(region)
        self._longest = max(map(len, self._owners))

    @classmethod
    def load(cls, path: Path | str | None = None) -> Regions:
        """The register in ``path`` (the project's own when None; that one is read once).

        Raises InputError for a file that cannot be read, RegisterError for one that contradicts itself.

        >>> Regions.load().require("宁波").code
        '330200'
        """
        return _load(Path(path)) if path is not None else _default()

    def __len__(self) -> int:
        """How many regions the register holds, dissolved ones included."""
        return len(self._by_code)

    def __iter__(self) -> Iterator[Region]:
        """The regions in the order of the file."""
        return iter(self._by_code.values())

    def __contains__(self, code: str) -> bool:
        """Whether the register holds a code."""
        return code in self._by_code

    def __getitem__(self, code: str) -> Region:
        """The region of a code; raises UsageError for a code that is none."""
        try:
            return self._by_code[code]
        except KeyError:
            raise UsageError(f"{code!r} is no region code of GB/T 2260 (six digits, e.g. 330200)") from None

    def names(self) -> Iterator[str]:
        """Every name of the register: full, short and former."""
        return iter(self._owners)

    def owners(self, name: str) -> tuple[Region, ...]:
        """All regions that bear this name: the many 鼓楼区."""
        return tuple(self._owners.get(_folded(name), ()))

    def chain(self, code: str) -> tuple[Region, ...]:
        """The region and those above it, up to the nation.

        >>> [region.short for region in Regions.load().chain("330203")]
        ['海曙', '宁波', '浙江', '全国']
        """
        found = [self[code]]
        while found[-1].parent is not None:
            found.append(self._by_code[found[-1].parent])
        return tuple(found)

    def level(self, code: str) -> Level:
        """The level of a code: national, province, city or county."""
        return self[code].level

    def find(self, name: str, within: str | None = None) -> Region | None:
        """The region of a name, looked for from the region ``within`` (a code) outwards.

        At each step the regions in that one are asked, so that the nearest bearer of a name is found.
        A region in being comes before one that was dissolved, a full name before a short one, a higher
        level before a lower. None for no such name, and for one that stays ambiguous. A county's short
        name counts within its own city alone; a province's short name is always the province.

        >>> regions = Regions.load()
        >>> regions.find("浙江").name, regions.find("海曙"), regions.find("海曙", "330200").name
        ('浙江省', None, '海曙区')
        >>> regions.find("鼓楼区"), regions.find("鼓楼区", "320100").code
        (None, '320106')
        """
        found = self._candidates(_folded(name), within)
        return found[0] if len(found) == 1 else None

    def require(self, name: str, within: str | None = None) -> Region:
        """Like ``find``; raises AmbiguousName with the candidates, or UsageError with near matches."""
        found = self._candidates(_folded(name), within)
        if len(found) == 1:
            return found[0]
        owners = found or self._owners.get(_folded(name), [])
        if owners:
            raise AmbiguousName(name, [f"{region.name} ({region.code})" for region in owners])
        near = difflib.get_close_matches(_folded(name), self._owners, n=12, cutoff=0.5)
        near = sorted(near, key=lambda other: other[:1] != name[:1])[:3]
        raise UsageError(f"no region is called {name!r}" + (f"; near: {', '.join(near)}" if near else ""))

    def leading(self, text: str, within: str | None = None) -> Iterator[tuple[Region, int]]:
        """The regions whose name begins ``text`` with the name's length, the longest first.

        >>> [(r.name, n) for r, n in Regions.load().leading("宁波市商务局")]
        [('宁波市', 3), ('宁波市', 2)]
        """
        for length in range(min(len(text), self._longest), 1, -1):
            if text[:length] in self._owners and (region := self.find(text[:length], within)):
                yield region, length

    def inside(self, code: str, outer: str) -> bool:
        """Whether the region ``code`` is ``outer`` or lies in it."""
        return any(region.code == outer for region in self.chain(code))

    def _candidates(self, name: str, within: str | None) -> list[Region]:
        owners = self._owners.get(name)
        if not owners:
            return []
        provinces = [r for r in owners if r.level in ("national", "province")]
        if provinces:
            return provinces
        if within is None:
            return _best(name, [r for r in owners if r.level != "county" or name == r.name])
        for ring in self.chain(within):
            near = [r for r in owners if self._counts(r, name, ring)]
            if near:
                return _best(name, near)
        return []

    def _counts(self, region: Region, name: str, ring: Region) -> bool:
        if not self.inside(region.code, ring.code):
            return False
        if region.level != "county" or name not in region.short_names:
            return True
        return ring.code == region.parent or ring.level in ("city", "county")


def _best(name: str, regions: list[Region]) -> list[Region]:
    def rank(region: Region) -> tuple[bool, bool, int]:
        return region.until is not None, region.name != name, _RANK[region.level]

    best = min(map(rank, regions), default=None)
    return [region for region in regions if rank(region) == best]


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def _without_year(former: str) -> str:
    return former.partition("(")[0]


@functools.cache
def _default() -> Regions:
    return _load(_FILE)


def _load(path: Path) -> Regions:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(path, f"cannot be read as a register of regions ({error})") from error
    rows = [(number, line) for number, line in enumerate(lines, 1) if line and not line.startswith("#")]
    if not rows or rows[0][1] != _COLUMNS:
        raise RegisterError(f"{path}: the first row has to be {_COLUMNS}")
    regions: dict[str, Region] = {}
    for number, line in rows[1:]:
        region = _region(line, f"{path}:{number}")
        if region.code in regions:
            raise RegisterError(f"{path}:{number}: {region.name} has the code of {regions[region.code].name}")
        regions[region.code] = region
    return Regions(regions, path)


def _region(line: str, place: str) -> Region:
    cells = line.split(",")
    if len(cells) != 10:
        raise RegisterError(f"{place}: {len(cells)} cells, not 10 (a name may not hold a comma)")
    code, name, short, name_en, level, parent, since, until, successor, former = cells
    if len(code) != 6 or not code.isdigit() or not name or level not in _RANK:
        raise RegisterError(f"{place}: not a region: {line}")
    return Region(
        code,
        name,
        tuple(short.split("|")) if short else (),
        name_en,
        level,
        parent or None,
        int(since) if since else None,
        int(until) if until else None,
        successor or None,
        tuple(former.split("|")) if former else (),
    )


def _check(regions: dict[str, Region], source: Path) -> None:
    """Refuse a register with loose ends or with two owners of one name within one parent."""
    owners: dict[tuple[str | None, str], Region] = {}
    for region in regions.values():
        above = regions.get(region.parent or "")
        if region.parent is not None and (above is None or _RANK[above.level] >= _RANK[region.level]):
            raise RegisterError(f"{source}: {region.code} {region.name} has no parent above it")
        if region.successor is not None and region.successor not in regions:
            raise RegisterError(f"{source}: {region.code} {region.name} has an unknown successor")
        if region.until is not None:
            continue
        for name in (region.name, *region.short_names):
            owner = owners.setdefault((region.parent, name), region)
            if owner is not region:
                raise RegisterError(
                    f"{source}: {name} is claimed by {owner.code} {owner.name} and {region.code} {region.name}"
                )
