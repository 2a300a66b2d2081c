"""Names that mean several bodies at once: 各县(市、区)人民政府, 各级市场监管部门, 市直有关部门, 专班各成员单位."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ontology.agency_names import Body, NameTables


@dataclass(frozen=True, slots=True)
class Group:
    """Several bodies: ``slug`` names the group within its region (None: by its printed name)."""

    slug: str | None
    label: str
    label_en: str
    line: str | None


_UNIT = (
    r"(?:省|自治区|直辖市|计划单列市|地级以上市|设区的?市|省辖市|县级市|自治州|省市|盟市|市州|州市|地市|市地|市县|县市|区市|"
    r"区县|县区|旗县|旗区|市|州|盟|地区|地(?=\()|县|区|旗)"
    r"(?!(?<=市)(?:场|容|政(?!府)))"  # 市场, 市容 and 市政 are words
)
_HEAD = re.compile(
    r"(?:[0-9]{1,2}个?|全省|全市|全区|全县|省内|市内|所辖|其他|属地|所在地?|当地|各|相关|有关|地方|涉及(?:的)?)+"
)
_UNITS = re.compile(
    rf"{_UNIT}(?:(?:行政公署|行署)?[、,/和]?{_UNIT}|\([省市州盟地县区旗级、,园开发管委会]{{1,12}}\))*(?:[两二三]?级)?"
)
_LEVELS = re.compile(r"(?:各|省市县?|市县区?|市区|区县|[省市县区])?(?:[两二三]?级)")
_TOWNSHIPS = re.compile(r"(?=[^()]*[乡镇街])[区乡镇街道、,和/()园]+(?:人民政府|政府|办事处)?")
_ZONES = re.compile(
    r"(?:国家级|省级|市级|产业|功能|经济|开发|高新|工业|自贸|示范|投资|综合|保税|重点|平台|[各、,和/()])*"
    r"(?:功能区|开发区|产业园区|工业园区|园区|高新区|经开区|新区|功能园区|片区|功能平台|产业功能区|集聚区|自贸区|示范区|"
    r"度假区|投资区)(?:\([^()]{1,12}\))?(?:党工委、?)?(?:管委会|管理委员会)?|管委会"
)
_GOVERNMENT = re.compile(
    r"(?:党委、?和?)?(?:人民政府|政府|党委政府|地区|地方|地|行署|管委会)(?:\(管委会\))?(?:[、,和及](?:各|有关)?[^、,]{0,12}管委会)?"
)
_MODIFIERS = ("主管", "监督管理", "管理", "监管", "行政", "执法", "监督", "服务", "业务", "职能", "机构")
_BODIES = re.compile(r"(?:主管)?(?:部门|机关|机构|系统|单位)$")
# Words that say nothing of whose departments are meant; no word begins another, so that reading is linear.
_ANYONE = (
    r"(?:各|个|有关|相关|其[他它]|直|属|级|所有|职能|主管|责任|业务|行业|行政|执法|牵头|政府|党政|审批|监管|管理|涉企|具体|"
    r"成员|配合|服务|和|及|与|省|市|州|盟|县|区|旗|乡镇|中央|国家|国务院|全|我|机关|驻|地区|地方|地(?![区方]))"
)
_DEPARTMENTS = re.compile(
    rf"{_ANYONE}*(?:部门|单位|委办局|委局办?|机构|方面|主体|厅局){{1,2}}(?:\([^()]{{1,4}}\))?"
    r"(?:(?:和|及|、|以及|、?各)(?:有关|相关|各|其他)*(?:单位|部门|地方?|地区|[^、]{0,8}政府))?"
)
_COUNTED = re.compile(
    r".{2,24}(?:等|[两二三四五六七八九十0-9]{1,3})个?(?:省|市|县|区|州|盟|旗|地|城市|省市)(?:人民政府|政府)?"
)
_PLATE = re.compile(r"(?<=[厅局委办会院府])\([^()]{2,24}\)$")
_MEMBERS = re.compile(r".{1,40}(?:成员单位|各单位|有关方面|相关方面|参与单位|参建单位)")
_TASKFORCE = re.compile(
    r".{2,40}(?:专班|领导小组|指挥部|联席会议|工作组|协调小组|工作小组|协调机制)(?:办公室)?"
)
_ANY_BODIES = re.compile(
    r".{0,30}(?:有关|相关|各|直|级|属|其他|主管|全市|全省|所有|驻)[^、]{0,10}"
    r"(?:部门|单位|机构|企业|处室|委办局|高校|院所|组织|协会|平台|地区)"
)


class NameGroups:
    """Reads names of several bodies with the names of single ones."""

    def __init__(self, tables: NameTables) -> None:
        self.tables = tables

    def several_units(self, name: str) -> bool:
        """Whether a name begins with several units in brackets: 县(市、区)…, 各区(县、市)…."""
        head = _HEAD.match(name)
        units = _UNITS.match(name, head.end() if head else 0)
        return units is not None and "(" in units.group()

    def read(self, name: str) -> Group | None:
        """The group that a name means, or None for a single body or an unknown one."""
        name = _PLATE.sub("", name)
        if _DEPARTMENTS.fullmatch(name):
            return Group("departments", "有关部门", "departments concerned", None)
        head = _HEAD.match(name)
        after = head.end() if head else 0
        levels = _LEVELS.match(name, after)
        units = _UNITS.match(name, after)
        if units and (head or len(units.group()) > 1 or units.end() == len(name)):
            return self._rest(name[units.end() :]) or self._rest(name[after:]) or self._any(name)
        if levels:
            return self._rest(name[levels.end() :]) or self._any(name)
        if head:
            return self._rest(name[after:]) or self._any(name)
        if _TOWNSHIPS.fullmatch(name):
            return _TOWNSHIP_GROUP
        return self._of_line(name) or self._any(name)

    def _rest(self, rest: str) -> Group | None:
        """The group of which only the kind of body is left: 人民政府, 市场监管部门, 商务局."""
        if not rest or _GOVERNMENT.fullmatch(rest):
            return _LOCALITIES
        owners = self.tables.own.get(rest)
        if owners:
            return self._bodies(owners[0].body)
        return self._places(rest) or self._of_line(rest)

    def _places(self, name: str) -> Group | None:
        if _TOWNSHIPS.fullmatch(name):
            return _TOWNSHIP_GROUP
        if _ZONES.fullmatch(name):
            return Group("zones", "各功能区", "development zones", "local-government")
        return None

    def _of_line(self, name: str) -> Group | None:
        """市场监管部门, 公安机关: the word before 部门 is a stem, or a name without its ending."""
        word = _BODIES.sub("", name)
        if word == name:
            return None
        while len(word) > 1:
            body = self._body_of(word)
            if body:
                return self._bodies(body)
            shorter = next((word.removesuffix(m) for m in _MODIFIERS if word.endswith(m)), word)
            if shorter == word:
                return None
            word = shorter
        return None

    def _body_of(self, word: str) -> Body | None:
        plain = word[1:] if word[0] in "省市县区州" else word
        for stem in (word, plain):
            if stem in self.tables.stems:
                return self.tables.stems[stem]
            for ending in ("局", "委", "办", "院"):
                owners = self.tables.own.get(stem + ending) if len(stem) > 1 else None
                if owners:
                    return owners[0].body
        return None

    def _bodies(self, body: Body) -> Group:
        zh, en = self.tables.lines[body.line]
        return Group(f"{body.slug}-bodies", f"各级{zh}部门", f"{en} bodies below", body.line)

    def _any(self, name: str) -> Group | None:
        if _COUNTED.fullmatch(name):
            return Group(None, name, name, "local-government")
        if _MEMBERS.fullmatch(name) or _TASKFORCE.fullmatch(name) or _ANY_BODIES.fullmatch(name):
            return Group(None, name, name, None)
        return None


_TOWNSHIP_GROUP = Group("townships", "各乡镇街道", "townships and subdistricts", "local-government")
_LOCALITIES = Group("localities", "各地政府", "local governments", "local-government")
