"""Every canned question in both languages has the same rows, over two graphs and with several sets of parameters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from kg.stores.protocol import Store
from queries.catalogue import Catalogue
from queries.rows import comparable
from tests.question_graphs import GRAPHS, embedded_stores
from tests.question_sets import BUNDLED, VARIED, sets_of

CATALOGUE = Catalogue.load()
# What these ask for is in the bundled documents alone: no decimal point was lost in the others.
EMPTY_IN_VARIED = {"doubtful-figures"}

Stores = tuple[Store, Store]


@pytest.fixture(scope="module", params=sorted(GRAPHS))
def graph(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Stores]]:
    """The name of a graph, and it in the embedded RDF store and the embedded property graph."""
    folder = tmp_path_factory.mktemp("questions")
    with embedded_stores(GRAPHS[request.param](), folder) as stores:
        yield request.param, stores


def test_every_question_has_its_sets() -> None:
    assert set(CATALOGUE) == set(BUNDLED) == set(VARIED)
    assert all(len(found) == 2 for found in BUNDLED.values())
    assert all(len(found) == 3 for found in VARIED.values())


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_both_languages_have_the_same_rows(graph: tuple[str, Stores], name: str) -> None:
    answers: list[Counter[tuple[object, ...]]] = []
    marks: set[object] = set()
    for given in sets_of(graph[0], CATALOGUE[name]):
        sparql, cypher = (CATALOGUE[name].ask(store, given).rows for store in graph[1])
        assert comparable(sparql) == comparable(cypher), given
        assert [str(row) for row in sparql.rows] == [str(row) for row in cypher.rows], (
            "the order is the same too"
        )
        answers.append(comparable(sparql))
        marks |= {row.get("reviewed") for row in sparql.objects()}
    if graph[0] == "reviewed":
        assert marks in (set(), {None, True}), "some facts are told to be reviewed, and some not"
    else:
        assert marks <= {None}
    if graph[0] == "bundled":
        assert answers[0], "the example has rows"
    if graph[0] == "bundled" or (graph[0] == "varied" and name not in EMPTY_IN_VARIED):
        assert len({frozenset(answer.items()) for answer in answers}) > 1, "all sets have the same rows"


@pytest.mark.parametrize("graph", ["bundled"], indirect=True)
@pytest.mark.parametrize("name", list(CATALOGUE))
def test_a_file_runs_as_it_is_in_a_console(graph: tuple[str, Stores], name: str) -> None:
    """The SPARQL holds its example, so that nothing has to be given; it is what the example given gives."""
    question = CATALOGUE[name]
    example = {parameter.name: parameter.example for parameter in question.header.parameters}
    sparql, cypher = graph[1]
    as_it_is = sparql.query(question.texts["sparql"])
    assert comparable(as_it_is) == comparable(question.ask(sparql, example).rows)
    assert comparable(cypher.query(question.texts["cypher"], example)) == comparable(as_it_is)


@pytest.mark.parametrize("graph", ["varied"], indirect=True)
def test_the_varied_documents_have_what_the_bundled_lack(graph: tuple[str, Stores]) -> None:
    _, cypher = graph[1]
    manners = cypher.query("MATCH (r:Responsibility) RETURN DISTINCT r.manner AS manner").rows
    assert {("lead",), ("support",)} <= set(manners)
    for class_name in ("Taskforce", "Membership", "Citation"):
        assert cypher.query(f"MATCH (n:{class_name}) RETURN n.id AS id").rows
