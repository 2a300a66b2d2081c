"""Names for the numbers of rules: 报废机动车回收拆解企业奖励上限, 省级财政补贴比例(各市实际财政支出).

A rule's number is named by whom or what it is for, what is given or charged, and 上限, 标准, 比例, 门槛, 时限 or 时长.
"""

from __future__ import annotations

import re

from loaders.clauses import Place
from loaders.figure_types import Part
from loaders.metrics import MetricNamer

_OBJECT_LEAD = re.compile(
    r"^(?:的|给予|予以|进行|享受|计算|计|为|来|左右|对其|相应|资金|全额|即|可|用于|实行|实施|收取|标准|比例|一次性|标准发放|标准给予)+"
)
_BASE = re.compile(
    r"(?:按照?|依照?|依据|以(?![上下内外及])|占|给予(?=[^,;]{2,12}$))(?:其|不超过|不低于|不高于|每[一-龥])?([^,;按]{2,24}?)(?:的|加计|给予|收取|总额|[一-龥]?幅度)?$"
)
_RATE = re.compile(r"^(税率|征收率|费率|利率|幅度|比例)(?:征收|计征|收取|减征|缴纳)?([^,;、]{0,12})")
_MEASURED = re.compile(r"(?:率|比例|比重|占比|份额|增速|增幅|折扣)$")
_NAMED_MONEY = re.compile(
    r"(?:资金|金额|总额|额|价格|单价|电价|水价|气价|费用|贷款|收入|支出|标准|额度|上限|下限)$"
)
_FOR_WHOM = re.compile(r"对(?!接|外|口|标|台|应)(?:于|在)?([^,;]{2,40}?)(?=,|;|给予|予以|减按|按|$)")
_BOILERPLATE = re.compile(
    r"^(?:持|凭|经(?!营|济|销|开)|减按|继续|符合|按规定|相关|可|并|享受|给予|予以|合计|立即|最高|年|单个|单户|累计|每|同一)"
)
_AMOUNT = re.compile(r"(?:首次)?(?:(?:突破|达到|超过|达)[0-9]|[0-9.]+(?:万|亿|元|%)).*$")
_TAX = re.compile(r"^(?:征收|计征|缴纳)([一-龥]{2,10}税)")
_GRANT = re.compile(
    r"(?:一次性)?(?:补贴支持|补贴|补助|奖励|奖补|资助|贴息|立减|减免|扣除|返还|补偿|罚款|优惠)"
)
_COUNTS = {"场": "场次", "次": "次数", "人": "人数", "家": "家数", "户": "户数"}


class RuleNamer:
    """Names the numbers of rules; ``sentence`` is what stands before the number in its sentence."""

    def __init__(self, namer: MetricNamer) -> None:
        """Name with the word lists of ``namer``."""
        self.namer = namer

    def name(self, place: Place, part: Part, sentence: str, rest: str, before: str) -> str:
        """The name of a rule's number; ``rest`` is the text behind, ``before`` the noun of the figure before."""
        if part == "threshold":
            return self._threshold(place, before)
        noun = self.namer.noun(place.left_text)
        object_ = _OBJECT_LEAD.sub("", self.namer.behind(place))
        per = f"({place.quantity.per})" if place.quantity.per else ""
        if part == "opening":
            return self.opening(place, object_)
        if part == "limit":
            named = re.search(r"(?:时限|时间|时长|期限|年限|周期|有效期|工期)$", noun) is not None
            return _short(f"{_short(noun, 24)}{object_[:14]}", 32) + ("" if named else "时限") + per
        subject = self.subject(place, sentence)
        if place.quantity.kind in ("share", "ratio"):
            return self._rate(place, noun, object_, subject, sentence, rest) + per
        return self._amount(place, noun, object_, subject, sentence, rest) + per

    def subject(self, place: Place, sentence: str) -> str:
        """For whom a rule is: 对已备案的二手车企,… → 二手车企; else what the clause before says."""
        whom = list(_FOR_WHOM.finditer(sentence))
        text = whom[-1][1] if whom else self.namer.clause_noun(place.previous_clause)
        text = re.sub(r"^.*的(?=[^的]{2,}$)", "", text.removesuffix("的"))
        return _short(_AMOUNT.sub("", text), 30)

    def _rate(self, place: Place, noun: str, object_: str, subject: str, sentence: str, rest: str) -> str:
        left = place.left_text
        rate = _RATE.match(object_)
        if rate is not None:
            head = self._head(noun, subject)
            return _short(f"{_short(head, 16)}{rate[2]}{rate[1]}", 32)
        tax = _TAX.match(object_)
        if tax is not None:
            head = re.sub(r"^.*的(?=[^的]{2,}$)", "", self._head(noun, subject).removesuffix("减"))
            return f"{_short(subject or head, 16)}{tax[1]}税率"
        base = _BASE.search(left.removesuffix("的")) or _BASE.search(left)
        about = f"({base[1].removeprefix('其')})" if base else ""
        front = self.namer.noun(left[: base.start()]) if base else noun
        if "加计" in left[-4:] or left.endswith("加"):
            object_ += "加计"
        if not object_:
            granted = _GRANT.findall(rest)[:1] or _GRANT.findall(sentence)[-1:]
            object_ = "" if _MEASURED.search(front) or not granted else granted[0]
        whom = _FOR_WHOM.search(left[: base.start()] if base else left)
        if whom is not None:
            front = re.sub(r"^.*的(?=[^的]{2,}$)", "", whom[1])
        head = self._head(front, subject)
        tail = "" if _MEASURED.search(object_ or head) or "折" in place.quantity.unit else "比例"
        object_ = re.sub(r"^一次(?=立减)", "", object_)
        object_ = "" if object_ in head else object_
        return f"{_short(head, 24)}{object_[:14]}{tail}{about}"

    def _amount(self, place: Place, noun: str, object_: str, subject: str, sentence: str, rest: str) -> str:
        quantity = place.quantity
        if not object_ or quantity.kind == "count":
            granted = _GRANT.findall(sentence + (rest if quantity.kind == "count" else "")) or _GRANT.findall(
                rest
            )
            object_ = granted[-1] if granted else object_
        tail = {"<=": "上限", "<": "上限", ">=": "下限", ">": "下限"}.get(quantity.comparator, "标准")
        head = self._head(noun, subject)
        if (
            quantity.comparator == "="
            and head == noun
            and _NAMED_MONEY.search(head)
            and not self.namer.behind(place)
        ):
            return head
        if object_ in head or (_NAMED_MONEY.search(head) and head == noun):
            object_ = ""
        if quantity.kind == "count":
            tail = _COUNTS.get(quantity.unit, "数量") + tail
        return _short(f"{_short(head, 24)}{object_[:12]}", 34) + tail

    @staticmethod
    def _head(noun: str, subject: str) -> str:
        if len(noun) < 2 or _BOILERPLATE.match(noun):
            return subject or noun
        return f"{_short(subject, 16)}{noun}" if _GRANT.fullmatch(noun) else noun

    def opening(self, place: Place, behind: str) -> str:
        """The name of an opening or free-of-charge time; ``behind`` says what is open or free."""
        quantity = place.quantity
        noun = re.sub(r"每[天日]$|[至到]$", "", self.namer.noun(place.left_text))
        tail = "时长" if quantity.kind == "time" else "起始时刻" if quantity.comparator == ">=" else "时间"
        if noun.endswith("时间") and not behind:
            return _short(noun, 32)
        return _short(f"{noun}{re.sub(r'^[(][^()]*[)]', '', behind)}", 32) + tail

    def _threshold(self, place: Place, before: str) -> str:
        quantity = place.quantity
        noun = re.sub(r"^.*、(?=[^、]{2,}$)", "", self.namer.noun(place.left_text))
        noun = re.sub(r"^(?:对(?:于)?|且|或|并|上年度|当年|其|上一?年)+", "", noun)
        behind = place.right_text
        if quantity.trend:
            noun = f"{noun or before}{'增速' if quantity.trend == 'growth' else '降幅'}"
        action, _, whom = behind.rpartition("的") if "的" in behind else ("", "", behind)
        whom = re.sub(r"等.*$", "", re.sub(r"^(?:[且并或及和,]|即|方可|才).*$", "", whom))
        if quantity.kind == "time":
            tail = "年限" if quantity.unit == "年" else "时长"
            doing = re.sub(r"^(?:均|都|在[^,]{2,6}重新)", "", action) or whom
            return (
                _short(
                    f"{'' if action else _short(whom, 12)}{_short(noun, 24)}{doing[:10] if action else ''}",
                    36,
                )
                + tail
            )
        return f"{_short(noun or before, 24)}门槛" + (f"({whom[:12]})" if len(whom) > 1 else "")


def _short(text: str, length: int) -> str:
    """The last ``length`` characters, from where a phrase begins if one does near there."""
    if len(text) <= length:
        return text
    cut = text[-length:]
    begin = re.search(r"[、和并的]|举办|开展|获得", cut[: length // 2])
    return cut[begin.end() :] if begin else cut
