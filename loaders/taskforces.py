"""Taskforces a document sets up: 专班, 领导小组, 联席会议 and the like, with the bodies in them.

A document says that one is set up (成立…工作专班), or lists its members in an annex (…成员名单, 组长：…, 成员：…).
Of a person only the body whose office is held is kept (市商务局局长 → 市商务局, 副市长 → the city's government);
names of persons are never stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.ids import short_id
from kg.model import Manner, Taskforce, TaskforceMember, TaskforceRole
from loaders.agency_names import read_names
from loaders.agency_records import Identify, agency_record, printed_name
from loaders.reading import Reading

_GROUP = r"(?:工作专班|专班|领导小组|工作小组|协调小组|推进小组|专项小组|工作组|推进组|专项组|指挥部|联席会议|协调机制办公室|促进会议|工作领导机构)"
_NAMED = re.compile(_GROUP)
_SET_UP = re.compile(
    rf"(?:成立|组建|设立|建立|调整充实|调整|组成)了?(?P<label>[^。;,:、()]{{2,45}}?{_GROUP})$"
)
_FOLLOWS = re.compile(r"制度|机制|[,。;、(:统负办主下]|由|$")
_MADE_OF = re.compile(
    rf"(?:成立|组建|设立|建立)[由以](?P<who>[^。;:]{{2,200}}?)(?P<word>参加|组成|组长|召集人|总指挥|成员|牵头)的(?P<label>[^。;,:、()]{{2,45}}?{_GROUP})$"
)
_LIST_TITLE = re.compile(
    r"(?:办公室)?(?:组成)?(?:成员|人员|组成)?(?:单位)?(?:名单|组成人员)\S{0,12}?(?:组长|召集人|总指挥|指挥长|主任):"
)
_TITLE_LABEL = re.compile(rf"[^。;,:、()附件]{{2,45}}?{_GROUP}$")
_GENERIC = re.compile(
    rf"(?:多部门|各|本地区|本部门|相关|有关|相应|专门|联审|跨部门|部门|由)*{_GROUP}|(?:各|本[地部单]).*|.*(?:各地|各级).*"
)
_ROLE = re.compile(
    r"(?P<role>(?:第一|总|执行|常务)?副?(?:组长|总?召集人|主召集人|总指挥|指挥长|主任)|(?:主要)?成员(?:单位)?):"
)
_APPOINTED = re.compile(
    r"(?P<who>[^,。;:]{2,60}?)(?:担任|任|为|作为)(?P<role>(?:第一|总|主|执行|常务)?副?(?:组长|总?召集人|总指挥|指挥长|主任)|成员(?:单位)?)(?=[,。;、]|$|和)"
)
_CALLED_UPON = re.compile(r"主?(?P<role>副?召集人)由(?P<who>[^,。;:]{2,60}?)担任")
_OFFICE_SEAT = re.compile(r"(?:办公室|秘书处)(?:设|挂靠?)(?:立)?(?:在|于)")
_OFFICE = re.compile(
    r"(?:党组|党委|常务|第一|执行|主管|分管|主要|有关|相关)*(?:副?书记|副?局长|副?厅长|副?部长|副?主任|副?行长|副?关长|副?署长|副?司长|副?处长|副?院长"
    r"|副?总经理|副?董事长|副?秘书长|副?理事长|副?会长|副?台长|副?总?[支大]?队长|副?检察长|副?社长|副?馆长|副?校长|常委|负责人|负责同志|领导|同志"
    r"|(?P<government>副?(?:自治区(?:副)?主席|[省市县区州盟旗]长))(?!期)|副?主席)"
)
_LEVEL_HEAD = re.compile(r"自治区|国家|团[省市区县]|市(?![场长])|[省区县州盟旗](?!长)")
_PART = re.compile(r"[、,]|和(?=[省市区县州])")
_CELL_EDGE = re.compile(r"[:、,()和由。;]")
_LONGEST_PERSON = 4
_LONGEST_BODY = 24
_MEMBERS_TAIL = re.compile(
    r"等?(?:单位|部门)?(?:的)?(?:有关|相关|分管|主要|各)?(?:负责人|负责同志|领导|同志)"
)
_WITHOUT_QUOTES = str.maketrans("", "", '“”"‘’「」『』《》')
_LONGEST_LIST = 3000
_INLINE = 260


@dataclass(frozen=True, slots=True)
class _Group:
    """A taskforce named at ``plain[start:end]``; its members are told in ``plain[end:stop]``."""

    start: int
    end: int
    stop: int
    is_list: bool
    made_of: tuple[int, int] | None = None


def read_taskforces(reading: Reading, identify: Identify) -> tuple[Taskforce, ...]:
    """The taskforces of a document, those with a name of their own or with known members.

    ``id`` is made of the name alone: who stores it puts the document's identifier before it.
    """
    found: dict[str, tuple[_Group, dict[tuple[str, TaskforceRole], TaskforceMember]]] = {}
    for group in _groups(reading.plain):
        label = _label(reading, group)
        known = next((name for name in found if name.endswith(label) or label.endswith(name)), label)
        _, members = found.setdefault(known, (group, {}))
        for member in _members(reading, group, identify):
            members.setdefault((member.agency.id, member.role), member)
    return tuple(
        Taskforce(
            short_id("taskforce", label.translate(_WITHOUT_QUOTES)),
            label,
            reading.span(group.start, group.end),
            tuple(members.values()),
        )
        for label, (group, members) in found.items()
        if members or not _GENERIC.fullmatch(label)
    )


def _label(reading: Reading, group: _Group) -> str:
    return printed_name(reading, group.start, group.end)


def _groups(plain: str) -> list[_Group]:
    """The taskforces set up in the text or listed in an annex, in order."""
    groups = []
    for named in _NAMED.finditer(plain):
        end = named.end()
        if _LIST_TITLE.match(plain, end):
            label = _TITLE_LABEL.search(plain, max(0, end - 47), end)
            if label:
                groups.append(_Group(label.start(), end, min(len(plain), end + _LONGEST_LIST), True))
            continue
        made = _MADE_OF.search(plain, max(0, end - 250), end)
        if made:
            members = (made.start("who"), made.end("word"))
            groups.append(_Group(made.start("label"), end, _sentence_end(plain, end), False, members))
            continue
        set_up = _SET_UP.search(plain, max(0, end - 50), end)
        if (
            set_up
            and _FOLLOWS.match(plain, end)
            and "可" not in plain[max(0, set_up.start() - 12) : set_up.start()]
        ):
            groups.append(_Group(set_up.start("label"), end, _sentence_end(plain, end), False))
    return groups


def _sentence_end(plain: str, start: int) -> int:
    """The end of the next two sentences, where members named in running text stand."""
    first = plain.find("。", start, start + _INLINE)
    if first < 0:
        return min(len(plain), start + _INLINE)
    second = plain.find("。", first + 1, start + _INLINE)
    return second if second > 0 else first


def _members(reading: Reading, group: _Group, identify: Identify) -> Iterator[TaskforceMember]:
    if group.is_list:
        yield from _listed(reading, group, identify)
        return
    plain = reading.plain
    told = [*_appointments(plain, *group.made_of)] if group.made_of else []
    if group.made_of and not told:
        yield from _inline(reading, *group.made_of, "member", identify)
    for start, end, role in [*told, *_appointments(plain, group.end, group.stop)]:
        yield from _inline(reading, start, end, role, identify)
    yield from _seat(reading, group.end, group.stop, identify)


def _appointments(plain: str, start: int, end: int) -> Iterator[tuple[int, int, TaskforceRole]]:
    """Who is said to be what in running text: 市长任组长, 副召集人由…担任."""
    for pattern in (_APPOINTED, _CALLED_UPON):
        for told in pattern.finditer(plain, start, end):
            yield *told.span("who"), _role(told["role"])


def _inline(
    reading: Reading, start: int, end: int, role: TaskforceRole, identify: Identify
) -> Iterator[TaskforceMember]:
    """The bodies and offices of a list in running text, piece by piece."""
    plain = reading.plain
    at = start
    for stop in [*(mark.start() for mark in _PART.finditer(plain, start, end)), end]:
        yield from _bodies(reading, at, stop, role, identify)
        at = stop + 1


def _listed(reading: Reading, group: _Group, identify: Identify) -> Iterator[TaskforceMember]:
    plain = reading.plain
    heads = list(_ROLE.finditer(plain, group.end, group.stop))
    end = group.stop
    for index, head in enumerate(heads):
        stop = (
            heads[index + 1].start() if index + 1 < len(heads) else _list_end(plain, head.end(), group.stop)
        )
        yield from _bodies(reading, head.end(), stop, _role(head["role"]), identify, persons=True)
        end = stop
    yield from _seat(reading, end, min(len(plain), end + _INLINE), identify)


def _list_end(plain: str, start: int, stop: int) -> int:
    end = plain.find("。", start, stop)
    end = end if end > 0 else stop
    seat = _OFFICE_SEAT.search(plain, start, end)
    return seat.start() if seat else end


def _role(word: str) -> TaskforceRole:
    if "成员" in word:
        return "member"
    return "deputy" if "副" in word else "head"


def _seat(reading: Reading, start: int, stop: int, identify: Identify) -> Iterator[TaskforceMember]:
    seat = _OFFICE_SEAT.search(reading.plain, start, stop)
    if seat:
        end = re.compile(r"[,。;(]|$").search(reading.plain, seat.end(), stop)
        names = read_names(reading.plain, seat.end(), end.start() if end else stop, strict=True).names
        for name in names[:1]:
            agency = agency_record(reading, name.start, name.end, "responsible", identify, name.owner)
            yield TaskforceMember(agency, "office")


def _bodies(
    reading: Reading, start: int, end: int, role: TaskforceRole, identify: Identify, *, persons: bool = False
) -> Iterator[TaskforceMember]:
    """The bodies of a list of bodies, or of the offices of persons, in ``plain[start:end]``."""
    plain = reading.plain
    manner: Manner = "lead" if role == "head" else "responsible"
    posts = list(_posts(reading, start, end, persons=persons))
    if 2 * len(posts) > plain.count("、", start, end):
        for post in posts:
            agency = agency_record(reading, post.start, post.end, manner, identify, post.owner, post.name)
            yield TaskforceMember(agency, role)
        return
    tail = _MEMBERS_TAIL.search(plain, start, end)
    for listed in read_names(plain, start, tail.start() if tail else end, strict=True).names:
        agency = agency_record(reading, listed.start, listed.end, manner, identify, listed.owner)
        yield TaskforceMember(agency, role)


@dataclass(frozen=True, slots=True)
class _Post:
    """An office: its body's name at ``plain[start:end]``, or the office itself for a head of government."""

    start: int
    end: int
    name: str
    owner: str = ""


def _posts(reading: Reading, start: int, end: int, *, persons: bool) -> Iterator[_Post]:
    """The offices named in ``plain[start:end]``; with ``persons`` a name stands before each."""
    plain = reading.plain
    at, owner = start, ""
    for office in _OFFICE.finditer(plain, start, end):
        begin, after_person = _cell(reading, at, office.start(), persons=persons)
        body = _body_start(plain, begin, office.start(), may_be_person=persons and not after_person)
        at = office.end()
        names = read_names(plain, body, office.start(), strict=True).names if body is not None else []
        if names:
            level = _LEVEL_HEAD.match(plain, names[0].start)
            owner = level.group() if level else owner
            yield _Post(names[0].start, names[0].end, names[0].name, "" if level else owner)
        elif office["government"]:
            level_word = "自治区" if "主席" in office["government"] else office["government"][-2]
            yield _Post(office.start(), office.end(), f"{level_word}政府")


def _cell(reading: Reading, start: int, office: int, *, persons: bool) -> tuple[int, bool]:
    """Where the words right before an office begin, and whether a person's name stands before them.

    Words end at punctuation and, in a list of persons, at a gap in the source; persons stand first on their line.
    """
    plain, text, offsets = reading.plain, reading.text, reading.offsets
    for at in range(office, max(start, office - _LONGEST_BODY) - 1, -1):
        if at == start or _CELL_EDGE.match(plain, at - 1):
            return at, at > start and plain[at - 1] in "、,和由"
        if persons and offsets[at] - offsets[at - 1] > 1:
            return at, "\n" not in text[offsets[at - 1] : offsets[at]]
    return office, False


def _body_start(plain: str, begin: int, end: int, *, may_be_person: bool) -> int | None:
    """Where the body's name begins in ``plain[begin:end]``: after a person's name where there may be one."""
    if begin >= end:
        return None
    if _LEVEL_HEAD.match(plain, begin):
        return begin
    level = _LEVEL_HEAD.search(plain, begin + 2, min(end, begin + _LONGEST_PERSON + 2))
    if may_be_person:
        return level.start() if level else None
    return begin
