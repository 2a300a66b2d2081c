"""What a decision looks like in a graph: in both stores, in the shapes, and wherever the corrected thing is shown."""

import json
from pathlib import Path

import pytest

from kg.cascade import as_json, cascade_of
from kg.cascade_text import cascade_text
from kg.check import check
from kg.document_json import document_json
from kg.generations import GraphFolder
from kg.graph import Graph
from kg.links import COLUMNS, link_rows
from kg.review.file import NAME, append_decision, read_decisions
from kg.show import shown
from tests.conftest import Kg
from tests.review_graph import built, row, store

DECISIONS = [
    row(
        "figure", "nb/1", "change", "value=25; comparator=≥", quote="引进首店30家", comment="printed wrongly"
    ),
    row("figure", "nb/1", "drop", quote="办好2场"),
    row("figure", "zj/1.2", "add", "metric=试点城市; value=2; unit=个", quote="杭州市、温州市"),
    row("figure", "zj/1.1", "accept", quote="引进首店300家"),
    row("agency", "nb/1", "change", "宁波市财政局", quote="市商务局"),
    row("agency", "zj/1.2", "add", quote="杭州市"),
    row("theme", "nb/1", "change", "catering", quote="brand"),
    row("place", "zj/1.2", "change", "宁波市", quote="温州市"),
    row("place", "zj/1.1", "add", quote="宁波市"),
    row("link", "nb/1", "retype", "direct", upper="zj/1.1"),
    row("link", "nb/2", "reject", upper="zj/1.2", comment="=not the same"),
    row("link", "nb/2", "add", upper="zj/1.1"),
]


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reviewed") / "graph"
    graph = built(DECISIONS)
    assert graph.problems == ()
    store(graph, folder)
    return folder


def test_the_shapes_hold(reviewed: Path) -> None:
    with Graph(reviewed) as graph:
        assert check(graph.n_triples()) == ()


SPARQL = """
SELECT ?decision ?reviewer ?on ?class WHERE {
  ?review :reviews ?fact ; :decision ?decision ; :reviewer ?reviewer ; :reviewedOn ?on . ?fact a ?class }
"""
CYPHER = """
MATCH (r:Review)-[:REVIEWS]->(f:%(class)s)
RETURN r.decision AS decision, r.reviewer AS reviewer, r.reviewedOn AS day, r.formerValue AS former
"""


def test_every_decision_is_a_node_of_both_stores(reviewed: Path) -> None:
    with Graph(reviewed) as graph:
        rows = graph.sparql(SPARQL).objects()
        assert {(r["reviewer"], r["on"]) for r in rows} == {("a reader", "2024-05-03")}
        found = sorted((r["class"], r["decision"]) for r in rows)
        assert found == [
            ("Alignment", "added"),
            ("Alignment", "corrected"),
            ("Figure", "accepted"),
            ("Figure", "added"),
            ("Figure", "corrected"),
            ("Measure", "rejected"),
            ("Measure", "rejected"),
            ("Mention", "added"),
            ("Mention", "corrected"),
            ("Mention", "corrected"),
            ("Responsibility", "added"),
            ("Responsibility", "corrected"),
        ]
        for name in dict.fromkeys(kind for kind, _ in found):
            cypher = graph.cypher(CYPHER % {"class": name}).objects()
            assert sorted(str(r["decision"]) for r in cypher) == [d for kind, d in found if kind == name]
        counts = graph.counts()
        assert counts["oxigraph"] == counts["ladybug"]


@pytest.mark.parametrize("name", ["Figure", "Responsibility", "Mention", "Alignment"])
def test_reviewed_is_set_on_what_was_reviewed_alone(reviewed: Path, name: str) -> None:
    ask = f"SELECT ?fact ?r (COUNT(?review) AS ?n) {{ ?fact a :{name} OPTIONAL {{ ?fact :reviewed ?r }} OPTIONAL {{ ?review :reviews ?fact }} }} GROUP BY ?fact ?r"
    with Graph(reviewed) as graph:
        rows = graph.sparql(ask).objects()
        assert {r["r"] for r in rows} <= {True, None}
        assert all((r["r"] is True) == (r["n"] == 1) for r in rows)
        assert any(r["n"] for r in rows)


def test_the_corrected_values_are_those_of_the_graph(reviewed: Path) -> None:
    with Graph(reviewed) as graph:
        figure = graph.find("nb/1/figure-1").properties
        assert (figure["value"], figure["comparator"], figure["reviewed"]) == (25.0, ">=", True)
        asked = "MATCH (m:Measure)-[:MAIN_THEME]->(t:Theme) WHERE m.path = '1' RETURN t.id AS theme"
        assert graph.cypher(asked).rows == [("theme/catering",)]
        link = graph.sparql("SELECT ?s ?score { ?a a :Alignment ; :strength ?s ; :score ?score }").rows
        assert sorted(link) == [("direct", 1.0), ("direct", 1.0)]


def test_show_says_what_was_corrected(reviewed: Path, kg: Kg) -> None:
    text = " ".join(kg("show", "nb/1", folder=reviewed).stdout.split())
    assert ">= 25家" in text
    assert "corrected by a reader on 2024-05-03" in text
    assert "formerly" in text
    assert "printed wrongly" in text
    assert "宁波市财政局" in text
    assert "办好 = 2场 2023" in text  # what was dropped


def test_show_of_what_nobody_reviewed_has_no_word_of_it(tmp_path: Path, kg: Kg) -> None:
    store(built([]), tmp_path / "plain")
    for name in ("nb/1", "zj/1.1", "zj/1.2"):
        text = kg("show", name, folder=tmp_path / "plain").stdout
        assert not {"review", "corrected", "formerly", "decision"} & set(text.split())


def test_show_as_json_gives_the_review_beside_the_fact(reviewed: Path) -> None:
    with Graph(reviewed) as graph:
        seen = json.loads(shown(graph, "nb/1", "json"))
    [figure] = [fact for fact in seen["facts"] if fact["kind"] == "figure"]
    assert (figure["review"]["decision"], figure["review"]["comment"]) == ("corrected", "printed wrongly")
    [agency] = [fact for fact in seen["facts"] if fact["kind"] == "agency"]
    assert agency["review"]["former"] == "宁波市商务局 (agency/330200/commerce, responsible, note)"
    assert {review["decision"] for review in seen["reviews"]} == {"corrected", "rejected"}


def test_show_lists_every_mention_and_those_that_were_reviewed_with_their_node(reviewed: Path) -> None:
    with Graph(reviewed) as graph:
        seen = json.loads(shown(graph, "zj/1.2", "json"))
        nodes = {id for (id,) in graph.sparql("SELECT ?m { ?m a :Mention }").rows}
    mentions = [fact for fact in seen["facts"] if fact["kind"] == "mention"]
    begin = seen["properties"]["startOffset"]
    for fact in mentions:
        assert seen["properties"]["text"][fact["start"] - begin : fact["end"] - begin] == fact["quote"] != ""
    by_node = {fact["fact"]: (fact["quote"], fact["thing"], fact["label"], fact["what"]) for fact in mentions}
    [node] = by_node.keys() & nodes
    assert by_node[node] == ("温州市", "region/330200", "宁波市", "Region")
    assert [fact["review"]["decision"] for fact in mentions if "review" in fact] == ["corrected"]
    others = {(fact["quote"], fact["thing"]) for fact in mentions if fact["fact"] is None}
    assert {("杭州市", "region/330100"), ("试点", "instrument/pilot")} <= others
    assert len(others) == len(mentions) - 1


def test_show_of_the_upper_measure_names_the_reviewed_links(reviewed: Path, kg: Kg) -> None:
    text = " ".join(kg("show", "zj/1.1", folder=reviewed).stdout.split())
    assert "nb/2 implements" in text
    assert "added" in text


@pytest.mark.parametrize("form", ["tree", "md", "csv"])
def test_the_cascade_says_what_was_corrected(reviewed: Path, form: str) -> None:
    with Graph(reviewed) as graph:
        text = " ".join(cascade_text(cascade_of(graph, "zj/1.1"), form).replace("│", "").split())
    assert "(corrected, formerly 首店(引进) = 30家 2023 (target, level))" in text
    assert "300家 2023 (accepted)" in text
    assert "宁波市财政局 (corrected)" in text
    assert "corrected by a reader on 2024-05-03, formerly implements zj/1.1 (partial, 0.90)" in text
    assert "added by a reader on 2024-05-03" in text


def test_the_cascade_as_json_has_the_decisions_apart(reviewed: Path) -> None:
    with Graph(reviewed) as graph:
        [tree] = as_json(cascade_of(graph, "zj/1.1"))["trees"]
    first = tree["children"][0]
    assert (first["agencies"], first["reviewed_agencies"]) == (
        ["宁波市财政局"],
        {"宁波市财政局": "corrected"},
    )
    assert first["figures"][0]["decision"] == "corrected"
    assert (first["link"]["decision"], first["link"]["reviewer"]) == ("corrected", "a reader")


def test_links_say_what_was_decided(reviewed: Path) -> None:
    with Graph(reviewed) as graph:
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in link_rows(graph)]
    assert {(r["lower_path"], r["review"]) for r in rows} == {
        ("1", "corrected by a reader on 2024-05-03, formerly implements zj/1.1 (partial, 0.90)"),
        ("2", "added by a reader on 2024-05-03"),
    }


def test_a_rejected_link_says_so_at_the_lower_measure(reviewed: Path) -> None:
    with Graph(reviewed) as graph:
        seen = json.loads(shown(graph, "nb/2", "json"))
    [rejected] = [review for review in seen["reviews"] if review["decision"] == "rejected"]
    assert (rejected["former"], rejected["comment"]) == ("implements zj/1.2 (partial, 0.55)", "=not the same")


def test_the_record_says_what_was_reviewed() -> None:
    [city, _] = document_json(built(DECISIONS).documents["nb"])["measures"]
    assert city["figures"][0]["review"]["former"] == "首店(引进) = 30家 2023 (target, level)"
    assert city["dropped"][0]["decision"] == "rejected"
    assert (city["themes"][0]["id"], city["themes"][0]["review"]["decision"]) == ("catering", "corrected")
    plain = document_json(built([]).documents["nb"])["measures"][0]
    assert "dropped" not in plain
    assert not [
        fact for kind in ("figures", "agencies", "themes") for fact in plain[kind] if "review" in fact
    ]


def test_decisions_in_the_graph_folder_outlive_a_build(tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    store(built([]), folder)
    append_decision(folder / NAME, DECISIONS[0])
    with GraphFolder(folder).build():
        pass
    store(built(read_decisions(folder / NAME)), folder)
    assert read_decisions(folder / NAME) == (DECISIONS[0],)
    with Graph(folder) as graph:
        assert graph.find("nb/1/figure-1").properties["value"] == 25.0
