"""The words that names of bodies and lists of them are known by, compiled from ``responsibility.toml``.

Patterns repeat possessively (``*+``): a word once read is never read another way, which keeps them linear.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

# What a locality may be called in general; alternatives stand longest first, as each is taken for good.
_REGION_WORDS = (
    r"(?:地级以上|设区的?|地级|县级|市级|市辖|省|市|县|区|州|盟|旗|师|(?:新疆)?(?:生产建设)?兵团|自治[区州县旗]|直辖市|计划单列市|地区|林区|特区|行署|苏木"
    r"|乡镇|镇街|街镇|镇|乡|街道|社区|村|(?:产业|工业|科技|农业|物流|经济|市直|省级|国家级)*+园区"
    r"|(?:经济(?:技术)?|高新技术(?:产业)?|产业|旅游|市直)*+开发区|高新(?:技术产业)?(?:开发)?区|经开区|功能区|新区|试验区"
    r"|试点区|示范区|度假区|投资区|片区|综保区|保税区|管理区|风景区|工业区|合作区|地)"
)
_BRACKET = r"[()〔〕【】\[\]《》、/和及或]"
_QUANTIFIER = (
    r"(?:各个|各级|各相关|各有关|各|相关|有关|地方|属地|当地|所在|所有|全部|其他|其它|项目|试点|涉及|涉事"
    r"|省内|市内|全省|全市|全州|全区|国家级|省级)"
)
_GOVERNMENT = (
    r"(?:(?:党委政府|党委|党工委|人民政府|政府|管委会|管理委员会|办事处|行政公署|行署|公所|筹委会|指挥部|园区办)"
    r"(?:[、和及与/]|\(|\))*+)"
)
_PLURAL = "市县|区县|县区|县市|市州|州市|旗县|乡镇|县乡|镇街|街镇"
LOCALITIES = re.compile(
    rf"{_QUANTIFIER}{{1,2}}(?:\(?{_REGION_WORDS}(?:{_REGION_WORDS}|{_BRACKET})*+{_GOVERNMENT}*+|{_GOVERNMENT}++)"
    rf"|{_REGION_WORDS}{_BRACKET}++{_REGION_WORDS}(?:{_REGION_WORDS}|{_BRACKET})*+{_GOVERNMENT}*+"
    rf"|(?:{_PLURAL}|市区县){_REGION_WORDS}*+{_GOVERNMENT}*+"
    rf"|(?:乡镇|街道|镇街|街镇|园区|功能区){_GOVERNMENT}++"
)
# Only after other localities: the 县〔市、区〕政府 of 各市、县〔市、区〕政府, the 开发区管委会 after 各区政府.
MORE_LOCALITIES = re.compile(rf"(?:[市省][直级属])?(?:{_REGION_WORDS}|{_BRACKET})++{_GOVERNMENT}*+")
# One kind of body in each locality: 各市、县〔区〕市场监管局.
LOCAL_KIND = re.compile(
    rf"各(?:相关|有关)?(?:{_REGION_WORDS}|{_BRACKET})++|区县|县区|市县|旗县|市州|(?:县市|州市)(?!场|政)"
)
MORE_LOCAL_KIND = re.compile(rf"{_REGION_WORDS}(?:{_BRACKET}++{_REGION_WORDS})+{_BRACKET}*")
GENERIC = re.compile(
    r"(?:各|有关|相关|其他|其它|其余|涉及|承办|业务|主管|职能|行业|成员|任务|执法|行政|协办|经办|同级|"
    r"(?:省|市|区|县|州|盟|旗|厅|局|委|部|自治区|党政|事业)[直级属]|全[省市区县州盟旗国]|中央|驻|中[、省]|下属|直属|所属|属地|政府)"
)
# Words before a name that are no part of it; 和田, 和平 and the like are places.
LEAD_WORDS = re.compile(
    r"(?:以及|及其|其中|具体由|主要由|分别由|统一由|由(?!于)|请|并由|并|及|和(?![田平县龙政顺静硕布林])|与|或|同时|另|责任单位|牵头单位)++"
)
MANY = re.compile(r"各(?!族)|有关|相关|其[他它余]|全[省市区县州]")
DATE = re.compile(
    r"(?:[于在自从至到]?(?:20\d\d年|20\d\d[.\-/]\d|\d{1,2}月|今年|本年|全年|年底|年内|[上下]半年|第?[一二三四]季度|即日|立即)"
    r"|(?:长期|持续|常年|全年|适时|按季度?|按月|每年|每季度?|每月|立行立改|及时|按时|按期|常态化|已完成|随时|同步)"
    r"(?:推进|坚持|实施|开展|执行|落实|进行|完成|推动|任务|工作|化)?$)"
)
NOT_IN_NAMES = re.compile(
    r"[。;!?:%“”\"<>]|\d(?![\d热平服])|不再|下同|以下|以上|的(?!士)|了|年底|月底|进行|通过|提高|做好|加强|强化|按照|要求|工作$"
)
SUPPORT = re.compile(r"配合|协助|协办|参与|支持|协同")

# A level word at the head of a name, but not the 市 of 市场监管局 or the 区 of 区块链.
_CITY = r"市(?!场|政(?!府|协|务|法|数))"
LEVEL = re.compile(rf"自治[区州县旗]|省|{_CITY}|区(?!块|域)|县(?!域)|州|盟|旗|地区|兵团|国家")
# Names that say whose body they are, and so inherit no region from the name before them.
OWN_REGION = re.compile(
    rf"{LEVEL.pattern}|中[国共央]|国务院|国网|国铁|人民银行|人行|农行|工行|建行|团[省市区县州]|驻"
    rf"|[\u4e00-\u9fff]{{2,5}}(?:海关|银保监|证监|金融监管|边检|供电|自治[区州县旗]|省|{_CITY}|县|州)"
)
# The same after running text, where any two words may precede a 市: 汇总报市公开办 is no name.
SURELY_OWN_REGION = re.compile(
    rf"{LEVEL.pattern}|人民银行|人行|[\u4e00-\u9fff]{{2,3}}(?:海关|银保监|证监|金融监管|供电)"
)
# Nothing but duty: 按职责分工负责, 配合, 共同牵头负责相关工作.
DUTY_ALONE = re.compile(
    r"(?:(?:按照?|依|依照|依据|根据|结合|在)?(?:各自|自身|部门|工作|相关|有关)?(?:法定|工作)?"
    r"(?:职责|职能|职权|分工|权限|任务|要求)(?:任务)?(?:范围内?)?(?:和?分工|权限|要求)?内?(?:分别|共同|做好|抓好|推进|完成)?)?"
    r"(?:并按照?职责分工|分别|共同|具体|协同|联合|统筹|并|抓好|协作|密切|积极|做好)*+"
    r"(?:牵头|负责|配合|落实|承担|承办|协助|参与|主办|协办|实施|推进|完成|支持|组织|执行|协调|指导|抓好|推动|开展|监管)*+"
    r"(?:有关|相关|该项|此项)*+(?:工作|任务|单位)?"
)
OFFICE_OF_GROUP = re.compile(r"^[^、,;。]{2,30}(?:小组|专班|指挥部|委员会|联席会议)(?:办公室|办|成员单位)?$")

_AND = r"(?:以及|及其|及|和|与)"
# What stands after 和 where it parts two bodies: 市财政局和宁波海关, but not 文化和旅游厅.
_NEXT_BODY = (
    r"(?:各|有关|相关|其[他它余]|省|市|区|县|州|盟|旗|自治|国|中央|中国|人民银行|人行|团[省市区县]"
    r"|[\u4e00-\u9fff]{2,14}?(?:局|委|厅|办|管委会|政府|中心|支行|公司|海关|[市县])(?:[、,()〔〕]|$|负责|牵头|配合|按|等))"
)


@dataclass(frozen=True, slots=True)
class Words:
    """The compiled word lists of ``responsibility.toml``."""

    tokens: re.Pattern[str]
    duty: re.Pattern[str]
    running_duty: re.Pattern[str]
    hard_duty: re.Pattern[str]
    complete: re.Pattern[str]
    group: re.Pattern[str]
    label: re.Pattern[str]

    @classmethod
    @cache
    def load(cls) -> Words:
        """Read the word lists; once per process."""
        lists = tomllib.loads(files("loaders").joinpath("responsibility.toml").read_text(encoding="utf-8"))
        duties, bodies = lists["duties"], lists["bodies"]
        complete = rf"(?:{_any(bodies['endings'])})"
        no_noun = r"(?!单位|部门|人(?!力|民)|同志|处室|机构|制(?![定订作])|办(?![理好结成])|公室)"
        no_person = r"(?!单位|部门|同志|处室|机构|公室)"
        hard = rf"(?:{_any(duties['hard'])}){no_noun}"
        behind = rf"(?<=[{_last_characters(bodies['endings'])}])"
        tokens = (
            r"(?P<open>[(〔【\[《“])|(?P<close>[)〕】\]》”])|(?P<stop>[。;!?])|(?P<comma>,)|(?P<pause>[、/])"
            r"|(?P<etc>等(?<![高中初同平上下劣优]等)(?![级候于闲])(?:[\d一二三四五六七八九十]{1,3}[个家])?)"
            # Names parted by a space alone, which the view of the text has dropped: 市商务局 市财政局.
            r"|(?P<glue>(?<=[局委厅办署])(?:(?=[省市县区州][\u4e00-\u9fff]{1,14}?[局委厅办署府])(?!市场|市政|区域|省级|市级|区级|县级)|(?=各[市县区地有])))"
            rf"|(?P<joint>(?=[会联商]){behind}(?:会同|联合(?![会社体])|商(?=[各有相市省区县州国财])))"
            rf"|(?=[以及和与或])(?:(?P<gov>(?:(?<=政府)|(?<=管委会)){_AND})"
            rf"|(?P<and>(?<=[局委厅办署院部心司团社府关行队联校会门位区])(?:{_AND}|或)(?={_NEXT_BODY}))"
            rf"|(?P<more>{_AND}(?=各|有关|相关|其[他它余]|[省市县区州](?:[直级属]|有关|相关))))"
        )
        return cls(
            re.compile(tokens),
            re.compile(rf"(?:{hard})|{behind}(?:{_any(duties['soft'])}){no_person}"),
            re.compile(rf"(?:{hard})|{behind}(?:{_any(duties['soft'] + duties['running'])}){no_person}"),
            re.compile(hard),
            re.compile(rf"{complete}(?:[(〔【\[《].*[)〕】\]》])?$"),
            re.compile(rf"(?:{_any(bodies['group_endings'])})(?:\((?:单位|部门|处室|科室|局|企业)\))?$"),
            _label_pattern(lists["labels"]),
        )


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def _last_characters(words: Iterable[str]) -> str:
    return "".join(sorted({word[-1] for word in words})) + r")〕】\]》门位府市县"


def _label_pattern(labels: dict[str, Any]) -> re.Pattern[str]:
    kinds = _any(labels["kinds"])
    by_kind = "|".join(
        rf"(?P<{manner}>(?:{_any(labels[manner])})(?:{kinds})|(?<![\u4e00-\u9fff])(?:{_any(labels['alone'].get(manner, []))}))"
        for manner in ("lead", "support", "responsible")
    )
    whole = "|".join(
        rf"(?P<{name}>{_any(labels[name])})" for name in ("whole", "person", "deadline", "other")
    )
    return re.compile(rf"[(〔【\[]?(?:[省市区县州][级直])?(?:{by_kind}|{whole})[)〕】\]]?(?:为|是|如下)?$")
