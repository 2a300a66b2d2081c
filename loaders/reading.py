"""The view of a text that rules read: layout taken out, characters folded, every place traceable.

Official texts come with lines wrapped anywhere, full-width digits, spaces inside numbers and page marks
in the middle of words. Rules run over ``Reading.plain``, where

- line breaks, page marks and spaces are gone, but for one space between two ASCII letters or digits
  on one line (``4 5％`` stays ``4 5%``: it may be a lost decimal point);
- full-width forms, CJK radicals and the like are folded one to one by NFKC, so that ``，：；（）％１`` read
  ``,:;()%1``; a full stop ``.`` after a Chinese character or a closing mark reads ``。``; ``«»〈〉`` read ``《》``,
  and ``「」『』`` read ``“”``.

``offsets`` leads every character of ``plain`` back to its place in the source, ``line_starts`` are where its
lines begin.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.folding import fold
from kg.model import Span

__all__ = ["Reading", "fold"]

# Zero-width, bidi and other control marks are layout too: they carry nothing a rule could read.
_INVISIBLE = r"\s\x00-\x1f\x7f-\x9f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd"
_PAGE_MARK = r"(?:^|(?<=\n))[^\S\n]*(?:# Page \d{1,6}:?|[-—–]{1,2} ?\d{1,4} ?[-—–]{1,2}|[·.] ?\d{1,4} ?[·.]|第 ?\d{1,4} ?页(?:[,/ ]*共 ?\d{1,4} ?页)?)[^\S\n]*(?=\n|$)"
# A page mark stands behind a line end, which is dropped itself, or at the head of the text: so but for there a search
# is for one of a set of characters, which takes a quarter of the time.
_DROPPED = re.compile(rf"[{_INVISIBLE}](?:[{_INVISIBLE}]|{_PAGE_MARK})*")
_DROPPED_AT_HEAD = re.compile(rf"(?:[{_INVISIBLE}]|{_PAGE_MARK})+")
# The mark comes first: a search for a character takes a tenth of one for what may stand before it.
_STOP_AFTER = re.compile(r"\.(?:(?<=[^\x00-\x7f]\.)|(?<=[%)\]]\.)(?![0-9A-Za-z]))")

_NEWLINE = re.compile(r"\n")
_SENTENCE_MARK = re.compile(r"[()〔〕。;!?]")


class _Folded(dict[int, str]):
    """The folded form of every character by its number, as far as it was asked for."""

    def __missing__(self, number: int) -> str:
        self[number] = fold(chr(number))
        return self[number]


_FOLDED = _Folded()


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A text and the view of it that rules read (see the module's docstring).

    >>> reading = Reading.of("增长 ４ ５％以\\n上，全年。")
    >>> reading.plain
    '增长4 5%以上,全年。'
    >>> reading.span(2, 8)
    Span(start=3, end=10, quote='４ ５％以\\n上')
    """

    text: str
    plain: str
    offsets: array[int]
    line_starts: array[int]

    @classmethod
    def of(cls, text: str) -> Reading:
        """Read ``text``; linear in its length. The last ones are kept, since one step after the other asks."""
        return _read(text)

    def span(self, start: int, end: int) -> Span:
        """The source span of ``plain[start:end]``, without layout at its ends."""
        first = self.offsets[start]
        last = self.offsets[end - 1] + 1 if start < end else first
        return Span(first, last, self.text[first:last])

    def printed(self, start: int, end: int) -> str:
        """``plain[start:end]`` with the punctuation of the source: full-width marks stay, digits are folded.

        >>> Reading.of("方案（２０２３\\n版）").printed(0, 9)
        '方案（2023版）'
        """
        plain, text, offsets = self.plain, self.text, self.offsets
        return "".join(plain[n] if plain[n].isalnum() else text[offsets[n]] for n in range(start, end))

    def position(self, offset: int) -> int:
        """The first position of ``plain`` at or after a source offset."""
        return bisect_left(self.offsets, offset, 0, len(self.plain))

    def line_start(self, offset: int) -> int:
        """Where the source line begins that holds an offset."""
        return self.line_starts[bisect_right(self.line_starts, offset) - 1]

    def sentences(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The sentences of ``plain[start:end]``: up to 。；！？ outside of brackets, mark included."""
        depth = 0
        begin = start
        for mark in _SENTENCE_MARK.finditer(self.plain, start, end):
            character = mark.group()
            if character in "(〔":
                depth += 1
            elif character in ")〕":
                depth = max(0, depth - 1)
            elif depth == 0:
                stop = mark.end()
                if stop < end and self.plain[stop] in "”)":
                    stop += 1
                yield begin, stop
                begin = stop
        if begin < end:
            yield begin, end


@lru_cache(maxsize=2)
def _read(text: str) -> Reading:
    folded = text.translate(_FOLDED)
    pieces: list[str] = []
    # Slices of these are twice as fast as ranges.
    places = array("l", range(len(text)))
    offsets = array("l")
    at = 0
    for gap in _gaps(folded):
        start = gap.start()
        pieces.append(folded[at:start])
        offsets += places[at:start]
        at = gap.end()
        if _keeps_space(folded, start, at):
            pieces.append(" ")
            offsets.append(start)
    pieces.append(folded[at:])
    offsets += places[at:]
    offsets.append(len(text))
    line_starts = array("l", (0, *(newline.end() for newline in _NEWLINE.finditer(text))))
    return Reading(text, _STOP_AFTER.sub("。", "".join(pieces)), offsets, line_starts)


def _gaps(folded: str) -> Iterator[re.Match[str]]:
    """What is left out, in order."""
    head = _DROPPED_AT_HEAD.match(folded)
    if head:
        yield head
    yield from _DROPPED.finditer(folded, head.end() if head else 0)


def _keeps_space(folded: str, start: int, end: int) -> bool:
    if start == 0 or end >= len(folded):
        return False
    before, after = folded[start - 1], folded[end]
    if not (before.isascii() and after.isascii() and before.isalnum() and after.isalnum()):
        return False
    return "\n" not in folded[start:end]
