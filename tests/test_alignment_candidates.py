"""Which documents are compared, and what a link between them is called."""

import random
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.align import align
from kg.alignment.candidates import (
    LOOKED_AT,
    MOST_OF_ONE_PLACE,
    MOST_PARALLELS,
    Comparison,
    candidates,
    compared,
    relation_of,
)
from kg.alignment.nearest import Gist, Likeness, Measured
from kg.alignment.outline import ONE, Outline
from kg.alignment.text import DocumentText
from loaders.reading import Reading
from ontology.registers import Registers
from tests.alignment_documents import aligner, bundled, made

REGIONS = Registers.load().regions
NATION, PROVINCE, CITY, OTHER_PROVINCE = "100000", "330000", "330200", "140000"
DAYS = st.none() | st.dates(date(2015, 1, 1), date(2026, 12, 31))


def text(stem: str, region: str | None, day: date | None) -> DocumentText:
    return DocumentText(stem, Reading.of(""), region, day, ())


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
    outlines = [aligner().outline(aligner().encode(document)) for document in bundled().values()]
    chosen, passed = candidates(outlines, REGIONS)
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


def outline(stem: str, region: str | None, day: date | None, grams: Mapping[int, float]) -> Outline:
    """An outline of grams with their weights, brought to unit length."""
    places = sorted(grams)
    weights = np.array([grams[place] for place in places], dtype=np.float64)
    values = np.rint(weights / np.sqrt(weights @ weights) * ONE).astype(np.uint16)
    return Outline(stem, region, day, np.array(places, dtype=np.uint32).tobytes(), values.tobytes())


def many(number: int, places: list[str], seed: int) -> list[Outline]:
    """Outlines on five matters, of these places in turn, a day after one another."""
    chance = random.Random(seed)
    matters = [[chance.randrange(20_000) for _ in range(300)] for _ in range(5)]
    found = []
    for n in range(number):
        words = chance.sample(matters[n % 5], 150) + [chance.randrange(20_000) for _ in range(60)]
        day = date(2022, 1, 1) + timedelta(days=n // 2)
        found.append(outline(f"plan-{n}", places[n % len(places)], day, dict.fromkeys(words, 1)))
    return found


CITIES = [region.code for region in REGIONS if region.level == "city" and region.until is None]


def test_likeness_is_the_cosine() -> None:
    likeness = Likeness([outline("a", NATION, None, {1: 3, 5: 4}), outline("b", NATION, None, {5: 1})])
    assert likeness.of(0, 1) == pytest.approx(0.8, abs=1e-4) and likeness.of(0, 0) == pytest.approx(
        1, abs=1e-4
    )
    assert likeness.of(1, 0) == likeness.of(0, 1)


def test_an_outline_without_a_known_gram_is_like_no_other() -> None:
    documents = [
        outline("a", NATION, None, {}),
        outline("b", PROVINCE, None, {}),
        outline("c", CITY, None, {7: 1}),
    ]
    chosen, passed = candidates(documents, REGIONS)
    assert not chosen and len(passed) == 3


@pytest.mark.parametrize(
    "places", [CITIES[:60], [NATION], [NATION, PROVINCE, CITY]], ids=["cities", "one", "chain"]
)
def test_of_many_documents_the_answer_does_not_depend_on_their_order(places: list[str]) -> None:
    documents = many(5 * LOOKED_AT, places, seed=1)
    found = candidates(documents, REGIONS)
    random.Random(2).shuffle(documents)
    assert candidates(documents, REGIONS) == found


def test_a_document_is_compared_with_so_many_of_one_place_and_of_one_level_however_many_there_are() -> None:
    documents = many(5 * LOOKED_AT, [NATION, *CITIES[:40]], seed=3)
    region_of = {document.stem: document.region_code for document in documents}
    chosen, passed = candidates(documents, REGIONS)
    upwards = Counter((c.lower, region_of[c.upper]) for c in chosen if c.relation != "parallels")
    sideways = Counter(c.lower for c in chosen if c.relation == "parallels")
    assert max(upwards.values()) <= MOST_OF_ONE_PLACE and max(sideways.values()) == MOST_PARALLELS
    assert len({(c.lower, c.upper) for c in [*chosen, *passed]}) == len(chosen) + len(passed)


@pytest.mark.parametrize("seed", range(4))
def test_of_many_plans_of_other_places_the_most_like_ones_are_found(seed: int) -> None:
    """At least nine of ten of those that measuring against all of them gives."""
    documents = many(6 * LOOKED_AT, CITIES[:100], seed)
    held = sorted(documents, key=lambda document: document.stem)
    likeness = Likeness(held)
    number = {document.stem: n for n, document in enumerate(held)}
    best = set()
    for n, below in enumerate(held):
        possible = [u for u, above in enumerate(held) if relation_of(below, above, REGIONS) == "parallels"]
        for u in sorted(possible, key=lambda u: (-likeness.of(n, u), u))[:MOST_PARALLELS]:
            best.add((n, u))
    chosen, _ = candidates(documents, REGIONS)
    found = {(number[c.lower], number[c.upper]) for c in chosen if c.relation == "parallels"}
    assert len(found & best) >= 0.9 * len(best)


def test_of_many_plans_an_early_one_finds_those_before_it() -> None:
    """What comes after it takes no place of its shortlist."""
    documents = many(6 * LOOKED_AT, CITIES[:100], seed=5)
    chosen, _ = candidates(documents, REGIONS)
    assert Counter(c.lower for c in chosen if c.relation == "parallels")["plan-20"] == MOST_PARALLELS


OUTLINES = st.lists(
    st.tuples(
        st.sampled_from([NATION, PROVINCE, CITY, CITIES[-1], OTHER_PROVINCE]),
        st.none() | st.dates(date(2023, 1, 1), date(2023, 1, 4)),
        st.dictionaries(st.integers(0, 6), st.integers(1, 5), min_size=1),
    ),
    max_size=8,
)


@given(OUTLINES)
def test_all_of_one_chain_are_looked_at_and_called_what_they_are(
    found: list[tuple[str, date | None, dict[int, float]]],
) -> None:
    documents = [outline(f"plan-{n}", *one) for n, one in enumerate(found)]
    chosen, passed = candidates(documents, REGIONS)
    relations = {(a.stem, b.stem): relation_of(a, b, REGIONS) for a in documents for b in documents}
    assert all(relations[c.lower, c.upper] == c.relation for c in [*chosen, *passed])
    looked_at = {(c.lower, c.upper) for c in [*chosen, *passed] if c.relation != "parallels"}
    assert looked_at == {pair for pair, one in relations.items() if one not in (None, "parallels")}


def remembered(documents: list[Outline], measured: Measured) -> list[Comparison]:
    return compared(map(Gist.of, documents), REGIONS, measured, {one.stem: one for one in documents})


@given(st.lists(OUTLINES, max_size=4))
def test_what_is_remembered_from_one_build_to_the_next_changes_nothing(
    builds: list[list[tuple[str, date | None, dict[int, float]]]],
) -> None:
    known: dict[str, dict[str, float]] = {}
    for found in builds:
        documents = [outline(f"plan-{n}", *one) for n, one in enumerate(found)]
        measured = Measured({one.stem: f"{one.grams!r} {one.weights!r}" for one in documents}, known)
        assert remembered(documents, measured) == candidates(documents, REGIONS)[0]
        again = Measured(measured.names, known)
        # No outline is asked for again.
        assert compared(map(Gist.of, documents), REGIONS, again, {}) == candidates(documents, REGIONS)[0]
        assert not again.new


def test_what_is_remembered_changes_nothing_where_there_are_many_either() -> None:
    documents = many(3 * LOOKED_AT, [NATION, PROVINCE, *CITIES[:40]], seed=4)
    later = many(3 * LOOKED_AT, [NATION, PROVINCE, *CITIES[:40]], seed=6)
    known: dict[str, dict[str, float]] = {}
    for changed in (0, 1, 7):
        held = [*later[:changed], *documents[changed:]]
        names = {one.stem: f"{one.stem} {n < changed}" for n, one in enumerate(held)}
        measured = Measured(names, known)
        assert remembered(held, measured) == candidates(held, REGIONS)[0]
        assert len(measured.new) == len(held) - 1 if not changed else 0 < len(measured.new) < len(held)


@given(st.lists(st.integers(0, 9), max_size=300))
def test_the_heaviest_grams_are_the_greatest_and_of_equal_ones_the_first(weights: list[int]) -> None:
    values = np.array(weights, dtype=np.uint16)
    one = Outline("a", NATION, None, np.arange(len(values), dtype=np.uint32).tobytes(), values.tobytes())
    order = sorted(range(len(weights)), key=lambda n: (-weights[n], n))[:128]
    grams, their_weights = Gist.of(one).heaviest
    assert grams.tolist() == order and their_weights.tolist() == [weights[n] for n in order]


def _beside(first: int, words: float) -> dict[int, float]:
    """Weights of a plan that names one word of the lower one, and others."""
    return {1: 1, first: words}


def test_of_plans_of_one_place_those_on_the_matter_of_the_lower_one_are_compared() -> None:
    lower = outline("lower", CITY, date(2023, 5, 1), {1: 1})
    uppers = [
        outline("same", PROVINCE, date(2023, 1, 1), _beside(2, 1)),  # likeness 0.71
        outline("near", PROVINCE, date(2023, 1, 2), _beside(3, 4)),  # 0.24: on one matter for sure
        outline("other", PROVINCE, date(2023, 1, 3), _beside(4, 6)),  # 0.16
    ]
    chosen, passed = candidates([lower, *uppers], REGIONS)
    assert [c.upper for c in chosen if c.lower == "lower"] == ["near", "same"]
    assert [c.upper for c in passed if c.lower == "lower"] == ["other"]


def test_where_no_plan_of_a_place_is_very_like_the_most_like_one_is_compared() -> None:
    lower = outline("lower", CITY, date(2023, 5, 1), {1: 1})
    uppers = [
        outline("best", PROVINCE, date(2023, 1, 1), _beside(2, 6)),  # likeness 0.164
        outline("less", PROVINCE, date(2023, 1, 2), _beside(3, 6.5)),  # 0.152
        outline("nation", NATION, date(2023, 1, 4), _beside(5, 7.5)),  # 0.132, but the most like of its place
    ]
    chosen, passed = candidates([lower, *uppers], REGIONS)
    assert [c.upper for c in chosen if c.lower == "lower"] == ["best", "nation"]
    assert [c.upper for c in passed if c.lower == "lower"] == ["less"]


def test_a_later_plan_on_another_matter_does_not_continue_an_earlier_one_of_its_body() -> None:
    early = outline("early", CITY, date(2022, 1, 1), _beside(2, 6))  # likeness 0.16
    same = outline("same", CITY, date(2022, 1, 2), _beside(3, 1))
    late = outline("late", CITY, date(2023, 1, 1), {1: 1})
    chosen, passed = candidates([early, same, late], REGIONS)
    assert [(c.lower, c.upper) for c in chosen] == [("late", "same")]
    assert ("late", "early") in {(c.lower, c.upper) for c in passed}
