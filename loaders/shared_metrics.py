"""One number for several things, or one number each: ``餐饮业、住宿业营业额分别增长10%、5%``.

Under 分别 and 均 the name's tail is shared out over the list in front of it.
"""

from __future__ import annotations

import re

from loaders.quantity_words import QuantityWords

Thing = tuple[int, str]  # where it begins in the text, and its full name

_JOINT = re.compile(r"(?:、|以及|和|及|与)")
_ETC = re.compile(r"([^等]{1,20})等(.{2,})$")
_TRAILING = re.compile(r"(?:的|占|为|均|各|,|:|、)+$")
_LONGEST_TAIL = 12


def shared_names(text: str, words: QuantityWords) -> list[Thing]:
    """The things of a list, each with the tail that all of them share.

    >>> words = QuantityWords.load()
    >>> shared_names("餐饮业、住宿业营业额", words)
    [(0, '餐饮业营业额'), (4, '住宿业营业额')]
    >>> [name for _, name in shared_names("商贸、文旅、会展等领域促消费活动", words)]
    ['商贸领域促消费活动', '文旅领域促消费活动', '会展领域促消费活动']
    >>> [name for _, name in shared_names("主城区新能源公交车、出租车占比", words)]
    ['主城区新能源公交车占比', '主城区新能源出租车占比']
    """
    text = _TRAILING.sub("", text)
    # Joints inside brackets and quotation marks part nothing.
    hidden = re.sub(r"[(“][^()“”]{0,60}[)”]", lambda bracket: "＿" * len(bracket.group()), text)
    parts: list[Thing] = []
    at = 0
    for joint in _JOINT.finditer(hidden):
        parts.append((at, text[at : joint.start()]))
        at = joint.end()
    parts.append((at, text[at:]))
    parts = [part for part in parts if part[1]]
    if len(parts) < 2:
        return parts
    start, last = parts[-1]
    etc = _ETC.match(last)
    if etc is not None:
        return [(begin, f"{name}{etc[2]}") for begin, name in parts[:-1]] + [(start, f"{etc[1]}{etc[2]}")]
    return _with_tail(parts, words)


def _with_tail(parts: list[Thing], words: QuantityWords) -> list[Thing]:
    """A、B and a tail: found by a shared last character (业 … 业营业额), else by the measure it ends in."""
    if all(words.tail.search(name) for _, name in parts):
        return parts
    first, (start, last) = parts[0][1], parts[-1]
    at = last.find(first[-1], 1, len(last) - 1)
    if at > 0 and len(last) - at - 1 <= _LONGEST_TAIL:
        head, tail = last[: at + 1], last[at + 1 :]
        short = min(len(name) for name in (head, *(name for _, name in parts[1:-1])))
        prefix = first[: len(first) - short] if len(first) > short + 1 else ""
        named = [
            (begin, f"{name if begin == parts[0][0] else prefix + name}{tail}") for begin, name in parts[:-1]
        ]
        return [*named, (start, f"{prefix}{last}")]
    measured = words.tail.search(last)
    tail = measured.group() if measured and len(measured.group()) < len(last) else ""
    named = [(begin, name if words.tail.search(name) else f"{name}{tail}") for begin, name in parts[:-1]]
    return [*named, (start, last)]
