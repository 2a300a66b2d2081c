"""Lists of bodies as documents print them: ``省商务厅、发展改革委等有关部门,各市、县〔市、区〕政府``.

A list is cut at the separators outside of brackets. Each piece is a named body, the localities (各市…政府),
or a group nobody is named in (有关部门), which counts as et al. (等). Words of duty after a name
(牵头, 按职责分工负责) end it and give the manner of all names before them. Word lists: ``responsibility.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from kg.model import Manner

_REGION_WORDS = (
    r"(?:地级以上|设区的?|地级|县级|市级|市辖|省|市|县|区|州|盟|旗|师|兵团|自治[区州县旗]|地区|林区|特区|行署|苏木"
    r"|乡镇|镇街|街镇|镇|乡|街道|社区|村|(?:产业|工业|科技|农业|物流|经济|市直|省级|国家级)*园区|(?:经济(?:技术)?|高新技术(?:产业)?|产业|旅游|市直)*开发区|高新(?:技术产业)?(?:开发)?区|经开区|功能区|新区|试验区|试点区"
    r"|示范区|度假区|投资区|片区|综保区|保税区|管理区|风景区|高新区|工业区|合作区|地)"
)
_BRACKET = r"[()〔〕【】\[\]《》、/和及或]"
_QUANTIFIER = r"(?:各个|各级|各相关|各有关|各|相关|有关|地方|属地|当地|所在|所有|全部|其他|其它|项目|试点|涉及|涉事|省内|市内|全省|全市|全州|全区|国家级|省级)"
_GOVERNMENT = r"(?:(?:党委|党工委|人民政府|政府|管委会|管理委员会|办事处|行政公署|行署|公所|筹委会|指挥部|园区办|党委政府)(?:[、和及与/]|\(|\))*)"
_LOCALITIES = re.compile(
    rf"{_QUANTIFIER}{{1,2}}(?:\(?{_REGION_WORDS}(?:{_REGION_WORDS}|{_BRACKET})*{_GOVERNMENT}*|{_GOVERNMENT}+)"
    rf"|{_REGION_WORDS}{_BRACKET}+{_REGION_WORDS}(?:{_REGION_WORDS}|{_BRACKET})*{_GOVERNMENT}*"
    rf"|(?:市县|区县|县区|县市|市州|州市|旗县|乡镇|县乡|镇街|街镇|市区县|县市区|市县区|县市区旗|旗县区|旗县市区){_REGION_WORDS}*{_GOVERNMENT}*"
    rf"|(?:乡镇|街道|镇街|街镇|园区|功能区){_GOVERNMENT}+"
)
# Only after other localities: the 县〔市、区〕政府 of 各市、县〔市、区〕政府, the 开发区管委会 after 各区政府.
_MORE_LOCALITIES = re.compile(rf"(?:市[直级]|省[直级])?(?:{_REGION_WORDS}|{_BRACKET})+{_GOVERNMENT}*")
# One kind of body in each locality: 各市、县〔区〕市场监管局.
_LOCAL_KIND = re.compile(rf"各(?:相关|有关)?(?:{_REGION_WORDS}|{_BRACKET})+")
_MORE_LOCAL_KIND = re.compile(rf"{_REGION_WORDS}(?:{_BRACKET}+{_REGION_WORDS})+{_BRACKET}*")
_GENERIC = re.compile(
    r"(?:各|有关|相关|其他|其它|其余|涉及|承办|业务|主管|职能|行业|成员|任务|执法|行政|协办|经办|同级|"
    r"(?:省|市|区|县|州|盟|旗|厅|局|委|部|自治区|党政|事业)[直级属]|全[省市区县州盟旗国]|中央|驻|中[、省]|下属|直属|所属|属地|政府)"
)
_LEAD_WORDS = re.compile(
    r"(?:以及|及其|其中|具体由|主要由|分别由|统一由|由|请|并由|并|及|和(?![田平县龙政顺静硕布林])|与|或|同时|另|责任单位|牵头单位)+"
)
_MANY = re.compile(r"各(?!族)|有关|相关|其[他它余]|全[省市区县州]")
_LONGEST_BARE_PLACE = 3
_DATE = re.compile(
    r"(?:(?:于|在|自|从|至|到)?(?:20\d\d年|20\d\d[.\-/]\d|\d{1,2}月|今年|本年|全年|年底|年内|上半年|下半年|第[一二三四]季度|[一二三四]季度|即日|立即)"
    r"|(?:长期|持续|常年|全年|适时|按季度?|按月|每年|每季度?|每月|立行立改|及时|按时|按期|常态化|已完成|随时|同步)"
    r"(?:推进|坚持|实施|开展|执行|落实|进行|完成|推动|任务|工作|化)?$)"
)
_NOT_IN_NAMES = re.compile(
    r"[。;!?:%“”\"<>]|\d(?![\d热平服])|不再|下同|以下|以上|的(?!士)|了|年底|月底|进行|通过|提高|做好|加强|强化|按照|要求|工作$"
)
_SUPPORT = re.compile(r"配合|协助|协办|参与|支持|协同")


@dataclass(frozen=True, slots=True)
class PrintedName:
    """A body's name at ``plain[start:end]``; ``owner`` is the printed region it takes from the name before it.

    In 省商务厅、财政厅 the second name is 财政厅 with the owner 省.
    """

    start: int
    end: int
    name: str
    manner: Manner
    owner: str = ""
    has_duty: bool = False


@dataclass(slots=True)
class NameList:
    """What a list of bodies holds; ``deadlines`` are ``plain`` ranges of a date by which it is due."""

    names: list[PrintedName] = field(default_factory=list)
    localities: bool = False
    et_al: bool = False
    deadlines: list[tuple[int, int]] = field(default_factory=list)
    has_duty: bool = False
    rejected: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Words:
    """The compiled word lists of ``responsibility.toml``."""

    tokens: re.Pattern[str]
    duty: re.Pattern[str]
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
        no_noun = r"(?!单位|部门|人(?!力|民)|同志|处室|机构|制|局|办)"
        hard = rf"(?:{_any(duties['hard'])}){no_noun}"
        behind = "|".join(f"(?<={word})" for word in _last_characters(bodies["endings"]))
        tokens = (
            r"(?P<open>[(〔【\[《“])|(?P<close>[)〕】\]》”])|(?P<stop>[。;!?])|(?P<comma>,)|(?P<pause>[、/])"
            r"|(?P<etc>(?<![高中初同平上下劣优])等(?![级候于闲])(?:[\d一二三四五六七八九十]{1,3}[个家])?)"
            rf"|(?P<joint>(?:{behind})(?:会同|联合(?![会社体])|商(?=[各有相市省区县州国财])))"
            r"|(?P<gov>(?:(?<=政府)|(?<=管委会))(?:以及|及其|及|和|与))"
            r"|(?P<and>(?<=[局委厅办署院部心司团社府关行队联校会门位区])"
            r"(?:以及|及其|及|和|与|或)(?=各|有关|相关|其[他它余]|省|市|区|县|州|盟|旗|自治|国|中央|中国|人民银行|人行|团[省市区县]"
            r"|[\u4e00-\u9fff]{2,14}?(?:局|委|厅|办|管委会|政府|中心|支行|公司|海关|[市县])(?:[、,()〔〕]|$|负责|牵头|配合|按|等)))"
            r"|(?P<more>(?:以及|及|和|与)(?=各|有关|相关|其[他它余]|[省市县区州](?:[直级属]|有关|相关)))"
        )
        return cls(
            re.compile(tokens),
            re.compile(rf"(?:{hard})|(?:(?:{behind})(?:{_any(duties['soft'])}){no_noun})"),
            re.compile(hard),
            re.compile(rf"{complete}(?:[(〔【\[《].*[)〕】\]》])?$"),
            re.compile(rf"(?:{_any(bodies['group_endings'])})(?:\((?:单位|部门|处室|科室|局|企业)\))?$"),
            _label_pattern(lists["labels"]),
        )


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def _last_characters(words: Iterable[str]) -> list[str]:
    return [*sorted({word[-1] for word in words}), r"[)〕】\]》]", "门", "位", "府", "市", "县"]


def _label_pattern(labels: dict[str, list[str]]) -> re.Pattern[str]:
    kinds = _any(labels["kinds"])
    by_kind = "|".join(
        rf"(?P<{manner}>(?:{_any(labels[manner])})(?:{kinds}))"
        for manner in ("lead", "support", "joint", "responsible")
    )
    whole = "|".join(
        rf"(?P<{name}>{_any(labels[name])})" for name in ("whole", "person", "deadline", "other")
    )
    return re.compile(rf"[(〔【\[]?(?:[省市区县州][级直])?(?:{by_kind}|{whole})[)〕】\]]?(?:为|是|如下)?$")


def strip_layout(name: str) -> str:
    """A printed name without spaces; brackets and letters as printed."""
    return "".join(name.split())


def read_names(
    plain: str, start: int, end: int, manner: Manner = "responsible", *, strict: bool = False
) -> NameList:
    """The bodies named in ``plain[start:end]``, a list outside of running text.

    ``manner`` holds for names with no word of duty after them; ``strict`` keeps only names that end as a
    body's name does (…局, …委), for places that may not be a list at all.

    >>> text = "省发展改革委、商务厅牵头,省财政厅等有关部门,各市、县〔市、区〕政府按职责分工负责"
    >>> found = read_names(text, 0, len(text))
    >>> [(name.name, name.manner, name.owner) for name in found.names]
    [('省发展改革委', 'lead', ''), ('商务厅', 'lead', '省'), ('省财政厅', 'responsible', '')]
    >>> found.localities, found.et_al
    (True, True)
    """
    reader = _ListReader(plain, manner, strict)
    for separator, begin, stop in _pieces(plain, start, end):
        reader.take(separator, begin, stop)
    reader.give(manner)
    return reader.found


def _pieces(plain: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The pieces between separators outside of brackets, each with the kind of separator before it."""
    depth = 0
    separator, begin = "", start
    for token in Words.load().tokens.finditer(plain, start, end):
        kind = token.lastgroup or ""
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(0, depth - 1)
        elif depth == 0:
            yield separator, begin, token.start()
            separator, begin = kind, token.end()
    yield separator, begin, end
    if separator == "etc" and begin == end:
        return


_REGION_HEAD = r"自治[区州县旗]|省|市(?!场|政(?!府|协|务|法|数))|区(?!块|域)|县(?!域)|州|盟|旗|地区|兵团|国家"
_LEVEL = re.compile(_REGION_HEAD)
_OWN_REGION = re.compile(
    rf"{_REGION_HEAD}|中[国共央]|国务院|国网|国铁|人民银行|人行|农行|工行|建行|团[省市区县州]|驻|[\u4e00-\u9fff]{{2,5}}(?:海关|银保监|证监|金融监管"
    r"|边检|供电|自治[区州县旗]|省|市(?!场|政(?!府|协|务|法|数))|县|州)"
)


class _ListReader:
    """Reads the pieces of one list in order; names wait until a word of duty says their manner."""

    def __init__(self, plain: str, manner: Manner, strict: bool) -> None:
        self.plain = plain
        self.default = manner
        self.strict = strict
        self.found = NameList()
        self.waiting: list[tuple[int, int, str]] = []
        self.owner = ""
        self.after_locality = False
        self.after_local_kind = False
        self.in_prose = False
        self.saw_prose = False
        self.words = Words.load()

    def take(self, separator: str, start: int, end: int) -> None:
        """The next piece, ``plain[start:end]``."""
        self._separate(separator)
        if self.in_prose:
            return
        lead = _LEAD_WORDS.match(self.plain, start, end)
        if lead:
            start = lead.end()
        if start >= end:
            return
        date = _DATE.match(self.plain, start, end)
        if date:
            self.found.deadlines.append((start, end))
            return
        stop = self._duty(start, end)
        self._classify(separator, start, stop)
        if stop < end:
            self._perform(stop, end)

    def _separate(self, separator: str) -> None:
        if separator == "etc":
            self.found.et_al = True
        if separator in ("comma", "stop"):
            self.in_prose = False
            self.after_local_kind = False
        if separator == "stop":
            self.give(self.default)
            self.after_locality = False
        if separator == "joint":
            self.give("responsible", has_duty=True)
            self.default = "joint"

    def _duty(self, start: int, end: int) -> int:
        """Where the first word of duty of the piece stands, or its end; brackets in names are passed over."""
        if _DUTY_ALONE.fullmatch(self.plain, start, end):
            return start
        if self.words.group.search(self.plain[start:end]):
            return end
        at = start
        while duty := self.words.duty.search(self.plain, at, end):
            before = self.plain[start : duty.start()]
            if sum(map(before.count, "(〔【[《")) == sum(
                map(before.count, ")〕】]》")
            ) and not self._inside_name(duty, end):
                return duty.start()
            at = duty.end()
        return end

    def _inside_name(self, duty: re.Match[str], end: int) -> bool:
        """Whether a soft word is part of a name: the 组织 of 市委组织部, the 监督 of 质量监督局."""
        if self.words.hard_duty.match(self.plain, duty.start(), end):
            return False
        following = self.words.duty.search(self.plain, duty.end() + 1, end)
        rest = self.plain[duty.end() : following.start() if following else end]
        return len(rest) <= 8 and not _LEVEL.search(rest) and self.words.complete.search(rest) is not None

    def _perform(self, start: int, end: int) -> None:
        words = self.plain[start:end]
        manner = _manner(words, self.default)
        self.found.has_duty = True
        self.give(manner, has_duty=True)
        self.in_prose = not _DUTY_ALONE.fullmatch(words)
        self.saw_prose |= self.in_prose

    def give(self, manner: Manner, *, has_duty: bool = False) -> None:
        """Hand over the names that waited, with their manner."""
        for start, end, owner in self.waiting:
            name = self.plain[start:end]
            self.found.names.append(PrintedName(start, end, name, manner, owner, has_duty))
        self.waiting.clear()

    def _classify(self, separator: str, start: int, end: int) -> None:
        piece = self.plain[start:end]
        if not piece or (len(piece) == 1 and piece not in "区市县州旗"):
            return
        if self._is_locality(piece, separator):
            if separator == "etc":  # 广州、深圳等市人民政府: the places are no bodies
                self.waiting = [name for name in self.waiting if name[1] - name[0] > _LONGEST_BARE_PLACE]
            self.found.localities = True
            self.after_locality = True
            return
        self.after_locality = False
        if self._is_group(piece):
            self.found.et_al = True
            self.found.localities |= _LOCAL_KIND.match(piece) is not None
            return
        if self.after_local_kind and not _OWN_REGION.match(piece):
            return
        if self._is_body(piece):
            level = _LEVEL.match(piece)
            self.owner = level.group() if level else self.owner
            self.waiting.append((start, end, "" if _OWN_REGION.match(piece) else self.owner))
        else:
            self.found.rejected.append((start, end))

    def _is_locality(self, piece: str, separator: str) -> bool:
        if _LOCALITIES.fullmatch(piece):
            return True
        if (self.after_locality or separator == "etc") and _MORE_LOCALITIES.fullmatch(piece):
            return True
        kind = _LOCAL_KIND.match(piece)
        if kind is None and self.after_locality:
            kind = _MORE_LOCAL_KIND.match(piece)
        names_body = self.words.complete.search(piece) and not self.words.group.search(piece)
        if kind and kind.end() < len(piece) and names_body:
            self.after_local_kind = True
            return True
        return False

    def _is_group(self, piece: str) -> bool:
        if piece.endswith("成员单位") and len(piece) > 7 and not _GENERIC.match(piece, 1):
            return False
        if self.words.group.search(piece):
            return True
        return _MANY.match(piece) is not None

    def _is_body(self, piece: str) -> bool:
        if len(piece) > 40 or _NOT_IN_NAMES.search(piece):
            return False
        if self.words.complete.search(piece):
            return not self.saw_prose or _OWN_REGION.match(piece) is not None
        return not (self.strict or self.saw_prose) and len(piece) <= 16


_DUTY_ALONE = re.compile(
    r"(?:(?:按照?|依|依照|依据|根据|结合|在)?(?:各自|自身|部门|工作|相关|有关)?(?:法定|工作)?(?:职责|职能|职权|分工|权限|任务|要求)(?:任务)?(?:范围内?)?(?:和?分工|权限|要求)?(?:内)?(?:分别|共同|做好|抓好|推进|完成)?)?"
    r"(?:分别|共同|具体|协同|联合|统筹|并|并按照?职责分工|抓好|组织|协作|密切|积极|做好)*(?:牵头|负责|配合|落实|承担|承办|协助|参与|主办|协办|实施|推进|完成|支持|组织|执行|协调|指导|抓好|推动|开展|监管)*(?:有关|相关|落实|实施|推进|完成|组织|配合|该项|此项)*(?:工作|任务|单位)?"
)


def _manner(words: str, default: Manner) -> Manner:
    if "牵头" in words[:12]:
        return "lead"
    if _SUPPORT.search(words[:12]) and "负责" not in words[:12]:
        return "support"
    if "共同" in words[:8] or default == "joint":
        return "joint"
    return default if default in ("lead", "support") else "responsible"
