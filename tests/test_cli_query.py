"""``kg query``: the list, the help from the headers, parameters, engines, formats, completion."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from kg.cli import commands
from queries.catalogue import Catalogue
from tests.conftest import Kg
from tests.review_graph import built, row, store

CATALOGUE = Catalogue.load()
DUTIES = ("query", "duties", "-p", "agency=浙江省商务厅")


def test_without_a_name_the_questions_are_listed(kg: Kg) -> None:
    listed = json.loads(kg("query", "--format", "json").stdout)
    assert [one["name"] for one in listed] == list(CATALOGUE)
    for one in listed:
        assert {"name", "title", "parameters", "columns"} <= set(one)
        for parameter in one["parameters"]:
            assert {"name", "type", "default", "example"} <= set(parameter)
    assert len(kg("query", "--format", "jsonl").stdout.splitlines()) == len(listed)
    table = kg("query").stdout
    assert "duties" in table and "一个单位的全部责任" in table
    assert [
        row["name"] for row in csv.DictReader(io.StringIO(kg("query", "--format", "csv").stdout))
    ] == list(CATALOGUE)


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_the_help_of_a_question_is_its_header(kg: Kg, name: str) -> None:
    done = kg("query", name, "--help")
    header = CATALOGUE[name].header
    assert done.exit_code == 0 and str(header.title) in done.stdout
    for parameter in header.parameters:
        assert f"-p {parameter.name}={parameter.example}" in done.stdout
    for column in header.columns:
        assert f"  {column} " in done.stdout


def test_help_can_stand_before_and_between(kg: Kg) -> None:
    text = kg("query", "duties", "--help").stdout
    assert kg("query", "--help", "duties").stdout == text
    assert kg("query", "--engine", "cypher", "-h", "duties", "-p", "agency=x").stdout == text
    assert "kg query duties -p agency=" in kg("query", "--help").stdout
    assert kg("query", "dutys", "--help").exit_code == 2


@pytest.mark.parametrize("form", ["table", "csv", "json", "jsonl", "md"])
def test_both_engines_print_the_same(kg: Kg, form: str) -> None:
    printed = [kg(*DUTIES, "--engine", engine, "--format", form).stdout for engine in ("sparql", "cypher")]
    assert printed[0] == printed[1] and "支持电子商务直播发展" in printed[0]


def test_a_table_leaves_identifiers_out_and_data_has_them(kg: Kg) -> None:
    assert "measure_id" not in kg(*DUTIES).stdout
    rows = json.loads(kg(*DUTIES, "--format", "json").stdout)
    assert rows and list(rows[0]) == list(CATALOGUE["duties"].header.columns)
    assert rows[0]["measure_id"].startswith("330000/2023/")


def test_what_an_analyst_decided_on_is_marked_and_the_column_left_out_of_tables_where_nothing_is(
    kg: Kg, tmp_path: Path
) -> None:
    store(built([row("figure", "zj/1.1", "accept", quote="引进首店300家")]), tmp_path / "graph")
    for engine in ("sparql", "cypher"):
        asked = ("query", "targets", "--engine", engine)
        assert kg(*asked, folder=tmp_path / "graph").stdout.splitlines()[0].endswith("reviewed")
        found = json.loads(kg(*asked, "--format", "json", folder=tmp_path / "graph").stdout)
        assert [one["path"] for one in found if one["reviewed"]] == ["1.1"] and len(found) > 1
        assert "reviewed" not in kg(*asked).stdout
        assert "reviewed" in json.loads(kg(*asked, "--format", "json").stdout)[0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("query", "dutys"), "duties"),
        (("query", "duties"), "agency=agency/330000/commerce"),
        (("query", "duties", "-p", "agent=x"), "do you mean agency"),
        (("query", "duties", "-p", "agency"), "KEY=VALUE"),
        (("query", "duties", "-p", "=x"), "KEY=VALUE"),
        (("query", "duties", "-p", "agency=a", "-p", "agency=b"), "twice"),
        (("query", "duties", "-p", "agency=商务"), "fits several"),
        (("query", "duties", "-p", "agency=月球局"), "月球局"),
        (("query", "documents", "-p", "year=last"), "year like 2023"),
        (("query", "programmes", "-p", "minimum=many"), "whole number"),
        (("query", "targets", "-p", "level=village"), "national (国家)"),
        (("query", "in-force", "-p", "date=2023-13-01"), "date like 2023-03-31"),
        (("query", "-p", "a=b"), "needs the name"),
        (("query", "duties", "-p", "agency=浙江省商务厅", "--store", "redis://x"), "redis"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(kg: Kg, arguments: tuple[str, ...], message: str) -> None:
    done = kg(*arguments)
    assert done.exit_code == 2 and done.stdout == ""
    assert message in done.stderr and done.stderr.count("\n") == 1


def test_part_of_a_name_is_taken_and_said_on_stderr(kg: Kg) -> None:
    done = kg("query", "duties", "-p", "agency=浙江省商务")
    assert done.exit_code == 0 and "agency/330000/commerce" in done.stderr
    assert done.stdout == kg(*DUTIES).stdout


def test_a_store_takes_the_place_of_the_folder(kg: Kg, graph: Path) -> None:
    [generation] = (graph / "generations").iterdir()
    for scheme in ("oxigraph", "ladybug"):
        done = kg(*DUTIES, "--store", f"{scheme}:{generation / scheme}", folder=graph / "none")
        assert (done.exit_code, done.stdout) == (0, kg(*DUTIES).stdout), done.stderr
    other = kg(*DUTIES, "--store", f"oxigraph:{generation / 'oxigraph'}", "--engine", "cypher")
    assert other.exit_code == 2 and "sparql" in other.stderr


def test_a_server_that_does_not_answer_is_told(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SPARQL_USERNAME", "SPARQL_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    done = kg(*DUTIES, "--store", "sparql+http://127.0.0.1:9/kg")
    assert done.exit_code == 3 and "127.0.0.1:9" in done.stderr


def test_a_folder_without_a_graph_is_told(kg: Kg, tmp_path: Path) -> None:
    assert kg(*DUTIES, folder=tmp_path).exit_code == 3


def completed(graph: Path, *words: str) -> list[str]:
    """What a shell is offered for the last word."""
    complete = ShellComplete(commands, {}, "kg", "_KG_COMPLETE")
    return [
        item.value
        for item in complete.get_completions(["query", "--graph", str(graph), *words[:-1]], words[-1])
    ]


def test_a_shell_completes_names_parameters_and_values(graph: Path) -> None:
    assert completed(graph, "dut") == ["duties"]
    assert completed(graph, "targets", "-p", "") == ["theme=", "level=", "year="]
    assert completed(graph, "targets", "-p", "level=c") == ["level=city", "level=county"]
    assert "theme=theme/brand" in completed(graph, "targets", "-p", "theme=theme/b")
    assert completed(graph, "duties", "-p", "agency=浙江省商务厅") == ["agency=agency/330000/commerce"]
    assert completed(graph, "origins", "-p", "measure=nb-2") == ["measure=nb-2023/", "measure=nb-2025/"]
    assert completed(graph / "none", "duties", "-p", "agency=a") == []
    assert completed(graph, "nothing", "-p", "x") == []
