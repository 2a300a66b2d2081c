"""Corrections of facts: each kind, found again after a new reading, reported when it finds nothing."""

from dataclasses import replace

import pytest

from kg.model import Agency, Document, Figure, Review, ThemeScore
from kg.report import problems_of
from kg.review.facts import apply_to_document
from kg.review.records import Applied, Decision, Lost
from ontology.registers import Registers
from tests.review_graph import PROVINCE, built, measure_of, read, row

FIGURE = "引进首店300家"


def reviewed(
    *decisions: Decision, text: str = PROVINCE
) -> tuple[Document, tuple[Applied, ...], tuple[Lost, ...]]:
    document = read({"zj": text})["zj"]
    return apply_to_document(document, decisions, Registers.load())


def figures(*decisions: Decision, text: str = PROVINCE) -> tuple[Figure, ...]:
    document, _, lost = reviewed(*decisions, text=text)
    assert lost == ()
    return measure_of({"zj": document}, "zj/1.1").figures


def agencies(*decisions: Decision, path: str = "1.1") -> tuple[Agency, ...]:
    document, _, lost = reviewed(*decisions)
    assert lost == ()
    return measure_of({"zj": document}, f"zj/{path}").agencies


def themes(*decisions: Decision) -> tuple[ThemeScore, ...]:
    document, _, lost = reviewed(*decisions)
    assert lost == ()
    return measure_of({"zj": document}, "zj/1.1").themes


def why(*decisions: Decision) -> list[str]:
    document, applied, lost = reviewed(*decisions)
    assert applied == ()
    assert document == read()["zj"]
    return [one.why for one in lost]


def test_without_decisions_the_document_is_the_same() -> None:
    document = read()["zj"]
    assert apply_to_document(document, [row("figure", "nb/1", "drop", quote="x")], Registers.load()) == (
        document,
        (),
        (),
    )


# -- figures ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "field", "new"),
    [
        ("value=250", "value", 250.0),
        ("250", "value", 250.0),
        ("value_max=400", "value_max", 400.0),
        ("unit=个", "unit", "个"),
        ("metric=首店", "metric", "首店"),
        ("type=context", "type", "context"),
        ("comparator=>=", "comparator", ">="),
        ("comparator=≥", "comparator", ">="),
        ("change=cumulative", "change", "cumulative"),
        ("period=2025-12-31", "period", "2025-12-31"),
        ("period=", "period", None),
    ],
)
def test_a_field_of_a_figure_is_corrected(value: str, field: str, new: object) -> None:
    [figure] = figures(row("figure", "zj/1.1", "change", value, quote=FIGURE))
    [before] = measure_of(read(), "zj/1.1").figures
    assert getattr(figure, field) == new
    assert figure.review == Review(
        "corrected", "a reader", "2024-05-03", "", "首店(引进) = 300家 2023 (target, level)"
    )
    assert figure.span == before.span


def test_a_figure_is_found_by_a_part_of_its_words_and_in_any_width() -> None:
    [figure] = figures(row("figure", "zj/1.1", "change", "value=1", quote="首店 ３００\n家"))
    assert figure.value == 1.0


def test_a_figure_is_dropped_and_the_measure_says_so() -> None:
    document, applied, _ = reviewed(row("figure", "zj/1.1", "drop", quote=FIGURE, comment="of 2022"))
    measure = measure_of({"zj": document}, "zj/1.1")
    assert measure.figures == ()
    expected = Review(
        "rejected", "a reader", "2024-05-03", "of 2022", "首店(引进) = 300家 2023 (target, level)"
    )
    assert measure.dropped == (expected,)
    assert applied[0].review == expected


def test_a_figure_is_added_with_its_place_in_the_text() -> None:
    new = row("figure", "zj/1.2", "add", "metric=试点城市; value=2; unit=个", quote="杭州市、温州市")
    document, _, lost = reviewed(new)
    figure = measure_of({"zj": document}, "zj/1.2").figures[-1]
    assert lost == ()
    assert (figure.metric, figure.value, figure.type, figure.comparator) == ("试点城市", 2.0, "target", "=")
    assert document.text[figure.span.start : figure.span.end] == figure.span.quote == "杭州市、温州市"
    assert figure.review == Review("added", "a reader", "2024-05-03")


def test_an_accepted_figure_is_no_longer_doubtful_nor_listed_as_repaired() -> None:
    document = read()["zj"]
    odd = replace(document.measures[0].figures[0], doubt="too much", decimal_repaired=True, note="３０")
    document = replace(
        document, measures=(replace(document.measures[0], figures=(odd,)), *document.measures[1:])
    )
    assert {p.kind for p in problems_of(document)} == {"doubtful", "repaired"}
    new, _, _ = apply_to_document(
        document, [row("figure", "zj/1.1", "accept", quote=FIGURE)], Registers.load()
    )
    figure = new.measures[0].figures[0]
    assert list(problems_of(new)) == []
    assert figure.review == Review("accepted", "a reader", "2024-05-03")
    assert figure.decimal_repaired


def test_a_corrected_value_is_no_longer_marked_as_repaired() -> None:
    document = read()["zj"]
    odd = replace(document.measures[0].figures[0], decimal_repaired=True, note="３０")
    document = replace(
        document, measures=(replace(document.measures[0], figures=(odd,)), *document.measures[1:])
    )
    change = row("figure", "zj/1.1", "change", "value=3", quote=FIGURE)
    figure = apply_to_document(document, [change], Registers.load())[0].measures[0].figures[0]
    assert (figure.decimal_repaired, figure.note, figure.value) == (False, "", 3.0)


def test_changes_add_up_and_accepting_takes_them_back() -> None:
    rows = [
        row("figure", "zj/1.1", "change", "value=3", quote=FIGURE, on="2024-05-01"),
        row("figure", "zj/1.1", "change", "unit=个", quote="首店300家", on="2024-05-02"),
        row("figure", "zj/1.1", "accept", quote=FIGURE, on="2024-05-03"),
    ]
    [both] = figures(*rows[:2])
    assert (both.value, both.unit, both.review and both.review.reviewed_on) == (3.0, "个", "2024-05-02")
    [accepted] = figures(*reversed(rows))
    assert (accepted.value, accepted.unit) == (300.0, "家")


def test_a_value_above_the_range_is_lost_and_changes_nothing() -> None:
    assert why(row("figure", "zj/1.1", "change", "value_max=3", quote=FIGURE)) == [
        "value 300 is more than value_max 3"
    ]


def test_an_added_figure_that_the_program_finds_later_is_that_figure() -> None:
    new = row("figure", "zj/1.1", "add", "metric=首店; value=300; unit=家", quote=FIGURE)
    [figure] = figures(new)
    assert (figure.metric, figure.review and figure.review.decision) == ("首店", "corrected")


def test_what_was_added_and_dropped_again_leaves_nothing() -> None:
    add = row("figure", "zj/1.2", "add", "metric=试点城市; value=2", quote="杭州市、温州市", on="2024-05-01")
    drop = row("figure", "zj/1.2", "drop", quote="杭州市、温州市", on="2024-05-02")
    assert reviewed(drop, add) == (read()["zj"], (), ())


@pytest.mark.parametrize(
    "text",
    [
        PROVINCE.replace("一、促进消费", "一、促进消费\n\n\n（导语很长，此前没有。）"),
        PROVINCE.replace("2023年引进首店300家", "2023年引进\n　首店３００\n\n 家"),
        PROVINCE.replace("2023年引进首店300家", "2023年大力引进品牌首店300家"),
        "浙江省人民政府文件\n" + PROVINCE,
    ],
)
def test_a_decision_finds_its_figure_when_the_text_is_read_anew(text: str) -> None:
    [figure] = figures(row("figure", "zj/1.1", "change", "value=250", quote="首店300家", start=90), text=text)
    assert figure.value == 250.0


def test_of_two_figures_with_the_same_words_the_nearest_to_start_is_meant() -> None:
    text = PROVINCE.replace("300家。", "300家。到2025年，引进首店300家。")
    _first, second = measure_of(read({"zj": text}), "zj/1.1").figures
    change = row("figure", "zj/1.1", "change", "value=1", quote=FIGURE, start=second.span.start + 3)
    assert [figure.value for figure in figures(change, text=text)] == [300.0, 1.0]
    _, applied, lost = reviewed(replace(change, start=None), text=text)
    assert (applied, [one.why for one in lost]) == (
        (),
        ["several facts of the measure have these words; say with start which is meant"],
    )


# -- agencies --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", ["agency/330200/commerce", "宁波市商务局", "agency=宁波市商务局"])
def test_a_printed_name_is_another_body(body: str) -> None:
    agency = agencies(row("agency", "zj/1.1", "change", body, quote="省商务厅"))[0]
    assert (agency.id, agency.label, agency.line) == ("agency/330200/commerce", "宁波市商务局", "commerce")
    assert agency.name == "省商务厅"
    former = "浙江省商务厅 (agency/330000/commerce, responsible, note)"
    assert agency.review == Review("corrected", "a reader", "2024-05-03", "", former)


def test_a_document_alone_means_every_place_that_prints_the_name() -> None:
    wide = row("agency", "zj", "change", "宁波市商务局", quote="省商务厅", on="2024-05-01")
    here = row("agency", "zj/1.2", "change", "manner=lead", quote="省商务厅", on="2024-05-02")
    assert agencies(wide, here)[0].id == "agency/330200/commerce"
    [other] = agencies(wide, here, path="1.2")
    assert (other.id, other.manner) == ("agency/330200/commerce", "lead")


def test_an_agency_is_dropped_and_another_added() -> None:
    rows = [
        row("agency", "zj/1.1", "drop", quote="省财政厅"),
        row("agency", "zj/1.1", "add", "agency=宁波市政府; manner=joint; origin=text", quote="宁波市"),
    ]
    assert [a.name for a in agencies(*rows)] == ["省商务厅"]
    document, _, _ = reviewed(*rows)
    [added] = measure_of({"zj": document}, "zj/1.1").charged
    assert (added.name, added.id, added.manner) == ("宁波市", "agency/330200/government", "joint")
    assert added.review == Review("added", "a reader", "2024-05-03")


def test_an_agency_that_no_register_knows_is_refused() -> None:
    assert why(row("agency", "zj/1.1", "change", "agency/330000/nothing", quote="省商务厅")) == [
        "the register of agencies has no agency/330000/nothing; give the body's full name"
    ]
    assert why(row("agency", "zj/1.1", "change", "agency/33", quote="省商务厅")) == [
        "agency/33 is no agency; one looks like agency/330000/commerce"
    ]


# -- themes ----------------------------------------------------------------------------------------------


def test_a_theme_is_changed_and_stays_the_main_one() -> None:
    first, _ = themes(row("theme", "zj/1.1", "change", "餐饮", quote="brand"))
    assert (first.id, first.score) == ("catering", 0.714)
    assert [span.quote for span in first.evidence] == ["发展首店经济。"]
    assert first.review == Review("corrected", "a reader", "2024-05-03", "", "theme brand (0.71)")


def test_a_theme_is_added_behind_the_others_or_with_a_share() -> None:
    assert [t.id for t in themes(row("theme", "zj/1.1", "add", quote="catering"))] == [
        "brand",
        "promotion-event",
        "catering",
    ]
    first = themes(row("theme", "zj/1.1", "add", "score=0.9", quote="catering"))[0]
    assert (first.id, first.score) == ("catering", 0.9)


def test_a_theme_is_dropped() -> None:
    assert [theme.id for theme in themes(row("theme", "zj/1.1", "drop", quote="theme/brand"))] == [
        "promotion-event"
    ]


def test_a_theme_changed_into_another_of_the_measure_is_there_once() -> None:
    [only] = themes(row("theme", "zj/1.1", "change", "brand", quote="promotion-event"))
    assert (only.id, only.score, only.review and only.review.decision) == ("brand", 0.714, "corrected")


def test_no_theme_and_a_concept_are_refused() -> None:
    assert (
        "no theme or concept is called '无此主题'" in why(row("theme", "zj/1.1", "add", quote="无此主题"))[0]
    )
    assert "is a concept" in why(row("theme", "zj/1.1", "add", quote="concept/首店"))[0]


# -- places ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("region", ["宁波市", "region/330200", "330200"])
def test_a_place_is_changed(region: str) -> None:
    document, _, lost = reviewed(row("place", "zj/1.2", "change", region, quote="温州市"))
    assert lost == ()
    places = measure_of({"zj": document}, "zj/1.2").places
    assert [(p.label, p.span.quote, p.review is None) for p in places] == [
        ("杭州市", "杭州市", True),
        ("宁波市", "温州市", False),
    ]


def test_a_place_is_added_and_one_dropped() -> None:
    document, _, lost = reviewed(
        row("place", "zj/1.1", "add", quote="宁波市"), row("place", "zj/1.2", "drop", quote="杭州")
    )
    assert lost == ()
    assert [p.id for p in measure_of({"zj": document}, "zj/1.1").places] == ["region/330200"]
    assert [p.label for p in measure_of({"zj": document}, "zj/1.2").places] == ["温州市"]


# -- decisions that find nothing ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        (row("figure", "zj/1.9", "drop", quote=FIGURE), "the document has no such item"),
        (row("figure", "zj/1.1", "drop", quote="引进工厂7家"), "the measure has no such figure any more"),
        (
            row("figure", "zj/1.1", "add", "metric=x; value=1", quote="没有"),
            "the measure does not say “没有”",
        ),
        (
            row("agency", "zj", "change", "x", quote="省无厅"),
            "no measure of the document has an agency printed so",
        ),
        (row("place", "zj/1.1", "add", "无此地", quote="宁波市"), "no region is called '无此地'"),
    ],
)
def test_a_decision_that_finds_nothing_is_lost_with_the_reason(decision: Decision, reason: str) -> None:
    [found] = why(decision)
    assert found.startswith(reason)


def test_a_lost_decision_is_a_problem_of_the_build() -> None:
    lost = [
        replace(row("figure", "zj/1.9", "drop", quote=FIGURE), line=7),
        row("figure", "gone/1", "drop", quote="a"),
        row("link", "nb/1", "accept", upper="zj/4"),
    ]
    problems = built(lost).problems
    assert [(p.kind, p.stem, p.path) for p in problems] == [
        ("lost decision", "gone", "1"),
        ("lost decision", "zj", "1.9"),
        ("lost decision", "nb", "1"),
    ]
    assert problems[1].what == (
        "line 7: drop by a reader on 2024-05-03 of figure “引进首店300家”: the document has no such item"
    )


def test_what_was_overtaken_is_not_reported_twice() -> None:
    rows = [row("figure", "zj/1.9", "drop", quote=FIGURE, on=f"2024-05-0{n}") for n in (1, 2)]
    assert len(built(rows).problems) == 1
