"""What is kept is right or not there, whatever happened to its file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from corpus import FOLDER as CORPUS
from kg import build as building
from kg.alignment.nearest import Likeness
from kg.building import workshop
from kg.building.codec import packed, unpacked
from kg.building.kept import NAME, Kept
from kg.building.workers import FEW_TASKS
from kg.errors import StoreError
from kg.graph import Graph
from kg.model import Problem
from loaders.read import read_source

GOOD = "某市促消费方案\n宁波市人民政府办公室\n2024年3月1日\n一、办节。2024年举办活动{}场。\n二、设点。新设网点5个。\n"


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    with Kept(tmp_path / NAME) as kept:
        kept.put("record", "a", b"one")
        kept.put("brief", "a", b"two")
    with Kept(tmp_path / NAME, read_only=True) as kept:
        assert (kept.get("record", "a"), kept.get("brief", "a")) == (b"one", b"two")
        assert kept.get("record", "b") is None


def test_others_are_forgotten(tmp_path: Path) -> None:
    with Kept(tmp_path / NAME) as kept:
        for key in "abc":
            kept.put("record", key, key.encode())
        kept.forget_others({"record": ["b"]})
        assert kept.find("record", "abc") == {"b": b"b"}


def test_a_damaged_result_counts_as_not_there(tmp_path: Path) -> None:
    with Kept(tmp_path / NAME) as kept:
        kept.put("record", "a", b"one")
    with sqlite3.connect(tmp_path / NAME) as connection:
        connection.execute("UPDATE kept SET data = x'00'")
    connection.close()
    with Kept(tmp_path / NAME) as kept:
        assert kept.get("record", "a") is None
        kept.drop_damaged()
        assert kept.known("record", ["a"]) == []


@pytest.mark.parametrize(
    "content", [b"no database at all" * 100, b"", b"SQLite format 3\x00" + b"\x01" * 5000]
)
def test_a_file_that_is_no_database_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    with Kept(tmp_path / NAME) as kept:
        kept.put("record", "a", b"one")
    with Kept(tmp_path / NAME) as kept:
        assert kept.get("record", "a") == b"one"


def test_a_file_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        Kept(tmp_path / "nowhere" / NAME)


def test_records_are_the_same_after_packing() -> None:
    problems = (Problem("doubtful", "a", "甲", 1, 2, "1.1"), Problem("skipped", "b", "\x00 ‮"))
    assert unpacked(packed(problems), tuple[Problem, ...]) == problems
    with pytest.raises(ValueError):
        unpacked(b"damaged", tuple[Problem, ...])
    with pytest.raises(ValueError):
        unpacked(packed(["no problem"]), tuple[Problem, ...])


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The stems of the sources that are read."""
    stems: list[str] = []
    reader = read_source

    def noting(source, registers):  # type: ignore[no-untyped-def]
        stems.append(source.stem)
        return reader(source, registers)

    monkeypatch.setattr(workshop, "read_source", noting)
    return stems


def test_only_what_is_new_is_read(tmp_path: Path, read: list[str]) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for name in "abc":
        (texts / f"{name}.txt").write_text(GOOD.format(ord(name)), encoding="utf-8")
    building.build([texts], tmp_path / "graph")
    assert sorted(read) == ["a", "b", "c"]
    read.clear()
    building.build([texts], tmp_path / "graph")
    assert read == []
    (texts / "b.txt").write_text(GOOD.format(7), encoding="utf-8")
    (texts / "corpus.toml").write_text("[c]\nissuer = '宁波市商务局'\n", encoding="utf-8")
    building.build([texts], tmp_path / "graph")
    assert sorted(read) == ["b", "c"]


def test_a_damaged_record_is_read_again(tmp_path: Path, read: list[str]) -> None:
    (tmp_path / "texts").mkdir()
    for name in "ab":
        (tmp_path / "texts" / f"{name}.txt").write_text(GOOD.format(ord(name)), encoding="utf-8")
    building.build([tmp_path / "texts"], tmp_path / "graph")
    with sqlite3.connect(tmp_path / "graph" / NAME) as connection:
        connection.execute("UPDATE kept SET data = x'00' WHERE kind = 'record'")
    connection.close()
    read.clear()
    building.build([tmp_path / "texts"], tmp_path / "graph")
    assert sorted(read) == ["a", "b"]
    with Graph(tmp_path / "graph") as graph:
        assert set(graph.stems().values()) == {"a", "b"}


def test_a_build_that_was_stopped_goes_on_where_it_was(tmp_path: Path, read: list[str]) -> None:
    (tmp_path / "texts").mkdir()
    for name in "abcd":
        (tmp_path / "texts" / f"{name}.txt").write_text(GOOD.format(ord(name)), encoding="utf-8")

    def stop(step: str, done: int, total: int) -> None:
        if (step, done) == ("reading", 2):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        building.build([tmp_path / "texts"], tmp_path / "graph", progress=stop)
    assert len(read) == 2
    building.build([tmp_path / "texts"], tmp_path / "graph")
    assert sorted(read) == ["a", "b", "c", "d"]


def test_how_like_documents_are_is_measured_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = tmp_path / "graph"
    building.build([CORPUS], graph)
    first = _kept(graph, "likeness")
    assert first

    def refuse(*_: object) -> None:
        raise AssertionError("measured again")

    monkeypatch.setattr(Likeness, "with_each", refuse)
    building.build([CORPUS], graph)
    assert _kept(graph, "likeness") == first


def test_many_documents_are_prepared_for_linking_where_they_are_read(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for number in range(FEW_TASKS):
        (texts / f"plan-{number}.txt").write_text(GOOD.format(1000 + number), encoding="utf-8")
    building.build([texts], tmp_path / "graph", jobs=1)
    for kind in ("record", "outline", "linkable"):
        assert _kept(tmp_path / "graph", kind)


def _kept(graph: Path, kind: str) -> dict[str, bytes]:
    with closing(sqlite3.connect(graph / NAME)) as kept:
        return dict(kept.execute("SELECT key, data FROM kept WHERE kind = ?", (kind,)))
