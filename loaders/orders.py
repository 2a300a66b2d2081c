"""Whose orders a text says it carries out, without naming a document: 按照省政府关于优化营商环境的部署."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Span
from loaders.reading import Reading

_BODY = r"党中央|国务院(?:办公厅)?|(?:自治区|[省市州盟区县旗])(?:党委|委|(?:人民)?政府(?:办公[厅室])?)"
# Two dozen bodies in a row would be a list of addressees, not who gave the order.
_ORDER = re.compile(
    # Nearly all characters begin no body: one look spares them the alternatives.
    rf"(?=[党国自省市州盟区县旗])(?P<bodies>(?:(?:{_BODY})[、和及与]?(?:以及)?){{1,8}})(?:关于)?(?P<topic>[^,。;:、()]{{4,24}}?)的?"
    r"(?:(?:有关|相关|重大|具体|最新|工作|决策|总体|统一|一系列)*)(?:部署|要求|安排)"
)
_ONE = re.compile(_BODY)
# Further bodies, meetings and turns of phrase tell no topic.
_NO_TOPIC = re.compile(
    r"[《》“”]|政府|国务院|[党部省市区县]委|决策|会议|全会|报告|统一|[根依]据|按照|明确|工作$|部署"
)


@dataclass(frozen=True, slots=True)
class Order:
    """An order of ``body`` (as printed, 省政府) on ``topic``; ``span`` is the whole of the words."""

    body: str
    topic: str
    span: Span


def read_orders(reading: Reading, start: int, end: int) -> Iterator[Order]:
    """The orders named in ``plain[start:end]`` that say what they are about; one for each body.

    >>> reading = Reading.of("根据国务院、省政府优化营商环境有关部署，结合实际。")
    >>> [(order.body, order.topic) for order in read_orders(reading, 0, len(reading.plain))]
    [('国务院', '优化营商环境'), ('省政府', '优化营商环境')]
    """
    for match in _ORDER.finditer(reading.plain, start, end):
        if _NO_TOPIC.search(match["topic"]):
            continue
        for body in dict.fromkeys(_ONE.findall(match["bodies"])):
            yield Order(body, match["topic"], reading.span(*match.span()))
