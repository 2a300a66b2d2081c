"""What a quantity counts: the name of its metric, the kind of change, and the words to quote.

``2023年新增百姓健身房600家`` counts 百姓健身房(新增): the noun first, the verb in brackets. A number in front of
its noun (``打造10个文旅集聚区``) takes the name from behind; items of a list inherit the verb (``新引进展览项目5个、
会议项目5个``). The numbers of rules are named in ``loaders.rule_metrics``, lists under 分别 split in
``loaders.shared_metrics``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model import Change
from loaders.clauses import Place
from loaders.quantity_words import QuantityWords

LONGEST = 48  # characters of a metric's name

_ENUMERATION = re.compile(r"^.*?等(?!级|次|额|值|效|号|同|候|待|比例|离子)(?=[^等]{4,}$)")
_NOTE = re.compile(r"\([^()]{0,40}\)")
_BRACKET_END = re.compile(r"^[^(“]{0,40}[)”](?=.)")
_TRAILING = re.compile(
    r"(?:的|较|在|分别|减按|按照?|(?:由|从)(?:原来?的?|现行的?)?|占|为|是|共|数量|合计|累计|总数|均|各|再|已|,|:|、|“|主要有)+$"
)
_BEHIND_TRAIL = re.compile(r"(?:和|及|与|以及|或|并|、|,|实现|达到|达|的|且)+$")
_BEHIND_CUT = re.compile(r"以及.*$")
_SUFFIXES = ("的", "率", "量", "额", "数", "性")
_MODIFIERS = re.compile(r"^.*的(?=[^的]{4,}$)")
_MEASURED = re.compile(
    r"(?:率|比例|比重|占比|份额|增速|增幅|水平|指数|强度|浓度|程度|满意度|知晓度|覆盖度|融合度|比)$"
)
_TIMED = re.compile(r"(?:时限|时间|时长|期限|年限|周期|有效期|工期|期)$")
_SCOPE = re.compile(
    r"(?:全国|全省|全市|全区|全县|我省|我市|省内|市内|山区|省|市|区|县|市级|县级|区级|省级|各地|主城区|新|各类|以上|主要|现有|约|首批|市县|最近)+"
)
_HOLDING = re.compile(r".*(?:举办|联动举办|组织举办)(?=.{4,}$)")
# 预付款比例不低于合同金额的30%: what the share is of says less than what it is.
_OUTER = re.compile(r"(?<=[率例重]) ?不(?:超过|高于|低于|少于)[^,;。]{1,16}的$")
_BOUND = re.compile(r"(?:不超过|不低于|不高于|不少于|达到|超过|突破|最高|至少|同比|增长|提高|下降)+$")
_NUMBERED = re.compile(r"^.*[0-9](?:%|万|亿)*[家个项户人名次台套辆元件年]?(?:以上|以内|以下|左右)?")
_PLACE = re.compile(r"[县市省区镇村乡国](?:\([^()]{1,8}\))?|街道|城市|社区|园区|部门|行业|领域|单位")


@dataclass(frozen=True, slots=True)
class Name:
    """A metric's name with the kind of change; ``quote_start`` to ``quote_end`` are the words to quote."""

    metric: str
    noun: str
    change: Change
    verb: str
    quote_start: int
    quote_end: int


@dataclass(frozen=True, slots=True)
class Stem:
    """Words in front of a quantity with verbs and lead-ins taken off; ``quoted`` is where the quote begins."""

    noun: str
    verb: str
    quoted: int


class MetricNamer:
    """Names metrics from the words around their quantities."""

    def __init__(self, words: QuantityWords) -> None:
        """Name with these word lists."""
        self.words = words

    def stem(self, text: str) -> Stem:
        """Take lead-ins and verbs off the head of a text.

        >>> namer = MetricNamer(QuantityWords.load())
        >>> namer.stem("推动新建公共领域充电桩")
        Stem(noun='公共领域充电桩', verb='新建', quoted=2)
        """
        at = quoted = 0
        verb = ""
        note = _NOTE.match(text)
        if note:
            at = quoted = note.end()
        rest = _BRACKET_END.match(text)
        if rest and rest.group().count("(") < rest.group().count(")"):
            at = quoted = rest.end()
        for _ in range(6):
            match = self.words.verb.match(text, at)
            # 建设用地, 培训人数: a short verb can belong to the noun behind it.
            short = match is not None and len(match.group()) == 2
            if match and not (short and self.words.noun_after.match(text, match.end())):
                verb = (
                    match.group()
                    if not verb or match.group() in self.words.verbs["new"]
                    else verb + match.group()
                )
                at = match.end()
                continue
            lead = self.words.lead.match(text, at)
            if lead is None or text[lead.end() : lead.end() + 1] in _SUFFIXES or len(text) - lead.end() == 1:
                break
            at = lead.end()
            quoted = at if not verb else quoted
        return Stem(text[at:], verb, quoted)

    def noun(self, text: str) -> str:
        """The noun that a text in front of a number ends in."""
        noun = _TRAILING.sub("", self.stem(text).noun)
        return _ENUMERATION.sub("", noun)

    def clause_noun(self, clause: str) -> str:
        """What a clause speaks of: in front of its number, else behind it."""
        number = re.search(r"[0-9]", clause)
        if number is None:
            return self.noun(clause)
        noun = self.noun(_BOUND.sub("", clause[: number.start()]))
        return noun if len(noun) > 1 else self.noun(_NUMBERED.sub("", clause))

    def name(self, place: Place, before: Name | None, shared_noun: str) -> Name:
        """The name of a level or count; ``before`` is the name of the figure before it in the sentence."""
        quantity = place.quantity
        stem = self.stem(_OUTER.sub("", place.left_text))
        noun = _ENUMERATION.sub("", _TRAILING.sub("", stem.noun))
        behind = self.behind(place) + shared_noun
        verb = stem.verb or (before.verb if place.joined and before else "")
        start = place.left + (stem.quoted if self._is_whole(place) else 0)
        end = quantity.end
        final = self.words.final_verb.search(noun[-8:])
        if quantity.kind == "places":
            noun, end = self._place_name(noun, place)
        elif quantity.kind in ("share", "time"):
            noun, end = self._measured(noun, behind, place)
        elif behind and (final or self._stands_after(noun, place)):
            if final is not None:
                verb = final.group()
                start = max(start, quantity.start - len(verb))
            elif noun:
                start = quantity.start
            noun = f"{noun}{behind}" if noun.endswith("”") and not final else _MODIFIERS.sub("", behind)
            end = self._behind_end(place)
        else:
            noun = _HOLDING.sub("", noun) if "、" in noun else noun
        if len(noun) < 2:
            known = before.noun if before and place.joined else ""
            noun = known or self.clause_noun(place.previous_clause) or noun or place.left_text or behind
            noun = noun or quantity.unit
        return self._named(place, noun[:LONGEST], verb, min(start, quantity.start), end)

    def _stands_after(self, noun: str, place: Place) -> bool:
        """Whether what is counted stands behind the number: 等4个中心, 全省121个场馆, 涉及40个行业."""
        if len(noun) < 2 or noun.endswith(("等", "”")) or place.quantity.kind == "big":
            return True
        return _SCOPE.fullmatch(noun) is not None or self.words.final.search(noun[-8:]) is not None

    def _measured(self, noun: str, behind: str, place: Place) -> tuple[str, int]:
        """A share or a time whose measure (率, 比例, 时间) is not printed gets one: 审批网上申报比例."""
        share = place.quantity.kind == "share"
        if noun and (place.quantity.trend or (_MEASURED if share else _TIMED).search(noun)):
            return noun, place.quantity.end
        if len(noun) < 2 and _MEASURED.search(behind):
            return behind, self._behind_end(place)
        scope = "" if _SCOPE.fullmatch(noun) or noun.endswith("等") else noun
        if not scope and not behind:
            return noun, place.quantity.end
        tail = "比例" if share else "时限"
        return f"{scope}{behind[:24]}{tail}", self._behind_end(place) if behind else place.quantity.end

    def _named(self, place: Place, noun: str, verb: str, start: int, end: int) -> Name:
        quantity = place.quantity
        cumulative = any("累计" in word for word in quantity.words) or "累计" in place.left_text
        change = self._change(place, verb, cumulative)
        metric = self._with_trend(noun, place)
        if cumulative and "累计" not in verb:
            verb = f"累计{verb}"
        if verb and change != "growth" and verb not in metric and quantity.kind != "share":
            metric = f"{metric}({verb})"
        if quantity.per:
            metric = f"{metric}({quantity.per})"
        return Name(metric, noun, change, verb, start, end)

    @staticmethod
    def _is_whole(place: Place) -> bool:
        """Whether no time expression was cut out of the words in front."""
        return len(place.left_text) == place.quantity.start - place.left

    def _behind_end(self, place: Place) -> int:
        """Where the noun behind a quantity ends."""
        behind = self.behind(place)
        return place.quantity.end + place.right_text.find(behind) + len(behind)

    @staticmethod
    def behind(place: Place) -> str:
        """The noun behind a quantity."""
        text = _BEHIND_CUT.sub("", re.sub(r"^\([^()]{0,24}\)", "", place.right_text).removeprefix("的"))
        return _BEHIND_TRAIL.sub("", text)

    @staticmethod
    def _place_name(noun: str, place: Place) -> tuple[str, int]:
        """山区26县 counts 山区县."""
        found = _PLACE.match(place.right_text)
        unit = found.group() if found else ""
        near = re.search(r"山区|[一-龥]{0,2}$", noun)
        return f"{near.group() if near else ''}{unit}", place.quantity.end + len(unit)

    @staticmethod
    def _with_trend(metric: str, place: Place) -> str:
        """增长6% names a rate of growth."""
        quantity = place.quantity
        if not quantity.trend or (quantity.kind not in ("share", "ratio") and quantity.trend == "growth"):
            return metric
        if quantity.trend == "decline":
            return f"{metric}降幅"
        if quantity.unit == "番":
            return f"{metric}增长"
        if quantity.unit == "百分点":
            return f"{metric}提高幅度"
        return metric if re.search(r"增速|增长率|增幅$", metric) else f"{metric}增长率"

    def _change(self, place: Place, verb: str, cumulative: bool) -> Change:
        quantity = place.quantity
        relative = quantity.kind in ("share", "ratio")
        if quantity.trend and relative:
            return "growth"
        if cumulative:
            return "cumulative"
        if (
            verb in self.words.verbs["new"]
            or verb[:1] == "新"
            or (quantity.trend == "growth" and not relative)
        ):
            return "new"
        return "share" if quantity.kind == "share" else "level"
