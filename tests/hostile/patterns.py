"""Texts that are made to be hard to read: each pattern repeats something that a rule looks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count

HEAD = "关于促进消费的若干措施\n浙江省人民政府办公厅\n2023年3月6日\n一、总体要求。扩大消费。\n"

Pattern = Callable[[int], str]


def repeated(unit: str, *, head: str = HEAD, tail: str = "") -> Pattern:
    """``unit`` again and again, behind a heading that makes the text a document."""

    def text(size: int) -> str:
        return (head + unit * (size // len(unit) + 1))[: size - len(tail)] + tail

    return text


def counted(unit: str, *, head: str = HEAD) -> Pattern:
    """``unit`` with ``{n}`` in it that counts up, so that no two repeats are the same."""

    def text(size: int) -> str:
        pieces, length = [head], len(head)
        for n in count(1):
            piece = unit.format(n=n)
            pieces.append(piece)
            length += len(piece)
            if length >= size:
                return "".join(pieces)[:size]
        raise AssertionError("count ends")

    return text


# The characters that open, close or separate something in the rules.
_SINGLES = "(（〔[【《“”‘’)）〕]】》、，。；：:;,.·—-~～ \n0１％%万亿元第条一二十年月日省市县各等及和与的①⑴⒈#/\\|<>&\"'=+*?!！？"

PATTERNS: Mapping[str, Pattern] = {
    **{f"U+{ord(c):04X} {c if c.isprintable() and c != ' ' else ''}".strip(): repeated(c) for c in _SINGLES},
    "plain text": repeated("支持企业扩大消费和投资，"),
    "no full stop": repeated("支持汽车消费家电消费"),
    "no full stop behind a table": repeated("支持汽车消费家电消费", head=HEAD + "任务\t单位\n"),
    "ordinals 一、": repeated("一、"),
    "ordinals on lines": repeated("一、扩大\n（一）消费\n1.投资\n（1）支持\n"),
    "ordinals counted": counted("{n}.支持消费。\n"),
    "ordinals same": repeated("1.支持消费。\n"),
    "ordinals without break": counted("{n}.支持消费。"),
    "ordinals bracketed": repeated("（一）"),
    "ordinals dotted": repeated("1.1.1.1.1."),
    "ordinals dots counted": counted("1.{n}支持消费。\n"),
    "ordinals 第一条": repeated("第一条 支持消费。\n"),
    "ordinals 一是二是": repeated("一是支持消费；二是扩大投资；"),
    "ordinals inline": repeated("。一、支持"),
    "ordinals 章": repeated("第一章 总则\n第一节 消费\n"),
    "digits spaced": repeated("1 2 3 "),
    "digits full width": repeated("１２３４５６７８９０"),
    "digits with commas": repeated("1,234,"),
    "digits with points": repeated("1.2.3"),
    "digits percent": repeated("10%、"),
    "ranges": repeated("１－２家"),
    "ranges open": repeated("1—"),
    "figures": repeated("新增10万家，增长5%，"),
    "figures shared": repeated("10家、", tail="分别"),
    "figures 分别": repeated("分别达到10场、20次、30%"),
    "figure without unit": repeated("达到10"),
    "figures counted": counted("培育企业{n}家，"),
    "Chinese numbers": repeated("一百二十三万四千"),
    "Chinese digits": repeated("一二三四五六七八九〇"),
    "metric without end": repeated("支持汽车消费", tail="达到10万家。"),
    "periods": repeated("到2025年底前2023年"),
    "periods ranges": repeated("2023-2025年—"),
    "dates": repeated("2023年3月6日"),
    "dates on lines": repeated("2023年3月6日\n"),
    "dates spaced": repeated("2 0 2 3 年 3 月 6 日"),
    "notes opened": repeated("（责任单位："),
    "notes empty": repeated("（责任单位：）"),
    "notes short": repeated("（责任单位：省商务厅）"),
    "notes of items": repeated("一、支持消费。（责任单位：省商务厅、市发改委等）\n"),
    "note in brackets": repeated("〔责任单位：（省商务厅"),
    "note half": repeated("牵头单位：省商务厅；配合单位："),
    "note by duty": repeated("（省商务厅按职责分工负责"),
    "note nested": repeated("（〔"),
    "note nested closed": lambda size: repeated("（", tail="）" * (size // 2))(size),
    "note of many": repeated("省商务厅、", head=HEAD + "（责任单位：", tail="）"),
    "note of unknown": repeated("省某某厅、", head=HEAD + "（责任单位：", tail="）"),
    "note of different": counted("省第{n}局、", head=HEAD + "（责任单位："),
    "note without separator": repeated("省商务厅", head=HEAD + "（责任单位：", tail="）"),
    "note of 、": repeated("、", head=HEAD + "（责任单位：", tail="）"),
    "note of counties": repeated("各市、县〔市、区〕政府、", head=HEAD + "（责任单位：", tail="）"),
    "note of one name": repeated("市", head=HEAD + "（责任单位：", tail="局）"),
    "charged": repeated("由省商务厅牵头制定，"),
    "charged openers": repeated("由市"),
    "charged of many": repeated("省商务厅要"),
    "charged lists": repeated("省商务厅、省财政厅、", tail="要加强。"),
    "names of bodies": repeated("委员会办公室"),
    "names of places": repeated("浙江省宁波市海曙区"),
    "names of unknown places": repeated("某某市某某县"),
    "places listed": repeated("杭州、宁波、温州、"),
    "places 市": repeated("甲市乙县"),
    "lists": repeated("汽车、家电、家居、餐饮、"),
    "lists of one": repeated("甲、"),
    "lists 和": repeated("甲和乙及丙与"),
    "concepts": repeated("一刻钟便民生活圈首店预制菜充电桩"),
    "concept one": repeated("消费"),
    "quoted openers": repeated("“百县"),
    "quoted": repeated("“百县千碗”"),
    "quoted counted": counted("“百县{n}碗”工程，"),
    "quoted empty": repeated("“”"),
    "quoted nested": repeated("“‘"),
    "quoted long": repeated("百县千碗", head=HEAD + "“", tail="”行动"),
    "titles opened": repeated("《关于"),
    "titles": repeated("《关于促进消费的通知》"),
    "titles counted": counted("《关于促进消费的通知{n}》（国办发〔2022〕{n}号）"),
    "titles nested": repeated("《《关于》"),
    "titles crossed": repeated("》《"),
    "numbers of documents": repeated("国办发〔2022〕9号"),
    "numbers half": repeated("〔2022〕"),
    "numbers long": repeated("国办发", tail="〔2022〕9号"),
    "repeals": repeated("《甲》同时废止"),
    "repeals late": repeated("《甲》《乙》", tail="同时废止。"),
    "in accordance": repeated("按照《"),
    "validity": repeated("本措施自2023年1月1日起施行，有效期"),
    "taskforces": repeated("成立工作专班，组长："),
    "taskforce members": repeated("成员：省商务厅、", head=HEAD + "附件\n工作专班成员名单\n组长："),
    "taskforce names": repeated("消费专班"),
    "annexes": repeated("附件1\n"),
    "annex list": repeated("附件：1.甲\n2.乙\n"),
    "copies to": repeated("抄送：省委\n"),
    "printed": repeated("浙江省人民政府办公厅2023年3月6日印发\n"),
    "issuers": repeated("浙江省人民政府办公厅\n"),
    "titles of documents": repeated("关于促进消费的通知\n", head=""),
    "long title": repeated("关于促进消费", head="", tail="的通知\n一、支持。扩大。"),
    "web residue": repeated("来源：网站 发布时间：2023-03-06 字体：大 中 小\n"),
    "page marks": repeated("\n— 1 —\n"),
    "page marks half": repeated("\n— 1"),
    "page numbers": repeated("# Page 1:\n"),
    "page spaces": repeated("\n        "),
    "first 第页": repeated("第1页共"),
    "line breaks": repeated("消\n费\n"),
    "carriage returns": repeated("消费\r"),
    "spaces": repeated("消 费 "),
    "spaces wide": repeated("　　"),
    "stops": repeated("消费。"),
    "stops half": repeated("消费."),
    "sentence brackets": repeated("（。"),
    "sentence closers": repeated("。”）"),
    "instruments": repeated("给予补贴最高100万元"),
    "caps": repeated("最高不超过"),
    "each": repeated("每辆补贴"),
    "comparators": repeated("不少于不低于以上左右"),
    "combining marks": repeated("消\u0301\u0302"),
    "bidi": repeated("消\u202e费\u202c"),
    "zero width": repeated("消\u200b"),
    "NUL": repeated("消\x00费"),
    "private use": repeated("消\ue000"),
    "variation selectors": repeated("消\ufe0f"),
    "emoji": repeated("👩‍👩‍👧‍👦"),
    "different characters": lambda size: (HEAD + "".join(chr(0x4E00 + n % 20000) for n in range(size)))[
        :size
    ],
    "markup": repeated("<div><p>支持</p></div>"),
    "script": repeated("<script>alert(1)</script>"),
    "entities": repeated("&lt;&amp;&#x4e00;"),
    "addresses": repeated("https://a.b/c?d=e&f"),
    "latin": repeated("abc def ghi. "),
    "latin word": repeated("a"),
    "exponents": repeated("1e9"),
    "huge number": repeated("9", head=HEAD + "新增", tail="家。"),
    "huge decimals": repeated("9", head=HEAD + "增长0.", tail="%。"),
    "huge Chinese number": repeated("亿", head=HEAD + "新增一", tail="家。"),
    "tables": repeated("1\t支持消费\t省商务厅\t2023年\n"),
    "tables with bars": repeated("| 1 | 支持消费 | 省商务厅 |\n"),
}
