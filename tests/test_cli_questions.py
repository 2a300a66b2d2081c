"""Free questions, ``show``, ``status`` and ``check``: their shapes, and what is refused."""

import csv
import io
import json
from pathlib import Path

import pytest

from kg.cli import commands
from tests.conftest import Kg

SPARQL = "SELECT ?path ?title WHERE { ?m :mainTheme <theme/live-commerce> ; :path ?path ; :title ?title }"
CYPHER = "MATCH (m:Measure)-[:MAIN_THEME]->(t:Theme {id: 'theme/live-commerce'}) RETURN m.path AS path, m.title AS title"


def test_both_languages_give_the_same_rows(kg: Kg) -> None:
    rows = [
        json.loads(kg(language, text, "--format", "json").stdout)
        for language, text in (("sparql", SPARQL), ("cypher", CYPHER))
    ]
    assert sorted(map(str, rows[0])) == sorted(map(str, rows[1])) != []


@pytest.mark.parametrize("form", ["table", "csv", "json", "jsonl", "md"])
def test_every_format_holds_every_row(kg: Kg, form: str) -> None:
    out = kg("sparql", SPARQL, "--format", form).stdout
    assert "支持电子商务直播发展" in out
    if form == "csv":
        assert next(csv.reader(io.StringIO(out))) == ["path", "title"]
    if form == "jsonl":
        assert all(set(json.loads(line)) == {"path", "title"} for line in out.splitlines())


def test_a_question_is_read_from_standard_input(kg: Kg) -> None:
    assert kg("sparql", "-", stdin=SPARQL).stdout == kg("sparql", SPARQL).stdout
    assert kg("cypher", "-", stdin=CYPHER).stdout == kg("cypher", CYPHER).stdout


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("ASK { ?m a :Measure }", [{"ask": True}]),
        ("SELECT ?x WHERE { OPTIONAL { ?s a :Nothing . BIND (1 AS ?x) } }", [{"x": None}]),
        ("SELECT (1.5 AS ?n) (2 AS ?i) WHERE {}", [{"n": 1.5, "i": 2}]),
        (
            "SELECT ?l WHERE { <theme/brand> rdfs:label ?l FILTER (LANG(?l) = 'en') }",
            [{"l": "Brands, heritage and debuts"}],
        ),
        (
            "CONSTRUCT { <theme/brand> :label ?d } WHERE { BIND ('x' AS ?d) }",
            [{"s": "theme/brand", "p": "label", "o": "x"}],
        ),
    ],
)
def test_shapes_of_sparql_answers(kg: Kg, question: str, answer: list[dict[str, object]]) -> None:
    given = json.loads(kg("sparql", question, "--format", "json").stdout)
    if "rdfs:label" in question:
        assert [set(row) for row in given] == [{"l"}] and isinstance(given[0]["l"], str)
    else:
        assert given == answer


def test_a_cypher_node_is_an_object_with_id_and_label(kg: Kg) -> None:
    [row] = json.loads(
        kg("cypher", "MATCH (t:Theme {id: 'theme/brand'}) RETURN t", "--format", "json").stdout
    )
    assert row["t"]["id"] == "theme/brand" and row["t"]["label"] == "Theme"


@pytest.mark.parametrize(
    ("command", "question"),
    [
        ("sparql", "INSERT DATA { <a> <b> <c> }"),
        ("sparql", "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"),
        ("sparql", "SELECT * FROM <file:///etc/passwd> WHERE { ?s ?p ?o }"),
        ("cypher", "CREATE (:Measure {id: 'x'})"),
        ("cypher", "COPY (MATCH (m:Measure) RETURN m.id) TO 'x.csv'"),
        ("cypher", "LOAD FROM '/etc/passwd' RETURN *"),
        ("cypher", "MATCH (m:Measure) RETURN m.id AS id; DROP TABLE Measure"),
        ("sparql", "SELECT WHERE"),
        ("cypher", "MATCH (m:Nothing) RETURN m.id AS id"),
        ("cypher", "MATCH (m:Measure) RETURN m.id AS x, m.path AS x"),
    ],
)
def test_what_would_write_reach_out_or_cannot_be_read_is_refused(kg: Kg, command: str, question: str) -> None:
    done = kg(command, question)
    assert done.exit_code == 2, done.output
    assert done.stdout == "" and done.stderr.startswith("kg: ") and done.stderr.count("\n") <= 4


def test_show_marks_the_evidence_in_the_text(kg: Kg) -> None:
    out = kg("show", "zj-2023/2.1.3").stdout
    assert "⟦省商务厅⟧2" in out and "浙江省商务厅" in out and "= 300家" in out


@pytest.mark.parametrize(
    "name", ["zj-2023", "agency/330000/commerce", "theme/brand", "https://policy.example/region/330000"]
)
def test_show_takes_every_kind_of_name(kg: Kg, name: str) -> None:
    for form in ("text", "json", "md"):
        assert kg("show", name, "--format", form).exit_code == 0


def test_show_says_what_is_near_where_nothing_fits(kg: Kg) -> None:
    done = kg("show", "zj-2024/2.1.3")
    assert done.exit_code == 2 and "zj-2023" in done.stderr


def test_status_lists_documents_and_problems(kg: Kg) -> None:
    whole = json.loads(kg("status", "--format", "json").stdout)
    assert sum(document["measures"] for document in whole["documents"]) == 157
    repaired = [p for p in whole["problems"] if p["kind"] == "repaired"]
    assert len(repaired) == 5 and all(p["document"] and p["end"] > p["start"] for p in repaired)
    assert "浙政办发〔2023〕26号" in kg("status").stdout


@pytest.mark.slow
def test_the_bundled_graph_breaks_no_shape_and_the_stores_agree(kg: Kg) -> None:
    done = kg("check", "--format", "json")
    assert done.exit_code == 0 and json.loads(done.stdout)["wrong"] == []


@pytest.mark.parametrize("name", list(commands.commands))
def test_every_command_has_help_with_an_example(kg: Kg, name: str) -> None:
    assert f"kg {name}" in kg(name, "--help").stdout.replace("Usage: ", "", 1)


def test_lines_of_a_table_are_of_one_width(kg: Kg, graph: Path) -> None:
    from wcwidth import wcswidth

    lines = kg("sparql", SPARQL).stdout.splitlines()
    assert wcswidth(lines[1]) >= max(wcswidth(line) for line in lines)
