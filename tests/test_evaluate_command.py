"""``kg evaluate``: figures on gold links, what it writes, and what it says of bad gold."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from corpus import FOLDER
from kg.cli import commands
from tests.alignment_documents import GOLD, LINKS, VARIETY

GOOD = {
    "lower_document": "nb-2023",
    "lower_path": "2.1.1",
    "upper_document": "cn-2022",
    "upper_path": "3.9",
    "grade": 2,
}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, ["evaluate", *map(str, arguments)])


def gold_file(folder: Path, *rows: Any) -> Path:
    path = folder / "links.jsonl"
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def said(result: Result) -> str:
    assert result.exit_code != 0 and "Traceback" not in result.output
    return " ".join(result.output.split())


@pytest.mark.slow
def test_the_table_has_pairs_relations_baselines_thresholds_calibration_and_errors(tmp_path: Path) -> None:
    topics = [f"{topic}={path}" for topic, path in LINKS.items()]
    links = tmp_path / "links.jsonl"
    result = run(
        *topics, "--documents", FOLDER, "--documents", VARIETY, "--out-of-fold", links, "--format", "json"
    )
    assert result.exit_code == 0, result.output
    found = json.loads(result.output)
    names = {row["links_of"]: row for row in found["figures"]}
    assert {"out of fold, all", "nb-2023>zj-2023", "relation implements", "fitted on the other topic"} <= set(
        names
    )
    assert names["out of fold, all"]["f1"] > names["baseline: TF-IDF of items"]["f1"]
    low, high = names["out of fold, all"]["precision_interval"]
    assert low < names["out of fold, all"]["precision"] < high
    assert [row["threshold"] for row in found["thresholds"]] == sorted(
        row["threshold"] for row in found["thresholds"]
    )
    assert 0 < found["calibration_error"] < 0.2
    assert {error["what"] for error in found["errors"]} == {"missed", "false"}
    written = [json.loads(line) for line in links.read_text(encoding="utf-8").splitlines()]
    # The scorer's own fields; links on which readers differed are written and not counted.
    assert {"lower_document", "lower_path", "upper_document", "upper_path"} <= written[0].keys()
    assert len(written) >= names["out of fold, all"]["given"]


@pytest.mark.slow
def test_one_pair_alone_is_scored_with_the_weights_as_installed_and_that_is_said(tmp_path: Path) -> None:
    rows = (GOLD / "links.jsonl").read_text(encoding="utf-8").splitlines()
    own = [
        row
        for row in map(json.loads, rows)
        if (row["lower_document"], row["upper_document"]) == ("zj-2023", "cn-2022")
    ]
    result = run(gold_file(tmp_path, *own), "--format", "md")
    assert result.exit_code == 0, result.output
    assert "weights as installed" in result.output and "## Figures" in result.output


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{", "line 2 is no JSON object"),
        ("[1]", "line 2 is no JSON object"),
        ({**GOOD, "grade": "2", "lower_path": "9"}, "line 2: grade is 2 (direct)"),
        ({**GOOD, "grade": 3, "lower_path": "9"}, "line 2: grade is 2 (direct)"),
        ({"grade": 2}, "line 2 has no text under lower_document, lower_path, upper_document, upper_path"),
        (GOOD, "line 2 repeats the link of line 1"),
    ],
)
def test_a_row_that_is_no_gold_link_is_named_with_its_line(row: Any, message: str, tmp_path: Path) -> None:
    assert message in said(run(gold_file(tmp_path, GOOD, row)))


def test_gold_without_a_link_and_a_missing_file_are_said(tmp_path: Path) -> None:
    assert "holds no link" in said(run(gold_file(tmp_path, {**GOOD, "grade": 0})))
    assert "no such file of gold links" in said(run(tmp_path / "none.jsonl"))


def test_gold_that_is_no_utf_8_is_said(tmp_path: Path) -> None:
    path = tmp_path / "gbk.jsonl"
    path.write_bytes('{"lower_document": "宁波"}'.encode("gb18030"))
    assert "is no UTF-8" in said(run(path))


def test_a_document_and_an_item_that_are_not_there_are_named(tmp_path: Path) -> None:
    assert "zz-1999" in said(run(gold_file(tmp_path, {**GOOD, "lower_document": "zz-1999"})))
    assert "99.9" in said(run(gold_file(tmp_path, {**GOOD, "lower_path": "99.9"})))


def test_one_topic_given_twice_is_refused(tmp_path: Path) -> None:
    path = gold_file(tmp_path, GOOD)
    assert "the topic 'a' is given twice" in said(run(f"a={path}", f"a={path}"))
