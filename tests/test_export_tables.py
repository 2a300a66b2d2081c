"""Tables for spreadsheets: nothing is lost in them, and no cell becomes a formula."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from kg.export.formats import FORMATS
from kg.export.source import Source
from kg.export.spreadsheet_text import guarded, unguarded
from kg.export.writing import export_source, graph_source
from kg.export.xlsx_tables import LONGEST_TEXT
from kg.graph import Graph
from kg.tables import GraphTables
from ontology.schema import Schema
from tests.exported import exported, files_in, from_csv, good_tables, sorted_tables, with_titles
from tests.servers.graphs import hostile, whole_schema

GRAPHS = {"good": good_tables(), "whole schema": whole_schema(), "hostile": hostile()}
FORMULAS = ("=1+1", "+86 574", "-5%", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x")


@pytest.mark.parametrize("tables", GRAPHS.values(), ids=GRAPHS)
def test_csv_tables_are_the_graph(tables: GraphTables, tmp_path: Path) -> None:
    archive, losses = exported(tables, "csv")
    assert from_csv(files_in(archive)) == sorted_tables(tables.nodes, tables.edges)
    assert not losses
    export_source(Source(tables), FORMATS["csv"], tmp_path / "tables")
    assert files_in(tmp_path / "tables") == files_in(archive)


def test_csv_tables_of_the_bundled_graph_are_the_graph(graph: Path) -> None:
    with Graph(graph) as opened:
        tables = graph_source(opened).tables
    assert from_csv(files_in(exported(tables, "csv")[0])) == tables


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_csv_file_begins_as_a_formula(text: str) -> None:
    table = files_in(exported(with_titles(text), "csv")[0])["Measure.csv"].decode("utf-8-sig")
    assert f'"\'{text}"' in table


def test_negative_numbers_stay_numbers() -> None:
    tables = GraphTables({"Alignment": {"a/1": {"lagDays": -31, "score": 0.5}}}, {})
    assert b'"a/1",-31,0.5' in files_in(exported(tables, "csv")[0])["Alignment.csv"]


@given(st.text())
def test_a_guarded_text_comes_back_and_begins_with_no_sign(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_excel_sees_that_csv_files_are_utf_8() -> None:
    files = files_in(exported(good_tables(), "csv")[0])
    assert all(
        content.startswith(b"\xef\xbb\xbf") for name, content in files.items() if name.endswith(".csv")
    )


def test_the_description_says_what_columns_mean_and_where_ids_lead() -> None:
    files = files_in(exported(good_tables(), "csv")[0])
    resources = {r["name"]: r for r in json.loads(files["datapackage.json"])["resources"]}
    sentence = resources["sentence"]
    assert sentence["schema"]["primaryKey"] == "id"
    assert {"fields": "inMeasure", "reference": {"resource": "measure", "fields": "id"}} in sentence[
        "schema"
    ]["foreignKeys"]
    assert all("fields" in r["schema"] and r["title"] and f"{r['path']}" in files for r in resources.values())


def test_a_relation_with_one_end_is_a_column_and_one_with_several_a_table() -> None:
    files = files_in(exported(good_tables(), "csv")[0])
    assert b"inDocument" in files["Measure.csv"].splitlines()[0]
    assert "inDocument.csv" not in files and "about.csv" in files


def workbook(tables: GraphTables) -> Any:
    content, losses = exported(tables, "xlsx")
    assert not losses
    return load_workbook(io.BytesIO(content))


def in_a_sheet(value: Any) -> Any:
    """Spreadsheet programs count with 15 digits."""
    return float(f"{value:.15g}") if isinstance(value, float) else value


@pytest.mark.parametrize("name", ["good", "whole schema"])
def test_another_program_reads_the_same_cells_from_the_workbook(name: str) -> None:
    tables = GRAPHS[name]
    book = workbook(tables)
    for class_name, nodes in tables.nodes.items():
        head, *rows = list(book[class_name].iter_rows(values_only=True))
        literals = Schema.load().classes[class_name].properties.keys()
        read = {
            row[0]: {
                n: in_a_sheet(v) for n, v in zip(head, row, strict=True) if v is not None and n in literals
            }
            for row in rows
        }
        wanted = {id: {name: in_a_sheet(v) for name, v in values.items()} for id, values in nodes.items()}
        assert read == wanted
    pairs = list(book["about"].iter_rows(values_only=True))
    assert pairs[0] == ("from", "to") and pairs[1:] == list(tables.edges["about"])


def test_texts_that_look_like_formulas_or_numbers_stay_texts() -> None:
    titles = (*FORMULAS, "2.10", "007", "https://policy.example/", "{=1}", "TRUE")
    book = workbook(with_titles(*titles))
    cells = {cell.value: cell for cell in book["Measure"]["C"]}
    cells = {unescape(str(value)): cell for value, cell in cells.items()}
    assert set(cells) == {"title", *titles}
    assert all(cell.data_type in ("s", "inlineStr") and cell.hyperlink is None for cell in cells.values())
    assert all(cells[text].quotePrefix for text in FORMULAS)


def test_control_characters_are_written_as_the_format_wants_them() -> None:
    book = workbook(with_titles("a\x00b\x01c\uffff", "_x0041_"))
    titles = [unescape(str(cell.value)) for cell in book["Measure"]["C"]]
    assert titles[1:] == ["a\x00b\x01c\uffff", "_x0041_"]


def test_a_text_too_long_for_a_cell_is_cut_visibly_and_counted() -> None:
    content, losses = exported(with_titles("字" * (LONGEST_TEXT + 1), "字" * LONGEST_TEXT), "xlsx")
    cut, whole = [cell.value for cell in load_workbook(io.BytesIO(content))["Measure"]["C"]][1:]
    assert len(cut) == len(whole) == LONGEST_TEXT and cut.endswith("[…]") and set(whole) == {"字"}
    [line] = losses.lines()
    assert line.startswith("1 × ") and line.endswith("doc/0 title")


def test_the_first_sheet_says_what_is_on_the_others() -> None:
    book = workbook(good_tables())
    rows = list(book["Contents"].iter_rows(values_only=True))
    assert book.sheetnames[0] == "Contents"
    assert {row[0] for row in rows[1:]} == set(book.sheetnames[1:])
    assert ("Measure", "localities", "地方政府负责", "localities") in {row[:4] for row in rows}


def test_rows_that_one_sheet_cannot_hold_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.export.xlsx_tables.MOST_ROWS", 3)
    book = workbook(with_titles(*"abcde"))
    sheets = [
        list(book[name].iter_rows(min_row=2, max_col=1, values_only=True)) for name in book.sheetnames[1:]
    ]
    assert book.sheetnames[1:] == ["Measure", "Measure (2)", "Measure (3)"]
    assert [row for sheet in sheets for row in sheet] == [(f"doc/{number}",) for number in range(5)]
