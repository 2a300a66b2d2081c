"""A graph that is changed in place of being written anew is the graph of a build from nothing, whatever changed."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg import build as building
from kg.building import copying
from kg.building import kept as keeping
from kg.generations import GraphFolder
from kg.graph import PROPERTY_GRAPH, RDF, Graph
from kg.review.near_misses import NAME as NEAR_MISSES
from kg.review.near_misses import read_near_misses
from kg.stores.read_back import read_tables

PLACES = ("宁波市", "浙江省", "杭州市", "山西省", "太原市")
BODIES = ("商务局", "财政局", "发展改革委", "某某办", "文化和旅游局")
ITEMS = (
    "引进首店30家，打造夜间经济地标",
    "举办消费促进活动20场，发放汽车消费券",
    "培育老字号5家",
    "开展“百县千碗”活动",
)
# Long enough to be recognised where another place takes them over.
PARTS = (
    "全面实施市场准入负面清单管理，健全市场准入评估制度，",
    "定期排查和清理在市场准入方面设置的不合理限制，推动各类主体依法平等进入，",
    "支持首店经济发展，对新引进的亚洲首店、全国首店给予装修和租金补助，",
    "鼓励商业综合体引进国际知名品牌，打造夜间消费集聚区，",
    "推动家电以旧换新和绿色智能家电下乡，完善废旧家电回收处理体系，",
)


def plan(chance: random.Random, number: int) -> str:
    """A short plan of some place, with agencies, programmes, figures and maybe a citation."""
    place = chance.choice(PLACES)
    lines = [
        f"{place}人民政府办公室关于促进消费的通知",
        f"某政办发〔2023〕{number}号",
        f"{place}人民政府办公室",
    ]
    lines.append(f"2023年{chance.randint(1, 12)}月{chance.randint(1, 28)}日")
    for ordinal in "一二三"[: chance.randint(1, 3)]:
        body = f"{place[-1]}{chance.choice(BODIES)}"
        parts = "".join(chance.sample(PARTS, chance.randint(0, 3)))
        lines.append(f"{ordinal}、促进消费。{parts}{chance.choice(ITEMS)}。（责任单位：{body}）")
    if chance.random() < 0.5:
        lines.append(f"四、执行。按照某政办发〔2023〕{chance.randint(1, 9)}号文件执行。")
    return "\n".join(lines) + "\n"


def change(folder: Path, chance: random.Random, step: int) -> None:
    """Add, change, rename or remove one document, or nothing."""
    files = sorted(folder.glob("*.txt"))
    act = chance.choice(("add", "change", "change", "rename", "remove", "nothing"))
    file = chance.choice(files)
    if act == "add":
        (folder / f"new-{step}.txt").write_text(plan(chance, 20 + step), encoding="utf-8")
    elif act == "change":
        file.write_text(plan(chance, chance.randint(1, 9)), encoding="utf-8")
    elif act == "rename":
        file.rename(folder / f"renamed-{step}.txt")
    elif act == "remove" and len(files) > 4:
        file.unlink()


def contents(graph: Path) -> dict[str, Any]:
    """Everything that a graph says, and its account."""
    with Graph(graph) as opened:
        counts = opened.counts()
        assert counts[RDF] == counts[PROPERTY_GRAPH]
        account = dict(opened.account)
        return {
            "triples": list(opened.n_triples()),
            "rows": read_tables(opened.cypher, "cypher"),
            "near misses": read_near_misses(opened.files(NEAR_MISSES)),
            "problems": sorted(map(str, account.pop("problems"))),
            "account": account,
        }


@pytest.fixture
def always_changed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(building, "CHANGED_AT_MOST", 1)
    monkeypatch.setattr(copying, "CHANGED_AT_MOST", 1)
    yield


@pytest.mark.parametrize("seed", range(int(os.environ.get("KG_SEEDS", "3"))))
def test_any_series_of_changes_gives_the_graph_of_a_build_from_nothing(
    tmp_path: Path, seed: int, always_changed: None
) -> None:
    chance = random.Random(seed)
    texts, graph = tmp_path / "texts", tmp_path / "graph"
    texts.mkdir()
    for number in range(7):
        (texts / f"plan-{number}.txt").write_text(plan(chance, number), encoding="utf-8")
    building.build([texts], graph, fewest_to_change=1)
    for step in range(5):
        change(texts, chance, step)
        building.build([texts], graph, fewest_to_change=1)
        assert GraphFolder(graph).current().base == "000001"
        building.build([texts], tmp_path / f"whole-{step}")
        assert contents(graph) == contents(tmp_path / f"whole-{step}")


def test_the_files_that_a_changed_graph_stands_on_stay_as_they_are(
    tmp_path: Path, always_changed: None
) -> None:
    chance = random.Random(1)
    texts, graph = tmp_path / "texts", tmp_path / "graph"
    texts.mkdir()
    for number in range(5):
        (texts / f"plan-{number}.txt").write_text(plan(chance, number), encoding="utf-8")
    building.build([texts], graph, fewest_to_change=1)
    whole = GraphFolder(graph).current()
    before = {path: path.read_bytes() for path in (whole.ladybug, *whole.oxigraph.glob("*.sst"))}
    said = contents(graph)["triples"]
    (texts / "plan-1.txt").write_text(plan(chance, 9), encoding="utf-8")
    with Graph(graph) as reader:
        building.build([texts], graph, fewest_to_change=1)
        assert list(reader.n_triples()) == said
    assert {path: path.read_bytes() for path in before} == before
    assert whole.ladybug.stat().st_ino == GraphFolder(graph).current().ladybug.stat().st_ino
    assert contents(graph)["triples"] != said


@pytest.mark.parametrize("lost", [("sketches",), ("gist",), ("gist", "outline"), ("shares", "likeness")])
def test_what_is_not_kept_any_more_is_made_again_of_the_records(
    tmp_path: Path, lost: tuple[str, ...], always_changed: None
) -> None:
    chance = random.Random(3)
    texts, graph = tmp_path / "texts", tmp_path / "graph"
    texts.mkdir()
    for number in range(6):
        (texts / f"plan-{number}.txt").write_text(plan(chance, number), encoding="utf-8")
    building.build([texts], graph, fewest_to_change=1)
    with sqlite3.connect(graph / keeping.NAME) as kept:
        for kind in lost:
            assert kept.execute("DELETE FROM kept WHERE kind = ?", (kind,)).rowcount
    kept.close()
    (texts / "plan-1.txt").write_text(plan(chance, 9), encoding="utf-8")
    building.build([texts], graph, fewest_to_change=1)
    assert GraphFolder(graph).current().base == "000001"
    building.build([texts], tmp_path / "whole")
    assert contents(graph) == contents(tmp_path / "whole")


def test_a_graph_of_other_rules_is_written_anew(tmp_path: Path, always_changed: None) -> None:
    chance = random.Random(2)
    (tmp_path / "texts").mkdir()
    for number in range(3):
        (tmp_path / "texts" / f"{number}.txt").write_text(plan(chance, number), encoding="utf-8")
    building.build([tmp_path / "texts"], tmp_path / "graph", fewest_to_change=1)
    building.build([tmp_path / "texts"], tmp_path / "graph", fewest_to_change=1, base="https://data.example/")
    assert GraphFolder(tmp_path / "graph").current().base is None
