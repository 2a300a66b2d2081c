"""``kg build``: what goes in, what comes out, and what happens with bad input."""

import json
from pathlib import Path

import pytest

from kg.graph import Graph
from tests.conftest import Kg

GOOD = "某市人民政府办公室关于印发某市促消费方案的通知\n宁波市人民政府办公室\n2024年3月1日\n一、办节。2024年举办活动20场。（责任单位：市商务局）\n二、设点。新设网点5个。（责任单位：市商务局）\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text(GOOD, encoding="utf-8")
    return tmp_path / "in"


def stems(graph: Path) -> set[str]:
    with Graph(graph) as opened:
        return set(opened.stems().values())


def test_without_a_path_the_bundled_documents_are_built(graph: Path) -> None:
    assert stems(graph) == {"cn-2022", "zj-2023", "sx-2023", "nb-2023", "nb-2025"}


def test_a_folder_gives_the_graph_of_exactly_its_documents(kg: Kg, folder: Path, tmp_path: Path) -> None:
    done = kg("build", folder, folder=tmp_path / "g")
    assert done.exit_code == 0, done.output
    assert stems(tmp_path / "g") == {"good"}


def test_bundled_adds_the_projects_documents(kg: Kg, folder: Path, tmp_path: Path) -> None:
    assert kg("build", folder / "good.txt", "--bundled", folder=tmp_path / "g").exit_code == 0
    assert stems(tmp_path / "g") == {"good", "cn-2022", "zj-2023", "sx-2023", "nb-2023", "nb-2025"}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_usual_encodings_are_read(kg: Kg, folder: Path, tmp_path: Path, encoding: str) -> None:
    (folder / "good.txt").write_text(GOOD, encoding=encoding)
    assert kg("build", folder, folder=tmp_path / "g").exit_code == 0
    assert stems(tmp_path / "g") == {"good"}


BAD = {
    "empty.txt": (b"", "is empty"),
    "binary.txt": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR", "binary"),
    "prose.txt": ("没有编号的文字。".encode(), "no numbered item"),
    "scan.pdf": (b"%PDF-1.7", "damaged PDF"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_and_the_others_are_built(
    kg: Kg, folder: Path, tmp_path: Path, name: str
) -> None:
    content, reason = BAD[name]
    (folder / name).write_bytes(content)
    done = kg("build", folder, "--format", "json", folder=tmp_path / "g")
    assert done.exit_code == 1
    problems = json.loads(done.stdout)["problems"]
    [skipped] = [problem for problem in problems if problem["kind"] == "skipped"]
    assert name in skipped["what"] and reason in skipped["what"] and skipped["lost"]
    assert stems(tmp_path / "g") == {"good"}


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["build", "{tmp}/missing.txt"], 3, "no such file"),
        (["build", "{tmp}/void"], 3, "holds no document"),
        (["build", "{tmp}/void/../prose"], 1, "no document could be read"),
        (["build", "{tmp}/toml"], 3, "corpus.toml"),
        (["extract", "{tmp}/missing.txt"], 3, "no such file"),
        (["extract", "{tmp}/void"], 3, "is a folder"),
        (["extract", "{tmp}/prose/prose.txt"], 1, "no numbered item"),
        (["status", "--graph", "{tmp}/missing"], 3, "kg build"),
        (["status", "--graph", "{tmp}/prose"], 3, "holds no graph"),
        (["sparql", "SELECT", "--graph", "{tmp}/missing"], 3, "kg build"),
        (["build", "--graph", "{tmp}/prose"], 2, "holds other files"),
        (["build", "--base", "no base"], 2, "no base"),
        (["nonsense"], 2, "No such command"),
    ],
)
def test_a_mistake_gets_a_message_and_its_exit_status(
    kg: Kg, tmp_path: Path, arguments: list[str], status: int, message: str
) -> None:
    (tmp_path / "void").mkdir()
    (tmp_path / "prose").mkdir()
    (tmp_path / "prose" / "prose.txt").write_text("没有编号的文字。", encoding="utf-8")
    (tmp_path / "toml").mkdir()
    (tmp_path / "toml" / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "toml" / "corpus.toml").write_text("[a]\nissued = 'x'\n", encoding="utf-8")
    done = kg(*[a.replace("{tmp}", str(tmp_path)) for a in arguments], folder=tmp_path / "g")
    assert done.exit_code == status, done.output
    assert message in done.stderr
    assert "Traceback" not in done.output


def test_a_build_that_reads_nothing_leaves_the_last_good_graph(kg: Kg, folder: Path, tmp_path: Path) -> None:
    assert kg("build", folder, folder=tmp_path / "g").exit_code == 0
    (folder / "good.txt").write_text("没有编号的文字。", encoding="utf-8")
    assert kg("build", folder, folder=tmp_path / "g").exit_code == 1
    assert stems(tmp_path / "g") == {"good"}


def test_strict_makes_repaired_facts_an_error(kg: Kg, tmp_path: Path) -> None:
    assert kg("build", "--strict", folder=tmp_path / "g").exit_code == 1


def test_two_files_of_one_name_are_both_kept_and_an_ambiguous_stem_lists_them(
    kg: Kg, folder: Path, tmp_path: Path
) -> None:
    (folder / "other").mkdir()
    other = "某市关于稳就业的通知\n宁波市人民政府办公室\n2024年4月1日\n一、办班。培训300人次。\n"
    (folder / "other" / "good.txt").write_text(other, encoding="utf-8")
    assert kg("build", folder, folder=tmp_path / "g").exit_code == 0
    done = kg("show", "good/1", folder=tmp_path / "g")
    assert done.exit_code == 2
    assert "several" in done.stderr and "20240301" in done.stderr and "20240401" in done.stderr


def test_what_the_text_does_not_print_comes_from_corpus_toml(kg: Kg, folder: Path, tmp_path: Path) -> None:
    table = '[good]\ndocument_number = "甬政办发〔2024〕7号"\nissued_on = 2024-02-28\n'
    (folder / "corpus.toml").write_text(table, encoding="utf-8")
    done = kg("extract", folder / "good.txt")
    header = json.loads(done.stdout)["document"]
    assert (
        header["document_number"] == "甬政办发〔2024〕7号"
        and header["sources"]["document_number"] == "corpus.toml"
    )
    assert header["issued_on"] == "2024-03-01" and header["sources"]["issued_on"] == "text"
    assert [p["kind"] for p in json.loads(done.stdout)["problems"] if p["lost"]] == ["conflict"]
    assert kg("build", folder, folder=tmp_path / "g").exit_code == 1


def test_extract_reads_standard_input(kg: Kg) -> None:
    done = kg("extract", "-", stdin=GOOD.encode("gb18030"))
    record = json.loads(done.stdout)
    assert [m["path"] for m in record["measures"]] == ["1", "2"]
    assert record["measures"][0]["figures"][0]["value"] == 20
