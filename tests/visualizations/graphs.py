"""Graphs made by hand for the pages: one whose texts attack, one that is large."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.errors import UsageError
from kg.ids import DEFAULT_BASE, to_iri
from kg.stores.oxigraph_store import OxigraphStore
from kg.stores.protocol import Node, Rows
from kg.tables import Part, TablesBuilder
from ontology.schema import Schema

# What a document may hold to break out of a page; `hacked` would be set by any of them that ran.
ATTACKS = (
    "<script>window.hacked = 1</script>",
    "</script><script>window.hacked = 2</script>",
    '"><img src=x onerror="window.hacked = 3">',
    "<svg onload=window.hacked=4><!--",
    "javascript:window.hacked=5",
    "${window.hacked = 6} `\\u003c/script>",
    "]]> --> *\\/ {{ 7*7 }} {% raw %} $title $data",
    "\u2028window.hacked = 7\u2029",
)


class InMemory:
    """A graph that answers as a graph folder does, from tables made in the test."""

    def __init__(self, *parts: Part) -> None:
        builder = TablesBuilder(Schema.load())
        for part in parts:
            builder.add(part)
        self._store = OxigraphStore(None, read_only=False)
        self._store.load(builder.build())

    def sparql(self, question: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        return self._store.query(question, parameters)

    def find(self, name: str) -> Node:
        node = self._store.node(name)
        if node is None:
            raise UsageError(f"nothing is called {name!r}")
        return node

    def iri(self, id: str) -> str:
        return to_iri(id, DEFAULT_BASE)


def region(part: Part, code: str, name: str, level: str) -> str:
    return part.node("Region", f"region/{code}", labelZh=name, code=code, level=level)


def document(
    part: Part, id: str, place: str, level: str, day: str, title: str, source: str | None = None
) -> str:
    part.node(
        "Document",
        id,
        stem=id.rpartition("/")[2],
        title=title,
        issuedOn=day,
        year=int(day[:4]),
        level=level,
        source=source,
    )
    part.edge("jurisdiction", id, place)
    return id


def measure(part: Part, document: str, number: int, title: str, body: str, theme: str) -> str:
    text = f"{number}. {title}。{body}"
    id = part.node(
        "Measure",
        f"{document}/{number}",
        path=str(number),
        title=title,
        role="measure",
        text=text,
        startOffset=number * 1000,
        position=number,
        localities=False,
    )
    part.edge("inDocument", id, document)
    part.edge("about", id, theme)
    part.edge("mainTheme", id, theme)
    return id


def align(part: Part, number: int, lower: str, upper: str, words: tuple[str, str], reasons: str = "") -> None:
    places: dict[str, int | str] = {}
    for side, end, quote in (("lower", lower, words[0]), ("upper", upper, words[1])):
        start = int(end.rpartition("/")[2]) * 1000 + 3
        places |= {f"{side}Start": start, f"{side}Quote": quote}
    id = part.node(
        "Alignment",
        f"alignment/{number}",
        relation="implements",
        strength="direct" if number % 3 else "partial",
        score=0.8,
        reasons=reasons,
        lagDays=30,
        **places,
    )
    part.edge("lowerMeasure", id, lower)
    part.edge("upperMeasure", id, upper)
    part.edge("implements", lower, upper)


def hostile() -> InMemory:
    """A nation, a province and a city whose titles, texts, names and sources all attack."""
    part = Part("hostile")
    nation = region(part, "100000", ATTACKS[0], "national")
    province = region(part, "330000", ATTACKS[1], "province")
    theme = part.node("Theme", "theme/brand", labelZh=ATTACKS[2], labelEn=ATTACKS[3])
    line = part.node("LineOfWork", "line/commerce", labelZh=ATTACKS[3], labelEn=ATTACKS[0])
    agencies = []
    for number, name in enumerate(ATTACKS[:2]):
        agency = part.node("Agency", f"agency/330000/x{number}", labelZh=name, kind="unresolved")
        part.edge("inLine", agency, line)
        part.edge("inRegion", agency, province)
        agencies.append(agency)
    upper = document(part, "100000/2022/u", nation, "national", "2022-01-01", ATTACKS[1], ATTACKS[4])
    lower = document(
        part, "330000/2023/l", province, "province", "2023-01-01", ATTACKS[0], "javascript:window.hacked=8"
    )
    for number, attack in enumerate(ATTACKS, 1):
        one = measure(part, lower, number, attack, attack, theme)
        two = measure(part, upper, number, attack, attack, theme)
        align(part, number, one, two, (attack, attack), attack)
        figure = part.node(
            "Figure",
            f"{one}/figure-1",
            figureType="target",
            metric=attack,
            value=1.0,
            unit=attack,
            comparator="=",
            change="level",
            period="2023",
            note=attack,
            quote=attack,
            startOffset=number * 1000 + 3,
        )
        part.edge("hasFigure", one, figure)
        for agency in agencies:
            duty = part.node(
                "Responsibility",
                f"{one}/responsibility-{agency[-1]}",
                manner="lead",
                origin="note",
                printedName=attack,
                quote=attack,
                startOffset=number * 1000 + 3,
            )
            part.edge("ofMeasure", duty, one)
            part.edge("heldBy", duty, agency)
            part.edge("responsibleAgency", one, agency)
        for number_of, fact in enumerate((f"{one}/figure-1", f"alignment/{number}", one)):
            review = part.node(
                "Review",
                f"{one}/review-{number_of}",
                decision="corrected",
                reviewer=attack,
                reviewedOn="2024-05-03",
                comment=attack,
                formerValue=attack,
            )
            part.edge("reviews", review, fact)
    return InMemory(part)


def large(documents: int = 150, measures: int = 34) -> InMemory:
    """A nation, provinces and cities with some 5,000 measures, each of the lower ones linked, two agencies and a target."""
    part = Part("large")
    themes = [part.node("Theme", f"theme/t{n}", labelZh=f"主题{n}", labelEn=f"Theme {n}") for n in range(40)]
    lines = [part.node("LineOfWork", f"line/l{n}", labelZh=f"条线{n}", labelEn=f"Line {n}") for n in range(8)]
    nation = region(part, "100000", "中国", "national")
    uppers = [document(part, "100000/2022/0", nation, "national", "2022-01-01", "国家意见")]
    lowers: list[str] = []
    bodies = {uppers[0]: _agencies(part, nation, lines)}
    for number in range(1, documents):
        province, city = f"{11 + number % 30}0000", f"{11 + number % 30}{1 + number // 30:02}00"
        level = "province" if number <= 30 else "city"
        place = region(part, province if number <= 30 else city, f"地区{number}", level)
        part.edge("partOf", place, nation)
        id = f"{place.rpartition('/')[2]}/2023/{number}"
        lowers.append(
            document(
                part, id, place, level, f"2023-{1 + number % 12:02}-{1 + number % 28:02}", f"方案{number}"
            )
        )
        bodies[id] = _agencies(part, place, lines)
    for d in [*uppers, *lowers]:
        for m in range(1, measures + 1):
            one = measure(
                part,
                d,
                m,
                f"促进消费的第{m}项措施",
                "支持新能源汽车消费，完善充电设施。",
                themes[(m * 7) % 40],
            )
            _duty(part, one, m, bodies[d][m % 8])
            _duty(part, one, m, bodies[d][m * 3 % 7])
            _target(part, one, m)
    for n, d in enumerate(lowers):
        for m in range(1, measures + 1):
            align(
                part,
                n * measures + m,
                f"{d}/{m}",
                f"{uppers[0]}/{1 + (m + n) % measures}",
                ("促进消费", "促进消费"),
                "both: 消费",
            )
    return InMemory(part)


def _agencies(part: Part, place: str, lines: list[str]) -> list[str]:
    found = []
    for number, line in enumerate(lines):
        id = f"agency/{place.rpartition('/')[2]}/l{number}"
        found.append(part.node("Agency", id, labelZh=f"{place}的第{number}局", kind="body"))
        part.edge("inLine", id, line)
        part.edge("inRegion", id, place)
    return found


def _duty(part: Part, measure: str, number: int, agency: str) -> None:
    id = f"{measure}/responsibility-{agency.rpartition('/')[2]}"
    start = number * 1000 + 3
    part.node(
        "Responsibility", id, manner="lead", origin="note", printedName="局", quote="促进消费",
        startOffset=start,
    )  # fmt: skip
    part.edge("ofMeasure", id, measure)
    part.edge("heldBy", id, agency)


def _target(part: Part, measure: str, number: int) -> None:
    start = number * 1000 + 3
    id = part.node(
        "Figure", f"{measure}/figure-1", figureType="target", metric=f"第{number}项指标", value=float(number), unit="家",
        comparator="=", change="new", period="2023", quote="促进消费", startOffset=start,
    )  # fmt: skip
    part.edge("hasFigure", measure, id)
