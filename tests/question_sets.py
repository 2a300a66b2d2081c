"""Parameters to put the canned questions with: two sets beside the example, and three for the other documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from queries.catalogue import Question

Given = Mapping[str, str | int]

# The bundled documents; each question's own example is the third set.
BUNDLED: Mapping[str, Sequence[Given]] = {
    "changes": [{"earlier": "zj-2023", "later": "nb-2025"}, {"earlier": "nb-2023", "later": "nb-2023"}],
    "citations": [{}, {"document": "nb-2023"}],
    "compare-places": [
        {"place": "宁波", "other": "浙江", "theme": "餐饮"},
        {"place": "中国", "other": "浙江省", "theme": "theme/finance"},
    ],
    "concepts": [{}, {"theme": "catering"}],
    "coverage": [{}, {"level": "city"}],
    "documents": [{}, {"place": "宁波市"}],
    "doubtful-figures": [{}, {"document": "sx-2023"}],
    "duties": [{"agency": "宁波市商务局"}, {"agency": "agency/100000/development-reform"}],
    "implementers": [{"measure": "cn-2022/2.6"}, {"measure": "zj-2023/2.1.3"}],
    "in-force": [{"date": "2023-03-01"}, {"date": "2030-01-01", "place": "region/140000"}],
    "instruments": [{}, {"theme": "brand"}],
    "lag": [{}, {"place": "山西省"}],
    "leaderless": [{}, {"document": "zj-2023"}],
    "line-agencies": [{"line": "line/finance"}, {"line": "market-regulation"}],
    "near-copies": [{}, {"percent": 70}],
    "neighbourhood": [{"node": "agency/330000/commerce"}, {"node": "sx-2023"}],
    "origins": [{"measure": "zj-2023/2.1.1"}, {"measure": "nb-2025/4.4"}],
    "ownerless-targets": [{}, {"level": "省"}],
    "parentless": [{}, {"document": "zj-2023"}],
    "partners": [{"agency": "宁波市商务局"}, {"agency": "山西省商务厅"}],
    "place-mentions": [{"place": "浙江"}, {"place": "山西省"}],
    "programmes": [{}, {"minimum": 1}],
    "subsidies": [{}, {"instrument": "instrument/tax"}],
    "target-chain": [{}, {"document": "nb-2025"}],
    "targets": [{}, {"level": "province", "year": "2025"}],
    "targets-due": [
        {"since": "2022-01-01", "until": "2030-12-31"},
        {"since": "2025-12-31", "until": "2025-12-31", "level": "city"},
    ],
    "taskforces": [{}, {"document": "zj-2023"}],
    "text-mentions": [{"text": "直播"}, {"text": "以旧换新", "level": "national"}],
    "unanswered": [{"document": "cn-2022"}, {"document": "zj-2023", "place": "宁波"}],
    "wanted": [{}, {"text": "条例"}],
}

# Documents of seven other places, with lead and supporting bodies, taskforces and citations.
VARIED: Mapping[str, Sequence[Given]] = {
    "changes": [
        {"earlier": "province-shanxi-2023-031", "later": "city-shanxi-2023-035"},
        {"earlier": "city-yunnan-2023-174", "later": "province-yunnan-2023-170"},
        {"earlier": "city-yunnan-2023-174", "later": "city-yunnan-2023-174"},
    ],
    "citations": [{}, {"document": "city-shanxi-2023-035"}, {"text": "营商环境"}],
    "compare-places": [
        {"place": "漳州市", "other": "玉溪市", "theme": "market-regulation"},
        {"place": "山西省", "other": "云南省", "theme": "barrier-removal"},
        {"place": "山西省", "other": "山西省", "theme": "fiscal"},
    ],
    "concepts": [{}, {"theme": "market-regulation"}, {"theme": "sports"}],
    "coverage": [{}, {"level": "county"}, {"theme": "barrier-removal"}],
    "documents": [{}, {"level": "市"}, {"year": "2022"}],
    "doubtful-figures": [{}, {"document": "city-fujian-2023-110"}, {"document": "city-shanxi-2023-035"}],
    "duties": [
        {"agency": "玉溪市市场监督管理局"},
        {"agency": "agency/140000/central-bank"},
        {"agency": "漳州市发展和改革委员会"},
    ],
    "implementers": [
        {"measure": "province-yunnan-2023-170/2.9"},
        {"measure": "province-yunnan-2023-170/2.11"},
        {"measure": "province-shanxi-2023-031/1.3"},
    ],
    "in-force": [{"date": "2023-03-01"}, {"date": "2024-01-01"}, {"date": "2024-01-01", "place": "玉溪"}],
    "instruments": [{}, {"theme": "fiscal"}, {"level": "county"}],
    "lag": [{}, {"place": "太原市"}, {"place": "山西省"}],
    "leaderless": [{}, {"document": "city-fujian-2023-110"}, {"level": "province"}],
    "line-agencies": [{"line": "line/central-bank"}, {"line": "line/customs"}, {"line": "海关"}],
    "near-copies": [{}, {"percent": 70}, {"document": "county-beijing-2023-022", "percent": 40}],
    "neighbourhood": [
        {"node": "county-beijing-2023-022"},
        {"node": "agency/140000/central-bank-former"},
        {"node": "region/140000"},
    ],
    "origins": [
        {"measure": "city-shanxi-2023-035/2.1.7"},
        {"measure": "city-shanxi-2023-035/2.1.3"},
        {"measure": "province-shanxi-2023-031/1.3"},
    ],
    "ownerless-targets": [{}, {"level": "city"}, {"document": "county-beijing-2023-022"}],
    "parentless": [{}, {"document": "city-shanxi-2023-035"}, {"document": "province-shanxi-2023-031"}],
    "partners": [
        {"agency": "玉溪市市场监督管理局"},
        {"agency": "漳州市发展和改革委员会"},
        {"agency": "agency/140000/market-regulation"},
    ],
    "place-mentions": [{"place": "山西"}, {"place": "昆明市"}, {"place": "北京市"}],
    "programmes": [{}, {"minimum": 5}, {"minimum": 1}],
    "subsidies": [{}, {"instrument": "instrument/enforcement"}, {"instrument": "fee-relief"}],
    "target-chain": [{}, {"metric": "没有这个指标"}, {"document": "city-shanxi-2023-035"}],
    "targets": [{}, {"level": "county"}, {"year": "2023"}],
    "targets-due": [
        {"since": "2020-01-01", "until": "2030-12-31"},
        {"since": "2023-11-01", "until": "2023-11-30"},
        {"since": "2023-01-01", "until": "2023-12-31", "level": "省"},
    ],
    "taskforces": [{}, {"document": "county-beijing-2023-022"}, {"document": "city-shanxi-2023-035"}],
    "text-mentions": [{"text": "一业一证"}, {"text": "容缺 受理"}, {"text": "一网通办", "level": "city"}],
    "unanswered": [
        {"document": "province-shanxi-2023-031"},
        {"document": "province-yunnan-2023-170", "place": "玉溪市"},
        {"document": "province-beijing-2023-019"},
    ],
    "wanted": [{}, {"place": "山西"}, {"text": "回收"}],
}


def sets_of(graph: str, question: Question) -> list[Given]:
    """The sets of parameters of a question: its example is one of those for the bundled documents.

    What analysts decided is asked for in those questions alone that tell of it.
    """
    if graph == "reviewed" and "reviewed" not in question.header.columns:
        return []
    if graph == "varied":
        return list(VARIED[question.name])
    example = {parameter.name: parameter.example for parameter in question.header.parameters}
    return [example, *BUNDLED[question.name]]
