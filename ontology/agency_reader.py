"""The rules that read a printed agency name in a document: which body, in which region.

In turn: one body (国家发展改革委, 市商务局, 人行杭州中心支行); two name plates (市数字经济局(市经信局)); several bodies
at once (各县(市、区)人民政府, 市直有关部门); merged bodies (农业农村和水务局); bodies with a name of their own whose
ending tells their work (漳州安然燃气公司); divisions of a body (市场监管厅信用监督管理处); else unresolved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model import Level
from ontology.agency_groups import NameGroups
from ontology.agency_labels import chinese_label, english_label
from ontology.agency_names import Body, Claim, NameTables
from ontology.agency_places import NATION_WORD, Place, PlaceReader
from ontology.regions import NATION, Region, Regions


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


_ORGANS = (("委员会", True), ("党委", True), ("委", True), ("人民政府", False), ("政府", False))
_TAIL = re.compile(r"等(?:(?:省|市|区|县|州)?[直级]?[^等]{0,12}(?:部门|单位|机构|企业).{0,20})?$")
_MERGED_ENDING = re.compile(r"(?:委员会|[厅局委])$")
_DIVISION = re.compile(
    r".{1,30}(?:[处科股]|处室|科室|内设机构|直属事业单位|直属单位|直属机构)(?:\([室局]\))?|机关[党纪]委|办公[厅室]"
)
_DIVISION_OF = re.compile(r".{2,20}(?:[处科股室]|中心|小组|支队|大队|总队|分局|局|处室)")
# What may stand between the stem of a line and the end of a unit's name: 交通运输 + 管理服务 + 中心.
_UNIT_OF_STEM = re.compile(
    r"(?:综合|公共|行政|管理|服务|发展|事业|事务|促进|保障|监测|监督|稽查|执法|信息|技术|推广|指导|研究|培训|检测|检验|应急|指挥|救援|"
    r"保护|运行|工作|领导小组|协调|建设|推进|和|与)*(?:中心|院|所|站|办|办公室|[支总大]?队|处|局|委员会|领导小组)"
)
_INSTITUTION = ("中心", "院", "所", "馆", "台", "站", "社", "校", "园")
_PARTY = re.compile(r"^(?:中共|中国共产党)(?!中央)(?=.)")
_LONGEST_NAME = 60
_LONGEST_MERGED = 24
_ZONE_BODY = re.compile(r"(?:党工委、?)?(?:管委会|管理委员会)$")


class NameReader:
    """Reads names for one document: its region and date, and the place that names without one inherit."""

    def __init__(
        self, tables: NameTables, regions: Regions, region: str, on: str | None, hint: str | None
    ) -> None:
        self.tables = tables
        self.regions = regions
        self.places = PlaceReader(regions, region, hint)
        self.region = self.places.region
        self.home = self.places.home
        self.on = on
        self.groups = NameGroups(tables)

    def read(self, name: str) -> ResolvedAgency:
        """The body of a normalised name, by the first rule that reads it."""
        name = name or "无名"
        if len(name) > _LONGEST_NAME:
            return self._own_name(name, None, "unresolved")
        short = _TAIL.sub("", name) or name
        short = _PARTY.sub("", short)
        return (
            self._body(short)
            or self._name_plates(short)
            or self._several(short)
            or self._merged(short)
            or self._by_ending(short)
            or self._division(short)
            or self._region_itself(short)
            or (self._several(name) if short != name else None)
            or self._own_name(short, None, "unresolved")
        )

    def agency(self, body: Body) -> ResolvedAgency:
        """The agency of a body in the document's region."""
        return self._agency(body, Place(self.region))

    # -- one body ------------------------------------------------------------------------------------

    def _body(self, name: str) -> ResolvedAgency | None:
        nation = self.regions[NATION]
        if name in self.tables.national:
            return self._agency(self.tables.national[name], Place(nation))
        found = self._branch(name)
        if found:
            return found
        if NATION_WORD.match(name):
            # 中国移动 in a local document is its local company, 中国人民银行 is not the local branch.
            claim = self._claim(name, Place(nation))
            if claim and claim.body.kind != "state-company":
                return self._claimed(claim, name, Place(nation))
        for place, rest in self.places.of(name):
            claim = self._claim(rest, place)
            if claim:
                return self._claimed(claim, rest, place)
        return None

    def _branch(self, name: str) -> ResolvedAgency | None:
        """Names with the place inside: 中国人民银行宁波市分行."""
        for length in range(min(len(name) - 1, self.tables.longest_branch), 0, -1):
            suffixes = self.tables.branches.get(name[:length])
            if suffixes is None:
                continue
            for place, rest in self.places.of(name[length:]):
                claim = self._chosen(suffixes.get(rest, []), place)
                if claim:
                    return self._agency(claim.body, place)
        return None

    def _claim(self, rest: str, place: Place) -> Claim | None:
        tables = (self.tables.own, self.tables.placed)
        for table in reversed(tables) if place.bare else tables:
            claim = self._chosen(table.get(rest, []), place)
            if claim:
                return claim
        for organ, of_party in _ORGANS:
            if rest.startswith(organ) and len(rest) > len(organ):
                owners = self.tables.own.get(rest[len(organ) :], [])
                fitting = [claim for claim in owners if (claim.body.kind == "party") == of_party]
                claim = self._chosen(fitting or owners, place)
                if claim:
                    return claim
        return None

    def _chosen(self, owners: list[Claim], place: Place) -> Claim | None:
        """The owner of a name at the place's level on the document's day, else the nearest in time."""
        owners = [claim for claim in owners if place.region.level in claim.levels]
        if len(owners) < 2:
            return owners[0] if owners else None
        if self.on is None:
            return max(owners, key=lambda claim: claim.until)
        for claim in owners:
            if claim.since <= self.on <= claim.until:
                return claim
        earlier = [claim for claim in owners if claim.until < self.on]
        return max(earlier, key=lambda c: c.until) if earlier else min(owners, key=lambda c: c.since)

    # -- two name plates, several bodies, merged bodies ------------------------------------------------

    def _name_plates(self, name: str) -> ResolvedAgency | None:
        """Two name plates, 市数字经济局(市经信局): the body of the first that is known."""
        start = name.find("(")
        if start <= 0 or not name.endswith(")") or self.groups.several_units(name):
            return None
        outer = self._body(name[:start]) or self._merged(name[:start])
        if outer:
            return outer
        plates = re.split("[、,()]", name[start + 1 : -1])
        return next((found for plate in plates if plate and (found := self._body(plate))), None)

    def _several(self, name: str) -> ResolvedAgency | None:
        group = self.groups.read(name)
        if group is None:
            return None
        return ResolvedAgency(
            f"agency/{self.region.code}/{group.slug or _slug(name)}",
            self.region.name + group.label if group.slug else name,
            f"{self.region.name_en}: {group.label_en}" if group.slug else name,
            group.line,
            self.region.code,
            self.region.level,
            "group",
            (group.line,) if group.line else (),
        )

    def _merged(self, name: str) -> ResolvedAgency | None:
        """Bodies made of several, 农业农村和水务局: their stems, joined, and an ending."""
        for place, rest in self.places.of(name):
            ending = _MERGED_ENDING.search(rest)
            bodies = self._stems(rest[: ending.start()]) if ending else None
            if not bodies:
                continue
            lines = tuple(dict.fromkeys(body.line for body in bodies))
            english = " and ".join(self.tables.lines[line][1] for line in lines)
            return ResolvedAgency(
                f"agency/{place.region.code}/{'--'.join(dict.fromkeys(body.slug for body in bodies))}",
                place.region.name + rest,
                f"{place.region.name_en} Bureau of {english}",
                lines[0],
                place.region.code,
                place.region.level,
                "group" if place.below else bodies[0].kind,
                lines,
            )
        return None

    def _stems(self, words: str) -> list[Body] | None:
        """The bodies whose stems make up ``words``, the longest first, parted by 和 与 or nothing."""
        if not words or len(words) > _LONGEST_MERGED:
            return None if words else []
        for length in range(min(len(words), self.tables.longest_stem), 1, -1):
            body = self.tables.stems.get(words[:length])
            rest = words[length:]
            others = self._stems(rest[1:] if rest[:1] in ("和", "与") else rest) if body else None
            if body is not None and others is not None:
                return [body, *others]
        return None

    # -- bodies with a name of their own ---------------------------------------------------------------

    def _by_ending(self, name: str) -> ResolvedAgency | None:
        """Bodies whose ending tells their work: 漳州安然燃气公司, 佛山高新区管委会, 宁东市场监管局."""
        plain = re.sub(r"\([^()]*\)", "", name)
        for length in range(min(len(plain), self.tables.longest_ending), 1, -1):
            known = self.tables.endings.get(plain[-length:])
            if known:
                return self._own_name(name, *known)
        # A place that is no region (a zone, a farm, a port) may stand before the name of a known body.
        for start in range(2, min(9, len(plain) - 2)):
            owners = self.tables.own.get(plain[start:])
            if owners and plain[-1] in "厅局委院":
                return self._own_name(name, owners[0].body.line, owners[0].body.kind)
        return self._unit_of_stem(plain)

    def _unit_of_stem(self, name: str) -> ResolvedAgency | None:
        """Units that a stem and an institution's ending make: 交通运输管理服务中心."""
        for place, rest in self.places.of(name):
            for length in range(min(len(rest) - 1, self.tables.longest_stem), 1, -1):
                body = self.tables.stems.get(rest[:length])
                if body and _UNIT_OF_STEM.fullmatch(rest, length):
                    if rest.endswith("处"):
                        return self._own_name(name, body.line, "internal-division")
                    return self._claimed(Claim(body, frozenset(), "", "", unit=True), rest, place)
        return None

    def _division(self, name: str) -> ResolvedAgency | None:
        """Divisions inside a body: 城建处, 市场监管厅信用监督管理处."""
        for end in range(len(name) - 2, 2, -1):
            if name[end - 1] in "厅局委办" and _DIVISION_OF.fullmatch(name[end:]):
                host = self._body(name[:end])
                if host:
                    return self._own_name(name, host.line, "internal-division")
        return self._own_name(name, None, "internal-division") if _DIVISION.fullmatch(name) else None

    def _region_itself(self, name: str) -> ResolvedAgency | None:
        """A region named alone, 郑州市, is its government."""
        region = self.regions.find(name, self.region.code)
        if region is None or region.level == "national":
            return None
        return self._agency(self.tables.bodies["government"], Place(region))

    def _own_name(self, name: str, line: str | None, kind: str) -> ResolvedAgency:
        """A body known by its own name: 漳州安然燃气公司, 高新区管委会, and the unknown ones."""
        region, rest = self.home, name
        if found := self.places.by_level_word(name):
            region, length = found
            rest = name[length:]
        elif found := self.places.of_own_name(name):
            region, length = found
            # 宁波银行 is a name, 宁波 + 高新区 is a place in a place.
            whole = name[:length] != region.name and kind != "government"
            rest = name if whole else name[length:]
        if kind == "government":
            rest = _ZONE_BODY.sub("", rest) or rest
            return self._named(region, rest, region.name + rest, line, kind)
        return self._named(region, rest, region.name + rest if rest != name else name, line, kind)

    # -- what comes out --------------------------------------------------------------------------------

    def _claimed(self, claim: Claim, rest: str, place: Place) -> ResolvedAgency:
        if not claim.unit:
            return self._agency(claim.body, place)
        kind = "public-institution" if rest.endswith(_INSTITUTION) else claim.body.kind
        kind = "group" if place.below else kind
        return self._named(place.region, rest, place.region.name + rest, claim.body.line, kind)

    def _named(self, region: Region, name: str, label: str, line: str | None, kind: str) -> ResolvedAgency:
        """An agency whose identity is its own name in its region."""
        if region.level == "national":
            label = label.removeprefix(region.name) if label.startswith(f"{region.name}国家") else label
        return ResolvedAgency(
            f"agency/{region.code}/{_slug(name)}",
            label,
            label,
            line,
            region.code,
            region.level,
            kind,
            (line,) if line else (),
        )

    def _agency(self, body: Body, place: Place) -> ResolvedAgency:
        region = place.region
        if place.below:
            zh, en = self.tables.lines[body.line]
            return ResolvedAgency(
                f"agency/{region.code}/{body.slug}-bodies",
                f"{region.name}各级{zh}部门",
                f"{region.name_en}: {en} bodies below",
                body.line,
                region.code,
                region.level,
                "group",
                (body.line,),
            )
        if body.seat_of_province and region.level == "city" and region.code.endswith("0100"):
            region = self.regions[region.code[:2] + "0000"]
        return ResolvedAgency(
            f"agency/{region.code}/{body.slug}",
            chinese_label(body, region, place.region, self.tables, self.regions),
            english_label(body, region, self.tables, self.regions),
            body.line,
            region.code,
            region.level,
            body.kind,
            (body.line,),
            body.since,
            body.until,
            f"agency/{region.code}/{body.successor}" if body.successor else None,
        )


def _slug(name: str) -> str:
    """A name as the last part of an identifier: letters, digits and Chinese characters alone."""
    return "".join(c if c.isalnum() else "-" for c in name).strip("-") or "-"
