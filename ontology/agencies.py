"""Agencies: a printed name, read in a document of some region, and the body it means.

``AgencyRegister.resolve`` reads a name as region + body: 省商务厅 in a document of 浙江省 is
``agency/330000/commerce``, so is 浙江省商务厅 anywhere. Names are matched exactly or by the rules below,
never by likeness; what no rule reads is an agency of its region with the kind ``unresolved``.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.model import Level
from ontology.agency_names import LEVELS, Body, Claim, NameTables, read_bodies
from ontology.regions import NATION, Region, Regions

_FILE = Path(__file__).with_name("agencies.toml")


@dataclass(frozen=True, slots=True)
class ResolvedAgency:
    """A body in a region.

    ``id`` is its identity (``agency/330000/commerce``), ``label`` the official full name, ``line`` the
    line of work or None, ``lines`` all of them for a merged body; ``since``, ``until`` and ``successor``
    (an id) say when a reorganisation made and ended it. ``kind`` is ``unresolved`` for an unknown body.
    """

    id: str
    label: str
    label_en: str
    line: str | None
    region_code: str
    level: Level
    kind: str
    lines: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    successor: str | None = None

    @property
    def resolved(self) -> bool:
        """Whether the register knows this body."""
        return self.kind != "unresolved"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a name's body is: a region, or ``below`` it when it means several (各县商务局)."""

    region: Region
    printed: str = ""
    bare: bool = False
    below: bool = False


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
_LEVEL_WORD = re.compile(r"(?:[全本我]|原)?(自治区|地区|省|市|州|盟|区|县|旗)(?:级|直)?")
_NATION_WORD = re.compile(r"国务院|国家|全国|中央|中华人民共和国|中国")
_UNIT = r"(?:地级以上市|设区的?市|省辖市|县级市|自治州|市州|州市|地市|市地|市县|县市|区市|区县|县区|旗县|旗区|市|州|盟|地区|县|区|旗)"
_MANY_UNITS = re.compile(
    rf"(?P<head>(?:(?:全省|全市|全区|全县|省内|市内|所辖|其他|各|相关|有关|所在|属地)(?:级|地)?)*)"
    rf"(?P<units>{_UNIT}(?:[、,/和]?{_UNIT}|\((?:{_UNIT}|[、,])+\))*)(?:级|两级|三级)?"
)
_EVERY_LEVEL = re.compile(
    r"(?:全省|全市|全区|全县)?(?:各级|各地区?|各(?=[^市州盟县区旗])|地方各级|属地|所在地|当地|所在)|(?:省市县|市县|省市|市区|区县)(?:[两二三]级)?"
)
_LOCALITIES = re.compile(
    r"(?:各|有关|相关|属地|所在地?|地方|省|市|县|区|级)*(?:级?党委和?、?)?(?:人民政府|政府|管委会|管理委员会|党委政府|地区|地方|地|行署|镇街?|街道|乡镇?|乡镇街道|镇\(街道\)|乡\(镇\)|镇乡街道|街镇|乡镇\(街道\)|园区|开发区|功能区|功能园区|产业园区|产业功能区|新区|县域)(?:\(管委会\))?(?:人民政府|政府|管委会|管理委员会|党工委)?"
)
_COLLECTIVE = re.compile(
    r".*(?:成员单位|各单位|各?有关方面|(?:各|有关|相关|其他|直|级|职能|主管|业务|责任|审批|牵头|监管|执法|所有|驻地?|系统|涉[^、]{1,6}|管理|服务|行业|具体)(?:[^、]{0,6})?(?:部门|单位|机构|企业|处室|委办局|方面|主体|组织|高校|院所|委局办?|厅局|机关|地区)(?:和单位|\(单位\)|、单位)?)"
    r"|(?:部门|单位|成员单位|企业|协会商会|社会组织|行业组织)"
)
_DEPARTMENT = re.compile(
    r"(.{2,10}?)(?:行政)?(?:主管|管理|监管|监督管理|行政|执法|监督|服务|业务)?(?:部门|机关|机构|系统|单位)"
)
_DIVISION = re.compile(r".*(?:[处科股]|处室|科室|内设机构|直属事业单位|直属单位|直属机构)(?:\(室\)|\(局\))?")
_TAIL = re.compile(r"等(?:(?:省|市|区|县|州)?[直级]?(?:各|有关|相关|其他)*[^等]{0,6}(?:部门|单位|机构|企业).*)?$")
_OUTSIDE = "\"'“”《》<>*_·.。;；:：,，、 "


class AgencyRegister:
    """The register of agencies with the regions it is read with; make it with ``AgencyRegister.load()``."""

    def __init__(self, tables: NameTables, regions: Regions) -> None:
        self.tables = tables
        self.regions = regions
        self._segments = max(map(len, tables.stems))
        self._longest_ending = max(map(len, tables.endings))
        self._prefixes = sorted((p for p in tables.branches if p), key=len, reverse=True)
        self._known: dict[tuple[str, str, str | None, str | None], ResolvedAgency] = {}

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
        """The lines of work with their labels, Chinese and English."""
        return self.tables.lines

    def resolve(
        self, name: str, region: str | Region, on: str | None = None, hint: str | Region | None = None
    ) -> ResolvedAgency:
        """The body that ``name`` means in a document of ``region`` (a Region or its code).

        ``on`` is the document's ISO date: a name that passed from one body to another is read by it (the
        latest owner without one). ``hint`` is the region of the name before in a list, which a name
        without its own place inherits: 商务局 in 市发改委、商务局.

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
            if len(self._known) > 100_000:
                self._known.clear()
            found = _Reader(self, self.regions[code], on, hinted).read(normalised(name))
            self._known[key] = found
        return found

    def looks_like_agency(self, name: str, region: str | Region = NATION) -> bool:
        """Whether the register can read ``name`` as a body, group or government.

        >>> register = AgencyRegister.load()
        >>> register.looks_like_agency("市商务局"), register.looks_like_agency("预制菜")
        (True, False)
        """
        return self.resolve(name, region).resolved


def normalised(name: str) -> str:
    """A name as it is looked up: NFKC, no layout, ``()`` for every bracket, no marks at its ends.

    >>> normalised("市数字经济局〔市经信局〕、")
    '市数字经济局(市经信局)'
    """
    folded = unicodedata.normalize("NFKC", name).translate(_BRACKETS)
    return "".join(folded.split()).strip(_OUTSIDE)


_BRACKETS = str.maketrans("〔〕[]【】{}", "()()()()")


class _Reader:
    """Reads names for one document: its region, date, and the place that names without one inherit."""

    def __init__(self, register: AgencyRegister, region: Region, on: str | None, hint: str | None) -> None:
        self.tables = register.tables
        self.regions = register.regions
        self.register = register
        self.region = region
        self.on = on
        self.home = self.regions[hint] if hint else region

    def read(self, name: str) -> ResolvedAgency:
        """The body of a normalised name, by the first rule that reads it."""
        name = name or "(无名)"
        short = _TAIL.sub("", name) or name
        for rule in (
            self._body,
            self._without_brackets,
            self._several,
            self._merged,
            self._by_ending,
            self._division,
        ):
            found = rule(short)
            if found:
                return found
        if short != name and (found := self._several(name)):
            return found
        return self._own_name(short, None, "unresolved")

    # -- one body ------------------------------------------------------------------------------------

    def _body(self, name: str) -> ResolvedAgency | None:
        body = self.tables.national.get(name)
        if body:
            return self._agency(body, _Place(self.regions[NATION]))
        found = self._branch(name)
        if found:
            return found
        for place, rest in self._places(name):
            claim = self._claim(rest, place)
            if claim:
                return self._agency(claim.body, place)
        return None

    def _branch(self, name: str) -> ResolvedAgency | None:
        """Names with the place inside: 中国人民银行宁波市分行."""
        for prefix in self.register._prefixes:
            if not name.startswith(prefix):
                continue
            suffixes = self.tables.branches[prefix]
            for place, rest in self._places(name[len(prefix) :]):
                owners = suffixes.get(rest)
                if owners and (claim := self._chosen(owners, place)):
                    return self._agency(claim.body, place)
        return None

    def _places(self, name: str, within: Region | None = None, depth: int = 0) -> Iterator[tuple[_Place, str]]:
        """The ways to read a place off the front of a name, likeliest first, with what is left."""
        if depth == 0:
            yield _Place(self.home), name
        nation = _NATION_WORD.match(name)
        if nation and depth == 0:
            yield _Place(self.regions[NATION], nation.group()), name[nation.end() :]
        word = _LEVEL_WORD.match(name)
        if word and word.end() < len(name):
            start = within or self.region
            region = self._above(word.group(1), start)
            place = _Place(region or start, word.group(), below=region is None)
            yield place, name[word.end() :]
        inside = within.code if within else self.region.code
        for region, length in self.regions.leading(name, inside):
            if within and not self.regions.inside(region.code, within.code):
                continue
            printed = name[:length]
            if length < len(name):
                yield _Place(region, printed, bare=printed != region.name), name[length:]
                if depth < 2:
                    yield from self._places(name[length:], region, depth + 1)

    def _above(self, word: str, start: Region) -> Region | None:
        """The region a level word means in a document of ``start``: its own or one above it."""
        chain = self.regions.chain(start.code)
        for region in chain:
            if region.name.endswith(_LEVEL_WORDS[word]) and not (
                word == "区" and region.level == "province" and self.region.level != "province"
            ):
                return region
        return None

    def _claim(self, rest: str, place: _Place) -> Claim | None:
        tables = (self.tables.placed, self.tables.own) if place.printed and place.printed[-1] not in "省市区县州盟旗" else (self.tables.own, self.tables.placed)
        for table in tables:
            owners = table.get(rest)
            if owners and (claim := self._chosen(owners, place)):
                return claim
        for prefix, of_party in (("委员会", True), ("党委", True), ("委", True), ("人民政府", False), ("政府", False)):
            if rest.startswith(prefix) and len(rest) > len(prefix):
                owners = self.tables.own.get(rest[len(prefix) :], [])
                first = [claim for claim in owners if (claim.body.kind == "party") == of_party]
                claim = self._chosen(first or owners, place)
                if claim:
                    return claim
        return None

    def _chosen(self, owners: list[Claim], place: _Place) -> Claim | None:
        """The owner of a name at the place's level on the document's day; the nearest when none held then."""
        level = place.region.level
        owners = [claim for claim in owners if level in claim.levels]
        if len(owners) < 2:
            return owners[0] if owners else None
        if self.on is None:
            return max(owners, key=lambda claim: claim.until)
        current = [claim for claim in owners if claim.since <= self.on <= claim.until]
        if current:
            return current[0]
        earlier = [claim for claim in owners if claim.until < self.on]
        return max(earlier, key=lambda c: c.until) if earlier else min(owners, key=lambda c: c.since)

    # -- two name plates, several bodies, merged bodies ------------------------------------------------

    def _without_brackets(self, name: str) -> ResolvedAgency | None:
        """Two name plates, 市数字经济局(市经信局): the body of the first that is known."""
        start = name.find("(")
        if start <= 0 or not name.endswith(")"):
            return None
        outer, inner = name[:start], name[start + 1 : -1]
        found = self._body(outer) or self._merged(outer)
        if found:
            return found
        for plate in re.split("[、,()]", inner):
            found = self._body(plate) if plate else None
            if found:
                return found
        return None

    def _several(self, name: str) -> ResolvedAgency | None:
        """Bodies named together: 各县(市、区)人民政府, 县(区)市场监管局, 各级发改部门, 市直有关部门."""
        units = _MANY_UNITS.match(name)
        if units and (units["head"] or len(units["units"]) > 1):
            rest = name[units.end() :]
            if not rest or _LOCALITIES.fullmatch(rest):
                return self._group(name, "local-government")
            claim = self._claim(rest, _Place(self.region, "县"))
            if claim:
                return self._group(name, claim.body.line)
        every = _EVERY_LEVEL.match(name)
        rest = name[every.end() :] if every else name
        if every and (not rest or _LOCALITIES.fullmatch(rest)):
            return self._group(name, "local-government")
        department = _DEPARTMENT.fullmatch(rest)
        body = self._of_stem(department.group(1)) if department else None
        if body is None and every and (claim := self._claim(rest, _Place(self.region, "县"))):
            body = claim.body
        if body is not None:
            return self._group(name, body.line)
        if _COLLECTIVE.fullmatch(name):
            return self._group(name, None)
        return self._localities_with_name(name)

    def _localities_with_name(self, name: str) -> ResolvedAgency | None:
        if _LOCALITIES.fullmatch(name):
            return self._group(name, "local-government")
        region = self.regions.find(name, self.region.code)
        if region and region.level != "national":
            return self._agency(self.tables.bodies["government"], _Place(region))
        return None

    def _of_stem(self, words: str) -> Body | None:
        word = _LEVEL_WORD.match(words)
        for candidate in (words, words[word.end() :] if word else ""):
            if candidate in self.tables.stems:
                return self.tables.stems[candidate]
            for ending in ("局", "委", "院"):
                owners = self.tables.own.get(candidate + ending)
                if owners and len(candidate) > 1:
                    return owners[0].body
        return None

    def _merged(self, name: str) -> ResolvedAgency | None:
        """Bodies made of several: 教育体育局, 农业农村和水务局: their stems, joined, and an ending."""
        for place, rest in self._places(name):
            ending = re.search(r"(?:委员会|[厅局委])$", rest)
            parts = self._segmented(rest[: ending.start()]) if ending else None
            if parts:
                return self._merged_agency(rest, parts, place)
        return None

    def _segmented(self, words: str) -> list[Body] | None:
        """The bodies whose stems make up ``words``, the longest first, parted by 和 与 or nothing."""
        if not words:
            return []
        for length in range(min(len(words), self.register._segments), 1, -1):
            body = self.tables.stems.get(words[:length])
            if body is None:
                continue
            rest = words[length:]
            rest = rest[1:] if rest[:1] in ("和", "与", "、") else rest
            others = self._segmented(rest)
            if others is not None:
                return [body, *others]
        return None

    def _merged_agency(self, name: str, bodies: list[Body], place: _Place) -> ResolvedAgency:
        slug = "--".join(dict.fromkeys(body.slug for body in bodies))
        lines = tuple(dict.fromkeys(body.line for body in bodies))
        english = " and ".join(dict.fromkeys(self.tables.lines[line][1] for line in lines))
        return ResolvedAgency(
            f"agency/{place.region.code}/{slug}",
            place.region.name + name,
            f"{place.region.name_en} Bureau of {english}",
            lines[0],
            place.region.code,
            place.region.level,
            "group" if place.below else bodies[0].kind,
            lines,
        )

    # -- bodies with a name of their own ---------------------------------------------------------------

    def _by_ending(self, name: str) -> ResolvedAgency | None:
        """Bodies whose ending tells their work: 漳州安然燃气公司, 佛山高新区管委会."""
        plain = re.sub(r"\([^()]*\)", "", name)
        for length in range(min(len(plain), self.register._longest_ending), 1, -1):
            known = self.tables.endings.get(plain[-length:])
            if known:
                return self._own_name(name, *known)
        return None

    def _division(self, name: str) -> ResolvedAgency | None:
        """Divisions inside a body: 城建处, 市场监管厅信用监督管理处."""
        if not _DIVISION.fullmatch(name):
            return None
        for end in range(len(name) - 2, 2, -1):
            if name[end - 1] in "厅局委办" and (host := self._body(name[:end])):
                return self._own_name(name, host.line, "internal-division")
        return self._own_name(name, None, "internal-division")

    def _group(self, name: str, line: str | None) -> ResolvedAgency:
        return self._own_name(name, line, "group")

    def _own_name(self, name: str, line: str | None, kind: str) -> ResolvedAgency:
        region, rest = self.home, name
        word = _LEVEL_WORD.match(name) if kind != "group" else None
        if word and word.end() < len(name) and (above := self._above(word.group(1), self.region)):
            region, rest = above, name[word.end() :]
        elif kind != "group":
            for found, length in self.regions.leading(name, self.region.code):
                if length < len(name) and (found.level != "county" or name[:length] == found.name):
                    region = found
                    rest = name[length:] if name[:length] == found.name else name
                    break
        else:
            region = self.region
        return ResolvedAgency(
            f"agency/{region.code}/{_slug(rest)}",
            name if rest == name else region.name + rest,
            name if rest == name else f"{region.name_en}: {rest}",
            line,
            region.code,
            region.level,
            kind,
            (line,) if line else (),
        )

    # -- labels ----------------------------------------------------------------------------------------

    def _agency(self, body: Body, place: _Place) -> ResolvedAgency:
        if place.below:
            return self._group(place.printed + body.labels[LEVELS.index("city")].strip("{s}{r}{c}"), body.line)
        region, seat = place.region, place.region
        if body.seat_of_province and region.level == "city" and region.code.endswith("0100"):
            region = self.regions[region.code[:2] + "0000"]
        return ResolvedAgency(
            f"agency/{region.code}/{body.slug}",
            self._label(body, region, seat),
            _english(body, region),
            body.line,
            region.code,
            region.level,
            body.kind,
            (body.line,),
            body.since,
            body.until,
            f"agency/{region.code}/{body.successor}" if body.successor else None,
        )

    def _label(self, body: Body, region: Region, seat: Region) -> str:
        if region.level == "national":
            return body.labels[0] or region.name + body.labels[1]
        label = body.labels[LEVELS.index(region.level)]
        if body.municipality and region.code in ("110000", "120000", "310000", "500000"):
            label = body.municipality
        if "{" in label:
            capital = seat
            if seat.level == "province" and (seat.code[:2] + "0100") in self.regions:
                capital = self.regions[seat.code[:2] + "0100"]
            return (
                label.replace("{r}", region.name).replace("{s}", region.short).replace("{c}", capital.short)
            )
        if body.kind != "party":
            return region.name + label
        name = region.short if region.name.endswith("自治州") else region.name
        committee = "党委" if name.endswith(("自治区", "地区")) else "委"
        return name + (committee + label.removeprefix("委"))


def _english(body: Body, region: Region) -> str:
    label = body.labels[LEVELS.index(region.level)]
    types = (
        ("部", "Ministry"),
        ("厅", "Department"),
        ("委员会", "Commission"),
        ("委", "Commission"),
        ("署", "Office"),
        ("办公室", "Office"),
        ("办", "Office"),
        ("总局", "Administration"),
        ("局", "Bureau"),
    )
    name = body.en.replace("{}", next((word for ending, word in types if label.endswith(ending)), "Authority"))
    if body.kind in ("central-branch", "judicial"):
        return name if region.level == "national" else f"{name}, {region.name_en}"
    if region.level == "national":
        return name if name.startswith("Ministry") or "{}" not in body.en else f"National {name}"
    return f"{region.name_en} {name}"


def _slug(name: str) -> str:
    """A name as the last part of an identifier: letters, digits and Chinese characters alone."""
    return "".join(c if c.isalnum() else "-" for c in name).strip("-") or "-"


@functools.cache
def _default() -> AgencyRegister:
    return AgencyRegister(read_bodies(_FILE), Regions.load())
