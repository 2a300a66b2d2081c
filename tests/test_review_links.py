"""Decisions about links: accepted, rejected, retyped, added; kept when the program changes its mind; never against time."""

import json
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.alignment.records import Alignment, Relation
from kg.check import check
from kg.errors import InputError
from kg.model import Header, Review
from kg.review.gold import as_jsonl, gold_rows, with_gold
from kg.review.links import apply_to_alignments
from kg.review.near_misses import read_near_misses, row_of, write_near_misses
from kg.review.order import to_review, worth_most_first
from kg.review.records import Applied, Decision
from kg.review.relations import natural_relation, objection
from kg.stores.rdf_text import n_triples
from ontology.regions import Regions
from ontology.schema import Schema
from tests.review_graph import CITY, PROVINCE, built, link, links, read, row

ACCEPT = row("link", "nb/2", "accept", upper="zj/1.2")
REJECT = row("link", "nb/1", "reject", upper="zj/1.1", comment="only the word")


def applied_to(
    *decisions: Decision, found: list[Alignment] | None = None
) -> tuple[dict[tuple[str, str], Alignment], tuple[Applied, ...], list[str]]:
    documents = read()
    known = links(documents) if found is None else found
    after, applied, lost = apply_to_alignments(known, decisions, documents, Regions.load())
    return {(str(a.lower), str(a.upper)): a for a in after}, applied, [one.why for one in lost]


def test_without_decisions_the_links_are_the_same() -> None:
    documents = read()
    assert apply_to_alignments(links(documents), [], documents, Regions.load()) == (
        tuple(links(documents)),
        (),
        (),
    )


def test_an_accepted_link_is_certain_and_says_who_and_when() -> None:
    after, _, lost = applied_to(ACCEPT)
    accepted = after["nb/2", "zj/1.2"]
    assert lost == []
    assert (accepted.score, accepted.relation, accepted.strength) == (1.0, "implements", "partial")
    assert accepted.review == Review(
        "accepted", "a reader", "2024-05-03", "", "implements zj/1.2 (partial, 0.55)"
    )


def test_a_rejected_link_is_gone_and_the_others_stay() -> None:
    after, [applied], _ = applied_to(REJECT)
    assert set(after) == {("nb/2", "zj/1.2")}
    former = "implements zj/1.1 (partial, 0.90)"
    assert applied.review == Review("rejected", "a reader", "2024-05-03", "only the word", former)


def test_a_link_is_retyped_field_by_field() -> None:
    after, _, _ = applied_to(
        row("link", "nb/2", "retype", "direct", upper="zj/1.2", on="2024-05-01"),
        row("link", "nb/2", "retype", "relation=relatesTo", upper="zj/1.2", on="2024-05-02"),
    )
    new = after["nb/2", "zj/1.2"]
    assert (new.relation, new.strength) == ("relatesTo", "direct")
    assert new.review and new.review.decision == "corrected"


def test_an_added_link_gets_its_relation_from_the_two_documents_and_its_evidence_from_the_texts() -> None:
    documents = read()
    new = row("link", "nb/1", "add", "direct", upper="zj/1.2", quote="办好 2场\n活动", upper_quote="开展试点")
    link = applied_to(new)[0]["nb/1", "zj/1.2"]
    assert (link.relation, link.strength, link.score, link.lag_days) == ("implements", "direct", 1.0, 90)
    assert (link.lower_span.quote, link.upper_span.quote) == ("办好2场活动", "开展试点")
    for span, stem in ((link.lower_span, "nb"), (link.upper_span, "zj")):
        assert documents[stem].text[span.start : span.end] == span.quote
    assert link.reasons == ("found by a reader",)


def test_an_added_link_without_evidence_shows_the_titles() -> None:
    link = applied_to(row("link", "nb/1", "add", upper="zj/1.2"))[0]["nb/1", "zj/1.2"]
    assert (link.lower_span.quote, link.upper_span.quote) == ("引进首店。", "建设便民生活圈。")


def test_an_accepted_link_stays_when_the_program_no_longer_finds_it() -> None:
    after, _, lost = applied_to(replace(ACCEPT, values=(("strength", "partial"),)), found=[])
    kept = after["nb/2", "zj/1.2"]
    assert lost == []
    assert (kept.strength, kept.score) == ("partial", 1.0)
    assert kept.review and kept.review.decision == "accepted"


def test_a_retyped_link_stays_too() -> None:
    retyped = applied_to(row("link", "nb/2", "retype", "direct", upper="zj/1.2"), found=[])[0][
        "nb/2", "zj/1.2"
    ]
    assert (retyped.relation, retyped.strength) == ("implements", "direct")


def test_a_rejected_link_stays_away_when_the_program_does_not_find_it() -> None:
    after, [applied], lost = applied_to(REJECT, found=[])
    assert (after, lost, applied.review.former) == ({}, [], "link to zj/1.1")


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        (row("link", "nb/9", "accept", upper="zj/1.1"), "nb has no item 9"),
        (row("link", "nb/1", "accept", upper="hb/1.1"), "no document hb is held"),
        (row("link", "zj/1.1", "add", upper="nb/1"), "the lower document is in no chain with the upper one"),
        (
            row("link", "nb/1", "retype", "relation=anticipates", upper="zj/1.1"),
            "it cannot be anticipates: the lower document was issued 90 days after the upper one",
        ),
        (
            row("link", "nb/1", "retype", "relation=continues", upper="zj/1.1"),
            "it cannot be continues: the two documents are of different levels",
        ),
    ],
)
def test_a_decision_that_cannot_be_is_lost_and_the_links_stay(decision: Decision, reason: str) -> None:
    after, applied, [why] = applied_to(decision)
    assert why.startswith(reason)
    assert applied == ()
    assert set(after) == {("nb/1", "zj/1.1"), ("nb/2", "zj/1.2")}
    assert all(link.review is None for link in after.values())


LEVELS = {"national": "100000", "province": "330000", "city": "330200"}
RELATIONS: list[Relation] = ["implements", "anticipates", "continues", "parallels", "relatesTo"]
headers = st.builds(
    lambda level, code, day: Header("某方案", level=level, region_code=code or LEVELS[level], issued_on=day),
    st.sampled_from(list(LEVELS)),
    st.none(),
    st.none() | st.dates().map(str),
)


@given(headers, headers)
def test_no_relation_goes_against_time_and_the_natural_one_has_no_objection(
    lower: Header, upper: Header
) -> None:
    natural = natural_relation(lower, upper, Regions.load())
    assert natural is None or objection(natural, lower, upper) is None
    if not (lower.issued_on and upper.issued_on and lower.issued_on >= upper.issued_on):
        assert objection("implements", lower, upper)
        assert objection("continues", lower, upper)


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("day", ["2023年5月1日", "2022年5月1日"])
def test_what_is_not_objected_to_holds_the_shapes(relation: Relation, swapped: bool, day: str) -> None:
    texts = {"zj": PROVINCE, "nb": CITY.replace("2023年5月1日", day)}
    ends = ("zj/1.1", "nb/1") if swapped else ("nb/1", "zj/1.1")
    graph = built([row("link", ends[0], "add", f"relation={relation}", upper=ends[1])], texts)
    assert len(graph.links.alignments) + len(graph.problems) == 1
    assert check(n_triples(graph.tables, Schema.load())) == ()


def test_a_rebuild_with_the_same_decisions_gives_the_same_graph() -> None:
    rows = [ACCEPT, REJECT, row("figure", "nb/1", "change", "value=3", quote="引进首店30家")]
    once, again = built(rows), built(rows)
    assert once.tables == again.tables
    assert (len(once.links.alignments), once.problems) == (1, ())


# -- the fit and the order of a review ---------------------------------------------------------------------


def test_reviewed_links_become_gold_rows() -> None:
    graph = built([ACCEPT, REJECT, row("link", "nb/1", "add", "direct", upper="zj/1.2")])
    rows = gold_rows(graph.links)
    assert [(r["lower_path"], r["upper_path"], r["grade"]) for r in rows] == [
        ("1", "1.1", -1),
        ("1", "1.2", 2),
        ("2", "1.2", 1),
    ]
    assert set(rows[0]) == {
        "lower_document",
        "lower_path",
        "upper_document",
        "upper_path",
        "grade",
        "lower_quote",
        "upper_quote",
    }
    assert [json.loads(line) for line in as_jsonl(rows).splitlines()] == rows


def test_what_nobody_decided_on_is_no_negative_in_a_pair_that_the_gold_lacks() -> None:
    graph = built([ACCEPT])
    merged = with_gold(gold_rows(graph.links), [], graph.documents)
    assert sorted((r["lower_path"], r["upper_path"], r["grade"]) for r in merged) == [
        ("1", "1.1", 0),
        ("1", "1.2", 0),
        ("2", "1.1", 0),
        ("2", "1.2", 1),
    ]


def test_a_decision_takes_the_place_of_the_golds_grade() -> None:
    graph = built([REJECT])
    [gold] = gold_rows(built([replace(REJECT, verdict="accept")]).links)
    [merged] = with_gold(gold_rows(graph.links), [gold], graph.documents)
    assert (gold["grade"], merged["grade"]) == (1, -1)


def test_what_is_worth_most_comes_first_and_what_is_decided_not_at_all() -> None:
    documents = read()
    sure, unsure = links(documents)
    aside = link(documents, "nb/1", "zj/1.2", ("办好2场", "开展试点"), relation="parallels", score=0.5)

    def order(known: list[Alignment], decided: list[Decision]) -> tuple[Alignment, ...]:
        return to_review(known, decided, worth_most_first(known, lambda: decided, 0.4))

    assert order([aside, sure, unsure], []) == (unsure, sure, aside)
    assert order([sure, unsure], [ACCEPT]) == (sure,)
    marked = replace(sure, review=Review("accepted", "x", "2024-01-01"))
    assert order([marked, unsure], []) == (unsure,)


def test_near_misses_are_read_as_they_were_kept(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("kept") / "near-misses.sqlite"
    documents = read()
    kept = [*links(documents), replace(links(documents)[0], review=Review("accepted", "x", "2024-01-01"))]
    write_near_misses(path, [row_of("nb", "zj", kept), row_of("sx", "zj", [])])
    assert read_near_misses([path]) == kept
    assert read_near_misses([path], ["zj"]) == read_near_misses([path], ["nb"]) == kept
    assert read_near_misses([path], ["sx"]) == []
    assert read_near_misses([path.with_name("none")]) == []


def test_of_a_changed_graph_the_changed_pairs_count(tmp_path: Path) -> None:
    first, second = links(read())
    old, new = tmp_path / "old", tmp_path / "new"
    write_near_misses(old, [row_of("nb", "zj", [first]), row_of("nb", "cn", [second])])
    write_near_misses(new, [row_of("nb", "zj", [second]), row_of("nb", "cn", [])])
    assert read_near_misses([new, old]) == [second]


def test_near_misses_that_cannot_be_read_are_said_to_be_so(tmp_path: Path) -> None:
    path = tmp_path / "near.sqlite"
    write_near_misses(path, [("nb", "zj", zlib.compress(b"as an earlier version kept them"))])
    with pytest.raises(InputError, match="build the graph anew"):
        read_near_misses([path])


def test_damaged_near_misses_are_said(tmp_path: Path) -> None:
    (tmp_path / "near").write_bytes(b"no database" * 200)
    with pytest.raises(InputError, match="build the graph anew"):
        read_near_misses([tmp_path / "near"])


def test_the_order_learns_from_what_was_decided_and_leaves_that_out() -> None:
    documents = read()
    known = [
        link(documents, "nb/1", "zj/1.1", ("引进首店30家", "引进首店300家"), score=0.9),
        link(documents, "nb/1", "zj/1.2", ("办好2场", "开展试点"), score=0.6),
        link(documents, "nb/2", "zj/1.2", ("便民生活圈10个", "便民生活圈50个"), score=0.58),
    ]
    made: list[Decision] = []
    order = worth_most_first(known, lambda: made, 0.4)
    assert [x.score for x in order(known)] == [0.58, 0.6, 0.9]
    # nb/1 has fewer links than was thought: its other one is now the most doubtful.
    made.append(row("link", "nb/1", "reject", upper="zj/1.1"))
    assert [x.score for x in order(known[1:])] == [0.6, 0.58]
