"""The graph from Python: rows, data frames, networkx, and the notebook that shows them.

The notebook's code is run here cell by cell in one namespace: a Jupyter kernel (nbclient, ipykernel, zmq) is far
more than a test needs, and no cell uses one. What the cells give is in the notebook as its output;

    KG_UPDATE_NOTEBOOK=1 python -m pytest tests/test_python_api.py

writes it anew.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.answers import Answer
from kg.errors import GraphNotFound, QueryRefused, UsageError
from kg.opened import OpenGraph

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "docs" / "python.ipynb"


@pytest.fixture
def opened(graph: Path) -> Iterator[OpenGraph]:
    with kg.open(graph) as opened:
        yield opened


def test_importing_kg_loads_nothing_of_the_graph() -> None:
    code = "import sys, kg; print(sorted(name for name in sys.modules if name.startswith('kg')), callable(kg.open))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['kg'] True"


def test_the_folder_is_that_of_the_command_line(
    graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_GRAPH", str(graph))
    with kg.open() as opened:
        assert opened.folder == graph
    monkeypatch.delenv("KG_GRAPH")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(GraphNotFound, match="kg-graph"):
        kg.open()


def test_both_languages_give_plain_rows_and_frames(opened: OpenGraph) -> None:
    sparql = opened.sparql("SELECT ?path ?title WHERE { ?m a :Measure ; :path ?path ; :title ?title }")
    cypher = opened.cypher("MATCH (m:Measure) RETURN m.path AS path, m.title AS title")
    assert sorted(sparql) == sorted(cypher) and len(sparql) == 157
    assert set(sparql.objects()[0]) == {"path", "title"}
    frame = sparql.frame()
    assert list(frame.columns) == ["path", "title"] and len(frame) == 157
    assert frame["title"].tolist() == sparql.column("title")


def test_a_canned_question_gives_the_same_from_both_engines(opened: OpenGraph) -> None:
    first = opened.ask("duties", agency="浙江省商务厅")
    second = opened.ask("duties", engine="cypher", agency="agency/330000/commerce")
    assert first.objects() == second.objects() != []
    assert "duties" in opened.questions().column("name")


def test_questions_are_refused_and_misspelt_names_are_errors(opened: OpenGraph) -> None:
    with pytest.raises(QueryRefused):
        opened.cypher("CREATE (:Measure {id: 'x'})")
    with pytest.raises(UsageError, match="duties"):
        opened.ask("duty", agency="浙江省商务厅")
    with pytest.raises(UsageError, match="Measure"):
        opened.nodes("Measures")
    with pytest.raises(KeyError):
        opened.nodes("Measure").column("titel")


def test_all_nodes_of_a_class_come_with_their_properties(opened: OpenGraph) -> None:
    figures = opened.nodes("Figure").frame()
    assert figures["id"].is_unique and figures["value"].dtype == float
    assert figures["decimalRepaired"].sum() == 5


def test_the_network_is_the_whole_graph(opened: OpenGraph) -> None:
    network = opened.networkx()
    counts = opened.counts()["ladybug"]
    classes = {data["class"] for _, data in network.nodes(data=True)}
    assert network.number_of_nodes() == sum(counts[name] for name in classes)
    assert network.number_of_nodes() + network.number_of_edges() == sum(counts.values())
    assert network.nodes["theme/brand"]["class"] == "Theme"


def test_an_answer_shows_itself_in_a_console_and_a_notebook() -> None:
    answer = Answer(("n", "<text>"), [(number, "<b>" if number else None) for number in range(30)])
    assert "… 30 rows in all" in repr(answer) and "\n 19" in repr(answer) and "\n 20" not in repr(answer)
    page = answer._repr_html_()
    assert "&lt;b&gt;" in page and "<b>" not in page and "30 rows in all" in page
    assert not Answer(("n",), [])


def run_cells(cells: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each cell of code and its output: what its last expression gives, as a console would show it."""
    space: dict[str, Any] = {}
    number = 0
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        number += 1
        tree = ast.parse("".join(cell["source"]))
        end = tree.body[-1]
        last = end if isinstance(end, ast.Expr) else None
        if last is not None:
            tree.body.pop()
        exec(compile(tree, f"cell {number}", "exec"), space)
        value = eval(compile(ast.Expression(last.value), f"cell {number}", "eval"), space) if last else None
        cell["execution_count"] = number
        yield cell, [] if value is None else [output(number, repr(value))]


def output(number: int, text: str) -> dict[str, Any]:
    return {
        "data": {"text/plain": text.splitlines(keepends=True)},
        "execution_count": number,
        "metadata": {},
        "output_type": "execute_result",
    }


def test_the_notebook_gives_what_it_shows(
    graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_GRAPH", str(graph))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    found = list(run_cells(notebook["cells"]))
    assert sum(bool(outputs) for _, outputs in found) >= 5
    if os.environ.get("KG_UPDATE_NOTEBOOK"):
        for cell, outputs in found:
            cell["outputs"] = outputs
        text = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
        NOTEBOOK.write_text(text, encoding="utf-8", newline="\n")
    else:
        assert [cell["outputs"] for cell, _ in found] == [outputs for _, outputs in found]
