"""Records become nodes and edges: identifiers, evidence, direct edges, shared things, links between documents."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.check import check
from kg.ids import is_short, natural_order
from kg.mapping import document_ids, map_document, map_registers, measure_ids
from kg.mapping_dates import day_bounds, validity_bounds
from kg.mentions import read
from kg.model import (
    Agency,
    Citation,
    Document,
    Figure,
    Header,
    Measure,
    Mention,
    Review,
    Section,
    Sentence,
    Span,
    Taskforce,
    TaskforceMember,
    ThemeScore,
)
from kg.stores.rdf_text import n_triples, sorted_n_triples
from kg.tables import GraphTables, TablesBuilder
from loaders.citations import citation_id
from ontology.registers import Registers
from ontology.schema import Schema

TEXT = (
    "一、促进消费。（一）引进首店。力争2025年底前引进首店３０家，给予补贴，支持宁波市办好“百县千碗”。"
    "落实国办发〔2022〕9号。（责任单位：省商务厅）浙江银保监局要加强监管。消费专班由省商务厅牵头。"
)
ID = "330000/2023/浙政办发-2023-26"
MEASURE = f"{ID}/1.1"


def span(quote: str, text: str = TEXT) -> Span:
    return Span.of(text, text.index(quote), text.index(quote) + len(quote))


def agency(name: str, slug: str, label: str, **values: Any) -> Agency:
    fields: dict[str, Any] = {
        "name": name,
        "id": f"agency/330000/{slug}",
        "label": label,
        "line": None,
        "region_code": "330000",
        "kind": "government-department",
        "manner": "responsible",
        "span": span(name),
    }
    return Agency(**(fields | values))


COMMERCE = agency("省商务厅", "commerce", "浙江省商务厅", line="commerce")
REGULATOR = agency(
    "浙江银保监局",
    "banking-insurance-regulator",
    "浙江银保监局",
    line="financial-supervision",
    kind="central-branch",
)
FIGURE = Figure(
    span("引进首店３０家"), "target", "首店", 30.0, None, "家", "=", "new", "2025-12-31", note="", doubt=""
)
CITATION = Citation(
    citation_id(None, "国办发〔2022〕9号"),
    "国办发〔2022〕9号",
    None,
    "国办发〔2022〕9号",
    span("国办发〔2022〕9号"),
)


def measure(path: str = "1.1", **values: Any) -> Measure:
    body = span(TEXT[TEXT.index("（一）") :])
    cut = TEXT.index("落实")
    fields: dict[str, Any] = {
        "path": path,
        "title": "引进首店",
        "role": "measure",
        "span": body,
        "section": "1",
        "sentences": (
            Sentence(1, Span.of(TEXT, body.start, cut)),
            Sentence(2, Span.of(TEXT, cut, body.end)),
        ),
        "agencies": (COMMERCE,),
        "charged": (REGULATOR,),
        "figures": (FIGURE,),
        "themes": (
            ThemeScore("promotion-event", 0.4, (span("补贴"),)),
            ThemeScore("brand", 0.9, (span("首店"),)),
        ),
        "concepts": (Mention("concept/首店", "首店", span("首店")),),
        "programmes": (Mention("programme/百县千碗", "百县千碗", span("百县千碗")),),
        "places": (Mention("region/330200", "宁波市", span("宁波市")),),
        "instruments": (Mention("instrument/subsidy", "补贴", span("补贴")),),
        "citations": (CITATION,),
    }
    return Measure(**(fields | values))


HEADER = Header(
    title="关于进一步扩大消费的若干举措",
    document_number="浙政办发〔2023〕26号",
    issuer="浙江省人民政府办公厅",
    issued_on="2023-03-31",
    issued_on_kind="signed",
    level="province",
    region="浙江省",
    region_code="330000",
    validity="自印发之日起施行，有效期2年。",
    sources={"title": "text", "issued_on": "corpus.toml"},
)
DOCUMENT = Document(
    "zj-2023",
    TEXT,
    HEADER,
    sections=(Section("1", "促进消费", span("一、促进消费。")),),
    measures=(measure(),),
    taskforces=(
        Taskforce("taskforce/1", "消费专班", span("消费专班"), (TaskforceMember(COMMERCE, "head"),)),
    ),
)


@pytest.fixture(scope="module")
def registers() -> Registers:
    return Registers.load()


def tables(registers: Registers, *documents: Document) -> GraphTables:
    ids = document_ids({document.stem: document.header for document in documents})
    builder = TablesBuilder(Schema.load())
    builder.add(map_registers(registers))
    for document in documents:
        builder.add(map_document(document, ids[document.stem], registers))
    assert builder.conflicts == ()
    return builder.build()


@pytest.fixture(scope="module")
def graph(registers: Registers) -> GraphTables:
    return tables(registers, DOCUMENT)


def targets(graph: GraphTables, relation: str, start: str) -> list[str]:
    return [end for begin, end in graph.edges.get(relation, ()) if begin == start]


def changed(**values: Any) -> Document:
    return dataclasses.replace(DOCUMENT, **values)


# -- the graph as a whole ------------------------------------------------------------------------------


def test_the_graph_of_hand_made_records_conforms(graph: GraphTables) -> None:
    assert check(n_triples(graph, Schema.load())) == ()


def test_every_identifier_is_a_short_form(graph: GraphTables) -> None:
    assert [id for table in graph.nodes.values() for id in table if not is_short(id)] == []


def test_every_quote_stands_at_its_place(graph: GraphTables) -> None:
    for table in graph.nodes.values():
        for id, values in table.items():
            quote = values.get("quote", values.get("text"))
            if quote is not None:
                assert TEXT.startswith(str(quote), int(values["startOffset"])), id


def test_two_builds_are_the_same_whatever_the_order_of_documents(registers: Registers) -> None:
    other = changed(stem="other")
    one, two = tables(registers, DOCUMENT, other), tables(registers, other, DOCUMENT)
    assert sorted_n_triples(one, Schema.load()) == sorted_n_triples(two, Schema.load())


# -- documents and measures ----------------------------------------------------------------------------


def test_a_document_has_its_header(graph: GraphTables) -> None:
    assert graph.nodes["Document"] == {
        ID: {
            "stem": "zj-2023",
            "title": "关于进一步扩大消费的若干举措",
            "documentNumber": "浙政办发〔2023〕26号",
            "issuedOn": "2023-03-31",
            "issuedOnKind": "signed",
            "year": 2023,
            "level": "province",
            "validity": "自印发之日起施行，有效期2年。",
            "validFrom": "2023-03-31",
            "validUntil": "2025-03-30",
            "fieldSources": "issuedOn=corpus.toml; title=text",
        }
    }
    assert targets(graph, "jurisdiction", ID) == ["region/330000"]
    (issuer,) = targets(graph, "issuedBy", ID)
    assert graph.nodes["Agency"][issuer]["kind"] != "unresolved"


def test_a_header_with_nothing_but_a_title_maps_too(registers: Registers) -> None:
    bare = tables(registers, changed(header=Header("某方案")))
    ((id, values),) = bare.nodes["Document"].items()
    assert id.startswith("_/_/_-_-")
    assert values == {"stem": "zj-2023", "title": "某方案"}
    assert targets(bare, "jurisdiction", id) == []


def test_several_issuers_are_several_agencies(registers: Registers) -> None:
    joint = dataclasses.replace(HEADER, issuer="浙江省商务厅 浙江省财政厅", region_code="330000")
    graph = tables(registers, changed(header=joint))
    assert targets(graph, "issuedBy", ID) == ["agency/330000/commerce", "agency/330000/finance"]


def test_two_documents_of_one_number_are_both_kept() -> None:
    ids = document_ids({"b": HEADER, "a": HEADER, "c": HEADER})
    assert ids == {"a": ID, "b": f"{ID}~2", "c": f"{ID}~3"}


def test_a_measure_has_its_fields_and_place(graph: GraphTables) -> None:
    values = graph.nodes["Measure"][MEASURE]
    assert (values["path"], values["title"], values["position"], values["role"]) == (
        "1.1",
        "引进首店",
        1,
        "measure",
    )
    assert values["localities"] is False
    assert targets(graph, "inDocument", MEASURE) == [ID]
    assert targets(graph, "inSection", MEASURE) == [f"{ID}/section-1"]


def test_a_path_printed_twice_gives_two_measures(registers: Registers) -> None:
    twice = changed(measures=(measure(), measure()))
    assert measure_ids(twice, ID) == (MEASURE, f"{MEASURE}~2")
    graph = tables(registers, twice)
    assert list(graph.nodes["Measure"]) == [MEASURE, f"{MEASURE}~2"]
    assert f"{MEASURE}~2/figure-1" in graph.nodes["Figure"]


def test_sections_nest_by_their_paths(registers: Registers) -> None:
    inner = Section("1.1", "引进", span("引进首店"))
    graph = tables(registers, changed(sections=(*DOCUMENT.sections, inner)))
    assert targets(graph, "inSection", f"{ID}/section-1.1") == [f"{ID}/section-1"]


def test_a_section_path_printed_twice_means_the_one_before(registers: Registers) -> None:
    late = Section("1", "后来", span("消费专班由"))
    graph = tables(registers, changed(sections=(*DOCUMENT.sections, late)))
    assert targets(graph, "inSection", MEASURE) == [f"{ID}/section-1"]
    assert f"{ID}/section-1~2" in graph.nodes["Section"]


# -- facts ---------------------------------------------------------------------------------------------


def test_a_responsibility_says_who_how_and_where(graph: GraphTables) -> None:
    node = f"{MEASURE}/responsibility-1"
    values = graph.nodes["Responsibility"][node]
    assert (values["manner"], values["origin"], values["printedName"]) == ("responsible", "note", "省商务厅")
    assert targets(graph, "ofMeasure", node) == [MEASURE]
    assert targets(graph, "heldBy", node) == ["agency/330000/commerce"]
    assert targets(graph, "responsibleAgency", MEASURE) == ["agency/330000/commerce"]
    assert targets(graph, "inSentence", node) == [f"{MEASURE}/sentence-2"]


def test_bodies_charged_in_the_text_are_kept_apart(graph: GraphTables) -> None:
    assert graph.nodes["Responsibility"][f"{MEASURE}/responsibility-2"]["origin"] == "text"
    assert targets(graph, "chargedAgency", MEASURE) == ["agency/330000/banking-insurance-regulator"]


def test_a_note_in_another_measure_leads_to_its_sentence(registers: Registers) -> None:
    early = measure("1.1", span=span("一、促进消费。"), sentences=(Sentence(1, span("一、促进消费。")),))
    graph = tables(registers, changed(measures=(early, measure("1.2", agencies=(), charged=()))))
    assert targets(graph, "inSentence", f"{MEASURE}/responsibility-1") == [f"{ID}/1.2/sentence-2"]


def test_a_figure_has_its_days(graph: GraphTables) -> None:
    values = graph.nodes["Figure"][f"{MEASURE}/figure-1"]
    assert (values["value"], values["unit"], values["period"]) == (30.0, "家", "2025-12-31")
    assert (values["periodStart"], values["periodEnd"]) == ("2025-12-31", "2025-12-31")
    assert not {"valueMax", "note", "doubt"} & set(values)
    assert targets(graph, "hasFigure", MEASURE) == [f"{MEASURE}/figure-1"]
    assert targets(graph, "inSentence", f"{MEASURE}/figure-1") == [f"{MEASURE}/sentence-1"]


def test_themes_are_ranked_by_score(graph: GraphTables) -> None:
    assert targets(graph, "about", MEASURE) == ["theme/brand", "theme/promotion-event"]
    assert targets(graph, "mainTheme", MEASURE) == ["theme/brand"]


def named(graph: GraphTables) -> list[tuple[str, str]]:
    """What the measure names with the words of the text, in the order of its list."""
    places = read(str(graph.nodes["Measure"][MEASURE].get("mentions", "")))
    return [(TEXT[place.start : place.end], place.thing) for place in places]


def test_a_measure_lists_what_it_names_in_the_order_of_the_text_and_names_it_directly(
    graph: GraphTables,
) -> None:
    assert named(graph) == [
        ("首店", "concept/首店"),
        ("补贴", "instrument/subsidy"),
        ("补贴", "theme/promotion-event"),
        ("宁波市", "region/330200"),
        ("百县千碗", "programme/百县千碗"),
    ]
    assert targets(graph, "mentionsConcept", MEASURE) == ["concept/首店"]
    assert targets(graph, "partOfProgramme", MEASURE) == ["programme/百县千碗"]
    assert targets(graph, "namesPlace", MEASURE) == ["region/330200"]
    assert targets(graph, "usesInstrument", MEASURE) == ["instrument/subsidy"]


def test_a_measure_that_names_nothing_has_no_list(registers: Registers) -> None:
    bare = measure(themes=(), concepts=(), programmes=(), places=(), instruments=())
    graph = tables(registers, changed(measures=(bare,)))
    assert "mentions" not in graph.nodes["Measure"][MEASURE]


REVIEW = Review("corrected", "a reader", "2024-05-03")


def test_what_was_reviewed_alone_is_a_node_and_keeps_its_name_whatever_else_is_named(
    registers: Registers, graph: GraphTables
) -> None:
    assert "Mention" not in graph.nodes
    place = Mention("region/330200", "宁波市", span("宁波市"), REVIEW)
    many = tables(registers, changed(measures=(measure(places=(place,)),)))
    alone = tables(registers, changed(measures=(measure(places=(place,), themes=(), concepts=()),)))
    start = TEXT.index("宁波市")
    node = f"{MEASURE}/mention-{start}-{start + 3}/region/330200"
    assert many.nodes["Mention"] == alone.nodes["Mention"]
    assert many.nodes["Mention"] == {node: {"quote": "宁波市", "reviewed": True, "startOffset": start}}
    assert targets(many, "mentionOf", node) == ["region/330200"]
    assert targets(many, "reviews", f"{node}/review") == [node]
    assert targets(many, "inSentence", node) == [f"{MEASURE}/sentence-1"]
    assert named(many) == named(graph)
    assert check(n_triples(many, Schema.load())) == ()


def test_a_reviewed_theme_has_one_decision_for_all_words_that_speak_for_it(registers: Registers) -> None:
    theme = ThemeScore("brand", 0.9, (span("首店"), span("补贴")), REVIEW)
    graph = tables(registers, changed(measures=(measure(themes=(theme,)),)))
    assert [str(values["quote"]) for values in graph.nodes["Mention"].values()] == ["首店", "补贴"]
    first = min(graph.nodes["Mention"], key=natural_order)
    assert graph.edges["reviews"] == [(f"{first}/review", first)]
    assert check(n_triples(graph, Schema.load())) == ()


def test_a_programme_of_any_name_gets_a_valid_identifier(registers: Registers) -> None:
    odd = Mention("programme/“A/B” #1", "“A/B” #1", span("百县千碗"))
    graph = tables(registers, changed(measures=(measure(programmes=(odd,)),)))
    assert all(is_short(id) for id in graph.nodes["Programme"])
    assert [values["labelZh"] for values in graph.nodes["Programme"].values()] == ["“A/B” #1"]


def test_a_taskforce_has_its_members(graph: GraphTables) -> None:
    node = f"{ID}/taskforce-1"
    assert graph.nodes["Taskforce"][node]["labelZh"] == "消费专班"
    assert graph.nodes["Membership"][f"{node}/member-1"]["role"] == "head"
    assert targets(graph, "member", f"{node}/member-1") == ["agency/330000/commerce"]


# -- shared things -------------------------------------------------------------------------------------


def test_an_agency_has_line_region_and_names(graph: GraphTables) -> None:
    values = graph.nodes["Agency"]["agency/330000/commerce"]
    assert (values["labelZh"], values["labelEn"]) == ("浙江省商务厅", "Zhejiang Department of Commerce")
    assert targets(graph, "inLine", "agency/330000/commerce") == ["line/commerce"]
    assert targets(graph, "inRegion", "agency/330000/commerce") == ["region/330000"]


def test_a_renamed_agency_leads_to_its_successor(graph: GraphTables) -> None:
    (successor,) = targets(graph, "succeededBy", "agency/330000/banking-insurance-regulator")
    assert successor == "agency/330000/financial-supervision"
    assert graph.nodes["Agency"][successor]["labelZh"] == "国家金融监督管理总局浙江监管局"


def test_an_unknown_body_is_an_unresolved_agency_of_its_region(registers: Registers) -> None:
    unknown = agency("省商务厅", "某某办", "某某办", kind="unresolved")
    graph = tables(registers, changed(measures=(measure(agencies=(unknown,)),)))
    assert graph.nodes["Agency"]["agency/330000/某某办"] == {
        "labelZh": "某某办",
        "kind": "unresolved",
    }
    assert targets(graph, "inRegion", "agency/330000/某某办") == ["region/330000"]


def test_regions_come_with_those_above_them_and_no_others(graph: GraphTables) -> None:
    assert set(graph.nodes["Region"]) == {"region/100000", "region/330000", "region/330200"}
    assert targets(graph, "partOf", "region/330200") == ["region/330000"]
    assert targets(graph, "partOf", "region/330000") == ["region/100000"]


def test_all_themes_and_concepts_are_there_used_or_not(graph: GraphTables, registers: Registers) -> None:
    assert len(graph.nodes["Theme"]) == len(registers.themes.themes) == 41
    assert len(graph.nodes["Concept"]) == len(registers.themes.concepts)
    below = {start for start, _ in graph.edges["broader"]}
    assert below == set(graph.nodes["Concept"])


# -- links between documents ---------------------------------------------------------------------------


def test_a_citation_of_what_is_not_held_stays_open(graph: GraphTables) -> None:
    assert graph.nodes["Citation"][f"{MEASURE}/citation-1"]["citedNumber"] == "国办发〔2022〕9号"
    assert graph.edges.get("refersTo", []) == []


# -- days ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "bounds"),
    [
        ("2023", ("2023-01-01", "2023-12-31")),
        ("2023-02", ("2023-02-01", "2023-02-28")),
        ("2023-02/2024-02", ("2023-02-01", "2024-02-29")),
        ("2021/2025-12-31", ("2021-01-01", "2025-12-31")),
        (None, None),
        ("", None),
        ("soon", None),
        ("2023-13", None),
        ("2023-02-29", None),
        ("2023-01-01-01", None),
        ("9" * 30, None),
    ],
)
def test_a_period_has_a_first_and_a_last_day(period: str | None, bounds: tuple[str, str] | None) -> None:
    assert day_bounds(period) == bounds


@pytest.mark.parametrize(
    ("validity", "bounds"),
    [
        ("自2023年8月1日起施行，有效期至2025年12月31日。", ("2023-08-01", "2025-12-31")),
        ("自印发之日起\n执行,有效期５年", ("2023-03-31", "2028-03-30")),
        ("自发布之日起施行，有效期两年", ("2023-03-31", "2025-03-30")),
        ("政策执行期限至2025年底", (None, "2025-12-31")),
        ("自2024年2月29日起施行，有效期1年", ("2024-02-29", "2025-02-28")),
        ("自****年**月**日起施行", (None, None)),
        ("自2023年13月1日起施行", (None, None)),
        ("自2023年8月1日起施行，有效期至2022年1月1日", ("2023-08-01", None)),
        ("有效期3年", (None, None)),
    ],
)
def test_validity_has_a_first_and_a_last_day_as_far_as_it_says(
    validity: str, bounds: tuple[str | None, str | None]
) -> None:
    assert validity_bounds(validity, "2023-03-31") == bounds


@given(
    st.text(alphabet="自至到印发有效期年月日起底0123456789两五，", max_size=30),
    st.none() | st.text(max_size=10),
)
def test_any_validity_gives_days_in_order_or_none(validity: str, issued_on: str | None) -> None:
    first, last = validity_bounds(validity, issued_on)
    for day in (first, last):
        assert day is None or re.fullmatch(r"\d{4}-\d\d-\d\d", day)
    assert not (first and last) or first <= last
