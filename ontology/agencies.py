"""Agencies: a printed name, read in a document of some region, and the body it means.

``AgencyRegister.resolve`` reads a name as region + body: 省商务厅 in a document of 浙江省 is
``agency/330000/commerce``, so is 浙江省商务厅 anywhere. Names are matched exactly or by the rules of
``ontology.agency_reader``, never by likeness; what no rule reads is an agency of its region with the kind
``unresolved``. ``find_in`` finds names in running text.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from kg.errors import UsageError
from ontology.agency_finder import NameFinder
from ontology.agency_names import NameTables, read_bodies
from ontology.agency_reader import NameReader, ResolvedAgency
from ontology.regions import NATION, Region, Regions

__all__ = ["AgencyRegister", "ResolvedAgency", "normalised"]

_FILE = Path(__file__).with_name("agencies.toml")
_BRACKETS = str.maketrans("〔〕[]【】{}", "()()()()")
_OUTSIDE = "\"'“”《》<>*_·.。;；:：,，、 "
_JOINERS = ("会同", "以及", "和", "及", "与")
# Far more than one run meets; a long-lived process that reads everything starts anew.
_REMEMBERED = 100_000


class AgencyRegister:
    """The register of agencies with the regions it is read with; make it with ``AgencyRegister.load()``."""

    def __init__(self, tables: NameTables, regions: Regions) -> None:
        self.tables = tables
        self.regions = regions
        self._known: dict[tuple[str, str, str | None, str | None], ResolvedAgency] = {}
        self._readers: dict[tuple[str, str | None, str | None], NameReader] = {}

    @classmethod
    def load(cls, path: Path | str | None = None, regions: Regions | None = None) -> AgencyRegister:
        """The register in ``path`` (the project's own when None; that one is read once).

        Raises InputError for a file that cannot be read, RegisterError for one that contradicts itself,
        such as a name claimed by two bodies.
        """
        if path is None and regions is None:
            return _default()
        return cls(read_bodies(Path(path) if path is not None else _FILE), regions or Regions.load())

    @property
    def lines(self) -> dict[str, tuple[str, str]]:
        """The lines of work (条线) with their labels, Chinese and English."""
        return self.tables.lines

    def resolve(
        self, name: str, region: str | Region, on: str | None = None, hint: str | Region | None = None
    ) -> ResolvedAgency:
        """The body that ``name`` means in a document of ``region`` (a Region or its code).

        ``on`` is the document's ISO date: a name that passed from one body to another is read by it (the
        latest owner without one). ``hint`` is the region of the name before in a list, which a name
        without its own place inherits: 商务局 in 市发改委、商务局. Never raises for an odd name.

        >>> register = AgencyRegister.load()
        >>> register.resolve("省商务厅", "330000").id, register.resolve("商务部", "330000").id
        ('agency/330000/commerce', 'agency/100000/commerce')
        >>> register.resolve("宁波市金融监管局", "330200", on="2025-08-01").label
        '国家金融监督管理总局宁波监管局'
        >>> register.resolve("市某某专门机构", "330200").kind
        'unresolved'
        """
        code = region if isinstance(region, str) else region.code
        hinted = hint.code if isinstance(hint, Region) else hint
        key = (name, code, on, hinted)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
                self._readers.clear()
            found = self._reader(code, on, hinted).read(normalised(name))
            self._known[key] = found
        return found

    def of_body(self, slug: str, region: str | Region) -> ResolvedAgency:
        """The agency of a body of the register in a region; raises UsageError for a slug that is none.

        >>> AgencyRegister.load().of_body("central-bank", "330000").label
        '中国人民银行浙江省分行'
        """
        if slug not in self.tables.bodies:
            raise UsageError(f"{slug!r} is no body of the register of agencies")
        code = region if isinstance(region, str) else region.code
        return self._reader(code, None, None).agency(self.tables.bodies[slug])

    def _reader(self, region: str, on: str | None, hint: str | None) -> NameReader:
        key = (region, on, hint)
        if key not in self._readers:
            self._readers[key] = NameReader(self.tables, self.regions, region, on, hint)
        return self._readers[key]

    def looks_like_agency(self, name: str, region: str | Region = NATION) -> bool:
        """Whether the register can read ``name`` as a body, group or government.

        >>> register = AgencyRegister.load()
        >>> register.looks_like_agency("市商务局"), register.looks_like_agency("预制菜")
        (True, False)
        """
        return self.resolve(name, region).resolved

    def parts(self, name: str, region: str | Region = NATION) -> tuple[str, ...]:
        """The names in one stretch of a list: 省商务厅和郑州市 holds two, 市发展和改革委 one.

        A body that the register reads whole is never split.

        >>> AgencyRegister.load().parts("省商务厅和郑州市", "410000")
        ('省商务厅', '郑州市')
        """
        whole = self.resolve(name, region)
        if whole.resolved and (whole.kind != "group" or whole.line):
            return (name,)
        for joiner in _JOINERS:
            at = name.find(joiner)
            while at > 0:
                before, after = name[:at], name[at + len(joiner) :]
                if self.looks_like_agency(before, region):
                    rest = self.parts(after, region)
                    if all(self.looks_like_agency(part, region) for part in rest):
                        return before, *rest
                at = name.find(joiner, at + 1)
        return (name,)

    def find_in(self, text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
        """Where agencies are named in ``text[start:end]``, with the place in front of the name.

        >>> AgencyRegister.load().find_in("由市商务局牵头，国家统计局要做好工作。")
        [(1, 5), (8, 13)]
        """
        return self._finder.find_in(text, start, len(text) if end is None else end)

    def names(self) -> Iterator[str]:
        """The distinct names of bodies, without places."""
        return iter(dict.fromkeys((*self.tables.own, *self.tables.national, *self.tables.placed)))

    @functools.cached_property
    def _finder(self) -> NameFinder:
        return NameFinder(self.tables, self.regions)


def normalised(name: str) -> str:
    """A name as it is looked up: NFKC, no layout, ``()`` for every bracket, no marks at its ends.

    >>> normalised("市数字经济局〔市经信局〕、")
    '市数字经济局(市经信局)'
    """
    folded = unicodedata.normalize("NFKC", name).translate(_BRACKETS)
    return "".join(folded.split()).strip(_OUTSIDE)


@functools.cache
def _default() -> AgencyRegister:
    return AgencyRegister(read_bodies(_FILE), Regions.load())
