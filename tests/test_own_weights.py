"""Decisions → fit → weights of one's own → build: the whole way, and what is said of files that are no weights."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import FOLDER
from kg.alignment.fit_weights import main as fit
from kg.alignment.score import FILE, Weights
from kg.alignment.weights_file import write_weights
from kg.build import build
from kg.graph import Graph
from kg.review.file import NAME, read_decisions
from kg.review.run import review
from tests.alignment_documents import LINKS
from tests.conftest import Kg
from tests.review_graph import CITY, PROVINCE


class Keys:
    """An analyst who decides by turns."""

    width = 100

    def __init__(self, keys: str) -> None:
        self.keys: Iterator[str] = iter(keys)
        self.said: list[str] = []

    def key(self) -> str:
        return next(self.keys, "")

    def line(self, prompt: str) -> str:
        return ""

    def say(self, text: str, *, end: str = "\n") -> None:
        self.said.append(text)


def links(folder: Path) -> int:
    with Graph(folder) as graph:
        return len(graph.sparql("SELECT ?a WHERE { ?a a :Alignment }").rows)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "zj.txt").write_text(PROVINCE, encoding="utf-8")
    (folder / "nb.txt").write_text(CITY, encoding="utf-8")
    return folder


def own(path: Path, threshold: float) -> Path:
    write_weights(replace(Weights.load(), threshold=threshold), path, ["raised by hand"])
    return path


def test_a_build_takes_weights_of_ones_own_and_never_links_kept_from_other_ones(
    texts: Path, tmp_path: Path
) -> None:
    graph, strict = tmp_path / "graph", own(tmp_path / "strict.toml", 0.9999)
    build([texts], graph)
    before = links(graph)
    build([texts], graph, weights=strict)
    assert before > links(graph) == 0
    with Graph(graph) as opened:
        assert opened.account["weights"] == {"file": "strict.toml", "threshold": 0.9999}
    # The same name with other values is other weights.
    build([texts], graph, weights=own(strict, 0.0501))
    assert links(graph) >= before
    build([texts], graph)
    assert links(graph) == before
    with Graph(graph) as opened:
        assert "weights" not in opened.account


def test_a_graph_that_is_changed_in_place_is_written_anew_with_other_weights(
    texts: Path, tmp_path: Path
) -> None:
    graph, strict = tmp_path / "graph", own(tmp_path / "strict.toml", 0.9999)
    build([texts], graph, fewest_to_change=1)
    build([texts], graph, weights=strict, fewest_to_change=1)
    assert links(graph) == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no weights of the links as they are now ('levels')"),
        ("[score", "is no TOML"),
        (FILE.read_text(encoding="utf-8").replace("threshold = ", "threshold = 'x' # "), "threshold is 'x', not a number"),
        (FILE.read_text(encoding="utf-8").replace("slope = ", "slope = nan # "), "slope is nan, not a number"),
        (FILE.read_text(encoding="utf-8").replace("slope = ", "hope = "), "hope"),
        (FILE.read_text(encoding="utf-8").replace('"margin"', '"margin of old"'), "'margin'"),
    ],
)  # fmt: skip
def test_a_file_that_holds_no_weights_is_refused_with_what_to_do(
    kg: Kg, texts: Path, tmp_path: Path, text: str, message: str
) -> None:
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    done = kg("build", texts, "--weights", tmp_path / "mine.toml", folder=tmp_path / "graph")
    assert (done.exit_code, done.stdout) == (3, "")
    assert message in done.stderr and "fit_weights --output" in done.stderr
    assert not (tmp_path / "graph" / "current.json").exists()


def test_a_file_that_is_not_there_is_said(kg: Kg, texts: Path, tmp_path: Path) -> None:
    done = kg("build", texts, "--weights", tmp_path / "none.toml", folder=tmp_path / "graph")
    assert done.exit_code == 3 and "cannot be read (No such file" in done.stderr


@pytest.mark.slow
def test_decisions_of_a_review_move_the_weights_which_a_build_then_takes(
    kg: Kg, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    graph, mine, without = tmp_path / "graph", tmp_path / "mine.toml", tmp_path / "without.toml"
    build([FOLDER], graph)
    # A pair of the gold, and one that the gold lacks.
    review(graph, None, "a reader", Keys("rrrraarrrraa"), documents=["sx-2023"])
    review(graph, None, "a reader", Keys("arrr"), documents=["zj-2023"])
    decided = read_decisions(graph / NAME)
    assert len(decided) == 16
    gold = ["--gold", f"consumption={LINKS['consumption']}", "--date", "2024-05-03", str(FOLDER)]
    fit([*gold, "--output", str(without)])
    fit([*gold, "--output", str(mine), "--decisions", str(graph / NAME)])
    assert Weights.load(mine) != Weights.load(without)
    assert "sx-2023>cn-2022" in (head := mine.read_text(encoding="utf-8").split("[")[0])
    assert "With the decisions of a review" in head and capsys.readouterr().err == ""
    done = kg("build", "--weights", mine, folder=graph)
    assert done.exit_code == 0, done.stderr
    status = json.loads(kg("status", "--format", "json", folder=graph).stdout)
    assert status["weights"] == {"file": "mine.toml", "threshold": Weights.load(mine).threshold}


@pytest.mark.slow
def test_a_decision_that_finds_nothing_is_named_and_the_rest_is_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "decisions.csv"
    lines = [
        "kind,measure,upper,decision,value,by,on",
        "link,nb-2025/1.1,cn-2022/3.11,accept,,a reader,2024-05-03",
        "link,nb-2025/99,cn-2022/3.11,reject,,a reader,2024-05-03",
    ]
    table.write_text("\n".join(lines), encoding="utf-8")
    fit(
        [
            "--gold",
            f"a={LINKS['consumption']}",
            str(FOLDER),
            "--output",
            str(tmp_path / "w.toml"),
            "--decisions",
            str(table),
        ]
    )
    assert "not used: nb-2025" in capsys.readouterr().err
    assert Weights.load(tmp_path / "w.toml")


def test_a_table_without_decisions_on_links_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("none.csv", "empty.csv"):
        if name == "empty.csv":
            (tmp_path / name).write_text("kind,measure,upper,decision,value,by,on\n", encoding="utf-8")
        with pytest.raises(SystemExit) as ended:
            fit(
                [
                    "--gold",
                    f"a={LINKS['consumption']}",
                    str(FOLDER),
                    "--decisions",
                    str(tmp_path / name),
                    "--output",
                    str(tmp_path / "w.toml"),
                ]
            )
        assert ended.value.code == 3
    said = capsys.readouterr().err
    assert "no such table of decisions" in said and "holds no decision about a link" in said
    assert not (tmp_path / "w.toml").exists()
