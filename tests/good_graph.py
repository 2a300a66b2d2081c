"""A small graph, made by hand, with a node of every class: what the tests of the shapes break."""

from __future__ import annotations

from functools import cache
from typing import Any

from kg.stores.rdf_text import n_triples
from kg.tables import Part, TablesBuilder
from ontology.schema import Schema

CITY, PROVINCE = "330200/2023/甬政办发-2023-4", "330000/2023/浙政办发-2023-26"
LOWER, UPPER = f"{CITY}/1", f"{PROVINCE}/2.1"
FIGURE, ALIGNMENT = f"{LOWER}/figure-1", "alignment/1"
MENTION = f"{LOWER}/mention-12-14/concept/首店"


def place(start: int, quote: str) -> dict[str, Any]:
    return {"startOffset": start, "quote": quote}


def add_registers(part: Part) -> None:
    part.node("Region", "region/100000", labelZh="中国", labelEn="China", code="100000", level="national")
    part.node("Region", "region/330000", labelZh="浙江省", code="330000", level="province")
    part.node("Region", "region/330200", labelZh="宁波市", code="330200", level="city")
    part.edge("partOf", "region/330200", "region/330000")
    part.edge("partOf", "region/330000", "region/100000")
    part.node("Theme", "theme/brand", labelZh="品牌", labelEn="Brands", otherNames="老字号")
    part.node("Concept", "concept/首店", labelZh="首店", otherNames="首发店")
    part.edge("broader", "concept/首店", "theme/brand")
    part.node("Programme", "programme/百县千碗", labelZh="百县千碗")
    part.node("Instrument", "instrument/subsidy", labelZh="补贴", labelEn="Subsidy")
    part.node("LineOfWork", "line/commerce", labelZh="商务", labelEn="Commerce")
    part.node(
        "Agency",
        "agency/330200/commerce",
        labelZh="宁波市商务局",
        kind="government-department",
        validFrom="2010-01-01",
        validUntil="2030-12-31",
    )
    part.node("Agency", "agency/330200/x", labelZh="某某专班", kind="unresolved")
    part.edge("inLine", "agency/330200/commerce", "line/commerce")
    part.edge("inRegion", "agency/330200/commerce", "region/330200")
    part.edge("succeededBy", "agency/330200/x", "agency/330200/commerce")


def add_document(part: Part, id: str, path: str, level: str, day: str, region: str) -> None:
    part.node(
        "Document",
        id,
        stem=level,
        title="某方案",
        documentNumber="甬政办发〔2023〕4号",
        issuedOn=day,
        issuedOnKind="signed",
        year=2023,
        level=level,
        validity="有效期5年",
        validFrom=day,
        validUntil="2028-12-31",
        source="https://policy.example/source",
        fieldSources="title=text",
    )
    part.edge("jurisdiction", id, region)
    part.edge("issuedBy", id, "agency/330200/commerce")
    section = part.node("Section", f"{id}/section-1", path="1", title="总则", startOffset=0, position=1)
    part.edge("inDocument", section, id)
    inner = part.node("Section", f"{id}/section-1.1", path="1.1", title="目标", startOffset=3, position=2)
    part.edge("inDocument", inner, id)
    part.edge("inSection", inner, section)
    measure, text = f"{id}/{path}", "引进首店30家。"
    part.node(
        "Measure",
        measure,
        path=path,
        title="引进首店",
        role="measure",
        text=text,
        startOffset=10,
        localities=False,
        position=1,
        due="2023-12-31",
        dueQuote="2023年底",
        dueStart=10,
        mentions="12,14 concept/首店",
    )
    part.edge("inDocument", measure, id)
    part.edge("inSection", measure, section)
    part.node(
        "Sentence",
        f"{measure}/sentence-1",
        text=text,
        startOffset=10,
    )
    part.edge("inMeasure", f"{measure}/sentence-1", measure)
    figure = f"{measure}/figure-1"
    part.node(
        "Figure",
        figure,
        figureType="target",
        metric="首店",
        value=30.0,
        valueMax=40.0,
        unit="家",
        comparator="=",
        change="new",
        period="2023",
        periodStart="2023-01-01",
        periodEnd="2023-12-31",
        periodInferred=True,
        decimalRepaired=True,
        note="３０家",
        doubt="more than all shops there are",
        reviewed=True,
        **place(12, "首店30家"),
    )
    part.edge("hasFigure", measure, figure)
    part.edge("inSentence", figure, f"{measure}/sentence-1")


def add_facts(part: Part) -> None:
    sentence, agency = f"{LOWER}/sentence-1", "agency/330200/commerce"
    part.edge("about", LOWER, "theme/brand")
    part.edge("mainTheme", LOWER, "theme/brand")
    part.edge("mentionsConcept", LOWER, "concept/首店")
    mention = part.node("Mention", MENTION, reviewed=True, **place(12, "首店"))
    part.edge("mentionOf", mention, "concept/首店")
    held = part.node(
        "Responsibility",
        f"{LOWER}/responsibility-1",
        manner="lead",
        origin="note",
        printedName="市商务局",
        reviewed=False,
        **place(20, "市商务局"),
    )
    part.edge("ofMeasure", held, LOWER)
    part.edge("heldBy", held, agency)
    part.edge("responsibleAgency", LOWER, agency)
    cited = part.node(
        "Citation",
        f"{LOWER}/citation-1",
        labelZh="国办发〔2022〕9号",
        citedTitle="某意见",
        citedNumber="国办发〔2022〕9号",
        repealed=False,
        **place(30, "国办发〔2022〕9号"),
    )
    part.edge("inMeasure", cited, LOWER)
    part.edge("refersTo", cited, PROVINCE)
    part.edge("cites", CITY, PROVINCE)
    part.edge("comparedWith", CITY, PROVINCE)
    for fact in (mention, held, cited):
        part.edge("inSentence", fact, sentence)
    group = part.node("Taskforce", f"{CITY}/taskforce-1", labelZh="消费专班", **place(40, "消费专班"))
    part.edge("inDocument", group, CITY)
    member = part.node(
        "Membership", f"{group}/member-1", role="head", printedName="市商务局", **place(50, "市商务局")
    )
    part.edge("ofTaskforce", member, group)
    part.edge("member", member, agency)


def add_wanted_document(part: Part) -> None:
    wanted = part.node(
        "WantedDocument",
        "wanted/国发-2022-5",
        title="某指导意见",
        documentNumber="国发〔2022〕5号",
        announced=False,
    )
    cited = part.node(
        "Citation",
        f"{CITY}/order-1",
        labelZh="国务院：消费",
        citedBody="国务院",
        repealed=False,
        **place(60, "国务院关于消费的部署"),
    )
    part.edge("inDocument", cited, CITY)
    part.edge("refersTo", cited, wanted)
    part.edge("wants", CITY, wanted)


def add_near_copy(part: Part) -> None:
    copy = part.node("NearCopy", "copy/1", sharedText=0.8, lagDays=31)
    part.edge("copyMeasure", copy, LOWER)
    part.edge("sourceMeasure", copy, UPPER)


def add_links(part: Part) -> None:
    part.node(
        "Alignment",
        ALIGNMENT,
        relation="implements",
        strength="direct",
        score=0.9,
        reasons="both: 首店",
        lowerQuote="首店",
        lowerStart=12,
        upperQuote="首店",
        upperStart=12,
        lagDays=31,
        reviewed=True,
    )
    part.edge("implements", LOWER, UPPER)
    part.edge("lowerMeasure", ALIGNMENT, LOWER)
    part.edge("upperMeasure", ALIGNMENT, UPPER)
    part.node("TargetAlignment", "target/1", relation="continues", share=1.0, gap=0.0, pace=0.0)
    part.edge("lowerFigure", "target/1", FIGURE)
    part.edge("upperFigure", "target/1", f"{UPPER}/figure-1")
    part.node(
        "Review",
        "review/1",
        decision="corrected",
        reviewer="reader",
        reviewedOn="2023-05-01",
        comment="ok",
        formerValue="partial",
    )
    part.edge("reviews", "review/1", ALIGNMENT)


@cache
def good_lines() -> tuple[str, ...]:
    part = Part("hand-made")
    add_registers(part)
    add_document(part, CITY, "1", "city", "2023-05-01", "region/330200")
    add_document(part, PROVINCE, "2.1", "province", "2023-03-31", "region/330000")
    add_facts(part)
    add_wanted_document(part)
    add_near_copy(part)
    add_links(part)
    builder = TablesBuilder(Schema.load())
    builder.add(part)
    return tuple(n_triples(builder.build(), Schema.load()))
