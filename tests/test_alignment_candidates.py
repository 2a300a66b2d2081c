"""Which documents are compared, and what a link between them is called."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.align import align
from kg.alignment.candidates import candidates, relation_of
from kg.alignment.text import DocumentText
from loaders.reading import Reading
from ontology.registers import Registers
from tests.alignment_documents import aligner, bundled, made

REGIONS = Registers.load().regions
NATION, PROVINCE, CITY, OTHER_PROVINCE = "100000", "330000", "330200", "140000"
DAYS = st.none() | st.dates(date(2015, 1, 1), date(2026, 12, 31))


def text(stem: str, region: str | None, day: date | None) -> DocumentText:
    return DocumentText(stem, Reading.of(""), region, day, stem, ())


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [
        ((CITY, date(2023, 5, 1)), (PROVINCE, date(2023, 3, 6)), "implements"),
        ((CITY, date(2023, 3, 6)), (PROVINCE, date(2023, 3, 6)), "implements"),
        ((CITY, date(2023, 2, 20)), (PROVINCE, date(2023, 3, 6)), "anticipates"),
        ((CITY, None), (NATION, date(2022, 4, 20)), "relatesTo"),
        ((CITY, date(2025, 7, 1)), (CITY, date(2023, 2, 20)), "continues"),
        ((CITY, date(2023, 2, 20)), (CITY, date(2025, 7, 1)), None),
        ((CITY, None), (CITY, date(2025, 7, 1)), None),
        ((PROVINCE, date(2023, 3, 6)), (CITY, date(2023, 2, 20)), None),
        ((CITY, date(2023, 3, 6)), (OTHER_PROVINCE, date(2022, 2, 20)), None),
        ((OTHER_PROVINCE, date(2023, 10, 10)), (PROVINCE, date(2023, 3, 6)), "parallels"),
        ((None, date(2023, 10, 10)), (PROVINCE, date(2023, 3, 6)), None),
    ],
)
def test_a_relation_follows_level_and_time(
    lower: tuple[str | None, date | None], upper: tuple[str | None, date | None], expected: str | None
) -> None:
    assert relation_of(text("b", *lower), text("a", *upper), REGIONS) == expected


@given(st.sampled_from([CITY, PROVINCE, NATION]), st.sampled_from([CITY, PROVINCE, NATION]), DAYS, DAYS)
def test_nothing_implements_against_times_arrow_and_no_two_documents_relate_both_ways(
    one: str, other: str, day: date | None, other_day: date | None
) -> None:
    below, above = text("b", one, day), text("a", other, other_day)
    relation = relation_of(below, above, REGIONS)
    if relation in ("implements", "continues"):
        assert day is not None and other_day is not None and day >= other_day
    assert relation is None or relation_of(above, below, REGIONS) is None


def test_the_bundled_documents_are_compared_along_their_chains() -> None:
    prepared = [aligner().prepare(document).document for document in bundled().values()]
    chosen, passed = candidates(prepared, aligner().background, REGIONS)
    found = {(c.lower, c.upper): c.relation for c in chosen}
    assert found[("nb-2023", "zj-2023")] == "anticipates"
    assert found[("nb-2025", "nb-2023")] == "continues"
    assert found[("nb-2025", "zj-2023")] == "implements"
    assert found[("sx-2023", "cn-2022")] == "implements"
    assert ("nb-2023", "sx-2023") not in found
    assert not passed


def test_documents_on_other_matters_are_passed_over_and_said_so() -> None:
    registers = Registers.load()
    city = made("city", ["改造排水管网。改造雨污管网一百公里。", "治理扬尘。工地全面覆盖。"])
    result = align([bundled()["cn-2022"], city], registers.themes, registers.regions)
    assert not result.links
    assert [(c.lower, c.upper) for c in result.passed_over] == [("city", "cn-2022")]
    assert not list(result.without_parent(city)), "not compared is not the same as without a parent"
