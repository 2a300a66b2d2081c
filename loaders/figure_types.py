"""What a figure is: a target to reach, a parameter of a rule, or context, and which part of the rule it is."""

from __future__ import annotations

import re
from typing import Literal

from kg.model import FigureType
from loaders.clauses import Place
from loaders.periods import Period
from loaders.quantity_words import QuantityWords

Part = Literal["plain", "threshold", "grant", "limit", "opening"]

_GRANTED = re.compile(
    r"^的?(?:一次性|相应|定额|全额|的)*(?:奖励|补贴|补助|奖补|资助|支持|补偿|贴息|标准|比例|额度|优惠|罚款|经费|资金补助)"
)
_AIM = re.compile(r"^的(?:目标|任务|要求|水平|速度|增速|规模)")
_FROM = re.compile(r"(?:由|从)(?:原来?的?|目前的|现行的?)?(?:平均)?$|原$|原来$")
_THESE = re.compile(r"(?:此|上述|以上|这|前述|该)$")
_TO = re.compile(
    r"(?:提高|压缩|增加|扩大|降低|缩短|提升|下降|压减|精简|缩减|调整|减少|延长|放宽|降|增|减|提|缩|升)"
)
_SCOPE = re.compile(
    r"(?:对|围绕|聚焦|依托|针对|涉及|包括|包含|含|按照|根据|共有|设有|所属|所辖|在)(?:全省|全市|全国|全区|以下|上述|[一-龥]{0,4}的)?$"
)
_MEASURED = re.compile(r"率|比例|比重|占比|份额|满意度")
_RULE = re.compile(r"不得|不应|原则上|至多|最多")
_REACHES = re.compile(r"实现|力争|争取|确保|达到|降至|压|缩|控制在")
_MADE = re.compile(r"等$")
_LISTED_BEHIND = re.compile(r"^[^,。;、]{0,8}(?:模式|部门|方面|领域试点|类信息|群体|人员|对象)")


class FigureTyper:
    """Tells targets, parameters and context apart."""

    def __init__(self, words: QuantityWords) -> None:
        """Tell with these word lists."""
        self.words = words

    def of(self, place: Place, plain: str, period: Period | None) -> tuple[FigureType, Part]:
        """The type of a figure, and its part in a rule."""
        quantity = place.quantity
        left, right = place.left_text, place.right_text
        if quantity.kind == "clock":
            return "parameter", "opening"
        if self._is_context(place, plain, period):
            return "context", "plain"
        if self._is_threshold(place, plain):
            return "parameter", "threshold"
        if quantity.kind == "time":
            return self._time(place)
        if quantity.kind == "big":
            made = self.words.types["makes"].search(left[-8:]) and not re.match(r"任务|行动|战略|攻坚", right)
            return ("target" if made else "context"), "plain"
        if quantity.kind == "money" and self._is_grant(place, plain):
            return "parameter", "grant"
        if quantity.kind in ("share", "ratio") and self._is_rate(place, plain):
            return "parameter", "grant"
        if quantity.kind == "count" and self._is_allowance(place, plain):
            return "parameter", "grant"
        return "target", "plain"

    def _is_context(self, place: Place, plain: str, period: Period | None) -> bool:
        quantity = place.quantity
        left, right = place.left_text, place.right_text
        if "已" in quantity.words or self.words.types["past"].search(left):
            return True
        if period is not None and period.past and quantity.comparator == "=":
            return True
        if _FROM.search(left) and _TO.match(plain, quantity.end):
            return True
        if _THESE.search(left):
            return True
        if quantity.kind == "places":
            return quantity.comparator == "="
        if quantity.kind != "count" or quantity.comparator not in ("=",):
            return False
        head = f"{quantity.unit}{right}"
        if self.words.types["listed"].match(head) and not self.words.verb.search(left[-6:]):
            return True
        if (_MADE.search(left) or "、" in left) and _LISTED_BEHIND.match(right):
            return True
        return _SCOPE.search(left) is not None and len(right) > 1

    def _is_threshold(self, place: Place, plain: str) -> bool:
        """Whether a quantity only says which ones are meant: 5000台以上的企业, 增速达到10%以上的,…"""
        quantity = place.quantity
        right = place.right_text
        if (
            _GRANTED.match(right)
            or _AIM.match(right)
            or any(word.startswith("最") for word in quantity.words)
        ):
            return False
        narrowing = quantity.kind != "count" or quantity.comparator != "="
        if narrowing and place.closes_condition(plain):
            return True
        if narrowing and (plain.startswith(")的", quantity.end) or self._is_case(place, plain)):
            return True
        verb = self.words.verb.search(place.left_text[-4:])
        made = (
            verb is not None
            and place.left_text.endswith(verb.group())
            and not place.left_text.startswith("对")
        )
        bounded = quantity.comparator != "="
        if right.startswith("的"):
            return bounded and not made and quantity.kind != "share" and "按" not in place.left_text[-12:]
        return (
            bounded
            and quantity.kind in ("money", "physical")
            and len(right) >= 2
            and re.match(r"[一-龥]", right) is not None
            and not made
            and not right.startswith(("补", "奖", "资", "支持", "用于", "给"))
        )

    @staticmethod
    def _is_case(place: Place, plain: str) -> bool:
        """当…涨幅达到3%,启动…; 对…达到30%以上且符合条件的企业,…; 有三名以上公证员的机构."""
        head = plain[place.clause_start : place.clause_start + 3]
        if re.match(r"当(?![年地前日场期天好])", head):
            return True
        bounded = place.quantity.comparator != "="
        behind = plain[place.quantity.end : place.clause_end]
        if head.startswith("对") and not head.startswith(("对接", "对外")) and bounded:
            if place.quantity.kind == "money" and not behind.startswith(("且", "的", "并", "、")):
                return False
            return re.search(r"的[^,;的]{0,12}$", behind) is not None and not re.search(
                r"给予|予以", behind[:4]
            )
        return bounded and place.left_text.endswith("有") and "的" in behind

    def _time(self, place: Place) -> tuple[FigureType, Part]:
        quantity = place.quantity
        around = place.left_text + place.right_text
        if "免费" in around or "免收" in around:
            return "parameter", "opening"
        if quantity.unit in ("年", "个月", "岁", "周岁") and re.search(
            r"(?:毕业|离校|连续|签订|满|年龄|售后|就业|成立)$", place.left_text[-4:]
        ):
            return "parameter", "threshold"
        if _REACHES.search("".join(quantity.words)) or re.search(
            r"实现|力争|确保|控制|压缩|压减|缩短", place.left_text
        ):
            return "target", "plain"
        return "parameter", "limit"

    def _is_grant(self, place: Place, plain: str) -> bool:
        quantity = place.quantity
        around = place.left_text + "".join(quantity.words) + plain[quantity.end : place.clause_end]
        if "/" in quantity.unit or any(word.startswith(("最高", "最多", "最低")) for word in quantity.words):
            return True
        if self.words.types["grant"].search(around):
            return not re.search(r"减负|规模达|总额达", around)
        if len(place.left_text) < 3 and quantity.comparator in ("<=", "="):
            return (
                self.words.types["grant"].search(
                    place.previous_clause + plain[place.sentence[0] : place.left][-60:]
                )
                is not None
            )
        return False

    def _is_rate(self, place: Place, plain: str) -> bool:
        quantity = place.quantity
        around = place.left_text + place.right_text
        if any(word.startswith(("最高", "不得")) for word in quantity.words):
            return True
        if quantity.trend == "growth":
            return False
        reaches = _REACHES.search("".join(quantity.words)) is not None or "达" in quantity.words
        if self.words.types["rule"].search(around):
            return not (reaches and "报销" in around)
        if self.words.types["charge"].search(around):
            return not reaches
        if quantity.unit == "折" or re.search(r"按照?$|按照?[^,]{2,20}的$", place.left_text):
            return True
        # …给予15%补贴,一级能效20%: a bare share behind a rule is the rule's.
        bare = (
            not quantity.words
            and quantity.comparator == "="
            and not _MEASURED.search(place.left_text + around)
        )
        return (
            bare
            and re.search(r"给予|补贴|奖励", plain[max(place.sentence[0], place.left - 60) : place.left])
            is not None
        )

    def _is_allowance(self, place: Place, plain: str) -> bool:
        """每年不超过4场、…的补贴: a count that a rule allows."""
        quantity = place.quantity
        if quantity.comparator == "=":
            return re.search(r"每[^,;]{1,12}(?:补贴|奖励|补助)$", place.left_text) is not None
        if quantity.comparator not in ("<=", "<"):
            return False
        if _REACHES.search(place.left_text) or _REACHES.search("".join(quantity.words)):
            return False
        nearby = plain[
            max(place.sentence[0], place.left - 20) : min(place.sentence[1], place.clause_end + 20)
        ]
        return (
            _RULE.search("".join(quantity.words)) is not None
            or self.words.types["grant"].search(nearby) is not None
            or "不得" in nearby
        )
