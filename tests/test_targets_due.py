"""What is due in a period: targets, and measures with a printed deadline of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.build import build
from kg.generations import GraphFolder
from kg.stores.ladybug_store import LadybugStore
from kg.stores.oxigraph_store import OxigraphStore
from queries.catalogue import Catalogue
from queries.rows import comparable

TASKS = Path(__file__).parent / "formats" / "tasks.html"
PERIOD = {"since": "2000-01-01", "until": "2040-12-31", "level": ""}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("due") / "graph"
    build([TASKS], folder, jobs=1)
    return folder


def test_measures_with_a_deadline_are_due_in_both_languages(graph: Path) -> None:
    question, generation = Catalogue.load()["targets-due"], GraphFolder(graph).current()
    with OxigraphStore(generation.oxigraph) as rdf, LadybugStore(generation.ladybug) as properties:
        sparql, cypher = (question.ask(store, PERIOD).rows for store in (rdf, properties))
    assert comparable(sparql) == comparable(cypher)
    measures = [row for row in sparql.objects() if row["figure_id"] is None]
    assert measures
    assert all(row["deadline"] and len(str(row["due"])) == len("2025-12-31") for row in measures)
    assert {row["metric"] for row in measures} == {None}
