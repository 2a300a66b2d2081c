"""Agency names in running text: 由市商务局牵头, 国家统计局要…, 市数字经济局〔市经信局〕.

Chinese text has no word boundaries: the longest name wins, what follows a name may say that it is none
(商务部 in 商务部门; ``[not_followed]`` of the register), and a name that is also an ordinary word (政府, 法院,
机场) counts only with its place in front.
"""

from __future__ import annotations

import re

import ahocorasick_rs

from ontology.agency_names import NameTables
from ontology.regions import Regions

_SURE = re.compile(
    r".+(?:厅|局|委|委员会|署|工商联|总工会|妇联|残联|侨联|贸促会|人民银行|供销社|管理办公室|检察院|网信办|编办|外办|金融办|办公室|办公厅)|.{2,}部"
)
_LEVEL_WORD = re.compile(
    r"(?:(?<![城超门集都闹上股])市|(?<![社园景校片库湖山厂辖地小街城林牧灾湾验范新发])区|省|县|自治区|地区|州|盟|旗)$"
)
_NATION_WORD = re.compile(r"(?:国家|国务院|全国|(?<!党)中央|中国)$")
_ORGAN = re.compile(r"(?:党委|人民政府|政府|(?<=[省市区县州盟旗])委)$")
_HEAD = re.compile(r"[各全本我]$")
_LONGEST_PLACE = 12
_OPENING, _CLOSING = "(〔", ")〕"


class NameFinder:
    """Finds names of the register in text; made once for a register."""

    def __init__(self, tables: NameTables, regions: Regions) -> None:
        self.tables = tables
        counties = {name for region in regions if region.level == "county" for name in region.short_names}
        self.regions = frozenset(regions.names()) - {"全国", "国家", "我国"}
        # 会同 is a county and a word: a county's short name leads branches alone, 东山海关.
        self._wide_regions = self.regions - counties | {
            name
            for region in regions
            if region.level != "county"
            for name in (region.name, *region.short_names)
        }
        self._wide_regions -= {"全国", "国家", "我国"}
        self._longest_region = min(max(map(len, self.regions)), _LONGEST_PLACE)
        names = {*tables.own, *tables.national, *tables.placed, *filter(None, tables.branches)}
        self._names = [name for name in names if len(name) > 1 and "(" not in name and "、" not in name]
        self._sure = frozenset(
            name
            for name in self._names
            if len(name) > 2 and (name in tables.national or _SURE.fullmatch(name))
        )
        self._automaton = ahocorasick_rs.AhoCorasick(
            self._names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )

    def find_in(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """Where agencies are named in ``text[start:end]``, in order, as (start, end) of ``text``."""
        found: list[tuple[int, int]] = []
        floor = start
        for which, first, last in self._automaton.find_matches_as_indexes(text[start:end]):
            first, last = first + start, last + start
            if first < floor:
                continue
            name = self._names[which]
            if name == "国网" and text.endswith("共和", 0, first):
                continue
            branch = self._branch(text, name, last, end)
            if branch is None and self._is_none(text, last, end):
                continue
            begin = self._with_place(text, first, floor, self._regions_before(name))
            if found and found[-1][1] == first and text.endswith("政府", 0, first):
                begin = found.pop()[0]  # 市政府 + 外事办公室 is one body
            if branch is None and begin == first and name not in self._sure:
                continue
            floor = branch or last
            found.append((begin, floor))
        return _name_plates(text, found, end)

    def _is_none(self, text: str, last: int, end: int) -> bool:
        return last < end and text[last] in self.tables.not_followed.get(text[last - 1], "")

    def _branch(self, text: str, name: str, last: int, end: int) -> int | None:
        """The end of a name with its place inside, 中国人民银行宁波市分行, of which ``name`` is the beginning."""
        suffixes = self.tables.branches.get(name)
        if suffixes is None:
            return None
        for middle in range(min(_LONGEST_PLACE, end - last), -1, -1):
            place = text[last : last + middle]
            if place and place not in self.regions and place not in ("省", "市", "区", "县", "州"):
                continue
            stop = min(end, last + middle + 12)
            for after in range(stop, last + middle, -1):
                if text[last + middle : after] in suffixes:
                    return after
        return None

    def _regions_before(self, name: str) -> frozenset[str]:
        owners = self.tables.own.get(name) or self.tables.placed.get(name)
        kind = owners[0].body.kind if owners else ""
        return self.regions if kind in ("central-branch", "state-company") else self._wide_regions

    def _with_place(self, text: str, first: int, floor: int, regions: frozenset[str]) -> int:
        """Where the place in front of a name begins: 浙江省宁波市 + 商务局, 市委 + 宣传部."""
        begin = first
        organ = _ORGAN.search(text, max(floor, begin - 4), begin)
        after_organ = organ.start() if organ else begin
        place = self._place_before(text, after_organ, floor, regions)
        if place < after_organ:
            begin = place
        elif organ and organ.group() != "委":
            begin = after_organ
        return begin

    def _place_before(self, text: str, begin: int, floor: int, regions: frozenset[str]) -> int:
        for _ in range(3):
            length = next(
                (
                    n
                    for n in range(self._longest_region, 1, -1)
                    if begin - n >= floor and text[begin - n : begin] in regions
                ),
                0,
            )
            if not length:
                break
            begin -= length
        else:
            return begin
        word = _LEVEL_WORD.search(text, max(floor, begin - 3), begin) or _NATION_WORD.search(
            text, max(floor, begin - 3), begin
        )
        if word:
            begin = word.start()
            while begin > floor and text[begin - 1] in "市县区州旗" and text[begin] in "市县区州旗":
                begin -= 1  # 各县市区政府
            if text.endswith("设", floor, begin):
                begin -= 1  # 各设区市
            if begin > floor and _HEAD.search(text, max(floor, begin - 1), begin):
                begin -= 1
        return begin


def _name_plates(text: str, found: list[tuple[int, int]], end: int) -> list[tuple[int, int]]:
    """Join two name plates of one body, 市数字经济局〔市经信局〕, to one place."""
    joined: list[tuple[int, int]] = []
    for first, last in found:
        if (
            joined
            and first - joined[-1][1] == 1
            and text[first - 1] in _OPENING
            and last < end
            and text[last] in _CLOSING
        ):
            joined[-1] = joined[-1][0], last + 1
        else:
            joined.append((first, last))
    return joined
