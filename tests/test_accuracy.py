"""The accuracy gate: what the rules read, against what careful readers found."""

import hashlib
import importlib.util
import json
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from corpus import FOLDER as CORPUS
from kg.document_json import document_json
from loaders.document import read_document
from loaders.sources import find_sources
from ontology.registers import Registers

GOLD = Path(__file__).parent / "gold"
VARIETY = Path(__file__).parent / "variety"
FLOORS: dict[str, dict[str, Any]] = tomllib.loads((GOLD / "floors.toml").read_text(encoding="utf-8"))
SETS = {
    "gold": sorted(GOLD.glob("*.json")),
    "held-out": sorted((GOLD / "held-out").glob("*.json")),
    "items": [GOLD / "variety" / "items.json"],
}


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", GOLD / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def predictions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records")
    registers = Registers.load()
    for source in find_sources([CORPUS, VARIETY]).found:
        record = document_json(read_document(source.read(), source.stem, registers, source.supplied))
        (folder / f"{source.stem}.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return folder


def digest(files: list[Path]) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


@pytest.mark.parametrize("name", SETS)
def test_the_gold_is_the_gold_that_the_floors_were_set_on(name: str) -> None:
    assert digest(SETS[name]) == FLOORS[name]["digest"]


@pytest.mark.parametrize("name", SETS)
def test_no_score_is_below_its_floor(name: str, scorer: ModuleType, predictions: Path) -> None:
    if name == "items":
        tallies, misses = scorer.score_items(SETS[name][0], predictions)
    else:
        tallies, misses = scorer.score_extract(SETS[name][0].parent, predictions)
    floors = {metric: floor for metric, floor in FLOORS[name].items() if metric != "digest"}
    below = {metric: tallies[metric].f1 for metric, floor in floors.items() if tallies[metric].f1 < floor}
    assert below == {}, "\n".join(misses)


def test_the_five_documents_have_157_items(predictions: Path) -> None:
    records = [
        json.loads((predictions / f"{file.stem}.json").read_text("utf-8")) for file in CORPUS.glob("*.txt")
    ]
    assert sum(len(record["measures"]) for record in records) == 157
    assert all(m["path"] and m["title"] and m["role"] for record in records for m in record["measures"])
