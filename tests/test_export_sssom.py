"""The alignments as SSSOM, read by hand and, in the slow test, by the ``sssom`` package."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.export.sssom_file import COLUMNS
from kg.tables import GraphTables, Part
from tests import good_graph
from tests.exported import built, exported, good_tables
from tests.question_graphs import bundled_tables

# It brings some seventy packages, a documentation generator among them, so it gets an environment of its own.
PACKAGE = "sssom==0.4.21"
# Its own reader drops rows that it cannot take, and still exits with 0: the rows are counted.
READ = """
import json, sys
from sssom.parsers import parse_sssom_table
read = parse_sssom_table(sys.argv[1])
print(json.dumps([read.df.to_dict("records"), read.prefix_map]))
"""


def rows_of(tables: GraphTables) -> tuple[list[str], list[dict[str, str]]]:
    lines = exported(tables, "sssom")[0].decode().splitlines()
    head = [line for line in lines if line.startswith("#")]
    return head, list(csv.DictReader(lines[len(head) :], delimiter="\t", strict=True))


def with_review(decision: str | None, **values: Any) -> GraphTables:
    """The graph made by hand with its alignment reviewed so, and with other values."""
    tables = good_tables()
    [(id, alignment)] = tables.nodes["Alignment"].items()
    nodes = dict(tables.nodes) | {"Alignment": {id: {**alignment, **values}}}
    edges = dict(tables.edges)
    if decision is None:
        del edges["reviews"]
    else:
        nodes["Review"] = {"review/1": {"decision": decision, "reviewer": "reader"}}
    return GraphTables(nodes, edges)


def test_an_alignment_is_a_mapping_with_its_evidence() -> None:
    head, [row] = rows_of(good_tables())
    assert row == {
        "subject_id": "policy:330200/2023/%E7%94%AC%E6%94%BF%E5%8A%9E%E5%8F%91-2023-4/1",
        "subject_label": "引进首店",
        "predicate_id": "kg:implements",
        "predicate_modifier": "",
        "object_id": "policy:330000/2023/%E6%B5%99%E6%94%BF%E5%8A%9E%E5%8F%91-2023-26/2.1",
        "object_label": "引进首店",
        "mapping_justification": "semapv:MappingReview",
        "reviewer_label": "reader",
        "subject_source": "policy:330200/2023/%E7%94%AC%E6%94%BF%E5%8A%9E%E5%8F%91-2023-4",
        "object_source": "policy:330000/2023/%E6%B5%99%E6%94%BF%E5%8A%9E%E5%8F%91-2023-26",
        "mapping_tool": "policy-cascade",
        "confidence": "0.9",
        "comment": "direct; both: 首店; “首店” ← “首店”",
    }
    assert "#  policy: https://policy.example/" in head and "#  kg: https://policy.example/ontology#" in head


@pytest.mark.parametrize(
    ("decision", "reviewed", "justification", "modifier"),
    [
        (None, False, "CompositeMatching", ""),
        (None, True, "MappingReview", ""),
        ("accepted", True, "MappingReview", ""),
        ("corrected", True, "MappingReview", ""),
        ("added", True, "ManualMappingCuration", ""),
        ("rejected", True, "MappingReview", "Not"),
    ],
)
def test_a_review_is_said_in_the_justification(
    decision: str | None, reviewed: bool, justification: str, modifier: str
) -> None:
    _, [row] = rows_of(with_review(decision, reviewed=reviewed))
    assert row["mapping_justification"] == f"semapv:{justification}"
    assert row["predicate_modifier"] == modifier


def test_every_alignment_is_a_row_of_one_line() -> None:
    hostile = with_review(None, reasons='a\tb\r\nc\u2028"d"', lowerQuote="＝1\n\n店")
    _, [row] = rows_of(hostile)
    assert row["comment"] == 'direct; abc"d"; “首店” ← “＝1店”'
    tables = bundled_tables()
    _, rows = rows_of(tables)
    assert len(rows) == len(tables.nodes["Alignment"]) > 50
    pairs = [(row["subject_id"], row["object_id"]) for row in rows]
    assert pairs == sorted(pairs)
    assert all(
        set(row) == set(COLUMNS) and all(v.isascii() for k, v in row.items() if k.endswith("_id"))
        for row in rows
    )


def test_an_alignment_without_its_measures_is_counted() -> None:
    part = Part("broken")
    part.node("Alignment", "alignment/2", relation="implements", score=0.5)
    good_graph.add_registers(part)
    text, losses = exported(built(part), "sssom")
    assert losses.lines() == [
        "1 × an alignment without its two measures or its relation; it is left out: alignment/2"
    ]
    assert text.decode().splitlines()[-1].split("\t") == list(COLUMNS)


@pytest.mark.slow
def test_the_sssom_package_takes_every_row(tmp_path: Path) -> None:
    python = package_environment(tmp_path)
    for name, tables in (("bundled", bundled_tables()), ("good", good_tables())):
        file = tmp_path / f"{name}.sssom.tsv"
        file.write_bytes(exported(tables, "sssom")[0])
        validated = run(python, "-m", "sssom.cli", "validate", file)
        assert "ERROR" not in validated.stderr and "not well-formed" not in validated.stderr, validated.stderr
        rows, prefixes = json.loads(run(python, "-c", READ, file).stdout.splitlines()[-1])
        assert sorted(map(triple, rows)) == sorted(map(triple, rows_of(tables)[1]))
        assert prefixes["policy"] == "https://policy.example/"


def triple(row: dict[str, str]) -> tuple[str, str, str]:
    return row["subject_id"], row["predicate_id"], row["object_id"]


def package_environment(folder: Path) -> Path:
    """A Python that has the package: that of a ``sssom`` on the path, else of a new environment."""
    if found := shutil.which("sssom"):
        return Path(found).resolve().parent / "python"
    run(sys.executable, "-m", "venv", folder / "env")
    python = folder / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", PACKAGE)
    return python


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(
        [str(part) for part in command], env=clean, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done
