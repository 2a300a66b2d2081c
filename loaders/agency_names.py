"""Lists of bodies as documents print them: ``省商务厅、发展改革委等有关部门,各市、县〔市、区〕政府``.

A list is cut at the separators outside of brackets. Each piece is a named body, the localities (各市…政府),
or a group nobody is named in (有关部门), which counts as et al. (等). Words of duty after a name
(牵头, 按职责分工负责) end it and give the manner of all names before them. Word lists: ``responsibility.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.model import Manner
from loaders.agency_words import (
    DATE,
    DUTY_ALONE,
    GENERIC,
    LEAD_WORDS,
    LEVEL,
    LOCAL_KIND,
    LOCALITIES,
    MANY,
    MORE_LOCAL_KIND,
    MORE_LOCALITIES,
    NOT_IN_NAMES,
    OFFICE_OF_GROUP,
    OWN_REGION,
    SUPPORT,
    SURELY_OWN_REGION,
    Words,
)

_LONGEST_BARE_PLACE = 3
_LONGEST_NAME = 45
# A name that does not end as names do is believed in a note alone, and only a short one.
_LONGEST_UNKNOWN = 16


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


def read_names(
    plain: str,
    start: int,
    end: int,
    manner: Manner = "responsible",
    *,
    strict: bool = False,
    running: bool = False,
) -> NameList:
    """The bodies named in ``plain[start:end]``, a list outside of running text.

    ``manner`` holds for names with no word of duty after them; ``strict`` keeps only names that end as a
    body's name does (…局, …委), for places that may not be a list at all; in ``running`` text more words end
    a name than in a note.

    >>> text = "省发展改革委、商务厅牵头,省财政厅等有关部门,各市、县〔市、区〕政府按职责分工负责"
    >>> found = read_names(text, 0, len(text))
    >>> [(name.name, name.manner, name.owner) for name in found.names]
    [('省发展改革委', 'lead', ''), ('商务厅', 'lead', '省'), ('省财政厅', 'responsible', '')]
    >>> found.localities, found.et_al
    (True, True)
    """
    reader = _ListReader(plain, manner, strict=strict or running, running=running)
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


class _ListReader:
    """Reads the pieces of one list in order; names wait until a word of duty says their manner."""

    def __init__(self, plain: str, manner: Manner, *, strict: bool, running: bool) -> None:
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
        self.duty = self.words.running_duty if running else self.words.duty

    def take(self, separator: str, start: int, end: int) -> None:
        """The next piece, ``plain[start:end]``."""
        self._separate(separator)
        if self.in_prose:
            return
        lead = LEAD_WORDS.match(self.plain, start, end)
        if lead:
            start = lead.end()
        if start >= end:
            return
        date = DATE.match(self.plain, start, end)
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
        if DUTY_ALONE.fullmatch(self.plain, start, end):
            return start
        if MANY.match(self.plain, start) and self.words.group.search(self.plain[start:end]):
            return end
        at = start
        while duty := self.duty.search(self.plain, at, end):
            if not self._inside_brackets(start, duty.start()) and not self._inside_name(start, duty, end):
                return duty.start()
            at = duty.end()
        return end

    def _inside_brackets(self, start: int, at: int) -> bool:
        before = self.plain[start:at]
        return sum(map(before.count, "(〔【[《")) != sum(map(before.count, ")〕】]》"))

    def _inside_name(self, start: int, duty: re.Match[str], end: int) -> bool:
        """Whether a soft word is part of a name: the 组织 of 市委组织部, the 优化 of 市优化营商环境办公室."""
        if self.words.hard_duty.match(self.plain, duty.start(), end):
            return False
        following = self.duty.search(self.plain, duty.end() + 1, end)
        rest = self.plain[duty.end() : following.start() if following else end]
        if LEVEL.fullmatch(self.plain, start, duty.start()) or OFFICE_OF_GROUP.search(rest):
            return True
        return len(rest) <= 8 and not LEVEL.search(rest) and self.words.complete.search(rest) is not None

    def _perform(self, start: int, end: int) -> None:
        words = self.plain[start:end]
        manner = _manner(words, self.default)
        self.found.has_duty = True
        self.give(manner, has_duty=True)
        self.in_prose = not DUTY_ALONE.fullmatch(words)
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
        is_locality = len(piece) <= _LONGEST_NAME and self._is_locality(piece, separator)
        self.after_locality = is_locality
        if is_locality:
            self.found.localities = True
            if separator == "etc":  # 广州、深圳等市人民政府: the places are no bodies
                self.waiting = [name for name in self.waiting if name[1] - name[0] > _LONGEST_BARE_PLACE]
        elif self._is_group(piece):
            self.found.et_al = True
            self.found.localities |= LOCAL_KIND.match(piece) is not None
        elif self.after_local_kind and not OWN_REGION.match(piece):
            return  # 各市、县〔区〕市场监管局、审批服务管理局: the second is one in each county too
        elif self._is_body(piece):
            self._wait(start, end)
        else:
            self.found.rejected.append((start, end))

    def _wait(self, start: int, end: int) -> None:
        level = LEVEL.match(self.plain, start, end)
        self.owner = level.group() if level else self.owner
        self.waiting.append((start, end, "" if OWN_REGION.match(self.plain, start, end) else self.owner))

    def _is_locality(self, piece: str, separator: str) -> bool:
        if LOCALITIES.fullmatch(piece):
            return True
        if (self.after_locality or separator == "etc") and MORE_LOCALITIES.fullmatch(piece):
            return True
        kind = LOCAL_KIND.match(piece)
        if kind is None and self.after_locality:
            kind = MORE_LOCAL_KIND.match(piece)
        names_body = self.words.complete.search(piece) and not self.words.group.search(piece)
        if kind and kind.end() < len(piece) and names_body:
            self.after_local_kind = True
            return True
        return False

    def _is_group(self, piece: str) -> bool:
        if piece.endswith("成员单位") and len(piece) > 7 and not GENERIC.match(piece, 1):
            return False
        if self.words.group.search(piece):
            return True
        return MANY.match(piece) is not None

    def _is_body(self, piece: str) -> bool:
        if len(piece) > _LONGEST_NAME or NOT_IN_NAMES.search(piece):
            return False
        if self.words.complete.search(piece):
            return not self.saw_prose or SURELY_OWN_REGION.match(piece) is not None
        return not (self.strict or self.saw_prose) and len(piece) <= _LONGEST_UNKNOWN


def _manner(words: str, default: Manner) -> Manner:
    if "牵头" in words[:12]:
        return "lead"
    if SUPPORT.search(words[:12]) and "负责" not in words[:12]:
        return "support"
    if "共同" in words[:8] or default == "joint":
        return "joint"
    return default if default in ("lead", "support") else "responsible"
