"""The role of an item: measure, general (总体要求) or safeguard (保障措施)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.model import Role

# Words of a section heading that make all items below it safeguards, or general.
_SAFEGUARD_HEADING = re.compile(
    r"保障措施|保障机制|(?:组织|工作|实施|强化|加强|落实|服务)保障|^保障$|保障(?:和|与|及)|组织(?:实施|领导|推进|落实)"
    r"|工作要求|(?:监督|督查|督导)(?:考核|检查|落实|问责)|(?:实施|推进|落实)要求|抓好落实|狠抓落实|责任落实|有关要求"
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
