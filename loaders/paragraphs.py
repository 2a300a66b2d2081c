"""Where paragraphs begin and end in a text whose lines are wrapped anywhere.

A line break ends a paragraph when the line before it is shorter than the text is wide, or ends with a full
stop; a line break after a full line may stand anywhere, even inside a number or a word.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from loaders.reading import Reading

# Lines shorter than this share of the usual width end their paragraph.
_FULL = 0.86
# Set wider than this many columns (a Chinese character takes two) nothing is wrapped: a line is a paragraph,
# or all breaks are lost.
_UNWRAPPED = 180
# More blank lines than this before a line part it from what stands above them.
_BLANK_LINES = 50
_TERMINAL = "。!?;:)〕】”》"
_TITLE_STOP = re.compile(r"[。!?]")
_NOTE = re.compile(r"[(〔【\[](?:责任|牵头|主要责任|配合|完成时|主办|承办|落实单位|各?责任)")
# An annex that is named in a sentence may come to stand at the head of a wrapped line: …（详见 / 附件2）。
_LINE_HEAD = r"(?:^|(?<=\n)(?<![见照据按（(、，,和与及或在将对]\n))[^\S\n]*"
_NO_SENTENCE_GOES_ON = (
    r"(?!\s*[0-9０-９一二三四五六七八九十]{0,3}\s*(?:[)）】〕》”，,。;；和与及或至所中的]|、\s*[0-9０-９附]))"
)
_ANNEX = re.compile(
    rf"{_LINE_HEAD}附\s*(?:件|录|表){_NO_SENTENCE_GOES_ON}"
    r"\s*[0-9０-９一二三四五六七八九十]{0,3}\s*[:：.．、]?[^\n]{0,60}(?=\n|$)"
)
_AFTER_BODY = re.compile(
    rf"(?:{_LINE_HEAD}附\s*件{_NO_SENTENCE_GOES_ON}\s*\d{{0,2}}\s*[:：]?"
    r"|(?:^|(?<=\n))[^\S\n]*(?:抄\s*送\s*[:：]|主\s*送\s*[:：]|[(（](?:此件|联系人|信息公开)"
    r"|(?:热门|相关阅读|分享到|上一篇|下一篇|扫一扫|责任编辑|打印本页|关闭窗口|相关链接|相关解读|主办单位|版权所有|政策解读)\b"
    r"|[^\n。；，、]{4,30}(?:人民政府|办公厅|办公室|委员会|[局厅部委])\s*\n\s*[12１２][0-9０-９\s]{3,6}年"
    r"|[12１２][0-9０-９ ]{3,6}年\s*[0-9０-９ ]{1,4}月\s*[0-9０-９ ]{1,4}日\s*(?=\n|$)))"
)
_NEXT_TITLE = re.compile(
    r"(?<=[。）)\n〕])\n[^\S\n]*[^\s。；，：、][^\n。；，：]{4,60}"
    r"(?:办法|方案|要点|意见|措施|细则|规定|条例|计划|规划|清单|举措|指引|指南)(?:[（(][^\n（()）]{1,8}[)）])?[^\S\n]*(?=\n)"
)


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of a text and how wide it is set, in columns; positions are of ``Reading.plain``."""

    reading: Reading
    width: int
    has_lost_breaks: bool
    annex_marks: tuple[int, ...]

    @classmethod
    def of(cls, reading: Reading) -> Layout:
        """Measure the layout of a text; the last ones are kept, as the readings are."""
        return _measured(reading)

    @property
    def is_wrapped(self) -> bool:
        """Whether lines are broken at a width rather than at paragraphs."""
        return self.width <= _UNWRAPPED

    def heads_paragraph(self, position: int) -> bool:
        """Whether what stands at a line's head begins a paragraph and not just a wrapped line."""
        offset = self.reading.offsets[position]
        text = self.reading.text
        line_start = self.reading.line_start(offset)
        if text[line_start:offset].strip("　 \t\xa0\ufeff"):
            return False
        previous = self._line_before(line_start)
        if previous is None:
            return True
        if not self.is_wrapped or _columns(previous) < _FULL * self.width:
            return True
        indented = offset - line_start >= 2
        before = self.reading.plain[position - 1] if position else "。"
        return indented or before in _TERMINAL

    def _line_before(self, line_start: int) -> str | None:
        end = line_start - 1
        for _ in range(_BLANK_LINES):
            if end <= 0:
                return None
            begin = self.reading.line_start(end)
            line = self.reading.text[begin:end]
            if line.strip():
                return line
            end = begin - 1
        return None

    def may_begin_inside(self, position: int, last_ordinal_end: int) -> bool:
        """Whether an item that is due may begin in the middle of a line.

        After a full stop or the bracket that closes a responsibility note; straight after a heading of one
        short clause; after a colon only where every line break is lost.
        """
        plain = self.reading.plain
        before = plain[position - 1] if position else "。"
        if before in "。!?":
            return True
        if before in ")〕】":
            opening = max(plain.rfind(b, max(0, position - 400), position) for b in "(〔【")
            return opening >= 0 and (_NOTE.match(plain, opening) is not None or self.has_lost_breaks)
        heading = plain[last_ordinal_end:position]
        if 2 <= len(heading) <= 40 and not re.search(r"[。;:!?(]", heading):
            return "," not in heading or self.has_lost_breaks
        return before in ":;" and self.has_lost_breaks

    def title(self, start: int, stop: int) -> tuple[int, int]:
        """End of the title that begins at ``start``, and where the text after it begins.

        A title ends at the first full stop, else where its paragraph ends, and before a responsibility note.
        """
        plain = self.reading.plain
        mark = _TITLE_STOP.search(plain, start, stop)
        end = mark.start() if mark else stop
        note = _NOTE.search(plain, start, end)
        if note:
            end = note.start()
        line_end = self._paragraph_end(start, end)
        if line_end < end:
            return line_end, line_end
        return end, min(stop, end + 1) if mark and mark.start() == end else end

    def _paragraph_end(self, start: int, end: int) -> int:
        """The first line end in ``plain[start:end]`` that closes a paragraph, or ``end``."""
        text, offsets = self.reading.text, self.reading.offsets
        at = start
        while at < end:
            newline = text.find("\n", offsets[at], offsets[end - 1])
            if newline < 0:
                return end
            following = self.reading.position(newline)
            if following >= end:
                return end
            if following > at and self._is_short(newline):
                # A short line that breaks at a mark is broken for the mark: so are those that follow it.
                return end if self._breaks_at_mark(following) else following
            at = max(following, at + 1)
        return end

    def _is_short(self, newline: int) -> bool:
        line = self.reading.text[self.reading.line_start(newline) : newline]
        return bool(line.strip()) and _columns(line) < _FULL * self.width

    def _breaks_at_mark(self, following: int) -> bool:
        before, after = self.reading.plain[following - 1], self.reading.plain[following]
        return before in ",、(〔“《" or after in ",、。;:)〕”》(〔“《"

    def is_annex_mark_between(self, start: int, end: int) -> bool:
        """Whether a line that announces an annex stands between two positions."""
        offsets = self.reading.offsets
        at = bisect_right(self.annex_marks, offsets[start])
        return at < len(self.annex_marks) and self.annex_marks[at] < offsets[end]

    def body_end(self, start: int, following: int | None) -> int:
        """Where the body ends after its last ordinal at ``start``.

        Before annexes, signature, copies sent and web residue; where another numbered text follows, before its
        title.
        """
        offsets = self.reading.offsets
        limit = len(self.reading.plain) if following is None else following
        mark = _AFTER_BODY.search(self.reading.text, offsets[start], offsets[limit])
        if mark is None and following is not None:
            mark = _NEXT_TITLE.search(self.reading.text, offsets[start], offsets[limit])
        return self.reading.position(mark.start()) if mark else limit


@lru_cache(maxsize=2)
def _measured(reading: Reading) -> Layout:
    lengths = sorted(columns for line in reading.text.split("\n") if (columns := _columns(line)) > 16)
    annexes = tuple(mark.start() for mark in _ANNEX.finditer(reading.text))
    if not lengths:
        return Layout(reading, 2 * _UNWRAPPED, False, annexes)
    width = lengths[len(lengths) * 3 // 4]
    longest = lengths[-1]
    lost = longest > 3000 or (longest > 1200 and longest > len(reading.plain))
    return Layout(reading, width, lost, annexes)


def _columns(line: str) -> int:
    """How wide a line is set: two columns for a Chinese character, one for ASCII."""
    line = line.strip()
    return 2 * len(line) - len(line.encode("ascii", "ignore"))
