"""Where the responsibility notes of an item stand: ``（责任单位：甲、乙）``, ``〔甲牵头,乙配合〕``, ``牵头单位：…``.

A note in brackets is known by its label, by a list of bodies with a word of duty after them, or by being
nothing but a list of bodies after a full stop. A note without brackets is known by its label.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loaders.agency_names import NameList, read_names
from loaders.agency_words import Words
from loaders.reading import Reading

_BRACKETS = re.compile(r"[(〔【\[)〕】\]]")
_DUTY_HINT = re.compile(
    r"负责|牵头|配合|责任|落实|分工|单位|部门|处室|承办|主办|协办|实施|完成|[^:]{2}时[限间]"
)
_STOP = re.compile(r"[。;!?)〕】\]”]")
_BRACKETED_LABEL = re.compile(r"[【\[][^【】\[\]()〔〕:、,]{2,10}[】\]](?!:)")
_LIST_STOP = re.compile(r"[()〔〕。!?]")
_PIECE_BEFORE = re.compile(r"[^、,;:。]{1,30}$")
_PIECE_AFTER = re.compile(r"[^、,;:。]{0,30}")
_LABEL_LENGTH = 16
_LONGEST_NOTE = 1200
_SURELY_A_LIST = 3
# One sentence that holds for other items too; what it says of them is read by loaders.responsibility.
_THINGS = r"(?:重点)?(?:任务|工作|措施|政策|事项|举措|内容|条款|项目|要求)"
_END_OF_BINDING = r"(?=[。;]|[)〕】\]](?![^。;(〔]{0,30}(?:政府|管委会|落实|负责))|$)"
BINDING = re.compile(
    r"(?:(?<=[。;,(〔)〕])|^)(?:[^。;,()〔〕]{0,3}各[市县区设州][^。;]{0,40}?均为责任单位,)?"
    rf"(?:以下|以上|下列|上述|下述|各项{_THINGS}|所有{_THINGS}|本[\u4e00-\u9fff]{{1,6}}?(?:各项|所有|所列))"
    rf"(?:[^。;]{{0,60}}?(?:不再[^。;]{{0,6}}?列|[均都](?:[由需须为]|应))|(?:各项|所有|全部)?{_THINGS}[由需须请])"
    rf"[^。;]{{0,80}}?{_END_OF_BINDING}"
)


@dataclass(frozen=True, slots=True)
class Note:
    """A note at ``plain[start:end]``; its words stand in ``plain[inner_start:inner_end]``.

    ``found`` is what they name, where finding the note has read them already.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    found: NameList | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A label (责任单位：) at ``plain[start:end]``; ``kind`` is a manner, or whole, person, deadline, other."""

    kind: str
    start: int
    end: int


def find_labels(plain: str, start: int, end: int) -> list[Label]:
    """The labels of ``plain[start:end]``, in order.

    >>> [(label.kind, label.start) for label in find_labels("牵头单位:甲局责任单位:乙局", 0, 14)]
    [('lead', 0), ('responsible', 7)]
    """
    label_before = Words.load().label
    labels = []
    at = plain.find(":", start, end)
    while at >= 0:
        begin = max(start, at - _LABEL_LENGTH)
        found = label_before.search(plain[begin:at])
        if found:
            labels.append(Label(found.lastgroup or "other", begin + found.start(), at + 1))
        at = plain.find(":", at + 1, end)
    for bracketed in _BRACKETED_LABEL.finditer(plain, start, end):
        found = label_before.match(bracketed.group())
        if found:
            labels.append(Label(found.lastgroup or "other", bracketed.start(), bracketed.end()))
    return sorted(labels, key=lambda label: label.start)


def find_notes(reading: Reading, start: int, end: int) -> list[Note]:
    """The notes of ``plain[start:end]``, an item's text, in order and without overlap."""
    notes = list(_bracketed(reading, start, end))
    return sorted([*notes, *_labelled(reading, start, end, notes)], key=lambda note: note.start)


def _bracketed(reading: Reading, start: int, end: int) -> Iterator[Note]:
    taken = start
    for opening, closing in _pairs(reading.plain, start, end):
        note = _note(reading.plain, opening, closing, start, end) if opening >= taken else None
        if note:
            yield note
            taken = note.end


def _pairs(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    """Pairs of brackets, by where they open; one that is never closed ends with the item."""
    open_at: list[int] = []
    pairs: list[tuple[int, int]] = []
    for mark in _BRACKETS.finditer(plain, start, end):
        if mark.group() in "(〔【[":
            open_at.append(mark.start())
        elif open_at:
            pairs.append((open_at.pop(), mark.start()))
    pairs += [(opening, end) for opening in open_at]
    return sorted(pair for pair in pairs if 3 < pair[1] - pair[0] < _LONGEST_NOTE)


def _note(plain: str, opening: int, closing: int, start: int, end: int) -> Note | None:
    """The note that a pair of brackets in the item ``plain[start:end]`` is, if it is one."""
    note = Note(opening, min(closing + 1, end), opening + 1, closing)
    has_duty = _DUTY_HINT.search(plain, opening, closing)
    may_be_list = closing < end and (opening == start or plain[opening - 1] in "。;!”)")
    may_be_list = may_be_list and (closing + 1 >= end or plain[closing + 1] in "。;")
    if not (has_duty or may_be_list):
        return None
    colon = plain.find(":", opening + 1, min(opening + 2 + _LABEL_LENGTH, closing))
    if colon > 0:
        label = Words.load().label.search(plain[opening + 1 : colon])
        if label and label.start() == 0:
            return note
    sentence = plain.find("。", opening, closing)
    found = read_names(plain, opening + 1, sentence if sentence > 0 else closing, strict=True)
    if not (found.names or found.localities or found.et_al):
        return None
    if found.rejected and found.rejected[0][0] <= opening + 2 and len(found.names) < _SURELY_A_LIST:
        return None
    is_whole = (
        sentence < 0 and colon < 0 and not found.rejected and not BINDING.search(plain, opening, closing)
    )
    if found.has_duty:
        return replace(note, found=found if is_whole else None)
    is_list = bool(found.names) and not found.rejected and not found.deadlines
    return note if is_list and may_be_list else None


def _inside(place: int, notes: Sequence[Note]) -> bool:
    """Whether one of the notes, in order and without overlap, holds this place."""
    at = bisect_right(notes, place, key=lambda note: note.end)
    return at < len(notes) and notes[at].start <= place


def _labelled(reading: Reading, start: int, end: int, notes: list[Note]) -> Iterator[Note]:
    """Notes without brackets: from a label at the head of a sentence or line to where the list ends."""
    plain = reading.plain
    labels = [label for label in find_labels(plain, start, end) if not _inside(label.start, notes)]
    taken = start
    for index, label in enumerate(labels):
        if (
            label.start < taken
            or label.kind in ("whole", "other")
            or not _heads_sentence(reading, label.start, start)
        ):
            continue
        last = index
        stop = _list_end(reading, label.end, end)
        while last + 1 < len(labels) and labels[last + 1].start <= stop + 1:
            last += 1
            stop = _list_end(reading, labels[last].end, end)
        if any(part.kind not in ("person", "deadline", "other") for part in labels[index : last + 1]):
            yield Note(label.start, stop, label.start, stop)
        taken = stop


def _heads_sentence(reading: Reading, at: int, start: int) -> bool:
    if at <= start or _STOP.match(reading.plain, at - 1):
        return True
    between = reading.text[reading.offsets[at - 1] + 1 : reading.offsets[at]]
    return "\n" in between


def _list_end(reading: Reading, start: int, end: int) -> int:
    """Where a list without brackets ends: at its full stop, a line that ends it, or the item's end."""
    plain = reading.plain
    end = _line_end(reading, start, min(end, start + _LONGEST_NOTE))
    depth = 0
    for mark in _LIST_STOP.finditer(plain, start, end):
        character = mark.group()
        if character in "(〔":
            depth += 1
        elif character in ")〕":
            depth = max(0, depth - 1)
        elif depth == 0:
            return mark.end()
    return end


def _line_end(reading: Reading, start: int, end: int) -> int:
    """The first line break right after a complete name that goes on neither as a list nor as a longer name."""
    plain, words = reading.plain, Words.load()
    limit = reading.offsets[end - 1] if end > start else 0
    line = reading.text.find("\n", reading.offsets[start], limit)
    while line >= 0:
        at = reading.position(line)
        if at > start and plain[at - 1] not in "、,:;(〔" and plain[at] not in "、,;。)〕(〔等及和":
            before = _PIECE_BEFORE.search(plain, max(start, at - 30), at)
            after = _PIECE_AFTER.match(plain, at, end)
            piece = before.group() if before else ""
            whole = piece + (after.group() if after else "")
            inside = plain.count("(", start, at) > plain.count(")", start, at)
            goes_on = (
                inside
                or (len(whole) <= 18 and words.complete.search(whole))
                or words.duty.match(plain, at, end)
            )
            if words.complete.search(piece) and not goes_on and not words.label.search(whole):
                return at
        line = reading.text.find("\n", line + 1, limit)
    return end


def read_note(plain: str, note: Note) -> NameList:
    """The bodies of a note, its labels and sentences taken one by one."""
    if note.found is not None:
        return note.found
    result = NameList()
    labels = find_labels(plain, note.inner_start, note.inner_end)
    first = labels[0].start if labels else note.inner_end
    _add(result, _sentences(plain, note.inner_start, first))
    for index, label in enumerate(labels):
        stop = labels[index + 1].start if index + 1 < len(labels) else note.inner_end
        if label.kind == "deadline":
            words = plain[label.end : stop].rstrip(";,。")
            result.deadlines.append((label.end, label.end + len(words)))
        elif label.kind in ("lead", "support"):
            _add(result, [read_names(plain, label.end, stop, label.kind)])  # type: ignore[arg-type]
        elif label.kind in ("responsible", "whole"):
            _add(result, _sentences(plain, label.end, stop))
    return result


def _sentences(plain: str, start: int, end: int) -> Iterator[NameList]:
    """Lists of the sentences of a note: the first may name any body, the rest only what surely is one."""
    strict = False
    binding = BINDING.search(plain, start, end)
    if binding:
        end = binding.start()
    while start < end:
        stop = plain.find("。", start, end)
        stop = end if stop < 0 else stop
        yield read_names(plain, start, stop, strict=strict)
        start, strict = stop + 1, True


def _add(result: NameList, lists: Iterator[NameList] | list[NameList]) -> None:
    for found in lists:
        result.names += found.names
        result.deadlines += found.deadlines
        result.rejected += found.rejected
        result.localities |= found.localities
        result.et_al |= found.et_al
        result.has_duty |= found.has_duty
