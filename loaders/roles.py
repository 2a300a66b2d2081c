"""The role of an item: measure, general (总体要求) or safeguard (保障措施)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.model import Role

# Words of a section heading that make all items below it safeguards, or general.
_SAFEGUARD_HEADING = re.compile(
    r"保障措施|保障机制|组织保障|工作保障"
    r"|^(?:进一步|切实|着力)?(?:强化|加强|完善|健全|落实|做好)?(?:组织|工作|实施|机制|制度|服务|监督|政策|要素)*保障(?:机制|和.*|)$"
    r"|组织(?:实施|领导|推进|落实)|工作要求|(?:监督|督查|督导)(?:考核|检查|落实|问责)|(?:实施|推进|落实)要求"
    r"|抓好落实|狠抓落实|责任落实|有关要求|指导监督"
)
_GENERAL = re.compile(
    r"^(?:工作)?(?:总体|基本|指导|发展|主要|行动|建设|年度)(?:工作)?(?:要求|思想|思路|目标|原则|考虑|定位)"
    r"|^(?:工作|实施|行动|任务)?(?:目标|原则|思路)|指导思想|^(?:适用|实施)范围$"
)
# An item's own title must say it more narrowly: 要素保障 can be what a measure is about.
_SAFEGUARD_TITLE = re.compile(
    r"组织(?:领导|实施|保障)|保障措施|(?:督导|督查|督促|监督)(?:考核|检查|落实|考评|评估|评价|问责)"
    r"|考核(?:评价|督导|督查|激励|问责)|(?:抓好|狠抓|推动|强化|压实|落实|明确|细化)(?:工作|责任|任务|政策)?(?:落实|责任|分工)$"
    r"|^(?:加强|强化|做好|注重)(?:统筹协调|宣传(?:引导|培训|推广|解读)|督导|督查|考核|督促)"
)


def role_of(title: str, headings: Sequence[str]) -> Role:
    """The role of an item: its section heading's before its own title's.

    >>> role_of("加强财税支持", ["强化保障措施，进一步夯实基础"]), role_of("总体要求", [])
    ('safeguard', 'general')
    """
    for heading in headings:
        if len(heading) <= 40 and _GENERAL.search(heading):
            return "general"
        if len(heading) <= 40 and _SAFEGUARD_HEADING.search(heading):
            return "safeguard"
    if len(title) <= 24 and _GENERAL.search(title):
        return "general"
    if len(title) <= 24 and _SAFEGUARD_TITLE.search(title):
        return "safeguard"
    return "measure"


# What the items of a last section are about when they say how all others are to be carried out, whatever its
# heading (工作措施, 有关事项): at least two of them and most of them.
_CARRYING_OUT = re.compile(
    r"责任(?:落实|意识|分工)|(?:落实|压实|靠实|夯实).{0,4}责任|(?:强化|加强)领导|高度重视|思想认识|加强宣传|宣传(?:引导|推广|培训|解读)|营造.{0,6}氛围|协同(?:联动|配合)|协作配合"
    r"|组织领导|组织保障|统筹(?:协调|推进)|督(?:导|查|促)|考核|工作专班|组建专班|工作机制|政策落地|跟踪问效|总结(?:评估|推广|经验)"
)


def says_how_to_carry_out(titles: Sequence[str]) -> bool:
    """Whether a section of these titles is about carrying out the others.

    >>> says_how_to_carry_out(["高度重视，强化责任落实", "规范实施，坚持依法审批", "加强宣传，推动政策落地"])
    True
    """
    hits = sum(1 for title in titles if len(title) <= 30 and _CARRYING_OUT.search(title))
    return hits >= 2 and hits * 2 >= len(titles)
