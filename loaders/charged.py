"""Bodies charged with something in the running text: 国家统计局要…, 由市商务局牵头制定, 办公室设在市商务局.

A body counts only where it stands at the head of a clause, or after 由, and a word of duty follows at once;
a body merely mentioned (向市商务局申报, 经省政府同意) is left out. Localities and unnamed groups (有关部门) are no
bodies. Notes of responsibility are read elsewhere and skipped here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.model import Agency
from loaders.agency_names import PrintedName, read_names
from loaders.agency_records import Identify, agency_record
from loaders.reading import Reading

_BODY_END = r"(?:[局委厅办部院署社]|政府|总局|中心|海关|公司|集团|支行|分行|银行|专班|小组|指挥部|工商联|妇联|[总协联商]会)"
_ET_AL = r"(?:等(?:\d+个|[多各]家|各)?(?:市直|省直|市级|省级)?(?:各|有关|相关|责任|成员|职能)*(?:部门|单位|部委)?(?:和单位|单位)?)?"
_CHARGE = (
    r"(?:要(?!求|素|点|件|闻|位)|应(?!用|急|对|收|届|税|诉)|须(?!知)|需(?!求|经|提交)|必须|务必|具体(?=负责|承担|实施|组织|落实)|负责(?!人|同志)|牵头(?!单位|部门)|会同|联合(?![会社体])"
    r"|配合(?!单位|部门)|协助|共同|承担|承办(?!单位|部门)|主办(?!单位|方)|协办(?!单位)|分别|统筹|指导(?!意见|目录|价)|做好|抓好|加强(?!版)|加快|加大|落实|督促|定期|跟踪"
    r"|(?:按照?|依照?|根据)(?:各自)?(?:职责|职能|权限|分工)|制定(?!的)|制订(?!的)|研究(?=制[定订]|出台|提出|建立)|组织(?=实施|开展|制定|编制|推动|协调)|及时(?=研究|组织|通报|协调|汇总|开展|将|对))"
)
# Nearly all characters end no body: one look spares them the alternatives.
_CHARGED = re.compile(
    rf"(?=[局委厅办部院署社政总中海公集支分银专小指工妇协联商]){_BODY_END}{_ET_AL}(?=:?{_CHARGE})"
)
_BY = re.compile(rf"由(?<![自来缘理事]由)(?!于|此|来)(?=[^。;:,]{{1,80}}?{_BODY_END})")
_OFFICE = re.compile(r"(?:办公室|秘书处|日常工作|日常事务)(?:设|挂靠?|放)(?:立)?(?:在|于)|日常工作由")
_CLAUSE_HEAD = re.compile(r"[。;:,!?()〔〕“”《》]|(?<![自来缘理事])由(?!于|此|来)")
_BEFORE_NAME = re.compile(
    r"(?:第[一二三四五六七八九十百]{1,5}条|[一二三四五六七八九十]{1,2}是|(?:到|自|从|在|于)?20\d\d年(?:\d{1,2}月)?(?:底|末|起|初|内)?前?|今年|每年|年底前|近期|下一步"
    r"|同时|其中|原则上|目前|各地和|此外|另外|并(?!且)|具体方案)+"
)
_VERB_FIRST = re.compile(
    r"(?:配合|督促|指导|围绕|协助|支持|推动|鼓励|引导|根据|按照|组织|加强|落实|推进)[^,。;]{0,6}[省市区县州]"
)
_SETS_UP = re.compile(r"(?:成立|组建|设立|建立)由")
_SEVERAL = re.compile(r"各|[两三]级|有关|相关")
# 由市政府副市长担任组长, 由甲局、乙局组成: membership, no charge.
_APPOINTS = re.compile(r"[^,。;:]{0,20}?(?:担任|组成|任(?:副?组长|召集人)|为成员)")
_JOINT = re.compile(
    r"(?:会同|联合(?![会社体])|协同)(?=[^,。;]{2,30}?(?:[局委厅办部院署行社联会]|中心|海关|公司|政府))"
)
_LONGEST_CLAUSE = 160
_LONGEST_SENTENCE = 400
_LONGEST_SEAT = 60


def read_charged(
    reading: Reading, start: int, end: int, notes: Sequence[tuple[int, int]], identify: Identify
) -> tuple[Agency, ...]:
    """The bodies charged in ``plain[start:end]`` outside of ``notes``, each once, in order of appearance."""
    found: dict[str, Agency] = {}
    at = start
    for stop, resume in [*notes, (end, end)]:
        for names in _charged(reading.plain, at, max(at, min(stop, end))):
            records = [agency_record(reading, n.start, n.end, n.manner, identify, n.owner) for n in names]
            if records and (records[0].resolved or _has_region(records[0].name)):
                for agency in filter(_is_one_body, records):
                    found.setdefault(agency.name, agency)
        at = max(at, resume)
    return tuple(found.values())


_REGION = re.compile(
    r"自治区|省(?!级)|市(?![级场民域]|政[^府务协法])|区(?![级域块内])|县(?![级域内])|州(?!级)|地区|国家|国务院|人民银行"
)


def _has_region(name: str) -> bool:
    """Whether a name says by itself whose body it is; an unknown one that does not may be any noun."""
    return len(name) > 1 and _REGION.match(name) is not None


def _is_one_body(agency: Agency) -> bool:
    if agency.name.endswith(("专班", "小组", "成员单位", "指挥部")):
        return True
    return agency.kind != "group" and not _SEVERAL.search(agency.name)


def _charged(plain: str, start: int, end: int) -> Iterator[list[PrintedName]]:
    """The lists of charged bodies; the first name of each says whether it is a list of bodies at all."""
    done, tried = start, -1
    for hit in _candidates(plain, start, end):
        if hit[1] <= done:
            continue
        begin = _clause_head(plain, done, hit[0])
        if begin is None or (begin == tried and plain[hit[1] : hit[1] + 1] != ":"):
            continue
        tried = begin
        stop = _clause_end(plain, hit[1], min(end, hit[1] + _LONGEST_SENTENCE))
        names = list(_names(plain, begin, hit[1], stop))
        yield names
        done = max([done, *(name.end for name in names)])
    for office in _OFFICE.finditer(plain, start, end):
        seat = read_names(
            plain,
            office.end(),
            _clause_end(plain, office.end(), min(end, office.end() + _LONGEST_SEAT), ",。;"),
            strict=True,
        )
        yield seat.names[:1]


def _candidates(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where charged bodies may end: before a word of duty, and behind 由; each with what it is searched from."""
    hits = [(hit.start(), hit.end()) for hit in _CHARGED.finditer(plain, start, end)]
    hits += [(hit.end(), hit.end()) for hit in _BY.finditer(plain, start, end)]
    return sorted(hits, key=lambda hit: hit[1])


def _names(plain: str, start: int, hit: int, stop: int) -> Iterator[PrintedName]:
    """The bodies of the list that begins at ``start`` and has its word of duty at ``hit``."""
    if _SETS_UP.match(plain, max(0, start - 3), start):
        return
    if plain[hit] == ":":
        yield from read_names(plain, start, hit, strict=True).names
        return
    found = read_names(plain, start, stop, running=True)
    names = [name for name in found.names if name.has_duty]
    # 市、县营商办要…: the bodies of every city and county, none of them named.
    if not names or names[0].start != start or any(len(name.name) == 1 for name in names):
        return
    if _VERB_FIRST.match(names[0].name) or _APPOINTS.match(plain, names[-1].end, stop):
        return
    yield from (name for name in names if not _VERB_FIRST.match(name.name))
    partner = _JOINT.search(plain, names[-1].end, stop)
    if partner:
        end = _clause_end(plain, partner.end(), stop, ",。;")
        yield from (
            replace(name, manner="joint")
            for name in read_names(plain, partner.end(), end, running=True).names
        )


def _clause_head(plain: str, first: int, end: int) -> int | None:
    """Where the clause that holds ``plain[:end]`` begins, closed brackets and quotations passed over.

    Not before ``first``; None for a clause too long to begin with a list of bodies.
    """
    start = max(first, end - _LONGEST_CLAUSE)
    head = first if start == first else -1
    outside: list[int] = []
    for mark in _CLAUSE_HEAD.finditer(plain, start, end):
        if mark.group() in "(〔“《":
            outside.append(head)
            head = mark.end()
        elif mark.group() in ")〕”》":
            head = outside.pop() if outside else mark.end()
        else:
            head = mark.end()
    if head < 0:
        return None
    before = _BEFORE_NAME.match(plain, head, end)
    return before.end() if before else head


def _clause_end(plain: str, start: int, end: int, marks: str = "。;!?") -> int:
    stops = [at for at in (plain.find(mark, start, end) for mark in marks) if at >= 0]
    return min(stops, default=end)
